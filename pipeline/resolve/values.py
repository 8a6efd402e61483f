"""The answers for all parts -> the values of a document, before rules check them, and the rows and
columns of its statements.

The root and the lists come first: the form and the period on the cover say which periods the
statements' columns are likely to be of. Then all heads are read, and read again with what the
other statements turned out to say.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract_filings.pipeline.records import (
    Answers,
    Document,
    Line,
    LineItem,
    Occurrence,
    ReadColumn,
    Value,
)
from extract_filings.pipeline.resolve.amounts import Boxes, UprightBoxes
from extract_filings.pipeline.resolve.columns import Read, read_columns
from extract_filings.pipeline.resolve.cover.spans import cell_edges
from extract_filings.pipeline.resolve.derived import with_derived
from extract_filings.pipeline.resolve.equity.further_statements import further_statements
from extract_filings.pipeline.resolve.fields import cover_values, list_values
from extract_filings.pipeline.resolve.identified import identified
from extract_filings.pipeline.resolve.line_items import line_items, with_boxes
from extract_filings.pipeline.resolve.merge import statement_values
from extract_filings.pipeline.resolve.ordered_dates import with_ordered_dates
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.rerank import rerank
from extract_filings.pipeline.resolve.run_over import in_last_lines
from extract_filings.pipeline.resolve.select import occurrences, select
from extract_filings.pipeline.resolve.sheet import Sheet, read_sheet
from extract_filings.pipeline.resolve.statement_reader import StatementReader
from extract_filings.pipeline.resolve.totals import with_totals
from extract_filings.pipeline.text.scale import (
    UNSTATED,
    UNSTATED_IN_FULL,
    Scale,
    before,
)
from extract_filings.schemas.base import Part

ANNUAL, INTERIM = ("10-K", "20-F", "40-F"), ("10-Q",)


@dataclass(frozen=True, slots=True)
class ReadValues:
    """`values`: those of statements behind all else. `columns`, `line_items`: of the statements
    that they come from.
    """

    values: tuple[Value, ...]
    columns: tuple[ReadColumn, ...]
    line_items: tuple[LineItem, ...]


def read_values(
    parts: Sequence[Part],
    document: Document,
    answers: Mapping[str, Answers],
    boxes: UprightBoxes,
) -> ReadValues:
    """Every value that the answers lead to, and the statements around them."""
    values = _fields([p for p in parts if p.kind != "statement"], answers, boxes)
    values = with_derived(parts, with_ordered_dates(values, document), document)
    statements = [p for p in parts if p.kind == "statement"]
    name = next((str(v.value) for v in values if v.field == "registrant_name"), "")
    places = {
        p.name: occurrences(p, answers[p.name].tags, answers[p.name].holds, name, document.pages)
        for p in statements
    }
    pages = [
        Pages(p, place, before(document, place.lines[0].page) + place.lines)
        for p in statements
        for place in places[p.name]
    ]
    placed = boxes(sorted({line.page for some in pages for line in some.lines}))
    sheets = read_sheets(pages, placed, known_from(values))
    elsewhere = common_scale(sheets)
    statements_read: list[Read] = []
    for part in statements:
        read, cues = [], {f.name: f.cue for f in part.fields}
        for some, sheet in sheets:
            if some.part is part:
                reader = StatementReader(parts, part, sheet, elsewhere)
                place = in_last_lines(some.place, sheet.printed)
                place = identified(part, parts[0].checks, place, sheet.printed)
                best = with_totals(rerank(place, reader.score), sheet.printed, cues)
                reader = reader.with_agreeing_shares(best)
                read.append((best, reader.cells(best)))
                statements_read.append(Read(part, best, reader.sheet, read[-1][1]))
        values += statement_values(part, read)
    columns = read_columns(statements_read, values, document, elsewhere)
    items = _line_items(statements_read, columns, answers, placed, elsewhere)
    days = tuple(dict.fromkeys(c.period_end for c in columns if c.period_end))
    known = replace(known_from(values), newest=days)
    tags = [t for of in answers.values() for t in of.tags]
    further = further_statements(document, items, boxes, known, tags, elsewhere)
    return ReadValues(tuple(values), columns, items + further)


def _line_items(
    statements: Sequence[Read],
    columns: Sequence[ReadColumn],
    answers: Mapping[str, Answers],
    boxes: Boxes,
    elsewhere: Scale | None,
) -> tuple[LineItem, ...]:
    """Of the places that values of a statement come from, the surest first; of each page once."""
    pages = {(c.table, c.page) for c in columns}
    items: list[LineItem] = []
    for read in statements:
        table = read.part.name
        if read.pages & {n for t, n in pages if t == table} - {i.page for i in items}:
            first = sum(i.statement == table for i in items)
            more = line_items(read, answers[table].tags, boxes, elsewhere, first)
            items += with_boxes([*more], boxes)
    return tuple(items)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a statement is printed, and the lines of its pages and of the page before."""

    part: Part
    place: Occurrence
    lines: tuple[Line, ...]

    @property
    def flow(self) -> bool:
        return "months" in self.part.keys


