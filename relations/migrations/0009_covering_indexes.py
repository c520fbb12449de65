from django.db import migrations, models

import relations.querysets
from relations.migrating import AddIndexConcurrently, RemoveIndexConcurrently


def newest(field: str) -> models.Index:
    return models.Index(
        models.F(field),
        relations.querysets.NullsLast(models.F('date_earliest'), descending=True, nulls_last=True),
        models.F('review'),
        name=f'statement_{field}_newest',
    )


def of_actor(kind: str) -> models.Index:
    return models.Index(fields=[f'actor_{kind}', 'statement'], name=f'side_of_{kind}')


class Migration(migrations.Migration):
    # An index is built while others write, which no transaction does.
    atomic = False

    dependencies = [
        ('relations', '0008_stamps'),
    ]

    operations = [
        AddIndexConcurrently('statement', newest('voice')),
        AddIndexConcurrently('statement', newest('medium')),
        AddIndexConcurrently('side', of_actor('country')),
        AddIndexConcurrently('side', of_actor('organization')),
        RemoveIndexConcurrently('statement', 'statement_newest_by_voice'),
        RemoveIndexConcurrently('statement', 'statement_newest_by_medium'),
    ]
