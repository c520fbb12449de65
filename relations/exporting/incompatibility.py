"""Columns of incompatibilities."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.reading.incompatibilities import incompatibilities_shown, met

from .columns import EVIDENCE, Column, Kind, Value, dated, key_of, plain


def _stated_by(row: Any) -> Value:
    return [key_of(side.actor) for side in row.statement.sides] if row.statement else None


INCOMPATIBILITY = Kind(
    incompatibilities_shown,
    (
        plain("first", _("slug of one organization"), "first.slug"),
        plain("first_name", _("its name"), "first.name"),
        plain("second", _("slug of the other one"), "second.slug"),
        plain("second_name", _("its name"), "second.name"),
        plain("kind", _("stated or structural")),
        Column(
            "statement",
            _("slug of the statement that states it"),
            lambda row: row.statement.slug if row.statement else None,
        ),
        Column(
            "stated_by",
            _("codes of countries and slugs of organizations for which it was stated"),
            _stated_by,
        ),
        plain("ground", _("what it rests on, in our words")),
        *dated("since", _("since when, where that is not since it was stated")),
        *dated("until", _("until when")),
        Column(
            "met_by",
            _("codes of countries and slugs of organizations that meet it on the day of the list"),
            lambda row: [key_of(meeting.actor) for meeting in met(row)],
        ),
        Column(
            "met_as",
            _("their status in one of the two, and in the other, in the same order"),
            lambda row: [
                f"{meeting.inside.organization.slug}: {meeting.inside.status}, "
                f"{meeting.other.organization.slug}: {meeting.other.status}"
                for meeting in met(row)
            ],
        ),
        *EVIDENCE,
    ),
)
