"""Analysts enter what sources disagree on beside the record, and prefer one with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from relations.models import Agreement, Claim
from relations.models.claim import CLAIM_OWNERS, DISPUTABLE
from tests import factories
from tests.constraints.cases import OWNERS, SAID
from tests.counting import queries

from .forms import add_row, errors, form_data

pytestmark = pytest.mark.django_db


def change_page(record: Any) -> str:
    return reverse(f"admin:relations_{record._meta.model_name}_change", args=[record.pk])


def filled(client: Client, url: str) -> dict[str, Any]:
    """Open a form and give what a browser would send, the stamp of its version included."""
    response = client.get(url)
    return {**form_data(response), "_stamp": response.context["stamp"]}


def charter(**values: Any) -> Any:
    return factories.AgreementFactory(
        title="Charter", legal_force="political", source__slug="text", **values
    )


def dissent(record: Any, **values: Any) -> Claim:
    said = {"field": "legal_force", "value": "binding", "source__slug": "encyclopedia", **values}
    return factories.ClaimFactory(agreement=record, **said)


def claims() -> set[tuple[str, str]]:
    return set(Claim.objects.values_list("value", "source__slug"))


@pytest.mark.parametrize("owner", CLAIM_OWNERS)
def test_each_record_offers_its_own_fields_and_takes_a_claim(analyst: Client, owner: str) -> None:
    record = OWNERS[owner]()
    url = change_page(record)
    data = filled(analyst, url)
    response = analyst.get(url)
    (inline,) = [
        i for i in response.context["inline_admin_formsets"] if i.formset.prefix == "claim_set"
    ]
    offered = [name for name, _label in inline.formset.empty_form.fields["field"].choices]
    assert offered == ["", *DISPUTABLE[owner]]
    field, value = SAID[owner]
    source = factories.SourceFactory(slug="other")
    add_row(data, "claim_set", field=field, value=value, source=source.pk)
    response = analyst.post(url, data)
    assert response.status_code == 302, errors(response)
    assert (value, "other") in claims()


def test_with_the_first_claim_the_standing_value_becomes_one_too(analyst: Client) -> None:
    record = charter()
    url = change_page(record)
    data = filled(analyst, url)
    source = factories.SourceFactory(slug="encyclopedia")
    add_row(data, "claim_set", field="legal_force", value="binding", source=source.pk)
    analyst.post(url, data)
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}


def test_an_edit_and_its_first_claim_in_one_form_lose_nothing(analyst: Client) -> None:
    record = charter()
    url = change_page(record)
    data = filled(analyst, url) | {"legal_force": "binding"}
    source = factories.SourceFactory(slug="encyclopedia")
    add_row(data, "claim_set", field="legal_force", value="binding", source=source.pk)
    analyst.post(url, data)
    record.refresh_from_db()
    assert record.legal_force == "binding"
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}


def test_an_act_edited_on_the_agreements_page_keeps_its_claims(analyst: Client) -> None:
    act = factories.ActFactory(agreement=charter(), date="2025-01-14")
    for value in ("2025-01-14", "2025-01-15"):
        factories.ClaimFactory(
            agreement=None, act=act, field="date", value=value, source__slug=f"s-{value}"
        )
    url = change_page(act.agreement)
    analyst.post(url, filled(analyst, url) | {"act_set-0-date": "2025-01"})
    act.refresh_from_db()
    assert act.date.notation == "2025-01"
    assert claims() == {("2025-01-14", "s-2025-01-14"), ("2025-01-15", "s-2025-01-15")}


def test_what_no_source_is_known_for_is_said_after_saving(analyst: Client) -> None:
    record = factories.AgreementFactory(legal_force="political", source=None, review="draft")
    dissent(record)
    url = change_page(record)
    response = analyst.post(url, filled(analyst, url), follow=True)
    sentences = " ".join(str(m) for m in get_messages(response.wsgi_request))
    assert "No source is known for “political commitment”" in sentences


def test_a_value_that_the_field_cannot_have_is_refused_in_words(analyst: Client) -> None:
    url = change_page(charter())
    data = filled(analyst, url)
    source = factories.SourceFactory()
    add_row(data, "claim_set", field="legal_force", value="firm", source=source.pk)
    response = analyst.post(url, data)
    assert "write one of binding, political, unclear" in errors(response)
    assert not Claim.objects.exists()


def test_one_source_saying_one_thing_twice_is_refused_in_words(analyst: Client) -> None:
    url = change_page(charter())
    data = filled(analyst, url)
    source = factories.SourceFactory()
    for _ in range(2):
        add_row(data, "claim_set", field="legal_force", value="binding", source=source.pk)
    assert "there already" in errors(analyst.post(url, data))


def test_the_form_shows_the_preferred_claim_and_how_to_prefer_another(analyst: Client) -> None:
    record = charter()
    other = dissent(record)
    dissent(record, value="political", source__slug="analyst")
    body = analyst.get(change_page(record)).content.decode()
    assert body.count("✓ preferred") == 1
    assert body.count(reverse("admin:relations_claim_prefer", args=[other.pk])) == 1


def test_preferring_asks_why_and_leads_back_to_the_record(analyst: Client) -> None:
    record = charter()
    url = reverse("admin:relations_claim_prefer", args=[dissent(record).pk])
    response = analyst.get(url)
    page = response.content.decode()
    assert "political commitment" in page
    assert "legally binding" in page
    stamp = response.context["stamp"]
    refused = analyst.post(url, {"reason": "", "_stamp": stamp})
    assert "required" in str(refused.context["form"].errors)
    done = analyst.post(url, {"reason": "It was registered.", "_stamp": stamp})
    assert done["Location"] == change_page(record)
    record.refresh_from_db()
    assert record.legal_force == "binding"
    assert claims() == {("binding", "encyclopedia"), ("political", "text")}


def test_a_page_opened_before_another_edit_changes_nothing(analyst: Client) -> None:
    record = charter()
    url = reverse("admin:relations_claim_prefer", args=[dissent(record).pk])
    stamp = analyst.get(url).context["stamp"]
    Agreement.objects.filter(pk=record.pk).update(legal_force="unclear")
    response = analyst.post(url, {"reason": "It was registered.", "_stamp": stamp})
    assert "changed since" in response.content.decode()
    record.refresh_from_db()
    assert record.legal_force == "unclear"


@pytest.mark.parametrize(
    ("codename", "status"),
    [("change_agreement", 200), ("change_claim", 403), ("view_agreement", 403)],
)
def test_only_who_may_change_the_record_gets_to_prefer(codename: str, status: int) -> None:
    user = get_user_model().objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["view_claim", "view_agreement", codename])
    )
    client = Client()
    client.force_login(user)
    url = reverse("admin:relations_claim_prefer", args=[dissent(charter()).pk])
    assert client.get(url).status_code == status
    assert client.post(url, {"reason": ""}).status_code == status


def test_a_claim_that_is_not_there_has_no_page(analyst: Client) -> None:
    assert analyst.get(reverse("admin:relations_claim_prefer", args=[999])).status_code == 404
    assert analyst.get("/admin/relations/claim/x/prefer/").status_code == 404


def test_a_record_with_many_claims_asks_no_more_questions(analyst: Client) -> None:
    few, many = charter(), factories.AgreementFactory()
    dissent(few)
    for number in range(12):
        dissent(many, source__slug=f"s{number}")
    queries(analyst, change_page(few))
    assert queries(analyst, change_page(many)) == queries(analyst, change_page(few))


def test_the_list_of_claims_asks_the_same_for_every_kind_of_record(analyst: Client) -> None:
    def grow() -> None:
        for owner in CLAIM_OWNERS:
            field, value = SAID[owner]
            said = {"field": field, "value": value}
            factories.ClaimFactory(**{"agreement": None, owner: OWNERS[owner](), **said})

    url = reverse("admin:relations_claim_changelist")
    grow()
    few = queries(analyst, url)
    grow()
    assert queries(analyst, url) == few
    assert analyst.get(url + "?about=act").context["cl"].result_count == 2
    assert analyst.get(url + "?field=stance").context["cl"].result_count == 2
