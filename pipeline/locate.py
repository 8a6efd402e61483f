"""Which few chunks of a long document can hold a part of the schema: BM25 over the schema's own words.

A statement is a page full of numbers, so a page's rank is weighed by the lines that end in one; a part that opens the
document (cover page) is looked for on its first pages. Measured by `python -m benchmarks.recall`.
"""

import logging
from collections.abc import Sequence

import bm25s

from pipeline.records import Chunk
from pipeline.text import is_row
from schemas.base import Part

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG, and tells every index it builds

KEEP = 5
"""Chunks asked per statement: the true pages stood among the first 4 in all filings of train and dev."""

OPENING_PAGES = 4
"""A cover page takes one to three pages, and some reports put a letter or a contents page before it."""

FULL_TABLE = 15
"""Rows from which on a page counts as a full table."""


def words(part: Part) -> list[str]:
    """The query: what the schema says of the part and its fields."""
    text = " ".join([part.description, *(f.description for f in part.fields)])
    return sorted(set(_tokens([text])[0]))


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    return bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)


def locate(parts: Sequence[Part], chunks: Sequence[Chunk], keep: int | None = None) -> dict[str, list[Chunk]]:
    """The chunks to ask for each part, in document order."""
    index = bm25s.BM25()
    index.index(_tokens("\n".join(line.text for line in c.lines) for c in chunks), show_progress=False)
    full = [min(1, sum(map(is_row, c.lines)) / FULL_TABLE) for c in chunks]

    def best(part: Part) -> list[Chunk]:
        if part.opening:
            return [c for c in chunks if c.page <= OPENING_PAGES]
        scores = index.get_scores(words(part))
        ranked = sorted(range(len(chunks)), key=lambda i: (-scores[i] * full[i], i))
        return [chunks[i] for i in sorted(ranked[: keep or KEEP])]

    return {part.name: best(part) for part in parts}
