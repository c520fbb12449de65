"""The matrix of positions: actors against targets."""

from .cells import Cell, TargetKind, cells, certainly_by, stated_positions
from .page import Matrix, matrix

__all__ = [
    "Cell",
    "Matrix",
    "TargetKind",
    "cells",
    "certainly_by",
    "matrix",
    "stated_positions",
]
