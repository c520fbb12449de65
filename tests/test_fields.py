"""The field of a partial date: what is stored, compared and shown in a form."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from relations.dates import PartialDate
from relations.fields import PartialDateField
from relations.models import MembershipAct, Office
from relations.vocabularies import MembershipActKind
from tests import factories as f

pytestmark = pytest.mark.django_db

BOUNDS = ("date_earliest", "date_latest")
IN_2018 = (dt.date(2018, 1, 1), dt.date(2018, 12, 31))
IN_MAY = (dt.date(2018, 5, 1), dt.date(2018, 5, 31))


def stored(act: Any) -> tuple[Any, ...]:
    """Give what the three columns of the date hold, past every field of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date, date_earliest, date_latest FROM relations_membershipact WHERE id = %s",
            [act.pk],
        )
        notation, *bounds = cursor.fetchone()
    return notation, *[dt.date.fromisoformat(str(b)) if b else None for b in bounds]


# What is stored -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "row"),
    [
        ("2018-05", ("2018-05", *IN_MAY)),
        (" 2018-05 ", ("2018-05", *IN_MAY)),
        (PartialDate.parse("2018~"), ("2018~", *IN_2018)),
        (dt.date(2018, 5, 3), ("2018-05-03", dt.date(2018, 5, 3), dt.date(2018, 5, 3))),
        ("[..2018-12-31]", ("[..2018-12-31]", None, dt.date(2018, 12, 31))),
        ("[2018..]", ("[2018..]", dt.date(2018, 1, 1), None)),
        ("..", ("..", None, None)),
        ("XXXX", ("XXXX", None, None)),
        (None, (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_a_date_is_stored_as_notation_and_two_days(value: Any, row: tuple[Any, ...]) -> None:
    act = f.MembershipActFactory(date=value)
    assert stored(act) == row
    again = MembershipAct.objects.get()
    assert again.date == act.date
    assert (again.date_earliest, again.date_latest) == row[1:]


def test_the_attribute_is_a_partial_date_as_soon_as_it_is_set() -> None:
    act = MembershipAct(date="2018-05")
    assert act.date == PartialDate.parse("2018-05")
    assert (act.date_earliest, act.date_latest) == IN_MAY
    act.date = "2018"
    assert (act.date_earliest, act.date_latest) == IN_2018


def test_a_year_never_turns_into_its_first_of_january() -> None:
    f.MembershipActFactory(date="2018")
    date = MembershipAct.objects.get().date
    assert date.words() == "2018"
    assert str(date) == "2018"
    assert date != PartialDate.of(dt.date(2018, 1, 1))


def test_unknown_end_open_end_and_nothing_recorded_are_three_things() -> None:
    for end in ("XXXX", "..", None):
        f.OfficeFactory(title=f"Office until {end}", end=end)
    said = {o.title: o.end.words() if o.end else "" for o in Office.objects.all()}
    assert said == {
        "Office until XXXX": "date unknown",
        "Office until ..": "still running",
        "Office until None": "",
    }
    assert Office.objects.get(end="XXXX").end.is_unknown
    assert Office.objects.get(end="..").end.is_open
    assert Office.objects.get(end=None).title == "Office until None"


def test_a_bound_set_by_hand_changes_nothing() -> None:
    act = f.MembershipActFactory(date="2018")
    act.date_earliest = dt.date(1900, 1, 1)
    act.date_latest = None
    assert (act.date_earliest, act.date_latest) == IN_2018
    act.save()
    assert stored(act) == ("2018", *IN_2018)
    with_bound = MembershipAct(date="2018", date_earliest=dt.date(1900, 1, 1))
    assert with_bound.date_earliest == IN_2018[0]


# Every way to write keeps the bounds true ------------------------------------------


def by_saving_the_new_row(act: Any, date: str | None) -> None:
    act.date = date
    act.save()


def by_saving_the_fetched_row(act: Any, date: str | None) -> None:
    fetched = MembershipAct.objects.get(pk=act.pk)
    fetched.date = date
    fetched.save()


def by_saving_one_field(act: Any, date: str | None) -> None:
    act.date = date
    act.save(update_fields=["date"])


def by_update(act: Any, date: str | None) -> None:
    MembershipAct.objects.filter(pk=act.pk).update(date=date)


def by_update_or_create(act: Any, date: str | None) -> None:
    MembershipAct.objects.update_or_create(pk=act.pk, defaults={"date": date})


def by_bulk_update(act: Any, date: str | None) -> None:
    act.date = date
    MembershipAct.objects.bulk_update([act], ["date"])


def by_bulk_create(act: Any, date: str | None) -> None:
    act.date = date
    act.delete()
    MembershipAct.objects.bulk_create([act])


def by_form(act: Any, date: str | None) -> None:
    form_class = forms.modelform_factory(MembershipAct, fields=["date"])
    form = form_class({"date": date or ""}, instance=MembershipAct.objects.get(pk=act.pk))
    form.save()


@pytest.mark.parametrize("date", ["2018-05", "[..2018-05-31]", "XXXX", None])
@pytest.mark.parametrize(
    "write",
    [
        by_saving_the_new_row,
        by_saving_the_fetched_row,
        by_saving_one_field,
        by_update,
        by_update_or_create,
        by_bulk_update,
        by_bulk_create,
        by_form,
    ],
)
def test_however_a_date_is_changed_its_bounds_follow(write: Any, date: str | None) -> None:
    act = f.MembershipActFactory(date="1999-04-02")
    write(act, date)
    expected = PartialDate.parse(date) if date else None
    assert stored(MembershipAct.objects.get()) == (
        date,
        expected.earliest if expected else None,
        expected.latest if expected else None,
    )


def test_a_new_record_that_points_to_another_is_saved() -> None:
    act = MembershipAct(membership=f.MembershipFactory(), kind=MembershipActKind.JOINED)
    act.date = "2018"
    act.save()
    assert stored(act) == ("2018", *IN_2018)


# What can't be read ---------------------------------------------------------------


def test_an_unreadable_date_is_refused_and_nothing_stored() -> None:
    membership = f.MembershipFactory()
    act = MembershipAct(membership=membership, kind=MembershipActKind.JOINED, date="May 2018")
    assert act.date == "May 2018"
    assert act.date_earliest is None
    with pytest.raises(ValidationError, match="“May 2018” is not a date"):
        act.full_clean()
    with pytest.raises(ValidationError, match="“May 2018” is not a date"), transaction.atomic():
        act.save()
    with pytest.raises(ValidationError, match="“May 2018” is not a date"), transaction.atomic():
        MembershipAct.objects.bulk_create([act])
    assert not MembershipAct.objects.exists()


def test_an_unreadable_date_leaves_what_was_stored() -> None:
    act = f.MembershipActFactory(date="2018")
    act.date = "2018-13"
    with pytest.raises(ValidationError, match="not a day of the calendar"), transaction.atomic():
        act.save()
    with pytest.raises(ValidationError, match="not a day of the calendar"), transaction.atomic():
        MembershipAct.objects.update(date="2018-13")
    assert stored(act) == ("2018", *IN_2018)


def test_a_notation_longer_than_its_column_is_refused() -> None:
    field = PartialDateField(max_length=10)
    field.set_attributes_from_name("date")
    with pytest.raises(ValidationError, match="at most 10 characters"):
        field.clean(PartialDate.parse("[2018..2019]"), None)


def test_every_notation_fits_its_column() -> None:
    longest = PartialDate.parse("[2024-12-01..2024-12-10]")
    for model in (MembershipAct, Office):
        for field in model._meta.fields:
            if isinstance(field, PartialDateField):
                assert field.clean(longest, None) == longest


# Filtering and ordering -----------------------------------------------------------


def test_dates_are_filtered_by_their_bounds() -> None:
    membership = f.MembershipFactory()
    notations = ["2017-12-31", "2018", "2018-05", "[..2018-04-30]", "XXXX", None]
    for number, date in enumerate(notations, start=1):
        f.MembershipActFactory(membership=membership, occurrence=number, date=date)

    def found(**lookup: Any) -> list[str]:
        return [str(a.date) for a in MembershipAct.objects.filter(**lookup).order_by("id")]

    june = dt.date(2018, 6, 1)
    assert found(date_latest__lt=june) == ["2017-12-31", "2018-05", "[..2018-04-30]"]
    assert found(date_earliest__gte=dt.date(2018, 1, 1)) == ["2018", "2018-05"]
    assert found(date_earliest__lte=june, date_latest__gte=june) == ["2018"]
    assert found(date="2018") == ["2018"]
    assert found(date=PartialDate.parse("XXXX")) == ["XXXX"]
    assert found(date__isnull=True) == ["None"]


def test_a_model_orders_by_the_first_possible_day_with_the_undated_last() -> None:
    membership = f.MembershipFactory()
    for number, date in enumerate([None, "2018-05", "XXXX", "2018", "1999-04-02"], start=1):
        f.MembershipActFactory(membership=membership, occurrence=number, date=date)
    in_order = [str(a.date) for a in MembershipAct.objects.all()]
    assert in_order == ["1999-04-02", "2018", "2018-05", "None", "XXXX"]


def test_a_deferred_date_is_fetched_when_it_is_asked_for() -> None:
    f.MembershipActFactory(date="2018-05")
    act = MembershipAct.objects.only("kind").get()
    assert act.date_earliest == IN_MAY[0]
    assert str(act.date) == "2018-05"


def test_a_migration_can_rebuild_the_fields() -> None:
    for name in ("date", *BOUNDS):
        field: models.Field[Any, Any] = MembershipAct._meta.get_field(name)
        _name, path, args, kwargs = field.deconstruct()
        rebuilt = type(field)(*args, **kwargs)
        assert rebuilt.deconstruct()[1:] == (path, args, kwargs)
