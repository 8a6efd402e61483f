"""Which pages look most like a page, by their words (BM25) and by their layout.

A table of figures and a paragraph about them share their words and not their layout; a table of
contents and an index of exhibits share their layout and not their words. So the two count alike,
each as a share of what is best or can be.
"""

import re
from collections.abc import Sequence
from typing import cast

import bm25s
import numpy as np

from extract_filings.pipeline.records import Chunk
from extract_filings.pipeline.text.patterns import NUMBER, is_row

FULL = 80  # lines of a full page
WIDE = 100  # characters of a wide line
CELLS = 5  # numbers of a wide row


class Similar:
    """An index of pages, built once."""

    def __init__(self, pages: Sequence[Chunk]) -> None:
        self.layouts = np.array([layout(p) for p in pages])
        self.index, tokens = bm25s.BM25(), _words(pages)
        self.empty = not any(tokens)
        if not self.empty:
            self.index.index(tokens, show_progress=False)

    def ranked(self, page: Chunk) -> list[int]:
        """Places of the indexed pages, the most similar first."""
        scores = self.words(page) + self.layout(page)
        return sorted(range(len(scores)), key=lambda i: (-scores[i], i))

    def words(self, page: Chunk) -> np.ndarray:
        """Score of the words, as a share of the best page's. [pages]"""
        query = sorted(set(_words([page])[0]))
        if not query or self.empty:
            return np.zeros(len(self.layouts))
        scores = self.index.get_scores(query)
        return scores / (scores.max() or 1)

    def layout(self, page: Chunk) -> np.ndarray:
        """1: the same layout, 0: none alike. [pages]"""
        return np.maximum(0, 1 - np.abs(self.layouts - layout(page)).sum(1))


def layout(page: Chunk) -> tuple[float, ...]:
    """Lines, rows of figures, figures per row, digits, length of lines and its spread; each from 0
    to 1. The reader keeps no indentation.

    >>> from extract_filings.pipeline.records import Line
    >>> lines = (Line(1, 0, "Statements of Income"), Line(1, 1, "Net sales 9,978 11,257"))
    >>> [round(float(x), 2) for x in layout(Chunk(lines))]
    [0.03, 0.5, 0.4, 0.24, 0.21, 0.01]
    """
    lengths = np.array([len(n.text) for n in page.lines])
    rows = [n for n in page.lines if is_row(n)]
    cells = sum(len(NUMBER.findall(n.text)) for n in rows) / max(1, len(rows))
    ink = re.sub(r"\s", "", "".join(n.text for n in page.lines))
    digits = sum(c.isdigit() for c in ink) / max(1, len(ink))
    return (
        min(1, len(lengths) / FULL),
        len(rows) / len(lengths),
        min(1, cells / CELLS),
        digits,
        min(1, lengths.mean() / WIDE),
        min(1, lengths.std() / WIDE),
    )


def _words(pages: Sequence[Chunk]) -> list[list[str]]:
    """Without figures, which are another document's."""
    texts = [re.sub(r"\d[\d,.]*", " ", "\n".join(n.text for n in p.lines)) for p in pages]
    tokens = bm25s.tokenize(texts, stopwords="en", return_ids=False, show_progress=False)
    return cast(list[list[str]], tokens)  # as return_ids is False
