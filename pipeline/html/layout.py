"""What flows down a page -> printed lines: each word of a table above or beside the others as a
browser sets it, in letters of one width.

A column is as wide as its widest cell, unless the table gets too wide: then the widest columns are
broken into lines. Lengths are in points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import inf

from extract_filings.pipeline.html.flow import Cell, Grid, Item, PageBreak, Paragraph, Word
from extract_filings.pipeline.html.source import TooMuch

LETTER = 5.0
TEXT, TABLE = 560.0, 720.0
"""Widths that paragraphs and tables fill at most."""
APART = 6.0  # between cells
GAP = 6.0  # above a paragraph
MAX_COLUMNS = 2_000
SLACK = 0.1  # sums of widths are not exact


@dataclass(slots=True)
class Printed:
    """A line: its words, each with its left edge. `gap`: room above it. `inside`: a table, so no
    page ends above it. `page`: a page begins with it."""

    words: list[tuple[float, Word]] = field(default_factory=list)
    gap: float = 0.0
    inside: bool = False
    page: bool = False


def width_of(word: Word) -> float:
    parts = word.parts
    return LETTER * (len(parts[0][0]) if len(parts) == 1 else sum(len(p[0]) for p in parts))


def printed(flow: Sequence[Item], x: float = 0.0, width: float = TEXT) -> list[Printed]:
    """The lines of a flow that begins at `x`."""
    made: list[Printed] = []
    page = False
    for item in flow:
        if isinstance(item, PageBreak):
            page = True
            continue
        if isinstance(item, Paragraph):
            lines = _filled(item, x, width)
        else:
            lines = _table(item, x, max(width, TABLE) if not x else width)
        if lines:
            lines[0].page = page
            lines[0].gap += GAP
            page = False
        made += lines
    if page:
        made.append(Printed(page=True))
    return made


def _filled(paragraph: Paragraph, x: float, width: float) -> list[Printed]:
    """Its words in lines no wider than it may be."""
    left = min(paragraph.left, width / 2)
    lines: list[list[tuple[float, Word]]] = []
    full = width + SLACK if paragraph.wraps else inf
    at = start = max(0.0, left + paragraph.first)
    for word in paragraph.words:
        wide, space = width_of(word), word.space * LETTER
        if not lines:
            at = start + space
            lines.append([])
        elif word.hard:
            at = left + space
            lines.append([])
        elif at + space + wide > full and lines[-1]:
            at = left
            lines.append([])
        else:
            at += space
        lines[-1].append((at, word))
        at += wide
    return [Printed(_aligned(line, x, width, paragraph.align)) for line in lines]


def _aligned(
    line: list[tuple[float, Word]], x: float, width: float, align: float
) -> list[tuple[float, Word]]:
    end = line[-1][0] + width_of(line[-1][1])
    move = x + max(0.0, (width - end) * align)
    return [(at + move, word) for at, word in line]


def _table(grid: Grid, x: float, width: float) -> list[Printed]:
    placed = _placed(grid)
    if not placed:
        return []
    columns = max(at + cell.across for _, at, cell in placed)
    widths = _fitted(placed, columns, width)
    edges = [x, *accumulate(widths, initial=x)][1:]
    rows: list[list[Printed]] = [[] for _ in grid.rows]
    by_row: list[list[tuple[float, list[Printed]]]] = [[] for _ in grid.rows]
    for number, at, cell in placed:
        if not cell.flow:
            continue
        whole = cell.across >= columns
        room = edges[min(columns, at + cell.across)] - edges[at] - APART
        lines = printed(cell.flow, edges[at], max(TEXT, room) if whole else max(LETTER, room))
        last = min(len(rows), number + cell.down) - 1
        by_row[last if cell.valign == 1 else number].append((cell.valign, lines))
    for number, cells in enumerate(by_row):
        rows[number] = _side_by_side(cells)
    made = [line for row in rows for line in row]
    for line in made[1:]:
        line.inside = True
    return made


def _placed(grid: Grid) -> list[tuple[int, int, Cell]]:
    """(row, first column, cell), as cells of the rows above leave room. Raises TooMuch."""
    if grid.placed is not None:
        return grid.placed
    taken: dict[int, tuple[int, int]] = {}  # column: row that has it again, column behind the cell
    made = grid.placed = []
    for number, row in enumerate(grid.rows):
        at = 0
        for cell in row:
            while (above := taken.get(at)) and above[0] > number:
                at = above[1]
            if at >= MAX_COLUMNS:
                raise TooMuch(f"a table of over {MAX_COLUMNS:,} columns")
            cell.across = min(cell.across, MAX_COLUMNS - at)
            made.append((number, at, cell))
            if cell.down > 1:
                below = number + cell.down, at + cell.across
                taken |= dict.fromkeys(range(at, at + cell.across), below)
            at += cell.across
    whole = [c for _, _, c in made if c.across >= MAX_COLUMNS / 2]
    if whole:  # captions, and cells that span more columns than there are
        others = max((a + c.across for _, a, c in made if c.across < MAX_COLUMNS / 2), default=1)
        for cell in whole:
            cell.across = others
    return made


def _fitted(placed: Sequence[tuple[int, int, Cell]], columns: int, width: float) -> list[float]:
    """The widths of columns. Where one head of a row is broken into lines by hand, those beside it
    are broken where the file gives them no room, as in a browser."""
    most, least, room = [0.0] * columns, [0.0] * columns, [0.0] * columns
    for _, at, cell in placed:
        if cell.across == 1:
            room[at] = max(room[at], cell.room)
    parted = {number for number, at, cell in placed if at and cell.across > 1 and _by_hand(cell)}
    wide: dict[tuple[int, int], tuple[float, float]] = {}
    for number, at, cell in placed:
        if not cell.flow:
            continue
        low, high = _measured(cell.flow)
        if cell.across == 1:
            most[at], least[at] = max(most[at], high + APART), max(least[at], low + APART)
        elif cell.across < columns or columns == 1:
            if number in parted and at:
                high = min(high, max(low, sum(room[at : at + cell.across]) or high))
            known = wide.get((at, cell.across), (0.0, 0.0))
            wide[at, cell.across] = max(known[0], low + APART), max(known[1], high + APART)
    for (at, across), (low, high) in sorted(wide.items(), key=lambda w: w[0][1]):
        _widen(most, room, at, across, min(high, width))
        _widen(least, room, at, across, low)
    most = [max(pair) for pair in zip(most, least, strict=True)]
    cap = _cap(most, least, width)
    return [max(low, min(high, cap)) for low, high in zip(least, most, strict=True)]


def _by_hand(cell: Cell) -> bool:
    """Whether it is a head with a number, as those of periods, that is broken into lines."""
    paragraphs = [item for item in cell.flow if isinstance(item, Paragraph)]
    words = [w for p in paragraphs for w in p.words]
    broken = len(paragraphs) > 1 or any(w.hard for w in words[1:])
    return broken and any(c.isdigit() for w in words for c in w.text)


def _widen(widths: list[float], room: Sequence[float], at: int, across: int, needed: float) -> None:
    """Columns that a cell spans share what it needs more: as the file gives them room, else as they
    are wide."""
    lacking = needed - sum(widths[at : at + across])
    if lacking <= 0:
        return
    share = list(room[at : at + across])
    if not any(share):
        share = widths[at : at + across]
    if not any(share):
        share = [1.0] * across
    whole = sum(share)
    for i, part in enumerate(share):
        widths[at + i] += lacking * part / whole


def _cap(most: Sequence[float], least: Sequence[float], width: float) -> float:
    """The width that no column may exceed, so that all fit."""
    if sum(most) <= width:
        return max(most, default=0.0)
    low, high = 0.0, max(most)
    for _ in range(20):
        middle = (low + high) / 2
        fits = sum(max(a, min(b, middle)) for a, b in zip(least, most, strict=True)) <= width
        low, high = (middle, high) if fits else (low, middle)
    return low


def _measured(flow: Iterable[Item]) -> tuple[float, float]:
    """Least and most width: that of the longest word, and that of the longest line."""
    low = high = 0.0
    for item in flow:
        if isinstance(item, Paragraph):
            at = max(0.0, item.left + item.first)
            for word in item.words:
                wide = width_of(word)
                at = item.left + wide if word.hard else at + word.space * LETTER + wide
                low, high = max(low, wide + item.left), max(high, at)
            low = low if item.wraps else high
        elif isinstance(item, Grid):
            if item.measured is None:
                placed = _placed(item)
                columns = max((a + c.across for _, a, c in placed), default=0)
                item.measured = sum(_fitted(placed, columns, TABLE))
            low, high = max(low, item.measured), max(high, item.measured)
    return low, min(high, TEXT)


def _side_by_side(cells: Sequence[tuple[float, list[Printed]]]) -> list[Printed]:
    """The lines of a row: those of its cells at the heights at which they stand."""
    tall = max((len(lines) for _, lines in cells), default=0)
    made = [Printed() for _ in range(tall)]
    for valign, lines in cells:
        first = round((tall - len(lines)) * valign)
        for i, line in enumerate(lines, first):
            made[i].words += line.words
            made[i].page = made[i].page or line.page
    for line in made:
        line.words.sort(key=lambda w: w[0])
    return made
