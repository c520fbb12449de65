"""The network as GraphML; what the file is stands in the data of its graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx

from .edition import Edition, Watch
from .network_graph import network

FILE = "network.graphml"


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write network.graphml and give its path."""
    path = directory / FILE
    # The writer of the standard library: lxml's, where it is installed, writes other bytes.
    nx.write_graphml_xml(network(edition), path)
    return path
