"""Pointers and cells of all places -> the values of one record, and a problem for each field asked
that has none.

Rules:
- The surest occurrence of a statement wins; another one adds only the cells that those before it
  lack, and none if it is another company's or on another basis (whose.py). A period of it that ends
  some days beside one of theirs is that one: "Q2 2022" on a page of discussion is the quarter that
  the statement ends on July 2.
- A statement's periods are those of its occurrences; each field is asked once per period.
- A field asked and not found has a problem row; values and problems together are what was asked.
- Of a root field's answers on several pages the one with the highest probability divided by its
  page's rank wins; another one that has half of that and differs is named.
- Rows of a list stand in the document's order; a row that two chunks show is one row.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from typing import Any

from extract_filings.pipeline.records import (
    NO_TABLE,
    Occurrence,
    Pointer,
    Problem,
    RowKey,
    Value,
    quoted,
)
from extract_filings.pipeline.resolve.statement import Cell
from extract_filings.pipeline.resolve.whose import added, outweighs
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.schemas.base import Part

BESIDE = timedelta(days=32)
"""So much the ends of two periods of one length differ at least: there are no two quarters in a
month.
"""


def statement_values(
    part: Part, occurrences: Sequence[tuple[Occurrence, Mapping[str, Sequence[Cell]]]]
) -> list[Value]:
    """`occurrences`: each with the cells of its fields, the surest first."""
    values: dict[tuple[RowKey, str], Value] = {}
    for place, cells in occurrences:
        known = {key for key, _ in values}
        further: dict[tuple[RowKey, str], Value] = {}
        for row in place.rows:
            for cell in cells.get(row.field, ()):
                value = _value(part, place, row, cell)
                value = replace(value, key=_as_known(value.key, known))
                further.setdefault((value.key, row.field), value)
        values = added(values, further, outweighs(occurrences[0][0], place))
    return sorted(values.values(), key=lambda v: [(k, str(x)) for k, x in v.key], reverse=True)


def _as_known(key: RowKey, known: Set[RowKey]) -> RowKey:
    """The known key of the same length that ends less than BESIDE days apart, if there is one."""
    if key in known:
        return key
    (_, end), *rest = key
    near = (k for k in known if [*k[1:]] == rest and abs(k[0][1] - end) < BESIDE)
    return min(near, key=lambda k: abs(k[0][1] - end), default=key)


def _value(part: Part, place: Occurrence, row: Pointer, cell: Cell) -> Value:
    key = tuple((k, getattr(cell, k)) for k in part.keys)
    quote = cell.line.text[cell.start : cell.end]
    rivals = (o for o in place.offers if o.field == row.field and o.line != row.line)
    return Value(
        part.name,
        key,
        row.field,
        cell.value,
        quote,
        cell.line,
        cell.start,
        cell.end,
        row.probability * place.probability,
        rival=max((o.probability for o in rivals), default=0.0),
        column=cell.column,
        scale=cell.scale,
    )


def best_answer(
    part: Part, pointers: Sequence[Pointer], pages: Mapping[str, Sequence[int]]
) -> list[Pointer]:
    """One pointer for each root field; of a list its rows, numbered from 0. `pages`: where each
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

    def score(p: Pointer) -> float:
        return p.probability / rank.get(p.line.page, len(pages) + 1)

    best, *others = sorted(offers, key=lambda p: (-score(p), p.line.page, p.line.number))
    differing = [p for p in others if _said(p) != _said(best)]
    made = replace(best, rival=max((p.probability for p in differing), default=0.0))
    rival = next((p for p in differing if score(p) >= score(best) / 2), None)
    if rival and best.status in (FOUND, DERIVED):
        return replace(made, status=f"conflicting: page {rival.line.page} says {_said(rival)}")
    return made


def _said(p: Pointer) -> str:
    return p.said or quoted(p.line, p.start, p.end, p.rest)


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
    row. All those of a list's row say the same: its number from 1, and all that it lacks.
    """
    have = {(v.table, v.key, v.field) for v in values}
    pages = {key: sorted({v.line.page for v in some}) for key, some in _rows_of(values).items()}
    return tuple(
        Problem(p.name, key, field, "not found", detail)
        for p in parts
        for row, key in enumerate(_keys(p, values), 1)
        if (lacking := [f.name for f in p.fields if (p.name, key, f.name) not in have])
        for detail in (_detail(p, pages.get((p.name, key), []), row, lacking),)
        for field in lacking
    )


def _rows_of(values: Sequence[Value]) -> dict[tuple[str, RowKey], list[Value]]:
    rows: dict[tuple[str, RowKey], list[Value]] = {}
    for v in values:
        rows.setdefault((v.table, v.key), []).append(v)
    return rows


def _keys(part: Part, values: Sequence[Value]) -> list[RowKey]:
    """Of a list in the order in which its rows are written."""
    keys = list(dict.fromkeys(v.key for v in values if v.table == part.name)) or [()]
    return sorted(keys, key=_numbers) if part.kind == "list" else keys


def _numbers(key: RowKey) -> list[Any]:
    return [number or 0 for _, number in key]


def _detail(part: Part, pages: Sequence[int], row: int, lacking: Sequence[str]) -> str:
    """Why a field has no value, where its row stands on these pages.

    >>> _detail(Part("cash_flow", "statement", "", ()), [5, 6], 1, ["dividends_paid"])
    'no line for it in the cash flow on pages 5, 6'
    >>> _detail(Part("payments", "list", "", ()), [3], 2, ["due", "amount"])
    'row 2, on page 3, lacks due, amount'
    """
    if not pages:
        return (
            "nothing was read for it on the pages that were searched"
            if part.kind == "root"
            else NO_TABLE
        )
    first = f"page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}"
    if part.kind == "statement":
        return f"no line for it in the {part.name.replace('_', ' ')} on {first}"
    if part.kind == "list":
        return f"row {row}, on {first}, lacks {', '.join(lacking)}"
    return f"nothing was read for it where the others stand, on {first}"
