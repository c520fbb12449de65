from django.db import migrations, models

import relations.querysets
from relations.migrating import AddIndexConcurrently


def public(field: str) -> AddIndexConcurrently:
    newest = relations.querysets.NullsLast(
        models.F('date_earliest'), descending=True, nulls_last=True
    )
    index = models.Index(
        models.F('review'), models.F(field), newest, name=f'statement_public_{field}'
    )
    return AddIndexConcurrently('statement', index)


class Migration(migrations.Migration):
    # An index is built while others write, which no transaction does.
    atomic = False

    dependencies = [
        ('relations', '0010_position_indexes'),
    ]

    operations = [
        AddIndexConcurrently(
            'position',
            models.Index(fields=['statement', 'stance'], name='position_of_statement'),
        ),
        public('voice'),
        public('medium'),
    ]
