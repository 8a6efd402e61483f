"""Prints a table: title, head, rows. Remembers on which page each row went."""

from collections.abc import Callable
from dataclasses import dataclass, field

from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.filing.heads.cells import Cell
from extract_filings.training.synth.filing.heads.choices import Choices
from extract_filings.training.synth.filing.heads.head import Head, Span
from extract_filings.training.synth.filing.heads.rows import Row

STUB = -1  # the column of labels
NARROWEST, SMALLEST = 125.0, 5.0  # points: of labels, of letters
SIDES = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Placed:
    """A printed row. `line`: the part of its label beside the cells. `pieces`: what follows, each
    with the number of its column if it is that column's number."""

    page: int
    row: Row
    line: str
    pieces: tuple[tuple[str, int | None], ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    """Lines before the head, a line at its right edge, lines below the table."""

    lines: tuple[str, ...]
    right: str = ""
    foot: str = ""


@dataclass(slots=True)
class Printer:
    paper: Paper
    document: Choices
    choices: Choices
    head: Head
    titles: Titles
    rows: list[tuple[Row, list[Cell | None]]]
    widths: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    pending: Callable[[], None] | None = None
    placed: list[Placed] = field(default_factory=list)

    def print(self) -> list[Placed]:
        kept = self.paper.size
        self.fit()
        if self.choices["break"] == "title_before":
            self.title_at_foot()
        else:
            self.title()
        self.draw_head()
        stop = len(self.rows) // 2 if self.choices["break"] in ("repeated", "bare") else -1
        for n, (row, cells) in enumerate(self.rows):
            if n == stop or self.paper.room() < 4:
                self.overleaf()
            self.row(n, row, cells)
        self.flush()
        if self.titles.foot:
            self.paper.down()
            self.paper.write(self.titles.foot, size=self.paper.size - 0.5)
        self.paper.size = kept
        return self.placed

    # widths

    def fit(self) -> None:
        """Letters so small that labels keep room beside the columns."""
        paper = self.paper
        while True:
            self.widths = [self.width(n) for n in range(len(self.head.columns))]
            room = paper.right - paper.margin - sum(self.widths)
            if room >= NARROWEST or paper.size <= SMALLEST:
                break
            paper.size -= 0.25
        self.rights = [paper.right - sum(self.widths[n + 1 :]) for n in range(len(self.widths))]

    def width(self, column: int) -> float:
        """As wide as its widest number and as the longest word of its head."""
        paper, cells = self.paper, [cells[column] for _, cells in self.rows]
        numbers = max((paper.width(self.shown(c), True) for c in cells if c), default=0)
        heads = [t for level in self.head.levels for a, b, t in level if a == b == column]
        words = max((paper.width(w, True) for t in heads for w in t.split()), default=0)
        wide = self.document["width"] == "wide"
        if wide:
            whole = max((paper.width(w, True) for t in heads for w in t.split("\n")), default=0)
            words = max(words, min(whole, 8.5 * paper.size))
        return max(numbers, words) + (12 if wide else 7)

    def shown(self, cell: Cell) -> str:
        spaced = self.document["dollar"] == "own" and cell.symbol
        return f"{cell.symbol} {cell.text}" if spaced else f"{cell.symbol}{cell.text}"

    # title and head

    def title(self) -> None:
        heads = sum(len(level) for level in self.head.levels)
        self.paper.need(min(30, len(self.rows) + heads + len(self.titles.lines)))
        for line in self.titles.lines:
            self.paper.write(line, "left" if self.document["align"] == "left" else "center", True)
        self.right_line()

    def title_at_foot(self) -> None:
        paper = self.paper
        count = len(self.titles.lines) + 1
        if paper.room() < count + 2:
            paper.new_page()
        paper.y = paper.margin + paper.lead * (count + 3)
        for line in self.titles.lines:
            paper.write(line, "center", True)
        paper.new_page()
        self.right_line()

    def right_line(self) -> None:
        if self.titles.right:
            self.paper.write(self.titles.right, "right", size=self.paper.size - 0.5)
        self.paper.down(0.4)

    def draw_head(self) -> None:
        """Now, or when the page is done and the rows stand in the file before it."""
        levels = [self.wrapped(level) for level in self.head.levels]
        paper, top = self.paper, self.paper.y

        def draw() -> None:
            kept, paper.y = paper.y, top
            for level in levels:
                self.level(level)
            paper.y = kept

        height = sum(max(len(lines) for _, _, lines in level) for level in levels)
        if self.choices["drawn"] == "head_last":
            self.pending = draw
        else:
            draw()
        paper.y = top - paper.lead * (height + 0.3)

    def wrapped(self, level: list[Span]) -> list[tuple[float, float, list[str]]]:
        """Left and right edge and lines of each part of a level."""
        made = []
        for first, last, text in level:
            right = self.rights[last] if first != STUB else self.rights[0] - self.widths[0]
            left = self.paper.margin
            if first != STUB:
                left = self.rights[first] - self.widths[first]
            lines = [
                part
                for line in text.split("\n")
                for part in self.paper.wrap(line, right - left - 4, True)
            ]
            made.append((left, right, lines))
        return made

    def level(self, level: list[tuple[float, float, list[str]]]) -> None:
        """Its parts end on the same line."""
        paper = self.paper
        height = max(len(lines) for _, _, lines in level)
        for n in range(height):
            for left, right, lines in level:
                at = n - height + len(lines)
                if at >= 0:
                    paper.put(self.start(left, right, lines[at]), lines[at], True)
            paper.y -= paper.lead

    def start(self, left: float, right: float, text: str) -> float:
        if left == self.paper.margin:
            return left
        side = SIDES[self.document["align"]]
        if right - left > max(self.widths) + 1:  # over several columns
            side = 0.5
        room = right - left - 4 - self.paper.width(text, True)
        return left + 4 + room * side

    def flush(self) -> None:
        if self.pending:
            self.pending()
            self.pending = None

    def overleaf(self) -> None:
        self.flush()
        self.paper.new_page()
        if self.choices["break"] == "repeated":
            for line in self.titles.lines:
                more = " (continued)" if line == self.titles.lines[0] else ""
                self.paper.write(line + more, "center", True)
            self.right_line()
            self.draw_head()

    # rows

    def row(self, number: int, row: Row, cells: list[Cell | None]) -> None:
        paper = self.paper
        left = paper.margin + row.level * 6
        room = self.rights[0] - self.widths[0] - left - 4
        *above, last = paper.wrap(row.label, room, row.total)
        if paper.room() < len(above) + 2:
            self.overleaf()
        for line in above:
            paper.put(left, line, row.total)
            paper.down()
        end = paper.put(left, last, row.total)
        if row.values:
            self.leaders(end)
            pieces = [p for n, cell in enumerate(cells) if cell for p in self.cell(number, n, cell)]
            self.placed.append(Placed(paper.page, row, last, tuple(pieces), tuple(cells)))
        paper.down()

    def leaders(self, end: float) -> None:
        stop = self.rights[0] - self.widths[0] - 4
        count = int((stop - end) / self.paper.width(".")) - 2
        if self.document["leaders"] == "yes" and count > 3:
            self.paper.put(end + 2, "." * count)

    def cell(self, row: int, column: int, cell: Cell) -> list[tuple[str, int | None]]:
        """Draws it and tells its pieces."""
        paper, right, bold = self.paper, self.rights[column], self.rows[row][0].total
        text, pieces = cell.text, []
        if cell.symbol and cell.money and self.with_dollar(row):
            if self.document["dollar"] == "own":
                paper.put(right - self.widths[column] + 5, cell.symbol, bold)
                pieces.append((cell.symbol, None))
            elif cell.printed_negative and column % 2:
                text = text.replace(cell.printed, cell.symbol + cell.printed)
            else:
                text = cell.symbol + text
        hang = paper.width(")", bold) if text.endswith(")") else 0
        paper.put(right - paper.width(text, bold) - 3 + min(hang, 3), text, bold)
        return [*pieces, (text, column)]

    def with_dollar(self, row: int) -> bool:
        """On the first row, on totals and per share."""
        if self.document["dollar"] == "none":
            return False
        first = next(n for n, (r, _) in enumerate(self.rows) if r.values)
        told = self.rows[row][0]
        return row == first or told.total or told.unit == "per_share"
