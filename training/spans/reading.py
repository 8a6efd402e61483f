"""A sample read as extraction reads a page: the values given, and whether each is right.

A value is right if it stands where the sample has it, or says the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from extract_filings.pipeline.ask.field_text import field_text
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.span_asker import STATED
from extract_filings.pipeline.ask.span_labels import labelled
from extract_filings.pipeline.ask.span_page import Place, SpanPage
from extract_filings.pipeline.ask.span_ranges import with_ranges
from extract_filings.pipeline.ask.span_rows import Found
from extract_filings.pipeline.ask.span_tables import rows_of
from extract_filings.pipeline.ask.span_values import by_value, chosen_values
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.decode.span_reader import Fields
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.schemas.base import FieldSpec
from extract_filings.schemas.names import spoken
from extract_filings.training.spans.sample import Asked, Sample

TYPES = {"text": str, "date": date, "number": Decimal, "choice": str}
Specs = Mapping[int, FieldSpec]


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a field of the root or of a list. `rival`: the share of the next one."""

    field: Asked
    kind: Literal["root", "list"]
    share: float
    rival: float
    right: bool


def read_sample(engine: SpanEngine, sample: Sample) -> Iterator[Given]:
    asked = sample.fields
    fields = engine.fields(
        [field_text(f.name, f.description, f.owner) for f in asked],
        [f.kind for f in asked],
        [f.many for f in asked],
    )
    page = _page(engine, sample, fields)
    specs = {k: FieldSpec(f.name, TYPES[f.kind], "", at=(f.name,)) for k, f in enumerate(asked)}
    many = {k: spec for k, spec in specs.items() if asked[k].many}
    for k, place in _listed(page, fields, asked, many):
        right = _right(page, place, asked[k])
        yield Given(asked[k], "list", place.probability, 0.0, right)
    single = {k: spec for k, spec in specs.items() if not asked[k].many}
    for k, place, share, rival in _single(page, fields, single):
        yield Given(asked[k], "root", share, rival, _right(page, place, asked[k]))


def _page(engine: SpanEngine, sample: Sample, fields: Fields) -> SpanPage:
    lines = tuple(Line(1, n, text) for n, text in enumerate(sample.page.lines))
    (windows,) = engine.read([sample.page], fields)
    page = SpanPage(Passage((Chunk(lines),)), sample.page, windows, engine.reader)
    names = [spoken(field.name) for field in sample.fields]
    many = [field.many for field in sample.fields]
    return labelled(page, names, names, many)


def _listed(
    page: SpanPage, fields: Fields, asked: tuple[Asked, ...], specs: Specs
) -> Iterator[tuple[int, Place]]:
    found: dict[str, list[Found]] = defaultdict(list)
    lists: dict[str, dict[int, FieldSpec]] = defaultdict(dict)
    for k, spec in specs.items():
        found[asked[k].owner] += [(k, place) for place in page.of_rows(fields, k, spec)]
        lists[asked[k].owner][k] = spec
    for rows in rows_of(page, found, lists).values():
        yield from (one for row in rows for one in row.places.items())


def _single(
    page: SpanPage, fields: Fields, specs: Specs
) -> Iterator[tuple[int, Place, float, float]]:
    offers = {
        k: by_value([(page, p) for p in page.single(fields, k, spec)], page.odds(k))
        for k, spec in specs.items()
    }
    for k, (best, rival) in chosen_values(with_ranges([*specs.items()], offers, [page])).items():
        if best.share >= STATED:
            yield k, best.place, best.share, rival


def _right(page: SpanPage, place: Place, field: Asked) -> bool:
    starts, at = page.starts, place.candidate
    spans = [(starts[s.line] + s.start, starts[s.last] + s.end) for s in field.spans]
    text = page.passage.text
    said = {text[a:b].casefold() for a, b in spans} | {*spans}
    return bool(said & {text[at.start : at.end].casefold(), (at.start, at.end)})
