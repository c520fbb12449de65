"""The logs: one JSON object a line for machines, or lines for a person's terminal."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.core import RESERVED_ATTRS

FORMATS = ("json", "text")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def configuration(form: str, level: str) -> dict[str, Any]:
    """Give LOGGING for ``form`` (json or text) and a lowest ``level``, to the standard error.

    Raises ImproperlyConfigured for any other word.
    """
    if form not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form!r}: it must be one of {FORMATS}.")
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}: it must be one of {LEVELS}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "geopol.operations.request_ids.AddRequestId"}},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": "%(levelname)s %(name)s %(message)s %(request_id)s",
                "timestamp": True,
                "rename_fields": {"levelname": "level", "name": "logger"},
                # Django hands its request over, whose text holds the query: what somebody
                # searched for is nobody's business.
                "reserved_attrs": [*RESERVED_ATTRS, "request"],
            },
            "text": {"format": "%(levelname)s %(name)s %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["request_id"],
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Its own handlers would say all of it again, and send mail.
            "django": {"handlers": [], "level": level, "propagate": True},
            # runserver writes a line for each request by itself.
            "geopol.requests": {"level": level if form == "json" else "WARNING"},
        },
    }
