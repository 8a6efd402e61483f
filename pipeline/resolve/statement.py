"""A printed statement whose rows a model has found -> its cells: period, exact amount, scale, sign.

Numbers whose right edges line up are a column; the head says which period a column is of. Numbers
in labels line up with nothing that is dated, nor do percentages and changes, so they are no cells.
Values come from print alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount, Boxes
from extract_filings.pipeline.resolve.head import Piece
from extract_filings.pipeline.resolve.head_cells import height
from extract_filings.pipeline.resolve.layout import Table, tables
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.periods import (
    Known,
    Period,
    Reading,
    read_head,
    shares,
)
from extract_filings.pipeline.resolve.translations import (
    TRANSLATION,
    currencies,
    without_translations,
)
from extract_filings.pipeline.text.scale import Scale, read_scale
from extract_filings.schemas.base import Cue, Part

VARIANT = re.compile(r"(?i)pro[\s-]?forma|previously|originally|constant|budget|forecast|target")
"""What is over a column of a year that is not the year's actual one."""
GUESS = 0.5
"""Of two columns of one period that differ the first counts, and that is a guess."""
SAME_LINE = 3.0  # points between the middles of lines that stand side by side
LOSS = re.compile(
    r"(?i)^[\s—–-]*(?:(?:net|total|consolidated|operating|pre-?tax|accumulated|comprehensive|basic"
    r"|diluted|and|(?:stock|share)(?:holders?|owners?)['’]?s?['’]?)\s+)*"
    r"(?:loss(?:es)?|deficit|cash(?:\s+flows?)?\s+used)\b"
)
TURNED = re.compile(
    r"(?i)^[\s—–-]*(?:(?:net|operating|pre-?tax|comprehensive|basic|diluted|and)\s+)*"
    r"loss(?:es)?\s*\((?:income|earnings|profits?)\)\s*"
    r"(?!\s*(?:from|of|in)\b(?!\s+(?:continuing\s+)?operations))(?!.*(?:controlling|minority))"
)
"""A row whose losses stand without brackets, and whose income in brackets. What others lose of it
is added to net income.
"""
GAIN = re.compile(
    r"(?i)\b(?:incomes?|earnings|profits?|gains?|provided|generated|surplus|inflows?)\b"
    r"|\((?:loss|deficit|used)|\b(?:loss|deficit)\s*\)"
)
TAXES = re.compile(r"(?i)\bincome tax(?:es)?\b|\btaxes on income\b")


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


@dataclass(frozen=True, slots=True)
class DatedColumn:
    """A column as it was read. `period`: None if it was left unread. `probability` of that.
    `number`: from the left, from 1. `currency`: the token over it, or ahead of its numbers."""

    column: Column
    period: Period | None
    probability: float
    pieces: tuple[Piece, ...]
    number: int = 1
    currency: str = ""


Row = list[tuple[Amount, DatedColumn]]  # the dated amounts of a line


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pages whose columns are read. `lines`: as they stand, from top to bottom. `rows`: the dated
    amounts of each line of their tables, losses negative. `printed`: the same, signed as printed.
    """

    lines: tuple[Line, ...]
    rows: Mapping[Line, Row]
    columns: tuple[DatedColumn, ...]
    printed: Mapping[Line, Row]


def read_sheet(lines: Sequence[Line], boxes: Boxes, flow: bool, known: Known) -> Sheet:
    """The columns of all tables of the lines' pages."""
    ordered = in_place(lines, boxes)
    rows: dict[Line, Row] = {}
    read: list[DatedColumn] = []
    for table in tables(ordered, boxes):
        over = currencies(table, ordered, boxes, [(c.column, c.currency) for c in reversed(read)])
        dated = dated_columns(without_translations(table, over, ordered), flow, known)
        columns = [replace(c, number=i, currency=over[i - 1]) for i, c in enumerate(dated, start=1)]
        of = {a: c for c in columns for a in c.column.cells if c.period}
        read += columns
        for line, amounts in table.rows:
            if row := [(a, of[a]) for a in amounts if a in of]:
                rows[line] = row
    losses = {line: _as_losses(line, row) for line, row in rows.items()}
    return Sheet(tuple(ordered), losses, tuple(read), rows)


def in_place(lines: Sequence[Line], boxes: Boxes) -> list[Line]:
    """As they stand on their pages, from top to bottom: some heads are drawn last."""

    def top(line: Line) -> tuple[int, float]:
        box = boxes[line.page][line.number]
        return line.page, -height(box, 0) if len(box) else 0.0

    ordered: list[Line] = []
    for line in sorted(lines, key=top):
        at = len(ordered)
        while (
            at
            and ordered[at - 1].page == line.page
            and abs(top(ordered[at - 1])[1] - top(line)[1]) < SAME_LINE
            and line.number < ordered[at - 1].number
        ):
            at -= 1
        ordered.insert(at, line)
    return ordered


