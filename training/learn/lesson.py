"""A solved document as the learner sees it: what the network reads on its pages, once, and which of
their words are right."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.ask.span_page import SpanPage
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import rank
from extract_filings.pipeline.reader import read
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.training.learn.printed import Found, Place, in_rows, places
from extract_filings.training.learn.solved import Row, Solved
from extract_filings.training.spans.places import Text, placed

Key = tuple[int, int]
"""Page and window of it."""


@dataclass(frozen=True, slots=True)
class Right:
    """Of a field: `begins`: tokens with which its values may begin, by window; `ends`: window,
    first and last token of some of them; `places`: all of them. Each empty if there is no value.
    """

    begins: Mapping[Key, np.ndarray]
    ends: Sequence[tuple[Key, int, int]]
    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Lesson:
    """`right`: by the number of the field, of those that are known; `lost`: values that no page
    prints.
    """

    name: str
    pages: Sequence[SpanPage]
    right: Mapping[int, Right]
    lost: Sequence[tuple[str, str]]
    sha256: str


def lesson(pipeline: Pipeline, one: Solved) -> Lesson:
    """Raises InputError. Nobody looks for hidden text, which takes most of the time: a person has
    seen these documents, and learns nothing from words that are no value.
    """
    asker = pipeline.asker
    assert isinstance(asker, SpanAsker)
    document = pipeline.legible(read(one.path))
    chunks = chunk_pages(document)
    pages = asker.read(document, rank(pipeline.parts, chunks))
    right: dict[int, Right] = {}
    lost: list[tuple[str, str]] = []
    for part in pipeline.parts:
        fields = {
            k: f
            for k, (p, f) in enumerate(asker.asked)
            if p.name == part.name and (p.name, f.name) in one.known
        }
        found, unseen = _found(part, fields, one.rows.get(part.name, ()), pages)
        lost += [(fields[k].name, value) for k, value in unseen]
        unknown = {k for k, _ in unseen}
        for k in fields.keys() - unknown:
            right[k] = _right(fields[k], [p for row in found for p in row.get(k, ())], pages)
    return Lesson(one.path.stem, pages, right, lost, document.sha256)


def _found(
    part: Part, fields: Mapping[int, FieldSpec], rows: Sequence[Row], pages: Sequence[SpanPage]
) -> tuple[list[Found], list[tuple[int, str]]]:
    """The places of all rows, and the values that are printed nowhere."""
    made, unseen = [], []
    for row in rows:
        said = {k: row[part.name, f.name] for k, f in fields.items() if (part.name, f.name) in row}
        at = {k: places(fields[k], value, pages) for k, value in said.items()}
        unseen += [(k, value) for k, value in said.items() if not at[k]]
        made.append(at)
    return in_rows(made, part.kind == "root" or len(part.fields) == 1), unseen


def _right(spec: FieldSpec, some: Sequence[Place], pages: Sequence[SpanPage]) -> Right:
    begins: dict[Key, list[int]] = defaultdict(list)
    ends = []
    for place in some:
        page = pages[place.page]
        span = Text(page.passage.text.split("\n")).span(place.start, place.end)
        for w, (read_, starts) in enumerate(zip(page.windows, page.begins, strict=True)):
            key = place.page, w
            if is_open(spec):
                for first, last, _ in placed(read_.window, [span]):
                    begins[key].append(first)
                    ends.append((key, first, last))
            else:
                inside = (starts >= place.start) & (starts < place.end) & read_.window.begins
                begins[key] += np.nonzero(inside)[0].tolist()
    made = {key: np.unique(np.array(some)) for key, some in begins.items() if some}
    return Right(made, tuple(ends), frozenset(some))
