"""Asks the span reader: each page is read once for all fields, and each field takes its likeliest
value, or none.

A date, a number or a choice can only be one that the page prints as such; a text begins and ends
where the reader says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract_filings.pipeline.ask.asker import FewShot
from extract_filings.pipeline.ask.field_text import kind_of, text_of
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.printed_page import printed_page
from extract_filings.pipeline.ask.span_rows import Found, in_rows
from extract_filings.pipeline.ask.span_values import values
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.decode.span_reader import Fields, ReadWindow
from extract_filings.pipeline.locate.rank import Ranking
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import Answers, Box, Chunk, Document, Pointer
from extract_filings.schemas.base import FieldSpec, Part

Boxes = Callable[[Document, Sequence[int]], Mapping[int, Sequence[Sequence[Box]]]]


@dataclass(frozen=True, slots=True)
class ReadPage:
    chunk: Chunk
    passage: Passage
    windows: list[ReadWindow]


class SpanAsker:
    """An `Asker` for the span reader. `boxes`: of the characters of pages."""

    def __init__(
        self,
        engine: SpanEngine,
        parts: Sequence[Part],
        examples: FewShot | None = None,
        boxes: Boxes | None = None,
    ) -> None:
        self.engine, self.parts, self.boxes = engine, parts, boxes
        self.asked = [
            (p, f) for p in parts if p.kind != "statement" for f in p.fields if not f.cue.within
        ]
        self.fields = engine.fields(
            [text_of(p, f) for p, f in self.asked],
            [kind_of(f) for _, f in self.asked],
            [p.kind == "list" for p, _ in self.asked],
        )
