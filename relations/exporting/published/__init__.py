"""All that readers may see, as records by natural keys and as flat tables.

``seen`` says which rows those are, ``keys`` how a row is named, ``reading`` reads the rows
one after the other in the order of their keys, ``tables`` lays them out flat, ``derived``
adds what follows from dated acts, ``snapshot`` keeps a whole export to one moment.
"""

from .derived import steps_that_count
from .keys import identifier
from .reading import how_many, published_records
from .seen import MODELS, seen
from .snapshot import at_one_moment, snapshot
from .tables import Column, Table, tables

__all__ = [
    "MODELS",
    "Column",
    "Table",
    "at_one_moment",
    "how_many",
    "identifier",
    "published_records",
    "seen",
    "snapshot",
    "steps_that_count",
    "tables",
]
