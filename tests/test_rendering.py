"""The quick way to draw a form gives what Django's templates give."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.forms.renderers import TemplatesSetting
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import parse_html

from relations import rendering
from relations.rendering import QuickRenderer

ADMINS = [a for m, a in admin.site._registry.items() if m._meta.app_label == "relations"]
NASTY = '<b>"it\'s" & 1,000</b>'


class Everything(forms.Form):
    text = forms.CharField(label=NASTY, help_text=NASTY)
    number = forms.IntegerField()
    hidden = forms.CharField(widget=forms.HiddenInput)
    tick = forms.BooleanField()
    date = forms.DateField()
    area = forms.CharField(widget=forms.Textarea(attrs={"data-x": NASTY, "disabled": True}))
    choice = forms.ChoiceField(choices=[("", "-"), ("a", NASTY), ("Group", [("b", "B")])])


def same(quick: Any, slow: Any) -> bool:
    return bool(parse_html(str(quick)) == parse_html(str(slow)))


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        dict.fromkeys(Everything.base_fields, NASTY),
        {"choice": "b", "number": "1000", "tick": "on", "area": "two\nlines", "date": "2020-01-01"},
    ],
    ids=["unbound", "empty", "nasty", "filled"],
)
@pytest.mark.parametrize("name", [*Everything.base_fields, "as_p"])
def test_every_widget_is_drawn_as_by_the_template(data: Any, name: str) -> None:
    quick, slow = (Everything(data, renderer=r()) for r in (QuickRenderer, TemplatesSetting))
    if name == "as_p":
        assert same(quick.as_p(), slow.as_p())
    else:
        assert same(quick[name], slow[name])
        assert same(quick[name].label_tag(), slow[name].label_tag())


@pytest.mark.parametrize("model_admin", ADMINS, ids=[a.model._meta.model_name for a in ADMINS])
def test_every_form_of_the_admin_is_drawn_as_by_the_templates(
    model_admin: Any, admin_user: Any, monkeypatch: Any
) -> None:
    request = RequestFactory().get("/")
    request.user = admin_user
    if not hasattr(model_admin, "get_form") or not model_admin.has_add_permission(request):
        pytest.skip("nothing is entered there")
    form_class = model_admin.get_form(request)
    for _ in range(2):  # the second time from what the first left
        quick, slow = (form_class(renderer=r()) for r in (QuickRenderer, TemplatesSetting))
        for field in quick.fields:
            assert same(quick[field], slow[field])


def test_what_has_no_short_way_goes_by_its_template() -> None:
    context = {"errors": [NASTY], "error_class": "errorlist"}
    template = "django/forms/errors/list/ul.html"
    assert rendering._errors(context) is None
    assert same(QuickRenderer().render(template, context), render_to_string(template, context))
