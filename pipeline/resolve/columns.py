"""The columns of the statements that values were read from: what each was read as, from which
words, and what its amounts are in."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.records import Document, Line, Occurrence, ReadColumn, Value
from extract_filings.pipeline.resolve.dated_rows import DatedColumn
from extract_filings.pipeline.resolve.sheet import Sheet
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.pipeline.resolve.translations import TRANSLATION
from extract_filings.pipeline.text.currency import (
    AMERICAN,
    SHARED,
    alike,
    presented,
    settled,
    signs,
    stated,
    tokens,
)
from extract_filings.pipeline.text.scale import Scale
from extract_filings.schemas.base import Part

PERIOD, UNREAD, OTHER = "period", "unread", "other"
KINDS = {
    "percent": r"%|percent",
    "note": r"note|ref",
    "change": r"change|varianc|increas|inc\b|inc\.|growth|constant",
    "pro forma": r"pro[\s-]?forma|adjust|recast|reclass",
    "member": r"guarant|parent|issuer|eliminat|consolidating|^part$",
    "cumulative": r"cumulative|inception",
    "forecast": r"budget|forecast|target|\d\s?[EPFB]$",
    TRANSLATION: r"translat|convenience|supplement|dollars",
    "another table": r"alone",
}
"""What a column is instead of a period, by the word that says so."""
COVER = (1, 2)
"""Pages that count as the cover besides those with its values."""


@dataclass(frozen=True, slots=True)
class Read:
    """An occurrence of a statement, as it was read."""

    part: Part
    place: Occurrence
    sheet: Sheet
    cells: Mapping[str, Sequence[Cell]]

    @property
    def pages(self) -> set[int]:
        return {line.page for line in self.place.lines}


def read_columns(
    statements: Sequence[Read],
    values: Sequence[Value],
    document: Document,
    elsewhere: Scale | None,
) -> tuple[ReadColumn, ...]:
    """Of the tables that values of the document come from. `elsewhere`: as of `read_scale`."""
    taken = {(v.table, v.line, v.start) for v in values}
    used = [
        r
        for r in statements
        if any((r.part.name, c.line, c.start) in taken for row in r.cells.values() for c in row)
    ]
    settled_as = _currencies(used, values, document)
    made = {
        (c.table, c.page, c.column): c
        for read, currency in reversed([*zip(used, settled_as, strict=True)])
        for columns in tables_of(read)
        for c in _of_table(read, columns, currency, elsewhere)
    }
    order = {r.part.name: i for i, r in reversed([*enumerate(used)])}
    return tuple(made[k] for k in sorted(made, key=lambda k: (order[k[0]], *k[1:])))


def tables_of(read: Read) -> Iterator[list[DatedColumn]]:
    """The columns of each table with a row that was found."""
    rows = {c.line for cells in read.cells.values() for c in cells}
    some: list[DatedColumn] = []
    tables: list[list[DatedColumn]] = []
    for column in read.sheet.columns:
        if column.number == 1:
            tables.append(some := [])
        some.append(column)
    for columns in tables:
        if any(a.line in rows for c in columns for a in c.column.cells):
            yield columns


def _of_table(
    read: Read, columns: Sequence[DatedColumn], currency: str | None, elsewhere: Scale | None
) -> Iterator[ReadColumn]:
    scale = _scale(read, columns, elsewhere)
    for c in columns:
        kind, period = _kind(c), c.period or (None, None)
        own = scale if kind in (PERIOD, UNREAD) and scale else Scale(0, 0.0)
        has = own is scale
        yield ReadColumn(
            read.part.name,
            c.column.cells[0].line.page,
            c.number,
            kind,
            *period,
            c.probability,
            _head(c),
            scale=own.power if has else None,
            scale_line=own.line,
            scale_confidence=own.probability if has else None,
            currency=_own(c, kind, currency),
        )


def _kind(column: DatedColumn) -> str:
    if column.period:
        return PERIOD
    word = column.column.no_period
    said = (kind for kind, words in KINDS.items() if re.search(words, word, re.I))
    return next(said, OTHER) if word else UNREAD


def _head(column: DatedColumn) -> tuple[tuple[Line, int, int], ...]:
    """The words of its head, from top to bottom."""
    ordered = sorted(column.pieces, key=lambda p: (p.line.page, -p.y, p.start))
    return tuple(dict.fromkeys((p.line, p.start, p.end) for p in ordered))


def _own(column: DatedColumn, kind: str, currency: str | None) -> str | None:
    """Of a translation what stands over it; none of what is no amount."""
    if kind == TRANSLATION:
        return column.currency if column.currency not in ("", *SHARED) else None
    return currency if kind in (PERIOD, UNREAD) else None


def _scale(read: Read, columns: Sequence[DatedColumn], elsewhere: Scale | None) -> Scale | None:
    """Of the first row of money."""
    lines = {a.line for c in columns for a in c.column.cells}
    found = (
        cells[0].line
        for spec in read.part.fields
        if spec.cue.unit not in ("shares", "USD/share")
        and (cells := read.cells.get(spec.name, ()))
        and cells[0].line in lines
    )
    row = next(found, None)
    return read.sheet.stated_scale(row, None, elsewhere) if row else None


def _currencies(
    used: Sequence[Read], values: Sequence[Value], document: Document
) -> list[str | None]:
    """Of each statement: by itself, else as the other statements."""
    if not used:
        return []
    near = [_near(read) for read in used]
    cover = {*COVER, *(v.line.page for v in values if not v.key)}
    shown = {n for n in cover.union(*(r.pages for r in used)) if n <= len(document.pages)}
    pages = [" ".join(line.text for line in page) for page in document.pages]
    named = [t for n in sorted(shown) for t, *_ in tokens(pages[n - 1])]
    american = any(AMERICAN.search(pages[n - 1]) for n in shown)
    told = [t for some in near for t in some if t not in SHARED]
    signs_of = {some[0] if some and some[0] in SHARED else "" for some in near}
    said = {
        sign: presented(pages, sign)
        for sign in signs_of
        if sign or not all(near)  # nothing is to be settled where each names its own
    }
    made = []
    for some in near:
        sign = some[0] if some and some[0] in SHARED else ""
        family = [t for t in told if not sign or alike(sign, t)]
        common = [t for t, _ in Counter(said.get(sign, ())).most_common()]
        made.append(settled(some, [*family, *common], named, american))
    return made


def _near(read: Read) -> list[str]:
    """What the statement says of its amounts, the nearest first: over the columns of its values, in
    the lines above, below, at its numbers, on the page before."""
    columns = [c for some in tables_of(read) for c in some if c.period]
    found = [c.currency for c in columns if c.currency]
    over = Counter(found).most_common(1)
    rows, lines = read.sheet.rows, read.sheet.lines
    first = min((i for i, n in enumerate(lines) if n in rows and n.page in read.pages), default=0)
    here = [i for i, n in enumerate(lines) if n.page in read.pages and n not in rows]
    above = [i for i in reversed(here) if i < first]
    below = [i for i in here if i > first]
    earlier = [i for i, n in reversed([*enumerate(lines)]) if n.page < min(read.pages)]
    skipped = _translations(read)
    said = [stated(lines[i].text) for i in (*above, *below)]
    at_numbers = Counter(t for n in rows if n.page in read.pages for t in signs(n.text))
    before = [stated(lines[i].text) for i in earlier if lines[i] not in rows]
    ordered = [t for t, _ in over] + said + [t for t, _ in at_numbers.most_common(1)] + before
    return [t for t in ordered if t and t not in skipped]


def _translations(read: Read) -> set[str]:
    """The currencies of columns that translate others."""
    return {c.currency for c in read.sheet.columns if c.column.no_period == TRANSLATION}
