from django.db import migrations, models

from relations.migrating import AddIndexConcurrently


def on(target: str) -> AddIndexConcurrently:
    index = models.Index(
        condition=models.Q((f'target_{target}__isnull', False)),
        fields=[f'target_{target}', 'statement', 'stance', 'id'],
        name=f'position_on_{target}',
    )
    return AddIndexConcurrently('position', index)


class Migration(migrations.Migration):
    # An index is built while others write, which no transaction does.
    atomic = False

    dependencies = [
        ('relations', '0009_covering_indexes'),
    ]

    operations = [on(target) for target in ('country', 'organization', 'agreement', 'membership')]
