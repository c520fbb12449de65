"""Draws the commonest parts of forms without a template: the same HTML, many times as fast.

A change page with long inlines has some 700 widgets, and Django renders up to four
templates for each, which was most of the time of the page. The rest goes Django's way.
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

RELATED = "admin/widgets/related_widget_wrapper.html"
# Stand in a frame for what differs between two choices of the same kind of record.
_NAME, _WIDGET = "-name-of-the-field-", "-the-widget-itself-"


class QuickRenderer(TemplatesSetting):
    """Django's renderer of forms, with a short way for what ``QUICK`` names."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: dict[Any, str] = {}

    def render(self, template_name: str, context: Any, request: Any = None) -> Any:
        if template_name == RELATED:
            return self._related(context)
        draw = QUICK.get(template_name)
        drawn = draw(context) if draw is not None else None
        if drawn is None:
            return super().render(template_name, context, request)
        return mark_safe(drawn)

    def _related(self, context: Any) -> Any:
        """Draw the links beside a choice of another record once, and reuse them as a frame."""
        varying = {"name": _NAME, "rendered_widget": _WIDGET}
        key = (get_language(), *(str(v) for k, v in context.items() if k not in varying))
        if key not in self._frames:
            self._frames[key] = super().render(RELATED, {**context, **varying})
        frame = self._frames[key].replace(_NAME, escape(context["name"]))
        return mark_safe(frame.replace(_WIDGET, context["rendered_widget"]))


def _text(value: Any) -> str:
    return conditional_escape(str(value))


def _attributes(attributes: Any) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(context: Any) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    named = f'type="{widget["type"]}" name="{_text(widget["name"])}"'
    return f"<input {named}{value}{_attributes(widget['attrs'])}>"


def _textarea(context: Any) -> str:
    widget = context["widget"]
    text = _text(widget["value"] or "")
    named = f'name="{_text(widget["name"])}"'
    return f"<textarea {named}{_attributes(widget['attrs'])}>\n{text}</textarea>"


def _select(context: Any) -> str:
    widget = context["widget"]
    drawn = []
    for group, options, _index in widget["optgroups"]:
        if group:
            drawn.append(f'<optgroup label="{_text(group)}">')
        drawn += [
            f'<option value="{_text(option["value"])}"{_attributes(option["attrs"])}>'
            f"{_text(option['label'])}</option>"
            for option in options
        ]
        if group:
            drawn.append("</optgroup>")
    named = f'name="{_text(widget["name"])}"'
    return f"<select {named}{_attributes(widget['attrs'])}>{''.join(drawn)}</select>"


def _label(context: Any) -> str:
    label = _text(context["label"])
    if not context["use_tag"]:
        return label
    tag = context["tag"]
    return f"<{tag}{_attributes(context['attrs'] or {})}>{label}</{tag}>"


def _errors(context: Any) -> str | None:
    return None if context["errors"] else ""


QUICK = {
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("text", "number", "hidden", "checkbox", "date")
    },
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/ul.html": _errors,
}
