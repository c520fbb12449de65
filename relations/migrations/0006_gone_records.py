# An imported row keeps the number of its record after that is gone, as the history does.

import django.db.models.deletion
from django.db import migrations, models

# By the key that leads to it.
RECORDS = {
    'source': 'source',
    'organization': 'organization',
    'agreement': 'agreement',
    'agreement_link': 'agreementlink',
    'party': 'party',
    'act': 'act',
    'provision': 'provision',
    'membership': 'membership',
    'membership_act': 'membershipact',
    'statement': 'statement',
    'side': 'side',
    'position': 'position',
    'citation': 'citation',
    'claim': 'claim',
}


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0005_resolutions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importedrow',
            name=name,
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to=f'relations.{model}',
            ),
        )
        for name, model in RECORDS.items()
    ]
