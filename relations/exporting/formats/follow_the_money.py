"""FollowTheMoney entities as JSON lines: actors, people, posts, memberships, events.

The ontology is that of https://followthemoney.tech (schemata of version 4.11). A state is a
PublicBody, as memberships and posts are of organizations there; an agreement and a statement
are Events with those involved, as it knows no treaties. Its dates are days, months or years:
what is only approximate, doubted or a range is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from relations.citing.citation import SITE
from relations.citing.schema_org import LEFT
from relations.citing.schema_org import date as plain_date
from relations.exporting.published import Table, seen, tables
from relations.models import Source
from relations.vocabularies import IsoStatus, MembershipStatus

from .edition import Edition, Watch

FILE = "entities.ftm.json"
Row = dict[str, Any]
BATCH = 500  # rows whose sources are asked for together
# Statuses that are no way to belong.
OUTSIDE = (*LEFT, MembershipStatus.DECLINED, MembershipStatus.LAPSED)


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write entities.ftm.json and give its path."""
    path = directory / FILE
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for entity in Entities(watch).all():
            file.write(json.dumps(entity, ensure_ascii=False) + "\n")
    return path


def entity_id(table: str, key: str) -> str:
    """Give the id of an entity, the same in every export."""
    return hashlib.sha1(f"{SITE}/{table}/{key}".encode(), usedforsecurity=False).hexdigest()


class Entities:
    """Makes entities of the rows, table by table. Other names of actors are kept in memory."""

    def __init__(self, watch: Watch[Any]) -> None:
        self.tables = {table.name: table for table in tables()}
        self.watch = watch
        self.names: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("other_names"):
            self.names[str(actor_id(row))].append(row["name"])

    def all(self) -> Iterator[dict[str, Any]]:
        for table in ("countries", "organizations", "people"):
            yield from (self.actor(table, row) for row in self.watched(table))
        yield from self.posts()
        yield from self.memberships()
        yield from self.agreements()
        yield from self.statements()

    def rows(self, name: str) -> Iterator[Row]:
        table = self.tables[name]
        return (dict(zip(table.names, row, strict=True)) for row in table.rows())

    def watched(self, name: str) -> Iterator[Row]:
        """Give the rows of a table, each with the ``url`` and ``publisher`` of its source."""
        table: Table = self.tables[name]
        rows = self.watch(f"ftm {name}", table.count(), self.rows(name))
        while some := list(islice(rows, BATCH)):
            slugs = {row["source"] for row in some}
            found = seen(Source).filter(slug__in=slugs).values_list("slug", "url", "publisher")
            sources = {slug: said for slug, *said in found}
            for row in some:
                url, publisher = sources[row["source"]]
                yield {**row, "sourceUrl": url, "publisher": publisher}

    def together(
        self, whole: str, key: str, owner: str, *parts: str
    ) -> Iterator[tuple[Row, list[list[Row]]]]:
        """Give the rows of one table, each with its rows of others: all come in one order."""
        streams = [_Grouped(self.rows(part), owner) for part in parts]
        for row in self.watched(whole):
            yield row, [stream.of(row[key]) for stream in streams]

    def entity(self, schema: str, name: str, row: Row, /, **said: Any) -> dict[str, Any]:
        said |= {"sourceUrl": row["sourceUrl"], "publisher": row["publisher"]}
        properties: dict[str, list[str]] = {}
        for word, values in said.items():
            kept = [v for v in (values if isinstance(values, list) else [values]) if v]
            if kept:
                properties[word] = list(dict.fromkeys(map(str, kept)))
        return {"id": name, "schema": schema, "properties": properties, "datasets": [SITE]}

    def actor(self, table: str, row: Row) -> dict[str, Any]:
        name = entity_id(table, row.get("code") or row["slug"])
        said: Row = {
            "name": row["name"],
            "alias": [row.get("official_name"), row.get("native_name"), *self.names[name]],
            "wikidataId": row["wikidata"],
            "summary": row["summary"],
        }
        if table == "people":
            return self.entity("Person", name, row, **said)
        said["incorporationDate"] = plain_date(row["begin"])
        said["dissolutionDate"] = plain_date(row["end"])
        if table == "countries":
            known = row["iso_status"] == IsoStatus.ASSIGNED and row["alpha2"]
            said["country"] = row["alpha2"].lower() if known else None
            return self.entity("PublicBody", name, row, **said)
        said |= {
            "abbreviation": row["acronym"],
            "website": row["website"],
            "parent": entity_id("organizations", row["parent"]) if row["parent"] else None,
        }
        return self.entity("Organization", name, row, **said)

    def posts(self) -> Iterator[dict[str, Any]]:
        known = set()
        for row in self.watched("offices"):
            actor = actor_id(row)
            post = entity_id("posts", f"{actor}/{row['title']}")
            if post not in known:
                known.add(post)
                yield self.entity("Position", post, row, name=row["title"], organization=actor)
            yield self.entity(
                "Occupancy",
                entity_id("offices", row["id"]),
                row,
                holder=entity_id("people", row["person"]),
                post=post,
                startDate=plain_date(row["start"]),
                endDate=plain_date(row["end"]),
            )

    def memberships(self) -> Iterator[dict[str, Any]]:
        for row, [statuses] in self.together(
            "memberships", "id", "membership", "membership_statuses"
        ):
            for status in statuses:
                if status["status"] and status["status"] not in OUTSIDE:
                    yield self.entity(
                        "Membership",
                        entity_id("membership_statuses", status["id"]),
                        row,
                        member=actor_id(row),
                        organization=entity_id("organizations", row["organization"]),
                        role=MembershipStatus(status["status"]).label,
                        startDate=status["begin"],
                        endDate=status["end"],
                    )

    def agreements(self) -> Iterator[dict[str, Any]]:
        for row, [parties, states] in self.together(
            "agreements", "slug", "agreement", "parties", "agreement_states"
        ):
            yield self.entity(
                "Event",
                entity_id("agreements", row["slug"]),
                row,
                name=row["title"],
                alias=row["short_title"],
                startDate=states[0]["begin"] if states else None,
                summary=row["summary"],
                involved=[actor_id(party) for party in parties],
            )

    def statements(self) -> Iterator[dict[str, Any]]:
        for row, [sides] in self.together("statements", "slug", "statement", "sides"):
            speakers = [entity_id("people", side["person"]) for side in sides if side["person"]]
            yield self.entity(
                "Event",
                entity_id("statements", row["slug"]),
                row,
                name=row["title"],
                date=plain_date(row["date"]),
                location=row["place"],
                summary=row["summary"],
                involved=[*(actor_id(side) for side in sides), *speakers],
            )


class _Grouped:
    """The rows of a table by whose they are, asked for in the order in which they come."""

    def __init__(self, rows: Iterator[Row], owner: str) -> None:
        self.groups = groupby(rows, key=lambda row: row[owner])
        self.waiting = next(self.groups, None)

    def of(self, key: str) -> list[Row]:
        if self.waiting is None or self.waiting[0] != key:
            return []
        found = list(self.waiting[1])
        self.waiting = next(self.groups, None)
        return found


def actor_id(row: Row) -> str | None:
    """Give the id of the entity that a row's country or organization is; None without either."""
    if row["actor_country"]:
        return entity_id("countries", row["actor_country"])
    if row["actor_organization"]:
        return entity_id("organizations", row["actor_organization"])
    return None
