"""Which few chunks of a long document can hold a part of the schema.

A statement is a page full of numbers, so a page's BM25 over the schema's own words is weighed by
the lines that end in one; what the model says of the best pages then tells which to ask next
(`next_pages`). A part that opens the document (a cover) is sought from the first page on that reads
like one: others bind a letter or a whole report in front of it. All other fields are sought
together, wherever they may stand (`budget.py`). Measured by
`python -m extract_filings.benchmarks.accuracy.recall` and `….locating`.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import cast

import bm25s

from extract_filings.pipeline.locate.budget import fields_pages
from extract_filings.pipeline.records import Chunk
from extract_filings.pipeline.text.patterns import is_row
from extract_filings.schemas.base import Part

# it sets itself to DEBUG, and reports every index it builds
logging.getLogger("bm25s").setLevel(logging.WARNING)

Ranking = Mapping[str, Mapping[str, Sequence[Chunk]]]
"""By part and field, the chunks to ask: the best first, those of a statement in document order."""

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
"""Pages asked from the first one of a cover on: it takes one to three, and some filers put an empty
page between.
"""

COVER = 0.07
"""Least share of the schema's pairs of words that a cover prints. In 90 filings the first page of a
10-K, 10-Q or 20-F prints 0.18 or more, a 6-K or 8-K 0.1, and any other page 0.1 at most.
"""

LIKE_BEST = 0.5
"""Of the best page's share, from which a page can be the first of the cover. A proxy's own cover
has 0.2 of that of the 10-K behind it.
"""

FULL_TABLE = 15
"""Rows from which on a page counts as a full table."""


def words(part: Part) -> list[str]:
    """The query: what the schema says of the part and its fields."""
    text = " ".join([part.description, part.row, *(f.description for f in part.fields)])
    return sorted(set(_tokens([text])[0]))


def _tokens(texts: Iterable[str]) -> list[list[str]]:
    tokens = bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)
    return cast(list[list[str]], tokens)  # as return_ids is False


def rank(parts: Sequence[Part], chunks: Sequence[Chunk], keep: int | None = None) -> Ranking:
    """The chunks to ask for each field. `keep`: how many for each, whatever they score."""
    front = _cover([p for p in parts if p.opening], tuple(chunks))
    anywhere = [p for p in parts if not p.opening and p.kind != "statement"]
    found = fields_pages(anywhere, chunks, keep)
    for part in parts:
        if part.name not in found:
            same = front if part.opening else _statement(part, chunks, keep)
            found[part.name] = dict.fromkeys((f.name for f in part.fields), same)
    return {p.name: found[p.name] for p in parts}


def locate(
    parts: Sequence[Part], chunks: Sequence[Chunk], keep: int | None = None
) -> dict[str, list[Chunk]]:
    """The chunks to ask for each part, in document order."""
    return {name: asked_chunks(f, chunks) for name, f in rank(parts, chunks, keep).items()}


def asked_chunks(by_field: Mapping[str, Sequence[Chunk]], chunks: Sequence[Chunk]) -> list[Chunk]:
    """Those that are asked for any of the fields, in document order."""
    asked = set(chain.from_iterable(by_field.values()))
    return [c for c in chunks if c in asked]


def next_pages(
    parts: Sequence[Part],
    chunks: Sequence[Chunk],
    asked: Collection[Chunk],
    held: Mapping[str, Collection[Chunk]],
) -> list[Chunk]:
    """What to ask next, in document order: the chunks near one that holds a statement, which may
    run over, and for a statement that none holds the next best. `held`: by part, the chunks that
    hold it, of those `asked`.
    """
    more = {c for part in parts for c in _run_over(chunks, held[part.name]) if c not in asked}
    for part in parts:
        ranked = _ranked(part, chunks)
        new = [(c, score) for c, score in ranked if c not in asked]
        if near := _near(chunks, held[part.name]):
            more |= {c for c, score in new if c in near and score >= LITTLE * ranked[0][1]}
        else:
            more |= {c for c, score in new[:MOST] if score}
    return [c for c in chunks if c in more]


def _cover(opening: Sequence[Part], chunks: tuple[Chunk, ...]) -> list[Chunk]:
    """The chunks from the first page on that reads like a cover; none if no page does.

    Where no page prints any of the schema's own words they do not tell a cover, which opens the
    document then.
    """
    shares = _printed_pairs(opening, chunks)
    best, first = max(shares, default=0), 1
    if best:
        near = max(COVER, LIKE_BEST * best)
        first = next((c.page for c, s in zip(chunks, shares, strict=True) if s >= near), 0)
    return [c for c in chunks if first and first <= c.page < first + OPENING_PAGES]


def _printed_pairs(opening: Sequence[Part], chunks: tuple[Chunk, ...]) -> list[float]:
    """Of the neighbouring words in the descriptions of the fields, the share that each chunk
    prints as neighbours: captions say what schemas say, prose uses the same words one by one.
    """
    phrases = _tokens([f.description for p in opening for f in p.fields])
    wanted = {pair for phrase in phrases for pair in pairwise(phrase)}
    return [len(wanted & {*pairwise(t)}) / max(1, len(wanted)) for t in _chunk_tokens(chunks)]


def _near(chunks: Sequence[Chunk], some: Collection[Chunk]) -> set[Chunk]:
    """The chunks, and RUNS on both sides of each."""
    at = {c: i for i, c in enumerate(chunks)}
    return {n for c in some for n in chunks[max(0, at[c] - RUNS) : at[c] + RUNS + 1]}


def _run_over(chunks: Sequence[Chunk], some: Collection[Chunk]) -> set[Chunk]:
    """The chunks that go on with a table of those: the last rows of a statement, such as those per
    share, may be all of a page, and score little."""
    return {c for before, c in pairwise(chunks) if before in some and c.repeated}


def _statement(part: Part, chunks: Sequence[Chunk], keep: int | None) -> list[Chunk]:
    """Those that score enough, or the best `keep`."""
    ranked = _ranked(part, chunks)
    if keep:
        best = {c for c, _ in ranked[:keep]}
    else:
        best = {c for c, score in ranked[:MOST] if score >= ENOUGH * ranked[0][1]}
    return [c for c in chunks if c in best]


def _ranked(part: Part, chunks: Sequence[Chunk]) -> list[tuple[Chunk, float]]:
    """The chunks and their scores for a statement, the best first."""
    found, full = _index(tuple(chunks))(words(part)), _full(tuple(chunks))
    scores = [score * share for score, share in zip(found, full, strict=True)]
    return sorted(zip(chunks, scores, strict=True), key=lambda one: -one[1])


@lru_cache(1)
def _full(chunks: tuple[Chunk, ...]) -> list[float]:
    """How much of a full table each chunk is."""
    return [min(1, sum(map(is_row, c.lines)) / FULL_TABLE) for c in chunks]


@lru_cache(1)
def _chunk_tokens(chunks: tuple[Chunk, ...]) -> list[list[str]]:
    return _tokens("\n".join(line.text for line in c.lines) for c in chunks)


@lru_cache(1)
def _index(chunks: tuple[Chunk, ...]) -> Callable[[Sequence[str]], Sequence[float]]:
    """From a query's words to the score of each chunk. A document of nothing but stop words scores
    0 everywhere.

    Made once for a document, whose parts are sought one by one.
    """
    index, tokens = bm25s.BM25(), _chunk_tokens(chunks)
    searchable = any(tokens)
    if searchable:
        index.index(tokens, show_progress=False)

    def scores(query: Sequence[str]) -> Sequence[float]:
        if not searchable or not query:
            return [0.0] * len(chunks)
        return cast(Sequence[float], index.get_scores(sorted(set(query))))  # a vector

    return scores
