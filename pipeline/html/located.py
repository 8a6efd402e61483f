"""A record of a filing in HTML, with its places in the file, and beside its values what the file's
tags say of them. Boxes are places on the page as it is laid out here.
"""

from collections.abc import Sequence
from dataclasses import replace

from extract_filings.pipeline.html.places import anchors
from extract_filings.pipeline.html.tags import tags_of
from extract_filings.pipeline.records import (
    Anchor,
    Document,
    LineAmount,
    LineItem,
    PrintedTable,
    Record,
    TableCell,
    Value,
)


def located(document: Document, record: Record) -> Record:
    """Needs no lines of the document."""
    return replace(
        record,
        values=_values(document, record.values),
        line_items=tuple(_line_item(document, i) for i in record.line_items),
        tables=record.tables and tuple(_table(document, t) for t in record.tables),
    )


def _values(document: Document, values: tuple[Value, ...]) -> tuple[Value, ...]:
    there = [v for v in values if v.quote]
    spans = [(v.line, v.start, v.end, v.rest) for v in there]
    told = zip(
        there,
        anchors(document, spans),
        tags_of(document, [*zip(there, spans, strict=True)]),
        strict=True,
    )
    made = {v: replace(v, anchor=anchor, tag=tag) for v, anchor, tag in told}
    return tuple(made.get(v, v) for v in values)


def _line_item(document: Document, item: LineItem) -> LineItem:
    at = _numbers(document, item.amounts)
    amounts = zip(item.amounts, at, strict=True)
    return replace(item, amounts=tuple(replace(n, anchor=a) for n, a in amounts))


def _table(document: Document, table: PrintedTable) -> PrintedTable:
    cells = zip(table.cells, _numbers(document, table.cells), strict=True)
    return replace(table, cells=tuple(replace(c, anchor=a) for c, a in cells))


def _numbers(document: Document, numbers: Sequence[LineAmount | TableCell]) -> list[Anchor]:
    return anchors(document, [(n.place, n.start, n.end, ()) for n in numbers])
