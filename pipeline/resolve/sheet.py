"""Pages with tables -> a sheet: the rows of their numbers, and the period that each column is of.

Numbers whose right edges line up are a column; the head says which period a column is of. Numbers
in labels line up with nothing that is dated, nor do percentages and changes, so they are no cells.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.column_sums import without_parts
from extract_filings.pipeline.resolve.dated_rows import DatedColumn, Row
from extract_filings.pipeline.resolve.head_cells import height
from extract_filings.pipeline.resolve.layout import Table, tables
from extract_filings.pipeline.resolve.losses import with_losses
from extract_filings.pipeline.resolve.periods import Known, Reading, read_head, shares
from extract_filings.pipeline.resolve.translations import (
    TRANSLATION,
    currencies,
    their_scales,
    without_translations,
)
from extract_filings.pipeline.text.scale import Scale, read_scale

VARIANT = re.compile(r"(?i)pro[\s-]?forma|previously|originally|constant|budget|forecast|target")
"""What is over a column of a year that is not the year's actual one."""
SAME_LINE = 3.0  # points between the middles of lines that stand side by side


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pages whose columns are read. `lines`: as they stand, from top to bottom. `rows`: the dated
    amounts of each line of their tables, losses negative. `printed`: the same, signed as printed.
    `doubtful`: lines whose sign rests on their words alone. `ahead`: where the first number of a
    line stands, of any column, if it is not the first of `printed`. `scales`: of lines for which
    other values settled it.
    """

    lines: tuple[Line, ...]
    rows: Mapping[Line, Row]
    columns: tuple[DatedColumn, ...]
    printed: Mapping[Line, Row]
    doubtful: frozenset[Line] = frozenset()
    ahead: Mapping[Line, int] = field(default_factory=dict)
    scales: Mapping[Line, Scale] = field(default_factory=dict)
    other_scales: frozenset[Line] = frozenset()

    def scale(self, row: Line, unit: str | None, elsewhere: Scale | None) -> Scale:
        """Of the numbers of a row. `elsewhere`: as of `read_scale`."""
        return self.scales.get(row) or self.stated_scale(row, unit, elsewhere)

    def stated_scale(self, row: Line, unit: str | None, elsewhere: Scale | None = None) -> Scale:
        """What its pages say of it."""
        lines = [n for n in self.lines if n not in self.other_scales]
        return read_scale(lines, row, unit, elsewhere)


def read_sheet(lines: Sequence[Line], boxes: Boxes, flow: bool, known: Known) -> Sheet:
    """The columns of all tables of the lines' pages."""
    ordered = in_place(lines, boxes)
    rows: dict[Line, Row] = {}
    read: list[DatedColumn] = []
    ahead: dict[Line, int] = {}
    others: set[Line] = set()
    for found in tables(ordered, boxes):
        over = currencies(found, ordered, boxes, [(c.column, c.currency) for c in reversed(read)])
        table = without_translations(found, over, ordered)
        others |= their_scales(table, ordered, boxes)
        dated = dated_columns(table, flow, known)
        dated = without_parts(dated)
        columns = [replace(c, number=i, currency=over[i - 1]) for i, c in enumerate(dated, start=1)]
        of = {a: c for c in columns for a in c.column.cells if c.period}
        read += columns
        ahead |= _ahead(dated)
        for line, amounts in table.rows:
            if row := [(a, of[a]) for a in amounts if a in of]:
                rows[line] = row
    turned, doubtful = with_losses(rows, flow, ordered)
    return Sheet(
        tuple(ordered), turned, tuple(read), rows, doubtful, ahead, other_scales=frozenset(others)
    )


def _ahead(columns: Sequence[DatedColumn]) -> dict[Line, int]:
    """Where the numbers of columns stand that are of no period, left of all that are of one."""
    first = next((i for i, c in enumerate(columns) if c.period), 0)
    return {a.line: a.start for c in reversed(columns[:first]) for a in c.column.cells}


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
    periods = readings[0].periods
    restated = {p for p, c in zip(periods, table.columns, strict=True) if c.basis == "restated"}
    return [
        DatedColumn(c, None, 1.0, ())
        if c.no_period == TRANSLATION
        or VARIANT.search(c.no_period)
        or (c.basis == "reported" and periods[i] in restated)
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
