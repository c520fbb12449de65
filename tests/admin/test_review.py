"""Review in the admin: the queue, the page on which it is decided, and who may what by address."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from relations.curation import review
from relations.curation.history import is_curated, revision
from relations.curation.restoring import restore
from relations.models import Agreement, Country, Office, ReviewRequest, Version
from relations.vocabularies import Origin
from tests import factories as f
from tests.counting import queries
from tests.facts import FACTS
from tests.test_history_triggers import change, make

from .forms import add_row, form_data
from .people import somebody

CURATED = [model for model in FACTS if is_curated(model)]
EVERY_KIND = pytest.mark.parametrize("model", CURATED, ids=[m._meta.model_name for m in CURATED])
QUEUE = "admin:relations_reviewrequest_changelist"
STEPS = ("hand_in", "take_back", "publish", "send_back", "unpublish", "revert")


def page_of(record: Any) -> str:
    return reverse(
        "admin:relations_reviewrequest_review", args=[record._meta.model_name, record.pk]
    )


def change_page(record: Any) -> str:
    return reverse(f"admin:relations_{record._meta.model_name}_change", args=[record.pk])


def decide(client: Client, record: Any, step: str, comment: str = "", **data: Any) -> Any:
    """Press a button of the review page, with the stamp that it shows."""
    stamp = client.get(page_of(record)).context["stamp"]
    return client.post(page_of(record), {"_stamp": stamp, "step": step, "comment": comment, **data})


def said(response: Any) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def state(record: Any) -> str:
    return str(type(record).objects.values_list("review", flat=True).get(pk=record.pk))


def edit(record: Any, user: Any = None, origin: Origin = Origin.ADMIN) -> None:
    """Change a record as that user, in a field that takes any text."""
    column, value = change(type(record))
    with revision(user=user, origin=origin, reason="New findings"):
        type(record).objects.filter(pk=record.pk).update(**{column: value})


@pytest.fixture
def ani(db: Any) -> Any:
    return get_user_model().objects.create_user("ani")


@pytest.fixture
def editor(db: Any) -> Any:
    return somebody("view_reviewrequest", "view_agreement", "publish_records", name="editor")


# The way -----------------------------------------------------------------------------------


def test_an_analyst_saves_and_hands_in_and_an_editor_publishes(db: Any, editor: Any) -> None:
    ani = somebody("view_source", "add_agreement", "change_agreement", "view_reviewrequest")
    source = f.SourceFactory()
    page = reverse("admin:relations_agreement_add")
    values = {
        **FORM,
        "title": "Treaty of Weights",
        "source": source.pk,
        "_hand_in": "1",
    }
    assert ani.post(page, {**values, "_reason": "Complete"}).status_code == 302
    agreement = Agreement.objects.get()
    assert agreement.review == "in_review"
    queue = text(editor.get(reverse(QUEUE)))
    for shown in ("Treaty of Weights", page_of(agreement), "Complete", str(ani.user)):
        assert shown in queue
    decide(editor, agreement, "publish", "Well done")
    assert state(agreement) == "published"
    assert "Nothing waits." in text(editor.get(reverse(QUEUE)))
    assert "Well done" in text(editor.get(page_of(agreement)))


FORM = {
    "slug": "weights",
    "kind": "treaty",
    "legal_force": "unclear",
    **{
        f"{prefix}-{name}": "0"
        for prefix in (
            "party_set",
            "act_set",
            "provision_set",
            "link_set",
            "claim_set",
            "citation_set",
        )
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    },
}


def test_what_is_sent_back_says_why_to_its_author(ani: Any, analyst: Client, editor: Any) -> None:
    agreement = f.AgreementFactory(review="draft")
    review.submit(agreement, ani)
    decide(editor, agreement, "send_back", "The date <b>is</b> missing")
    for page in (page_of(agreement), change_page(agreement)):
        assert "The date &lt;b&gt;is&lt;/b&gt; missing" in text(analyst.get(page))


def test_sending_back_without_a_comment_is_refused_in_words(ani: Any, editor: Any) -> None:
    agreement = f.AgreementFactory(review="draft")
    review.submit(agreement, ani)
    assert "Say why you send it back" in said(decide(editor, agreement, "send_back"))
    assert state(agreement) == "in_review"


def test_what_cannot_be_handed_in_is_kept_as_a_draft_and_said(analyst: Client) -> None:
    page = reverse("admin:relations_agreement_add")
    response = analyst.post(page, {**FORM, "title": "Unsourced", "_hand_in": "1"})
    assert "Saved, but not handed in. Only a sourced record" in said(response)
    assert Agreement.objects.get().review == "draft"


def test_records_are_handed_in_from_the_list_all_or_none(analyst: Client) -> None:
    page = reverse("admin:relations_agreement_changelist")
    one, two = f.AgreementFactory.create_batch(2, review="draft")
    unsourced = f.AgreementFactory(review="draft", source=None, title="Unsourced")

    def hand_in(*chosen: Any) -> Any:
        stamps = analyst.get(page).context["stamps"]
        data = {f"_stamp_{number}": mark for number, mark in stamps.items()}
        numbers = [record.pk for record in chosen]
        return analyst.post(page, {**data, "action": "hand_in", "_selected_action": numbers})

    assert "Nothing was done. Unsourced: Only a sourced" in said(hand_in(one, unsourced))
    assert state(one) == "draft"
    hand_in(one, two)
    assert {state(one), state(two)} == {"in_review"}


def test_the_next_that_waits_for_another_is_shown_after_a_decision(ani: Any, editor: Any) -> None:
    own, first, second = f.AgreementFactory.create_batch(3, review="draft")
    for record, user in ((own, editor.user), (first, ani), (second, ani)):
        review.submit(record, user)
    response = decide(editor, first, "publish", _next="on")
    assert response["Location"] == page_of(second)


# The page ---------------------------------------------------------------------------------


def test_the_page_shows_the_change_field_by_field_with_parts_and_evidence(
    ani: Any, editor: Any
) -> None:
    agreement = f.AgreementFactory(note="Before")
    act = f.ActFactory(agreement=agreement)
    cited = f.SourceFactory(title="The gazette", url="https://example.org/gazette")
    with revision(user=ani, origin=Origin.ADMIN):
        Agreement.objects.update(note="After")
        f.PartyFactory(agreement=agreement, actor_country__name="Atlantis")
        f.CitationFactory(agreement=None, act=act, source=cited, locator="p. 12")
    response = editor.get(page_of(agreement))
    page = text(response)
    for shown in ("<del>Before</del>", "<ins>After</ins>", "Atlantis", "p. 12"):
        assert shown in page
    kinds = {(c.model, c.kind) for c in response.context["changes"]}
    assert kinds == {("agreement", "changed"), ("party", "added"), ("citation", "added")}
    assert "The gazette" in page
    assert "https://example.org/gazette" in page


def test_what_changed_since_the_page_was_opened_is_not_decided(ani: Any, editor: Any) -> None:
    agreement = f.AgreementFactory(review="draft")
    review.submit(agreement, ani)
    stamp = editor.get(page_of(agreement)).context["stamp"]
    f.PartyFactory(agreement=agreement)
    for mark in (stamp, "", "x"):
        response = editor.post(page_of(agreement), {"_stamp": mark, "step": "publish"})
        assert "changed since you opened this page" in said(response)
    assert state(agreement) == "in_review"


def test_the_last_author_is_told_why_not_and_may_still_take_it_from_readers(editor: Any) -> None:
    agreement = f.AgreementFactory()
    edit(agreement, editor.user)
    page = text(editor.get(page_of(agreement)))
    assert "is yours: another editor reviews it" in page
    assert 'value="publish"' not in page
    assert 'value="unpublish"' in page
    assert "is yours" in said(decide(editor, agreement, "publish"))


def test_a_comment_with_a_character_that_no_database_keeps(editor: Any) -> None:
    agreement = f.AgreementFactory()
    decide(editor, agreement, "unpublish", "a\x00b")
    assert ReviewRequest.objects.get().comment == "ab"


@pytest.mark.parametrize("step", ["", "x", "delete"])
def test_an_unknown_step_is_none(editor: Any, step: str) -> None:
    agreement = f.AgreementFactory()
    assert "Choose what to do" in said(decide(editor, agreement, step))
    assert state(agreement) == "published"


@pytest.mark.parametrize("path", ["scope/1", "office/1", "revision/1", "x/1", "country/1"])
def test_there_is_no_review_of_what_is_not_reviewed(analyst: Client, path: str) -> None:
    f.ScopeFactory(pk=1)
    f.OfficeFactory(pk=1, actor_country__pk=2)
    page = f"/admin/relations/reviewrequest/{path}/"
    assert analyst.get(page).status_code == analyst.post(page).status_code == 404


def test_the_queue_can_be_narrowed(ani: Any, analyst: Client) -> None:
    draft = f.AgreementFactory(review="draft", title="A draft")
    review.submit(draft, get_user_model().objects.get(username="analyst"))
    edit(f.CountryFactory(name="Edited"), ani)

    def shown(query: str) -> list[str]:
        page = analyst.get(reverse(QUEUE) + query).context["page"]
        return [request.label for request in page.object_list]

    assert shown("") == ["A draft", "Edited"]
    assert shown("?what=drafts") == shown("?of=me") == ["A draft"]
    assert shown("?what=edits") == ["Edited"]


# Edits that readers see ------------------------------------------------------------------


MARK = "not yet reviewed by an editor"
ORIGINS = [Origin.ADMIN, Origin.IMPORT, Origin.COMMAND]


def public_page(record: Any) -> str:
    return str(record.get_absolute_url()).partition("#")[0]


@EVERY_KIND
def test_an_edit_is_marked_for_readers_until_it_is_confirmed(
    ani: Any, reader: Client, analyst: Client, model: Any
) -> None:
    record = make(model)
    assert MARK not in text(reader.get(public_page(record)))
    edit(record, ani)
    assert MARK in text(reader.get(public_page(record)))
    assert page_of(record) in text(analyst.get(reverse(QUEUE)))
    decide(analyst, record, "publish")
    assert MARK not in text(reader.get(public_page(record)))


@pytest.mark.parametrize("origin", ORIGINS)
def test_an_edit_by_any_way_is_marked_and_can_be_put_back(
    ani: Any, reader: Client, editor: Any, origin: Origin
) -> None:
    agreement = f.AgreementFactory(note="Before")
    edit(agreement, ani, origin)
    assert MARK in text(reader.get(public_page(agreement)))
    decide(editor, agreement, "revert", "It is not so")
    assert MARK not in text(reader.get(public_page(agreement)))
    assert Agreement.objects.get().note == "Before"


def test_a_restoring_is_marked(ani: Any, reader: Client) -> None:
    country = f.CountryFactory(name="Before")
    version = Version.objects.latest("id").pk
    Country.objects.update(name="After")
    restore("country", country.pk, version, ani)
    assert MARK in text(reader.get(public_page(country)))


def test_a_form_that_edits_what_readers_see_asks_for_review(analyst: Client) -> None:
    agreement = f.AgreementFactory()
    data = form_data(analyst.get(change_page(agreement)))
    add_row(data, "party_set", actor_country=f.CountryFactory().pk, role="party")
    analyst.post(change_page(agreement), {**data, "_reason": "A party was missing"})
    request = ReviewRequest.objects.get()
    assert (request.record, request.note) == (agreement, "A party was missing")


# Who may -----------------------------------------------------------------------------------

# In which state each step can be taken, and with what it needs beside looking.
NEEDS = {
    "hand_in": ("draft", "change_agreement"),
    "take_back": ("in_review", "change_agreement"),
    "publish": ("in_review", "publish_records"),
    "send_back": ("in_review", "publish_records"),
    "unpublish": ("published", "publish_records"),
    "revert": ("published", "publish_records"),
}
LOOKING = ("view_reviewrequest", "view_agreement")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("permission", ["", "change_agreement", "publish_records"])
def test_each_step_needs_its_permission(ani: Any, step: str, permission: str) -> None:
    before, needed = NEEDS[step]
    agreement = f.AgreementFactory(review=before)
    if step == "revert":
        edit(agreement, ani)
    client = somebody(*LOOKING, *filter(None, [permission]))
    response = decide(client, agreement, step, "Because")
    allowed = permission == needed
    assert response.status_code == (302 if allowed else 403)
    assert bool(ReviewRequest.objects.exclude(comment="", note="").exists()) or not allowed
    if step != "revert":
        assert (state(agreement) != before) is allowed
    else:
        assert ReviewRequest.objects.waiting().exists() is not allowed


@pytest.mark.parametrize("page", ["queue", "review"])
def test_who_may_not_look_sees_neither_queue_nor_review(db: Any, page: str) -> None:
    agreement = f.AgreementFactory(review="in_review")
    url = reverse(QUEUE) if page == "queue" else page_of(agreement)
    client = somebody("change_agreement", "publish_records")
    assert client.get(url).status_code == 403
    assert client.post(url, {"step": "publish"}).status_code == 403
    assert state(agreement) == "in_review"


def test_what_readers_see_is_deleted_by_an_editor_only(db: Any) -> None:
    agreement = f.AgreementFactory()
    page = reverse("admin:relations_agreement_delete", args=[agreement.pk])
    rights = ("view_agreement", "delete_agreement")
    assert somebody(*rights).get(page).status_code == 403
    assert somebody(*rights, "publish_records").get(page).status_code == 200


# The state is no field ---------------------------------------------------------------------

WITH_REVIEW = [m for m in FACTS if "review" in {x.name for x in m._meta.fields}]


@pytest.mark.parametrize("model", WITH_REVIEW, ids=[m._meta.model_name for m in WITH_REVIEW])
def test_the_state_cannot_be_posted_to_a_form(analyst: Client, model: Any) -> None:
    record = make(model, review="draft")
    page = change_page(record)
    data = {**form_data(analyst.get(page)), "review": "published"}
    assert analyst.post(page, data).status_code == 302
    assert state(record) == "draft"
    add = analyst.get(reverse(f"admin:relations_{model._meta.model_name}_add"))
    assert "review" not in form_data(add)


def test_the_state_cannot_be_posted_with_an_added_record(analyst: Client) -> None:
    page = reverse("admin:relations_agreement_add")
    values = {
        **FORM,
        "title": "Treaty",
        "source": f.SourceFactory().pk,
        "review": "published",
    }
    assert analyst.post(page, values).status_code == 302
    assert Agreement.objects.get().review == "draft"


def test_the_state_cannot_be_posted_in_a_row_of_a_form(analyst: Client) -> None:
    office = f.OfficeFactory(review="draft")
    data = form_data(analyst.get(change_page(office.person)))
    data["office_set-0-review"] = "published"
    add_row(
        data,
        "office_set",
        title="Envoy",
        occurrence=1,
        actor_country=office.actor_country.pk,
        source=office.source.pk,
        review="published",
    )
    assert analyst.post(change_page(office.person), data).status_code == 302
    assert list(Office.objects.values_list("review", flat=True)) == ["draft", "draft"]


def test_no_list_edits_the_state() -> None:
    for model in WITH_REVIEW:
        assert "review" not in admin.site.get_model_admin(model).list_editable


# Queries -----------------------------------------------------------------------------------


def test_the_queue_asks_the_same_questions_however_long(ani: Any, analyst: Client) -> None:
    def with_edits(number: int) -> int:
        for _ in range(number):
            edit(f.MembershipFactory(), ani)
        return queries(analyst, reverse(QUEUE))

    with_edits(2)
    assert with_edits(0) == with_edits(18)


def test_the_page_asks_the_same_questions_however_long_the_record(
    ani: Any, analyst: Client
) -> None:
    def with_parts(number: int) -> str:
        agreement = f.AgreementFactory()
        for occurrence in range(1, number + 1):
            with revision(user=ani, origin=Origin.ADMIN):
                act = f.ActFactory(agreement=agreement, occurrence=occurrence)
                f.CitationFactory(agreement=None, act=act)
                f.PartyFactory(agreement=agreement)
                f.ProvisionFactory(agreement=agreement)
        return page_of(agreement)

    few, many = with_parts(2), with_parts(20)
    queries(analyst, few)
    assert queries(analyst, few) == queries(analyst, many)
