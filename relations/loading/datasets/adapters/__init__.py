"""The adapters: each module here has one constant ``ADAPTER``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ..adapter import Adapter


@cache
def all_adapters() -> dict[str, Adapter]:
    """Give the adapters by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [module.ADAPTER for module in modules if hasattr(module, "ADAPTER")]
    return {adapter.name: adapter for adapter in sorted(found, key=lambda a: a.name)}
