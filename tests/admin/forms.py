"""Fills admin forms in tests as a browser would: with what the page shows."""

from __future__ import annotations

from typing import Any


def form_data(response: Any) -> dict[str, Any]:
    """Give what the browser would send if the page were saved as it stands."""
    data: dict[str, Any] = {"_stamp": response.context["stamp"]}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                value = "on"
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


def add_row(data: dict[str, Any], prefix: str, **values: Any) -> None:
    """Fill one more row of an inline, as after a click on “add another”."""
    total = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = total + 1
    for name, value in values.items():
        data[f"{prefix}-{total}-{name}"] = value


def errors(response: Any) -> str:
    """Give all that a refused form says, in one text."""
    found = [str(response.context["adminform"].form.errors)]
    for inline in response.context["inline_admin_formsets"]:
        found += [str(form.errors) for form in inline.formset.forms]
        found.append(str(inline.formset.non_form_errors()))
    return " ".join(found)
