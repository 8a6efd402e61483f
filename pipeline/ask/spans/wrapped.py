"""The cells of a column of texts with all their lines.

What is wrapped goes on below only where its next word had no room left in the column: so a heading
between two rows is no part of the row above.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from extract_filings.pipeline.ask.spans.cells import Cell

LEADING = 2.0
"""From one line of a cell down to the next at most, in heights of words."""
BESIDE = 1.5
"""From a cell's nearest line to its row at most, where the row stands between the cell's lines or
below them.
"""
BLANK, SPARE = 0.25, 0.4
"""Width of a blank; by how much a word that had no room may seem to fit."""
Block = list[Cell]
"""The lines of one cell, from the top."""


def wrapped(
    text: str, cells: Sequence[Cell], rows: Sequence[int], levels: Mapping[int, float]
) -> dict[int, Block]:
    """By row. `cells`: of one column, from the top, at most one of a row of the grid. `rows`: those
    of a table, `levels`: where they stand.
    """
    blocks = [*_blocks(text, cells, frozenset(rows))]
    made = {c.row: block for block in blocks for c in block if c.row in levels}
    if all(block[0].row == n for n, block in made.items() if n != rows[0]):
        made |= {n: [c for c in made[n] if c.row >= n] for n in rows[:1] if n in made}  # no head
    for block in blocks:
        free = [n for n in rows if n not in made]
        far = {n: min(abs(c.level - levels[n]) for c in block) for n in free}
        nearest = min(free, key=far.__getitem__, default=None)
        taken = any(c.row in made for c in block)
        if not taken and nearest is not None and far[nearest] < BESIDE:
            made[nearest] = block
    return made


def _blocks(text: str, cells: Sequence[Cell], rows: Collection[int]) -> Iterator[Block]:
    """Of two rows each has its own, and lines above a row that prints none beside it are that
    row's. Lines that begin with a word that elsewhere begins a line though there was room above
    it, "Article 4471", are none of a cell's.
    """
    inside = [c for c in cells if min(rows) <= c.row <= max(rows)]
    widest = max((c.right - c.left for c in inside), default=0.0)
    begin = {
        _first(text, lower)
        for upper, lower in pairwise(cells)
        if lower.row not in rows and not goes_on(text, upper, lower, widest)
    }
    lacking = {*rows} - {c.row for c in cells}
    block: Block = []
    for cell in cells:
        has = any(c.row in rows for c in block)
        if cell.row in rows:
            begins = has
        else:
            begins = _first(text, cell) in begin or (has and _next(cell.row, rows) in lacking)
        if block and (begins or not goes_on(text, block[-1], cell, widest)):
            yield block
            block = []
        block.append(cell)
    if block:
        yield block


def goes_on(text: str, upper: Cell, lower: Cell, widest: float) -> bool:
    """Whether the lower one's first word had no room beside the upper one."""
    word = _first(text, lower)
    first = len(word) / (lower.end - lower.start) * (lower.right - lower.left)
    room = widest - (upper.right - upper.left) - BLANK - first
    said = all(any(map(str.isalnum, w)) for w in (word, _first(text, upper)))  # no "** note **"
    return said and room < SPARE and upper.level - lower.level < LEADING


def _next(row: int, rows: Collection[int]) -> int | None:
    return min((n for n in rows if n > row), default=None)


def _first(text: str, cell: Cell) -> str:
    """Its first word."""
    return text[cell.start : cell.end].split(maxsplit=1)[0]
