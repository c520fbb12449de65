"""A claim is about a field that can be disputed, says what the field could say, and is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from relations.models import Claim
from relations.models.claim import CLAIM_OWNERS, DISPUTABLE, owner_model, owner_name
from tests import factories
from tests.constraints.cases import OWNERS, SAID
from tests.loading.files import dump, load, record, refusal, write

pytestmark = pytest.mark.django_db


def claim(owner: str = "agreement", **values: Any) -> Claim:
    """Give a claim about a record of a kind that is not stored."""
    field, value = SAID[owner]
    said = {"field": field, "value": value, **values}
    return Claim(**{owner: OWNERS[owner]()}, source=factories.SourceFactory(), **said)


def sentences(unsaid: Claim) -> str:
    with pytest.raises(ValidationError) as refusal:
        unsaid.full_clean()
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("owner", CLAIM_OWNERS)
def test_every_field_that_can_be_disputed_is_there_and_is_no_key(owner: str) -> None:
    for name in DISPUTABLE[owner]:
        field = owner_model(owner)._meta.get_field(name)
        assert not field.is_relation
    assert not {"slug", "review", "note", "summary"} & set(DISPUTABLE[owner])


@pytest.mark.parametrize("owner", CLAIM_OWNERS)
def test_a_claim_is_about_a_record_of_every_kind(owner: str) -> None:
    made = claim(owner)
    made.full_clean()
    made.save()
    assert made.owner_name == owner == owner_name(made.owner)
    assert not made.is_preferred


@pytest.mark.parametrize("field", ["slug", "review", "note", "summary", "nonsense", "id"])
def test_what_cannot_be_disputed_is_refused_with_what_can(field: str) -> None:
    assert "title, kind, legal_force, registration" in sentences(claim(field=field))


def test_a_field_of_another_kind_of_record_is_refused() -> None:
    assert "can be disputed" in sentences(claim("person", field="legal_force", value="binding"))


def test_a_claim_about_no_field_never_reaches_the_database() -> None:
    unsaid = claim(field="")
    assert "cannot be blank" in sentences(unsaid)
    with pytest.raises(IntegrityError), transaction.atomic():
        unsaid.save()


def test_a_term_must_be_of_the_vocabulary_and_the_sentence_names_its_terms() -> None:
    unsaid = claim(field="legal_force", value="legally binding")
    assert "“legal force”: write one of binding, political, unclear." in sentences(unsaid)


def test_a_date_must_be_one_and_the_sentence_shows_how_dates_are_written() -> None:
    assert "write 2024-11-30" in sentences(claim("act", field="date", value="14 January"))


def test_a_text_may_not_be_longer_than_the_field() -> None:
    assert "at most 120 characters" in sentences(claim("act", field="place", value="x" * 121))


def test_a_value_is_kept_in_normal_form() -> None:
    made = claim("act", field="date", value=" [2024-12-01..2024-12-10] ")
    made.full_clean()
    assert made.value == "[2024-12-01..2024-12-10]"
    assert made.words == "early December 2024"


def test_a_term_is_said_by_its_label() -> None:
    assert claim(field="legal_force", value="political").words == "political commitment"
    assert str(claim(field="legal_force", value="binding")) == "Legal force: legally binding"


def test_preferred_is_the_claim_that_the_record_agrees_with() -> None:
    act = factories.ActFactory(date="2025-01-14")
    same, other = (
        factories.ClaimFactory(agreement=None, act=act, field="date", value=value)
        for value in ("2025-01-14", "2025-01-15")
    )
    assert (same.is_preferred, other.is_preferred) == (True, False)
    act.date = "2025-01-15"
    act.save()
    same, other = Claim.objects.order_by("value")
    assert (same.is_preferred, other.is_preferred) == (False, True)


def test_claims_go_with_their_record_and_protect_their_source() -> None:
    made = factories.ClaimFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.source.delete()
    made.agreement.delete()
    assert not Claim.objects.exists()


def claim_record(**fields: Any) -> Any:
    said = {"agreement": ["charter"], "field": "legal_force", "value": "binding", "source": ["s"]}
    return record("claim", **said | fields)


def test_claims_are_loaded_by_keys_of_words_and_twice_without_a_double(tmp_path: Path) -> None:
    factories.AgreementFactory(slug="charter", legal_force="political")
    factories.SourceFactory(slug="s")
    path = write(tmp_path / "claims.json", [claim_record(note="It says so.")])
    load(path)
    load(path)
    assert str(Claim.objects.get()) == "Legal force: legally binding"
    dumped = dump("relations.claim")
    Claim.objects.all().delete()
    load(write(tmp_path / "dump.json", dumped))
    assert dump("relations.claim") == dumped


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"field": "slug"}, "can be disputed"),
        ({"value": "firm"}, "write one of binding, political, unclear"),
        ({"value": ""}, "cannot be blank"),
        ({"source": None}, "source_id"),
        ({"country": ["ARM"], "field": "kind", "value": "state"}, "just one record"),
        ({"agreement": None}, "just one record"),
    ],
)
def test_a_wrong_claim_is_refused_by_the_loader_in_words(
    tmp_path: Path, fields: Any, words: str
) -> None:
    factories.CountryFactory(code="ARM")
    factories.AgreementFactory(slug="charter")
    factories.SourceFactory(slug="s")
    assert words in refusal(write(tmp_path / "claims.json", [claim_record(**fields)]))
