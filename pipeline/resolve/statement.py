"""A printed statement whose rows a model has found -> its cells: period, exact amount, scale, sign.
Values come from print alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.dated_rows import Row, first_of_each
from extract_filings.pipeline.resolve.periods import Period
from extract_filings.pipeline.resolve.provision import brackets_are_costs
from extract_filings.pipeline.resolve.sheet import Sheet
from extract_filings.pipeline.text.scale import Scale
from extract_filings.schemas.base import Cue, FieldSpec, Part

GUESS = 0.5
"""Of two columns of one period that differ the first counts, and that is a guess."""
CALLED = 0.8
"""Probability of the sign of a deficit without brackets that no sum settles."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed number of a row: `line.text[start:end]` without brackets and signs.

    `months`: None for instants. `value`: exact, in base units, signed as Cue.sign says. `column`,
    `scale`: the probabilities of the period read, and of scale and sign.
    """

    line: Line
    start: int
    end: int
    period_end: date
    months: int | None
    value: Decimal
    column: float = 1.0
    scale: float = 1.0


def read_statement(
    sheet: Sheet, rows: Mapping[str, Line], part: Part, elsewhere: Scale | None = None
) -> dict[str, tuple[Cell, ...]]:
    """{field: its cells from left to right}. A column whose period the head lacks has none.
    `elsewhere`: the scale of the document's other statements, if the pages state none."""
    after = dict(pairwise(sheet.lines))
    printed = {
        field: sheet.rows.get(line) or _behind_label(after.get(line), sheet.rows)
        for field, line in rows.items()
    }
    statement = Statement(sheet, printed, part, elsewhere)
    return {
        spec.name: tuple(
            c
            for c in statement.cells(spec.cue, printed.get(spec.name, []))
            if not _of_its_twin(spec, rows, c)
        )
        for spec in part.fields
    }


def _of_its_twin(spec: FieldSpec, rows: Mapping[str, Line], cell: Cell) -> bool:
    """Whether a row that names neither of a pair is of a time when there was but the other one."""
    both = spec.cue.twin and rows.get(spec.cue.twin) == rows.get(spec.name)
    early = spec.cue.since and cell.period_end < spec.cue.since
    return bool(both and early and not re.search("(?i)dilut", cell.line.text))


@dataclass(frozen=True, slots=True)
class Statement:
    """A sheet, and the rows of a statement's fields on it."""

    sheet: Sheet
    printed: Mapping[str, Row]
    part: Part
    elsewhere: Scale | None = None

    def cells(self, cue: Cue, row: Row) -> Iterator[Cell]:
        """Of one field."""
        if not row:
            return
        line = row[0][0].line
        flipped = cue.sign == "provision" and brackets_are_costs(line, self.sheet, self.costs())
        gains = _turned_gains(row) if cue.sign == "cost" else set()
        scale = self.sheet.scale(line, cue.unit, self.elsewhere)
        sure = scale.probability * (CALLED if line in self.sheet.doubtful else 1.0)
        for a, at in first_of_each(row):
            value = _value(a, cue, scale.power, flipped or a in gains)
            period = at.period
            assert period
            column = at.probability * (GUESS if _others(row, period) - {a.value} else 1.0)
            yield Cell(a.line, a.start, a.end, *period, value, column, sure)

    def costs(self) -> list[Decimal]:
        """All that it prints, signed as printed."""
        return [
            a.value
            for f in self.part.fields
            if f.cue.sign == "cost" and f.cue.unit == "USD"
            for a, _ in self.printed.get(f.name, ())
        ]


def _others(row: Row, period: Period) -> set[Decimal]:
    """What the columns of a period say."""
    return {a.value for a, at in row if at.period == period}


def _behind_label(line: Line | None, rows: Mapping[Line, Row]) -> Row:
    """A row's line without cells, followed by nothing but numbers, is a broken label: they are its
    cells.
    """
    return rows.get(line, []) if line and not re.search("[A-Za-z]", line.text) else []


def in_base_units(value: Decimal, scale: int) -> Decimal:
    """Times ten to the power of `scale`, exactly."""
    if not scale:
        return value
    base = value.scaleb(scale)
    return base.quantize(Decimal(1)) if base == base.to_integral_value() else base


# Sign


def _value(amount: Amount, cue: Cue, scale: int, flipped: bool) -> Decimal:
    value = in_base_units(amount.value, scale)
    if cue.sign in ("cost", "outflow"):
        value = abs(value)
    return -value if flipped and value else value


def _turned_gains(row: Row) -> set[Amount]:
    """The amounts of a cost that most of its row says are none: the last of "17,982 10,053 (533)"
    is income.
    """
    bracketed, plain = ({a for a, _ in row if sign * a.value < 0} for sign in (1, -1))
    few, many = sorted((bracketed, plain), key=len)
    return few if len(few) < len(many) else set()
