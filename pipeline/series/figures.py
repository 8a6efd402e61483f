"""Figures over filings: what one prints, and what all of them say.

Figures differ if they do so by more than the last digit of the coarser print is rounded.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

REPORTED, QUARTER, TRAILING = "reported", "quarter", "trailing twelve months"
"""Kinds of figures."""
DIRECTION = re.compile(r"\b(?:and|by|for|from|generated|in|loss|net|of|provided|the|to|used)\b")
"""Words that say which way money went, not what a row is."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """A figure as one filing prints it. `known`: the last day on which the filing is in time.
    `scale`: the power of ten from the quote to the value. `label`: the words of its row; `adds_up`:
    whether the row stands among the others of its statement, in a sum that holds.
    """

    company: str
    name: str | None
    table: str
    item: str
    period_start: date | None
    period_end: date
    months: int | None
    value: Decimal
    unit: str | None
    currency: str | None
    document: str
    known: date
    amended: bool
    page: int
    quote: str
    confidence: float
    status: str = "found"
    scale: int | None = None
    label: str | None = None
    adds_up: bool = False
    ticker: str | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None

    @property
    def last_digit(self) -> Decimal:
        """What a one in the last printed place stands for; 0 if the quote does not tell.

        >>> _last_digit("679.7", 6), _last_digit("1,250", 3), _last_digit("—", None)
        (Decimal('1E+5'), Decimal('1E+3'), Decimal('0'))
        """
        return _last_digit(self.quote, self.scale)

    @property
    def definition(self) -> frozenset[str]:
        """The words of its row that say what it is."""
        words = re.findall("[a-z]+", DIRECTION.sub("", (self.label or "").lower()))
        return frozenset(w.removesuffix("s") for w in words)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a series. `first`, `last`: as reported first and last; of a derived one both are
    what was derived. `vintages`: all that filings print of it, the oldest first; `operands`: what
    it was derived of, each with its sign.
    """

    company: str
    name: str | None
    table: str
    item: str
    period_start: date | None
    period_end: date
    months: int | None
    kind: str
    first: Decimal
    last: Decimal
    restated: bool
    unit: str | None
    currency: str | None
    first_document: str
    last_document: str
    page: int | None
    known: date
    confidence: float
    status: str
    ticker: str | None = None
    fiscal_year: int | None = None
    fiscal_quarter: int | None = None
    vintages: tuple[Vintage, ...] = ()
    operands: tuple[tuple[int, "Figure"], ...] = ()


def key(v: Vintage | Figure) -> tuple:
    """What figures of several filings have in common, in the order of the table."""
    return v.company, v.table, v.item, v.period_end, v.months or 0


def differ(one: Vintage, other: Vintage) -> bool:
    """By more than the coarser print is rounded."""
    return abs(one.value - other.value) > max(one.last_digit, other.last_digit) / 2


def _last_digit(quote: str, scale: int | None) -> Decimal:
    if scale is None or not (number := re.search(r"\d[\d,]*(?:\.(\d+))?|\.(\d+)", quote)):
        return Decimal(0)
    return Decimal(1).scaleb(scale - len(number[1] or number[2] or ""))
