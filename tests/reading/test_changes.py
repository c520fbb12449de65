"""Readers see what changed since a publication, and nothing of what was before or is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q

from relations.curation.history import revision
from relations.models import Agreement, Office, Provision
from relations.reading.change_words import LONG, field_line, lines, title
from relations.reading.changes import KINDS, Change, changes_of, recent_changes
from relations.reading.versions import live_version, versions_of
from relations.vocabularies import Origin
from tests import factories as f

pytestmark = pytest.mark.django_db


def together(**kwargs: Any) -> Any:
    return revision(user=None, origin=Origin.COMMAND, **kwargs)


def agreement(**kwargs: Any) -> Any:
    with together():
        return f.AgreementFactory(title="Charter", **kwargs)


def of(record: Any) -> Q:
    return Q(root_model=record._meta.model_name, root_id=record.pk)


def said(record: Any) -> str:
    """Give all that readers are told of the changes of a record."""
    changes = recent_changes(of(record)).entries
    return "\n".join([*map(title, changes), *(line for c in changes for line in lines(c))])


def test_a_publication_is_one_change_however_many_rows_it_wrote() -> None:
    with together():
        record = f.AgreementFactory(title="Charter", summary="On friendship.")
        f.PartyFactory(agreement=record)
        f.ActFactory(agreement=record)
    (change,) = changes_of(record)
    assert change.published
    assert (title(change), lines(change)) == ("Charter: published", ["On friendship."])


def test_a_correction_says_which_part_and_what_it_says_now() -> None:
    record = agreement()
    with together():
        provision = f.ProvisionFactory(agreement=record, number=3, text="They may talk.")
    with together():
        provision.text = "They must talk."
        provision.save()
    changed, added, _published = changes_of(record)
    assert title(added) == "Charter: provision 3 added"
    assert title(changed) == "Charter: provision 3 changed"
    assert "What is agreed: “They may talk.” became “They must talk.”" in lines(changed)


def test_several_corrections_at_once_are_counted() -> None:
    record = agreement()
    party = f.PartyFactory(agreement=record)
    with together():
        record.legal_force, record.summary = "binding", "New."
        record.save()
        party.delete()
    change = changes_of(record)[0]
    assert title(change) == "Charter: 2 changes"
    assert "Legal force: “unclear” became “legally binding”" in lines(change)
    assert f"party ({party.actor}) removed" in lines(change)


def test_an_edit_by_hand_written_sql_is_a_change_too() -> None:
    record = agreement()
    Agreement.objects.filter(pk=record.pk).update(title="Treaty")
    assert title(changes_of(record)[0]) == "Treaty: title changed"


@pytest.mark.parametrize("review", ["draft", "in_review"])
def test_a_record_that_readers_do_not_see_has_no_changes(review: str) -> None:
    record = agreement(review=review)
    Agreement.objects.filter(pk=record.pk).update(summary="Secret.")
    assert said(record) == ""
    assert versions_of(record) == []


def test_what_was_in_a_draft_before_its_publication_is_never_told() -> None:
    record = agreement(review="draft", summary="Secret sketch.")
    with together(reason="Nothing for readers."):
        record.summary = "Fit to print."
        record.save()
    with together():
        record.review = "published"
        record.save()
    assert [title(c) for c in changes_of(record)] == ["Charter: published"]
    assert "Secret" not in said(record)


def test_what_was_written_while_a_record_was_taken_from_readers_is_never_told() -> None:
    record = agreement(summary="First.")
    for review, summary in (("draft", "First."), ("draft", "Secret."), ("published", "Last.")):
        with together():
            record.review, record.summary = review, summary
            record.save()
    assert [c.published for c in changes_of(record)] == [True, True]
    assert "Secret" not in said(record)


def test_a_record_that_was_taken_from_readers_or_deleted_is_gone_with_all_its_changes() -> None:
    taken, deleted = agreement(), agreement()
    for record in (taken, deleted):
        Agreement.objects.filter(pk=record.pk).update(summary="Seen.")
    Agreement.objects.filter(pk=taken.pk).update(review="draft")
    gone = of(deleted)
    Agreement.objects.filter(pk=deleted.pk).delete()
    assert recent_changes(of(taken) | gone).entries == []


def test_a_part_that_points_to_a_draft_is_not_told() -> None:
    record = agreement()
    hidden = f.CountryFactory(name="Hidden Land", review="draft")
    with together():
        f.PartyFactory(agreement=record, actor_country=hidden)
    with together():
        f.CitationFactory(
            agreement=record, source=f.SourceFactory(title="Hidden text", review="draft")
        )
    with together():
        f.ActFactory(
            agreement=record, person=f.PersonFactory(name="Hidden Hand", review="draft"), place="X"
        )
    assert "Hidden" not in said(record)
    assert [title(c) for c in changes_of(record)][0] == "Charter: act (entered into force) added"


def test_a_draft_office_of_a_published_person_is_not_told_until_it_is_published() -> None:
    person = f.PersonFactory(name="Ada")
    with together():
        office = f.OfficeFactory(person=person, title="Envoy", review="draft")
    assert "Envoy" not in said(person)
    assert len(versions_of(person)) == 1
    with together():
        Office.objects.filter(pk=office.pk).update(review="published")
    assert f"office ({office.actor}, Envoy) added" in said(person)
    assert len(versions_of(person)) == 2


def test_neither_accounts_nor_reasons_are_told(django_user_model: Any) -> None:
    record = agreement()
    user = django_user_model.objects.create_user("ani.petrosyan")
    with revision(user=user, origin=Origin.ADMIN, reason="The boss wants it."):
        record.summary = "New."
        record.save()
    assert "New." in said(record)
    assert "ani" not in said(record) and "boss" not in said(record)


def test_a_membership_is_told_only_where_both_ends_are_seen() -> None:
    seen, hidden = f.MembershipFactory(), f.MembershipFactory(actor_country__review="draft")
    assert said(seen) == f"{seen}: published"
    assert said(hidden) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_every_kind_has_changes(kind: str) -> None:
    record = getattr(f, f"{KINDS[kind].__name__}Factory")()
    assert [c.published for c in changes_of(record)] == [True]


def test_pages_of_changes_follow_each_other_without_gap_or_double() -> None:
    record = agreement()
    for number in range(12):
        with together():
            Agreement.objects.filter(pk=record.pk).update(summary=str(number))
    pages, before = [], None
    while True:
        page = recent_changes(of(record), before=before, limit=5)
        pages += [change.head for change in page.entries]
        if (before := page.older) is None:
            break
    assert pages == sorted(set(pages), reverse=True)
    assert len(pages) == 13


def test_nothing_of_an_edit_that_changed_only_what_readers_never_see() -> None:
    record = agreement()
    draft = f.CountryFactory(review="draft")
    for _ in range(11):
        with together():
            f.PartyFactory(agreement=record, actor_country=draft).delete()
        with together():
            f.ProvisionFactory(agreement=record)
    shown = recent_changes(of(record), limit=5)
    assert len(shown.entries) == 5
    assert all("provision" in title(change) for change in shown.entries)


# Versions ----------------------------------------------------------------------------


def test_versions_count_from_the_publication_on() -> None:
    record = agreement(review="draft")
    for values in ({"summary": "a"}, {"review": "published"}, {"summary": "b"}, {"note": "c"}):
        with together():
            for name, value in values.items():
                setattr(record, name, value)
            record.save()
    assert [version.number for version in versions_of(record)] == [1, 2, 3]
    live = live_version(record)
    assert live is not None and live.number == 3 and not live.reviewed


def test_the_versions_of_a_record_are_those_that_its_changes_tell_of() -> None:
    record = agreement()
    for number in range(3):
        with together():
            f.ProvisionFactory(agreement=record)
            Agreement.objects.filter(pk=record.pk).update(summary=str(number))
    heads = [change.head for change in changes_of(record)]
    assert heads == [version.head for version in reversed(versions_of(record))]


def test_a_version_keeps_its_number_whatever_is_written_later() -> None:
    record = agreement()
    with together():
        Agreement.objects.filter(pk=record.pk).update(summary="b")
    before = versions_of(record)
    for review in ("draft", "published"):
        Agreement.objects.filter(pk=record.pk).update(review=review)
    Provision.objects.filter(agreement=record).delete()
    assert versions_of(record)[: len(before)] == before


def test_long_texts_are_shown_from_where_they_differ() -> None:
    record = agreement(summary="word " * 200 + "end")
    with together():
        Agreement.objects.filter(pk=record.pk).update(summary="word " * 200 + "finish")
    change: Change = changes_of(record)[0]
    line = field_line(change.rows[0].fields[0])
    assert line == "Summary: “… word word word word end” became “… word word word word finish”"
    assert len(line) < 2 * LONG


def test_the_last_changes_are_found_however_far_back_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("relations.reading.changes.STRETCH", 1)
    monkeypatch.setattr("relations.reading.changes.LONGER", 2)
    agreements = [f.AgreementFactory(title=f"Charter {number}") for number in range(5)]
    f.PersonFactory.create_batch(3, review="draft")
    whole = recent_changes(Q(root_model="agreement"))
    assert [change.record for change in whole.entries] == agreements[::-1]
    first = recent_changes(Q(root_model="agreement"), limit=2)
    rest = recent_changes(Q(root_model="agreement"), before=first.older)
    assert [c.record for c in first.entries + rest.entries] == agreements[::-1]
