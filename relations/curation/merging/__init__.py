"""Two records that are one become one: every reference moves, nothing is lost unsaid."""

from .merge import MERGEABLE, marks, merge, preview
from .report import MergeRefused, MergeReport

__all__ = ["MERGEABLE", "MergeRefused", "MergeReport", "marks", "merge", "preview"]
