"""Values -> the same values, those in a broken rule marked with its name. Knows no rule itself:
they stand beside their schema.

A mark says that the cells of a rule do not fit together, not which of them is wrong. An error, and
an error alone, has the status "check failed: <names>"; a warning is told behind what else is to
say: "check warned: <names>".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extract_filings.pipeline.errors import SchemaError
from extract_filings.pipeline.records import RowKey, Value
from extract_filings.schemas.base import Part
from extract_filings.schemas.checks import BEFORE, Check


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """A rule and a row that has all it reads. `cells`: what it read; `gap` and `allowed` in the
    unit of the rule.
    """

    check: Check
    key: RowKey
    cells: tuple[Value, ...]
    gap: Decimal
    allowed: Decimal

    @property
    def broken(self) -> bool:
        return abs(self.gap) > self.allowed


def validate(parts: Sequence[Part], values: Sequence[Value]) -> tuple[Value, ...]:
    """The values in their order, those in broken rules marked."""
    names: dict[tuple, dict[str, list[str]]] = {}
    for j in (j for j in judged(parts, values) if j.broken):
        for v in j.cells:
            names.setdefault((v.table, v.key, v.field), {}).setdefault(j.check.severity, []).append(
                j.check.name
            )
    return tuple(_with_checks(v, names.get((v.table, v.key, v.field), {})) for v in values)


def rule_score(parts: Sequence[Part], values: Sequence[Value]) -> float:
    """Laws held less laws broken, each counted by the share of the rows in which it is. Warnings
    say nothing here.
    """
    rows = len(by_row(values))
    return sum((-1 if j.broken else 1) / rows for j in judged(parts, values, "error"))


def judged(
    parts: Sequence[Part], values: Sequence[Value], severity: str = ""
) -> Iterator[RuleVerdict]:
    """Every rule on every row that has what it reads, in the order of the rules. Raises SchemaError
    if a rule does not compute.
    """
    facts = _Facts(parts, values)
    for check in (c for c in parts[0].checks if severity in ("", c.severity)):
        for key in facts.keys(check.table):
            if (found := facts.read(check, key)) is not None:
                yield _judge(check, key, *found)


class _Facts:
    """What rules may read of one document."""

    def __init__(self, parts: Sequence[Part], values: Sequence[Value]) -> None:
        self.parts, self.rows = {p.name: p for p in parts}, by_row(values)
        self.root = self.rows.get((parts[0].name, ()), {})

    def keys(self, table: str) -> list[RowKey]:
        return [key for name, key in self.rows if name == table]

    def read(self, check: Check, key: RowKey) -> tuple[list[Any], list[Value]] | None:
        """The arguments and the cells that they are from; None where one is missing: nothing can be
        said.
        """
        row, listed = self.rows[check.table, key], self.within(check, key)
        before = (
            self.before(check.table, key) if any(f.endswith(BEFORE) for f in check.fields) else {}
        )
        arguments, cells = [], []
        for f in check.fields:
            if (plain := dict(key).get(f)) is not None:
                arguments.append(plain)
            elif (
                cell := row.get(f)
                or before.get(f)
                or (not any(f in r for r in listed) and self.root.get(f))
            ):
                arguments.append(cell.value)
                cells.append(cell)
            elif column := _column(listed, f):
                arguments.append([getattr(c, "value", c) for c in column])
                cells += [c for c in column if isinstance(c, Value)]
            else:
                return None
        if any(f in dict(key) for f in check.fields):  # the head of the column is that of all of it
            cells += [c for c in row.values() if c not in cells]
        return arguments, cells

    def within(self, check: Check, key: RowKey) -> list[dict[str, Any]]:
        """The rows of the check's list that lie in the row of this key, fields and keys."""
        nested = check.over and "parent_row" in self.parts[check.over].keys
        return [
            {**dict(at), **self.rows[check.over, at]}
            for at in self.keys(check.over)
            if not nested or dict(at).get("parent_row") == dict(key).get("row")
        ]

    def before(self, table: str, key: RowKey) -> dict[str, Value]:
        """The row before: the next older period of the same length; of a list the one above."""
        name = "period_end" if "period_end" in dict(key) else "row"

        def same(k):
            return [x for x in k if x[0] != name] == [x for x in key if x[0] != name]

        older = [
            k
            for k in self.keys(table)
            if name in dict(k) and same(k) and dict(k)[name] < dict(key)[name]
        ]
        return (
            {
                f + BEFORE: v
                for f, v in self.rows[table, max(older, key=lambda k: dict(k)[name])].items()
            }
            if older
            else {}
        )


def _column(listed: Sequence[Mapping[str, Any]], field: str) -> list[Any]:
    """[] if a row lacks it."""
    return [r[field] for r in listed] if all(field in r for r in listed) else []


def _judge(
    check: Check, key: RowKey, arguments: Sequence[Any], cells: Sequence[Value]
) -> RuleVerdict:
    """Without a slack of its own a rule allows for one unit of the last printed place for each
    figure.
    """
    try:
        gap = check.gap(*arguments)
        allowed = (
            check.slack(*arguments)
            if check.slack
            else len(cells) * max((unit(c) for c in cells), default=Decimal(0))
        )
        return RuleVerdict(check, key, tuple(cells), gap, allowed)
    except Exception as error:
        said = ", ".join(map(str, arguments))[:200]
        raise SchemaError(
            f"check {check.name} of {check.table} does not compute on {said}"
            f" ({type(error).__name__}: {error}); mend it beside the schema"
        ) from error


def by_row(values: Sequence[Value]) -> dict[tuple[str, RowKey], dict[str, Value]]:
    rows: dict[tuple, dict[str, Value]] = {}
    for v in values:
        rows.setdefault((v.table, v.key), {})[v.field] = v
    return rows


def unit(value: Value) -> Decimal:
    """What one unit of the last printed place is worth: 1,000,000 for "1,234" in millions. 0 for
    zeros and for what is no number.

    >>> unit(Value("t", (), "f", Decimal("1234500000"), "$ (1,234.5)", None, 0, 11, 1.0))
    Decimal('100000')
    """
    printed = re.search(r"\d[\d,]*(?:\.\d+)?|\.\d+", value.quote)
    if not isinstance(value.value, Decimal) or not value.value or not printed:
        return Decimal(0)
    digits = int(re.sub(r"\D", "", printed[0]))  # the figure counted in its last place
    return abs(value.value) / digits if digits else Decimal(0)


def _with_checks(value: Value, names: Mapping[str, Sequence[str]]) -> Value:
    if not names:
        return value
    failed, warned = (tuple(names.get(severity, ())) for severity in ("error", "warning"))
    return replace(value, status=replace(value.status, failed=failed, warned=warned))