Sheets = list[tuple[Pages, Sheet]]


def known_from(values: Sequence[Value]) -> Known:
    """What the cover says."""
    form = str(next((v.value for v in values if v.field == "form_type"), ""))
    end = next((v.value for v in values if v.field == "period_end_date"), None)
    return known_of(form, end)


def known_of(form: str, end: date | None) -> Known:
    """What a form says of a document whose period ends on a day."""
    annual = form.startswith(ANNUAL) or (False if form.startswith(INTERIM) else None)
    if annual and "T" in form.removeprefix("10-K")[:2]:
        annual = None  # a transition period has any length
    return Known(annual, end, (), end if annual else None)


def read_sheets(pages: Sequence[Pages], boxes: Boxes, known: Known) -> Sheets:
    """All heads, read twice: the second time each knows what the others said."""
    first = [(some, read_sheet(some.lines, boxes, some.flow, known)) for some in pages]
    return [
        (some, read_sheet(some.lines, boxes, some.flow, _told(known, first, some)))
        for some in pages
    ]


def _told(known: Known, sheets: Sheets, asking: Pages) -> Known:
    """What is known of a document by its cover and its other statements' columns."""
    newest = [end for some, sheet in sheets if some is not asking and (end := _newest(some, sheet))]
    end = known.period_end or max(newest, default=None)
    balances = [d for some, sheet in sheets if not some.flow for d in _ends(some, sheet)]
    year_end = known.year_end or _year_end(end, balances)
    months = round((end - year_end).days / 30.4) if end and year_end and year_end < end else None
    days = (*dict.fromkeys(newest), *dict.fromkeys(balances))
    printed = [d for some, sheet in sheets if some is not asking for d in _in_full(some, sheet)]
    return replace(
        known,
        newest=days if newest else (),
        printed=tuple(dict.fromkeys(printed)),
        year_end=year_end,
        months=months if months and months < 12 else None,
    )


def _ends(some: Pages, sheet: Sheet) -> list[date]:
    """The last days of the columns on the statement's own pages."""
    pages = {line.page for line in some.place.lines}
    return [c.period[0] for c in sheet.columns if c.period and c.column.cells[0].line.page in pages]


def _in_full(some: Pages, sheet: Sheet) -> Iterator[date]:
    """Those of them that the head prints for one column alone."""
    days = Counter(p for c in sheet.columns for p in c.pieces if p.kind in ("date", "day"))
    for column in sheet.columns:
        if column.period and any(days[p] == 1 for p in column.pieces):
            yield column.period[0]


def _newest(some: Pages, sheet: Sheet) -> date | None:
    return max(_ends(some, sheet), default=None)


def _year_end(end: date | None, balances: Sequence[date]) -> date | None:
    """The balance sheet beside that of the cover's day is of the last fiscal year's end."""
    earlier = [d for d in balances if end and 20 < (end - d).days < 340]
    return max(earlier, default=None)


def common_scale(sheets: Sheets) -> Scale | None:
    """What most statements' pages state of amounts."""
    stated = [
        sheet.stated_scale(some.place.rows[0].line, None)
        for some, sheet in sheets
        if some.place.rows
    ]
    printed = [s for s in stated if s.probability not in (UNSTATED, UNSTATED_IN_FULL)]
    counts = Counter(s.power for s in printed)
    if not counts:
        return None
    power = counts.most_common(1)[0][0]
    return next(s for s in printed if s.power == power)


def _fields(
    others: Sequence[Part], answers: Mapping[str, Answers], boxes: UprightBoxes
) -> list[Value]:
    """Of the root and of lists."""
    chunks = dict.fromkeys(c for p in others for c in answers[p.name].chunks)
    front = [line for c in chunks for line in c.lines]
    values: list[Value] = []
    for part in others:
        if part.kind == "root":
            tagged = {t.question.line.page for t in answers[part.name].tags if t.question.line}
            places = select(part, answers[part.name], cell_edges(boxes(sorted(tagged))))
            values += cover_values(part, places, front)
        else:
            places = select(part, answers[part.name])
            values += list_values(part, places, [v for v in values if v.table == part.parent])
    return values
