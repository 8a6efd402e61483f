"""The rules of a schema: small functions of a row's fields. A broken rule marks cells, it changes
none.

A schema's rules stand beside it, as `CHECKS` of its module. To add one, add an entry:

    Check("cash", "balance_sheet", "cash is part of current assets",
          lambda cash_and_equivalents, current_assets: excess(cash_and_equivalents,
          current_assets)),

The names of the function's arguments say what it reads; it applies to rows that have all of them:
- a field or a key (`period_end`, `months`) of the row;
- a field of the document's one root row;
- NAME_before: the field NAME in the previous row: of a statement, the next older period of the same
  length; of a list, the row above;
- a field of the list or statement that `over` names: a list of the values of all its rows.
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
    """`gap`: by how much a row breaks the rule; `slack`: by how much it may. Same arguments.

    Without `slack`, rounding is allowed for: one unit of the last printed place for each figure.
    """

    name: str
    table: str
    doc: str
    gap: Callable[..., Decimal]
    slack: Callable[..., Decimal] | None = None
    over: str = ""
    severity: Literal["error", "warning"] = "error"
    """error: a law; the row counts as failed, and the rule helps to choose where the model is
    unsure. warning: worth a look; it moves nothing.
    """
    reads: str = ""
    """The names that the function reads, separated by blanks, if its arguments do not tell them."""

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
    """No gap if the law holds, else an infinite one: for laws that no rounding excuses."""
    return Decimal(0) if holds else Decimal("Infinity")


def like(pattern: str, text: str) -> Decimal:
    """No gap if the pattern matches the whole text."""
    return unless(re.fullmatch(pattern, text))


def exactly(*_: Any) -> Decimal:
    """No slack: for sums of printed figures, in which nothing is rounded."""
    return Decimal(0)


def near(*values: Decimal, times: int) -> Decimal:
    """No gap unless a value is `times` another or more. Zero and negative values do not count."""
    sizes = [v for v in values if v > 0]
    return unless(len(sizes) < 2 or max(sizes) < times * min(sizes))


def not_negative(table: str, fields: str) -> tuple[Check, ...]:
    """A warning for each of the fields that is negative."""
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
    """A warning for each of the fields that changes `times`-fold from the period before.

    A mistaken unit looks like that.
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
    """What the check names but the schema lacks, or "". `fields`: fields and keys by table."""
    over = check.over or check.table
    if missing := next((t for t in (check.table, over) if t not in fields), None):
        return f"no table {missing}; there are: {', '.join(fields)}"
    own = fields[check.table]
    known = own | fields[over] | fields[root] | {f + BEFORE for f in own}
    lost = next((f for f in check.fields if f not in known), None)
    return f"{check.table} has no {lost}; there are: {', '.join(sorted(known))}" if lost else ""
