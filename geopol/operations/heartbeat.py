"""Tells the server that a long answer goes on, which it would else end with its worker.

gunicorn's configuration puts the sign of life of each worker here; other servers need none.
"""

from __future__ import annotations

from collections.abc import Callable


def _nobody() -> None:
    """Tell nobody."""


listener: Callable[[], None] = _nobody


def beat() -> None:
    """Say that the answer goes on."""
    listener()
