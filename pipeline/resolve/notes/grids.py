"""Lines of a page -> the grids of numbers on it: rows, columns, the lines of each head, the words
above.

Statements are read where a model found them (layout.py); here every run of lines with numbers in
cells of their own is a grid, wherever it stands. A grid ends at prose. Lines of words between rows
that stand over its columns are a head of their own: another grid of the same table begins below.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import (
    CODE,
    NUMBER,
    SIGNS,
    Amount,
    Boxes,
    amounts,
    amounts_in,
    clusters,
    joined,
)
from extract_filings.pipeline.resolve.head import ENDS, TAKEN_OUT, Piece, pieces, stacked, whole
from extract_filings.pipeline.resolve.head_cells import HeadCell, head_cells
from extract_filings.pipeline.resolve.head_words import MONTH
from extract_filings.pipeline.resolve.layout import stacks
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.printed_rows import PrintedRow, printed_rows

WORD = re.compile(
    rf"{CODE}?{SIGNS}*[-–−]?{SIGNS}*(?:{NUMBER}|[—–-]{{1,3}})?"
    r"(?:[)%*†‡]|\([a-z\d]{1,2}\)|x|bps)*|to|N/?[AM]|nm|nil",
    re.I,
)
"""A word of a cell of numbers."""
OF_LIFE = re.compile(r"(?i)\((?:in\s+)?$")
"""Before a unit of time in brackets."""
MARK = re.compile(r"\(\d{1,2}\)|\([a-z]\)")
"""A mark of a footnote."""
MARKS = re.compile(r"(?:\s|\((?:\d{1,2}|[a-z]{1,2})\)|[*†‡,])*")
"""A line of nothing but marks of footnotes."""
RAISED = re.compile(r"\d{1,2}(?:[\s,]+\d{1,2})*[\s,]*")
SMALL = 0.85
"""Of the usual height of lines: raised figures are smaller."""
MONTH_AHEAD = re.compile(rf"(?i)\b{MONTH}$")
DOTS = re.compile(r"(?:[.…_]\s*){3,}\S{0,2}\s*$")
SENTENCE = re.compile(r"(?i)\bfollow(?:s|ing)\b|\bbelow\b|[a-z]\.$")
LEADS = re.compile(r"(?i)\b(?:follow(?:s|ing)|below)\b.*[:.]\s*$")
"""The end of a sentence that leads to a table."""
LEADING = re.compile(r"(?i)\b(?:following|below|table)\b")
"""The beginning of such a sentence."""
CELLS = 3
"""Cells of words side by side, at least, that are a head whatever numbers they hold."""
WIDE = 0.5
"""Of the width of a page's text: a line of words that is wider, and stands over columns, is prose.
"""
WORDS = 6
"""Words of a line of prose, at least."""
LEADING_WORDS = 4
"""The same of the end of a sentence that leads to a table, however short it is."""
GAP = 45.0
"""Points between two lines of one head, at most."""
MOST_LINES = 60
"""Lines of a head, at most: cells that are drawn a little higher than the next are lines."""
ASIDE = 15.0
"""Points that a head may stand beside its numbers."""
PITCH = 20.0
"""Points between lines of one paragraph, at most."""
NEAR = 12.0
"""Points between numbers that may be of one column."""
BESIDE = 12.0
"""Points between a number and the mark of its footnote, at most."""
EDGE = 4.0
"""Points between the right edges of numbers that line up."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows`: from the first to the last, headings too; each number with the column that it is of,
    from 0. `words`: the cells of the head over each column,
    from the top. `head`: pieces of dates over the first row. `heading`: the lines of the head.
    `above`: lines over the head, the nearest last. `after`: whether it goes on with the table of
    the grid above it.
    """

    page: int
    rows: tuple[PrintedRow, ...]
    columns: tuple[Column, ...]
    words: tuple[tuple[HeadCell, ...], ...]
    head: tuple[Piece, ...]
    heading: tuple[Line, ...]
    above: tuple[Line, ...]
    after: bool = False


@dataclass(slots=True)
class _Printed:
    """A line of a page with its cells and numbers."""

    line: Line
    cells: list[HeadCell]
    numbers: list[Amount]
    pieces: list[Piece]

    @property
    def x0(self) -> float:
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        return self.cells[-1].x1

    @property
    def y(self) -> float:
        return self.cells[0].y

    @property
    def weak(self) -> bool:
        """Whether its numbers may be those of a sentence: words stand right before the first."""
        return _with_words(self.numbers[0], self.cells)


@dataclass(slots=True)
class _Block:
    """A grid while it is put together. `inside`: its lines, words between rows too."""

    rows: list[_Printed]
    inside: list[_Printed]
    head: list[_Printed]
    above: list[_Printed]
    after: bool = False

    @property
    def left(self) -> float:
        """Where its columns begin. A number that ends where no other does may be of a label."""
        some = [a for r in self.rows for a in r.numbers]
        ends = Counter(round(a.x1 / EDGE) for a in some)
        aligned = [a.x0 for a in some if _shared(round(a.x1 / EDGE), ends)]
        return min(aligned or [a.x0 for a in some])


def _shared(end: int, ends: Counter[int]) -> bool:
    return ends[end - 1] + ends[end] + ends[end + 1] > 1


def grids(lines: Sequence[Line], boxes: Boxes) -> list[Grid]:
    """All grids of a page, from top to bottom. `lines`: in place."""
    heights = [b[0][3] - b[0][1] for n in lines if len(b := boxes[n.page][n.number])]
    high = SMALL * median(heights) if heights else 0.0
    printed = [p for n in lines if (p := _printed(n, boxes[n.page][n.number], high))]
    if not printed:
        return []
    left, right = min(p.x0 for p in printed), max(p.x1 for p in printed)
    return [_grid(b, boxes) for b in _blocks(printed, right - left)]


# Lines


def _printed(line: Line, boxes: Sequence, high: float) -> _Printed | None:
    """None of marks of footnotes, as they are or raised."""
    if not len(boxes) or MARKS.fullmatch(line.text):
        return None
    if boxes[0][3] - boxes[0][1] < high and RAISED.fullmatch(line.text):
        return None
    cells = head_cells(line, boxes)
    found = pieces(line, boxes) if any(c.isdigit() for c in line.text) or len(cells) < 9 else []
    found = [p for p in found if not _unit(p)]
    return _Printed(line, cells, _numbers(line, boxes, cells, found), found)


def _unit(piece: Piece) -> bool:
    """Whether it is the unit of a column, as in "Lives (years)"."""
    return piece.kind == "months" and bool(OF_LIFE.search(piece.line.text[: piece.start]))


def _numbers(
    line: Line, boxes: Sequence, cells: Sequence[HeadCell], found: Sequence[Piece]
) -> list[Amount]:
    """Those at the line's end, and those of cells that hold nothing else; none of dates."""
    made = {a.start: a for a in amounts(line, boxes)}
    for cell in cells:
        if all(WORD.fullmatch(w) for w in cell.text.split()):
            made |= {a.start: a for a in amounts_in(line, boxes, cell.start, cell.end)}
    return [a for _, a in sorted(made.items()) if not _dated(a, found) and not _mark(a, cells)]


