"""The answers for all parts -> the values of a document, before rules check them.

The root and the lists come first: the end of the year on the cover tells which day a column headed
by a year alone ends on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.records import Answers, Document, Line, Occurrence, Value
from extract_filings.pipeline.resolve.fields import cover_values, list_values
from extract_filings.pipeline.resolve.merge import statement_values
from extract_filings.pipeline.resolve.rerank import rerank
from extract_filings.pipeline.resolve.rules import rule_score
from extract_filings.pipeline.resolve.select import occurrences, select
from extract_filings.pipeline.resolve.statement import Boxes, Cell, read_statement
from extract_filings.pipeline.text.scale import before
from extract_filings.schemas.base import Part

UprightBoxes = Callable[[Sequence[int]], Boxes]
"""The boxes of pages' characters, of pages that are turned as if they were not."""


def read_values(
    parts: Sequence[Part],
    document: Document,
    answers: Mapping[str, Answers],
    boxes: UprightBoxes,
) -> list[Value]:
    """Every value that the answers lead to; statements behind all else."""
    values = _fields([p for p in parts if p.kind != "statement"], answers)
    year_end = next((v.value for v in values if v.field == "period_end_date"), None)
    for part in (p for p in parts if p.kind == "statement"):
        places = occurrences(part, answers[part.name].tags, answers[part.name].holds)
        values += _statement(parts, part, document, places, boxes, year_end)
    return values


def _fields(others: Sequence[Part], answers: Mapping[str, Answers]) -> list[Value]:
    """Of the root and of lists."""
    chunks = dict.fromkeys(c for p in others for c in answers[p.name].chunks)
    front = [line for c in chunks for line in c.lines]
    values: list[Value] = []
    for part in others:
        places = select(part, answers[part.name])
        if part.kind == "root":
            values += cover_values(part, places, front)
        else:
            values += list_values(part, places, [v for v in values if v.table == part.parent])
    return values


def _statement(
    parts: Sequence[Part],
    part: Part,
    document: Document,
    places: Sequence[Occurrence],
    boxes: UprightBoxes,
    year_end: date | None,
) -> list[Value]:
    """Of all its occurrences, each with the rows that model and rules agree on."""
    lines = [before(document, place.lines[0].page) + place.lines for place in places]
    placed = boxes(sorted({line.page for some in lines for line in some}))
    read = []
    for place, some in zip(places, lines, strict=True):
        reader = Reader(parts, part, some, placed, year_end)
        best = rerank(place, reader.score)
        read.append((best, reader.cells(best)))
    return statement_values(part, read)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one occurrence of a statement, whichever rows its fields take. `lines`: those of its
    pages, and of the page before.
    """

    parts: Sequence[Part]
    part: Part
    lines: Sequence[Line]
    boxes: Boxes
    year_end: date | None

    def cells(self, place: Occurrence) -> dict[str, tuple[Cell, ...]]:
        rows = {r.field: r.line for r in place.rows}
        return read_statement(self.lines, self.boxes, rows, self.part, self.year_end)

    def score(self, place: Occurrence) -> float:
        """Rules held less rules broken."""
        values = statement_values(self.part, [(place, self.cells(place))])
        return rule_score(self.parts, values)
