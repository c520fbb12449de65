"""fixtures/ are complete, sourced, readable, and the same after any number of loads."""

from __future__ import annotations

import collections
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from relations.models import (
    Act,
    Agreement,
    Claim,
    Country,
    Membership,
    MembershipAct,
    Office,
    Organization,
    Person,
    Position,
    Scope,
    Source,
    Statement,
)
from relations.models.base import CuratedModel, NaturalKeyModel
from relations.models.claim import stated
from relations.vocabularies import MembershipStatus, Review

FILES = sorted(Path(settings.FIXTURE_DIRS[0]).rglob("*.json"))
CURATED = [m for m in apps.get_models() if issubclass(m, CuratedModel)]
OURS = [m for m in apps.get_models() if issubclass(m, NaturalKeyModel)]

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("our_data", "db")]


def dump() -> str:
    out = io.StringIO()
    call_command(
        "dumpdata",
        "relations",
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
        stdout=out,
        verbosity=0,
    )
    return out.getvalue()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_has_one_record_a_line_and_no_number_for_a_key(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    records = json.loads(text)
    assert all("pk" not in record for record in records)
    lines = [line for line in text.splitlines() if line.strip() not in ("[", "]", "")]
    assert len(lines) == len(records)


def test_no_record_is_defined_twice() -> None:
    seen: dict[str, str] = {}
    for path in FILES:
        for record in json.loads(path.read_text(encoding="utf-8")):
            model = apps.get_model(record["model"])
            defaults = {n: model._meta.get_field(n).get_default() for n in model.natural_key_fields}
            key = [record["fields"].get(n, defaults[n]) for n in model.natural_key_fields]
            name = f"{record['model']} {json.dumps(key)}"
            assert name not in seen, f"{name} stands in {seen[name]} and in {path.name}"
            seen[name] = path.name


def test_a_second_load_changes_nothing() -> None:
    before = dump()
    call_command("load_fixtures", verbosity=0)
    assert dump() == before


def test_every_published_record_has_a_source_that_readers_may_see() -> None:
    for model in CURATED:
        published = model._default_manager.filter(review=Review.PUBLISHED)
        assert not published.exclude(source__review=Review.PUBLISHED).exists(), model


def test_every_record_passes_the_checks_of_a_form() -> None:
    for model in OURS:
        for record in model._default_manager.all():
            record.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation])
            record.clean()


def test_all_countries_of_iso_3166_1_are_there_and_those_that_break_naive_schemas() -> None:
    assigned = Country.objects.filter(iso_status="assigned")
    assert assigned.count() == 249
    for field in ("alpha2", "numeric", "wikidata"):
        assert not assigned.filter(**{field: ""}).exists(), field
    assert set(assigned.filter(region="").values_list("code", flat=True)) <= {"ATA", "TWN"}
    assert Country.objects.get(code="XKX").iso_status == "user_assigned"
    assert Country.objects.get(code="SUN").end.words() == "26 December 1991"
    assert {"TWN", "PSE"} <= set(assigned.values_list("code", flat=True))


def test_there_are_memberships_of_every_status() -> None:
    statuses = set(Membership.objects.with_status().values_list("status", flat=True))
    missing = set(MembershipStatus.values) - statuses
    assert not missing, missing


def test_there_are_at_least_1500_dated_memberships_each_checked_against_a_second_place() -> None:
    memberships = Membership.objects.published()
    assert memberships.count() >= 1500
    assert Organization.objects.published().count() >= 60
    without_act = memberships.annotate(n=Count("membershipact")).filter(n=0)
    assert not without_act.exists(), list(map(str, without_act[:5]))
    unchecked = memberships.annotate(n=Count("citation")).filter(n=0)
    assert not unchecked.exists(), list(map(str, unchecked[:5]))


def test_the_acts_of_every_membership_give_it_a_status() -> None:
    lost = [str(m) for m in Membership.objects.with_status() if not m.status]
    future = [m for m in lost if "Union" not in m]
    assert not future, lost


def test_every_official_statement_speaks_for_somebody_and_every_commentary_for_nobody() -> None:
    counted = Statement.objects.published().annotate(n=Count("side"))
    assert not counted.filter(voice="official", n=0).exists()
    assert not counted.filter(voice="commentary").exclude(n=0).exists()


def test_no_act_dates_from_the_future_without_saying_so() -> None:
    """A date of effect may lie ahead; an act that was done may not."""
    for model in (Act, MembershipAct):
        late = [str(a) for a in model.objects.filter(date_earliest__gt="2026-11-24")]
        assert not late


def test_the_european_union_is_a_party_and_a_member() -> None:
    union = Organization.objects.get(slug="eu")
    assert Agreement.objects.of(union).exists()
    assert Membership.objects.for_actor(union).filter(organization__slug="wto").exists()


