"""Fixtures of any size: every rule checked, every error told, all of it written or nothing.

Records stream through: each is read (:mod:`.reading`) and checked by itself
(:mod:`.cleaning`), then waits in a file of its model (:mod:`.spool`). Model by model, in
the order in which they point to one another, keys become numbers (:mod:`.keys`) and
rows are compared and written, thousands at a time (:mod:`.writing`, :mod:`.tables`). The
database keeps its constraints; what it refuses is asked after rule by rule
(:mod:`.refused`, :mod:`.rules`). No list of all keys or records is held anywhere, so memory
doesn't grow with the files.
"""

from .loader import load
from .report import Problem, Report

__all__ = ["Problem", "Report", "load"]
