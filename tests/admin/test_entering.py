"""One source serves many facts: each form has it filled in, and saving leads back to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from relations.admin.entering import ENTERED, FILLED_FROM
from relations.models import Office, Person, Source, Statement
from relations.reading.resting import MOST
from tests import factories as f
from tests.counting import queries

from .forms import add_row, errors, form_data

URL = "https://www.example.org/news/1/"
SAME = "http://example.org/news/1?utm_source=mail#top"
NAMES = [model._meta.model_name for model in FILLED_FROM]
FROM_ARTICLE = "admin:relations_source_from_article"


def page_of(source: Any) -> str:
    return reverse("admin:relations_source_change", args=[source.pk])


def add(name: str, source: Any) -> str:
    return reverse(f"admin:relations_{name}_add") + f"?source={source.pk}"


def text(response: Any) -> str:
    return str(response.content.decode())


def statement(client: Client, source: Any, **values: str) -> dict[str, Any]:
    """Give a filled-in form of a statement from a source."""
    data = form_data(client.get(add("statement", source)))
    return data | {"title": "Speaks", "slug": "speaks", "date": "2025", "medium": "speech"} | values


# From a source --------------------------------------------------------------------


def test_whatever_rests_on_sources_is_entered_from_them() -> None:
    """A new model with a source gets its link on the page of a source."""
    others = {"citation", "formerslug", "importedrow"}
    resting = {
        relation.related_model._meta.model_name
        for relation in Source._meta.related_objects
        if relation.field.name == "source"
    }
    assert resting - others == {model._meta.model_name for model in ENTERED}


@pytest.mark.parametrize("name", NAMES)
def test_a_source_leads_to_each_form_with_itself_filled_in(analyst: Client, name: str) -> None:
    source = f.SourceFactory()
    assert f'href="{add(name, source)}"' in text(analyst.get(page_of(source)))
    form = analyst.get(add(name, source))
    assert form_data(form)["source"] == str(source.pk)
    assert f'href="{page_of(source)}"' in text(form)


def test_a_new_source_leads_nowhere_yet(analyst: Client) -> None:
    assert "Add from this source" not in text(analyst.get(reverse("admin:relations_source_add")))


def test_saving_leads_back_to_the_source_where_the_fact_is_listed(analyst: Client) -> None:
    source = f.SourceFactory()
    response = analyst.post(add("statement", source), statement(analyst, source), follow=True)
    assert response.redirect_chain == [(page_of(source), 302)]
    made = Statement.objects.get()
    assert made.source == source
    assert reverse("admin:relations_statement_change", args=[made.pk]) in text(response)
    assert "Statements (1)" in text(response)


def test_add_another_keeps_the_source(analyst: Client) -> None:
    source = f.SourceFactory()
    data = statement(analyst, source, _addanother="1")
    response = analyst.post(add("statement", source), data, follow=True)
    assert form_data(response)["source"] == str(source.pk)


def test_going_on_editing_leads_back_in_the_end(analyst: Client) -> None:
    source = f.SourceFactory()
    data = statement(analyst, source, _continue="1")
    response = analyst.post(add("statement", source), data, follow=True)
    address = response.redirect_chain[-1][0]
    saved = analyst.post(address, form_data(response))
    assert saved["Location"] == page_of(source)


def test_a_refused_form_keeps_the_source(analyst: Client) -> None:
    source = f.SourceFactory()
    response = analyst.post(add("statement", source), statement(analyst, source, title=""))
    assert response.status_code == 200
    assert form_data(response)["source"] == str(source.pk)
    assert page_of(source) in text(response)


def test_a_new_person_and_the_new_offices_rest_on_the_source(analyst: Client) -> None:
    source, country = f.SourceFactory(), f.CountryFactory()
    page = analyst.get(add("person", source))
    (inline,) = [i for i in page.context["inline_admin_formsets"] if i.opts.model is Office]
    blank = inline.formset.empty_form
    assert str(blank["source"].value()) == str(source.pk)
    assert f'<option value="{source.pk}" selected>' in str(blank["source"])
    data = form_data(page) | {"name": "Ararat Mirzoyan", "slug": "ararat-mirzoyan"}
    add_row(
        data,
        "office_set",
        title="Minister",
        actor_country=country.pk,
        occurrence=1,
        source=source.pk,
    )
    assert analyst.post(add("person", source), data).status_code == 302
    assert Person.objects.get().source == source
    assert Office.objects.get().source == source


def test_a_row_with_nothing_but_the_source_is_no_row(analyst: Client) -> None:
    source = f.SourceFactory()
    data = form_data(analyst.get(add("person", source))) | {"name": "A B", "slug": "a-b"}
    add_row(data, "office_set", occurrence=1, source=source.pk)
    assert analyst.post(add("person", source), data).status_code == 302
    assert Person.objects.exists()
    assert not Office.objects.exists()


def test_acts_have_the_source_of_their_agreement_unless_they_name_another(analyst: Client) -> None:
    page = analyst.get(add("agreement", f.SourceFactory()))
    for inline in page.context["inline_admin_formsets"]:
        if "source" in inline.formset.empty_form.fields:
            assert not inline.formset.empty_form["source"].value()


@pytest.mark.parametrize("number", ["", "0", "x", "²", "999999", "9" * 40, "-1", "1%00"])
def test_a_source_that_is_none_is_ignored(analyst: Client, number: str) -> None:
    url = reverse("admin:relations_statement_add") + f"?source={number}"
    assert analyst.get(url).status_code == 200
    data = form_data(analyst.get(reverse("admin:relations_statement_add")))
    data |= {"title": "Speaks", "slug": "speaks", "date": "2025", "medium": "speech"}
    response = analyst.post(url, data)
    assert response["Location"].startswith(reverse("admin:relations_statement_changelist"))


def test_a_viewer_sees_what_rests_on_a_source_and_no_links_to_add(db: Any) -> None:
    user = get_user_model().objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    source = f.SourceFactory()
    f.StatementFactory(source=source, title="Speaks for it")
    page = text(client.get(page_of(source)))
    assert "Speaks for it" in page
    assert "Add from this source" not in page


def rest_on(source: Any, how_often: int) -> None:
    for _ in range(how_often):
        f.StatementFactory(source=source)
        f.AgreementFactory(source=source)
        f.ActFactory(source=source)
        f.ProvisionFactory(source=source)
        f.MembershipFactory(source=source)
        f.MembershipActFactory(source=source)
        f.PersonFactory(source=source)
        f.OfficeFactory(source=source)
        f.OrganizationFactory(source=source)
        f.CountryFactory(source=source)
        f.ClaimFactory(source=source)
        f.IncompatibilityFactory(source=source)


def test_what_rests_on_a_source_takes_the_same_queries_for_few_and_for_many(
    analyst: Client,
) -> None:
    few, many = f.SourceFactory(), f.SourceFactory()
    rest_on(few, 1)
    rest_on(many, MOST + 2)
    # The first page of a process looks up the content type, which Django then keeps.
    analyst.get(page_of(few))
    assert queries(analyst, page_of(few)) == queries(analyst, page_of(many))
    page = text(analyst.get(page_of(many)))
    for model in ENTERED:
        assert f"{model._meta.verbose_name_plural} ({MOST + 2})".lower() in page.lower()
    assert page.count("and 2 more") == len(ENTERED)


@pytest.mark.parametrize(
    "name", [m._meta.model_name for m in ENTERED if m.__name__ not in ("Provision", "Claim")]
)
def test_what_a_source_is_further_evidence_for_is_listed_too(analyst: Client, name: str) -> None:
    source = f.SourceFactory()
    model = {m._meta.model_name: m for m in ENTERED}[name]
    record = getattr(f, f"{model.__name__}Factory")()
    owner = "membership_act" if name == "membershipact" else name
    f.CitationFactory(source=source, **({"agreement": None} | {owner: record}))
    link = reverse(f"admin:relations_{name}_change", args=[record.pk])
    assert f'href="{link}"' in text(analyst.get(page_of(source)))


# To a source ------------------------------------------------------------------------


def test_a_known_page_leads_to_its_source(analyst: Client) -> None:
    source = f.SourceFactory(url=URL)
    response = analyst.get(reverse(FROM_ARTICLE), {"url": SAME}, follow=True)
    assert response.redirect_chain == [(page_of(source), 302)]
    assert "source already" in text(response)


def test_a_new_page_leads_to_a_form_with_its_url(analyst: Client) -> None:
    f.SourceFactory(url=URL)
    response = analyst.get(reverse(FROM_ARTICLE), {"url": "https://example.org/?a=1&b=2"})
    address = urlsplit(response["Location"])
    assert address.path == reverse("admin:relations_source_add")
    assert parse_qs(address.query)["url"] == ["https://example.org/?a=1&b=2"]
    form = form_data(analyst.get(response["Location"]))
    assert form["url"] == "https://example.org/?a=1&b=2"
    assert form["accessed"]


@pytest.mark.parametrize("url", ["", "no address", "ftp://example.org/", "https://[x", "\x00"])
def test_what_is_no_url_is_asked_for_again(analyst: Client, url: str) -> None:
    response = analyst.get(reverse(FROM_ARTICLE), {"url": url})
    assert response.status_code == 200
    said = response.context["form"].errors["url"]
    assert len(said) == len(set(said)) >= 1


def test_the_question_for_the_url_is_reached_from_the_list_of_sources(analyst: Client) -> None:
    page = text(analyst.get(reverse("admin:relations_source_changelist")))
    assert f'href="{reverse(FROM_ARTICLE)}"' in page
    assert analyst.get(reverse(FROM_ARTICLE)).status_code == 200


def test_a_saved_source_shows_at_once_what_to_add(analyst: Client) -> None:
    data = form_data(analyst.get(reverse("admin:relations_source_add")))
    data |= {"title": "T", "publisher": "P", "slug": "t", "kind": "news", "url": URL}
    response = analyst.post(reverse("admin:relations_source_add"), data, follow=True)
    assert response.redirect_chain[-1][0] == page_of(Source.objects.get())
    assert "Add from this source" in text(response)


def test_a_second_source_of_one_page_is_refused_with_a_link_to_the_first(analyst: Client) -> None:
    source = f.SourceFactory(url=URL, title="The <first>")
    data = form_data(analyst.get(reverse("admin:relations_source_add")))
    data |= {"title": "T", "publisher": "P", "slug": "t", "kind": "news", "url": SAME}
    response = analyst.post(reverse("admin:relations_source_add"), data)
    assert Source.objects.count() == 1
    said = str(response.context["adminform"].form.errors["url"])
    assert "source already" in said
    assert f'href="{page_of(source)}"' in said
    assert "The &lt;first&gt;" in said
    assert errors(response).count("source already") == 1
    # In the list of what to mend the sentence is a link as a whole.
    summary = text(response).split('class="error-summary"')[1].split("</section>")[0]
    assert "The &lt;first&gt;”. Go there to add facts from it.</a>" in summary
    assert summary.count("<a ") == 1


def test_nor_can_another_source_take_over_the_url(analyst: Client) -> None:
    f.SourceFactory(url=URL)
    other = f.SourceFactory(url="https://example.org/other")
    data = form_data(analyst.get(page_of(other))) | {"url": SAME}
    assert "source already" in errors(analyst.post(page_of(other), data))


def test_a_source_may_spell_its_own_url_anew(analyst: Client) -> None:
    source = f.SourceFactory(url=URL)
    data = form_data(analyst.get(page_of(source))) | {"url": SAME}
    assert analyst.post(page_of(source), data).status_code == 302
    source.refresh_from_db()
    assert source.url == SAME


def test_a_popup_offers_to_use_the_first_source_in_the_form(analyst: Client) -> None:
    source = f.SourceFactory(url=URL)
    popup = reverse("admin:relations_source_add") + "?_popup=1"
    data = form_data(analyst.get(popup))
    data |= {
        "title": "T",
        "publisher": "P",
        "slug": "t",
        "kind": "news",
        "url": SAME,
        "_popup": "1",
    }
    said = str(analyst.post(popup, data).context["adminform"].form.errors["url"])
    use = reverse("admin:relations_source_use", args=[source.pk])
    assert f'href="{use}"' in said
    closing = text(analyst.get(use))
    assert "popup_response.js" in closing
    assert f"&quot;value&quot;: &quot;{source.pk}&quot;" in closing
    assert analyst.get(reverse("admin:relations_source_use", args=[999])).status_code == 404


def test_the_pages_around_a_source_ask_for_a_login(reader: Client) -> None:
    source = f.SourceFactory()
    for url in (reverse(FROM_ARTICLE), reverse("admin:relations_source_use", args=[source.pk])):
        assert reverse("admin:login") in reader.get(url)["Location"]


def test_and_for_the_permission_to_see_sources(db: Any) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_user("nobody", is_staff=True))
    source = f.SourceFactory()
    for url in (reverse(FROM_ARTICLE), reverse("admin:relations_source_use", args=[source.pk])):
        assert client.get(url).status_code == 403


def test_every_kind_is_in_the_admin() -> None:
    for model in FILLED_FROM:
        assert admin.site.is_registered(model)
