"""Dates that a text counts from another: "thirty-six (36) months after the Commencement Date".

Only what has one reading is counted. "After", "from" and "following" leave the first day out, so a
year after May 1 is May 1; "commencing on" takes it in, so a term of a year ends on April 30.
Bounds ("at least", "up to") and ends of months are no dates.

>>> def days(text, name):
...     return [(c.months, c.days) for c in counted(text, lengths_in(text), name)]
>>> days("for two (2) years from the Effective Date", "Effective Date")
[(24, 0)]
>>> days("thirty days after the Invoice Date", "invoice date")
[(0, 30)]
>>> days("at least one year after the Effective Date", "Effective Date")
[]
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from extract_filings.pipeline.text.candidates import LENGTHS, durations
from extract_filings.pipeline.text.parse import DATES

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = _ORDINALS.split()
ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
ANNIVERSARY = re.compile(
    rf"(?i)\b(?P<word>{ORDINAL})\s*(?:\(\d{{1,2}}(?:st|nd|rd|th)?\)\s*)?(?:year\s+)?anniversary\b"
)
BEHIND = re.compile(
    r"(?i)\s*,?\s*(?:(?P<on>(?:commencing|beginning|starting|running)\s+(?:on|as\s+of))"
    r"|after|following|of|from(?:\s+and\s+after)?|(?:commencing|beginning|starting)\s+from)"
    r"\s+(?:the\s+)?[\"“”]?"
)
"""Between a length of time and the day that it is counted from."""
NO_DATE = re.compile(
    r"(?i)(?:\bat\s+least|(?:less|more|fewer|later|earlier)\s+than|up\s+to|last\s+day\s+of\W+(?:\w+"
    r"\s+){0,8}|\b(?:end|month)\s+(?:of|in)\W+(?:\w+\s+){0,8}|\bor|\band|\bplus)\s*$"
)
"""Ahead of a length that bounds a time, or of one of two."""
DAY_BEFORE = re.compile(
    r"(?i)\b(?:day|date)\s+(?:immediately\s+)?(?:before|preceding|prior\s+to)\s+(?:the\s+)?"
    r"(?:(?:day|date)\s+(?:that|which)\s+(?:is|falls)\s+)?$"
)
NAMES_MORE = r"(?!\w)(?!\s+(?:of|on\s+which|that|when|or|and)\b)"
"""A name of a day that is not part of a longer one: "the date of delivery"."""
Length = tuple[int, int, int, int]
"""Months, days, and where the text says it: start and end."""
AHEAD = 60  # characters that may say that a length is none


@dataclass(frozen=True, slots=True)
class Counted:
    """`text[start:base_end]` says it: so many months and days behind the day that
    `text[base:base_end]` names or prints; `text[start:length_end]` is the length."""

    months: int
    days: int
    start: int
    length_end: int
    base: int
    base_end: int


def counted(text: str, lengths: Iterable[Length], names: str) -> Iterator[Counted]:
    """`lengths`: of the text. `names`: a pattern of the names of days."""
    base = re.compile(rf"(?P<day>{DATES.pattern})|(?i:{names}){NAMES_MORE}")
    for months, days, start, end in lengths:
        ahead = text[max(0, start - AHEAD) : start]
        behind = BEHIND.match(text, end)
        named = base.match(text, behind.end()) if behind else None
        if not behind or not named or NO_DATE.search(ahead):
            continue
        eve = (behind["on"] is not None) + (DAY_BEFORE.search(ahead) is not None)
        yield Counted(months, days - eve, start, end, *named.span())


def later(day: date, months: int, days: int) -> date | None:
    """The day so much later, in a shorter month its last one; None beyond the calendar.

    >>> str(later(date(2024, 1, 31), 1, 0)), str(later(date(2024, 5, 1), 12, -1))
    ('2024-02-29', '2025-04-30')
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    try:
        last = monthrange(year, month)[1]
        return date(year, month, min(day.day, last)) + timedelta(days)
    except (ValueError, OverflowError):
        return None


def lengths_in(text: str) -> Iterator[Length]:
    """Each length of time that is whole in months or days."""
    for found in durations(text):
        number, unit = found.said.split()
        months, days = LENGTHS[unit.removesuffix("s")]
        business = re.search(r"(?i)business|trading|working", text[found.start : found.end])
        if number.isdigit() and (months or days) and not business:
            yield months * int(number), days * int(number), found.start, found.end
    for m in ANNIVERSARY.finditer(text):
        word = m["word"].lower()
        years = ORDINALS.index(word) + 1 if word in ORDINALS else int(re.sub(r"\D", "", word))
        yield 12 * years, 0, *m.span()
