"""The quality desk: checks that find what is doubtful, a subject a module.

Importing the package puts all checks on the list of :mod:`.registry`.
"""

from . import disputes, duplicates, existence, intervals, links, sources, states, trees
from .registry import CHECKS, Check, Found, Weight, check, in_order

__all__ = [
    "CHECKS",
    "Check",
    "Found",
    "Weight",
    "check",
    "disputes",
    "duplicates",
    "existence",
    "in_order",
    "intervals",
    "links",
    "sources",
    "states",
    "trees",
]
