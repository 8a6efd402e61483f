"""Which few chunks of a long document can hold a part of the schema: BM25 over the schema's own
words.

A statement is a page full of numbers, so a page's rank is weighed by the lines that end in one;
what the model says of the best pages then tells which are asked next (`next_pages`). A part that opens
the document (cover page) is looked for on its first pages. Any other field is looked for by itself,
wherever it may stand; one that lies in an object is likelier where the object's other fields are: a
city stands with its street. Measured by `python -m extract_filings.benchmarks.accuracy.recall`.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

import bm25s

from extract_filings.pipeline.records import Chunk
from extract_filings.pipeline.text.patterns import is_row
from extract_filings.schemas.base import Part

logging.getLogger("bm25s").setLevel(
    logging.WARNING
)  # it sets itself to DEBUG, and tells every index it builds

MOST = 5
"""Chunks asked per statement at most: the true pages stood among the first 3 in all filings of
train and dev.
"""

ENOUGH = 0.65
"""Share of the best chunk's score from which another is asked. True pages have 0.89 or more in
train, 0.74 in dev, but for those beside the best.
"""

RUNS = 2
"""Chunks on both sides of one that holds a statement that are asked too: it may run over, and a
foreign page may lie between.
"""

LITTLE = 0.15
"""Share of the best chunk's score without which none of these is asked."""

OPENING_PAGES = 4
"""A cover page takes one to three pages, and some reports put a letter or a contents page before
it.
"""

FEW = 6
"""Chunks of a document that is so short that all of them are asked."""

FOR_FIELD, FOR_LIST = 4, 12
"""Chunks asked for a field, and for a list with its runs over several pages."""

FULL_TABLE = 15
"""Rows from which on a page counts as a full table."""


def words(part: Part) -> list[str]:
    """The query: what the schema says of the part and its fields."""
    text = " ".join([part.description, *(f.description for f in part.fields)])
    return sorted(set(_tokens([text])[0]))


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    return bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)


def locate(
    parts: Sequence[Part], chunks: Sequence[Chunk], keep: int | None = None
) -> dict[str, list[Chunk]]:
    """The chunks to ask for each part, in document order: those that score enough, or the best
    `keep` a statement.
    """

    def best(part: Part) -> list[Chunk]:
        if part.opening:
            return [c for c in chunks if c.page <= OPENING_PAGES]
        if part.kind != "statement":
            found = fields(part, chunks, keep)
            return [c for c in chunks if any(c in some for some in found.values())]
        ranked = _ranked(part, chunks)
        return in_order(
            [c for c, _ in ranked[:keep]]
            if keep
            else [c for c, worth in ranked[:MOST] if worth >= ENOUGH * ranked[0][1]]
        )

    in_order = lambda some: [c for c in chunks if c in some]
    return {part.name: best(part) for part in parts}


def next_pages(
    parts: Sequence[Part],
    chunks: Sequence[Chunk],
    asked: Collection[Chunk],
    held: Mapping[str, Collection[Chunk]],
) -> list[Chunk]:
    """What to ask next, in document order: the chunks near one that holds a statement, which may
    run over, and for a statement that none holds the next best. `held`: by part, the chunks that
    hold it, of those `asked`."""
    at = {c: i for i, c in enumerate(chunks)}
    near = lambda some: {n for c in some for n in chunks[max(0, at[c] - RUNS) : at[c] + RUNS + 1]}
    more: set[Chunk] = set()
    for part in parts:
        ranked = _ranked(part, chunks)
        new = [(c, worth) for c, worth in ranked if c not in asked]
        if some := near(held[part.name]):
            more |= {c for c, worth in new if c in some and worth >= LITTLE * ranked[0][1]}
        else:
            more |= {c for c, worth in new[:MOST] if worth}
    return sorted(more, key=at.get)


def _ranked(part: Part, chunks: Sequence[Chunk]) -> list[tuple[Chunk, float]]:
    """The chunks and what they are worth to a statement, the best first."""
    worth = [w * f for w, f in zip(_index(tuple(chunks))(words(part)), _full(tuple(chunks)))]
    return sorted(zip(chunks, worth), key=lambda one: -one[1])


def fields(part: Part, chunks: Sequence[Chunk], keep: int | None = None) -> dict[str, list[Chunk]]:
    """The chunks to ask for each field, the best first; those of a list are the same for all its
    fields.
    """
    if part.opening:
        return {f.name: [c for c in chunks if c.page <= OPENING_PAGES] for f in part.fields}
    index = _index(tuple(chunks))
    if part.kind == "list":
        return dict.fromkeys(
            (f.name for f in part.fields), _best(index(words(part)), chunks, keep or FOR_LIST)
        )
    own = {
        f.name: _shares(index(_tokens([" ".join((f.description, *f.labels))])[0]))
        for f in part.fields
    }
    beside = lambda f: [
        own[g.name] for g in part.fields if len(f.at) > 1 and g.at[:-1] == f.at[:-1] and g is not f
    ]
    worth = {
        f.name: [w + sum(some) / max(1, len(some)) for w, *some in zip(own[f.name], *beside(f))]
        for f in part.fields
    }
    return {name: _best(w, chunks, keep or FOR_FIELD) for name, w in worth.items()}


def _shares(worth: Sequence[float]) -> list[float]:
    """Of the best chunk's score."""
    most = max(worth) or 1
    return [w / most for w in worth]


@lru_cache(1)
def _full(chunks: tuple[Chunk, ...]) -> list[float]:
    """How much of a full table each chunk is."""
    return [min(1, sum(map(is_row, c.lines)) / FULL_TABLE) for c in chunks]


@lru_cache(1)
def _index(chunks: tuple[Chunk, ...]) -> Callable[[Sequence[str]], Sequence[float]]:
    """From a query's words to the score of each chunk. A document of nothing but stop words has
    none to find.

    Made once for a document, whose parts are sought one by one.
    """
    index, tokens = bm25s.BM25(), _tokens("\n".join(line.text for line in c.lines) for c in chunks)
    if not any(tokens):
        return lambda query: [0.0] * len(chunks)
    index.index(tokens, show_progress=False)
    return lambda query: index.get_scores(sorted(set(query))) if query else [0.0] * len(chunks)


def _best(worth: Sequence[float], chunks: Sequence[Chunk], keep: int) -> list[Chunk]:
    """The best; of a long document those that share a word with the query, if any does."""
    ranked = sorted(range(len(chunks)), key=lambda i: (-worth[i], i))
    return [
        chunks[i]
        for i in (
            ranked
            if len(chunks) <= FEW
            else [i for i in ranked[:keep] if worth[i] or not worth[ranked[0]]]
        )
    ]
