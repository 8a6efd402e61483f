"""Values in the running text of a long document, where chance alone makes some place look fit."""

from extract_filings.pipeline.ask.spans.page import Place, SpanPage

PROSE = 8
"""Words beside a value in its cell from which on it is one of running text."""


def in_prose(page: SpanPage, place: Place) -> bool:
    """Whether it stands in running text, be it over two lines."""
    at, text = place.candidate, page.passage.text
    cell = page.grid.cell(at.start, at.start + 1)
    if cell is None or cell.end < at.end:
        return True
    return len(f"{text[cell.start : at.start]} {text[at.end : cell.end]}".split()) > PROSE


def doubted(share: float, page: SpanPage, place: Place, pages: int) -> float:
    """The share of a value, less behind the first page of running text, as null is as likely again
    on each page: the span reader learnt more from pages that print a value than from others.
    """
    if page.number == 1 or not in_prose(page, place):
        return share
    return share / (share + pages * max(0.0, 1 - share))
