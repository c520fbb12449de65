"""What can become of a row of a data set, and what was odd about it."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """Every row of a file has just one of these, so that they add up to its rows."""

    LOADED = "loaded"  # something of it is in a record
    MERGED = "merged"  # says nothing beyond an earlier row
    REJECTED = "rejected"  # for one reason of the following


class Reason(StrEnum):
    """Why a row was rejected."""

    NO_RECORD = "refers to a record that the data set doesn't have"
    SEVERAL_RECORDS = "refers to a record by an identifier that several have"
    OTHER_RECORD = "refers by an identifier to a record with another title and another date"
    OF_REJECTED = "belongs to a record that was rejected"
    NOT_MATCHED = "names an actor that nobody has matched yet"
    NOT_OURS = "names what was decided to be no actor of ours"
    NO_NAME = "names no actor or record"
    NO_DATE = "has no date that can be read, and is nothing without one"
    NO_TERM = "has a term for which our vocabulary has no equal"
    OF_A_PART = "is about a part of something, and the data set doesn't say which"
    NOT_A_FACT = "states that nothing happened"
    IMPOSSIBLE = "contradicts itself"
    NOT_WANTED = "not wanted: somebody deleted what it became"


class Oddity(StrEnum):
    """What was found in a cell of a row that was taken, and what was done."""

    NO_END_KNOWN = "9999-12-31 for “still running when coded”: no end is written"
    NO_DATE_MEANT = "9999-12-31 where no end can be meant: nothing is written"
    NO_DAY_MEANT = "a year that stands for “not known” or “not yet”: nothing is written"
    YEAR_AS_JANUARY = "1 January, which may stand for the year alone: the year is written"
    DAY_IMPOSSIBLE = "a day that the calendar doesn't have: the month is written, as uncertain"
    UNREADABLE_DATE = "not a date: nothing is written"
    NOT_A_DATE_HERE = "a number where a date should be: nothing is written"
    OUT_OF_ORDER = "an end before its beginning: the end is not written"
    STATE_ENDED = "the end of the state itself and no act of it: nothing is written"
    AGAIN_IN_FORCE = "in force once more after an end: written as the second time"
    REPEATED_PAIR = "state and identifier of an earlier row: one tie where they mean one agreement"
    CONTRADICTION = "repeated rows give different values: the earliest row's is kept"
    TOO_LONG = "longer than the field: cut, and kept whole in the note"
    FIRST_OBSERVED = "the first day or year of the data, which is no beginning: “on or before” it"
    LAST_OBSERVED = "the last day or year of the data, which is no end: no end is written"
    NO_ROOM = "longer than the field: left out"
    NOT_WANTED = "a part of it isn't wanted: somebody deleted that"
    UNKNOWN_TERM = "a term for which our vocabulary has no equal: left out"
