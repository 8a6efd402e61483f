"""Whether a document prints its dates of three numbers with the day or with the month first.

"28/02/2025" tells it for all of them. Where none does, they tell it together: 03/06, 05/06 and
08/06 beside "28 May" are days of one June rather than of three months. Else the month is first, as
in the United States; that is sure beside an address there, and a guess elsewhere.

>>> date_order("contract of 28 May 2025, loaded 03/06/25 and 05/06/25, sailed 08/06/25")
DateOrder(day_first=True, sure=True)
>>> date_order("Fargo, ND 58102, 03/06/2025"), date_order("dated 03/06/2025")
(DateOrder(day_first=False, sure=True), DateOrder(day_first=False, sure=False))
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log

from extract_filings.pipeline.text.conventions import DATE, MONTHS
from extract_filings.pipeline.text.parse import dates_in

CLOSER = 4.0
"""Sum of logarithms of days by which the dates are closer together in one order, to be sure. Of 38
advertising orders it decides 26 without the dates that tell, all rightly.
"""
ALONE = 2_000
"""Days to the next date from one that stands alone."""
STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ"
    " NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
AMERICAN = re.compile(rf"\b(?:{'|'.join(STATES.split())}),? \d{{5}}(?:-\d{{4}})?\b")


@dataclass(frozen=True, slots=True)
class DateOrder:
    day_first: bool
    sure: bool


def date_order(text: str) -> DateOrder:
    read = [(int(m["first"]), int(m["second"])) for m in DATE.finditer(text)]
    days = any(first > MONTHS >= second for first, second in read)
    months = any(second > MONTHS >= first for first, second in read)
    if days != months:
        return DateOrder(days, True)
    closer = _closer(text)
    if abs(closer) > CLOSER:
        return DateOrder(closer > 0, True)
    return DateOrder(False, bool(AMERICAN.search(text)))


def either(printed: str) -> bool:
    """Whether a date reads otherwise with the other one first.

    >>> [either(d) for d in ("03/06/2025", "03/13/2025", "03/03/2025", "3.6.2025", "3 June 2025")]
    [True, False, False, False, False]
    """
    m = DATE.fullmatch(printed)
    return bool(m) and int(m["first"]) != int(m["second"]) and _is_month(m["first"], m["second"])


def _is_month(*numbers: str) -> bool:
    return all(0 < int(n) <= MONTHS for n in numbers)


def swapped(day: date) -> date:
    return date(day.year, day.day, day.month)


def _closer(text: str) -> float:
    """Above 0 if dates are closer together with the day first. Firsts of months say nothing: what
    is due on each of them looks like days of one January.
    """
    printed = {*dates_in(text)}
    others = {day for said, day in printed if not either(said)}
    months = {day for said, day in printed if either(said) and 1 not in (day.month, day.day)}
    return _apart(months, others) - _apart({swapped(day) for day in months}, others)


def _apart(days: AbstractSet[date], others: AbstractSet[date]) -> float:
    """How far each of the days is from the next date."""
    order = sorted(days | others)
    gaps = [(b - a).days for a, b in pairwise(order)]
    near = map(min, [ALONE, *gaps], [*gaps, ALONE])
    return sum(log(1 + gap) for day, gap in zip(order, near, strict=False) if day in days)
