"""Sets text on pages: cells side by side, row below row, a new page when one is full."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.trades.style import Style

COLUMN = 130  # points, the least that a label and its value take
MAX_LINES = 84  # of a page; its foot comes on top


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text on one baseline."""

    x: float
    y: float
    size: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines below each other. `at`: from the left edge of the text; `align` 1 is right-bound."""

    lines: Sequence[Ink]
    at: float
    width: float
    align: float = 0
    size: float = 0


@dataclass
class Sheet:
    """`y`: the next baseline, from the bottom. What is set goes to the last page.
    `indent`, `share`: where the part of the width begins that is set, and how much it is of it.
    `head`: sets what a new page begins with.
    """

    style: Style
    rng: random.Random
    pages: list[list[Run]] = field(default_factory=lambda: [[]])
    y: float = 0
    indent: float = 0
    share: float = 1
    head: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self._top()

    @property
    def width(self) -> float:
        return (self.style.right - self.style.left) * self.share

    def columns(self, wanted: int) -> int:
        """As many as are wanted, if there is room for them."""
        return max(1, min(wanted, int(self.width // COLUMN)))

    @contextmanager
    def part(self, start: float, share: float) -> Iterator[None]:
        """In a part of the width."""
        self.indent, self.share = start * self.width, share
        yield
        self.indent, self.share = 0, 1

    def _top(self) -> None:
        self.y = self.style.paper[1] - self.rng.uniform(30, 80)

    def turn(self) -> None:
        """A new page; its head is set in the full width."""
        self.pages.append([])
        self._top()
        if self.head:
            kept = self.indent, self.share
            self.indent, self.share = 0, 1
            self.head()
            self.indent, self.share = kept

    def gap(self, lines: float = 1) -> None:
        self.y -= lines * self.style.size * self.style.leading

    def wrap(self, ink: Ink, width: float, size: float = 0) -> list[Ink]:
        """In lines that fit, broken between words."""
        size = size or self.style.size
        lines, start, end = [], None, 0
        for a, b in ink.words():
            if start is not None and self.style.length(ink.text[start:b], size) > width:
                lines.append(ink[start:end])
                start = a
            start, end = a if start is None else start, b
        return lines if start is None else [*lines, ink[start:end]]

    def row(self, cells: Sequence[Cell], gap: float = 0) -> None:
        """Cells whose first lines share a baseline."""
        if self.full(cells):
            self.turn()
        step = self._step(cells)
        for cell in cells:
            self._set(self.pages[-1], cell, self.y, step)
        self.y -= step * max(len(c.lines) for c in cells) + gap

    def full(self, cells: Sequence[Cell]) -> bool:
        """Whether a row of these cells would begin a new page."""
        counts = [len(c.lines) for c in cells]
        more = sum(counts) if self.style.stream else max(counts)
        return self.y - self._step(cells) * max(counts) < 45 or self._lines() + more > MAX_LINES

    def _step(self, cells: Sequence[Cell]) -> float:
        return self.style.leading * max(c.size or self.style.size for c in cells)

    def foot(self, page: list[Run], cell: Cell) -> None:
        self._set(page, cell, 28, 0)

    def _lines(self) -> int:
        """Of the page so far; in a stream a line ends where the baseline changes."""
        levels = [run.y for run in self.pages[-1]]
        return sum(a != b for a, b in pairwise(levels)) if self.style.stream else len(set(levels))

    def _set(self, page: list[Run], cell: Cell, y: float, step: float) -> None:
        size = cell.size or self.style.size
        for n, ink in enumerate(cell.lines):
            if not ink.text.strip():
                continue
            free = cell.width - self.style.length(ink.text, size)
            x = self.style.left + self.indent + cell.at + max(0.0, free) * cell.align
            page.append(Run(x, y - n * step, size, ink))

    def text(self, ink: Ink, align: float = 0, size: float = 0, at: float = 0) -> None:
        """A paragraph, line by line, so that it may run over to the next page."""
        for line in self.wrap(ink, self.width - at, size):
            self.row([Cell([line], at, self.width - at, align, size)])
