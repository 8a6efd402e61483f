"""Chunks that one prompt shows together: their text as it is printed, as a model sees it, and the
way back from its characters to the lines.

>>> chunk = Chunk((Line(1, 0, 'by "Acme"'), Line(1, 1, "Bank, the")))
>>> passage = Passage((chunk,))
>>> passage.shown
'by ”Acme”\\nBank, the'
>>> passage.span(4, 14)[1:]
(4, 9, (Piece(line=Line(page=1, number=1, text='Bank, the'), start=0, end=4),))
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from extract_filings.pipeline.records import Chunk, Line
from extract_filings.pipeline.text.candidates import (
    Candidate,
    candidates,
    is_open,
    kind,
    normalised,
)
from extract_filings.pipeline.text.joined import Joined, Span
from extract_filings.schemas.base import FieldSpec

SHOWN_AS = str.maketrans({'"': "”", "\\": "/", "<": "‹", ">": "›", "\t": " ", "\r": " "})
"""What JSON would escape, and what could be taken for a special token of a model; one character
each, so that places are the same."""


@dataclass(frozen=True, eq=False)
class Passage:
    """`chunks`: in document order. A table's head is repeated only where its page is not shown.
    `days`: dates that the document prints in full, if days without a year are to be read.
    """

    chunks: tuple[Chunk, ...]
    days: tuple[date, ...] = ()
    _offers: dict[tuple, list[Candidate]] = field(default_factory=dict, repr=False)

    def offers(self, spec: FieldSpec) -> list[Candidate]:
        """What it prints that a field can be said as; of a field that any words may be, what they
        can be said as besides the words themselves. Fields of one kind share it.
        """
        like = kind(spec)
        if like not in self._offers:
            # a pattern is of a line; a date or amount may run over two
            text = self.text if spec.cue.pattern else self.text.replace("\n", " ")
            offers = normalised(spec, text) if is_open(spec) else candidates(spec, text, self.days)
            self._offers[like] = offers
        return self._offers[like]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(dict.fromkeys(n for c in self.chunks for n in c.lines))

    @cached_property
    def _joined(self) -> Joined:
        return Joined(self.lines)

    @property
    def text(self) -> str:
        return self._joined.text

    @cached_property
    def shown(self) -> str:
        """As long as the text."""
        plain = self.text.translate(SHOWN_AS)
        return "".join(c if c.isprintable() or c == "\n" else " " for c in plain)

    @cached_property
    def run_on(self) -> str:
        """What is shown, on one line: words may run over lines."""
        return self.shown.replace("\n", " ")

    def blocks(self) -> list[tuple[int, int]]:
        """Where its blocks begin and end. Whatever stands on at most 7 lines is in one of them."""
        starts = self._joined.starts
        ends = [*starts[1:], len(self.text) + 1]
        firsts = range(0, max(1, len(self.lines) - BLOCK + STEP), STEP)
        return [(starts[i], ends[min(i + BLOCK, len(ends)) - 1] - 1) for i in firsts]

    def span(self, start: int, end: int) -> Span:
        """Characters of the text -> the lines that print them."""
        return self._joined.span(start, end)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """Text of the lines before and behind, where a number may have its scale and sign."""
        first, last = self._joined.at(start), self._joined.at(max(start, end - 1))
        return _joined(self.lines[max(0, first - NEAR) : first]), _joined(
            self.lines[last + 1 : last + 1 + NEAR]
        )


NEAR = 2  # lines
BLOCK, STEP = 9, 3  # lines of a block, and from one to the next


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(n.text for n in lines)
