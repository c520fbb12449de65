"""The kinds of records that are exported, by the name of their model."""

from __future__ import annotations

from .actors import COUNTRY, MEMBERSHIP, ORGANIZATION, PERSON
from .columns import Kind
from .incompatibility import INCOMPATIBILITY
from .records import AGREEMENT, SOURCE, STATEMENT

KINDS: dict[str, Kind] = {
    "country": COUNTRY,
    "organization": ORGANIZATION,
    "agreement": AGREEMENT,
    "membership": MEMBERSHIP,
    "incompatibility": INCOMPATIBILITY,
    "person": PERSON,
    "statement": STATEMENT,
    "source": SOURCE,
}
