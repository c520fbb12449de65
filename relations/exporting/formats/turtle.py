"""RDF in Turtle, one resource after the other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from rdflib import Graph, URIRef
from rdflib.namespace import NamespaceManager

from .edition import Edition, Watch
from .resources import Naming, Resource, resources

FILE = "geopol.ttl"


class Names:
    """Writes addresses short, as rdflib asks for it. That finds a prefix slowly: only once each."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        manager = NamespaceManager(Graph(bind_namespaces="none"), bind_namespaces="none")
        for prefix, address in prefixes.items():
            manager.bind(prefix, address)
        self.starts = tuple(prefixes.values())
        self.short = cache(manager.normalizeUri)  # of terms, which are few

    def normalizeUri(self, address: str) -> str:  # noqa: N802 - so it is called there
        if str(address).startswith(self.starts):  # that of rdflib takes one only
            return self.short(address)
        return URIRef(address).n3()


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write geopol.ttl and give its path."""
    path = directory / FILE
    prefixes = Naming(edition).prefixes
    names: Any = Names(prefixes)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"@prefix {prefix}: <{at}> .\n" for prefix, at in prefixes.items())
        for resource in resources(edition, watch):
            file.write(_block(resource, names))
    return path


def _block(resource: Resource, names: Any) -> str:
    types = ", ".join(one.n3(names) for one in resource.types)
    lines = [f"a {types}"]
    lines += [f"{p.n3(names)} {o.n3(names)}" for p, o in resource.said]
    return f"\n{resource.name.n3()} " + " ;\n    ".join(lines) + " .\n"
