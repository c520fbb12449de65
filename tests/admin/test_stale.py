"""Two people edit one record: whoever saves second is shown both versions, and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin

from relations.curation.history import stamp
from relations.models import Agreement, Statement, Version
from tests import factories

from .browsing import Person, sent_by

pytestmark = pytest.mark.django_db
# The model, the name of a field, what Ann saves, what Ben typed.
Edit = tuple[str, str, str, str]
# A field of each kind.
FIELDS = [
    pytest.param(("agreement", "title", "Of Ann", "Of Ben"), id="text"),
    pytest.param(("agreement", "summary", "Ann\r\nsays", "Ben\r\nsays"), id="text of lines"),
    pytest.param(("agreement", "kind", "charter", "protocol"), id="choice"),
    pytest.param(("agreement", "source", "of ann", "of ben"), id="key"),
    pytest.param(("statement", "date", "2025-02", "2025~"), id="partial date"),
    pytest.param(("source", "accessed", "2025-02-03", "2025-02-04"), id="day"),
    pytest.param(("scope", "order", "0", "7"), id="number that may be zero"),
]


@pytest.fixture
def ann(db: Any) -> Person:
    return Person("ann")


@pytest.fixture
def ben(db: Any) -> Person:
    return Person("ben")


def make(model: str) -> Any:
    if model == "scope":
        return factories.ScopeFactory(order=3)
    if model == "statement":
        return factories.StatementFactory(quotation="One.", date="2025-01")
    return getattr(factories, f"{model.capitalize()}Factory")()


def stored(record: Any, name: str) -> str:
    """Give a field as a form sends it."""
    value = getattr(type(record).objects.get(pk=record.pk), name)
    return str(getattr(value, "pk", value)).replace("\n", "\r\n")


def both_edit(ann: Person, ben: Person, edit: Edit) -> tuple[Any, Any, Edit]:
    """Let both open a record, Ann save first, Ben second. Gives the record and Ben's answer."""
    model, name, theirs, mine = edit
    record = make(model)
    if name == "source":
        theirs, mine = (str(factories.SourceFactory(title=t).pk) for t in (theirs, mine))
    of_ben = ben.opens(record)
    of_ann = ann.opens(record)
    ann.saves(record, {**of_ann, name: theirs})
    return record, ben.sends(record, {**of_ben, name: mine}), (model, name, theirs, mine)


# One field that both changed --------------------------------------------------------


@pytest.mark.parametrize("edit", FIELDS)
def test_the_second_is_told_and_nothing_is_saved(ann: Person, ben: Person, edit: Edit) -> None:
    record, answer, (_, name, theirs, mine) = both_edit(ann, ben, edit)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "ann changed this record after you opened it" in text
    assert stored(record, name) == theirs, "what Ann saved stands"
    (difference,) = answer.context["stale"].differences
    assert difference.input_name == name
    assert difference.theirs and difference.mine and difference.theirs != difference.mine
    for said in (difference.theirs, difference.mine, difference.before):
        assert said.partition("\n")[0] in text
    assert sent_by(answer)[name] == mine, "the form holds what Ben typed"


@pytest.mark.parametrize("choice", ["theirs", "mine"])
@pytest.mark.parametrize("edit", FIELDS)
def test_the_second_decides(ann: Person, ben: Person, edit: Edit, choice: str) -> None:
    record, answer, (_, name, theirs, mine) = both_edit(ann, ben, edit)
    data = sent_by(answer)
    if choice == "theirs":
        data["_take"] = name
    ben.saves(record, data)
    assert stored(record, name) == (theirs if choice == "theirs" else mine)


# Two can't tick the same box differently: both leave it, or change it to the same.
def test_a_tick_that_one_took_away_stays_away(ann: Person, ben: Person) -> None:
    statement = factories.StatementFactory(translated=True)
    of_ben, of_ann = ben.opens(statement), ann.opens(statement)
    del of_ann["translated"]
    ann.saves(statement, of_ann)
    answer = ben.sends(statement, {**of_ben, "title": "Of Ben"})
    data = sent_by(answer)
    assert "translated" not in data
    assert data["title"] == "Of Ben"
    assert answer.context["stale"].differences == []


