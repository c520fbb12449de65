"""Every number that the checks go by, in one place.

``QUALITY`` in the settings overrides single ones: ``QUALITY = {"unchecked_days": 180}``.
A likeness is rapidfuzz's, from 0 to 100, of two texts without accents, case, punctuation
and order of words. The values were tried on fixtures/: a little lower, and pairs that are
not the same appear (the 2nd and 3rd protocol); a little higher, and a typing error hides one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Thresholds:
    # How alike two names of countries or organizations are to be doubted.
    actor_likeness: int = 93
    # Two names of people, who share the beginning of some word of it.
    person_likeness: int = 90
    # Two titles of agreements, whatever else is known; their numbers must be the same.
    title_likeness: int = 95
    # Two titles of agreements of the same parties on the same day.
    same_day_likeness: int = 88
    # Two headlines of statements by the same side on the same day.
    statement_likeness: int = 85
    # Two titles of sources by one publisher on the same day (or both undated).
    source_likeness: int = 93
    # A quotation shorter than this may be said twice.
    quotation_length: int = 40
    # Two agreements with one title: dated so many days apart they are two.
    repeated_title_days: int = 31
    # Ratifications may found an organization for so long before it begins.
    founding_days: int = 5 * 366
    # A source that nobody has read again for so long is doubtful.
    unchecked_days: int = 365
    # A link is dead when it failed so many times in a row; at once when it says that it is gone.
    link_failures: int = 2
    # Within a block of this size every pair is compared, in a larger one neighbours only.
    block_size: int = 60
    neighbours: int = 5
    # Checks are run while a page waits up to so many rows of data, and for so many seconds.
    page_rows: int = 100_000
    page_seconds: float = 10


def thresholds() -> Thresholds:
    """Give the thresholds in force. Raises TypeError where settings name one that isn't there."""
    return Thresholds(**getattr(settings, "QUALITY", {}))
