"""What a citation of a page says: title, version, address, day of access.

The version cited is the one that readers see (:mod:`relations.reading.versions`): its number
and time. geopol doesn't serve old versions; the page of a record's versions says, field by
field, what each later one changed, so that what stood in a cited one can be told.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from relations.dates import PartialDate
from relations.reading.versions import PublicVersion, live_version

SITE = "geopol"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Citation:
    """One page, as it is cited. ``version`` is None for a page that is no record: a pair."""

    key: str
    title: str
    url: str
    accessed: dt.date
    language: str = "en"
    version: PublicVersion | None = None

    @property
    def dated(self) -> dt.date | None:
        """The day of the version."""
        return timezone.localtime(self.version.at).date() if self.version else None

    @property
    def version_words(self) -> str:
        """The version in words: “version 3 of 24 November 2026”; '' without one."""
        if self.version is None or self.dated is None:
            return ""
        said = _("version %(number)s of %(date)s") % {
            "number": self.version.number,
            "date": day_in_words(self.dated),
        }
        if not self.version.reviewed:
            said = _("%(version)s, not yet reviewed by an editor") % {"version": said}
        return said


def citation_of(
    record: Any, url: str, accessed: dt.date, *, reviewed: bool | None = None
) -> Citation:
    """Give the citation of a published record at its absolute URL.

    One query, and one more where ``reviewed`` doesn't say whether an editor has seen all of it.
    """
    return Citation(
        key=f"{SITE}-{record._meta.model_name}-{record.slug}",
        title=one_line(getattr(record, "title", "") or str(record)),
        url=url,
        accessed=accessed,
        version=live_version(record, reviewed=reviewed),
    )


def citation_of_pair(first: Any, second: Any, url: str, accessed: dt.date) -> Citation:
    """Give the citation of the page of two actors: it gathers records, and is none."""
    return Citation(
        key=f"{SITE}-between-{first.slug}-{second.slug}",
        title=one_line(_("%(first)s and %(second)s") % {"first": first, "second": second}),
        url=url,
        accessed=accessed,
    )


def day_in_words(day: dt.date) -> str:
    """Say a day as all pages do: “24 November 2026”."""
    return PartialDate.of(day).words()


def one_line(text: str) -> str:
    """Give a text without control characters and line breaks, which no format takes."""
    return " ".join(_CONTROLS.sub(" ", text).split())
