"""The lines below a title -> rows of its statement, where columns are periods."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract_filings.pipeline.records import LineItem, Occurrence, TagScores
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.columns import Read
from extract_filings.pipeline.resolve.equity.statement_titles import COMPREHENSIVE, EQUITY, Section
from extract_filings.pipeline.resolve.line_items import line_items, with_boxes
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.pipeline.text.scale import Scale
from extract_filings.schemas.base import Part

LEAST = 3
"""Rows of numbers of a statement."""
KEYS = {COMPREHENSIVE: ("period_end", "months"), EQUITY: ("period_end",)}


@dataclass(frozen=True, slots=True)
class Told:
    """What the document says besides. `tags`: of the rows that the model was asked about."""

    boxes: Boxes
    known: Known
    tags: Sequence[TagScores]
    elsewhere: Scale | None


def by_periods(section: Section, told: Told, before: int) -> list[LineItem]:
    """As the other statements are read. `before`: lines that are counted already."""
    sheet = read_sheet(section.lines, told.boxes, True, told.known)
    rows = {n: r for n, r in sheet.printed.items() if n not in section.taken}
    if len(rows) < LEAST:
        return []
    part = Part(section.statement, "statement", "", (), KEYS[section.statement])
    cells = [
        Cell(a.line, a.start, a.end, *(c.period or (date.max, None)), a.value)
        for r in rows.values()
        for a, c in r
    ]
    read = Read(part, Occurrence(section.lines, (), 1.0), replace(sheet, printed=rows), {"": cells})
    items = line_items(read, told.tags, told.boxes, told.elsewhere, before)
    return [*with_boxes([*items], told.boxes)]
