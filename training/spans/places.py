"""Pages of documents, windows of them, and places in them that print given words."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from extract_filings.pipeline.decode.span_windows import Window
from extract_filings.pipeline.printed_page import PrintedPage, printed_page
from extract_filings.pipeline.reader import boxes
from extract_filings.pipeline.records import Document
from extract_filings.training.spans.sample import Span

MOST = 60  # lines of a window


def printed_pages(document: Document) -> list[PrintedPage]:
    """All of them, as the reader lays them out."""
    of = len(document.pages)
    letters = boxes(document, range(1, of + 1))
    pages = enumerate(document.pages, 1)
    return [printed_page(lines, letters[n], n, of) for n, lines in pages]


def window(page: PrintedPage, first: int, lines: int = MOST) -> PrintedPage:
    """Some of its lines, counted from their first."""
    shown = page.lines[first : first + lines]
    words = (replace(w, line=w.line - first) for w in page.words)
    kept = tuple(w for w in words if 0 <= w.line < len(shown))
    return replace(page, lines=shown, words=kept)


def moved(span: Span, first: int, page: PrintedPage) -> Span | None:
    """A span of the whole page in a window that begins at `first`, if it lies in it."""
    there = replace(span, line=span.line - first, last=span.last - first)
    return there if there.line >= 0 and there.last < len(page.lines) else None


@dataclass(frozen=True, eq=False)
class Text:
    """The lines of a page as one text, since values run over lines.

    >>> text = Text(("by Acme", "Bank, the"))
    >>> text.span(3, 12)
    Span(line=0, start=3, last=1, end=4, row=0)
    """

    lines: Sequence[str]

    @cached_property
    def joined(self) -> str:
        return " ".join(self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def at(self, line: int, character: int) -> int:
        return self._starts[line] + character

    def of(self, span: Span) -> tuple[int, int]:
        return self.at(span.line, span.start), self.at(span.last, span.end)

    def span(self, start: int, end: int, row: int = 0) -> Span:
        first, last = self._line(start), self._line(end - 1)
        return Span(first, start - self._starts[first], last, end - self._starts[last], row)

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Where it prints these very words, whatever blanks and line ends stand between them."""
        if words.split()[0] not in self.joined:
            return iter(())
        spaced = r"\s+".join(map(re.escape, words.split()))
        found = re.finditer(rf"(?<![\w.,-]){spaced}(?![\w-]|[.,]\d)", self.joined)
        return (m.span() for m in found)


def placed(window: Window, spans: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
    """First token, last one and row of the spans that the window holds whole."""
    for span in spans:
        first = np.nonzero(
            (window.line == span.line) & (window.start <= span.start) & (window.end > span.start)
        )[0]
        last = np.nonzero(
            (window.line == span.last) & (window.start < span.end) & (window.end >= span.end)
        )[0]
        if len(first) and len(last) and window.begins[first[0]] and window.ends[last[0]]:
            yield int(first[0]), int(last[0]), span.row
