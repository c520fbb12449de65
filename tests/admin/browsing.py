"""What a browser would send: read from the page as it was rendered, not from its context."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse


class Forms(HTMLParser):
    """Collects the values of the controls of one form, in the order of the page."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.values: list[tuple[str, str]] = []
        self.textarea: tuple[str, list[str]] | None = None
        self.select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attrs = dict(found)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
        if not self.inside or "disabled" in attrs:
            return
        name, value = attrs.get("name") or "", attrs.get("value") or ""
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.values.append((name, attrs.get("value", "on") or ""))
            elif kind not in ("submit", "button", "image", "reset", "file"):
                self.values.append((name, value))
        elif tag == "textarea":
            self.textarea = name, []
        elif tag == "select":
            self.select = name, []
        elif tag == "option" and self.select:
            self.select[1].append((value, "selected" in attrs))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            name, parts = self.textarea
            text = "".join(parts).replace("\r\n", "\n").removeprefix("\n")
            self.values.append((name, text.replace("\n", "\r\n")))
            self.textarea = None
        elif tag == "select" and self.select:
            name, options = self.select
            chosen = [value for value, selected in options if selected]
            # A browser sends the first option of a plain list in which none is selected.
            self.values += [(name, v) for v in chosen or [v for v, _ in options[:1]]]
            self.select = None


def sent_by(response: Any, form_id: str = "") -> dict[str, str]:
    """Give what saving a page as it stands would send, without the buttons."""
    # Not ``context``: with several threads at work that is filled by all of them.
    opts = response.context_data["opts"]
    forms = Forms(form_id or f"{opts.model_name}_form")
    forms.feed(response.content.decode())
    values = dict(forms.values)
    values.pop("csrfmiddlewaretoken", None)
    return {name: value for name, value in values.items() if "__prefix__" not in name}


def new_row(data: dict[str, str], prefix: str, **values: Any) -> int:
    """Fill one more row of an inline, as after a click on “add another”. Gives its place."""
    place = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = str(place + 1)
    data.update({f"{prefix}-{place}-{name}": str(value) for name, value in values.items()})
    return place


def place_of(data: dict[str, str], prefix: str, row: Any) -> str:
    """Give the beginning of the names of a stored row's controls."""
    places = range(int(data[f"{prefix}-TOTAL_FORMS"]))
    (place,) = (n for n in places if data.get(f"{prefix}-{n}-id") == str(row.pk))
    return f"{prefix}-{place}-"


def change_url(record: Any) -> str:
    return reverse(f"admin:relations_{record._meta.model_name}_change", args=[record.pk])


class Person:
    """Somebody at work in the admin."""

    def __init__(self, name: str) -> None:
        self.client, self.name = Client(), name
        users = get_user_model().objects
        user = users.filter(username=name).first() or users.create_superuser(name)
        self.client.force_login(user)

    def opens(self, record: Any) -> dict[str, str]:
        """Open a record's form. Gives what saving it unchanged would send."""
        return sent_by(self.client.get(change_url(record)))

    def sends(self, record: Any, data: dict[str, Any]) -> Any:
        return self.client.post(change_url(record), data)

    def saves(self, record: Any, data: dict[str, Any]) -> None:
        response = self.sends(record, data)
        assert response.status_code == 302, response.context_data["errors"]
