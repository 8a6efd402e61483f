"""Lines of pages -> the tables on them: rows of numbers, columns, and the pieces of each head.

A table's head is what stands over its first row, up to the table above. A page whose rows have no
head goes on with the table of the page before.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount, Body, Boxes, amounts, body
from extract_filings.pipeline.resolve.amounts import columns as lined_up
from extract_filings.pipeline.resolve.head import (
    ENDS,
    SHORT,
    TAKEN_OUT,
    Piece,
    in_years,
    over_lines,
    pieces,
    run_on,
    stacked,
    whole,
)
from extract_filings.pipeline.resolve.head_cells import HeadCell, head_cells
from extract_filings.pipeline.resolve.head_words import MONTH
from extract_filings.pipeline.resolve.levels import Column, lines_of
from extract_filings.pipeline.resolve.number_style import settled

ASIDE = 15.0  # points that a head may stand beside its numbers
NOTE_MARK = re.compile(r"\s?\((\d{1,2})\)$")
DAY_AHEAD = re.compile(rf"(?i)(?:\b(?:ended|ending|through|to|from)|{MONTH})\s*$")
RESTATED = re.compile(r"(?i)\b(?:restated|revised|corrected)\b")
REPORTED = re.compile(r"(?i)\bas\s+(?:\w+\s+)?(?:reported|stated|filed|presented)\b")
LEAST_APART = 10.0  # points between the middles of two columns
FAR_APART = 100.0  # the same of a column alone
BETWEEN = 0.35  # of the distance of two columns: so far from both, a cell is over both
NOTE = 60  # a note's number is smaller
STACK = 110.0  # points above the first row that the words of a narrow head may begin
TALL = 400.0  # points above the first row that a head may begin
DAYS = ("date", "day", "month", "nth")
MARGIN = 45.0  # points from the foot of a page: page numbers and dates of printing


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the amounts of each line, from top to bottom. `head`: pieces over them. `above`: the
    table on the page before whose head it shares, if it has none."""

    page: int
    rows: tuple[tuple[Line, tuple[Amount, ...]], ...]
    columns: tuple[Column, ...]
    head: tuple[Piece, ...]
    own: bool = True


def tables(lines: Sequence[Line], boxes: Boxes) -> list[Table]:
    """All tables of the pages, from top to bottom."""
    found = {line: pieces(line, boxes[line.page][line.number]) for line in lines}
    pages = [*dict.fromkeys(line.page for line in lines)]
    told = {p: whole([q for n in lines if n.page == p for q in found[n]]) for p in pages}
    printed = settled({n: _amounts(n, boxes, told[n.page]) for n in lines}, boxes)
    rows = body([a for some in printed.values() for a in some])
    made: list[Table] = []
    for page in pages:
        words = [
            cell
            for line in lines
            if line.page == page and line not in rows
            for cell in head_cells(line, boxes[line.page][line.number])
        ]
        here = in_years(over_lines(run_on(told[page], words), boxes))
        free = [p for p in here if p.line not in rows or _heads(p, rows[p.line])]
        own = {n: r for n, r in rows.items() if n.page == page}
        made += _of_page(page, own, free, made, found, words)
    return made


def _amounts(line: Line, boxes: Boxes, found: Sequence[Piece]) -> list[Amount]:
    """The numbers of a line that are of no piece of a head, and refer to no note below it."""
    own = [p for p in found if p.line == line]
    printed = amounts(line, boxes[line.page][line.number])
    marked = _marked(line, boxes, own) if own and printed else ()
    return [a for a in printed if not _in_piece(a, own) and a.start not in marked]


def _marked(line: Line, boxes: Boxes, own: Sequence[Piece]) -> set[int]:
    """Where numbers stand that are marks of notes: the rest of a cell that is a year or a date,
    "2019 (1)"."""
    ends = {p.end for p in own if p.kind in ENDS}
    cells = head_cells(line, boxes[line.page][line.number])
    found = ((c, NOTE_MARK.search(c.text)) for c in cells)
    return {c.start + m.start(1) for c, m in found if m and c.start + m.start() in ends}


def _in_piece(amount: Amount, found: Iterable[Piece]) -> bool:
    taken = (p for p in found if p.kind != "no period")
    in_piece = any(p.start < amount.end and amount.start < p.end for p in taken)
    return in_piece or bool(DAY_AHEAD.search(amount.line.text[: amount.start]))


def _heads(piece: Piece, row: Sequence[Amount]) -> bool:
    """Whether a piece of a line with other numbers may be of a head: it stands among them."""
    return piece.kind in ENDS and piece.x0 > row[0].x0 and len(row) == 1


