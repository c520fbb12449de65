"""The matrix of positions: actors against targets."""

from .cells import Cell, TargetKind, Wanted, cells, certainly_by, stated_positions
from .page import Matrix, matrix

__all__ = [
    "Cell",
    "Matrix",
    "TargetKind",
    "Wanted",
    "cells",
    "certainly_by",
    "matrix",
    "stated_positions",
]
