"""Fixtures as JSON: how they are written, and that what was written comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from relations.dates import PartialDate
from relations.loading.refusals import holds_nul
from relations.models import Country, MembershipAct, Organization, Scope
from relations.vocabularies import Concerns, Review
from tests import factories as f
from tests.facts import FACTS

from .files import country, dump, empty, load, organization, record, write

pytestmark = pytest.mark.django_db

MODELS = FACTS


@pytest.fixture
def one_of_everything(db: Any) -> None:
    """Store a row of every model, with as many fields set as go together."""
    # Codes that the factory doesn't give to the others.
    f.CountryFactory(code="YAA", sovereign=f.CountryFactory(code="YAB", begin="1918~", end="XXXX"))
    f.CountryFactory(summary="„Grüße“ an\nՀայաստան", begin="[1991-09-01..1991-09-10]")
    organization_ = f.OrganizationFactory(parent=f.OrganizationFactory(), wikidata="Q1")
    f.OtherNameFactory(name="Հայաստան", language="hy")
    f.OtherNameFactory(actor_country=None, actor_organization=organization_)
    scope = f.ScopeFactory(parent=f.ScopeFactory(order=3))
    membership = f.MembershipFactory(actor_country=None, actor_organization=organization_)
    f.MembershipActFactory(membership=membership, effect="..", source=f.SourceFactory())
    party = f.PartyFactory()
    act = f.ActFactory(
        agreement=party.agreement,
        actor_country=party.actor_country,
        concerns=Concerns.PARTY,
        person=f.PersonFactory(),
        occurrence=2,
        date=None,
    )
    f.ProvisionFactory(scope=scope)
    f.AgreementLinkFactory(from_agreement=party.agreement)
    office = f.OfficeFactory(end="..")
    statement = f.StatementFactory(translated=True, review=Review.DRAFT)
    f.SideFactory(statement=statement, person=office.person, office=office)
    f.PositionFactory(statement=statement, target_agreement=None, target_membership=membership)
    f.CitationFactory(agreement=None, act=act, locator="p. 3", excerpt='"so"')
    f.CitationFactory(agreement=None, statement=statement)
    f.IncompatibilityFactory(
        first=organization_, statement=statement, kind="stated", since="2013~", until=".."
    )
    f.ClaimFactory(note="So the ministry.")
    f.FormerSlugFactory(country=None, scope=scope)
    f.AliasFactory(begin="1918~", end="XXXX", note="So the list.")
    f.SourceFactory(url="https://example.org/a?b=c&d=e", accessed="2025-02-03", language="")


# Writing ----------------------------------------------------------------------------


def test_one_record_stands_on_one_line(one_of_everything: None) -> None:
    first, *lines, last = dump().splitlines()
    assert (first, last) == ("[", "]")
    records = [json.loads(line.removesuffix(",")) for line in lines]
    assert [r["model"] for r in records] == [r["model"] for r in json.loads(dump())]
    assert {r["model"] for r in records} == {m._meta.label_lower for m in MODELS}
    assert all(list(r) == ["model", "fields"] for r in records)


def test_a_database_without_rows_makes_an_empty_list() -> None:
    assert json.loads(dump()) == []


def test_what_equals_its_default_is_left_out() -> None:
    source = f.SourceFactory(slug="report", title="Report")
    f.CountryFactory(code="QAA", slug="land", name="Land", source=source)
    assert dump("relations.country") == (
        '[\n{"model": "relations.country", "fields": {"review": "published", '
        '"source": ["report"], "slug": "land", "name": "Land", "code": "QAA"}}\n]\n'
    )


def test_what_differs_from_its_default_is_kept_even_when_it_is_empty() -> None:
    f.SourceFactory(slug="report", language="")
    assert json.loads(dump("relations.source"))[0]["fields"]["language"] == ""


def test_text_is_written_as_text() -> None:
    f.ScopeFactory(name="Türkiye – Հայաստան “x”")
    assert "Türkiye – Հայաստան “x”" in dump("relations.scope")
    assert "\\u" not in dump("relations.scope")


@pytest.mark.parametrize("name", ["\\u0000", "a\\\\u0000", "C:\\u0000\\"])
def test_the_letters_of_an_escape_are_text(name: str, tmp_path: Path) -> None:
    assert "\0" not in name
    f.CountryFactory(name=name)
    path = write(tmp_path / "dump.json", dump())
    empty()
    load(path)
    assert Country.objects.get().name == name


@pytest.mark.parametrize("name", ["\0", "a\\\0", "\\u0000\0"])
def test_a_nul_is_refused_whatever_stands_before_it(name: str) -> None:
    assert holds_nul(json.dumps(name))
    assert not holds_nul(json.dumps(name.replace("\0", "")))


def test_a_date_is_written_in_its_notation_without_its_bounds() -> None:
    f.CountryFactory(begin="[1991-09-01..1991-09-10]", end="XXXX")
    fields = json.loads(dump("relations.country"))[0]["fields"]
    assert (fields["begin"], fields["end"]) == ("[1991-09-01..1991-09-10]", "XXXX")
    assert not [name for name in fields if name.endswith(("_earliest", "_latest"))]


def test_a_dump_to_a_file_is_utf_8(tmp_path: Path) -> None:
    f.ScopeFactory(slug="trade", name="Հայաստան")
    path = tmp_path / "dump.json"
    call_command(
        "dumpdata", "relations.scope", natural_primary=True, natural_foreign=True, output=str(path)
    )
    assert path.read_bytes().decode("utf-8") == dump("relations.scope")


# And reading ------------------------------------------------------------------------


def test_what_was_dumped_comes_back_the_same(one_of_everything: None, tmp_path: Path) -> None:
    before = dump()
    counts = {model: model.objects.count() for model in MODELS}
    assert all(counts.values())
    path = write(tmp_path / "all.json", before)
    empty()
    assert not any(model.objects.exists() for model in MODELS)
    load(path)
    assert dump() == before
    assert {model: model.objects.count() for model in MODELS} == counts


def test_loading_twice_changes_nothing(one_of_everything: None, tmp_path: Path) -> None:
    before = dump()
    keys = {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS}
    path = write(tmp_path / "all.json", before)
    load(path)
    load(path)
    assert dump() == before
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in MODELS} == keys


def test_a_loaded_date_can_be_compared(tmp_path: Path) -> None:
    load(write(tmp_path / "a.json", [country("QAA", begin="1991-09~")]))
    loaded = Country.objects.get(begin_earliest="1991-09-01", begin_latest="1991-09-30")
    assert loaded.begin == PartialDate.parse("1991-09~")


def test_a_changed_record_replaces_the_old_one_and_its_bounds(tmp_path: Path) -> None:
    old = f.CountryFactory(code="QAA", summary="Old", begin="1991", review=Review.DRAFT)
    load(write(tmp_path / "a.json", [country("QAA", begin="1992")]))
    new = Country.objects.get(begin_earliest="1992-01-01", begin_latest="1992-12-31")
    assert (new.pk, new.name, new.summary, new.source) == (old.pk, "Land QAA", "", None)


def test_what_a_file_does_not_mention_is_kept(tmp_path: Path) -> None:
    f.CountryFactory(code="QAA", review=Review.DRAFT)
    load(write(tmp_path / "a.json", [country("QAB")]))
    assert set(Country.objects.values_list("code", flat=True)) == {"QAA", "QAB"}


def test_a_territory_may_come_before_its_sovereign(tmp_path: Path) -> None:
    load(
        write(
            tmp_path / "a.json",
            [
                country("QAA", sovereign=["QAB"], begin="1991"),
                country("QAB"),
                organization("part", parent=["whole"]),
                organization("whole"),
                record("scope", slug="customs", name="Customs", parent=["trade"]),
                record("scope", slug="trade", name="Trade"),
            ],
        )
    )
    territory = Country.objects.get(code="QAA")
    assert territory.sovereign.code == "QAB"
    assert territory.begin_latest.year == 1991
    assert Organization.objects.get(slug="part").parent.slug == "whole"
    assert Scope.objects.get(slug="customs").parent.slug == "trade"


def test_a_sovereign_may_come_in_a_later_file(tmp_path: Path) -> None:
    load(
        write(tmp_path / "1.json", [country("QAA", sovereign=["QAB"])]),
        write(tmp_path / "2.json", [country("QAB")]),
    )
    assert Country.objects.get(code="QAA").sovereign.code == "QAB"


def test_a_key_of_keys_finds_its_row(tmp_path: Path) -> None:
    membership = [["QAA"], None, ["un"]]
    load(
        write(
            tmp_path / "a.json",
            [
                country("QAA"),
                organization("un"),
                record("membership", actor_country=["QAA"], organization=["un"]),
                record("membershipact", membership=membership, kind="joined", date="1992-03-02"),
            ],
        )
    )
    act = MembershipAct.objects.get()
    assert act.membership.natural_key() == membership
    assert str(act.date) == "1992-03-02"


def test_other_apps_are_read_as_django_reads_them(tmp_path: Path) -> None:
    load(write(tmp_path / "a.json", [{"model": "auth.group", "pk": 3, "fields": {"name": "All"}}]))
    groups = apps.get_model("auth", "group").objects
    assert groups.get(pk=3).name == "All"
