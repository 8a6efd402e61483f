"""Values that no page prints as such, derived from what was pointed at: the currency, the unit and
the scale of amounts, a fiscal year and quarter, a date counted from another.

A value is derived only where the field's name asks for one, no page printed it, all operands were
found, and there is one reading. It has the status `derived` and names its operands.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from extract_filings.pipeline.records import Document, Operand, RowKey, Value, quoted
from extract_filings.pipeline.resolve.counted_dates import CountedDates
from extract_filings.pipeline.resolve.fiscal_calendar import Calendar
from extract_filings.pipeline.resolve.rules import by_row
from extract_filings.pipeline.status import DERIVED, FORCED, Status
from extract_filings.pipeline.text.candidates import CURRENCY_NAME
from extract_filings.pipeline.text.currency import AMERICAN, SHARED, settled, sign_beside, tokens
from extract_filings.pipeline.text.joined import Joined, Span
from extract_filings.pipeline.text.parse import SCALE_WORD, legal, typed_value
from extract_filings.pipeline.text.scale import BELOW, before, read_scale
from extract_filings.schemas.base import FieldSpec, Part

UNIT_NAME = re.compile(r"units?|uom|unit of measure")
SCALE_NAME = re.compile(r"(?:\w+ )*(?:scale|multiplier)")
FISCAL_NAME = re.compile(r"\bfiscal (?:year|quarter)\b|^quarter$")
PERIOD_END = re.compile(r"\b(?:period|quarter)\b.*\b(?:end|ended|date)\b|\bas of\b")
YEAR_END = re.compile(r"\byear (?:end|ended)\b")
SCALES = {3: "thousands", 6: "millions", 9: "billions"}
NAMED = 3
"""Operands named at most: the amounts of a document are many."""
Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Derived:
    """What is said, in words, where that is printed, and the values that it follows from."""

    said: str
    place: Span
    operands: tuple[Operand, ...]
    confidence: float


@dataclass(frozen=True)
class Row:
    """A row of a part, and what all rows may be derived from."""

    part: Part
    key: RowKey
    cells: Cells
    root: Sequence[tuple[FieldSpec, Value]]

    def beside(self, field: FieldSpec, *types: type) -> list[tuple[FieldSpec, Value]]:
        """Printed values of the object that holds the field."""
        return [
            (f, self.cells[f.name])
            for f in self.part.fields
            if f.name in self.cells and f.type in types and f.at[:-1] == field.at[:-1]
        ]


def with_derived(parts: Sequence[Part], values: Sequence[Value], document: Document) -> list[Value]:
    """The values of roots and lists, and behind them what can be derived from them."""
    deriving = Deriving(document, values)
    made = {
        (one.table, one.key, one.field): one
        for row in _rows(parts, values)
        for field in row.part.fields
        if _lacks(row, field) and (one := deriving(row, field))
    }
    kept = [v for v in values if (v.table, v.key, v.field) not in made]
    return [*kept, *made.values()]


def _rows(parts: Sequence[Part], values: Sequence[Value]) -> Iterator[Row]:
    rows, root = by_row(values), parts[0]
    known = rows.get((root.name, ()), {})
    of_root = [(f, known[f.name]) for f in root.fields if f.name in known]
    for part in (p for p in parts if p.kind != "statement"):
        keys = [()] if part.kind == "root" else [key for name, key in rows if name == part.name]
        yield from (Row(part, key, rows.get((part.name, key), {}), of_root) for key in keys)


def _lacks(row: Row, field: FieldSpec) -> bool:
    """A value that a model gave since null was no answer is hardly one."""
    value = row.cells.get(field.name)
    plain = not (field.cue.free or field.cue.within)
    return plain and (value is None or value.status.outcome == FORCED)


class Deriving:
    """Of one document, whose text is looked through once for what several fields need."""

    def __init__(self, document: Document, values: Sequence[Value]) -> None:
        self.document, self.values = document, values

    def __call__(self, row: Row, field: FieldSpec) -> Value | None:
        way = self._way(field)
        made = way(row, field) if way else None
        value = _meant(field, made.said) if made else None
        if made is None or value is None:
            return None
        line, start, end, rest = made.place
        quote, status = quoted(line, start, end, rest), Status(DERIVED)
        about = row.part.name, row.key, field.name, value, quote, line, start, end
        return Value(*about, made.confidence, status, rest=rest, operands=made.operands)

    def _way(self, field: FieldSpec) -> Callable[[Row, FieldSpec], Derived | None] | None:
        """What the field's type and name ask for."""
        if field.type is date:
            return self.counted
        if field.type is str and CURRENCY_NAME.search(field.words):
            return self.currency
        if field.type is str and UNIT_NAME.fullmatch(field.words):
            return self.unit
        if SCALE_NAME.fullmatch(field.words):
            return self.scale
        named = FISCAL_NAME.search(field.words) and not YEAR_END.search(field.words)
        return self.fiscal if named else None

    def currency(self, row: Row, field: FieldSpec) -> Derived | None:
        """What the amounts beside it are in, or those of the whole document."""
        amounts = [v for _, v in row.beside(field, Decimal, int)]
        if not any(map(_sign, amounts)) and row.part.kind == "root":
            amounts = [v for v in self.values if isinstance(v.value, Decimal)]
        return self._in(amounts)

    def _in(self, amounts: Sequence[Value]) -> Derived | None:
        signs = [(v, found) for v in amounts if (found := _sign(v))]
        if len({token for _, (token, *_) in signs}) != 1:
            return None
        first, (token, start, end) = signs[0]
        code = self._code(token)
        place = first.line, start, end, ()
        return _derived(code, place, [v for v, _ in signs]) if code else None

    def unit(self, row: Row, field: FieldSpec) -> Derived | None:
        """Of the one number beside it: of several it may be another's."""
        numbers = [v for _, v in row.beside(field, Decimal, int)]
        if len(numbers) != 1:
            return None
        number = numbers[0]
        text, end = number.line.text, number.end
        if percent := re.compile(r"\s*\)?\s*(%|percent\b)").match(text, end):
            return _derived("%", (number.line, *percent.span(1), ()), numbers)
        return self._in(numbers)

    def scale(self, row: Row, field: FieldSpec) -> Derived | None:
        """What the page states of amounts that say none themselves, such as "(in thousands)"."""
        amounts = [v for _, v in row.beside(field, Decimal)]
        stated = [read_scale(self._around(v), v.line, None) for v in amounts]
        named = [s.line for s in stated if s.line and s.probability >= BELOW]
        own = any(SCALE_WORD.match(v.line.text, v.end) for v in amounts)
        powers = {s.power for s in stated}
        if own or not named or len(named) < len(amounts) or len(powers) != 1:
            return None
        power, line = powers.pop(), named[0]
        said = SCALES.get(power, "") if field.type is str else str(10**power)
        return _derived(said, (line, 0, len(line.text), ()), amounts) if said else None

    def fiscal(self, row: Row, field: FieldSpec) -> Derived | None:
        """The year or the quarter that ends on a day, by a last day of a fiscal year."""
        days = [*row.beside(field, date), *row.root]
        ends = [v for f, v in days if PERIOD_END.search(f.words)]
        year_ends = [v for f, v in days if YEAR_END.search(f.words)]
        if len({v.value for v in ends}) != 1 or len({v.value for v in year_ends}) != 1:
            return None
        calendar, last = Calendar(year_ends[0].value), ends[0]
        year, quarter = calendar.year(last.value), calendar.quarter(last.value)
        of_quarter = "quarter" in field.words
        said = quarter if of_quarter else year
        place = last.line, last.start, last.end, last.rest
        sign = "Q" * (of_quarter and field.type is str)
        return _derived(f"{sign}{said}", place, [last, year_ends[0]]) if said else None

    def counted(self, row: Row, field: FieldSpec) -> Derived | None:
        """A date so long after another."""
        known = [*row.beside(field, date), *row.root]
        found = self._counted.of(field, [(f, v) for f, v in known if f.type is date])
        if not found:
            return None
        return Derived(str(found.day), found.place, found.operands, found.confidence)

    @cached_property
    def _counted(self) -> CountedDates:
        return CountedDates(Joined([n for page in self.document.pages for n in page]))

    def _code(self, token: str) -> str | None:
        """A sign that several currencies share is none that the document does not settle."""
        if token not in SHARED:
            return token
        named, american = self._named
        return settled([token], [], named, american)

    @cached_property
    def _named(self) -> tuple[frozenset[str], bool]:
        texts = [n.text for page in self.document.pages for n in page]
        named = frozenset(t for text in texts for t, *_ in tokens(text))
        return named, any(AMERICAN.search(text) for text in texts)

    def _around(self, value: Value) -> Sequence:
        page = value.line.page
        return before(self.document, page) + self.document.pages[page - 1]


def _sign(value: Value) -> tuple[str, int, int] | None:
    return None if value.rest else sign_beside(value.line.text, value.start, value.end)


def _derived(said: str, place: Span, of: Iterable[Value]) -> Derived:
    values = [*of]
    operands = dict.fromkeys(Operand(v.quote, v.line) for v in values)
    least = min(v.confidence for v in values)
    return Derived(said, place, tuple(operands)[:NAMED], least)


def _meant(field: FieldSpec, said: str) -> Any:
    """The value that is said, as the schema takes it; None if it takes none such."""
    if field.choices:
        stem = said.casefold().removesuffix("s")
        fit = [c for c in field.choices if c.casefold().removesuffix("s") == stem]
        return field.meaning(fit[0]) if len(fit) == 1 else None
    value = typed_value(field, said)
    return value if legal(field, value) else None
