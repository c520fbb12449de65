"""RDF, the network and FollowTheMoney: read again by programs that are not ours."""

from __future__ import annotations

import datetime as dt
import json
from itertools import permutations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import RDF, SDO, Graph, URIRef

from relations.exporting.formats import FORMATS, Edition, network_graph
from relations.exporting.formats.network_graph import network
from relations.exporting.published import how_many
from relations.exporting.published.derived import agreement_states
from relations.models import Agreement, Country, Membership
from relations.reading.network import Question, network_page
from relations.reading.ties import Group
from tests import factories as f
from tests.exporting.worlds import small_world

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 29)
EDITION = Edition(3, DAY, "https://example.org")
ARMENIA = URIRef("https://example.org/countries/armenia/")
# What the entities here have in the schema of followthemoney 4.11, by schema: the type of each
# property, and for an entity which schemata it may be. Taken from the YAML of its wheel, which
# needs a compiler and ICU to be installed.
THING = {
    "name": "name",
    "alias": "name",
    "summary": "text",
    "wikidataId": "identifier",
    "sourceUrl": "url",
    "publisher": "string",
}
INTERVAL = {"startDate": "date", "endDate": "date", "sourceUrl": "url", "publisher": "string"}
LEGAL = {"incorporationDate": "date", "dissolutionDate": "date", "country": "country"}
ORGANIZATION = {
    **THING,
    **LEGAL,
    "abbreviation": "name",
    "website": "url",
    "parent": ("Organization", "PublicBody", "Person"),
}
LEGAL_ENTITIES = ("Organization", "PublicBody", "Person")
SCHEMA = {
    "PublicBody": ORGANIZATION,
    "Organization": ORGANIZATION,
    "Person": {**THING},
    "Position": {**THING, "organization": ("Organization", "PublicBody")},
    "Occupancy": {**INTERVAL, "holder": ("Person",), "post": ("Position",)},
    "Membership": {
        **INTERVAL,
        "role": "string",
        "member": LEGAL_ENTITIES,
        "organization": ("Organization", "PublicBody"),
    },
    "Event": {
        **THING,
        **INTERVAL,
        "date": "date",
        "location": "address",
        "involved": LEGAL_ENTITIES,
    },
}
REQUIRED = {
    "Occupancy": {"holder", "post"},
    "Membership": {"member", "organization"},
}


def rdf(tmp_path: Path) -> Graph:
    small_world()
    return Graph().parse(FORMATS["turtle"].write(tmp_path, EDITION))


def test_turtle_and_json_ld_say_the_same(tmp_path: Path) -> None:
    turtle = rdf(tmp_path)
    other = Graph().parse(FORMATS["jsonld"].write(tmp_path, EDITION))
    assert len(turtle) > 500
    assert set(turtle) == set(other)


def test_wikidata_items_are_those_that_records_name_and_no_others(tmp_path: Path) -> None:
    graph = rdf(tmp_path)
    assert set(graph.subject_objects(SDO.sameAs)) == {
        (ARMENIA, URIRef("http://www.wikidata.org/entity/Q399"))
    }


def test_records_are_named_by_their_pages_in_the_terms_of_schema_org(tmp_path: Path) -> None:
    graph = rdf(tmp_path)
    assert (ARMENIA, RDF.type, SDO.Country) in graph
    assert str(graph.value(ARMENIA, SDO.foundingDate)) == "1991-09-21"
    charter = URIRef("https://example.org/agreements/charter/")
    assert (charter, RDF.type, SDO.Legislation) in graph
    assert str(graph.value(charter, SDO.name)) == "Charter\nof two lines"
    older = URIRef("https://example.org/agreements/older/")
    assert (older, RDF.type, SDO.CreativeWork) in graph


def test_every_term_of_ours_is_explained_in_the_file(tmp_path: Path) -> None:
    graph = rdf(tmp_path)
    ours = "https://example.org/data/vocabulary/#"
    used = {p for p in graph.predicates() if str(p).startswith(ours)}
    used |= {o for o in graph.objects(None, RDF.type) if str(o).startswith(ours)}
    assert used
    assert not [term for term in used if (term, None, None) not in graph]


def test_the_network_has_the_ties_of_the_page(tmp_path: Path) -> None:
    small_world()
    f.PartyFactory(agreement=Agreement.objects.get(slug="charter"))
    page = network_page(Question(Agreement.objects.published(), DAY, DAY, largest=10**6))
    read = [
        nx.read_graphml(FORMATS["graphml"].write(tmp_path, EDITION)),
        nx.read_gexf(FORMATS["gexf"].write(tmp_path, EDITION)),
    ]
    for graph in read:
        assert graph.number_of_edges() == len(page.ties) > 1
        tie = graph.edges["country:ARM", "organization:eaeu"]
        assert (tie["agreements"], tie["memberships"], tie["by"]) == (1, 0, "charter")
        assert tie["weight"] == pytest.approx(0.5)
        assert graph.nodes["country:ARM"]["type"] == "country"


