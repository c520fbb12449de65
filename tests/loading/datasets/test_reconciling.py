"""Who is meant by a code or name, on which day; nothing is matched by likeness."""

from __future__ import annotations

from typing import Any

import pytest

from relations.dates import PartialDate
from relations.loading.datasets.adapter import Rejected
from relations.loading.datasets.adapters.ggo import PARTIES
from relations.loading.datasets.candidates import candidates, names
from relations.loading.datasets.reconciling import Reconciler
from relations.loading.datasets.rows import Row
from relations.loading.datasets.vocabulary import Reason
from relations.models import Alias
from tests import factories as f

pytestmark = pytest.mark.django_db
ROW = Row(PARTIES, 2, {})


def found(said: str, *schemes: str, on: str = "") -> Any:
    """Give the actor that is meant, or the reason why nobody is."""
    day = PartialDate.parse(on) if on else None
    try:
        return Reconciler().find(said, schemes, day, ROW)
    except Rejected as rejected:
        return rejected.reason


def test_a_country_is_known_by_its_codes_and_an_organization_by_its_slug() -> None:
    qaa = f.CountryFactory(code="QAA", numeric="901")
    organization = f.OrganizationFactory(slug="made-up")
    assert found("QAA", "iso3") == found("901", "m49") == qaa
    assert found("made-up", "slug") == organization
    assert found("QAA", "m49") is Reason.NOT_MATCHED


def test_a_name_is_known_to_the_letter_but_for_capitals() -> None:
    country = f.CountryFactory(name="Made Up Land")
    f.OtherNameFactory(actor_country=country, name="Land of Make-believe")
    assert found("made up  LAND", "name") == found("Land of Make-believe", "name") == country
    assert found("Made Up Lan", "name") is Reason.NOT_MATCHED
    assert found("Made Up Lande", "name") is Reason.NOT_MATCHED


def test_a_name_that_two_share_means_neither() -> None:
    f.CountryFactory(name="Congo")
    f.OtherNameFactory(name="Congo")
    assert found("Congo", "name") is Reason.NOT_MATCHED


def test_a_state_is_not_meant_before_it_began_or_after_it_ended() -> None:
    country = f.CountryFactory(code="QAA", begin="1918-10-28", end="1992-12-31")
    for day in ("1918-10-28", "1918", "1950-02-03", "1992-12-31", "1992"):
        assert found("QAA", "iso3", on=day) == country
    for day in ("1918-10-27", "1917", "1993-01-01", "1993"):
        assert found("QAA", "iso3", on=day) is Reason.NOT_MATCHED


@pytest.mark.parametrize(
    ("code", "day", "country"),
    [
        *(("365", "1950-01-02", "SUN"), ("365", "1991-12-25", "SUN"), ("365", "1991-12-31", "RUS")),
        *(("365", "1905", "RUS"), ("365", "2020-05-06", "RUS"), ("365", "1991", None)),
        *(("345", "1950", "YUG"), ("345", "1999-01-01", "SCG"), ("345", "2010", "SRB")),
        *(("345", "1900", None), ("345", "1992", None), ("345", "1992-04-26", "YUG")),
        *(("255", "1930", "DEU"), ("260", "1970", "DEU"), ("260", "1991", None)),
        *(("265", "1970", "DDR"), ("315", "1960", "CSK"), ("316", "2000", "CZE")),
        *(("678", "1970", None), ("679", "1991", "YEM"), ("680", "1970", "YMD"), ("2", "", "USA")),
    ],
)
def test_codes_of_cow_by_day(our_data: None, code: str, day: str, country: str | None) -> None:
    who = found(code, "cow", on=day)
    assert (who if who is Reason.NOT_MATCHED else who.code) == (country or Reason.NOT_MATCHED)


@pytest.mark.parametrize(
    ("code", "day", "country"),
    [
        *(("RUS", "1973", "SUN"), ("RUS", "1995", "RUS"), ("CZE", "1930-05-06", "CSK")),
        *(("CZE", "1993-01-01", "CZE"), ("SRB", "2000", "SCG"), ("SRB", "2006-06-03", "SRB")),
        *(("SCG", "2000", "SCG"), ("YUG", "1980", "YUG"), ("YUG", "2000", None)),
        *(("ALG", "1970", "DZA"), ("KOS", "2010", "XKX"), ("KOS", "1999", None)),
    ],
)
def test_codes_of_manystates_by_day(
    our_data: None, code: str, day: str, country: str | None
) -> None:
    who = found(code, "manystates", "iso3", on=day)
    assert (who if who is Reason.NOT_MATCHED else who.code) == (country or Reason.NOT_MATCHED)


def test_our_aliases_are_true_to_themselves(our_data: None) -> None:
    for alias in Alias.objects.all():
        alias.full_clean()


def test_without_a_day_a_code_that_meant_two_means_neither() -> None:
    f.AliasFactory(value="1", begin="1900", end="1950")
    f.AliasFactory(value="1", begin="1951")
    assert found("1", "iso3") is Reason.NOT_MATCHED


def test_an_alias_for_a_time_says_more_than_when_a_state_existed() -> None:
    country = f.CountryFactory(code="UKA", begin="1991")
    f.AliasFactory(value="UKA", actor_country=country, begin="1945", end="1990")
    assert found("UKA", "iso3", on="1958") == country
    assert found("UKA", "iso3", on="1930") is Reason.NOT_MATCHED


def test_aliases_that_differ_in_capitals_agree_where_they_mean_the_same_actor() -> None:
    country = f.CountryFactory()
    for value in ("Made Up Land", "MADE UP LAND"):
        Alias.objects.create(scheme="name", value=value, actor_country=country)
    assert found("made up land", "name") == country
    Alias.objects.create(scheme="name", value="made up land", actor_country=f.CountryFactory())
    assert found("made up land", "name") is Reason.NOT_MATCHED


def test_what_is_decided_to_be_none_of_ours_is_told_apart() -> None:
    f.AliasFactory(value="Bayern", actor_country=None, note="A state of Germany.")
    assert found("bayern", "iso3") is Reason.NOT_OURS


def test_the_first_scheme_is_trusted_most() -> None:
    second = f.CountryFactory(code="QAB")
    f.CountryFactory(code="QAA")
    f.AliasFactory(scheme="ours", value="QAA", actor_country=second)
    assert found("QAA", "ours", "iso3") == second


def test_what_is_not_matched_is_remembered_with_rows_and_time() -> None:
    reconciler = Reconciler()
    for day in ("1970-05-06", "1950", ""):
        with pytest.raises(Rejected):
            on = PartialDate.parse(day) if day else None
            reconciler.find("Nowhere", ("ours", "name"), on, ROW)
    missing = reconciler.missing["ours", "Nowhere"]
    assert (missing.rows, missing.samples[0]) == (3, "parties 2")
    assert (str(missing.earliest), str(missing.latest)) == ("1950-01-01", "1970-05-06")


def test_candidates_are_only_offered() -> None:
    country = f.CountryFactory(name="Zembraquistan")
    assert candidates("Zembrakistan", names())[0] == ("country", country.pk, "Zembraquistan")
    assert found("Zembrakistan", "name") is Reason.NOT_MATCHED
    assert candidates("", names()) == []
