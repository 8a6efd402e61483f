"""Lines of a page -> runs of rows with numbers, each with the words above it and between its rows.

A run ends at prose. Lines of words between rows that stand over its columns are a head of their
own: another run of the same table begins below.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.head import ENDS
from extract_filings.pipeline.resolve.head_words import MONTH
from extract_filings.pipeline.resolve.notes.grid_lines import PrintedLine, with_words

MONTH_AHEAD = re.compile(rf"(?i)\b{MONTH}$")
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
ASIDE = 15.0
"""Points that a head may stand beside its numbers."""
PITCH = 20.0
"""Points between lines of one paragraph, at most."""
EDGE = 4.0
"""Points between the right edges of numbers that line up."""


@dataclass(slots=True)
class Block:
    """A grid while it is put together. `inside`: its lines, words between rows too."""

    rows: list[PrintedLine]
    inside: list[PrintedLine]
    head: list[PrintedLine]
    above: list[PrintedLine]
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


def blocks(printed: Sequence[PrintedLine], width: float) -> Iterator[Block]:
    """Runs of rows without prose between them."""
    block: Block | None = None
    waiting: list[PrintedLine] = []  # lines of words since the last row or prose
    above: list[PrintedLine] = []  # prose and titles since the last row
    for p in printed:
        _without_words(p, block)
        prose = _is_prose(p, block, width, any(map(_may_head, waiting)))
        prose = prose or bool(above and not waiting and _ends_sentence(above[-1], p))
        if p.numbers and not prose and not _in_head(p, waiting, block):
            if block and (at := _new_head(waiting, block)) is not None:
                yield block
                head, labels = _head_and_labels(waiting[at:], p)
                block = Block([], labels, head, waiting[:at], True)
            elif block:
                block.inside += waiting
            else:
                head, labels = _head_and_labels(waiting, p)
                block = Block([], labels, head, above)
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


def _is_prose(p: PrintedLine, block: Block | None, width: float, headed: bool) -> bool:
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


def _in_head(p: PrintedLine, waiting: Sequence[PrintedLine], block: Block | None) -> bool:
    """Whether its numbers are of a head: of words, as in "Level 1", or days under months."""
    worded = all(with_words(a, p.cells) for a in p.numbers)
    wordy = sum(bool(re.search("[A-Za-z]{2}", c.text)) for c in p.cells) >= CELLS
    dated = any(piece.kind in ENDS for piece in p.pieces)
    over = block is not None and bool(waiting) and p.x0 > block.left - ASIDE
    if worded and (dated or wordy or over or not (block and _lines_up(p, block))):
        return True
    months = any(MONTH_AHEAD.search(c.text) for w in waiting for c in w.cells)
    return months and all(a.printed.isdigit() and 0 < a.value < 32 for a in p.numbers)


def _ends_sentence(before: PrintedLine, p: PrintedLine) -> bool:
    """Whether a line goes on with the paragraph above it."""
    begun = not re.search(r"[.:;]$", before.line.text) and abs(p.x0 - before.x0) < ASIDE
    near = 0 < before.y - p.y < PITCH
    return begun and near and len(p.cells) == 1 and not (p.numbers and not p.weak)


def _head_and_labels(
    waiting: Sequence[PrintedLine], first: PrintedLine
) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """Lines over a first row: its head, and below it headings and beginnings of labels."""
    left = min(a.x0 for a in first.numbers)
    over = [
        i
        for i, p in enumerate(waiting)
        if p.x1 > left and (_may_head(p) or p.x0 > first.x0 + ASIDE)
    ]
    at = over[-1] + 1 if over else len(waiting)
    return [*waiting[:at]], [*waiting[at:]]


def _may_head(p: PrintedLine) -> bool:
    """Whether a line of words may be of a head: cells side by side, or little but a period."""
    return len(p.cells) > 1 or (
        any(piece.kind in ENDS for piece in p.pieces) and len(p.line.text.split()) < WORDS
    )


def _lines_up(p: PrintedLine, block: Block) -> bool:
    """Whether all its numbers end where numbers of the block do."""
    return all(_in_line(a, block) for a in p.numbers)


def _in_line(amount: Amount, block: Block) -> bool:
    return any(abs(amount.x1 - a.x1) < EDGE for r in block.rows for a in r.numbers)


def _without_words(p: PrintedLine, block: Block | None) -> None:
    """Drops numbers of a label before those in cells of their own."""
    apart = [a for a in p.numbers if not with_words(a, p.cells)]
    if apart and len(apart) < len(p.numbers):
        p.numbers = [a for a in p.numbers if a in apart or (block and _in_line(a, block))]


def _new_head(waiting: Sequence[PrintedLine], block: Block) -> int | None:
    """The first of the lines of words that stands over the columns of the block; indented lines
    right above it are of the head too."""
    for i, p in enumerate(waiting):
        if any(c.x1 > block.left + ASIDE and c.x0 > block.left - 4 * ASIDE for c in p.cells):
            left = min(r.x0 for r in block.rows)
            while i and waiting[i - 1].x0 > left + 2 * ASIDE:
                i -= 1
            return i
    return None
