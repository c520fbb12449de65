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
from itertools import groupby
from pathlib import Path
from typing import Any

from relations.citing.citation import SITE
from relations.citing.schema_org import LEFT
from relations.citing.schema_org import date as plain_date
from relations.exporting.published import Table, tables
from relations.vocabularies import IsoStatus, MembershipStatus

from .edition import Edition, Watch

FILE = "entities.ftm.json"
Row = dict[str, Any]
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
    """Makes entities of the rows, table by table. Sources and names are kept in memory."""

    def __init__(self, watch: Watch[Any]) -> None:
        self.tables = {table.name: table for table in tables()}
        self.watch = watch
        self.sources = {row["slug"]: row for row in self.rows("sources")}
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
        table: Table = self.tables[name]
        return self.watch(f"ftm {name}", table.count(), self.rows(name))

    def together(
        self, whole: str, key: str, part: str, owner: str
    ) -> Iterator[tuple[Row, list[Row]]]:
        """Give the rows of one table, each with its parts: both come in the same order."""
        groups = groupby(self.rows(part), key=lambda row: row[owner])
        waiting = next(groups, None)
        for row in self.watched(whole):
            parts: list[Row] = []
            if waiting is not None and waiting[0] == row[key]:
                parts = list(waiting[1])
                waiting = next(groups, None)
            yield row, parts

    def entity(self, schema: str, name: str, row: Row, /, **said: Any) -> dict[str, Any]:
        source = self.sources.get(row.get("source") or "", {})
        said |= {"sourceUrl": source.get("url"), "publisher": source.get("publisher")}
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
        for row, statuses in self.together(
            "memberships", "id", "membership_statuses", "membership"
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
        begun = {
            r["agreement"]: r["begin"] for r in self.rows("agreement_states") if r["number"] == 1
        }
        for row, parties in self.together("agreements", "slug", "parties", "agreement"):
            yield self.entity(
                "Event",
                entity_id("agreements", row["slug"]),
                row,
                name=row["title"],
                alias=row["short_title"],
                startDate=begun.get(row["slug"]),
                summary=row["summary"],
                involved=[actor_id(party) for party in parties],
            )

    def statements(self) -> Iterator[dict[str, Any]]:
        for row, sides in self.together("statements", "slug", "sides", "statement"):
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


def actor_id(row: Row) -> str | None:
    """Give the id of the entity that a row's country or organization is; None without either."""
    if row["actor_country"]:
        return entity_id("countries", row["actor_country"])
    if row["actor_organization"]:
        return entity_id("organizations", row["actor_organization"])
    return None