def _mark(amount: Amount, cells: Sequence[HeadCell]) -> bool:
    """Whether it is a mark of a footnote behind other words, or joins the ends of a range."""
    cell = next(c for c in cells if c.start <= amount.start < c.end)
    text, at = amount.line.text, amount.start
    before = text[cell.start : at].rstrip()
    if not amount.printed[-1].isdigit():
        behind = text[amount.end : cell.end].strip()
        return bool(re.search("[A-Za-z]", before) or (re.search(r"[\d%)]$", before) and behind))
    if not MARK.match(text, at - 1):
        return False
    explained = not text[: at - 1].strip() and bool(re.search("[A-Za-z]{2}", text[amount.end :]))
    return explained or bool(re.search(r"[^\s$€£¥(]", before)) or len(text.strip()) < 5


def _dated(amount: Amount, found: Sequence[Piece]) -> bool:
    kinds = ("no period", "lone month")
    return any(
        p.start < amount.end
        and amount.start < p.end
        and p.kind not in kinds
        and not (p.kind == "lone day" and "," not in p.quote)
        for p in found
    )


# Blocks


def _blocks(printed: Sequence[_Printed], width: float) -> Iterator[_Block]:
    """Runs of rows without prose between them."""
    block: _Block | None = None
    waiting: list[_Printed] = []  # lines of words since the last row or prose
    above: list[_Printed] = []  # prose and titles since the last row
    for p in printed:
        _without_words(p, block)
        prose = _is_prose(p, block, width, any(map(_may_head, waiting)))
        prose = prose or bool(above and not waiting and _ends_sentence(above[-1], p))
        if p.numbers and not prose and not _in_head(p, waiting, block):
            if block and (at := _new_head(waiting, block)) is not None:
                yield block
                head, labels = _head_and_labels(waiting[at:], p)
                block = _Block([], labels, head, waiting[:at], True)
            elif block:
                block.inside += waiting
            else:
                head, labels = _head_and_labels(waiting, p)
                block = _Block([], labels, head, above)
            block.rows.append(p)
            block.inside.append(p)
            waiting, above = [], []
        elif prose:
            if block:
                yield block
                block, above = None, []
            above += [*waiting, p]
            waiting = []
        else:
            waiting.append(p)
    if block:
        yield block


def _is_prose(p: _Printed, block: _Block | None, width: float, headed: bool) -> bool:
    """Whether a line is of a paragraph: many words with no gap between them, over columns too.
    `headed`: whether it stands below cells side by side, as the first label of a table does."""
    widest = max(p.cells, key=lambda c: c.x1 - c.x0)
    words = len(re.findall(r"[A-Za-z]{2,}", widest.text))
    within = block is not None and widest.x1 < block.left
    if p.numbers:
        return p.weak and not within and words >= 4 and not (block and _lines_up(p, block))
    wide = widest.x1 - widest.x0 > WIDE * width
    if words >= LEADING_WORDS and len(p.cells) < 3 and _leads(p.line.text, wide):
        return True
    if words < WORDS or len(p.cells) > 2 or within:
        return False
    if headed and block is None and not LEADS.search(p.line.text):
        return False
    return wide or bool(SENTENCE.search(p.line.text))


