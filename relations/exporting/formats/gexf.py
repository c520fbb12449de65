"""The network as GEXF 1.2; what the file is stands in its meta element."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import SubElement

from networkx.readwrite.gexf import GEXFWriter

from relations.citing.citation import SITE

from .edition import Edition, Watch
from .network_graph import network

FILE = "network.gexf"


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write network.gexf and give its path."""
    path = directory / FILE
    said = edition.lines()
    writer = GEXFWriter()
    # networkx would name itself and the day on which it runs.
    meta = writer.xml.find("meta")
    meta.clear()
    meta.set("lastmodifieddate", said["date"])
    SubElement(meta, "creator").text = SITE
    SubElement(meta, "keywords").text = f"version {said['version']}, {said['licence']}"
    SubElement(meta, "description").text = f"{said['citation']} {said['licence_url']}"
    writer.add_graph(network(edition))
    with path.open("wb") as file:
        writer.write(file)
    return path
