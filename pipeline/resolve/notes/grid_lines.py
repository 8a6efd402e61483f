"""A line of a page as cells, numbers in cells of their own and pieces of dates.

Numbers of a sentence, of dates and of marks of footnotes are none of a table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.resolve.amounts import (
    CODE,
    NUMBER,
    SIGNS,
    Amount,
    amounts,
    amounts_in,
)
from extract_filings.pipeline.resolve.head import Piece, pieces
from extract_filings.pipeline.resolve.head_cells import HeadCell, head_cells
from extract_filings.pipeline.resolve.notes.period_words import OF_NOUN

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
DOTS = re.compile(r"(?:[.…_]\s*){3,}\S{0,2}\s*$")


@dataclass(slots=True)
class PrintedLine:
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
        return with_words(self.numbers[0], self.cells)


def printed_line(line: Line, boxes: Sequence, high: float) -> PrintedLine | None:
    """None of marks of footnotes, as they are or raised."""
    if not len(boxes) or MARKS.fullmatch(line.text):
        return None
    if boxes[0][3] - boxes[0][1] < high and RAISED.fullmatch(line.text):
        return None
    cells = head_cells(line, boxes)
    found = pieces(line, boxes) if any(c.isdigit() for c in line.text) or len(cells) < 9 else []
    found = [p for p in found if not _unit(p)]
    return PrintedLine(line, cells, _numbers(line, boxes, cells, found), found)


def _unit(piece: Piece) -> bool:
    """Whether it is the unit of a column, as in "Lives (years)", or of something, as in "Year of
    origination"."""
    text = piece.line.text
    of_life = bool(OF_LIFE.search(text[: piece.start]))
    return piece.kind == "months" and (of_life or bool(OF_NOUN.match(text, piece.end)))


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


def with_words(amount: Amount, cells: Sequence[HeadCell]) -> bool:
    """Whether words stand right before it."""
    cell = next(c for c in cells if c.end > amount.start)
    before = amount.line.text[cell.start : amount.start]
    return bool(re.search("[A-Za-z]{2}", before)) and not DOTS.search(before)
