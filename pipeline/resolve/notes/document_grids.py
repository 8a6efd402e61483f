"""All grids of a document, without the first lines that many pages share: a table may go on below
them.
"""

import re
from collections import Counter
from collections.abc import Sequence

from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.resolve.amounts import Boxes
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.notes.grids import Grid, grids
from extract_filings.pipeline.resolve.notes.note_scales import SIZED
from extract_filings.pipeline.resolve.sheet import in_place

RUNNING, FEWEST_PAGES, MANY_PAGES = 3, 4, 0.1
"""First lines of a page that may be a running head; pages that have it, at least, and of all."""


def grids_of(document: Document, placed: Boxes) -> list[Grid]:
    """All grids of a document, in printed order."""
    pages = [in_place(page, placed) for page in document.pages if page]
    running = running_heads(pages)
    return [
        g
        for page in pages
        for g in grids(
            [n for i, n in enumerate(page) if i >= RUNNING or plain(n) not in running], placed
        )
    ]


def running_heads(pages: Sequence[Sequence[Line]]) -> set[str]:
    """What the first lines of many pages say, but for periods, scales and lines without words: a
    table may go on below it."""
    first = Counter(text for page in pages for text in {plain(n) for n in page[:RUNNING]})
    many = max(FEWEST_PAGES, MANY_PAGES * len(pages))
    often = (t for t, n in first.items() if n >= many and re.search("[a-z]{2}", t))
    return {t for t in often if not SIZED.search(t) and not _dated(t)}


def plain(line: Line) -> str:
    return " ".join(line.text.lower().split())


def _dated(text: str) -> bool:
    return any(kind not in ("no period", "compared") for kind, *_ in readings(text))
