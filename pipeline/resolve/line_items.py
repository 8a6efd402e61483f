"""A statement as it is printed: every row in its order, with its place among the others.

Rules:
- A row belongs to the statement if its table has a row that some field took.
- Its lines are rows as of printed_rows.py.
- Money, shares and amounts a share are told apart by the field that the row is, else by its concept
  or by its words and those of its headings; balances are money.
- What stands at the foot of a page is no row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import Likely, Line, LineAmount, LineItem, TagScores
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.columns import Read, tables_of
from extract_filings.pipeline.resolve.printed_rows import (
    TOTAL,
    PrintedRow,
    levels_of,
    placed_under,
    printed_rows,
    rows_over,
)
from extract_filings.pipeline.resolve.statement import in_base_units
from extract_filings.pipeline.resolve.subtotals import Sum, proven, sums
from extract_filings.pipeline.text.scale import Scale

HEADINGS = 4
"""Lines over the first row that may be headings of it; a head of columns stands higher."""

MONEY, SHARES, PER_SHARE, RATIO = "USD", "shares", "USD/share", "ratio"
"""Units as `Cue.unit` has them; the currency is told by the column."""

UNITS = (
    (SHARES, r"number of [\w\s]*shares|shares (?:used|outstanding|issued)|average [\w\s]*shares"),
    (PER_SHARE, r"per (?:[\w-]+ ){0,3}(?:share|unit|ads)\b"),
    (SHARES, r"\bshares\b.*\boutstanding|weighted[ -]average"),
    (RATIO, r"%|\bpercent|\bmargin\b|\bratio\b"),
)
"""The first that the words match counts."""

CONCEPTS = (
    (PER_SHARE, r"Per\w*Share|PerShare|PerUnit"),
    (SHARES, r"NumberOf\w*Shares|Shares(?:Issued|Outstanding|Authorized)|Incremental\w*Shares"),
    (SHARES, r"Antidilutive"),
    (RATIO, r"Percent|Rate$"),
)
"""The same of us-gaap's names."""

FOOT = re.compile(r"(?i)\baccompanying notes\b|\bform 10-[kq]\b|\bpage\s+\d+\s*$")
"""What stands beside the number of a page."""


def line_items(
    read: Read, tags: Sequence[TagScores], boxes: Boxes, elsewhere: Scale | None, before: int = 0
) -> Iterator[LineItem]:
    """All rows of the statement, from top to bottom. `before`: lines that are counted already."""
    sheet = read.sheet
    rows = [
        r
        for page in _pages(read, boxes)
        for r in printed_rows(page, sheet.printed, boxes, sheet.ahead)
    ]
    levels = levels_of(rows)
    placed = list(placed_under([r.label for r in rows], levels, [bool(r.amounts) for r in rows]))
    items = {p.line: p.field for p in read.place.rows}
    told = _told(rows, tags)
    concepts = concepts_of(rows, tags)
    units = [
        _unit(read, r, items, likely, [label for _, label in rows_over(placed, rows, i)])
        for i, (r, likely) in enumerate(zip(rows, told, strict=True))
    ]
    found = {s.row: s for s in _sums(rows, units)}
    right = proven([_by_column(r) for r in rows], [*found.values()])
    for i, (row, under) in enumerate(zip(rows, placed, strict=True)):
        yield LineItem(
            read.part.name,
            before + i + 1,
            row.label,
            row.lines[0].page,
            levels[i],
            None if under is None else before + under + 1,
            next((label for heading, label in rows_over(placed, rows, i) if heading), ""),
            units[i],
            next((items[n] for n in row.lines if n in items), ""),
            *first_of(concepts[i]),
            parts_of(found.get(i), before),
            tuple(_amounts(row, units[i], read, elsewhere, {c for r, c in right if r == i})),
            concepts[i],
        )


def _told(rows: Sequence[PrintedRow], tags: Sequence[TagScores]) -> list[Likely]:
    """What the model calls each row, and how probable that is."""
    told = {t.question.line: t.concepts for t in tags if t.question.line and t.concepts}
    return [next((told[n] for n in r.lines if n in told), ()) for r in rows]


