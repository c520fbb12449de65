"""Which dates a filter takes, as a pattern for the document: all that have a calendar day in them.

What matches is what :meth:`relations.dates.PartialDate.parse` reads, but for ranges, and for
``..`` and ``XXXX``, which bound nothing.
"""

_YEAR = r"(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
# A year of which the last one or two figures are not known; none is before the year 1.
_ROUGHLY = r"(?:(?:00[1-9]|0[1-9][0-9]|[1-9][0-9]{2})X|(?:0[1-9]|[1-9][0-9])XX)"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAYS = (
    r"(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31"
)
DAY = rf"(?:{_YEAR}-(?:{_DAYS})|{_LEAP}-02-29)"
ONE_DAY = rf"^{DAY}$"
PATTERN = rf"^(?:(?:{_YEAR}(?:-(?:0[1-9]|1[0-2]))?|{DAY}|{_ROUGHLY})[?~%]?)$"
