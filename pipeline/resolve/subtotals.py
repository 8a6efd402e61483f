"""Which rows of a statement add up to which: found among the numbers, and exact.

A row is looked for as the sum of the rows right above it that are not yet part of another sum, each
added or subtracted. Two sums are likelier than others: of all of them, and of the first less the
rest, as sales less costs. With one column of numbers only these two count, as with few digits any
other fits by chance. A row that is called a total may differ from all added by what rounding makes
of them. No row is the sum of rows beside which it is itself added to a total: what all
of equity but one row leaves of all assets is that row.

>>> from decimal import Decimal as D
>>> columns = [{0: D(9), 1: D(7)}, {0: D(4), 1: D(5)}, {0: D(5), 1: D(2)}]
>>> sums(columns)
[Sum(row=2, parts=((0, 1), (1, -1)))]
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST, MOST_SIGNED = 25, 9
"""Rows that one adds up: all added, and with any signs (a hundred sums each row more)."""

Row = Mapping[int, Decimal]  # a printed row's amount by column, as signed in print
Totals = tuple[Decimal, ...]
Signs = Sequence[int]  # of the rows above, the nearest first
Way = Callable[[Totals, Sequence[Totals], int], Signs]


@dataclass(frozen=True, slots=True)
class Sum:
    """`parts`: the rows that are added (1) or subtracted (-1), from top to bottom."""

    row: int
    parts: tuple[tuple[int, int], ...]


def sums(rows: Sequence[Row], named: Sequence[bool] | None = None) -> list[Sum]:
    """`named`: whether a row is called a total, so that it may be the sum of a single row."""
    plain = _found(rows, named, {}, (_added,))
    beside = {i: {p for p, _ in s.parts} - {i} for s in plain for i, _ in s.parts}
    return _found(rows, named, beside, (_added, _less, _signed, _rounded))


def _found(
    rows: Sequence[Row],
    named: Sequence[bool] | None,
    beside: Mapping[int, set[int]],
    ways: Sequence[Way],
) -> list[Sum]:
    """`beside`: the rows with which a row is added up; it is no sum of them."""
    found: list[Sum] = []
    free: list[int] = []
    for i, row in enumerate(rows):
        if any(row.values()):
            parts = _parts(row, rows, free, bool(named and named[i]), ways)
            if parts and not beside.get(i, set()) & {p for p, _ in parts}:
                found.append(Sum(i, parts))
                del free[len(free) - len(parts) :]
            free.append(i)
    return found


def _parts(
    row: Row, rows: Sequence[Row], free: Sequence[int], named: bool, ways: Sequence[Way]
) -> tuple[tuple[int, int], ...]:
    """The fewest free rows that add up to the row; none if none do."""
    goal = tuple(row.values())
    above = [(i, tuple(rows[i].get(c, Decimal(0)) for c in row)) for i in reversed(free[-MOST:])]
    least = 1 if named else 2
    for way in ways if named else [w for w in ways if w is not _rounded]:
        signs = way(goal, [totals for _, totals in above], least)
        if signs:
            pairs = zip((i for i, _ in above), signs, strict=False)
            return tuple(reversed([*pairs]))
    return ()


def _added(goal: Totals, above: Sequence[Totals], least: int) -> Signs:
    """All of them plus."""
    reached = _zero(goal)
    for n, totals in enumerate(above, start=1):
        reached = _plus(reached, totals, 1)
        if n >= least and reached == goal:
            return [1] * n
    return []


def _less(goal: Totals, above: Sequence[Totals], least: int) -> Signs:
    """The first less the others, as sales less costs."""
    behind = _zero(goal)
    for n, totals in enumerate(above, start=1):
        if n >= 2 and _plus(totals, behind, 1) == goal:
            return [-1] * (n - 1) + [1]
        behind = _plus(behind, totals, -1)
    return []


def _signed(goal: Totals, above: Sequence[Totals], least: int) -> Signs:
    """Any signs, where two columns or more say so."""
    if sum(map(bool, goal)) < 2:
        return []
    reached: dict[Totals, Signs] = {_zero(goal): ()}
    for n, totals in enumerate(above[:MOST_SIGNED], start=1):
        if any(totals):
            reached = dict(_each_sign(reached, totals))
        else:
            reached = {r: (*signs, 1) for r, signs in reached.items()}
        if n >= 2 and goal in reached:
            return reached[goal]
    return []


def _rounded(goal: Totals, above: Sequence[Totals], least: int) -> Signs:
    """All of them plus, or the first less the others: nearly."""
    unit = Decimal(1).scaleb(min(int(g.as_tuple().exponent) for g in goal))
    added, behind = _zero(goal), _zero(goal)
    fits: list[tuple[Decimal, int, Signs]] = []
    for n, totals in enumerate(above, start=1):
        added, less = _plus(added, totals, 1), _plus(totals, behind, 1)
        behind = _plus(behind, totals, -1)
        ways = ((added, [1] * n), (less, [-1] * (n - 1) + [1]))
        fits += [(off, n, s) for r, s in ways if (off := _off(r, goal)) <= unit * (1 + n // 8)]
    return min(((o, n, s) for o, n, s in fits if n >= 2), default=(0, 0, []))[2]


def _off(reached: Totals, goal: Totals) -> Decimal:
    return max(abs(r - g) for r, g in zip(reached, goal, strict=True))


def _each_sign(reached: Mapping[Totals, Signs], totals: Totals) -> Iterator[tuple[Totals, Signs]]:
    for sign in (-1, 1):  # of sums that are alike the one that adds counts
        for before, signs in reached.items():
            yield _plus(before, totals, sign), (*signs, sign)


def _plus(totals: Totals, more: Totals, sign: int) -> Totals:
    return tuple(a + sign * b for a, b in zip(totals, more, strict=True))


def _zero(totals: Totals) -> Totals:
    return (Decimal(0),) * len(totals)


def proven(rows: Sequence[Row], found: Sequence[Sum]) -> frozenset[tuple[int, int]]:
    """(row, column) of the numbers of all sums that are right in that column."""
    return frozenset(
        (i, column)
        for one in found
        for column, total in rows[one.row].items()
        if total == sum(sign * rows[p].get(column, Decimal(0)) for p, sign in one.parts)
        for i in (one.row, *(p for p, _ in one.parts))
    )
