"""Whatever is sent to the admin: an answer, never an error page, and all or nothing saved.

The same few inputs in each run; ``FUZZ=200 pytest tests/admin/test_fuzz.py`` tries more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from relations.models import Version
from relations.models.base import NaturalKeyModel
from tests import factories
from tests.replay import replayed, stored

from .browsing import Person, change_url

pytestmark = pytest.mark.django_db
MODELS = [m for m in admin.site._registry if issubclass(m, NaturalKeyModel)]
NAMES = [str(m._meta.model_name) for m in MODELS]
FINE = (200, 302, 400, 403, 404)
FORM = "application/x-www-form-urlencoded"

fuzzed = settings(
    max_examples=int(os.environ.get("FUZZ", "4")),
    deadline=None,
    derandomize=True,
    database=None,
    # What was found is as good as its smallest form, which takes minutes to find.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

NASTY = [
    *("", " ", "x", "on", "yes", "None", "null", "NaN", "1e5", "1.0", " 1 ", "-1", "0", "1", "2"),
    *("3", "7", "99999", "9" * 18, "9" * 19, "9" * 30, "9" * 5000, str(2**63), "٣", "²", "0x1f"),
    *("\x00", "a\x00b", "\ud800", "\U0001f600" * 300, "x" * 100_000, "a\r\nb\rc", "\u202e"),
    *("2024-13", "2024-02-30", "..", "[2024..", "XXXX", "9999-12-31", "0000", "99999-01-01"),
    *("<script>", "%s%n", "{{ x }}", "' OR 1=1 --", "../../etc", "http://[::1", "javascript:x"),
]
EXTRA = [
    *("_stamp", "_reason", "_take", "_theirs:title", "_theirs:_stamp", "_hand_in", "_undelete"),
    *("_saveasnew", "_continue", "_addanother", "_popup", "_to_field", "unknown", "\x00", "id"),
    *("review", "pk", "initial-title", "_selected_action", "action", "x" * 300),
]
COUNTS = ["", "x", "-1", "0", "1", "2", "20", "9" * 5000, "\x00", "²"]


@pytest.fixture
def editor(db: Any) -> Person:
    return Person("editor")


@pytest.fixture
def world(db: Any) -> dict[str, Any]:
    """One row of each model, and those that can have rows below them have some."""
    made = {
        name: getattr(factories, f"{m.__name__}Factory")()
        for name, m in zip(NAMES, MODELS, strict=True)
    }
    agreement, statement = made["agreement"], made["statement"]
    for _ in range(2):
        factories.PartyFactory(agreement=agreement)
        factories.ProvisionFactory(agreement=agreement)
        factories.AgreementLinkFactory(from_agreement=agreement)
        factories.SideFactory(statement=statement)
        factories.PositionFactory(statement=statement)
    factories.ActFactory(agreement=agreement)
    factories.MembershipActFactory(membership=made["membership"])
    factories.OfficeFactory(person=made["person"])
    factories.OtherNameFactory(actor_country=made["country"])
    for name in ("agreement", "statement", "act", "position", "office"):
        factories.CitationFactory(**{"agreement": None, name: made[name]})
    return made


def everything() -> dict[Any, Any]:
    """Give all rows of the app, the history included."""
    return {
        model: list(model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("relations").get_models()
    }


@st.composite
def spoilt(draw: Any, data: dict[str, str]) -> list[tuple[str, str]]:
    """Give what a form sends, with some of it changed, doubled, missing or added."""
    pairs = dict(data)
    counts = [name for name in pairs if name.endswith("_FORMS")]
    numbers = [v for v in pairs.values() if v.isdecimal()]
    value = st.sampled_from([*NASTY, *numbers]) | st.text(max_size=20)
    more: list[tuple[str, str]] = []
    for _ in range(draw(st.integers(1, 4))):
        what = draw(
            st.sampled_from(["change", "change", "change", "add", "drop", "double", "count"])
        )
        name = draw(st.sampled_from(sorted(pairs) or ["x"]))
        if what == "change":
            pairs[name] = draw(value)
        elif what == "add":
            pairs[draw(st.sampled_from(EXTRA))] = draw(value)
        elif what == "drop":
            pairs.pop(name, None)
        elif what == "double":
            more.append((name, draw(value)))
        elif counts:
            pairs[draw(st.sampled_from(counts))] = draw(st.sampled_from(COUNTS))
    return [*pairs.items(), *more]


def send(person: Person, url: str, pairs: Any) -> None:
    """Post to a page; check the answer, and that a refusal left everything as it was."""
    with transaction.atomic():
        before = everything()
        body = urlencode(pairs, doseq=True, errors="surrogatepass")
        answer = person.client.post(url, body, content_type=FORM)
        assert answer.status_code in FINE
        # A window that was opened for a new row answers a saved form with a page, which closes it.
        is_saved = "popup_response" in str(getattr(answer, "template_name", ""))
        if answer.status_code == 302 or is_saved:
            assert replayed() == stored()
        else:
            assert everything() == before, "a refused post changed something"
        transaction.set_rollback(True)


def forms(person: Person, record: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the address of each form of a model, and valid data for it."""
    name = record._meta.model_name
    data = person.opens(record)
    yield change_url(record), data
    as_new = {k: v for k, v in data.items() if k != "_stamp" and not k.endswith("-id")}
    as_new |= {k: "0" for k in data if k.endswith("-INITIAL_FORMS")}
    as_new |= {k: "new-one" for k in ("slug",) if k in data}
    yield reverse(f"admin:relations_{name}_add"), as_new


