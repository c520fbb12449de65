"""One box finds everything that readers may see, the best first, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from relations.models import Agreement, Statement
from relations.reading.search import conditions, search, suggest, with_words
from relations.search import letters
from relations.vocabularies import NameKind
from tests import factories as f
from tests.counting import queries

pytestmark = pytest.mark.django_db


def page(reader: Client, query: str, path: str = "/search/", **more: str) -> str:
    response = reader.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def titles(text: str) -> list[str]:
    """Give what is found, in the order of the page."""
    answer = search(text)
    best = [str(answer.best.hit.record)] if answer.best else []
    return best + [str(hit.record) for group in answer.groups for hit in group.hits]


@pytest.mark.parametrize(
    "query",
    ["Mirzoyan", "mirzoyan ararat", "Միրզոյան", "ՄԻՐԶՈՅԱՆ", "Мирзоян", "мирз", "Арарат Mirzo"],
)
@pytest.mark.parametrize(
    "names",
    [
        {"name": "Ararat Mirzoyan"},
        {"name": "Ararat M.", "native_name": "Արարատ Միրզոյան"},
        {"name": "Арарат Мирзоян"},
    ],
    ids=["latin", "armenian", "cyrillic"],
)
def test_scripts_find_one_another(query: str, names: dict[str, str]) -> None:
    f.PersonFactory(**names)
    assert titles(query) == [names["name"]]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Erdoğan", "erdogan"),
        ("Erdogan", "Erdoğan"),
        ("Binali Yıldırım", "yildirim"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Лукьянов", "lukyanov"),
        ("საქართველო", "sakartvelo"),
        ("Հայաստան", "հայաստան"),
        ("中国", "zhongguo"),
    ],
)
def test_accents_and_letters_do_not_count(name: str, query: str) -> None:
    f.PersonFactory(name=name)
    assert titles(query) == [name]


def test_other_names_find_an_actor_and_say_why(reader: Client) -> None:
    f.OtherNameFactory(name="Zaire", actor_country__name="DR Congo")
    body = page(reader, "zair")
    assert "DR Congo" in body
    assert "<mark>Zaire</mark>" in body


def test_codes_come_first_then_names_then_texts() -> None:
    f.AgreementFactory(title="Pact", summary="On QQQ.")
    f.AgreementFactory(title="The QQQ pact")
    f.AgreementFactory(title="QQQ pact of friendship")
    f.CountryFactory(name="Ruritania", code="QQQ")
    assert titles("qqq") == ["Ruritania", "QQQ pact of friendship", "The QQQ pact", "Pact"]


def test_an_exact_name_stands_before_those_that_begin_with_it() -> None:
    f.CountryFactory(name="Guinea-Bissau")
    f.CountryFactory(name="Equatorial Guinea")
    f.CountryFactory(name="Guinea")
    assert titles("guinea") == ["Guinea", "Guinea-Bissau", "Equatorial Guinea"]


def test_statements_come_newest_first() -> None:
    for year in (2001, 2003, 2002):
        f.StatementFactory(title=f"Talks {year}", date=str(year))
    assert titles("talks") == ["Talks 2003", "Talks 2002", "Talks 2001"]


def test_a_code_shows_the_record_with_its_facts(reader: Client) -> None:
    act = f.MembershipActFactory(
        membership__organization__acronym="ZXY",
        membership__organization__name="League of Zed",
        membership__organization__headquarters="Strelsau",
    )
    body = page(reader, "zxy")
    best = body.split('class="best"')[1].split("</section>")[0]
    for words in ("League of Zed", "ZXY", "Strelsau", "Members", ">1</a>"):
        assert words in best
    assert "League of Zed" not in body.split("</section>")[1]
    f.OtherNameFactory(
        actor_country=act.membership.actor_country, name="ABBR", kind=NameKind.ACRONYM
    )
    assert 'class="best"' in page(reader, "abbr")


def test_words_may_stand_apart_in_a_record_and_its_parts() -> None:
    f.ProvisionFactory(agreement__title="Border pact", text="A team of experts comes.")
    side = f.SideFactory(statement__title="On energy", person__name="Sergey Lavrov")
    f.PositionFactory(statement=side.statement, text="Welcomes the corridor.")
    for query in ("border experts", "lavrov corridor", "energy lavrov corridor"):
        assert len(titles(query)) == 1, query
    assert not titles("border corridor")


def test_what_matched_is_marked_in_a_short_excerpt(reader: Client) -> None:
    words = "Nothing here to see at all. " * 40
    f.AgreementFactory(title="Pact", summary=f"{words}Then Çavuşoğlu & <b>others</b> came. {words}")
    body = page(reader, "cavus others")
    assert "<mark>Çavuşoğlu</mark> &amp; &lt;b&gt;<mark>others</mark>&lt;/b&gt;" in body
    excerpt = re.search(r'<p class="excerpt">(.*?)</p>', body, re.DOTALL)
    assert excerpt
    assert len(excerpt[1]) < 320


def test_markup_in_data_and_query_is_shown_as_text(reader: Client) -> None:
    f.OrganizationFactory(name="<script>alert(1)</script>", acronym='"><img>')
    for path in ("/search/", "/search/suggest/"):
        body = page(reader, "script alert", path)
        assert "<mark>script</mark>" in body
        assert "<script>alert" not in body
        assert "<img>" not in body
    assert "<svg" not in page(reader, "<svg onload=x>")


def test_a_misspelled_name_is_taken_for_the_nearest(reader: Client) -> None:
    f.PersonFactory(name="Nikol Pashinyan")
    f.SideFactory(statement__title="On roads", person__name="Recep Tayyip Erdoğan")
    for wrong in ("pashinian", "pahsinyan", "nikol pashinjan", "Пашиньян"):
        assert titles(wrong) == ["Nikol Pashinyan"], wrong
    body = page(reader, "erdohan")
    assert "<strong>Erdoğan</strong>" in body
    assert "On roads" in body
    as_typed = re.search(r'href="(\?q=[^"]+as_typed=1)"', body)
    assert as_typed
    assert (
        "Nothing found"
        in reader.get("/search/" + as_typed[1].replace("&amp;", "&")).content.decode()
    )


def test_where_little_is_found_another_spelling_is_offered(reader: Client) -> None:
    f.SourceFactory(title="Pashinian on roads")
    for number in range(3):
        f.SideFactory(statement__title=f"Talk {number}", person__name=f"P{number} Pashinyan")
    body = page(reader, "pashinian")
    assert "Did you mean" in body
    assert 'href="?q=Pashinyan"' in body
    assert "Pashinian on roads" in re.sub("</?mark>", "", body)


def test_short_words_and_numbers_are_never_corrected() -> None:
    f.AgreementFactory(title="Pact 2024 of the sea")
    assert not titles("2025")
    assert not titles("se4")
    assert not titles("sel")


HIDDEN = {"review": "draft", "source": None}


def test_nothing_unpublished_shows_anywhere(reader: Client) -> None:
    draft = f.CountryFactory(name="Xanadu", code="QAN", **HIDDEN)
    f.OtherNameFactory(actor_country=draft, name="Xanaduland")
    f.OrganizationFactory(name="Xanadu League", acronym="XANL", **HIDDEN)
    f.PersonFactory(name="Xanadu Khan", **HIDDEN)
    agreement = f.AgreementFactory(title="Xanadu pact", **HIDDEN)
    f.ProvisionFactory(agreement=agreement, text="Xanadu text")
    f.StatementFactory(title="Xanadu speech", **HIDDEN)
    f.SourceFactory(title="Xanadu report", review="draft")
    said = f.SideFactory(
        statement__title="Open speech", person=f.PersonFactory(name="Xanadu Bey", **HIDDEN)
    )
    f.PositionFactory(
        statement=said.statement, target_agreement=agreement, text="Xanadu", quotation="Xanadu"
    )
    for query in ("xanadu", "xan", "QAN", "XANL", "xanaduland", "open xanadu", "xanado", "xanadus"):
        for path in ("/search/", "/search/suggest/", "/statements/", "/agreements/", "/countries/"):
            body = page(reader, query, path)
            for echo in (query, quote(quote_plus(query)), quote_plus(query)):
                body = body.replace(echo, "")
            assert "anadu" not in body, (query, path)
            assert "Open speech" not in body, (query, path)
    assert "Xanadu" not in page(reader, "speech")


@pytest.mark.parametrize("drafts", [1, 4, 9])
def test_many_drafts_entered_last_hide_nothing_that_is_published(
    monkeypatch: pytest.MonkeyPatch, drafts: int
) -> None:
    monkeypatch.setattr(conditions, "AMONG", 4)
    f.StatementFactory(title="The accord", summary="Signed at dawn.")
    f.StatementFactory.create_batch(drafts, title="An accord", summary="At dawn.", **HIDDEN)
    for text in ("accord", "acc", "dawn", "accord dawn"):
        assert titles(text) == ["The accord"]


def test_words_that_stand_apart_are_found_among_many_records_with_one_of_them() -> None:
    said = f.SideFactory(statement__title="Accord", person__name="Ani Petrosyan").statement
    f.PositionFactory(statement=said, text="Of rivers", quotation="")
    f.StatementFactory.create_batch(3, title="Accord")
    draft = f.StatementFactory(title="Accord of drafts", **HIDDEN)
    f.PositionFactory(statement=draft, text="Of rivers", quotation="")
    for text in ("accord rivers", "ani accord", "rivers petrosyan", "ani rivers accord"):
        (group,) = [g for g in search(text).groups if g.kind.model is Statement]
        assert [hit.record for hit in group.hits] == [said], text


def test_a_group_that_is_cut_leads_to_the_list_of_all(reader: Client) -> None:
    for number in range(9):
        f.AgreementFactory(title=f"Pact {number}")
        f.StatementFactory(title=f"Pact speech {number}")
    body = page(reader, "pact")
    assert 'href="/agreements/?q=pact"' in body
    assert len(re.findall(r'href="/agreements/agreement-', body)) == 6
    assert page(reader, "pact", "/agreements/").count('href="/agreements/agreement-') >= 9


def test_the_box_offers_names_at_most_eight_the_best_first(reader: Client) -> None:
    f.AgreementFactory.create_batch(9, title="Treaty with Ruritania")
    f.OtherNameFactory(name="Ruritanian Kingdom", actor_country__name="Zenda")
    f.CountryFactory(name="Ruritania", code="QRU")
    f.StatementFactory(title="Ruritania speaks")
    body = page(reader, "rurit", "/search/suggest/")
    assert body.count('role="option"') == 8
    assert "Country" in body
    assert "speaks" not in body
    names = [re.sub("<[^>]+>", "", str(s.title)) for s in suggest("rurit")]
    assert names[:2] == ["Ruritania", "Zenda"]
    assert [re.sub("<[^>]+>", "", s.title) for s in suggest("qru")] == ["Ruritania"]
    assert not page(reader, "", "/search/suggest/").strip()
    assert "Ruritania" in re.sub("</?mark>", "", page(reader, "ruritanja", "/search/suggest/"))


def test_a_list_keeps_what_every_word_is_in() -> None:
    one = f.ProvisionFactory(agreement__title="Border pact", text="Experts come.").agreement
    f.AgreementFactory(title="Another")
    rows = Agreement.objects.published()
    assert list(with_words(rows, "border experts")) == [one]
    assert list(with_words(rows, "  ")) == list(rows)
    assert not with_words(rows, "?!")
    assert not with_words(rows, "border another")


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/", "/statements/"])
def test_queries_do_not_grow_with_what_is_found(reader: Client, path: str) -> None:
    def fill() -> None:
        for _ in range(3):
            f.OtherNameFactory(name="Alpha name", actor_country__name="Alpha land")
            f.OrganizationFactory(name="Alpha club")
            f.ProvisionFactory(agreement__title="Alpha pact", text="Alpha.")
            side = f.SideFactory(statement__title="Alpha talk", person__name="Alpha Beta")
            f.PositionFactory(statement=side.statement, text="Alpha.")

    fill()
    few = queries(reader, f"{path}?q=alpha+be")
    fill()
    assert queries(reader, f"{path}?q=alpha+be") == few
    assert few < 60


def test_an_empty_database_finds_nothing(reader: Client) -> None:
    assert "Nothing found" in page(reader, "armenia")
    assert "Nothing found" not in page(reader, "")


ANY = hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@ANY
@given(st.text(max_size=220))
@example("\x00")
@example("a' OR 1=1 --")
@example('" OR NEAR(a b) * ^ : {names} :')
@example("%s %(x)s {} \\")
@example("İ ẞ ﷺ 𐐀 ½ ² ʼ ़ा")
@example("a " * 100)
@example("नमस्ते ก่อน שָׁלוֹם")
def test_any_text_is_a_query(reader: Client, text: str) -> None:
    for path in ("/search/", "/search/suggest/", "/agreements/", "/statements/"):
        page(reader, text, path)


# Of the first plane: the databases and Python know different editions of the rest.
LETTERS = st.characters(max_codepoint=0xFFFF, exclude_categories=["C"])


@ANY
@given(st.text(LETTERS, min_size=1, max_size=60))
@example("Çavuşoğlu’s visit")
@example("İstanbul ẞ x² ¼")
@example("नमस्ते ก่อน שָׁלוֹם Ἀθῆναι")
@example("1e5 2.5 a_b x-y http://a.b/c?d=e")
@example("₽500 0꭛ 7⭚b")
@example("0Ⓐ bⓏc ⓩ9")
def test_every_word_of_a_published_title_finds_the_record(text: str) -> None:
    words = letters.words_of(text)
    assume(words)
    Statement.objects.all().delete()
    row = f.StatementFactory(title=text)
    for word in words:
        assert row in with_words(Statement.objects.published(), word), (word, connection.vendor)
