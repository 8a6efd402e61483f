"""Pages -> chunks: one page each, led by the head of the table that runs over from the page before.

A page of a filing is a few hundred tokens, so it fits any model's budget; longer ones are cut
between lines.

>>> pages = (Line(1, 0, "x"),), (), (Line(3, 0, "y"),)
>>> [c.page for c in chunk_pages(Document("a.pdf", "a", "", "pdfium", pages))]
[1, 3]
"""

import re
from collections.abc import Iterator, Sequence

from extract_filings.pipeline.records import Chunk, Document, Line
from extract_filings.pipeline.text.patterns import is_row

MAX_LINES = 160
"""Pages print at most 75 lines or so; a longer one is a web page or a malformed PDF, and is cut."""

MAX_CHARACTERS = 20_000
"""Full pages print 8,000."""

HEAD_LINES = 12
"""Lines that a table's title, unit and column heads take at most, at the top of its page."""

TITLE = re.compile(r"(?i)consolidated|statements? of|balance sheet|\bnotes? \d|^item \d|^part i")


def runs_over(before: Sequence[Line], page: Sequence[Line]) -> bool:
    """A table runs over if the page before ends in rows and this page has a row before any title of
    its own.
    """
    top = page[:6]
    titled = any(TITLE.search(line.text) for line in top)
    return sum(map(is_row, before[-6:])) >= 2 and any(map(is_row, top)) and not titled


def head(page: Sequence[Line]) -> tuple[Line, ...]:
    """The lines above the first row of the page."""
    first = next((i for i, line in enumerate(page) if is_row(line)), 0)
    return tuple(page[max(0, first - HEAD_LINES) : first])


def cut(page: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The page in pieces of at most MAX_LINES lines and about MAX_CHARACTERS characters; a page of
    paper is one piece.
    """
    start = size = 0
    for i, line in enumerate(page):
        if i - start == MAX_LINES or size > MAX_CHARACTERS:
            yield page[start:i]
            start, size = i, 0
        size += len(line.text)
    if page:
        yield page[start:]


def chunk_pages(document: Document) -> list[Chunk]:
    """Chunks in page order; pages without text have none."""
    chunks, before, top = [], (), ()
    for page in document.pages:
        top = (top or head(before)) if runs_over(before, page) else ()
        chunks += [Chunk(top + lines, len(top)) for lines in cut(page)]
        before = page
    return chunks
