"""Lines as one text, and the way back from its characters to the lines.

>>> text = Joined((Line(1, 0, "by Acme"), Line(1, 1, "Bank, the")))
>>> text.span(3, 12)
(Line(page=1, number=0, text='by Acme'), 3, 4, (Line(page=1, number=1, text='Bank, the'),))
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from extract_filings.pipeline.records import Line

Span = tuple[Line, int, int, tuple[Line, ...]]
"""The first line, where words start in it, where they end in the last one, the lines behind the
first: as `Pointer` and `Value` have it."""


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
        return (
            self.lines[first],
            start - self.starts[first],
            end - self.starts[last],
            tuple(self.lines[first + 1 : last + 1]),
        )
