"""The published rows as resources of RDF: what Turtle and JSON-LD write.

A record with a page of its own is named by the address of that page, any other row by
``<site>/data/#<table>/<key>``. Where schema.org has a term for what a column says, that is
the predicate; else it is ``geopol:<table>.<column>``, which the page of our vocabulary
explains. Wikidata items are those that the records name, and no others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from rdflib import RDF, RDFS, SDO, XSD, Literal, Namespace, URIRef
from rdflib.term import Identifier

from relations.citing.citation import SITE
from relations.citing.schema_org import SOURCE_TYPES, WIKIDATA
from relations.citing.schema_org import date as plain_date
from relations.exporting.published import Column, Table, seen, tables
from relations.exporting.writing import LICENCE
from relations.models import Country
from relations.vocabularies import LegalForce, SourceKind

from .edition import Edition, Watch

# The datatype that the Library of Congress gives to dates in EDTF.
EDTF = Namespace("http://id.loc.gov/datatypes/edtf/")
# Where the page of a record stands, by its table.
PAGES = {
    "countries": "countries",
    "organizations": "organizations",
    "agreements": "agreements",
    "statements": "statements",
    "people": "people",
    "scopes": "scopes",
    "sources": "sources",
}
TYPES: dict[str, list[URIRef]] = {
    "countries": [SDO.Country, SDO.Organization],
    "organizations": [SDO.Organization],
    "people": [SDO.Person],
    "scopes": [SDO.DefinedTerm],
    "memberships": [SDO.OrganizationRole],
}
# What schema.org has a term for, by table and column.
TERMS: dict[str, URIRef] = {
    **{f"{table}.name": SDO.name for table in ("countries", "organizations", "people", "scopes")},
    **{f"{table}.title": SDO.name for table in ("agreements", "statements", "sources")},
    **{
        f"{table}.summary": SDO.abstract
        if table in ("agreements", "statements")
        else SDO.description
        for table in ("countries", "organizations", "people", "agreements", "statements")
    },
    "agreements.short_title": SDO.alternateName,
    "agreements.registration": SDO.legislationIdentifier,
    "countries.official_name": SDO.legalName,
    "memberships.organization": SDO.memberOf,
    "organizations.acronym": SDO.alternateName,
    "organizations.headquarters": SDO.location,
    "organizations.parent": SDO.parentOrganization,
    "organizations.website": SDO.url,
    "people.native_name": SDO.alternateName,
    "scopes.description": SDO.description,
    "sources.language": SDO.inLanguage,
    "sources.url": SDO.url,
    "sources.archived_url": SDO.archivedAt,
    "statements.quotation": SDO.text,
}
ADDRESSES = ("website", "url", "archived_url")
# Dates that schema.org has a term for, said so beside ours where they are plain days.
DATES: dict[str, URIRef] = {
    **{f"{table}.begin": SDO.foundingDate for table in ("countries", "organizations")},
    **{f"{table}.end": SDO.dissolutionDate for table in ("countries", "organizations")},
    "statements.date": SDO.dateCreated,
    "sources.published": SDO.datePublished,
}


@dataclass
class Resource:
    """One thing: its name, its types, and what is said of it."""

    name: URIRef
    types: list[URIRef]
    said: list[tuple[URIRef, Identifier]] = field(default_factory=list)


class Naming:
    """Names tables, columns and rows by addresses of one site. One query."""

    def __init__(self, edition: Edition) -> None:
        self.base = edition.base
        self.slugs = dict(seen(Country).values_list("code", "slug"))
        self.vocabulary = Namespace(f"{self.base}/data/vocabulary/#")
        # In the order in which Turtle and JSON-LD declare them.
        self.prefixes = {
            SITE: str(self.vocabulary),
            "schema": str(SDO),
            "rdf": str(RDF),
            "rdfs": str(RDFS),
            "xsd": str(XSD),
            "edtf": str(EDTF),
        }

    def row(self, table: str, key: str) -> URIRef:
        if table in PAGES:
            slug = self.slugs[key] if table == "countries" else key
            return URIRef(f"{self.base}/{PAGES[table]}/{slug}/")
        written = quote(key, safe="/:~-._")
        return URIRef(f"{self.base}/data/#{table}/{written}")

    def column(self, table: str, column: str) -> URIRef:
        return self.vocabulary[f"{table}.{column}"]


def resources(edition: Edition, watch: Watch[Any]) -> Iterator[Resource]:
    """Give the data set itself, the terms of ours, then each row. ``watch`` follows the rows."""
    naming = Naming(edition)
    all_tables = tables()
    yield _data_set(edition)
    for table in all_tables:
        yield from _terms(naming, table)
    for table in all_tables:
        rows = (_resource(naming, table, row) for row in table.rows())
        yield from watch(f"rdf {table.name}", table.count(), rows)


def _data_set(edition: Edition) -> Resource:
    said = edition.lines()
    return Resource(
        URIRef(said["address"]),
        [SDO.Dataset],
        [
            (SDO.name, Literal(said["title"])),
            (SDO.version, Literal(said["version"])),
            (SDO.dateModified, Literal(edition.day)),
            (SDO.license, URIRef(LICENCE[1])),
            (SDO.creditText, Literal(said["citation"])),
            (SDO.isAccessibleForFree, Literal(True)),
        ],
    )


def _terms(naming: Naming, table: Table) -> Iterator[Resource]:
    yield Resource(
        naming.vocabulary[table.name], [RDFS.Class], [(RDFS.comment, Literal(table.meaning))]
    )
    for column in table.columns:
        if f"{table.name}.{column.name}" not in TERMS:
            yield Resource(
                naming.column(table.name, column.name),
                [RDF.Property],
                [
                    (RDFS.domain, naming.vocabulary[table.name]),
                    (RDFS.comment, Literal(column.meaning)),
                ],
            )


def _resource(naming: Naming, table: Table, row: tuple[Any, ...]) -> Resource:
    values = dict(zip(table.names, row, strict=True))
    found = Resource(
        naming.row(table.name, values[table.key]),
        [naming.vocabulary[table.name], *_types(table.name, values)],
    )
    for column in table.columns:
        value = values[column.name]
        if value is None or column.name == "id":
            continue
        predicate = TERMS.get(f"{table.name}.{column.name}") or naming.column(
            table.name, column.name
        )
        found.said.append((predicate, _object(naming, column, value)))
        if (term := DATES.get(f"{table.name}.{column.name}")) and plain_date(value):
            found.said.append((term, Literal(value)))
        if column.name == "wikidata":
            found.said.append((SDO.sameAs, URIRef(WIKIDATA + value)))
    return found


def _types(table: str, values: dict[str, Any]) -> list[URIRef]:
    if table == "agreements":
        binding = values["legal_force"] == LegalForce.BINDING
        return [SDO.Legislation if binding else SDO.CreativeWork]
    if table == "statements":
        return [SDO.Quotation if values["quotation"] else SDO.CreativeWork]
    if table == "sources":
        return [SDO[SOURCE_TYPES.get(SourceKind(values["kind"]), "CreativeWork")]]
    return TYPES.get(table, [])


def _object(naming: Naming, column: Column, value: Any) -> Identifier:
    if column.refers_to:
        return naming.row(column.refers_to, value)
    if column.name in ADDRESSES:
        # Letters that an address may have and an IRI in angle brackets may not.
        return URIRef(quote(value, safe="/:?#[]@!$&'()*+,;=%~-._"))
    if column.is_edtf:
        return Literal(value, datatype=EDTF.EDTF)
    return Literal(value) if isinstance(value, dt.date | bool | int) else Literal(str(value))
