"""Which few pages to ask for a whole schema: those that are expected to print most of its fields.

Pages are chosen one by one, each for what it is expected to add to those chosen before: a page that
two fields share counts for both, and a field that has been found well enough counts little. The
root comes first; each list adds few pages to those. A field is asked on all of the chosen pages
that may print it, whichever table they were chosen for. So a document is read on few pages, however
many fields a schema has.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from extract_filings.pipeline.locate.likelihood import likelihoods
from extract_filings.pipeline.records import Chunk
from extract_filings.schemas.base import Part

PAGES = 12
"""Chunks asked of a document for the fields of the root, all together, and for any one field. A
document with no more than these is asked whole."""

FOR_LIST = 4
"""Chunks that each list may add to those."""

FIELDS_A_PAGE = 4
"""A root with more than 48 fields may take a page for each four."""

LEAST = 0.001
"""Of the likelihood that a page prints a field, below which it is not asked for it."""

FURTHER = 4
"""Chunks that are asked in a second round at most, for fields that the first did not find."""

Likelihoods = Mapping[tuple[str, str], np.ndarray]


def fields_pages(
    parts: Sequence[Part], chunks: Sequence[Chunk], keep: int | None = None
) -> dict[str, dict[str, list[Chunk]]]:
    """By part and field, the chunks to ask, the best first. `keep`: how many each table adds."""
    if not parts or not chunks:
        return {p.name: {f.name: [] for f in p.fields} for p in parts}
    likely = likelihoods(parts, chunks)
    tables = [np.array([likely[p.name, f.name] for f in p.fields]) for p in parts]
    pages: list[int] = []
    for table in (t for t in tables if len(t)):  # a root may hold nothing but lists
        most = FOR_LIST if pages else max(PAGES, len(table) // FIELDS_A_PAGE)
        pages += added(table, pages, keep or most)
    least = LEAST if len(chunks) > PAGES else 0.0
    return {
        part.name: {
            f.name: [chunks[i] for i in _worth(row, pages, least)]
            for f, row in zip(part.fields, table, strict=True)
        }
        for part, table in zip(parts, tables, strict=True)
    }


def further(
    parts: Sequence[Part],
    chunks: Sequence[Chunk],
    asked: Collection[Chunk],
    lacking: Mapping[str, Collection[str]],
) -> list[Chunk]:
    """The chunks to ask next, in document order, for the fields that those `asked` did not print.

    `lacking`: by part, names of fields. At most FURTHER chunks, none of those asked.
    """
    likely = likelihoods(parts, chunks)
    wanted = [likely[part, field] for part, fields in lacking.items() for field in fields]
    new = [i for i, c in enumerate(chunks) if c not in asked]
    if not wanted or not new:
        return []
    left = np.stack(wanted)[:, new]
    best = added(left / np.maximum(left.sum(1, keepdims=True), 1e-12), [], FURTHER)
    return [chunks[new[i]] for i in sorted(best)]


def _worth(row: np.ndarray, pages: Sequence[int], least: float) -> list[int]:
    """Of the pages, those likely enough for a field, the best first; one at least."""
    ranked = sorted(pages, key=lambda i: (-row[i], i))[:PAGES]
    return [i for i in ranked if row[i] >= least] or ranked[:1]


def added(likely: np.ndarray, pages: Sequence[int], most: int) -> list[int]:
    """Numbers of the pages to ask besides those, in the order in which they add most. [fields,
    pages]

    >>> likely = np.array([[0.6, 0.4, 0.0], [0.5, 0.4, 0.1], [0.0, 0.1, 0.9]])
    >>> added(likely, [], 2), added(likely, [2], 1)
    ([0, 2], [0])
    """
    missing, new = 1.0 - likely[:, pages].sum(1), []
    for _ in range(min(most, likely.shape[1] - len(pages))):
        gain = missing @ likely
        gain[[*pages, *new]] = -1.0
        new.append(int(gain.argmax()))
        missing = missing - likely[:, new[-1]]
    return new
