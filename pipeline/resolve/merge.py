"""Pointers and cells of all places -> the values of one record, and a problem for each field asked
that has none.

Rules:
- The surest printing of a statement wins; another printing adds only the cells that the ones before
  it lack.
- A statement's periods are those of its printings; each field is asked once a period.
- A field asked and not found has a problem row; values and problems together are what was asked.
- Of a root field's answers on several pages the one wins whose probability, divided by its page's
  rank, is highest; another one that has half of that and differs is named.
- Rows of a list stand in the document's order; a row that two chunks show is one row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from extract_filings.pipeline.records import NO_TABLE, Pointer, Problem, Value, quoted
from extract_filings.schemas.base import Part

Key = tuple[tuple[str, Any], ...]


def statement_values(part: Part, printings: Sequence[tuple[Any, dict[str, tuple]]]) -> list[Value]:
    """`printings`: (printing, {field: cells}), the surest first."""
    values: dict[tuple[Key, str], Value] = {}
    for printing, cells in printings:
        for pointer in printing.rows:
            rival = max(
                (
                    o.probability
                    for o in printing.offers
                    if o.field == pointer.field and o.line != pointer.line
                ),
                default=0.0,
            )
            for cell in cells.get(pointer.field, ()):
                key = tuple((k, getattr(cell, k)) for k in part.keys)
                quote, sure = (
                    cell.line.text[cell.start : cell.end],
                    pointer.probability * printing.probability,
                )
                first = values.setdefault(
                    (key, pointer.field),
                    Value(
                        part.name,
                        key,
                        pointer.field,
                        cell.value,
                        quote,
                        cell.line,
                        cell.start,
                        cell.end,
                        sure,
                        rival=rival,
                    ),
                )
                if first.value != cell.value:
                    values[key, pointer.field] = replace(first, rival=max(first.rival, sure))
    return sorted(values.values(), key=lambda v: [(k, str(x)) for k, x in v.key], reverse=True)


def best_answer(
    part: Part, pointers: Sequence[Pointer], pages: Mapping[str, Sequence[int]]
) -> list[Pointer]:
    """One pointer for each root field; for a list its rows, numbered from 0. `pages`: where each
    field was sought, the likeliest first.
    """
    if part.kind == "list":
        return _rows(pointers)
    return [
        _best([p for p in pointers if p.field == f], pages.get(f, ()))
        for f in dict.fromkeys(p.field for p in pointers)
    ]


def _best(offers: Sequence[Pointer], pages: Sequence[int]) -> Pointer:
    """A page with few things to choose from makes a model sure of the wrong one, so the page's own
    rank counts as much.
    """
    rank = {page: i for i, page in reversed([*enumerate(pages, 1)])}
    worth = lambda p: p.probability / rank.get(p.line.page, len(pages) + 1)
    best, *others = sorted(offers, key=lambda p: (-worth(p), p.line.page, p.line.number))
    say = lambda p: p.said or quoted(p.line, p.start, p.end, p.rest)
    rival = next((p for p in others if say(p) != say(best) and worth(p) >= worth(best) / 2), None)
    best = replace(
        best, rival=max((p.probability for p in others if say(p) != say(best)), default=0.0)
    )
    return (
        replace(best, status=f"conflicting: page {rival.line.page} says {say(rival)}")
        if rival and best.status == "found"
        else best
    )


def _rows(pointers: Sequence[Pointer]) -> list[Pointer]:
    rows: dict[int, list[Pointer]] = {}
    for p in pointers:
        rows.setdefault(p.row, []).append(p)
    places = {
        frozenset((p.field, p.line, p.start, p.end) for p in row): row
        for row in reversed(rows.values())
    }
    ordered = sorted(
        places.values(), key=lambda row: min((p.line.page, p.line.number, p.start) for p in row)
    )
    return [replace(p, row=i) for i, row in enumerate(ordered) for p in row]


def problems(parts: Sequence[Part], values: Sequence[Value]) -> tuple[Problem, ...]:
    """What was asked and has no value: every field of every row found, or once if its table has no
    row.
    """
    have = {(v.table, v.key, v.field) for v in values}
    rows = {
        p.name: list(dict.fromkeys(v.key for v in values if v.table == p.name)) or [()]
        for p in parts
    }
    return tuple(
        Problem(p.name, key, f.name, "not found", _detail(key, p))
        for p in parts
        for key in rows[p.name]
        for f in p.fields
        if (p.name, key, f.name) not in have
    )


def _detail(key: Key, part: Part) -> str:
    if part.kind == "root":
        return "no span on the pages asked carries it"
    return "the row found does not print it" if key else NO_TABLE
