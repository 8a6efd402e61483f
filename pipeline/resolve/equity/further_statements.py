"""Statements that the schema does not ask for, as they are printed: comprehensive income, and
changes in equity. No model is asked.

Below a title of income and comprehensive income, comprehensive income is what no other statement
took. Columns of changes in equity are its components, or periods.
"""

from collections.abc import Sequence

from extract_filings.pipeline.records import Document, LineItem, TagScores
from extract_filings.pipeline.resolve.amounts import UprightBoxes
from extract_filings.pipeline.resolve.equity.equity_by_component import by_components
from extract_filings.pipeline.resolve.equity.equity_by_period import with_components
from extract_filings.pipeline.resolve.equity.section_rows import Told, by_periods
from extract_filings.pipeline.resolve.equity.statement_titles import (
    COMPREHENSIVE,
    EQUITY,
    Section,
    pages_with_titles,
    sections,
)
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.text.scale import Scale


def further_statements(
    document: Document,
    items: Sequence[LineItem],
    boxes: UprightBoxes,
    known: Known,
    tags: Sequence[TagScores],
    elsewhere: Scale | None,
) -> tuple[LineItem, ...]:
    """Their rows. `items`: those of the other statements."""
    taken = frozenset(a.place for i in items for a in i.amounts)
    pages = pages_with_titles(document, items)
    told = Told(boxes(pages), known, tags, elsewhere)
    some = [s for n in pages for s in sections(document.pages[n - 1], told.boxes, taken)]
    of = {name: [s for s in some if s.statement == name] for name in (COMPREHENSIVE, EQUITY)}
    return (*_comprehensive(of[COMPREHENSIVE], told), *_equity(of[EQUITY], told))


def _comprehensive(some: Sequence[Section], told: Told) -> list[LineItem]:
    made: list[LineItem] = []
    for section in some:
        made += by_periods(section, told, len(made))
    return made


def _equity(some: Sequence[Section], told: Told) -> list[LineItem]:
    made = by_components(some, told)
    for section in () if made else (s for s in some if s.titled):
        made += with_components(by_periods(section, told, len(made)), section, told)
    return made
