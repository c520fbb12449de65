"""A partial date in a form: what it takes, shows, refuses and notices."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from relations.dates import PartialDate
from relations.fields import PartialDateFormField
from relations.models import Office
from tests import factories as f

pytestmark = pytest.mark.django_db


class OfficeForm(forms.ModelForm):
    class Meta:
        model = Office
        fields = ("person", "actor_country", "title", "occurrence", "start", "end")


def office_data(**given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "person": f.PersonFactory().pk,
        "actor_country": f.CountryFactory().pk,
        "title": "Minister",
        "occurrence": 1,
        "start": "2018-05",
        "end": "..",
    }
    return values | given


def test_a_form_stores_what_is_written() -> None:
    form = OfficeForm(office_data(start=" 2018-05 ", end=""))
    assert form.is_valid(), form.errors
    form.save()
    office = Office.objects.get()
    assert (str(office.start), office.end) == ("2018-05", None)
    assert OfficeForm(instance=office)["start"].value() == "2018-05"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2018-02-30", "“2018-02-30” is not a day of the calendar."),
        ("yesterday", "“yesterday” is not a date: write 2024-11-30, 2018-05"),
        ("[2019..2018]", "“[2019..2018]” ends before it begins."),
    ],
)
def test_a_form_says_what_is_wrong_with_a_date(written: str, message: str) -> None:
    form = OfficeForm(office_data(start=written))
    assert list(form.errors) == ["start"]
    assert form.errors["start"][0].startswith(message)
    assert form["start"].value() == written


def test_a_form_compares_two_dates_of_a_record() -> None:
    form = OfficeForm(office_data(start="2018-05", end="2017"))
    assert form.non_field_errors() == ["It ends before it begins."]


@pytest.mark.parametrize(
    ("stored_date", "written", "changed"),
    [
        ("2018-05", "2018-05", False),
        ("2018-05", " 2018-05 ", False),
        (None, "", False),
        (None, None, False),
        ("2018-05", "2018", True),
        ("2018-05", "2018-05~", True),
        ("2018-05", "", True),
        (None, "..", True),
        ("XXXX", "..", True),
    ],
)
def test_a_form_notices_whether_a_date_was_changed(
    stored_date: str | None, written: str | None, changed: bool
) -> None:
    initial = PartialDate.parse(stored_date) if stored_date else None
    assert PartialDateFormField().has_changed(initial, written) is changed


def test_a_required_date_may_be_unknown_but_not_left_out() -> None:
    field = PartialDateFormField(required=True)
    assert field.clean("XXXX").is_unknown
    with pytest.raises(ValidationError, match="Give a date, or XXXX where it is unknown"):
        field.clean("")