def test_the_article_is_there_whole() -> None:
    charter = Agreement.objects.with_state().get(slug="us-armenia-charter-2025")
    assert charter.state == "signed"
    scopes = set(charter.provision_set.values_list("scope__slug", flat=True))
    assert scopes >= {
        "political",
        "security",
        "defence",
        "economic",
        "energy",
        "scientific",
        "educational",
        "cultural",
        "humanitarian",
        "democratization",
        "border-security",
        "civil-nuclear",
        "military-reform",
        "economic-reform",
        "counter-terrorism",
    }
    signers = set(charter.act_set.filter(kind="signed").values_list("person__name", flat=True))
    assert signers == {"Antony Blinken", "Ararat Mirzoyan"}
    georgia = Agreement.objects.with_state().get(title__contains="Georgia", kind="charter")
    assert georgia.state == "suspended"
    assert georgia.act_set.get(kind="suspended").date.words() == "30 November 2024"
    pashinyan = Office.objects.get(person__slug="nikol-pashinyan", title="Prime Minister")
    assert pashinyan.start.earliest.isoformat().startswith("2018-05")
    assert Statement.objects.filter(voice="commentary").exists()
    targets = Position.objects.filter(
        statement__side__person__slug="nikol-pashinyan", statement__date__startswith="2025-01-15"
    )
    assert targets.count() >= 10


def test_what_the_article_got_wrong_is_said_at_the_source_and_not_in_the_data() -> None:
    source = Source.objects.get(slug="seed-article-us-armenia-2025")
    assert "government" in source.note
    aim = MembershipAct.objects.get(
        membership__actor_country__code="ARM",
        membership__organization__slug="eu",
        kind="declared_aim",
        occurrence=1,
    )
    assert aim.date.words() == "9 January 2025"
    assert "overnment" in aim.note
    members = Membership.objects.filter(organization__slug="three-plus-three").with_status()
    statuses = {m.actor.code: m.status for m in members}
    assert statuses["GEO"] == "declined"


def test_thirty_further_agreements_of_the_region_have_parties_scopes_and_acts() -> None:
    region = Country.objects.filter(code__in=["ARM", "AZE", "GEO", "RUS", "TUR", "IRN"])
    whole = [
        agreement
        for agreement in Agreement.objects.published().prefetch_related(
            "party_set", "provision_set", "act_set"
        )
        if agreement.party_set.all()
        and agreement.provision_set.all()
        and agreement.act_set.all()
        and {p.actor_country_id for p in agreement.party_set.all()}
        & set(region.values_list("pk", flat=True))
    ]
    assert len(whole) >= 40


def test_links_are_plain_addresses_of_the_web() -> None:
    counted = collections.Counter(Source.objects.exclude(url="").values_list("url", flat=True))
    assert counted
    assert all(re.match(r"https?://[^\s/]+", url) for url in counted)


def test_every_page_of_our_data_opens(client: Any) -> None:
    # What a record can break in a page it breaks on either database.
    each = 1 if connection.vendor == "sqlite" else 5
    for model in (Country, Organization, Agreement, Statement, Person, Scope):
        for record in model.objects.all()[::each]:
            shown = getattr(record, "is_published", True)
            status = client.get(record.get_absolute_url()).status_code
            assert status == (200 if shown else 404), record
    for source in Source.objects.published()[::20]:
        assert client.get(source.get_absolute_url()).status_code == 200, source


def test_of_every_dispute_both_sides_are_there_and_one_is_preferred() -> None:
    """Preferred is what the record says; a date may also leave open all that is claimed."""
    claims: dict[tuple[Any, str], list[Claim]] = {}
    for claim in Claim.objects.select_related("source"):
        assert claim.source.is_published
        claims.setdefault((claim.owner, claim.field), []).append(claim)
    assert len(claims) >= 15
    for (record, field), said in claims.items():
        values = {claim.value for claim in said}
        assert len(values) > 1, (record, field)
        standing = getattr(record, field)
        if getattr(standing, "precision", "") == "range":
            dates = [claim.model_field.to_python(claim.value) for claim in said]
            assert min(d.earliest for d in dates) >= standing.earliest
            assert max(d.latest for d in dates) <= standing.latest
        else:
            assert stated(record, field) in values, (record, field)


def test_whether_the_charter_binds_is_a_dispute_that_readers_see(client: Any) -> None:
    body = client.get("/agreements/us-armenia-charter-2025/").content.decode()
    section = body.partition('id="disputes"')[2].partition("</section>")[0]
    for words in ("political commitment", "legally binding", "Axar.az", "Wikipedia"):
        assert words in section
