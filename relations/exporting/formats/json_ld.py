"""RDF in JSON-LD 1.1, one resource a line within one graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rdflib import XSD, Literal
from rdflib.term import Identifier

from .edition import Edition, Watch
from .resources import Naming, Resource, resources

FILE = "geopol.jsonld"
# What JSON writes as a number or true means these.
NATIVE = (XSD.integer, XSD.boolean)


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write geopol.jsonld and give its path."""
    path = directory / FILE
    prefixes = Naming(edition).prefixes
    # rdf:type is said by @type.
    context = json.dumps(prefixes)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {context},\n"@graph": [')
        for number, resource in enumerate(resources(edition, watch)):
            node = json.dumps(_node(resource, prefixes), ensure_ascii=False)
            file.write(f"{',' if number else ''}\n{node}")
        file.write("\n]}\n")
    return path


def _node(resource: Resource, prefixes: dict[str, str]) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": str(resource.name),
        "@type": [_short(str(one), prefixes) for one in resource.types],
    }
    for predicate, said in resource.said:
        node.setdefault(_short(str(predicate), prefixes), []).append(_value(said, prefixes))
    return node


def _short(address: str, prefixes: dict[str, str]) -> str:
    for prefix, start in prefixes.items():
        if address.startswith(start):
            return f"{prefix}:{address.removeprefix(start)}"
    return address


def _value(said: Identifier, prefixes: dict[str, str]) -> Any:
    if not isinstance(said, Literal):
        return {"@id": str(said)}
    if said.datatype is None:
        return str(said)
    if said.datatype in NATIVE:
        return said.toPython()
    return {"@value": str(said), "@type": _short(str(said.datatype), prefixes)}
