"""All grids of a document, each with the lines before it."""

from collections.abc import Sequence
from dataclasses import replace

from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.notes.grids import Grid, grids
from extract_filings.pipeline.resolve.notes.running_lines import running_lines
from extract_filings.pipeline.resolve.sheet import in_place

BEFORE = 120
"""Lines before a grid that may say more of it."""


def grids_of(document: Document, placed: Boxes) -> list[Grid]:
    """In printed order."""
    pages = [in_place(page, placed) for page in document.pages if page]
    running = running_lines(pages)
    made: list[Grid] = []
    lines: list[Line] = []
    for page in pages:
        own = [n for n in page if n not in running]
        found, at = grids(own, placed), len(lines)
        lines += own
        made += [replace(g, before=_before(g, lines, at)) for g in found]
    return made


def _before(grid: Grid, lines: Sequence[Line], at: int) -> tuple[Line, ...]:
    """`at`: where its page begins."""
    end = lines.index(grid.rows[0].lines[0], at)
    return tuple(lines[max(0, end - BEFORE) : end])
