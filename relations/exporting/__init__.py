"""Rows of records as flat dictionaries, and the files that readers take away.

``columns`` says what a column is, ``records`` and ``actors`` list those of each kind of
record with what they hold, ``batches`` reads rows in any number, ``writing`` makes
CSV, JSON and XLSX of them.
"""

from .batches import exported
from .columns import Column, Kind
from .kinds import KINDS
from .writing import FORMATS, About, write

__all__ = ["FORMATS", "KINDS", "About", "Column", "Kind", "exported", "write"]
