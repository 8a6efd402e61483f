"""A solved document as the learner sees it: what the network reads on its pages, once, and which of
their words are right."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.ask.spans.page import SpanPage
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
    prints. `labels`: of each window, what labels add to the scores of the fields' begins.
    """

    name: str
    pages: Sequence[SpanPage]
    right: Mapping[int, Right]
    lost: Sequence[tuple[str, str]]
    sha256: str
    labels: Mapping[Key, np.ndarray]


def lesson(pipeline: Pipeline, one: Solved) -> Lesson:
    """Raises InputError. Nobody looks for hidden text, which takes most of the time: a person has
    seen these documents, and of their words only values are learnt.
    """
    asker = pipeline.asker
    assert isinstance(asker, SpanAsker)
    document = pipeline.legible(read(one.path))
    pages = asker.read(document, rank(pipeline.parts, chunk_pages(document)))
    right: dict[int, Right] = {}
    lost: list[tuple[str, str]] = []
    for part in pipeline.parts:
        asked = {k: f for k, (p, f) in enumerate(asker.asked) if p.name == part.name}
        fields = {k: f for k, f in asked.items() if (part.name, f.name) in one.known}
        found, unseen = _found(part, fields, one.rows.get(part.name, ()), pages)
        lost += [(fields[k].name, value) for k, value in unseen]
        for k in fields.keys() - {k for k, _ in unseen}:
            made = _right(fields[k], [p for row in found for p in row.get(k, ())], pages)
            if made.begins or not made.places:  # else its words are cut by each window
                right[k] = made
    labels = dict(_labels(asker, pages))
    return Lesson(one.path.stem, pages, right, lost, document.sha256, labels)


def _labels(asker: SpanAsker, pages: Sequence[SpanPage]) -> Iterator[tuple[Key, np.ndarray]]:
    for p, page in enumerate(pages):
        both = zip(page.windows, asker.labelled(page).windows, strict=True)
        for w, (plain, raised) in enumerate(both):
            yield (p, w), raised.begin - plain.begin


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
    """A text begins with one token, what code reads with any token that it holds."""
    begins: dict[Key, list[int]] = defaultdict(list)
    ends = []
    for place in some:
        for w in range(len(pages[place.page].windows)):
            key = place.page, w
            if is_open(spec):
                whole = _whole(pages[place.page], w, place)
                begins[key] += [first for first, _ in whole]
                ends += [(key, *span) for span in whole]
            else:
                begins[key] += _inside(pages[place.page], w, place)
    made = {key: np.unique(np.array(some)) for key, some in begins.items() if some}
    return Right(made, tuple(ends), frozenset(some))


def _whole(page: SpanPage, window: int, place: Place) -> list[tuple[int, int]]:
    """First and last token, if the window holds the place."""
    span = Text(page.passage.text.split("\n")).span(place.start, place.end)
    return [(first, last) for first, last, _ in placed(page.windows[window].window, [span])]


def _inside(page: SpanPage, window: int, place: Place) -> list[int]:
    starts, may = page.begins[window], page.windows[window].window.begins
    return np.nonzero((starts >= place.start) & (starts < place.end) & may)[0].tolist()
