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


def said_by(field: str) -> models.Index:
    return models.Index(fields=[field, 'statement'], name=f'side_of_{field.removeprefix("actor_")}')


class Migration(migrations.Migration):
    # An index is built while others write, which no transaction does.
    atomic = False

    dependencies = [
        ('relations', '0008_stamps'),
    ]

    operations = [
        AddIndexConcurrently('statement', newest('voice')),
        AddIndexConcurrently('statement', newest('medium')),
        AddIndexConcurrently('side', said_by('person')),
        AddIndexConcurrently('side', said_by('actor_country')),
        AddIndexConcurrently('side', said_by('actor_organization')),
        RemoveIndexConcurrently('statement', 'statement_newest_by_voice'),
        RemoveIndexConcurrently('statement', 'statement_newest_by_medium'),
    ]
