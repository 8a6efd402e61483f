"""Values -> the same values, those in a broken law marked with its name. Knows no law itself: they stand in `schemas/checks.py`.

A mark says that the cells of a law do not fit together, not which of them is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.records import Value
from schemas.base import Part
from schemas.checks import CHECKS, Check


def validate(parts: Sequence[Part], values: Sequence[Value]) -> tuple[Value, ...]:
    """The values in their order; `status` of a marked one is "check failed: <names>"."""
    rows = by_row(values)
    failed: dict[tuple, list[str]] = {}
    latest = latest_period_end(values)
    for check in CHECKS.get(parts[0].name, ()):
        for (table, key), row in rows.items():
            listed = within(check, parts, rows, key) if check.over and table == check.table else {}
            if table == check.table and broken(check, row, latest, [*listed.values()]):
                for cell in [(table, key, f) for f in check.fields] + [(*at, f) for at in listed for f in check.fields]:
                    failed.setdefault(cell, []).append(check.name)
    return tuple(_marked(v, failed.get((v.table, v.key, v.field))) for v in values)


def within(check: Check, parts: Sequence[Part], rows: Mapping[tuple, dict[str, Value]], key: tuple) -> dict[tuple, dict[str, Value]]:
    """The rows of the check's list that lie in the row of this key."""
    nested, number = "parent_row" in next((p.keys for p in parts if p.name == check.over), ()), dict(key).get("row")
    return {at: row for at, row in rows.items() if at[0] == check.over and (not nested or dict(at[1]).get("parent_row") == number)}


def by_row(values: Sequence[Value]) -> dict[tuple, dict[str, Value]]:
    rows: dict[tuple, dict[str, Value]] = {}
    for v in values:
        rows.setdefault((v.table, v.key), {})[v.field] = v
    return rows


def standing(parts: Sequence[Part], values: Sequence[Value]) -> float:
    """Laws held less laws broken, each counted by the share of the rows in which it is."""
    rows = by_row(values)
    said = [(-1 if broken(check, row, None) else 1) / len(rows) for check in CHECKS.get(parts[0].name, ())
            for (table, _), row in rows.items() if table == check.table and set(check.fields) <= row.keys()]
    return sum(said)


def broken(check: Check, row: dict[str, Value], latest: date | None, listed: Sequence[dict[str, Value]] = ()) -> bool:
    """False where a field of the law is missing, in the row or in one of the list's: nothing can be said."""
    known: dict[str, Any] = {f: v.value for f, v in row.items()} | {"latest_period_end": latest}
    columns = {f: [r[f].value for r in listed] for f in check.fields if listed and f not in known and all(f in r for r in listed)}
    arguments = [known.get(f, columns.get(f)) for f in check.fields]
    if any(a is None for a in arguments):
        return False
    rounding = len(arguments) * max((unit(row[f]) for f in check.fields if f in row), default=Decimal(0))
    return abs(check.gap(*arguments)) > (check.slack(*arguments) if check.slack else rounding)


def unit(value: Value) -> Decimal:
    """What one unit of the last printed place is worth: 1,000,000 for "1,234" in millions. 0 for zeros and for what is no number.

    >>> unit(Value("t", (), "f", Decimal("1234500000"), "$ (1,234.5)", None, 0, 11, 1.0))
    Decimal('100000')
    """
    printed = re.search(r"\d[\d,]*(?:\.\d+)?|\.\d+", value.quote)
    if not isinstance(value.value, Decimal) or not value.value or not printed:
        return Decimal(0)
    digits = int(re.sub(r"\D", "", printed[0]))  # the figure counted in its last place
    return abs(value.value) / digits if digits else Decimal(0)


def latest_period_end(values: Sequence[Value]) -> date | None:
    """The newest period of all statements."""
    return max((d for v in values if (d := dict(v.key).get("period_end"))), default=None)


def _marked(value: Value, names: Sequence[str] | None) -> Value:
    return replace(value, status=f"check failed: {', '.join(names)}") if names else value
