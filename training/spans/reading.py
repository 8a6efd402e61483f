"""A sample read as extraction reads a page: the values given, and whether each is right.

A value is right if it stands where the sample has it, or says the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from extract_filings.pipeline.ask.field_text import text_of
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.span_asker import SpanAsker
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.decode.span_reader import ReadWindow, SpanReader
from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.schemas.base import FieldSpec, Group, Part
from extract_filings.training.spans.sample import Asked, Sample

TYPES = {"text": str, "date": date, "number": Decimal, "choice": str}
BETWEEN = ", "
"""Of the things that hold a field, in `Asked.owner`."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a field of the root or of a list. `rival`: the share of the next one."""

    field: Asked
    kind: Literal["root", "list"]
    share: float
    rival: float
    right: bool


def read_sample(engine: SpanEngine, sample: Sample) -> Iterator[Given]:
    tables = _tables(sample)
    asked = [field for some in tables.values() for field in some]
    asker = SpanAsker(engine, [_part(*table, some) for table, some in tables.items()], _no_boxes)
    texts = [text_of(part, spec) for part, spec in asker.asked]  # no spec says what is a choice
    asker.fields = engine.fields(texts, [field.kind for field in asked], asker.many)
    (windows,) = engine.read([sample.page], asker.fields)
    page = page_of(sample.page, windows, engine.reader)
    for one in (c for some in asker.chosen([page]).values() for c in some):
        field = asked[one.field]
        right = _right(page, one.place, field)
        yield Given(field, "list" if field.many else "root", one.share, one.rival, right)


def page_of(printed: PrintedPage, windows: Sequence[ReadWindow], reader: SpanReader) -> SpanPage:
    lines = tuple(Line(printed.number, n, text) for n, text in enumerate(printed.lines))
    return SpanPage(Passage((Chunk(lines),)), printed, windows, reader)


def _tables(sample: Sample) -> dict[tuple[bool, str], list[Asked]]:
    """The fields of each list by what holds them, which may be nothing; those of the root."""
    made: dict[tuple[bool, str], list[Asked]] = defaultdict(list)
    for field in sample.fields:
        made[field.many, field.owner if field.many else ""].append(field)
    return made


def _part(many: bool, owner: str, fields: Sequence[Asked]) -> Part:
    """Told to the network as the sample tells it (`field_text.text_of`)."""
    if many:
        parent, _, own = owner.rpartition(BETWEEN)
        specs = tuple(_spec(f, ()) for f in fields)
        place, name = Group((own,), False, True), f"{owner}[]"  # none that a root has
        return Part(name, "list", "", specs, parent=parent, place=place)
    paths = [tuple(f.owner.split(BETWEEN)) if f.owner else () for f in fields]
    root = paths[0][:1] if len({path[:1] for path in paths}) == 1 else ()
    specs = tuple(_spec(f, path[len(root) :]) for f, path in zip(fields, paths, strict=True))
    return Part("".join(root), "root", "", specs)


def _spec(field: Asked, holders: tuple[str, ...]) -> FieldSpec:
    at = (*holders, field.name)
    return FieldSpec("_".join(at), TYPES[field.kind], field.description, at=at)


def _no_boxes(*_: object) -> dict:
    """A sample's page is laid out already."""
    return {}


def _right(page: SpanPage, place: Place, field: Asked) -> bool:
    starts, at = page.starts, place.candidate
    spans = [(starts[s.line] + s.start, starts[s.last] + s.end) for s in field.spans]
    text = page.passage.text
    said = {text[a:b].casefold() for a, b in spans} | {*spans}
    return bool(said & {text[at.start : at.end].casefold(), (at.start, at.end)})