def _of_page(
    page: int,
    rows: Body,
    found: Sequence[Piece],
    before: Sequence[Table],
    all_pieces: dict[Line, list[Piece]],
    words: Sequence[HeadCell],
) -> list[Table]:
    ordered = sorted(rows.items(), key=lambda r: -r[1][0].y)
    starts = _starts(ordered, found)
    made: list[Table] = []
    for some, top, bottom in _segments(ordered, starts):
        head = tuple(p for p in found if bottom < p.y < min(top, bottom + TALL))
        head = head or tuple(p for p in found if bottom < p.y < top)
        own = any(p.kind in ENDS or p.kind == "nth" for p in head)
        over = [c for c in words if bottom < c.y < min(top, bottom + STACK)]
        table = _table(page, some, head, own, over)
        if not own and not made:
            table = _without_head(table, before, all_pieces)
        elif not made and not any(p.kind in DAYS for p in head):
            table = replace(table, head=(*table.head, *_foot(page - 1, before, all_pieces)))
        made.append(table)
    return made


def _goes_on(table: Table, before: Sequence[Table]) -> Table | None:
    """With the head of the last table of the page before, if its columns line up with its own."""
    last = next((t for t in reversed(before) if t.page == table.page - 1), None)
    if last is None or not last.head:
        return None
    over = [
        next((c for c in last.columns if abs(c.x1 - m.x1) < ASIDE), None) for m in table.columns
    ]
    if sum(c is not None for c in over) < min(2, len(last.columns)):
        return None
    columns = tuple(
        replace(m, no_period=c.no_period, stack=c.stack, basis=c.basis) if c else m
        for m, c in zip(table.columns, over, strict=True)
    )
    return replace(table, columns=columns, head=last.head)


def _without_head(
    table: Table, before: Sequence[Table], all_pieces: dict[Line, list[Piece]]
) -> Table:
    """With a head that stands below all rows of the page before, or with that of its last table."""
    foot = _foot(table.page - 1, before, all_pieces)
    below = replace(table, head=(*table.head, *foot))
    over = [c.cells for c in table.columns]
    if any(_over_columns(line, over) for line in lines_of([p for p in foot if p.kind in ENDS])):
        return below
    return _goes_on(table, before) or below


def _foot(page: int, before: Sequence[Table], all_pieces: dict[Line, list[Piece]]) -> list[Piece]:
    """What a page says below its tables: the title of the one on the next page, perhaps."""
    last = next((t for t in reversed(before) if t.page == page), None)
    bottom = last.rows[-1][1][0].y if last else float("inf")
    found = [p for n, ps in all_pieces.items() if n.page == page for p in ps]
    return [p for p in whole(found) if MARGIN < p.y < bottom and p.kind not in TAKEN_OUT]


def _starts(ordered: Sequence, found: Sequence[Piece]) -> list[float]:
    """Heights of lines of dates among the rows: another table begins below them."""
    if not ordered:
        return []
    highest, lowest = ordered[0][1][0].y, ordered[-1][1][0].y
    left = min(a.x0 for _, row in ordered for a in row) - ASIDE
    ends = [p for p in found if p.kind in ENDS or (p.kind == "nth" and p.value[2])]
    heads = [line for line in lines_of(ends) if lowest < line[0].y < highest]
    over = lined_up([a for _, row in ordered for a in row])
    return [
        line[0].y
        for line in heads
        if all(p.x0 > left for p in line) and (_apart(line) or _over_columns(line, over))
    ]


def _over_columns(line: Sequence[Piece], over: Sequence[Sequence[Amount]]) -> bool:
    """Whether each of several dates stands over a column of its own."""
    at = [
        next(
            (i for i, g in enumerate(over) if p.x1 > g[0].x0 - ASIDE and p.x0 < g[0].x1 + ASIDE),
            None,
        )
        for p in line
    ]
    return len(line) > 1 and None not in at and len(set(at)) == len(line)


def _apart(line: Sequence[Piece]) -> bool:
    """Whether dates stand side by side as those over columns do, with nothing else between."""
    text = line[0].line.text
    rest = len(text) - sum(p.end - p.start for p in line if p.line == line[0].line)
    return (len(line) > 1 and rest < 40) or len(text.split()) <= SHORT


def _segments(ordered: Sequence, starts: Sequence[float]) -> list[tuple[list, float, float]]:
    """(rows, height of the row above, height of the first row) of each table."""
    made: list[tuple[list, float, float]] = []
    top = float("inf")
    some: list = []
    for line, row in ordered:
        y = row[0].y
        if some and any(y < s < some[-1][1][0].y for s in starts):
            made.append((some, top, some[0][1][0].y))
            top, some = some[-1][1][0].y, []
        some.append((line, row))
    if some:
        made.append((some, top, some[0][1][0].y))
    return made


def _table(
    page: int, some: Sequence, head: Sequence[Piece], own: bool, over: Sequence[HeadCell]
) -> Table:
    groups = lined_up([a for _, row in some for a in row])
    spans = [(min(a.x0 for a in g), max(a.x1 for a in g)) for g in groups]
    over_each = stacks(spans, over)
    columns = tuple(_column(g, groups, stack) for g, stack in zip(groups, over_each, strict=True))
    rest = tuple(p for p in head if p.kind not in TAKEN_OUT)
    return Table(page, tuple((n, tuple(r)) for n, r in some), columns, rest, own)


