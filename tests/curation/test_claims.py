"""One claim is preferred, and whatever happens to the record, none is dropped."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError

from relations.curation.claims import keep, prefer, standing
from relations.curation.history import stamp
from relations.models import Claim, Revision
from tests import factories

pytestmark = pytest.mark.django_db


def charter(**values: Any) -> Any:
    source = factories.SourceFactory(slug="text")
    return factories.AgreementFactory(
        legal_force="political", **{"source": source, "locator": "Preamble", **values}
    )


def says(record: Any, value: str, slug: str, **values: Any) -> Claim:
    """Enter that a source says of an agreement's force, or of an act's date, so and so."""
    name = str(record._meta.model_name)
    field = "legal_force" if name == "agreement" else "date"
    return factories.ClaimFactory(
        **{"agreement": None, name: record, "field": field, "value": value, **values},
        source=factories.SourceFactory(slug=slug),
    )


def claims() -> set[tuple[str, str]]:
    return set(Claim.objects.values_list("value", "source__slug"))


def editor(*codenames: str) -> Any:
    user = get_user_model().objects.create_user("editor")
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_the_standing_value_becomes_a_claim_with_the_records_own_source() -> None:
    record = charter()
    says(record, "binding", "encyclopedia")
    assert keep(record) == []
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}
    assert Claim.objects.get(value="political").locator == "Preamble"


def test_a_standing_value_that_a_claim_states_is_not_stated_twice() -> None:
    record = charter()
    says(record, "political", "analyst")
    assert keep(record) == keep(record) == []
    assert claims() == {("political", "analyst")}


def test_what_is_not_disputed_is_not_claimed() -> None:
    assert keep(charter()) == []
    assert not Claim.objects.exists()


def test_a_part_without_a_source_rests_on_that_of_its_whole() -> None:
    act = factories.ActFactory(agreement=charter(), date="2025-01-14")
    says(act, "2025-01-15", "newspaper")
    keep(act)
    assert claims() == {("2025-01-15", "newspaper"), ("2025-01-14", "text")}
    assert Claim.objects.get(value="2025-01-14").locator == "Preamble"


def test_a_part_with_a_source_of_its_own_rests_on_that() -> None:
    own = factories.SourceFactory(slug="own")
    act = factories.ActFactory(agreement=charter(), date="2025-01-14", source=own, locator="p. 3")
    says(act, "2025-01-15", "newspaper")
    keep(act)
    assert ("2025-01-14", "own") in claims()
    assert Claim.objects.get(value="2025-01-14").locator == "p. 3"


def test_where_the_record_has_no_source_the_sentence_says_what_is_missing() -> None:
    record = charter(source=None, review="draft")
    says(record, "binding", "encyclopedia")
    (sentence,) = keep(record)
    assert "“political commitment” as “legal force”" in sentence
    assert claims() == {("binding", "encyclopedia")}
    record.source = factories.SourceFactory(slug="late")
    record.save()
    assert keep(record) == []
    assert ("political", "late") in claims()


def test_an_empty_field_has_no_standing_value_to_keep() -> None:
    act = factories.ActFactory(agreement=charter(), date=None)
    says(act, "2025-01-15", "newspaper")
    assert keep(act) == []
    assert claims() == {("2025-01-15", "newspaper")}


def test_a_text_too_long_for_a_claim_is_reported() -> None:
    statement = factories.StatementFactory(quotation="word " * 200)
    factories.ClaimFactory(agreement=None, statement=statement, field="quotation", value="Word.")
    (sentence,) = keep(statement)
    assert "was not kept" in sentence
    assert "600" in sentence


def test_preferring_a_claim_changes_the_record_and_keeps_the_former_value() -> None:
    record = charter()
    dissent = says(record, "binding", "encyclopedia")
    assert prefer(dissent, editor("change_agreement"), "Its registration was found.") == []
    record.refresh_from_db()
    assert record.legal_force == "binding"
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}
    former = Claim.objects.get(value="political")
    prefer(former, None, "It was of another treaty.")
    record.refresh_from_db()
    assert record.legal_force == "political"
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}


def test_a_preferred_date_moves_its_bounds_too() -> None:
    act = factories.ActFactory(agreement=charter(), date="2025-01-14")
    prefer(says(act, "2025-01", "newspaper"), None, "The day is unsure.")
    act.refresh_from_db()
    assert act.date.words() == "January 2025"
    assert act.date_latest.isoformat() == "2025-01-31"


def test_a_claim_that_the_record_may_not_say_changes_nothing() -> None:
    act = factories.ActFactory(agreement=charter(), date="2025-01-14", effect="2025-01-20")
    dissent = says(act, "2026", "newspaper")
    with pytest.raises(ValidationError, match="takes effect before it was done"):
        prefer(dissent, None, "A test.")
    act.refresh_from_db()
    assert act.date.notation == "2025-01-14"
    assert claims() == {("2026", "newspaper")}


def test_a_reason_must_be_given() -> None:
    with pytest.raises(ValidationError, match="Say why"):
        prefer(says(charter(), "binding", "encyclopedia"), None, " ")


def test_what_has_changed_since_the_user_looked_is_not_overwritten() -> None:
    record = charter()
    dissent = says(record, "binding", "encyclopedia")
    seen = stamp(record)
    record.legal_force = "unclear"
    record.save()
    with pytest.raises(ValidationError, match="changed since"):
        prefer(dissent, None, "A test.", seen=seen)
    prefer(dissent, None, "A test.", seen=stamp(record))


def test_the_history_knows_who_preferred_what_and_why() -> None:
    record = charter()
    user = editor("change_agreement")
    prefer(says(record, "binding", "encyclopedia"), user, "Its registration was found.")
    revision = Revision.objects.get(reason="Its registration was found.")
    assert revision.user == user
    changed = revision.version_set.get(model="agreement")
    assert (changed.old["legal_force"], changed.new["legal_force"]) == ("political", "binding")
    kept = revision.version_set.get(model="claim")
    assert (kept.root_model, kept.root_id) == ("agreement", record.pk)


def test_only_who_may_change_the_record_may_prefer() -> None:
    dissent = says(charter(), "binding", "encyclopedia")
    with pytest.raises(PermissionDenied):
        prefer(dissent, editor("change_act", "change_claim"), "I like it.")
    dissent.agreement.refresh_from_db()
    assert dissent.agreement.legal_force == "political"


def test_readers_must_be_able_to_see_the_source_of_what_is_preferred() -> None:
    dissent = says(charter(), "binding", "encyclopedia")
    dissent.source.review = "draft"
    dissent.source.save()
    with pytest.raises(ValidationError, match="Publish its source first"):
        prefer(dissent, None, "A test.")


def test_an_edit_by_hand_leaves_every_claim_and_keeps_the_former_value() -> None:
    """First dissent and edit in one form: what the record's source said isn't lost."""
    record = charter()
    former = standing(record)
    record.legal_force = "binding"
    record.save()
    says(record, "binding", "encyclopedia")
    assert keep(record, former) == []
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}


def test_an_edit_to_what_no_source_says_puts_it_in_no_sources_mouth() -> None:
    record = charter()
    says(record, "binding", "encyclopedia")
    keep(record)
    former = standing(record)
    record.legal_force = "unclear"
    record.save()
    (sentence,) = keep(record, former)
    assert "“unclear” as “legal force”" in sentence
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}


def test_an_edit_with_another_source_keeps_both_values_with_theirs() -> None:
    record = charter()
    says(record, "binding", "encyclopedia")
    former = standing(record)
    record.legal_force, record.source = "unclear", factories.SourceFactory(slug="new")
    record.save()
    assert keep(record, former) == []
    assert claims() == {("binding", "encyclopedia"), ("political", "text"), ("unclear", "new")}