def test_an_emptied_field_can_be_taken(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory(short_title="Charter")
    of_ben = ben.opens(agreement)
    ann.saves(agreement, {**ann.opens(agreement), "short_title": ""})
    answer = ben.sends(agreement, {**of_ben, "short_title": "The Charter"})
    ben.saves(agreement, {**sent_by(answer), "_take": "short_title"})
    assert stored(agreement, "short_title") == ""


# Fields that only one changed --------------------------------------------------------


def test_what_only_the_other_changed_follows_the_other(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory(title="Old", note="", legal_force="binding")
    of_ben = ben.opens(agreement)
    ann.saves(agreement, {**ann.opens(agreement), "title": "Of Ann", "legal_force": "unclear"})
    answer = ben.sends(agreement, {**of_ben, "note": "Of Ben"})
    assert answer.status_code == 200
    assert answer.context["stale"].differences == []
    assert "Of Ann" in answer.content.decode()
    ben.saves(agreement, sent_by(answer))
    agreement.refresh_from_db()
    found = agreement.title, agreement.legal_force, agreement.note
    assert found == ("Of Ann", "unclear", "Of Ben")


def test_both_typed_the_same_and_nobody_is_asked(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    of_ben = ben.opens(agreement)
    ann.saves(agreement, {**ann.opens(agreement), "title": "Same"})
    versions = Version.objects.count()
    ben.saves(agreement, {**of_ben, "title": "Same"})
    assert Version.objects.count() == versions


def test_line_ends_of_a_browser_are_no_edit(ann: Person) -> None:
    agreement = factories.AgreementFactory(summary="One\nTwo")
    versions = Version.objects.count()
    data = ann.opens(agreement)
    assert data["summary"] == "One\r\nTwo"
    ann.saves(agreement, data)
    assert Version.objects.count() == versions


def test_why_and_what_was_typed_wrong_stay_too(ann: Person, ben: Person) -> None:
    statement = factories.StatementFactory()
    of_ben = ben.opens(statement)
    ann.saves(statement, {**ann.opens(statement), "title": "Of Ann"})
    typed = {"date": "2025-13-45", "quotation": "“<b>&”\r\n\r\n x", "_reason": "Checked <it>"}
    answer = ben.sends(statement, {**of_ben, **typed})
    assert typed.items() <= sent_by(answer).items()


# More people, more windows ---------------------------------------------------------------


def test_a_third_saves_while_the_second_decides(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    of_ben = ben.opens(agreement)
    ann.saves(agreement, {**ann.opens(agreement), "title": "Of Ann"})
    data = sent_by(ben.sends(agreement, {**of_ben, "title": "Of Ben"}))
    cem = Person("cem")
    cem.saves(agreement, {**cem.opens(agreement), "title": "Of Cem", "note": "Of Cem"})
    answer = ben.sends(agreement, data)
    assert "cem changed this record" in answer.content.decode()
    assert "ann" not in answer.context["stale"].sentence(), "Ben was told of Ann before"
    (difference,) = answer.context["stale"].differences
    assert (difference.theirs, difference.mine) == ("Of Cem", "Of Ben")
    ben.saves(agreement, sent_by(answer))
    agreement.refresh_from_db()
    assert (agreement.title, agreement.note) == ("Of Ben", "Of Cem")


def test_both_of_the_others_are_named(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    of_ben = ben.opens(agreement)
    ann.saves(agreement, {**ann.opens(agreement), "title": "Of Ann"})
    cem = Person("cem")
    cem.saves(agreement, {**cem.opens(agreement), "note": "Of Cem"})
    Agreement.objects.filter(pk=agreement.pk).update(registration="By hand")
    answer = ben.sends(agreement, {**of_ben, "title": "Of Ben"})
    assert "a load or command, ann, cem changed this" in answer.context["stale"].sentence()
    text = answer.content.decode()
    for saved in ("Of Ann", "Of Cem", "By hand"):
        assert saved in text


def test_two_windows_of_one_person(ann: Person) -> None:
    agreement = factories.AgreementFactory()
    first, second = ann.opens(agreement), ann.opens(agreement)
    ann.saves(agreement, {**first, "title": "First"})
    answer = ann.sends(agreement, {**second, "title": "Second"})
    assert "you, in another window, changed" in answer.content.decode()
    assert sent_by(answer)["title"] == "Second"


def test_a_double_click_on_save_is_one_edit(ann: Person) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    data = ann.opens(agreement)
    data |= {"title": "Once", "party_set-TOTAL_FORMS": "1"}
    data |= {"party_set-0-actor_country": str(country.pk), "party_set-0-role": "party"}
    ann.saves(agreement, data)
    versions = Version.objects.count()
    ann.saves(agreement, data)
    assert Version.objects.count() == versions
    assert agreement.party_set.count() == 1


# Stamps that say nothing -----------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", [None, "", "x", "1", "-1.5", "1.1", "9" * 30, "9" * 5000, f"{2**62}.3", "\x00", "²³.1"]
)
def test_without_a_stamp_of_ours_all_that_differs_is_shown(
    ann: Person, ben: Person, mark: str | None
) -> None:
    agreement = factories.AgreementFactory(title="Old", note="Old")
    data = ben.opens(agreement)
    ann.saves(agreement, {**ann.opens(agreement), "title": "Of Ann"})
    del data["_stamp"]
    data |= {} if mark is None else {"_stamp": mark}
    answer = ben.sends(agreement, {**data, "note": "Of Ben"})
    assert "can’t be told which version" in answer.content.decode()
    found = {d.input_name: (d.theirs, d.mine) for d in answer.context["stale"].differences}
    assert found == {"title": ("Of Ann", "Old"), "note": ("Old", "Of Ben")}
    agreement.refresh_from_db()
    assert (agreement.title, agreement.note) == ("Of Ann", "Old")
    ben.saves(agreement, {**sent_by(answer), "_take": "title"})
    agreement.refresh_from_db()
    assert (agreement.title, agreement.note) == ("Of Ann", "Of Ben")


def test_a_stamp_from_before_another_commit_with_lower_numbers_is_not_trusted(
    ann: Person, ben: Person
) -> None:
    """On PostgreSQL versions may appear below the last one that a page has seen."""
    agreement = factories.AgreementFactory()
    ann.saves(agreement, {**ann.opens(agreement), "title": "Of Ann"})
    last, count = stamp(agreement).split(".")
    data = {**ben.opens(agreement), "_stamp": f"{last}.{int(count) - 1}", "title": "Of Ben"}
    answer = ben.sends(agreement, data)
    assert [d.theirs for d in answer.context["stale"].differences] == ["Of Ann"]


def test_the_page_is_never_newer_than_its_stamp(ann: Person, monkeypatch: Any) -> None:
    """Somebody saves between the two queries of a page that is being opened."""
    statement = factories.StatementFactory(title="Old")
    model_admin = admin.site.get_model_admin(Statement)
    read = type(model_admin).get_object

    def read_and_lose_time(*args: Any, **kwargs: Any) -> Any:
        found = read(model_admin, *args, **kwargs)
        Statement.objects.filter(pk=statement.pk).update(title="In between")
        return found

    monkeypatch.setattr(model_admin, "get_object", read_and_lose_time)
    data = ann.opens(statement)
    monkeypatch.undo()
    assert data["title"] == "Old"
    answer = ann.sends(statement, {**data, "note": "Of Ann"})
    assert sent_by(answer)["title"] == "In between"


def test_no_list_can_be_edited_in_place() -> None:
    """A list shows a few fields of many records: no room to show both versions of each."""
    assert [a for a in admin.site._registry.values() if a.list_editable] == []