@pytest.mark.parametrize("name", NAMES)
def test_every_form(editor: Person, world: dict[str, Any], name: str) -> None:
    (change, changed), (add, added) = forms(editor, world[name])

    @fuzzed
    @given(spoilt(changed), spoilt(added))
    def attack(changed: Any, added: Any) -> None:
        send(editor, change, changed)
        send(editor, add, added)

    attack()


def test_more_rows_than_anybody_has(editor: Person, world: dict[str, Any]) -> None:
    data = editor.opens(world["country"])
    send(editor, change_url(world["country"]), {**data, "othername_set-TOTAL_FORMS": "1" + "0" * 9})


@pytest.mark.parametrize("name", ["agreement", "statement", "membership", "act"])
def test_every_stale_form(editor: Person, world: dict[str, Any], name: str) -> None:
    record = world[name]
    data = editor.opens(record)
    field = next(f for f in ("title", "note", "place") if hasattr(record, f))
    other = Person("other")
    other.saves(record, {**other.opens(record), field: "Of another"})

    @fuzzed
    @given(spoilt(data))
    def attack(pairs: Any) -> None:
        send(editor, change_url(record), pairs)

    attack()


@pytest.mark.parametrize("name", NAMES)
def test_every_deletion_and_list(editor: Person, world: dict[str, Any], name: str) -> None:
    delete = reverse(f"admin:relations_{name}_delete", args=[world[name].pk])
    mark = editor.client.get(delete).context["stamp"]
    rows = reverse(f"admin:relations_{name}_changelist")
    marks = editor.client.get(rows).context.get("stamps") or {}
    action = {f"_stamp_{number}": value for number, value in marks.items()}
    action |= {"_selected_action": str(world[name].pk), "index": "0", "select_across": "0"}

    @fuzzed
    @given(
        spoilt({"post": "yes", "_stamp": mark}),
        spoilt({**action, "action": "hand_in"}) | spoilt({**action, "action": "delete_drafts"}),
    )
    def attack(deletion: Any, chosen: Any) -> None:
        send(editor, delete, deletion)
        send(editor, rows, chosen)

    attack()


def test_every_step_of_review_and_every_restoring(editor: Person, world: dict[str, Any]) -> None:
    agreement = world["agreement"]
    review = reverse("admin:relations_reviewrequest_review", args=["agreement", agreement.pk])
    mark = editor.client.get(review).context["stamp"]
    version = Version.objects.filter(root_model="agreement", root_id=agreement.pk).first()
    restore = reverse("admin:relations_agreement_version", args=[agreement.pk, version.pk])
    steps = ["publish", "send_back", "hand_in", "take_back", "unpublish", "revert"]

    @fuzzed
    @given(st.data())
    def attack(drawn: Any) -> None:
        step = drawn.draw(st.sampled_from(steps))
        data = {"step": step, "comment": "Why", "_stamp": mark, "_next": ""}
        send(editor, review, drawn.draw(spoilt(data)))
        send(editor, restore, drawn.draw(spoilt({"_reason": "Why"})))

    attack()


ODD = ["0", "-1", "x", "9" * 18, "9" * 19, "9" * 30, "9" * 4400, "²", "%00", "1.5", "_3A", "%F0"]


@pytest.mark.parametrize("name", NAMES)
def test_every_address_with_an_odd_number(editor: Person, world: dict[str, Any], name: str) -> None:
    rows = reverse(f"admin:relations_{name}_changelist")
    there = world[name].pk
    before = everything()
    for odd in ODD if name == "agreement" else ODD[5:9:3]:
        for url in (
            *(f"{rows}{odd}/{page}/" for page in ("change", "history", "delete")),
            f"{rows}{odd}/history/{odd}/",
            f"{rows}{there}/history/{odd}/",
            f"{rows}{there}/history/?page={odd}",
            f"{rows}deleted/?page={odd}",
            f"/admin/relations/reviewrequest/{name}/{odd}/",
            f"{rows}?p={odd}&o={odd}&q={odd}",
            f"{rows}?review={odd}&kind={odd}&id={odd}&_popup={odd}",
        ):
            assert editor.client.get(url).status_code in FINE, url
            if name == "agreement":
                assert editor.client.post(url, {"_stamp": odd}).status_code in FINE, url
    assert everything() == before


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
def test_the_queue_and_the_autocompletes_with_odd_words(editor: Person, odd: str) -> None:
    party = "/admin/autocomplete/?app_label=relations&model_name=party"
    for url in (
        f"/admin/relations/reviewrequest/?page={odd}&of={odd}&what={odd}",
        f"{party}&field_name={odd}&term={odd}",
        f"{party}&field_name=actor_country&term={odd}",
        f"{party}&field_name=actor_country&page={odd}",
    ):
        assert editor.client.get(url).status_code in FINE, url
