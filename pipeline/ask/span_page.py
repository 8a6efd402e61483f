"""What the span reader found on one page, as places of the page's text."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.decode.span_reader import Fields, ReadWindow, SpanReader
from extract_filings.pipeline.records import Pointer
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.pipeline.text.candidates import Candidate, is_open, legal
from extract_filings.schemas.base import FieldSpec, Part

LIKELY = 0.02
"""Share of the likeliest beginning from which another one is looked at too."""
BEGINNINGS = 8
EDGES = " ,;:"


@dataclass(frozen=True, slots=True)
class Place:
    """A place that could be a field's value; in which window, and its first token there."""

    candidate: Candidate
    probability: float
    window: int
    token: int


@dataclass(frozen=True, slots=True)
class SpanPage:
    """`passage`: the page's lines alone; `windows` in their order."""

    passage: Passage
    windows: Sequence[ReadWindow]

    def single(self, reader: SpanReader, fields: Fields, k: int, spec: FieldSpec) -> list[Place]:
        """Of a field with one value; probabilities of a window and null sum up to 1."""
        return [*self._places(reader, fields, k, spec, _one)]

    def rows(self, reader: SpanReader, fields: Fields, k: int, spec: FieldSpec) -> list[Place]:
        """Of a field of a list: each beginning by itself, of overlapping ones the likelier."""
        found = [p for p in self._places(reader, fields, k, spec, _each) if p.probability > 0.5]
        made: list[Place] = []
        for one in sorted(found, key=lambda p: -p.probability):
            if not any(_overlap(one.candidate, other.candidate) for other in made):
                made.append(one)
        return sorted(made, key=lambda p: p.candidate.start)

    def _places(
        self, reader: SpanReader, fields: Fields, k: int, spec: FieldSpec, shares: object
    ) -> Iterator[Place]:
        for number, read in enumerate(self.windows):
            share = shares(read, k)
            if is_open(spec):
                yield from self._texts(reader, fields.vectors[k], read, number, share, spec)
            else:
                yield from self._printed(read, number, share, spec)
