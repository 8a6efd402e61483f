"""Sums of changes in equity that its form says before any number is looked at.

Rules:
- A closing balance is the opening one with the rows between: of a subtotal there and its parts, one
  counts, whichever makes more columns exact, as a subtotal may be printed in some columns alone.
- No row between balances is a sum of them.
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
    known, between = {s.row for s in found}, [s for s in found if not balances[s.row]]
    left_out = {s.row for s in between}, {i for s in between for i, _ in s.parts}
    places = [i for i, balance in enumerate(balances) if balance and values[i]]
    for opening, closing in pairwise(places):
        names = {*components[opening : closing + 1]}
        least = 1 if len(names) == 1 and "" not in names else 2
        all_rows = [i for i in range(opening, closing) if values[i]]
        choices = [[i for i in all_rows if i not in out] for out in left_out]
        fitting = [c for c in choices if len(c) >= least and holds(closing, c, values)]
        if fitting and closing not in known:
            rows = max(fitting, key=lambda c: len(_exact(closing, c, values)))
            yield Sum(closing, tuple((i, 1) for i in rows))


def of_flows(found: Iterable[Sum], balances: Sequence[bool]) -> list[Sum]:
    """Without sums of balances that are none."""
    return [s for s in found if balances[s.row] or not any(balances[i] for i, _ in s.parts)]


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
    goal, off = values[total], _off(total, parts, values)
    told = [c for c, t in goal.items() if t or any(values[i].get(c) for i in parts)]
    exact = len({*told} & {*_exact(total, parts, values)})
    most = Decimal(1 + len(parts) // 8).scaleb(_places(goal.values()))
    rounded = bool(goal) and all(abs(o) <= most for o in off.values())
    return rounded or (exact >= FEWEST and exact >= MOSTLY * len(told))


def _off(total: int, parts: Sequence[int], values: Sequence[Row]) -> dict[int, Decimal]:
    """By column what a total is more than its parts."""
    goal = values[total].items()
    return {c: t - sum(values[i].get(c, Decimal(0)) for i in parts) for c, t in goal}


def _exact(total: int, parts: Sequence[int], values: Sequence[Row]) -> list[int]:
    """The columns in which the parts add up."""
    return [c for c, off in _off(total, parts, values).items() if not off]


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