def entities(tmp_path: Path) -> list[dict[str, object]]:
    path = FORMATS["ftm"].write(tmp_path, EDITION)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_entities_are_of_the_schema_of_follow_the_money(tmp_path: Path) -> None:
    small_world()
    found = {entity["id"]: entity for entity in entities(tmp_path)}
    assert {entity["schema"] for entity in found.values()} == set(SCHEMA)
    for entity in found.values():
        known = SCHEMA[str(entity["schema"])]
        properties = entity["properties"]
        assert isinstance(properties, dict)
        assert set(properties) <= set(known), entity
        assert REQUIRED.get(str(entity["schema"]), {"name"}) <= set(properties)
        for name, values in properties.items():
            kind = known[name]
            for value in values:
                assert isinstance(value, str)
                if isinstance(kind, tuple):
                    assert found[value]["schema"] in kind
                if kind == "date":
                    assert dt.date.fromisoformat(f"{value}-01-01"[:10])
                if kind == "country":
                    assert value.islower()


def test_a_member_is_one_for_as_long_as_it_was(tmp_path: Path) -> None:
    small_world()
    (membership,) = [e for e in entities(tmp_path) if e["schema"] == "Membership"]
    said = membership["properties"]
    assert isinstance(said, dict)
    assert (said["role"], said["startDate"]) == (["member"], ["2015-01-02"])
    assert said["endDate"] == ["2026-12-31"]


def test_the_network_has_only_actors_that_the_tables_have() -> None:
    """Published, on a source that readers may not see: no row of it leaves."""
    organization = f.OrganizationFactory(slug="union")
    members = f.CountryFactory.create_batch(3)
    for member in members:
        membership = f.MembershipFactory(organization=organization, actor_country=member)
        f.MembershipActFactory(membership=membership)
    names = {f"country:{member.code}" for member in members}
    assert names == set(network(EDITION))
    Country.objects.filter(pk=members[0].pk).update(source=f.SourceFactory(review="draft"))
    assert names - {f"country:{members[0].code}"} == set(network(EDITION))


def test_a_membership_on_a_source_that_readers_may_not_see_ties_nobody() -> None:
    union = f.OrganizationFactory(slug="union")
    memberships = [f.MembershipFactory(organization=union) for _ in range(3)]
    for membership in memberships:
        f.MembershipActFactory(membership=membership)
    assert network(EDITION).number_of_edges() == 3
    left_out = memberships[0]
    type(left_out).objects.filter(pk=left_out.pk).update(source=f.SourceFactory(review="draft"))
    assert network(EDITION).number_of_edges() == 1
    assert how_many(Membership) == 2


def test_an_act_that_the_tables_leave_out_ends_no_agreement() -> None:
    agreement = f.AgreementFactory(slug="treaty")
    parties = f.CountryFactory.create_batch(2)
    for party in parties:
        f.PartyFactory(agreement=agreement, actor_country=party)
    f.ActFactory(agreement=agreement, date="2001-01-01")
    hidden = f.CountryFactory()
    f.ActFactory(agreement=agreement, actor_country=hidden, kind="terminated", date="2002-01-01")
    assert not network(EDITION)
    Country.objects.filter(pk=hidden.pk).update(source=f.SourceFactory(review="draft"))
    ((*_, tie),) = network(EDITION).edges(data="by")
    assert tie == "treaty"
    assert [state for _, _, state, *_ in agreement_states()] == ["in_force"]


def test_the_network_does_not_depend_on_the_order_of_the_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In six digits 1 + 1/10 + 1/10 + 1/128 is another sum from the other end."""
    everybody = f.CountryFactory.create_batch(129)
    groups = [
        Group(
            f.OrganizationFactory(slug=f"of-{number}-{size}"), everybody[:size], is_agreement=False
        )
        for number, size in enumerate((2, 11, 11, 129))
    ]

    def edges(orders: tuple[Group, ...]) -> list[Any]:
        monkeypatch.setattr(network_graph, "agreement_groups", lambda *_, **__: [])
        monkeypatch.setattr(network_graph, "membership_groups", lambda *_, **__: list(orders))
        return list(network(EDITION).edges(data=True))

    weights = {edges_[0][2]["weight"] for edges_ in map(edges, permutations(groups))}
    assert len(weights) == 1
