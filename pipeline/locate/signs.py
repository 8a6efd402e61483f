"""What speaks for it that a page prints a field: numbers from -1 to 1, for any schema.

A field's own words tell most: its name, its description, what the objects and lists that hold it
are called. Pages that print its type near these words are likelier, so are those that the other
fields of its object and its schema point to, and the first and the last ones. How much each sign
counts was learned (`likelihood.py`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from extract_filings.pipeline.locate.page_words import PageWords, Scores, ahead, share, words_of
from extract_filings.schemas.base import Cue, FieldSpec, Part

SIGNS = (
    "words",  # BM25 of all that is said of the field, as a share of the best page's
    "description",
    "passage",  # share of the words that three lines say, with a value of the type in them
    "line",  # share of the words that one line says, of the best line's
    "row",  # the same of a row that ends in a number
    "label",  # how alike the likest line is to one of the field's labels
    "label_value",  # the same, with a value of the type in the line
    "heading",  # the same, of lines that may be headings
    "part",  # BM25 of all that is said of its table
    "part_before",  # the page before
    "part_after",
    "fields",  # mean of `words` of the other fields of its table
    "object",  # of the other fields of its object
    "schema",  # of a list: BM25 of what is said of the root
    "list_rows",  # of a list: rows that say one of its words
    "region",  # how much the pages around are about the schema
    "region_begins",  # and how much more than those before
    "numbers",  # of a number: rows
    "first",
    "first_three",
    "last_three",
    "contents",  # share of lines like those of a table of contents
)
FULL = 15  # rows from which on a page is full of numbers
NEAR = 3  # lines of a passage
AROUND = 4  # pages of a region on both sides
NUMBERS = (Decimal, int)


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a field: `labels` are phrases, `all` has those of what holds it, too."""

    description: list[str]
    all: list[str]
    labels: list[list[str]]


def signs(parts: Sequence[Part], pages: PageWords) -> Iterator[tuple[Part, str, Scores]]:
    """Each field of the parts, with its signs. [pages, SIGNS]"""
    roots = [p for p in parts if p.kind == "root"]
    schema = share(pages.bm25(w for p in roots for w in _part_words(p)))
    for part in _told_apart(parts):
        queries = {f.name: _query(part, f) for f in part.fields}
        of_part = _of_part(part, pages, schema)
        found = {name: pages.bm25(q.all) for name, q in queries.items()}
        shares = {name: share(scores) for name, scores in found.items()}
        total = np.sum([*shares.values()], 0)
        for field in part.fields:
            own = _of_field(field, queries[field.name], pages)
            beside = _beside(part, field, shares, total)
            by_name = {"words": shares[field.name], **own, **beside, **of_part}
            columns = [np.broadcast_to(by_name[s], pages.count) for s in SIGNS]
            yield part, field.name, np.stack(columns, 1)


def _told_apart(parts: Sequence[Part]) -> list[Part]:
    """Lists of one row, under a `$ref`, each with what tells it from the others: of fifty lists
    with an "amount of the latest period" these words led all to the page that says them most.
    """
    rows = Counter(_row(p) for p in parts if p.kind == "list")
    return [_by_its_name(p) if rows[_row(p)] > 1 else p for p in parts]


def _row(part: Part) -> tuple[tuple[str, str], ...]:
    return tuple((f.words, f.description) for f in part.fields)


def _by_its_name(part: Part) -> Part:
    """Each field is sought as the list is."""
    about, path = part.description or part.words, (part.words,)
    fields = (replace(f, at=path, description=about, cue=Cue(), title="") for f in part.fields)
    return replace(part, row="", fields=tuple(fields))


def _about(part: Part) -> list[str]:
    """What the schema says of a table, without its fields."""
    return words_of(" ".join([part.words, part.description, part.row, part.owner]))


def _part_words(part: Part) -> list[str]:
    fields = " ".join(f"{f.words} {f.description}" for f in part.fields)
    return [*_about(part), *words_of(fields)]


def _query(part: Part, field: FieldSpec) -> Query:
    name = words_of(" ".join([field.words, *field.cue.labels]))
    description = words_of(" ".join([field.description, *field.examples, *field.choices]))
    around = _about(part) if part.kind == "list" else words_of(field.owner)
    labels = [w for label in field.labels if (w := words_of(label))]
    return Query(description or name, [*name, *description, *around], labels or [name])


def _of_part(part: Part, pages: PageWords, schema: Scores) -> Mapping[str, Scores]:
    """Signs that all fields of a table share."""
    about = share(pages.bm25(_part_words(part)))
    region = (share(pages.bm25(_about(part))) + schema) / 2
    place = np.arange(pages.count)
    is_list = part.kind == "list"
    return {
        "part": about,
        "part_before": np.concatenate([[0], about[:-1]]),
        "part_after": np.concatenate([about[1:], [0]]),
        "schema": schema * is_list,
        "list_rows": _list_rows(part, pages) * is_list,
        "region": _mean(region, -AROUND, AROUND + 1),
        "region_begins": _mean(region, 0, AROUND) - _mean(region, -AROUND, 0),
        "first": place == 0,
        "first_three": place < 3,
        "last_three": place >= pages.count - 3,
        "contents": pages.contents,
    }


def _list_rows(part: Part, pages: PageWords) -> Scores:
    """Rows of a list say its words again and again: "notes due 2031"."""
    words = words_of(" ".join([part.words, part.description, part.row]))
    says = np.zeros(len(pages.page))
    for word in words:
        says[pages.at(word)] = 1
    return share(np.log1p(pages.on_pages(says * pages.rows)))


def _of_field(field: FieldSpec, query: Query, pages: PageWords) -> Mapping[str, Scores]:
    """Signs that only the field's own words give."""
    number = field.type in NUMBERS
    prints = pages.amounts if number else pages.dates if field.type is date else None
    value = prints if prints is not None else np.ones(len(pages.page), bool)
    line, passage = pages.said(query.all), pages.said(query.all, NEAR)
    alike = np.max([pages.alike(words) for words in query.labels], 0)
    return {
        "description": share(pages.bm25(query.description)),
        "passage": pages.best(passage * ahead(value, NEAR)),
        "line": share(pages.best(line)),
        "row": pages.best(line * pages.rows),
        "label": pages.best(alike),
        "label_value": pages.best(alike * value),
        "heading": pages.best(alike * pages.headings),
        "numbers": np.minimum(1, pages.on_pages(pages.rows) / FULL) * number,
    }


def _beside(
    part: Part, field: FieldSpec, shares: Mapping[str, Scores], total: Scores
) -> Mapping[str, Scores]:
    """Where the other fields are likely to stand: a city stands with its street. `total`: the sum
    of all shares."""
    others = total - shares[field.name]
    same = [f.name for f in part.fields if len(field.at) > 1 and f.at[:-1] == field.at[:-1]]
    in_object = sum((shares[name] for name in same if name != field.name), np.zeros(1))
    return {
        "fields": others / max(1, len(shares) - 1),
        "object": in_object / max(1, len(same) - 1),
    }


def _mean(scores: Scores, start: int, end: int) -> Scores:
    """Of the pages from `start` to `end`, counted from each; those outside the document are 0."""
    sums, place = np.concatenate([[0], np.cumsum(scores)]), np.arange(len(scores))
    first, last = (np.clip(place + n, 0, len(scores)) for n in (start, end))
    return (sums[last] - sums[first]) / (end - start)
