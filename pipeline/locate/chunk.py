"""Pages -> chunks: one page each, led by the head of the table that runs over from the page before.

A page of a filing is a few hundred tokens, so it fits any model's budget; longer ones are cut
between lines. So is a page that opens with prose and goes on with a statement, as browsers print
them: the model takes such a page as a whole for prose.

>>> pages = (Line(1, 0, "x"),), (), (Line(3, 0, "y"),)
>>> [c.page for c in chunk_pages(Document("a.pdf", "a", "", "pdfium", pages))]
[1, 3]
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from extract_filings.pipeline.records import Chunk, Document, Line
from extract_filings.pipeline.text.patterns import is_row

MAX_LINES = 160
"""Pages print at most 75 lines or so; a longer one is a web page or a malformed PDF, and is cut."""

MAX_CHARACTERS = 20_000
"""Full pages print 8,000."""

HEAD_LINES = 12
"""Lines that a table's title, unit and column heads take at most, at the top of its page."""

TITLE = re.compile(r"(?i)consolidated|statements? of|balance sheet|\bnotes? \d|^item \d|^part i")

STATEMENT = re.compile(
    r"(?i)\bstatements? of\b|\b(?:balance sheet|(?:income|earnings|flows?) statement)s?\b"
)
PROSE = 6
"""Lines of prose above a statement from which on it is asked by itself."""
PROSE_ROWS, STATEMENT_ROWS = 2, 4
"""Rows in these lines at most, and in the first STATEMENT_LINES of a statement at least."""
STATEMENT_LINES = 16
TITLE_CHARACTERS = 90


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


def statement_below_prose(page: Sequence[Line]) -> int:
    """Number of the line that titles a statement below nothing but prose; 0 if there is none."""
    for i, line in enumerate(page[PROSE:], PROSE):
        if _titles(line.text) and not is_row(line):
            above, below = (
                sum(map(is_row, ls)) for ls in (page[:i], page[i : i + STATEMENT_LINES])
            )
            if above <= PROSE_ROWS and below >= STATEMENT_ROWS:
                return i
    return 0


def _titles(text: str) -> bool:
    """Whether a line reads like the title of a statement: short, a capital first, no full stop."""
    short = len(text) <= TITLE_CHARACTERS and text[:1].isupper() and text[-1:] not in ".,:;"
    return short and bool(STATEMENT.search(text))


def pieces(page: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The page in pieces: what stands above a statement, the statement, each cut by its size."""
    below = statement_below_prose(page)
    yield from chain(cut(page[:below]), cut(page[below:]))


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
        chunks += [Chunk(top + lines, len(top)) for lines in pieces(page)]
        before = page
    return chunks