def _leads(text: str, wide: bool) -> bool:
    """Whether a line is of a sentence that leads to a table, whatever it stands beside."""
    return bool(LEADS.search(text) or (wide and LEADING.search(text)))


def _in_head(p: _Printed, waiting: Sequence[_Printed], block: _Block | None) -> bool:
    """Whether its numbers are of a head: of words, as in "Level 1", or days under months."""
    worded = all(_with_words(a, p.cells) for a in p.numbers)
    wordy = sum(bool(re.search("[A-Za-z]{2}", c.text)) for c in p.cells) >= CELLS
    dated = any(piece.kind in ENDS for piece in p.pieces)
    over = block is not None and bool(waiting) and p.x0 > block.left - ASIDE
    if worded and (dated or wordy or over or not (block and _lines_up(p, block))):
        return True
    months = any(MONTH_AHEAD.search(c.text) for w in waiting for c in w.cells)
    return months and all(a.printed.isdigit() and 0 < a.value < 32 for a in p.numbers)


def _ends_sentence(before: _Printed, p: _Printed) -> bool:
    """Whether a line goes on with the paragraph above it."""
    begun = not re.search(r"[.:;]$", before.line.text) and abs(p.x0 - before.x0) < ASIDE
    near = 0 < before.y - p.y < PITCH
    return begun and near and len(p.cells) == 1 and not (p.numbers and not p.weak)


def _head_and_labels(
    waiting: Sequence[_Printed], first: _Printed
) -> tuple[list[_Printed], list[_Printed]]:
    """Lines over a first row: its head, and below it headings and beginnings of labels."""
    left = min(a.x0 for a in first.numbers)
    over = [
        i
        for i, p in enumerate(waiting)
        if p.x1 > left and (_may_head(p) or p.x0 > first.x0 + ASIDE)
    ]
    at = over[-1] + 1 if over else len(waiting)
    return [*waiting[:at]], [*waiting[at:]]


def _may_head(p: _Printed) -> bool:
    """Whether a line of words may be of a head: cells side by side, or little but a period."""
    return len(p.cells) > 1 or (
        any(piece.kind in ENDS for piece in p.pieces) and len(p.line.text.split()) < WORDS
    )


def _lines_up(p: _Printed, block: _Block) -> bool:
    """Whether all its numbers end where numbers of the block do."""
    return all(_in_line(a, block) for a in p.numbers)


def _in_line(amount: Amount, block: _Block) -> bool:
    return any(abs(amount.x1 - a.x1) < EDGE for r in block.rows for a in r.numbers)


def _without_words(p: _Printed, block: _Block | None) -> None:
    """Drops numbers of a label before those in cells of their own."""
    apart = [a for a in p.numbers if not _with_words(a, p.cells)]
    if apart and len(apart) < len(p.numbers):
        p.numbers = [a for a in p.numbers if a in apart or (block and _in_line(a, block))]


def _with_words(amount: Amount, cells: Sequence[HeadCell]) -> bool:
    """Whether words stand right before it."""
    cell = next(c for c in cells if c.end > amount.start)
    before = amount.line.text[cell.start : amount.start]
    return bool(re.search("[A-Za-z]{2}", before)) and not DOTS.search(before)


def _new_head(waiting: Sequence[_Printed], block: _Block) -> int | None:
    """The first of the lines of words that stands over the columns of the block; indented lines
    right above it are of the head too."""
    for i, p in enumerate(waiting):
        if any(c.x1 > block.left + ASIDE and c.x0 > block.left - 4 * ASIDE for c in p.cells):
            left = min(r.x0 for r in block.rows)
            while i and waiting[i - 1].x0 > left + 2 * ASIDE:
                i -= 1
            return i
    return None


def _grid(block: _Block, boxes: Boxes) -> Grid:
    groups = _columns(block)
    own = {a: i for i, g in enumerate(groups) for a in g}
    spans = [(min(a.x0 for a in g), max(a.x1 for a in g)) for g in groups]
    top = max(p.y for p in block.inside)
    heading = _near(block.head, top)
    over = stacks(spans, [c for p in heading for c in p.cells])
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


def _columns(block: _Block) -> list[list[Amount]]:
    """Its numbers by columns, without columns of nothing but marks of footnotes."""
    groups = _grouped([a for r in block.rows for a in r.numbers])
    before = {b: a for r in block.rows for a, b in pairwise(r.numbers)}
    return [g for g in groups if not all(_footnote(a, before.get(a)) for a in g)] or groups


def _footnote(amount: Amount, before: Amount | None) -> bool:
    """Whether it is a mark right behind the number before it."""
    marked = bool(MARK.match(amount.line.text, amount.start - 1))
    return marked and before is not None and amount.x0 - before.x1 < BESIDE


def _near(head: Sequence[_Printed], top: float) -> list[_Printed]:
    """The lines over a first row, as far as they follow each other."""
    made: list[_Printed] = []
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
