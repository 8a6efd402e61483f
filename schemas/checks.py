"""What a rule of a schema is: a small function of a row's fields. A broken rule marks cells, it
changes none.

A schema's rules stand beside it, as `CHECKS` of its module. A new one is an entry of that tuple:

    Check("cash", "balance_sheet", "cash is part of current assets",
          lambda cash_and_equivalents, current_assets: excess(cash_and_equivalents,
          current_assets)),

The names of the function's arguments say what it reads, and it applies to the rows that have them
all:
- a field or a key (`period_end`, `months`) of the row;
- a field of the document's one root row;
- NAME_before: the field NAME in the row before: of a statement the next older one of the same
  length, of a list the one above;
- of the list or statement that `over` names: the values of all its rows, a list.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from inspect import signature
from typing import Any, Literal

BEFORE = "_before"


@dataclass(frozen=True, slots=True)
class Check:
    """`gap` says by how much a row breaks the rule, `slack` by how much it may. Both take the same
    arguments.

    Without `slack` the printed figures' rounding is allowed for: one unit of the last printed place
    for each figure.
    """

    name: str
    table: str
    doc: str
    gap: Callable[..., Decimal]
    slack: Callable[..., Decimal] | None = None
    over: str = ""
    severity: Literal["error", "warning"] = "error"
    """error: a law; it counts as failed, and weighs where the model is unsure of a row. warning:
    worth a look; it moves nothing.
    """
    reads: str = ""
    """The names of what the function reads, where its arguments do not tell them."""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.reads.split()) or _arguments(self.gap)


@lru_cache
def _arguments(gap: Callable[..., Decimal]) -> tuple[str, ...]:
    return tuple(signature(gap).parameters)


def excess(part: Decimal, whole: Decimal) -> Decimal:
    """By how much the part is larger than the whole."""
    return max(part - whole, Decimal(0))


def unless(holds: Any) -> Decimal:
    """For laws that no rounding excuses."""
    return Decimal(0) if holds else Decimal("Infinity")


def like(pattern: str, text: str) -> Decimal:
    """Whether the whole text looks like the pattern."""
    return unless(re.fullmatch(pattern, text))


def exactly(*_: Any) -> Decimal:
    """A slack for sums of what is printed: nothing is rounded in them."""
    return Decimal(0)


def near(*values: Decimal, times: int) -> Decimal:
    """Whether no value is so many times another. Those that are zero or less say nothing."""
    sizes = [v for v in values if v > 0]
    return unless(len(sizes) < 2 or max(sizes) < times * min(sizes))


def not_negative(table: str, fields: str) -> tuple[Check, ...]:
    """A warning for each of the fields that is less than nothing."""
    return tuple(
        Check(
            f"{f}_sign",
            table,
            f"{f.replace('_', ' ')} is hardly ever less than nothing",
            lambda v: excess(Decimal(0), v),
            exactly,
            severity="warning",
            reads=f,
        )
        for f in fields.split()
    )


def no_jump(table: str, fields: str, times: int) -> tuple[Check, ...]:
    """A warning for each of the fields that is so many times the one of the period before, or so
    many times less: a mistake of units looks like that.
    """
    return tuple(
        Check(
            f"{f}_jump",
            table,
            f"{f.replace('_', ' ')} is not {times} times that of the period before, nor the other"
            " way round",
            lambda *values: near(*values, times=times),
            severity="warning",
            reads=f"{f} {f}{BEFORE}",
        )
        for f in fields.split()
    )


def unknown(check: Check, fields: dict[str, set[str]], root: str) -> str:
    """What the check names and the schema does not have; "" if it fits. `fields`: fields and keys
    of each table.
    """
    if missing := next(
        (t for t in (check.table, check.over or check.table) if t not in fields), None
    ):
        return f"no table {missing}; there are: {', '.join(fields)}"
    own = fields[check.table]
    known = own | fields[check.over or check.table] | fields[root] | {f + BEFORE for f in own}
    lost = [f for f in check.fields if f not in known]
    return f"{check.table} has no {lost[0]}; there are: {', '.join(sorted(known))}" if lost else ""
