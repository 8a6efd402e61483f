"""Asks the span reader: each page is read once for all fields, and each field takes its likeliest
value, or none.

A date, a number or a choice can only be one that the page prints as such; a text begins and ends
where the reader says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.ask.field_text import kind_of, text_of
from extract_filings.pipeline.ask.lists.mentions import likely_names
from extract_filings.pipeline.ask.lists.names import each_once
from extract_filings.pipeline.ask.lists.tables import rows_of
from extract_filings.pipeline.ask.lists.totals import without_totals
from extract_filings.pipeline.ask.lists.whole_rows import of_its_tables, whole_rows
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.spans.blocks import whole_address, with_addresses
from extract_filings.pipeline.ask.spans.labels import labelled
from extract_filings.pipeline.ask.spans.laws import by_laws, columns_of
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.parties import by_parties
from extract_filings.pipeline.ask.spans.prose import doubted
from extract_filings.pipeline.ask.spans.ranges import periods, with_ranges, without_side
from extract_filings.pipeline.ask.spans.row import OnPage
from extract_filings.pipeline.ask.spans.terms import by_terms
from extract_filings.pipeline.ask.spans.ticks import by_ticks, own_boxes
from extract_filings.pipeline.ask.spans.values import Offer, by_value, chosen_values
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.locate.rank import Ranking
from extract_filings.pipeline.printed_page import printed_page
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import Answers, Box, Chunk, Document, Line, Piece, Pointer
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.pipeline.text.parse import dates_in
from extract_filings.schemas.base import YES_NO, FieldSpec, Part
from extract_filings.schemas.names import spoken

Boxes = Callable[[Document, Sequence[int]], Mapping[int, Sequence[Sequence[Box]]]]

STATED = 0.55
"""Share of a value from which it is given. Between 0.45 and 0.55 F1 hardly differs on kinds that
were never learnt; the higher, the fewer absent fields get a value."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value: the number of its field among those asked, and its place. `rival`: the share of the
    next one.
    """

    field: int
    page: SpanPage
    place: Place
    share: float
    row: int
    rival: float = 0.0


class SpanAsker:
    """An `Asker` for the span reader. `boxes`: of the characters of pages, by page and line."""

    def __init__(self, engine: SpanEngine, parts: Sequence[Part], boxes: Boxes) -> None:
        self.engine, self.parts, self.boxes = engine, parts, boxes
        self.asked = [(p, f) for p in parts for f in p.fields if p.kind != "statement"]
        self.asked = [(p, f) for p, f in self.asked if not (f.cue.within or f.cue.free)]
        self.many = [p.kind == "list" for p, _ in self.asked]
        self.fields = engine.fields(
            [text_of(p, f) for p, f in self.asked],
            [kind_of(f) for _, f in self.asked],
            self.many,
        )
        self.names = [spoken(f.name) for _, f in self.asked]
        self.labels = [*self._labels()]

    def _labels(self) -> Iterator[str]:
        """What stands on a label of each field: of a period's days what it is a period of."""
        days = {k for p in self.parts for pair in periods(self._fields(p)) for k in pair}
        for k, (part, field) in enumerate(self.asked):
            name = without_side(self.names[k]) if k in days else self.names[k]
            yield name if field.at or part.kind != "list" else ""

    def ask(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        ranking: Ranking,
        on_step: OnStep = silent,
    ) -> dict[str, Answers]:
        on_step("asking")
        pages = self.read(document, ranking)
        likely = {page.number for page in pages}
        asked = [c for c in chunks if c.page in likely]
        chosen = self.chosen(pages)
        return {p.name: self._answers(p, asked, chosen[p.name], ranking) for p in self.parts}

    def read(self, document: Document, ranking: Ranking) -> list[SpanPage]:
        """The pages that any field is likely on."""
        numbers = sorted({c.page for p, f in self.asked for c in ranking[p.name].get(f.name, ())})
        boxes = self.boxes(document, numbers) if numbers else {}
        lines = [document.pages[n - 1] for n in numbers]
        many = len(document.pages)
        printed = [
            printed_page(some, boxes[n], n, many) for n, some in zip(numbers, lines, strict=True)
        ]
        read = self.engine.read(printed, self.fields)
        days = self._days(lines)
        return [
            SpanPage(Passage((Chunk(some),), days), page, windows, self.engine.reader)
            for some, page, windows in zip(lines, printed, read, strict=True)
        ]

    def _days(self, pages: Iterable[Sequence[Line]]) -> tuple[date, ...]:
        """The dates that the pages print in full, if any date is asked for."""
        if not any(field.type is date for _, field in self.asked):
            return ()
        texts = (" ".join(line.text for line in lines) for lines in pages)
        return tuple(dict.fromkeys(day for text in texts for _, day in dates_in(text)))

    def _answers(
        self, part: Part, asked: Sequence[Chunk], chosen: Sequence[Chosen], ranking: Ranking
    ) -> Answers:
        sought = {field: tuple(c.page for c in some) for field, some in ranking[part.name].items()}
        pointers = (_pointer(part, self.asked[c.field][1], c) for c in chosen)
        return Answers(tuple(asked), (), tuple(pointers), sought)

    def labelled(self, page: SpanPage) -> SpanPage:
        return labelled(page, self.labels, self.names, self.many)

    def chosen(self, pages: Sequence[SpanPage]) -> dict[str, list[Chosen]]:
        """The values of each part."""
        pages = [self.labelled(page) for page in pages]
        found = self._rows(pages)
        made = {p.name: [*self._single(p, pages, found)] for p in self.parts if p.kind != "list"}
        names = {c.field: (c.page, c.place, c.share) for some in made.values() for c in some}
        rows = with_addresses(found, self.parts, self.asked, names)
        lists = {
            p.name: [*_listed(p, rows[p.name], len(pages))] for p in self.parts if p.name in rows
        }
        return {p.name: (made | lists)[p.name] for p in self.parts}

    def _rows(self, pages: Sequence[SpanPage]) -> dict[str, list[OnPage]]:
        """Of each list."""
        lists = {p.name: dict(self._fields(p)) for p in self.parts if p.kind == "list"}
        made: dict[str, list[OnPage]] = {name: [] for name in lists}
        for page in pages:
            found = {
                name: [(k, p) for k, f in specs.items() for p in page.of_rows(self.fields, k, f)]
                for name, specs in lists.items()
            }
            for name, rows in rows_of(page, found, lists).items():
                made[name] += [(page, row) for row in without_totals(page, rows)]
        return {name: whole_rows(of_its_tables(r), lists[name]) for name, r in made.items()}

    def _fields(self, part: Part) -> list[tuple[int, FieldSpec]]:
        return [(k, f) for k, (p, f) in enumerate(self.asked) if p.name == part.name]

    def _offers(self, pages: Sequence[SpanPage], k: int, field: FieldSpec) -> list[Offer]:
        """Of a choice nothing but choices speaks against null."""
        found = [(page, p) for page in pages for p in self._places(page, k, field)]
        choices = sum(place.probability for _, place in found)
        return by_value(found, choices if field.choices else sum(page.odds(k) for page in pages))

    def _places(self, page: SpanPage, k: int, field: FieldSpec) -> Sequence[Place]:
        places = page.single(self.fields, k, field)
        own = own_boxes(page, self.names[k]) if field.choices == YES_NO else []
        return own or (by_ticks(page, places, self.names[k]) if field.choices else places)

    def _single(
        self, part: Part, pages: Sequence[SpanPage], lists: Mapping[str, Sequence[OnPage]]
    ) -> Iterator[Chosen]:
        fields = self._fields(part)
        offers = {k: self._offers(pages, k, field) for k, field in fields}
        offers = by_terms(fields, with_ranges(fields, offers, pages))
        offers = by_parties(fields, offers)
        parts = {p.name: dict(self._fields(p)) for p in self.parts}
        columns = {name: columns_of(parts[name], rows) for name, rows in lists.items()}
        chosen = chosen_values(by_laws(part, dict(fields), offers, columns))
        for k, field in fields:
            if k not in chosen:
                continue
            best, rival = chosen[k]
            share = doubted(best.share, best.page, best.place, len(pages))
            if share >= STATED or part.sure(field):
                place = whole_address(field, best.page, best.place)
                yield Chosen(k, best.page, place, share, 0, rival)


def _listed(part: Part, rows: Sequence[OnPage], pages: int) -> Iterator[Chosen]:
    texts = all(f.type is str for f in part.fields)
    some = likely_names(rows, pages) if texts and len(part.fields) == 1 else rows
    for number, (page, row) in enumerate(each_once(some) if texts else some):
        for k, place in row.places.items():
            yield Chosen(k, page, place, place.probability, number)


def _pointer(part: Part, field: FieldSpec, chosen: Chosen) -> Pointer:
    at, passage = chosen.place.candidate, chosen.page.passage
    line, start, end, rest = passage.span(at.start, at.end)
    for span in at.more:
        of, first, last, others = passage.span(*span)
        rest = (*rest, Piece(of, first, last), *others)
    said = at.said if field.choices else at.own
    status = DERIVED if at.derived else FOUND
    around = passage.around(at.start, at.end)
    share, row, rival, boxes = chosen.share, chosen.row, chosen.rival, bool(field.choices)
    where = (part.name, field.name, line, start, end, share, row, rest)
    return Pointer(*where, said, status, around, rival, boxes)
