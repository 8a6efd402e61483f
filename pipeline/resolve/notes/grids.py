"""Lines of a page -> the grids of numbers on it: rows, columns, the lines of each head, the words
above.

Statements are read where a model found them (layout.py); here every run of lines with numbers in
cells of their own (grid_blocks.py) is a grid, wherever it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import Amount, Boxes, clusters, joined
from extract_filings.pipeline.resolve.head import TAKEN_OUT, Piece, stacked, whole
from extract_filings.pipeline.resolve.head_cells import HeadCell
from extract_filings.pipeline.resolve.layout import stacks
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.notes.grid_blocks import Block, blocks
from extract_filings.pipeline.resolve.notes.grid_lines import MARK, PrintedLine, printed_line
from extract_filings.pipeline.resolve.printed_rows import PrintedRow, printed_rows

SMALL = 0.85
"""Of the usual height of lines: raised figures are smaller."""
GAP = 45.0
"""Points between two lines of one head, at most."""
MOST_LINES = 60
"""Lines of a head, at most: cells that are drawn a little higher than the next are lines."""
NEAR = 12.0
"""Points between numbers that may be of one column."""
BESIDE = 12.0
"""Points between a number and the mark of its footnote, at most."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows`: from the first to the last, headings too; each number with the column that it is of,
    from 0. `words`: the cells of the head over each column,
    from the top. `head`: pieces of dates over the first row. `heading`: the lines of the head.
    `above`: lines over the head, the nearest last. `after`: whether it goes on with the table of
    the grid above it. `before`: lines of the document before it, as far as they are known.
    """

    page: int
    rows: tuple[PrintedRow, ...]
    columns: tuple[Column, ...]
    words: tuple[tuple[HeadCell, ...], ...]
    head: tuple[Piece, ...]
    heading: tuple[Line, ...]
    above: tuple[Line, ...]
    after: bool = False
    before: tuple[Line, ...] = ()


def grids(lines: Sequence[Line], boxes: Boxes) -> list[Grid]:
    """All grids of a page, from top to bottom. `lines`: in place."""
    heights = [b[0][3] - b[0][1] for n in lines if len(b := boxes[n.page][n.number])]
    high = SMALL * median(heights) if heights else 0.0
    printed = [p for n in lines if (p := printed_line(n, boxes[n.page][n.number], high))]
    if not printed:
        return []
    left, right = min(p.x0 for p in printed), max(p.x1 for p in printed)
    return [_grid(b, boxes) for b in blocks(printed, right - left)]


def _grid(block: Block, boxes: Boxes) -> Grid:
    groups = _columns(block)
    own = {a: i for i, g in enumerate(groups) for a in g}
    spans = [(min(a.x0 for a in g), max(a.x1 for a in g)) for g in groups]
    top = max(p.y for p in block.inside)
    heading = _near(block.head, top)
    over = stacks(spans, [c for p in heading for c in p.cells], even=False)
    columns = tuple(
        _column(g, *span, words) for g, span, words in zip(groups, spans, over, strict=True)
    )
    numbers = {r.line: [(a, own[a]) for a in r.numbers if a in own] for r in block.rows}
    found = whole([p for h in heading for p in h.pieces])
    return Grid(
        block.rows[0].line.page,
        tuple(printed_rows([p.line for p in block.inside], numbers, boxes)),
        columns,
        tuple(tuple(sorted(words, key=lambda c: -c.y)) for words in over),
        tuple(p for p in found if p.kind not in TAKEN_OUT),
        tuple(p.line for p in heading),
        tuple(p.line for p in [*block.above, *block.head] if p not in heading),
        block.after,
    )


def _columns(block: Block) -> list[list[Amount]]:
    """Its numbers by columns, without columns of nothing but marks of footnotes."""
    groups = _grouped([a for r in block.rows for a in r.numbers])
    before = {b: a for r in block.rows for a, b in pairwise(r.numbers)}
    return [g for g in groups if not all(_footnote(a, before.get(a)) for a in g)] or groups


def _footnote(amount: Amount, before: Amount | None) -> bool:
    """Whether it is a mark right behind the number before it."""
    marked = bool(MARK.match(amount.line.text, amount.start - 1))
    return marked and before is not None and amount.x0 - before.x1 < BESIDE


def _near(head: Sequence[PrintedLine], top: float) -> list[PrintedLine]:
    """The lines over a first row, as far as they follow each other."""
    made: list[PrintedLine] = []
    for p in reversed(head):
        if p.y - top > GAP or len(made) > MOST_LINES:
            break
        made.insert(0, p)
        top = max(top, p.y)
    return made


def _grouped(some: Sequence[Amount]) -> list[list[Amount]]:
    """Numbers by columns. Neighbours without a row in common are one, however they are aligned."""
    made: list[list[Amount]] = []
    for group in joined(clusters(some)):
        near = made and min(a.x0 for a in group) - max(a.x1 for a in made[-1]) < NEAR
        if near and not {a.line for a in made[-1]} & {a.line for a in group}:
            made[-1] = made[-1] + group
        else:
            made.append(group)
    return made


def _column(group: Sequence[Amount], x0: float, x1: float, words: Sequence[HeadCell]) -> Column:
    read = stacked(words, x0, x1) if words else []
    word = next((p.quote for p in read if p.kind == "no period"), "")
    return Column(tuple(group), x0, x1, word, tuple(p for p in read if p.kind not in TAKEN_OUT))
