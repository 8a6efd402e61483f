"""Paper that keeps what is drawn on it: the same document can be written in another form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extract_filings.training.synth.base.paper import Paper

TYPED = 138.0  # the margin that leaves eighty letters a line
LEAST = 3  # lines of a table


@dataclass(frozen=True, slots=True)
class Piece:
    """Words drawn at once. `paragraph`: number of the one that it is a line of, 0 of none."""

    page: int
    x: float
    y: float
    end: float
    text: str
    bold: bool
    paragraph: int
    align: str


Line = tuple[Piece, ...]


@dataclass(slots=True)
class Kept(Paper):
    """Paper, and the pieces on it."""

    pieces: list[Piece] = field(default_factory=list)
    paragraph: int = 0
    written: tuple[int, str] = (0, "left")

    def put(
        self,
        x: float,
        text: str,
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
    ) -> float:
        end = Paper.put(self, x, text, bold, italic, size)
        self.pieces.append(Piece(self.page, x, self.y, end, text.strip(), bold, *self.written))
        return end

    def write(self, text: str, align: str = "left", *how, **more) -> int:
        self.paragraph += 1
        self.written = self.paragraph, align
        try:
            return Paper.write(self, text, align, *how, **more)
        finally:
            self.written = 0, "left"

    def lines(self) -> list[Line]:
        """From the top of the first page to the foot of the last."""
        order = sorted(filter(lambda p: p.text, self.pieces), key=lambda p: (p.page, -p.y, p.x))
        return [tuple(line) for _, line in groupby(order, lambda p: (p.page, round(p.y)))]


@dataclass(slots=True)
class Typed(Kept):
    """Of a typewriter: eighty letters a line."""

    def __post_init__(self) -> None:
        self.family, self.size, self.margin = "courier", 7, TYPED
        Paper.__post_init__(self)


def blocks(lines: Sequence[Line]) -> list[tuple[bool, list[Line]]]:
    """The lines of a page as tables, and others. A table goes on over single words at its left."""
    wide = [len(line) > 1 for line in lines]
    for i, line in enumerate(lines):
        if not wide[i] and line[0].align == "left" and any(wide[max(0, i - 2) : i]):
            wide[i] = any(len(after) > 1 for after in lines[i + 1 : i + 3])
    made: list[tuple[bool, list[Line]]] = []
    for is_table, some in groupby(zip(wide, lines, strict=True), lambda w: w[0]):
        block = [line for _, line in some]
        made.append((is_table and len(block) >= LEAST, block))
    return made
