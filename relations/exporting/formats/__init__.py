"""The open formats in which all published data leave, by the word for each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .edition import Edition, Watch, unwatched


@dataclass(frozen=True)
class Format:
    """One way to take everything away.

    ``module`` has ``write(directory, edition, watch)``, which gives the path of what it
    wrote: a file, or a folder of several. ``file`` is its name, ``sentence`` what it is for.
    """

    label: str
    module: str
    file: str
    content_type: str
    sentence: str | Promise

    def write(self, directory: Path, edition: Edition, watch: Watch[Any] = unwatched) -> Path:
        """Write the format into a directory, whole or not at all.

        Raises FileExistsError where it is there, OSError where it can't be written.
        """
        path = directory / self.file
        if path.exists():
            raise FileExistsError(f"{path} is there already.")
        # Imported when it is written: pyarrow and rdflib take their time.
        module = import_module(f"{__name__}.{self.module}")
        # Half a file of lines can't be told from a whole one: it gets its name at the end.
        with TemporaryDirectory(prefix=".writing-", dir=directory) as unfinished:
            made: Path = module.write(Path(unfinished), edition, watch)
            return made.rename(path)


FORMATS: dict[str, Format] = {
    "csv": Format(
        "CSV",
        "csv_files",
        "csv",
        "application/zip",
        _(
            "A table a kind of record, with a codebook and a Frictionless data package: for "
            "spreadsheets, R, Stata and pandas."
        ),
    ),
    "jsonl": Format(
        "JSON Lines",
        "json_lines",
        "records.jsonl",
        "application/jsonl; charset=utf-8",
        _("One record a line, by natural keys: loads into another geopol as it is."),
    ),
    "sqlite": Format(
        "SQLite",
        "sqlite_file",
        "geopol.sqlite",
        "application/vnd.sqlite3",
        _("One file with all tables, foreign keys, indexes and views, to ask in SQL."),
    ),
    "parquet": Format(
        "Parquet",
        "parquet_files",
        "parquet",
        "application/zip",
        _("The same tables as columns with types: for Arrow, DuckDB, Polars, Spark."),
    ),
    "turtle": Format(
        "RDF, Turtle",
        "turtle",
        "geopol.ttl",
        "text/turtle; charset=utf-8",
        _("Linked data in the terms of schema.org and a few of our own, with Wikidata items."),
    ),
    "jsonld": Format(
        "RDF, JSON-LD",
        "json_ld",
        "geopol.jsonld",
        "application/ld+json",
        _("The same linked data as JSON."),
    ),
    "graphml": Format(
        "GraphML",
        "graphml",
        "network.graphml",
        "application/graphml+xml",
        _("Who is tied to whom on the day of the release: for igraph, NetworkX, yEd."),
    ),
    "gexf": Format(
        "GEXF",
        "gexf",
        "network.gexf",
        "application/gexf+xml",
        _("The same network for Gephi."),
    ),
    "ftm": Format(
        "FollowTheMoney",
        "follow_the_money",
        "entities.ftm.json",
        "application/json+ftm",
        _("Actors, people, offices, memberships and events as entities, one a line."),
    ),
}

__all__ = ["FORMATS", "Edition", "Format", "Watch", "unwatched"]
