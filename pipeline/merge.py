"""Pointers and cells of all places -> the values of one record, and a problem for each field asked that has none.

Rules:
- The surest printing of a statement wins; another printing adds only the cells that the ones before it lack.
- A statement's periods are those of its printings; each field is asked once a period.
- A field asked and not found has a problem row; values and problems together are what was asked.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.records import Problem, Value
from schemas.base import Part

Key = tuple[tuple[str, Any], ...]


def statement_values(part: Part, printings: Sequence[tuple[Any, dict[str, tuple]]]) -> list[Value]:
    """`printings`: (printing, {field: cells}), the surest first."""
    values: dict[tuple[Key, str], Value] = {}
    for printing, cells in printings:
        for pointer in printing.rows:
            for cell in cells.get(pointer.field, ()):
                key = tuple((k, getattr(cell, k)) for k in part.keys)
                quote, sure = cell.line.text[cell.start : cell.end], pointer.probability * printing.probability
                values.setdefault((key, pointer.field), Value(part.name, key, pointer.field, cell.value, quote, cell.line, cell.start, cell.end, sure))
    return sorted(values.values(), key=lambda v: [(k, str(x)) for k, x in v.key], reverse=True)


def problems(parts: Sequence[Part], values: Sequence[Value]) -> tuple[Problem, ...]:
    """What was asked and has no value: every field of every row found, or once if its table has no row."""
    have = {(v.table, v.key, v.field) for v in values}
    rows = {p.name: list(dict.fromkeys(v.key for v in values if v.table == p.name)) or [()] for p in parts}
    return tuple(
        Problem(p.name, key, f.name, "not found", _detail(key, p))
        for p in parts for key in rows[p.name] for f in p.fields if (p.name, key, f.name) not in have
    )


def _detail(key: Key, part: Part) -> str:
    if part.kind == "root":
        return "no span on the pages asked carries it"
    return "the row found does not print it" if key else "no table of it among the pages asked; try --exhaustive"
