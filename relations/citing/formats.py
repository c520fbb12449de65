"""A citation as text, BibTeX, RIS and CSL-JSON: our own writers, a few lines each.

BibTeX as BibTeX itself and biblatex read it (``@misc``, with ``url`` and ``urldate``); RIS as
Research Information Systems' format has it (a tag of two characters, two spaces, a hyphen and
a space; TY first, ER last; lines end with CR LF); CSL-JSON as the input schema of CSL 1.0.2
(https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .citation import SITE, Citation, day_in_words


def as_text(citation: Citation) -> str:
    """Give the citation as a sentence."""
    parts = [f"{SITE}: “{citation.title}”"]
    if citation.version_words:
        parts.append(citation.version_words)
    accessed = day_in_words(citation.accessed)
    parts.append(_("accessed %(date)s") % {"date": accessed})
    return f"{', '.join(parts)}. {citation.url}"


# Braces are written as commands: BibTeX counts them even behind a backslash.
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)


def escape_bibtex(text: str) -> str:
    """Escape what is special in BibTeX and TeX; letters of all scripts stay as they are."""
    return text.translate(_BIBTEX)


def as_bibtex(citation: Citation) -> str:
    """Give the citation as an entry of BibTeX."""
    dated = citation.dated or citation.accessed
    note = [citation.version_words] if citation.version_words else []
    note.append(_("accessed %(date)s") % {"date": citation.accessed.isoformat()})
    fields = {
        # The second pair of braces keeps case, and the whole name of a corporate author.
        "author": f"{{{SITE}}}",
        "title": f"{{{escape_bibtex(citation.title)}}}",
        "year": str(dated.year),
        "month": str(dated.month),
        "note": escape_bibtex("; ".join(note)),
        # biblatex takes it to the letter; slugs have nothing in them to escape.
        "url": citation.url,
        "urldate": citation.accessed.isoformat(),
    }
    if citation.version:
        fields["version"] = str(citation.version.number)
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{citation.key},\n{lines}\n}}\n"


def as_ris(citation: Citation) -> str:
    """Give the citation as a record of RIS."""
    dated = citation.dated or citation.accessed
    rows = [
        ("TY", "ELEC"),
        ("ID", citation.key),
        ("AU", SITE),
        ("TI", citation.title),
        ("T2", SITE),
        ("PY", str(dated.year)),
        ("DA", f"{dated:%Y/%m/%d}/"),
        ("ET", citation.version_words),
        ("LA", citation.language),
        ("Y2", f"{citation.accessed:%Y/%m/%d}/"),
        ("UR", citation.url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows if value or tag == "ER")


def as_csl(citation: Citation) -> str:
    """Give the citation as CSL-JSON: a list of one item."""
    item: dict[str, object] = {
        "id": citation.key,
        "type": "webpage",
        "author": [{"literal": SITE}],
        "title": citation.title,
        "container-title": SITE,
        "language": citation.language,
        "URL": citation.url,
        "accessed": _csl_date(citation.accessed),
    }
    if citation.version and citation.dated:
        item["issued"] = _csl_date(citation.dated)
        item["version"] = str(citation.version.number)
        item["note"] = citation.version_words
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _csl_date(day: dt.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


@dataclass(frozen=True)
class Format:
    """One way to take a citation away: how it is called, written and served."""

    name: str
    write: Callable[[Citation], str]
    content_type: str


FORMATS = {
    "bib": Format("BibTeX", as_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": Format("RIS", as_ris, "application/x-research-info-systems; charset=utf-8"),
    "csl.json": Format("CSL-JSON", as_csl, "application/vnd.citationstyles.csl+json"),
    "txt": Format("text", as_text, "text/plain; charset=utf-8"),
}
