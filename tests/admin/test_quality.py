"""The quality desk and the merge in the admin: who may, what they show, what they do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from relations.curation.merging import MERGEABLE
from relations.curation.quality import desk
from relations.models import Agreement, Dismissal, Finding, FormerSlug, Person, Revision
from tests import factories as f
from tests.counting import queries

pytestmark = pytest.mark.django_db

DESK = "/admin/relations/finding/"


def client_with(*permissions: str) -> Client:
    """Log somebody of the staff in who has just these permissions."""
    user = get_user_model().objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def finding(db: Any) -> Any:
    f.AgreementFactory(title="Lone treaty")
    desk.run(["agreement_without_party"])
    return Finding.objects.get()


@pytest.fixture
def two(db: Any) -> tuple[Any, Any]:
    return f.PersonFactory(name="Sergey Lavrov"), f.PersonFactory(name="Sergei Lavrov")


def merge_url(loser: Any, winner: Any) -> str:
    return reverse("admin:merge", args=[loser._meta.model_name, loser.pk, winner.pk])


def stamps(page: Any) -> str:
    return str(page.context["stamps"])


def test_the_short_address_leads_to_the_desk(analyst: Client) -> None:
    response = analyst.get("/admin/quality/?check=circle")
    assert response.headers["Location"] == f"{DESK}?check=circle"


def test_a_finding_has_links_to_mend_it(analyst: Client, finding: Any) -> None:
    page = analyst.get(DESK).content.decode()
    assert "“Lone treaty” has no party." in page
    assert f"/admin/relations/agreement/{Agreement.objects.get().pk}/change/" in page


def test_the_desk_is_filtered_by_check_and_model(analyst: Client, finding: Any) -> None:
    f.PersonFactory(name="Sergey Lavrov", native_name="Лавров")
    f.PersonFactory(name="Sergei Lavrov", native_name="Лавров")
    f.SourceFactory(url="https://example.org/1")
    desk.run()
    shown = {
        query: {shown.row.check_name for shown in analyst.get(DESK + query).context["rows"]}
        for query in (
            "",
            "?show=chores",
            "?check=duplicate_people",
            "?model=person",
            "?check=nonsense&model=nonsense&page=x",
        )
    }
    doubts = {"duplicate_people", "agreement_without_party", "agreement_without_act"}
    assert shown == {
        "": doubts,
        "?show=chores": {"unarchived_link", "source_unchecked"},
        "?check=duplicate_people": {"duplicate_people"},
        "?model=person": {"duplicate_people"},
        "?check=nonsense&model=nonsense&page=x": doubts,
    }


def test_the_heaviest_findings_come_first(analyst: Client, finding: Any) -> None:
    agreement = f.AgreementFactory()
    f.ActFactory(agreement=agreement, kind="signed", date="2001")
    f.ActFactory(agreement=agreement, kind="entered_into_force", date="2000")
    desk.run(["in_force_before_concluded"])
    rows = analyst.get(DESK).context["rows"]
    assert [shown.weight for shown in rows] == ["error", "doubt"]


def test_a_dismissed_finding_goes_and_a_revoked_one_comes_back(
    analyst: Client, finding: Any
) -> None:
    data = {
        "fingerprint": finding.fingerprint,
        "reason": "Open to all.",
        "back": "check=agreement_without_party",
    }
    response = analyst.post(f"{DESK}{finding.pk}/", data)
    assert response.headers["Location"] == f"{DESK}?check=agreement_without_party"
    assert analyst.get(DESK).context["rows"] == []
    page = analyst.get(f"{DESK}dismissed/").content.decode()
    assert "Open to all." in page
    analyst.post(f"{DESK}dismissed/{Dismissal.objects.get().pk}/")
    assert len(analyst.get(DESK).context["rows"]) == 1
    assert "Revoked by" in analyst.get(f"{DESK}dismissed/").content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"reason": "x"}, {"reason": "x", "fingerprint": "0"}, {"fingerprint": None}]
)
def test_without_a_reason_or_on_other_facts_nothing_is_dismissed(
    analyst: Client, finding: Any, data: dict[str, Any]
) -> None:
    if "fingerprint" in data and data["fingerprint"] is None:
        data = {"fingerprint": finding.fingerprint, "reason": " \x00 "}
    assert analyst.post(f"{DESK}{finding.pk}/", data).status_code == 302
    assert not Dismissal.objects.exists()


def test_nobody_is_led_away_from_the_desk(analyst: Client, finding: Any) -> None:
    for back in ("//evil.example", "https://evil.example/", "\r\nLocation: x", "a#b"):
        response = analyst.post(f"{DESK}run/", {"back": back, "check": "circle"})
        assert response.headers["Location"].startswith(DESK)
        assert "\n" not in response.headers["Location"]


def test_checks_are_run_from_the_page(analyst: Client) -> None:
    f.AgreementFactory()
    analyst.post(f"{DESK}run/", {"check": "agreement_without_act"})
    assert {row.check_name for row in Finding.objects.all()} == {"agreement_without_act"}
    analyst.post(f"{DESK}run/")
    assert Finding.objects.filter(check_name="agreement_without_party").exists()


def test_who_may_look_may_not_dismiss_run_or_merge(finding: Any, two: Any) -> None:
    client = client_with("view_finding", "change_person", "view_person")
    page = client.get(DESK)
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    for url in (f"{DESK}{finding.pk}/", f"{DESK}run/", f"{DESK}dismissed/1/", merge_url(*two)):
        assert (
            client.post(url, {"fingerprint": finding.fingerprint, "reason": "x"}).status_code == 403
        )
    assert client.get(merge_url(*two)).status_code == 403
    assert not Dismissal.objects.exists()


def test_who_may_not_look_sees_nothing(finding: Any, reader: Client) -> None:
    client = client_with("merge_records")
    for url in (DESK, f"{DESK}dismissed/"):
        assert client.get(url).status_code == 403
        assert reader.get(url).status_code == 302
    assert client.get(f"{DESK}{finding.pk}/").status_code == 403


def test_merging_needs_both_permissions(two: Any) -> None:
    assert client_with("merge_records", "view_person").get(merge_url(*two)).status_code == 403


def test_getting_a_page_of_action_does_nothing(analyst: Client, finding: Any) -> None:
    for url in (f"{DESK}{finding.pk}/", f"{DESK}run/"):
        assert analyst.get(url).status_code == 403


def test_the_desk_asks_the_same_questions_for_few_findings_and_for_many(analyst: Client) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            f.AgreementFactory()
            f.FindingFactory()
            f.FindingFactory(check_name="duplicate_people", model="person")
            f.DismissalFactory()
        desk.run(["agreement_without_act"])

    fill(2)
    few = [queries(analyst, url) for url in (DESK, f"{DESK}dismissed/")]
    fill(40)
    assert [queries(analyst, url) for url in (DESK, f"{DESK}dismissed/")] == few
    assert few[0] <= 8


def test_duplicates_lead_to_the_merge_of_the_two(analyst: Client, two: Any) -> None:
    desk.run(["duplicate_people"])
    assert merge_url(two[1], two[0]) in analyst.get(DESK).content.decode()


def test_the_merge_shows_both_and_what_will_happen_and_changes_nothing(
    analyst: Client, two: Any
) -> None:
    f.OfficeFactory(person=two[0], title="Foreign Minister")
    page = analyst.get(merge_url(*two))
    text = page.content.decode()
    assert "Sergey Lavrov" in text
    assert "offices: 1" in text
    assert merge_url(two[1], two[0]) in text
    assert Person.objects.count() == 2
    assert not Revision.objects.exists()


def test_the_merge_is_done_with_its_reason(analyst: Client, two: Any) -> None:
    url = merge_url(*two)
    data = {"_stamps": stamps(analyst.get(url)), "reason": "Two ways of writing."}
    response = analyst.post(url, data)
    assert response.headers["Location"] == f"/admin/relations/person/{two[1].pk}/history/"
    assert Person.objects.get() == two[1]
    assert FormerSlug.objects.get().person == two[1]
    revision = Revision.objects.get()
    assert revision.username == "analyst"
    assert revision.reason.startswith("Two ways of writing.")
    assert analyst.get(response.headers["Location"]).status_code == 200


def test_a_merge_without_reason_or_of_what_was_changed_is_refused(
    analyst: Client, two: Any
) -> None:
    url = merge_url(*two)
    seen = stamps(analyst.get(url))
    assert "Say why the two are one." in analyst.post(url, {"_stamps": seen}).content.decode()
    Person.objects.filter(pk=two[0].pk).update(summary="Changed in between.")
    page = analyst.post(url, {"_stamps": seen, "reason": "Kept text"}).content.decode()
    assert "was changed since" in page
    assert "Kept text" in page
    assert "Changed in between." in page
    assert Person.objects.count() == 2


def test_a_merge_that_makes_no_sense_is_refused_in_words(analyst: Client) -> None:
    union, bank = f.OrganizationFactory(), f.OrganizationFactory()
    f.MembershipFactory(actor_country=None, actor_organization=bank, organization=union)
    page = analyst.get(merge_url(bank, union)).content.decode()
    assert "member of itself" in page
    assert 'value="Merge"' not in page
    assert "into itself" in analyst.get(merge_url(bank, bank)).content.decode()


@pytest.mark.parametrize("path", ["act/1/2/", "user/1/2/", "person/1/2/", "person/1/"])
def test_what_is_not_there_is_not_merged(analyst: Client, path: str) -> None:
    assert analyst.get(f"{DESK}merge/{path}").status_code == 404


def test_the_other_record_is_chosen(analyst: Client, two: Any) -> None:
    url = reverse("admin:merge_choose", args=["person", two[0].pk])
    assert analyst.get(url).status_code == 200
    assert "errorlist" in analyst.get(url, {"other": two[0].pk}).content.decode()
    response = analyst.get(url, {"other": two[1].pk})
    assert response.headers["Location"] == merge_url(*two)


def test_a_merge_asks_the_same_questions_however_much_moves(analyst: Client, two: Any) -> None:
    f.OfficeFactory(person=two[0])
    few = queries(analyst, merge_url(*two))
    for _ in range(9):
        f.OfficeFactory(person=two[0])
        f.SideFactory(person=two[0])
    assert queries(analyst, merge_url(*two)) == few


def test_the_form_of_a_record_leads_to_its_merge(analyst: Client) -> None:
    for model in MERGEABLE:
        record = getattr(f, f"{model.__name__}Factory")()
        name = model._meta.model_name
        url = reverse("admin:merge_choose", args=[name, record.pk])
        form = analyst.get(reverse(f"admin:relations_{name}_change", args=[record.pk]))
        assert f'href="{url}"' in form.content.decode()
        assert analyst.get(url).status_code == 200


def test_nobody_is_led_to_a_merge_that_would_be_refused(two: Any, analyst: Client) -> None:
    may_not = ("merge_records", "view_person"), ("change_person", "view_person")
    url = reverse("admin:relations_person_change", args=[two[0].pk])
    for permissions in may_not:
        assert "/merge/" not in client_with(*permissions).get(url).content.decode()
        get_user_model().objects.get(username="somebody").delete()
    may = ("merge_records", "change_person", "view_person")
    assert "/merge/" in client_with(*may).get(url).content.decode()
    # Nor from a record that is never merged, nor before there is one.
    claim = reverse("admin:relations_office_change", args=[f.OfficeFactory().pk])
    for other in (claim, reverse("admin:relations_person_add"), f"{url}?_popup=1"):
        assert "/merge/" not in analyst.get(other).content.decode()
