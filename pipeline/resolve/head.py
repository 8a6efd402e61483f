"""The pieces of a table's head, each with its place: a date over a column, a length of time over
two, a day and a year on two lines. Which column a piece is of is decided in `periods.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from extract_filings.pipeline.records import Box, Line
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.head_cells import (
    HeadCell,
    cell_edges,
    cell_span,
    head_cells,
    height,
    spans,
)
from extract_filings.pipeline.resolve.head_words import BEGUN, date_of, last_of_month, readings

UNTIL = re.compile(
    r"(?i)[\s,)(]*(?:(?:date\s+of\s+)?inception[\s,)]*|[(\s]*[a-z’' ]{4,60}\)[\s,]*)?"
    r"(?:to|through|thru|until|[-–—])\s*(?:and\s+including\s*)?"
)
"""Between the first and the last day of a period: "(commencement of operations) through"."""
TAKEN_OUT = ("compared", "no period", "relative")
LONGEST = 18  # months of a period: what runs longer is cumulative
SAME_LINE = 8.0  # points between the middles of words side by side
PROSE = 520.0  # points: no cell of a head is so wide, but a paragraph between two tables is
BROKEN = 200.0  # points: a wider line is broken nowhere but in prose
SAME_ROW = 4.0  # points between the middles of cells on one line
BELOW = 26.0  # points from a line of a head to the next
SHORT = 4  # words of a head that says that its column is no period


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a head.

    `kind` and `value`: "date" (date), "month" (date: last day of a printed month), "day" (month,
    day), "year" (int), "months" (possible lengths), "span" (the length from its first day to its
    last), "nth" (months, which one in the year, year or None), "relative" (0 for this year, -1 for
    the last), "no period" (the words); "compared", which is nothing. `x0`, `x1`: the cell it stands
    in, in points; `y`: the middle of its line.
    """

    kind: str
    value: Any
    line: Line
    start: int
    end: int
    x0: float
    x1: float
    y: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def quote(self) -> str:
        return self.line.text[self.start : self.end]


ENDS = ("date", "month", "year")  # of columns: what no other piece has to complete but a year


def pieces(line: Line, boxes: Sequence[Box]) -> list[Piece]:
    """All pieces of a line, longest reading first: the year of a date is no year of its own."""
    found: list[Piece] = []
    for kind, start, end, value in readings(line.text):
        x0, x1 = cell_edges(line.text, boxes, start, end)
        if value is None or x1 - x0 > PROSE:
            continue
        if kind in ("date", "day") and not _in_one_cell(line.text, boxes, start, end):
            continue
        if kind == "relative" and cell_span(line.text, boxes, start, end) != (start, end):
            continue
        if any(p.start < end and start < p.end for p in found):
            continue
        if kind in (
            *ENDS,
            "lone day",
            "no period",
        ):  # columns of their own, however close they stand
            x0, x1 = boxes[start][0], boxes[end - 1][2]
        found.append(Piece(kind, value, line, start, end, x0, x1, height(boxes, start)))
    return with_spans(found, line.text)


def _in_one_cell(text: str, boxes: Sequence[Box], start: int, end: int) -> bool:
    """Whether the words of a date stand a space apart: a day and the year of the next column do
    not."""
    return any(a <= start and end <= b for a, b in spans(text, boxes))


def whole(found: Sequence[Piece]) -> list[Piece]:
    """Pieces printed on two lines are one: a month over its day, a day and year under a month."""
    months = [p for p in found if p.kind == "lone month"]
    days, made, used = [p for p in found if p.kind == "lone day"], [], set()
    for month in months:
        under = min(
            (d for d in days if _is_under(d, month)), key=lambda d: abs(month.y - d.y), default=None
        )
        if under is None:
            continue
        used.add(under)
        number, year = under.value
        value = (
            (month.value, number)
            if year is None
            else date_of(str(year), str(month.value), str(number))
        )
        if value is not None:
            kind = "day" if year is None else "date"
            made.append(
                replace(
                    under,
                    kind=kind,
                    value=value,
                    x0=min(under.x0, month.x0),
                    x1=max(under.x1, month.x1),
                )
            )
    free = [d for d in days if d not in used and d.value[1]]
    made += [replace(d, kind="year", value=d.value[1]) for d in free]
    return [p for p in found if p.kind not in ("lone month", "lone day")] + made


def _is_under(day: Piece, month: Piece) -> bool:
    """A day without a year may stand over its month, too: "31" over "December"."""
    beside = day.x0 < month.x1 and month.x0 < day.x1
    apart = month.y - day.y if day.value[1] else abs(month.y - day.y)
    return day.line.page == month.line.page and beside and 0 < apart < 30


def stacked(cells: Sequence[HeadCell], x0: float, x1: float) -> list[Piece]:
    """The pieces of one column's head, read from top to bottom as if printed on one line: words of
    a narrow head are broken anywhere."""
    ordered = sorted(cells, key=lambda c: (-c.y, c.x0))
    text = " ".join(c.text for c in ordered)
    found: list[Piece] = []
    for kind, start, end, value in readings(text):
        if value is None or any(p.start < end and start < p.end for p in found):
            continue
        lowest = _cell_at(ordered, end - 1)
        found.append(Piece(kind, value, lowest.line, start, end, x0, x1, lowest.y))
    found = with_spans(whole(found), text)
    return [
        replace(p, start=c.start, end=c.end)
        for p in found
        if p.kind != "compared" and (c := _cell_at(ordered, p.end - 1))
    ]


