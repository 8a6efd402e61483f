"""Sums of changes in equity that its form says before any number is looked at.

Rules:
- A closing balance is the opening one with the rows between.
- A total is all columns of components beside it, up to the next total.
- All of equity at the beginning is the sum of what its components begin with, at the end of what
  they end with; the first ones may stand outside of equity, as interests that can be redeemed.

A sum that is said so is one if it holds in half its columns and in two, or in all up to rounding:
what breaks the others is a column of its own, as shares held by others. A number adds up only where
its column is exact.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from extract_filings.pipeline.resolve.subtotals import Sum

ALL = re.compile(r"(?i)\btotal\b|\bequity\W*$")
"""Over a column of all components beside it."""
MOSTLY = 0.5
"""Of a sum's columns, or of a total's rows."""
FEWEST = 2
"""Columns in which a sum is exact that holds in part."""
Row = Mapping[int, Decimal]  # a row's amount by column


def closings(
    values: Sequence[Row],
    balances: Sequence[bool],
    found: Sequence[Sum],
    components: Sequence[str] = (),
) -> Iterator[Sum]:
    """Balances that are the one before with the rows between, of one component even with none.
    `found`: sums that are known.
    """
    known = {s.row for s in found}
    of_others = {i for s in found if not balances[s.row] for i, _ in s.parts}
    places = [i for i, balance in enumerate(balances) if balance and values[i]]
    for opening, closing in pairwise(places):
        rows = [i for i in range(opening, closing) if values[i] and i not in of_others]
        names = {*components[opening : closing + 1]}
        enough = len(rows) > 1 or (len(names) == 1 and "" not in names)
        if enough and closing not in known and holds(closing, rows, values):
            yield Sum(closing, tuple((i, 1) for i in rows))


def of_all(
    values: Sequence[Row],
    balances: Sequence[bool],
    components: Sequence[str],
    found: Sequence[Sum],
) -> Iterator[Sum]:
    """Balances of no component that are the sum of what all components begin or end with."""
    firsts: dict[str, int] = {}
    lasts: dict[str, int] = {}
    for i, (component, balance) in enumerate(zip(components, balances, strict=True)):
        if component and balance and values[i]:
            firsts.setdefault(component, i)
            lasts[component] = i
    ends, known = [[*firsts.values()], [*lasts.values()]], {s.row for s in found}
    choices = [parts[n:] for parts in ends for n in range(len(parts) - 1)]
    for i, balance in enumerate(balances):
        if balance and not components[i] and i not in known:
            parts = next((some for some in choices if holds(i, some, values)), [])
            yield from (Sum(i, tuple((p, 1) for p in parts)),) if parts else ()


def holds(total: int, parts: Sequence[int], values: Sequence[Row]) -> bool:
    """Whether a sum that the form says is one."""
    goal = values[total]
    off = {c: t - sum(values[i].get(c, Decimal(0)) for i in parts) for c, t in goal.items()}
    told = [c for c, t in goal.items() if t or any(values[i].get(c) for i in parts)]
    exact = [c for c in told if not off[c]]
    most = Decimal(1 + len(parts) // 8).scaleb(_places(goal.values()))
    rounded = bool(goal) and all(abs(o) <= most for o in off.values())
    return rounded or (len(exact) >= FEWEST and len(exact) >= MOSTLY * len(told))


def _places(numbers: Iterable[Decimal]) -> int:
    """The power of ten of their last digit."""
    return min(int(n.as_tuple().exponent) for n in numbers)


def beside(columns: Sequence[Row], heads: Sequence[str], found: Sequence[Sum]) -> Iterator[Sum]:
    """Columns that are called totals of those at their left, or at their right if the first is the
    total. `found`: sums that are known.
    """
    known = {s.row: {i for i, _ in s.parts} for s in found}
    order = [*range(len(columns))]
    if columns and ALL.search(heads[0]) and 0 not in known:
        order.reverse()
    free: list[int] = []
    for at in order:
        parts = known.get(at, set())
        if at not in known and ALL.search(heads[at]):
            parts = {*_best(columns[at], [free[-n:] for n in range(1, len(free) + 1)], columns)}
            if parts:
                yield Sum(at, tuple((i, 1) for i in sorted(parts)))
        free = [*(i for i in free if i not in parts), at]


def _best(total: Row, choices: Iterable[Sequence[int]], columns: Sequence[Row]) -> Sequence[int]:
    """The parts that add up to most rows, if to most of them."""
    told = [r for r, t in total.items() if t]

    def exact(parts: Sequence[int]) -> int:
        return sum(total[r] == sum(columns[i].get(r, Decimal(0)) for i in parts) for r in told)

    best = max(choices, key=exact, default=())
    return best if len(told) > FEWEST and exact(best) > MOSTLY * len(told) else ()
