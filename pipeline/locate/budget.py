"""Which few pages to ask for a whole schema: those that are expected to print most of its fields.

Pages are chosen one by one, each for what it is expected to add to those chosen before: a page that
two fields share counts for both, and a field that has been found well enough counts little. The
root comes first; each list adds few pages to those. A field is asked on all of the chosen pages
that may print it, whichever table they were chosen for. So a document is read on few pages, however
many fields a schema has.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from extract_filings.pipeline.locate.definitions import defining
from extract_filings.pipeline.locate.likelihood import likelihoods
from extract_filings.pipeline.records import Chunk
from extract_filings.schemas.base import Part

PAGES = 12
"""Chunks asked of a document for the fields of the root, all together, and for any one of them. A
document with no more than these is asked whole, unless for a wide table."""

FOR_LIST = 4
"""Chunks that each list may add to those."""

FIELDS_A_PAGE = 12
"""A root with more than 144 fields may take a page for each twelve."""

WIDE = 48
"""Fields from which on a table is wide: hardly any of them is printed, and each costs a question on
each page that is asked."""

GAIN = 2.0
"""Fields that a further page must be expected to add to those of a wide table."""

FOR_LISTS = 16
"""Chunks that all lists together may add where their fields are as those of one wide table."""

ASKS = 576
"""Fields of a table times chunks asked for each: of a wide one, each is asked on fewer than PAGES.
"""

FEWEST, SURE = 2, 0.3
"""Chunks that a field of these is asked on, however many there are, if they are as likely."""

DEFINED = 2
"""Chunks that are asked beyond those, since the likeliest one says that the field is defined there.
"""

LEAST = 0.001
"""Of the likelihood that a page prints a field, below which it is not asked for it."""

FURTHER = 4
"""Chunks that are asked in a second round at most, for fields that the first did not find."""


def fields_pages(
    parts: Sequence[Part], chunks: Sequence[Chunk], keep: int | None
) -> dict[str, dict[str, list[Chunk]]]:
    """By part and field, the chunks to ask, the best first. `keep`: how many each table adds; with
    as many as the document has, each field is asked on all of them.
    """
    if not parts or not chunks:
        return {p.name: {f.name: [] for f in p.fields} for p in parts}
    likely = likelihoods(parts, chunks)
    tables = {p.name: np.array([likely[p.name, f.name] for f in p.fields]) for p in parts}
    pages = _pages(parts, tables, keep)
    defined = _defining(parts, tables, chunks) if len(chunks) > PAGES and not keep else {}
    room = max(PAGES, keep or 0)
    least = LEAST if len(chunks) > room else 0.0
    made: dict[str, dict[str, list[Chunk]]] = {}
    for part in parts:
        most = room if keep else _most(part, parts)
        worth = max(least, SURE) if most < PAGES else least
        rows = zip(part.fields, tables[part.name], strict=True)
        made[part.name] = {
            f.name: [
                chunks[i]
                for i in _with(_worth(r, pages, worth, most), defined.get((part.name, f.name)))
            ]
            for f, r in rows
        }
    return made


def _defining(
    parts: Sequence[Part], tables: Mapping[str, np.ndarray], chunks: Sequence[Chunk]
) -> dict[tuple[str, str], int]:
    """Of the fields whose likeliest page refers to the page that defines them, that page: for the
    first ones, as many as DEFINED pages hold.
    """
    found: dict[tuple[str, str], int] = {}
    for part in parts:
        for field, row in zip(part.fields, tables[part.name], strict=True):
            there = defining(field.labels, chunks[int(row.argmax())], chunks)
            new = {*found.values(), there}
            if there is not None and len(new) <= DEFINED:
                found[part.name, field.name] = there
    return found


def _with(asked: list[int], further: int | None) -> list[int]:
    """The page that defines a field stands first."""
    return asked if further is None else [further, *(i for i in asked if i != further)]


def _pages(parts: Sequence[Part], tables: Mapping[str, np.ndarray], keep: int | None) -> list[int]:
    """Numbers of the chunks to ask, those of the root first, then those that lists add: each its
    own, unless they are many.
    """
    root = [tables[p.name] for p in parts if p.kind != "list" and p.fields]
    lists = [tables[p.name] for p in parts if p.kind == "list" and p.fields]
    many = sum(map(len, lists)) > WIDE and not keep
    pages: list[int] = []
    for table in root:  # a root, as the rows of a list, may hold nothing but lists
        most, wide = max(PAGES, len(table) // FIELDS_A_PAGE), len(table) > WIDE and not keep
        pages += added(table, pages, keep or most, GAIN if wide else 0.0)
    for table in [np.concatenate(lists)] if many else lists:
        most = FOR_LISTS if many else FOR_LIST if pages else PAGES
        pages += added(table, pages, keep or most, GAIN if many else 0.0)
    return pages


def _most(part: Part, parts: Sequence[Part]) -> int:
    """Chunks that each field of a table is asked on. All lists are one table, and their rows may
    stand on any page that is read.
    """
    is_list = part.kind == "list"
    same = [p for p in parts if (p.kind == "list") == is_list]
    most = max(FEWEST, ASKS // max(1, sum(len(p.fields) for p in same)))
    return min(PAGES + FOR_LIST * is_list, most)


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


def _worth(row: np.ndarray, pages: Sequence[int], least: float, most: int) -> list[int]:
    """Of the pages, those likely enough for a field, the best first; one at least."""
    ranked = sorted(pages, key=lambda i: (-row[i], i))[:most]
    return [i for i in ranked if row[i] >= least] or ranked[:1]


def added(likely: np.ndarray, pages: Sequence[int], most: int, least: float = 0.0) -> list[int]:
    """Numbers of the pages to ask besides those, in the order in which they add most, each `least`
    fields. [fields, pages]

    >>> likely = np.array([[0.6, 0.4, 0.0], [0.5, 0.4, 0.1], [0.0, 0.1, 0.9]])
    >>> added(likely, [], 2), added(likely, [2], 1), added(likely, [], 3, 0.5)
    ([0, 2], [0], [0, 2])
    """
    missing, new = 1.0 - likely[:, pages].sum(1), []
    for _ in range(min(most, likely.shape[1] - len(pages))):
        gain = missing @ likely
        gain[[*pages, *new]] = -1.0
        best = int(gain.argmax())
        if gain[best] < least:
            break
        new.append(best)
        missing = missing - likely[:, best]
    return new