def with_spans(found: Sequence[Piece], text: str) -> list[Piece]:
    """ "From May 4, 2020 to June 30, 2021" is its last day and its length. What begins with a
    company's inception is a period too, unless it is longer than those of a part of a year."""
    made = sorted(found, key=lambda p: p.start)
    days = [p for p in made if p.kind in ("date", "day")]
    for first, last in pairwise(days):
        if last.kind != "date" or not UNTIL.fullmatch(_between(text, first, last)):
            continue
        months = _months(first, last)
        if months >= 0:
            made = [_length(first, months) if p is first else p for p in made]
        if 0 < months <= LONGEST:
            made = [p for p in made if not _of_inception(p, last, text)]
    return made


def run_on(found: Sequence[Piece], cells: Sequence[HeadCell]) -> list[Piece]:
    """With lengths of time that one cell begins and the one below it ends, "Three" and "Months
    Ended", in place of what either says by itself."""
    made = [*found]
    for above, below in _under_each_other([c for c in cells if c.x1 - c.x0 < BROKEN]):
        text, cut = f"{above.text} {below.text}", len(above.text)
        for kind, start, end, value in readings(text):
            if kind in ("months", "nth", "to date") and value is not None and start < cut < end - 1:
                x0, x1 = min(above.x0, below.x0), max(above.x1, below.x1)
                at, to = below.start, below.start + end - cut - 1
                made = [p for p in made if not _within(p, above, above.start + start, above.end)]
                made = [p for p in made if not _within(p, below, at, to)]
                made.append(Piece(kind, value, below.line, at, to, x0, x1, below.y))
                break
    return made


def _under_each_other(cells: Sequence[HeadCell]) -> Iterator[tuple[HeadCell, HeadCell]]:
    """Cells that a length may begin in, and those of the line below, where each stands over and
    under no other one."""
    for above in (c for c in cells if BEGUN.search(c.text)):
        under = [c for c in cells if 0 < above.y - c.y < BELOW and _overlap(above, c)]
        nearest = max((c.y for c in under), default=0.0)
        below = [c for c in under if nearest - c.y < SAME_ROW]
        if len(below) == 1:
            over = [c for c in cells if 0 < c.y - below[0].y <= above.y - below[0].y]
            if [c for c in over if _overlap(c, below[0])] == [above]:
                yield above, below[0]


def _within(piece: Piece, cell: HeadCell, start: int, end: int) -> bool:
    return piece.line == cell.line and piece.start < end and start < piece.end


def over_lines(found: Sequence[Piece], boxes: Boxes) -> list[Piece]:
    """The same of a first day and a last one on the line below, in cells under each other."""
    made = [*found]
    for first in (p for p in found if p.kind in ("date", "day")):
        head = _cell(first, boxes)
        for last in (p for p in found if p.kind == "date" and 0 < first.y - p.y < BELOW):
            foot = _cell(last, boxes)
            between = (
                first.line.text[first.end : head.end]
                + " "
                + last.line.text[foot.start : last.start]
            )
            months = _months(first, last)
            if months >= 0 and _overlap(head, foot) and UNTIL.fullmatch(between):
                made = [_length(first, months) if p is first else p for p in made]
    return made


def _cell(piece: Piece, boxes: Boxes) -> HeadCell:
    """The cell that it stands in."""
    cells = head_cells(piece.line, boxes[piece.line.page][piece.line.number])
    return next(c for c in cells if c.start <= piece.start < c.end)


def _overlap(a: HeadCell, b: HeadCell) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1


def _months(first: Piece, last: Piece) -> int:
    """Whole months from the first day to the last, both counted."""
    return round(((last.value - _first_day(first, last.value)).days + 1) / 30.4)


def _length(first: Piece, months: int) -> Piece:
    """The length of time in place of the first day: 0 of some days, which are no period."""
    return replace(first, kind="span", value=(min(months, 99),))


def _between(text: str, first: Piece, last: Piece) -> str:
    return text[first.end : last.start]


def _first_day(first: Piece, last: date) -> date:
    """Of a printed year, else the last one before the last day."""
    if first.kind == "date":
        return first.value
    month, day = first.value
    year = last.year - ((month, day) > (last.month, last.day))
    return date(year, month, min(day, last_of_month(year, month).day))


def _of_inception(piece: Piece, last: Piece, text: str) -> bool:
    """Whether it says no more than that a period begins with the company."""
    words = text[piece.start : piece.end].lower()
    said = piece.kind == "no period" and words in ("inception", "cumulative")
    return said or (piece.kind == "months" and piece.end < last.start)


def _year_of(piece: Piece) -> int | None:
    if piece.kind in ("date", "month"):
        return piece.value.year
    if piece.kind == "nth":
        return piece.value[2]
    return piece.value if piece.kind == "year" else None


def in_years(found: Sequence[Piece]) -> list[Piece]:
    """With "this year" and "last year" side by side as the years that the date above them says."""
    told = [p for p in found if p.kind == "relative"]
    made = [p for p in found if p.kind != "relative"]
    for piece in told:
        beside = [p for p in told if abs(p.y - piece.y) < SAME_LINE]
        above = [(p.y, year) for p in made if p.y > piece.y and (year := _year_of(p))]
        if len({p.value for p in beside}) < 2 or not above:
            continue
        year = min(above)[1]
        made.append(replace(piece, kind="year", value=year + piece.value))
    return made


def _cell_at(ordered: Sequence[HeadCell], at: int) -> HeadCell:
    """The cell whose text holds a character of the joined one."""
    for cell in ordered:
        if at < len(cell.text):
            return cell
        at -= len(cell.text) + 1
    return ordered[-1]
