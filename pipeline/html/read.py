"""A filing in HTML, inline XBRL or plain text -> pages of printed lines, with boxes as on paper.

Pages end where the file breaks them, as for printing; where it does not, a page ends at the first
paragraph or table after some sixty lines. Boxes are of letters of one width: good for telling
columns, not places on anyone's screen. Where a quote stands in the file: `places.py`.
"""

import gc
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.file_limits import (
    MAX_IN_FILE,
    MAX_IN_LINE,
    MAX_ON_PAGE,
    MAX_PAGES,
    check_limit,
)
from extract_filings.pipeline.html.flow import Word, flow_of
from extract_filings.pipeline.html.layout import LETTER, Printed, printed
from extract_filings.pipeline.html.source import PRINT, TooMuch, parsed, source_of
from extract_filings.pipeline.html.typewriter import as_html
from extract_filings.pipeline.records import Box, Document, Hidden, Line
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.text.escape import document_name

UNBROKEN, BROKEN, FULLEST = 60, 110, 150
"""Lines of a page at which the next paragraph begins another: of a file that breaks no pages, of
one that does; and those of a page that a table goes on over."""
PITCH, HEIGHT = 12.0, 10.0
MARGIN, PAPER = 50.0, 792.0
ENDS = ")%"
REST = re.compile(r"[^\w]")
TOLD = 20  # letters and digits of a page that no human sees, fewer are not told


@dataclass(frozen=True, slots=True)
class Page:
    """Lines with their heights from the top of the first."""

    lines: tuple[tuple[float, Printed], ...]

    @property
    def top(self) -> float:
        """Where the first line stands above the foot."""
        return max(PAPER - MARGIN, MARGIN + (self.lines[-1][0] if self.lines else 0.0))


@dataclass(frozen=True, slots=True)
class Printing:
    """A file as it is laid out. `nodes`: its text nodes; `unseen`: numbers of those that no human
    sees."""

    body: LexborNode
    pages: tuple[Page, ...]
    nodes: Sequence[LexborNode]
    unseen: Sequence[int]
    header: tuple[str, ...]
    kind: str


def read(path: Path) -> Document:
    """All pages of a file. Raises InputError with one line that says what to do next."""
    path = Path(path)
    sha256 = sha256_of(path)
    laid = printing(str(path), sha256)
    pages = tuple(
        tuple(Line(number, n, " ".join(_texts(line))) for n, (_, line) in enumerate(page.lines))
        for number, page in enumerate(laid.pages, 1)
    )
    _check(path, pages)
    name = document_name(path)
    return Document(
        str(path), name, sha256, laid.kind, pages, hidden=_hidden(laid), metadata=laid.header
    )


@lru_cache(1)
def printing(path: str, sha256: str) -> Printing:
    """The same file, asked for again by its lines, boxes and places, is laid out once."""
    source = source_of(Path(path), Path(path).read_bytes())
    kind = "html" if source.is_html else "text"
    try:
        with _kept():
            if not source.is_html:
                source = replace(source, text=as_html(source.text), is_html=True)
            body = parsed(source)
            flow = flow_of(body)
            pages = tuple(_paged(printed(flow.items)))
    except RecursionError:
        raise InputError(f"{path}: its tags are nested without end; {PRINT}") from None
    except TooMuch as found:
        raise InputError(f"{path}: {found}; {PRINT}") from None
    return Printing(body, pages, flow.nodes, flow.unseen, source.header, kind)


@contextmanager
def _kept() -> Iterator[None]:
    """All that is made is kept: looking for what is not, again and again, takes a third of the
    time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def boxes(document: Document, pages: Iterable[int]) -> dict[int, tuple[tuple[Box, ...], ...]]:
    """{page: per line, one box per character}."""
    laid = printing(document.path, document.sha256)
    return {n: _boxes(laid.pages[n - 1]) for n in sorted(set(pages))}


def _boxes(page: Page) -> tuple[tuple[Box, ...], ...]:
    return tuple(tuple(_line_boxes(line, page.top - height)) for height, line in page.lines)


def _line_boxes(line: Printed, bottom: float) -> Iterator[Box]:
    top, right = bottom + HEIGHT, None
    for left, word in line.words:
        if right is not None:
            yield (right, bottom, max(right, left), top)
        right = left
        for _ in range(sum(len(p[0]) for p in word.parts)):
            yield (right, bottom, right + LETTER, top)
            right += LETTER


def _texts(line: Printed) -> Iterator[str]:
    return (word.text for _, word in line.words)


def _paged(lines: Sequence[Printed]) -> Iterator[Page]:
    page: list[tuple[float, Printed]] = []
    height, most = 0.0, BROKEN if any(line.page for line in lines) else UNBROKEN
    for line in lines:
        full = len(page) >= most and not line.inside
        if line.page or full or len(page) >= FULLEST:
            yield Page(tuple(page))
            page, height = [], 0.0
        height += PITCH + line.gap
        if line.words:
            page.append((height, _joined(line)))
    if page:
        yield Page(tuple(page))


def _joined(line: Printed) -> Printed:
    """A bracket or percent sign in a cell of its own belongs to the number on its left."""
    if not any(word.parts[0][0][0] in ENDS for _, word in line.words):
        return line
    words: list[tuple[float, Word]] = []
    for left, word in line.words:
        if words and word.text in (")", "%", ")%", "%)"):
            before = words[-1][1]
            both = Word(before.parts[0], before.space, before.hard)
            both.parts = [*before.parts, *word.parts]
            words[-1] = (words[-1][0], both)
        else:
            words.append((left, word))
    return replace(line, words=words)


def _check(path: Path, pages: Sequence[Sequence[Line]]) -> None:
    if not any(pages):
        raise InputError(f"{path}: no text that a human sees; {PRINT}, and run OCR on that")
    check_limit(path, MAX_PAGES, len(pages), "pages", PRINT)
    sizes = [sum(len(line.text) for line in page) for page in pages]
    check_limit(path, MAX_ON_PAGE, max(sizes), "characters on a page", PRINT)
    check_limit(path, MAX_IN_FILE, sum(sizes), "characters", PRINT)
    longest = max(len(line.text) for page in pages for line in page)
    check_limit(path, MAX_IN_LINE, longest, "characters in a line", PRINT)


def _hidden(laid: Printing) -> tuple[Hidden, ...]:
    """Text that no human sees, by the page that it would stand on."""
    if not laid.unseen:
        return ()
    first = [
        min((p[1] for _, line in page.lines for _, w in line.words for p in w.parts), default=0)
        for page in laid.pages
    ]
    first = [*accumulate(first, max)]
    found: dict[int, list[str]] = {}
    for number in laid.unseen:
        page = max(1, bisect_right(first, number))
        found.setdefault(page, []).append(" ".join((laid.nodes[number].text_content or "").split()))
    told = ((page, " ".join(words)) for page, words in sorted(found.items()))
    return tuple(
        Hidden(page, "hidden", (), len(words), words[:60])
        for page, words in told
        if len(REST.sub("", words)) >= TOLD
    )