def concepts_of(rows: Sequence[PrintedRow], tags: Sequence[TagScores]) -> list[Likely]:
    """The concepts of each row with numbers, if the likeliest is us-gaap's and no filer's own."""
    told = zip(rows, _told(rows, tags), strict=True)
    return [c if r.amounts and ":" not in first_of(c)[0] else () for r, c in told]


def first_of(likely: Likely) -> tuple[str, float]:
    return likely[0] if likely else ("", 0.0)


def parts_of(found: Sum | None, before: int) -> tuple[int, ...]:
    return tuple(sign * (before + i + 1) for i, sign in found.parts) if found else ()


def _pages(read: Read, boxes: Boxes) -> list[list[Line]]:
    """The lines from the first to the last row of the statement's tables, page by page, with those
    right above the first."""
    own = {
        a.line
        for columns in tables_of(read)
        for c in columns
        for a in c.column.cells
        if a.line in read.sheet.rows
    }
    pages = []
    for page in sorted({n.page for n in own}):
        here = [n for n in read.sheet.lines if n.page == page and len(boxes[page][n.number])]
        while here and (here[-1] not in own or FOOT.search(here[-1].text)):
            here.pop()
        if here:
            first = next(i for i, n in enumerate(here) if n in own)
            pages.append(here[_top(here, first, read) :])
    return pages


def _top(here: Sequence[Line], first: int, read: Read) -> int:
    """The first of the lines of words over a table, below the head of its columns."""
    head = {p.line for c in read.sheet.columns for p in c.pieces}
    at = first
    while at and first - at < HEADINGS and here[at - 1] not in head and _words(here[at - 1]):
        at -= 1
    return at


def _words(line: Line) -> bool:
    """Whether a line may be a heading: a few words, no sentence, no scale, no number."""
    text = line.text.strip()
    bracketed = text.startswith("(")
    return bool(re.search("[A-Za-z]{3}", text)) and not bracketed and not re.search(r"\d", text)


def _unit(
    read: Read,
    row: PrintedRow,
    items: Mapping[Line, str],
    likely: Likely,
    above: Sequence[str],
) -> str:
    spec = next((f for n in row.lines for f in read.part.fields if items.get(n) == f.name), None)
    if spec:
        return spec.cue.unit or MONEY
    if "months" not in read.part.keys:
        return MONEY  # of balances, though their words name shares and par values
    name, share = first_of(likely)
    if share > 0.5:
        return next((unit for unit, pattern in CONCEPTS if re.search(pattern, name)), MONEY)
    return next((u for words in (row.label, *above) if (u := called(words))), MONEY)


def called(words: str) -> str | None:
    return next((unit for unit, pattern in UNITS if re.search(pattern, words, re.I)), None)


def _by_column(row: PrintedRow) -> dict[int, Decimal]:
    return {c.number: a.value for a, c in row.amounts}


def _sums(rows: Sequence[PrintedRow], units: Sequence[str]) -> list[Sum]:
    """Of the amounts of money."""
    money = [_by_column(r) if unit == MONEY else {} for r, unit in zip(rows, units, strict=True)]
    return sums(money, [bool(TOTAL.search(r.label)) for r in rows])


def _amounts(
    row: PrintedRow, unit: str, read: Read, elsewhere: Scale | None, right: Set[int]
) -> Iterator[LineAmount]:
    if not row.amounts:
        return
    first = row.amounts[0][0].line
    scale = read.sheet.scale(first, unit, elsewhere)
    for a, column in row.amounts:
        end, months = column.period
        value = in_base_units(a.value, scale.power)
        sure = column.probability * scale.probability
        yield LineAmount(
            a.line, a.start, a.end, end, months, value, scale.power, sure, column.number in right
        )


def with_boxes(items: Sequence[LineItem], boxes: Boxes) -> tuple[LineItem, ...]:
    """The items with the box around each number."""
    return tuple(replace(i, amounts=tuple(boxed(a, boxes) for a in i.amounts)) for i in items)


def boxed(a: LineAmount, boxes: Boxes) -> LineAmount:
    some = boxes[a.place.page][a.place.number][a.start : a.end]
    low = [min(b[i] for b in some) for i in (0, 1)]
    high = [max(b[i] for b in some) for i in (2, 3)]
    return replace(a, box=(*low, *high))