def stacks(
    spans: Sequence[tuple[float, float]], over: Sequence[HeadCell], even: bool = True
) -> list[list[HeadCell]]:
    """The cells right over each column: a wide one is over all columns whose middle it covers, any
    other over the nearest. `even`: whether columns stand about as far apart as the nearest two; if
    not, a cell has the room around its own."""
    middles = [(x0 + x1) / 2 for x0, x1 in spans]
    apart = [max(LEAST_APART, abs(b - a)) for a, b in pairwise(middles)] or [FAR_APART]
    pitch = min(apart)
    room = [pitch] * len(apart) if even else apart
    each = _one_each(spans, over, pitch)
    made: list[list[HeadCell]] = [[] for _ in spans]
    for cell in over:
        covered = [i for i, m in enumerate(middles) if cell.x0 <= m <= cell.x1]
        wide = cell.x1 - cell.x0
        if len(covered) < 2:
            covered = each.get(cell) or _nearest(cell, spans, pitch)
            wide -= max(0.0, cell.x1 - spans[-1][1]) * (len(spans) > 1)
        if covered and wide < _room(room, covered):
            for i in covered:
                made[i].append(cell)
    return made


def _one_each(
    spans: Sequence[tuple[float, float]], over: Sequence[HeadCell], pitch: float
) -> dict[HeadCell, list[int]]:
    """The column of each cell of lines that have a cell for every column, however far aside the
    whole line stands."""
    made: dict[HeadCell, list[int]] = {}
    for line in dict.fromkeys(c.line for c in over):
        cells = [c for c in over if c.line == line and spans[0][0] - c.x1 < pitch]
        off = [abs(c.middle - (x0 + x1) / 2) for c, (x0, x1) in zip(cells, spans, strict=False)]
        if len(cells) == len(spans) > 1 and max(off) < pitch:
            made |= {c: [i] for i, c in enumerate(cells)}
    return made | {c: own for c in over if c not in made and (own := _shared(c, made))}


def _shared(cell: HeadCell, each: Mapping[HeadCell, list[int]]) -> list[int]:
    """The column of the one cell above or below it: "September 30," over "2012"."""
    found = [own for other, own in each.items() if cell.x0 < other.x1 and other.x0 < cell.x1]
    return found[0] if found and all(own == found[0] for own in found) else []


def _room(apart: Sequence[float], covered: Sequence[int]) -> float:
    """Points that a cell over these columns may take: most of the way from the column before them
    to the one behind. `apart`: the distance of each column to the next."""
    steps = [apart[0], *apart, apart[-1]][covered[0] : covered[-1] + 2]
    return sum(steps) * (len(steps) - 0.4) / len(steps)


def _nearest(cell: HeadCell, spans: Sequence[tuple[float, float]], pitch: float) -> list[int]:
    """The column that it stands over; both, if it stands between two."""
    off = [abs(cell.middle - (x0 + x1) / 2) / pitch for x0, x1 in spans]
    between = [i for i, o in enumerate(off) if BETWEEN < o < 1 - BETWEEN]
    aligned = any(abs(cell.x1 - x1) < pitch / 4 for _, x1 in spans)
    if len(between) == 2 and min(off) > BETWEEN and not aligned:
        return between
    near = min(range(len(spans)), key=lambda i: _off(cell, *spans[i]), default=None)
    return [near] if near is not None and _off(cell, *spans[near]) < pitch / 2 else []


def _off(cell: HeadCell, x0: float, x1: float) -> float:
    return min(abs(cell.middle - (x0 + x1) / 2), abs(cell.x1 - x1))


def _column(
    group: Sequence[Amount],
    groups: Sequence,
    stack: Sequence[HeadCell],
) -> Column:
    x0, x1 = min(a.x0 for a in group), max(a.x1 for a in group)
    read = stacked(stack, x0, x1) if stack else []
    word = next((p.quote for p in read if p.kind == "no period"), "")
    if max(group, key=lambda a: a.y).percent or 2 * sum(a.percent for a in group) > len(group):
        word = "%"
    elif group is groups[0] and len(groups) > 2 and _notes(group):
        word = word or "note"
    elif _alone(group, groups):
        word = word or "alone"
    rest = tuple(p for p in read if p.kind not in TAKEN_OUT)
    return Column(tuple(group), x0, x1, word, rest, _basis(stack))


def _basis(stack: Sequence[HeadCell]) -> str:
    """What a head says of its numbers: "restated", "reported" at first, or nothing."""
    text = " ".join(c.text for c in sorted(stack, key=lambda c: (-c.y, c.x0)))
    if RESTATED.search(text):
        return "restated"
    return "reported" if REPORTED.search(text) else ""


def _alone(group: Sequence[Amount], groups: Sequence[Sequence[Amount]]) -> bool:
    """Whether its rows have no number in any other column: those of other lists on the page."""
    others = {a.line for g in groups if g is not group for a in g}
    return bool(others) and not any(a.line in others for a in group)


def _notes(group: Sequence[Amount]) -> bool:
    """Whether they read as the numbers of notes."""
    return all(0 < a.value < NOTE and "." not in a.printed and "," not in a.printed for a in group)
