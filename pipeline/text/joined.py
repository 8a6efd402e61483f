"""Lines as one text, and the way back from its characters to the lines.

>>> text = Joined((Line(1, 0, "by Acme"), Line(1, 1, "Bank, the")))
>>> text.span(3, 12)[1:]
(3, 7, (Piece(line=Line(page=1, number=1, text='Bank, the'), start=0, end=4),))
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from extract_filings.pipeline.records import Line, Piece

Span = tuple[Line, int, int, tuple[Piece, ...]]
"""The first line, where words start and end in it, and what they run on to: as `Pointer` and
`Value` have it."""


@dataclass(frozen=True, eq=False)
class Joined:
    """`text`: a break between each two lines."""

    lines: Sequence[Line]

    @cached_property
    def text(self) -> str:
        return "\n".join(n.text for n in self.lines)

    @cached_property
    def starts(self) -> list[int]:
        return [0, *accumulate(len(n.text) + 1 for n in self.lines)][:-1] or [0]

    def at(self, character: int) -> int:
        """The number of the line that holds a character."""
        return bisect_right(self.starts, character) - 1

    def span(self, start: int, end: int) -> Span:
        first, last = self.at(start), self.at(max(start, end - 1))
        one, *rest = (
            Piece(line, max(0, start - at), min(len(line.text), end - at))
            for line, at in zip(
                self.lines[first : last + 1], self.starts[first : last + 1], strict=True
            )
        )
        return one.line, one.start, one.end, tuple(rest)
