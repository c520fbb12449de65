"""Each role tries each action by its address, not by the buttons that it sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from relations.curation import roles
from relations.models import Agreement, Country, Scope, Source, Statement
from tests import factories as f
from tests.facts import FACTS

from .forms import form_data

pytestmark = pytest.mark.django_db

NOBODY, VIEWER, ANALYST, EDITOR, ADMINISTRATOR = range(5)
NAMES = ["Nobody", "Viewer", "Analyst", "Editor", "Administrator"]


def member(role: int, name: str = "") -> Client:
    """Give a browser in which somebody of a role is logged in. Nobody: staff without a role."""
    if not Group.objects.exists():  # emptied after a test with transactions of its own
        roles.assign(apps)
    user = get_user_model().objects.create_user(name or NAMES[role].lower(), is_staff=True)
    if role:
        user.groups.add(Group.objects.get(name=NAMES[role]))
    client = Client()
    client.force_login(user)
    return client


def admin(record: Any, page: str, *more: Any) -> str:
    name = f"admin:relations_{record._meta.model_name}_{page}"
    return reverse(name, args=[record.pk, *more] if record.pk else [])


def review(record: Any) -> str:
    args = [record._meta.model_name, record.pk]
    return reverse("admin:relations_reviewrequest_review", args=args)


def decide(client: Client, record: Any, step: str) -> Any:
    page = client.get(review(record))
    stamp = page.context["stamp"] if page.context else "0.0"
    return client.post(review(record), {"step": step, "comment": "because", "_stamp": stamp})


def open_page(url: str) -> Callable[[Client], bool]:
    return lambda client: client.get(url).status_code == 200


def save(record: Any) -> Callable[[Client], bool]:
    def action(client: Client) -> bool:
        url = admin(record, "change")
        page = client.get(url)
        filled = page.status_code == 200 and page.context["adminform"].form.fields
        data = form_data(page) if filled else {}
        return bool(client.post(url, data).status_code == 302)

    return action


def add(model: Any, **values: Any) -> Callable[[Client], bool]:
    def action(client: Client) -> bool:
        url = admin(model(), "add")
        page = client.get(url)
        data = {**form_data(page), **values} if page.status_code == 200 else values
        client.post(url, data)
        return bool(model.objects.filter(slug=values["slug"]).exists())

    return action


def delete(record: Any) -> Callable[[Client], bool]:
    def action(client: Client) -> bool:
        page = client.get(admin(record, "delete"))
        stamp = page.context["stamp"] if page.status_code == 200 else ""
        client.post(admin(record, "delete"), {"post": "yes", "_stamp": stamp})
        return not type(record).objects.filter(pk=record.pk).exists()

    return action


def step(record: Any, name: str, after: str) -> Callable[[Client], bool]:
    def action(client: Client) -> bool:
        decide(client, record, name)
        return bool(type(record).objects.get(pk=record.pk).review == after)

    return action


def restore(record: Any) -> Callable[[Client], bool]:
    def action(client: Client) -> bool:
        first = f.models.Version.objects.of_record(record).first()
        old = record.title
        type(record).objects.filter(pk=record.pk).update(title="Changed since")
        page = client.get(admin(record, "version", first.pk))
        stamp = page.context["stamp"] if page.status_code == 200 else ""
        client.post(admin(record, "version", first.pk), {"_stamp": stamp})
        return bool(type(record).objects.get(pk=record.pk).title == old)

    return action


def make_superuser(client: Client) -> bool:
    victim = get_user_model().objects.create_user("someone")
    url = reverse("admin:auth_user_change", args=[victim.pk])
    page = client.get(url)
    if page.status_code == 200 and page.context["adminform"].form.fields:
        data = {"username": "someone", "is_superuser": "on", "date_joined_0": "2026-01-01"}
        client.post(url, data | {"date_joined_1": "10:00:00", "is_active": "on"})
    return bool(get_user_model().objects.get(pk=victim.pk).is_superuser)


def make_account(client: Client) -> bool:
    password = "correct horse battery"
    data = {"username": "new", "password1": password, "password2": password}
    client.post(reverse("admin:auth_user_add"), data | {"usable_password": "true"})
    return bool(get_user_model().objects.filter(username="new").exists())


def dismiss(client: Client) -> bool:
    finding = f.FindingFactory()
    data = {"reason": "Open to all.", "fingerprint": finding.fingerprint}
    client.post(reverse("admin:quality_dismiss", args=[finding.pk]), data)
    return bool(f.models.Dismissal.objects.exists())


def run_checks(client: Client) -> bool:
    client.post(reverse("admin:quality_run"), {"check": "circle"})
    return bool(f.models.CheckRun.objects.exists())


def merge(client: Client) -> bool:
    loser, winner = f.PersonFactory(), f.PersonFactory()
    url = reverse("admin:merge", args=["person", loser.pk, winner.pk])
    page = client.get(url)
    stamps = page.context["stamps"] if page.status_code == 200 else ""
    client.post(url, {"reason": "The same.", "_stamps": stamps})
    return not f.models.Person.objects.filter(pk=loser.pk).exists()


def take_import_back(client: Client) -> bool:
    made = f.DataSetImportFactory()
    client.post(reverse("admin:relations_datasetimport_take_back", args=[made.pk]))
    return f.models.DataSetImport.objects.get(pk=made.pk).taken_back_at is not None


def decide_on_a_name(client: Client) -> bool:
    name = f.UnmatchedFactory()
    url = reverse("admin:relations_unmatched_change", args=[name.pk])
    client.post(url, {"note": "None of ours."})
    return bool(f.models.Alias.objects.filter(value=name.value).exists())


def draft(factory: Any = f.AgreementFactory) -> Any:
    return factory(review="draft")


def handed_in() -> Any:
    return f.AgreementFactory(review="in_review")


# What is tried, and the first role that may do it; None: no role.
ACTIONS: dict[str, tuple[Callable[[], Callable[[Client], bool]], int | None]] = {
    "see a list": (lambda: open_page(reverse("admin:relations_agreement_changelist")), VIEWER),
    "see a draft": (lambda: open_page(admin(draft(), "change")), VIEWER),
    "see a history": (lambda: open_page(admin(draft(), "history")), VIEWER),
    "see what was deleted": (lambda: open_page(reverse("admin:relations_source_deleted")), VIEWER),
    "see the queue": (
        lambda: open_page(reverse("admin:relations_reviewrequest_changelist")),
        VIEWER,
    ),
    "see a review": (lambda: open_page(review(draft())), VIEWER),
    "export a list": (
        lambda: open_page(reverse("admin:relations_agreement_export", args=["csv"])),
        VIEWER,
    ),
    "import agreements": (lambda: open_page(reverse("admin:relations_agreement_import")), ANALYST),
    "import scopes": (lambda: open_page(reverse("admin:relations_scope_import")), EDITOR),
    "edit a draft": (lambda: save(draft()), ANALYST),
    "edit what is published": (lambda: save(f.StatementFactory()), ANALYST),
    "edit a part": (lambda: save(f.ActFactory()), ANALYST),
    "add a source": (
        lambda: add(Source, slug="new", publisher="P", title="T", kind="news", language="en"),
        ANALYST,
    ),
    "add a country": (lambda: add(Country, slug="new", name="New", code="QZZ"), ANALYST),
    "hand in": (lambda: step(draft(), "hand_in", "in_review"), ANALYST),
    "take back": (
        lambda: step(handed_in(), "take_back", "draft"),
        ANALYST,
    ),
    "restore": (lambda: restore(draft()), ANALYST),
    "delete a draft": (lambda: delete(draft()), ANALYST),
    "delete what is published": (lambda: delete(f.AgreementFactory()), EDITOR),
    "publish": (
        lambda: step(handed_in(), "publish", "published"),
        EDITOR,
    ),
    "publish a draft": (lambda: step(draft(), "publish", "published"), EDITOR),
    "send back": (
        lambda: step(handed_in(), "send_back", "draft"),
        EDITOR,
    ),
    "unpublish": (lambda: step(f.StatementFactory(), "unpublish", "draft"), EDITOR),
    "add a scope": (lambda: add(Scope, slug="new", name="New", order=1), EDITOR),
    "see the quality desk": (
        lambda: open_page(reverse("admin:relations_finding_changelist")),
        VIEWER,
    ),
    "dismiss a finding": (lambda: dismiss, EDITOR),
    "run the checks": (lambda: run_checks, EDITOR),
    "merge two records": (lambda: merge, EDITOR),
    "see an import": (
        lambda: open_page(
            reverse("admin:relations_datasetimport_change", args=[f.DataSetImportFactory().pk])
        ),
        VIEWER,
    ),
    "decide on an unmatched name": (lambda: decide_on_a_name, ANALYST),
    "take an import back": (lambda: take_import_back, EDITOR),
    "edit a former slug": (lambda: save(f.FormerSlugFactory()), ADMINISTRATOR),
    "see accounts": (lambda: open_page(reverse("admin:auth_user_changelist")), ADMINISTRATOR),
    "make an account": (lambda: make_account, ADMINISTRATOR),
    "make a superuser": (lambda: make_superuser, None),
}


@pytest.mark.parametrize("role", range(5), ids=NAMES)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_can_do_just_this(action: str, role: int) -> None:
    prepare, first = ACTIONS[action]
    attempt = prepare()
    assert attempt(member(role)) is (first is not None and role >= first)


@pytest.mark.parametrize("step_name", ["publish", "send_back", "unpublish", "revert"])
def test_a_refused_step_of_review_changes_nothing(step_name: str) -> None:
    record = f.AgreementFactory(review="in_review")
    assert decide(member(ANALYST), record, step_name).status_code == 403
    assert Agreement.objects.get(pk=record.pk).review == "in_review"


def test_a_role_holds_all_of_the_role_before_it() -> None:
    held = list(roles.permissions().values())
    assert all(less < more for less, more in zip(held, held[1:], strict=False))


def test_the_groups_hold_what_the_roles_say() -> None:
    member(NOBODY)
    for role, codenames in roles.permissions().items():
        group = Group.objects.get(name=role)
        assert set(group.permissions.values_list("codename", flat=True)) == codenames


def test_every_model_of_facts_is_given_to_some_role() -> None:
    named = {*roles.FACTS, *roles.VOCABULARY, *roles.ADDRESSES}
    assert named == {model._meta.model_name for model in FACTS}


def test_nobody_but_a_superuser_holds_another_permission() -> None:
    given = set.union(*roles.permissions().values())
    ungiven = Permission.objects.filter(content_type__app_label="relations").exclude(
        codename__in=given
    )
    assert {p.codename.split("_")[0] for p in ungiven} <= {"add", "change", "delete", "view"}
    assert Statement._meta.model_name in roles.FACTS