def dated_columns(table: Table, flow: bool, known: Known) -> list[DatedColumn]:
    """The likeliest reading of a head, and how probable each column's period is."""
    readings = read_head(table.columns, table.head, flow, known)
    chosen = shares(readings)
    if not readings or sum(chosen) < 0.5:
        return [DatedColumn(c, None, 1 - sum(chosen), ()) for c in table.columns]
    return [
        DatedColumn(c, None, 1.0, ())
        if c.no_period == TRANSLATION or VARIANT.search(c.no_period)
        else DatedColumn(
            c, readings[0].periods[i], _agreed(readings, chosen, i), readings[0].pieces[i]
        )
        for i, c in enumerate(table.columns)
    ]


def _agreed(readings: Sequence[Reading], chosen: Sequence[float], column: int) -> float:
    """The probability of all readings that give the column the period of the first."""
    first = readings[0].periods[column]
    alike = (s for r, s in zip(readings, chosen, strict=True) if r.periods[column] == first)
    return min(1.0, sum(alike))


def first_of_each(row: Row) -> Row:
    """Where two columns show one period, the first counts."""
    kept: dict[Period | None, tuple[Amount, DatedColumn]] = {}
    for amount, at in row:
        kept.setdefault(at.period, (amount, at))
    return list(kept.values())


def _as_losses(line: Line, row: Row) -> Row:
    """A row that is called a loss, and has no amount in brackets, prints losses."""
    label = TAXES.sub("", line.text[: row[0][0].start])
    if TURNED.search(label):
        return _turned(row)
    if not LOSS.search(label) or GAIN.search(label) or any(a.value < 0 for a, _ in row):
        return row
    return _turned(row)


def _turned(row: Row) -> Row:
    return [(replace(a, value=-a.value if a.value else a.value), c) for a, c in row]


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
        spec.name: tuple(statement.cells(spec.cue, printed.get(spec.name, [])))
        for spec in part.fields
    }


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
        flipped = cue.sign == "provision" and _brackets_are_costs(line, self)
        gains = _turned_gains(row) if cue.sign == "cost" else set()
        scale = read_scale(self.sheet.lines, line, cue.unit, self.elsewhere)
        for a, at in first_of_each(row):
            value = _value(a, cue, scale.power, flipped or a in gains)
            period = at.period
            assert period
            column = at.probability * (GUESS if _others(row, period) - {a.value} else 1.0)
            yield Cell(a.line, a.start, a.end, *period, value, column, scale.probability)


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


def _brackets_are_costs(line: Line, statement: Statement) -> bool:
    """Whether brackets around a provision mean that it was paid: the sums say so, else the label,
    else the other costs.
    """
    if fits := _sums(line, statement.sheet.rows):
        return fits < 0
    label = line.text
    if not re.match(r"[A-Z]", label):
        lines = statement.sheet.lines
        label = lines[max(0, lines.index(line) - 1)].text + " " + label
    if re.search(r"\([^)]*(?:provision|expense)", label, re.I):
        return True
    if re.search("benefit", label, re.I):
        return not re.search("provision|expense", label, re.I)
    return _costs_are_in_brackets(statement)


def _costs_are_in_brackets(statement: Statement) -> bool:
    """Whether most of them are."""
    costs = [
        a.value
        for f in statement.part.fields
        if f.cue.sign == "cost" and f.cue.unit == "USD"
        for a, _ in statement.printed.get(f.name, ())
    ]
    return bool(costs) and sum(v < 0 for v in costs) > len(costs) / 2


def _sums(line: Line, table: Mapping[Line, Row]) -> int:
    """How many columns add up with brackets as minus, less how many add up with brackets as plus.

    They add up if the row above, less the tax, plus none to three rows that follow, is the row
    after them.
    """
    order = list(table)
    at = order.index(line)
    above = _by_period(table[order[at - 1]]) if at else {}
    below = [_by_period(table[one]) for one in order[at + 1 : at + 5]]
    fits = 0
    for when, tax in _by_period(table[line]).items():
        if not tax or when not in above:
            continue
        column = [row[when] for row in below if when in row]
        for sign in (1, -1):
            fits += sign * _adds_up(above[when] - sign * tax, column)
    return fits


def _by_period(row: Row) -> dict[Period | None, Decimal]:
    return {at.period: a.value for a, at in first_of_each(row)}


def _adds_up(rest: Decimal, column: Sequence[Decimal]) -> bool:
    """Whether some value below is the sum of the rest and the values before it."""
    for value in column:
        if rest == value:
            return True
        rest += value
    return False
