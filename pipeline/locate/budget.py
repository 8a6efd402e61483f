"""Which few pages to ask for a whole schema: those that are expected to print most of its fields.

Pages are chosen one by one, each for what it is expected to add to those chosen before: a page that
two fields share counts for both, and a field that has been found well enough counts little. So the
pages of a document that are read at all are few, however many fields a schema has.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from extract_filings.pipeline.locate.likelihood import likelihoods
from extract_filings.pipeline.records import Chunk
from extract_filings.schemas.base import Part

PAGES = 12
"""Chunks asked of a document for the fields of the root, all together, and for each list. A
document with no more than these is asked whole."""

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
    """By part and field, the chunks to ask, the best first. `keep`: how many for each table, at
    most."""
    if not parts or not chunks:
        return {p.name: {f.name: [] for f in p.fields} for p in parts}
    likely = likelihoods(parts, chunks)
    return {part.name: _of_table(part, chunks, likely, keep) for part in parts}


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
    best = chosen(left / np.maximum(left.sum(1, keepdims=True), 1e-12), FURTHER)
    return [chunks[new[i]] for i in sorted(best)]


def _of_table(
    part: Part, chunks: Sequence[Chunk], likely: Likelihoods, keep: int | None
) -> dict[str, list[Chunk]]:
    if not part.fields:
        return {}  # a root of nothing but lists
    found = np.stack([likely[part.name, f.name] for f in part.fields])
    most = keep or max(PAGES, len(part.fields) // FIELDS_A_PAGE)
    pages = chosen(found, most)
    few = len(chunks) <= most
    return {
        f.name: [chunks[i] for i in _worth(row, pages, 0.0 if few else LEAST)]
        for f, row in zip(part.fields, found, strict=True)
    }


def _worth(row: np.ndarray, pages: Sequence[int], least: float) -> list[int]:
    """Of the pages, those likely enough for a field, the best first; one at least."""
    ranked = sorted(pages, key=lambda i: (-row[i], i))
    return [i for i in ranked if row[i] >= least] or ranked[:1]


def chosen(likely: np.ndarray, most: int) -> list[int]:
    """Numbers of the pages to ask, in the order in which they add most. [fields, pages]

    >>> chosen(np.array([[0.6, 0.4, 0.0], [0.5, 0.4, 0.1], [0.0, 0.1, 0.9]]), 2)
    [0, 2]
    """
    missing, pages = np.ones(len(likely)), []
    for _ in range(min(most, likely.shape[1])):
        gain = missing @ likely
        gain[pages] = -1.0
        pages.append(int(gain.argmax()))
        missing = missing - likely[:, pages[-1]]
    return pages
