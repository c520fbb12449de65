"""Says in words what a database refused."""

from __future__ import annotations

import re
from typing import Any

from django.db import DatabaseError, models
from django.utils.translation import gettext as _

from relations.triggers import slugs


def holds_nul(written: str) -> bool:
    """Say whether a value written as JSON holds a NUL character, which no database keeps.

    And not only the letters of its escape, before which JSON doubles the backslash.
    """
    return "\\u0000" in written and "\\u0000" in written.replace("\\\\", "")


def explain(error: DatabaseError, instance: Any, *parts: Any) -> str:
    """Say which rule a database error is about, and name the fields of that rule.

    SQLite names the constraint, or for unique indexes the columns; PostgreSQL
    gives the constraint's name with the error. ``parts`` are rows of other models
    that were saved with the instance.
    """
    text = str(error)
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    if name == slugs.MESSAGE or slugs.MESSAGE in text:
        return _("field “slug”: a country or organization has it already")
    if getattr(diagnosis, "sqlstate", None) == "23503" or "FOREIGN KEY constraint" in text:
        return _("what it points to was deleted, or is pointed to by something new")
    columns = re.findall(r"relations_\w+\.(\w+)", text)
    if detail := re.match(r"Key \(([^)]*)\)=", getattr(diagnosis, "message_detail", None) or ""):
        columns = detail[1].split(", ")
    for row in (instance, *parts):
        for constraint in row._meta.constraints:
            if constraint.name == name or constraint.name in text:
                return str(constraint.violation_error_message)
            if isinstance(constraint, models.UniqueConstraint) and columns:
                attnames = {row._meta.get_field(f).attname for f in constraint.fields}
                if attnames == set(columns):
                    return str(constraint.violation_error_message)
    if columns:
        return _("field “%(columns)s”: another record has this value, or none was given") % {
            "columns": ", ".join(columns)
        }
    return text.splitlines()[0]
