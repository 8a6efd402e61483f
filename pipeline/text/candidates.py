"""What a text offers as a field's value: each value as a model says it in JSON, and where it is
printed.

Dates are said as ISO dates, numbers as plain decimals, durations as "2 years", currencies as ISO
codes, whatever their print. A text without a pattern may be any words, so it has no list.

>>> from decimal import Decimal
>>> [c.said for c in candidates(FieldSpec("due", date, ""), "on the 13th day of October, 2009")]
['2009-10-13']
>>> rent = FieldSpec("rent", Decimal, "")
>>> [c.said for c in candidates(rent, "By May 1, 2020 $1,250.00, later $1.3 million (2)")]
['1250.00', '1300000', '2']
>>> [c.said for c in candidates(rent, "Lot 5949-29-1, INV-77: 10-20, -30 (5949)")]
['10', '20', '-30', '-5949']
>>> [c.said for c in candidates(FieldSpec("notice_days", int, ""), "within ninety days")]
['90']
>>> [c.said for c in normalised(FieldSpec("term", str, ""), "for two (2) years, or one year")]
['2 years', '1 year']
>>> [c.said for c in candidates(FieldSpec("term_months", int, ""), "two (2) years")]
['24']
>>> [c.said for c in candidates(FieldSpec("weight_kg", Decimal, ""), "22.5 t, 18 pallets")]
['18', '22500']
>>> [c.said for c in candidates(FieldSpec("due", date, ""), "on 01/02/2025, not on 28/02/2025")]
['2025-02-01', '2025-02-28']
>>> [c.said for c in normalised(FieldSpec("currency", str, ""), "rent of €500 a month")]
['EUR']
>>> [c.said for c in normalised(FieldSpec("fiscal_period", str, ""), "third quarter of FY25")]
['FY2025 Q3']
>>> [c.said for c in candidates(FieldSpec("fiscal_quarter", int, ""), "in Q2 FY25")]
['2']
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from extract_filings.pipeline.text.conventions import as_usual
from extract_filings.pipeline.text.currency import PLAIN
from extract_filings.pipeline.text.fiscal import fiscal_periods
from extract_filings.pipeline.text.measures import converted, other_unit, unit_of
from extract_filings.pipeline.text.parse import (
    DATES,
    SPELLED_OUT,
    legal,
    spelled,
    typed,
    typed_value,
)
from extract_filings.pipeline.text.parse import printed as decimal
from extract_filings.pipeline.text.patterns import spans
from extract_filings.pipeline.text.yearless import without_year
from extract_filings.schemas.base import FieldSpec

UNITS = "second|minute|hour|day|night|week|month|quarter|year"
DURATION = re.compile(
    rf"(?i)(?<![\w.,])(?:(?P<words>{SPELLED_OUT})\s*)?(?:\(?(?P<digits>\d+(?:\.\d+)?)\)?)?"
    rf"[\s-]*(?:(?:calendar|business|full|consecutive|additional)\s+)?(?P<unit>{UNITS})s?\b"
)
"""two (2) years; 24 months; ninety days; a 3-year term"""
LENGTHS = {
    "year": (12, 0),
    "quarter": (3, 0),
    "month": (1, 0),
    "week": (0, 7),
    "day": (0, 1),
    **dict.fromkeys(("night", "hour", "minute", "second"), (0, 0)),
}
"""Months, or days: there is no whole number of days in a month."""
CURRENCY_NAME = re.compile(r"\b(?:currency|ccy)\b")
FISCAL_NAME = re.compile(
    r"\bfiscal (?P<year>year)$|(?:\bfiscal |^)(?P<quarter>quarter)$|\b(?:fiscal|reporting) period$"
)
PARTS_OF_DATES = re.compile(r"\b(?:year|years|day|month|quarter|date|period)\b")
"""Names of numbers that may stand in a date."""
CODE = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?:\w+(?:-[A-Z\d]+){2,}|[A-Z]+\d*-\d[A-Z\d]*)(?![\w-])")
"""5949-29-1 and INV-2024, but not 10-20 and 30-day. Its digits are no numbers, unless a year or
quarter is asked for: Q4-2020.
"""
AFTER = 24
"""Characters behind a number that may name its unit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text[start:end]` prints it. `derived`: what is said is not what is printed there, and no
    type makes it so. `by_others`: by itself it would be read otherwise than what the text prints
    like it (`conventions.py`). `more`: what a text goes on with behind other words.
    """

    said: str
    start: int
    end: int
    derived: bool = False
    by_others: bool = False
    more: tuple[tuple[int, int], ...] = ()

    @property
    def own(self) -> str:
        """What is said, where the printed words by themselves do not tell it."""
        return self.said if self.derived or self.by_others else ""


def is_open(spec: FieldSpec) -> bool:
    """Whether any words may be the field's value."""
    return spec.type is str and not (spec.choices or spec.cue.pattern or spec.cue.free)


def kind(spec: FieldSpec) -> tuple:
    """What a text offers to fields of one kind is the same."""
    names = (CURRENCY_NAME, PARTS_OF_DATES, FISCAL_NAME)
    said = (m[0] if (m := pattern.search(spec.words)) else "" for pattern in names)
    units = _unit(spec), unit_of(spec)
    return spec.type, is_open(spec), spec.cue.pattern, spec.rules, *units, *said


def candidates(spec: FieldSpec, text: str, days: Sequence[date] = ()) -> list[Candidate]:
    """None for a field that any words may be, and for choices. `days`: dates that the document
    prints in full, if those without a year are to be read by them.
    """
    if is_open(spec) or spec.choices or spec.cue.free:
        return []
    usual = text if spec.cue.pattern else as_usual(text)
    return [*_printed(spec, text, usual), *_derived(spec, usual, days)]


def _printed(spec: FieldSpec, text: str, usual: str) -> Iterator[Candidate]:
    for start, end in _places(spec, usual):
        value = typed(spec, usual, start, end)
        if legal(spec, value):
            other = usual is not text and typed(spec, text, start, end) != value
            yield Candidate(_said(value, usual[start:end]), start, end, by_others=other)


def normalised(spec: FieldSpec, text: str) -> list[Candidate]:
    """What a field that any words may be can be said as besides the words themselves."""
    if not is_open(spec):
        return []
    found = [*durations(text), *_fiscal(spec, text)]
    if CURRENCY_NAME.search(spec.words):
        found += _currencies(text)
    return [c for c in found if text[c.start : c.end] != c.said and legal(spec, c.said)]


def _derived(spec: FieldSpec, text: str, days: Sequence[date]) -> list[Candidate]:
    """Durations and measures in the unit that the field's name says, currencies by their code,
    fiscal years and quarters, days without their year.
    """
    if spec.type in (Decimal, int):
        unit = _unit(spec)
        made = [*_counted(text, unit)] if unit and not FISCAL_NAME.search(spec.words) else []
        made += [*_fiscal(spec, text), *_measured(spec, text)]
    elif spec.type is date:
        found = without_year(text, days)
        made = [Candidate(str(day), start, end, True) for day, start, end in found]
    else:
        made = [*_currencies(text)] if CURRENCY_NAME.search(spec.words) else []
    return [c for c in made if legal(spec, typed_value(spec, c.said))]


def _counted(text: str, unit: str) -> Iterator[Candidate]:
    """Durations of another unit, as far as they are whole in this one."""
    for found in durations(text):
        number, other = found.said.split()
        month, day = LENGTHS[other.removesuffix("s")]
        own_months, own_days = LENGTHS[unit]
        long, each = (month, own_months) if month and own_months else (day, own_days)
        count = Decimal(number) * long / each if long and each else Decimal("0.5")
        if other.removesuffix("s") != unit and count == int(count):
            yield replace(found, said=str(int(count)))


def _measured(spec: FieldSpec, text: str) -> Iterator[Candidate]:
    """Numbers of another unit of the field's kind, in its own."""
    for (start, end), (unit, ends) in _of_other_units(spec, text):
        value = typed(replace(spec, type=Decimal), text, start, end)
        made = None if value is None else converted(value, unit, unit_of(spec))
        if made is not None and (spec.type is Decimal or made == int(made)):
            yield Candidate(decimal(made.normalize()), start, end + ends, True)


def _of_other_units(
    spec: FieldSpec, text: str
) -> Iterator[tuple[tuple[int, int], tuple[str, int]]]:
    """Where numbers stand, the unit behind each, and how far from it that ends."""
    own = unit_of(spec)
    for start, end in spans(replace(spec, type=Decimal), text) if own else ():
        if found := other_unit(text[end : end + AFTER], own):
            yield (start, end), found


def _places(spec: FieldSpec, text: str) -> list[tuple[int, int]]:
    if spec.type is date:
        return [m.span() for m in DATES.finditer(text)]
    found = spans(spec, text)
    if spec.type not in (Decimal, int) or spec.cue.pattern:
        return found
    found += [m.span() for m in re.finditer(rf"(?i)\b(?:{SPELLED_OUT})\b", text)]
    others = [m.span() for pattern in (DATES, CODE) for m in pattern.finditer(text)]
    others *= not PARTS_OF_DATES.search(spec.words)
    if unit := _unit(spec):
        others += [(c.start, c.end) for c in durations(text) if unit not in c.said]
    others += [place for place, _ in _of_other_units(spec, text)]
    return sorted((s, e) for s, e in found if not any(a <= s and e <= b for a, b in others))


def _unit(spec: FieldSpec) -> str:
    """In which the field counts, by its name: `term_months`."""
    return next((u for u in LENGTHS if re.search(rf"\b{u}s?\b", spec.words)), "")


def _said(value: Any, printed: str) -> str:
    """Digits as they are printed, where they say the value by themselves.

    >>> _said(Decimal("1250.00"), "1,250.00"), _said(Decimal("1300000.0"), "1.3")
    ('1250.00', '1300000')
    """
    if not isinstance(value, Decimal):
        return str(value)
    plain = re.sub(r"[,\s]", "", printed)
    if re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", plain) and abs(value) == Decimal(plain):
        return f"-{plain}" if value < 0 else plain
    return decimal(value)


def durations(text: str) -> Iterator[Candidate]:
    for m in DURATION.finditer(text):
        number = m["digits"] or (m["words"] and str(spelled(m["words"])))
        if number:
            start = m.start("words") if m["words"] else m.start("digits")
            unit = m["unit"].lower() + "s" * (Decimal(number) != 1)
            yield Candidate(f"{number} {unit}", start, m.end(), True)


def _fiscal(spec: FieldSpec, text: str) -> Iterator[Candidate]:
    """What the field's name asks for of each period: its year, its quarter, or all that it says.
    A year that is printed by itself is offered as such.
    """
    asked = FISCAL_NAME.search(spec.words)
    if not asked or (spec.type is not str and not (asked["year"] or asked["quarter"])):
        return  # a number is no whole period
    for period in fiscal_periods(text):
        quarter = period.quarter and (f"Q{period.quarter}" if spec.type is str else period.quarter)
        said = period.year if asked["year"] else quarter if asked["quarter"] else str(period)
        if said and not re.search(rf"\b{said}\b", text[period.start : period.end]):
            yield Candidate(str(said), period.start, period.end, True)


def _currencies(text: str) -> Iterator[Candidate]:
    for code, pattern in (*PLAIN.items(), ("USD", r"\$")):
        if re.fullmatch("[A-Z]{3}", code):
            for m in re.finditer(rf"(?<![A-Za-z])(?:{pattern})(?![a-z])", text):
                yield Candidate(code, *m.span(), True)
