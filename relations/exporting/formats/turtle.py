"""RDF in Turtle, one resource after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rdflib import Graph
from rdflib.namespace import NamespaceManager

from .edition import Edition, Watch
from .resources import Naming, Resource, resources

FILE = "geopol.ttl"


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write geopol.ttl and give its path."""
    path = directory / FILE
    prefixes = Naming(edition).prefixes
    names = NamespaceManager(Graph(bind_namespaces="none"), bind_namespaces="none")
    for prefix, address in prefixes.items():
        names.bind(prefix, address)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"@prefix {prefix}: <{at}> .\n" for prefix, at in prefixes.items())
        for resource in resources(edition, watch):
            file.write(_block(resource, names))
    return path


def _block(resource: Resource, names: NamespaceManager) -> str:
    types = ", ".join(names.normalizeUri(one) for one in resource.types)
    lines = [f"a {types}"]
    lines += [f"{names.normalizeUri(p)} {o.n3(names)}" for p, o in resource.said]
    return f"\n{resource.name.n3()} " + " ;\n    ".join(lines) + " .\n"
