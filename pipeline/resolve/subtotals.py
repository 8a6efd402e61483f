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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

MOST, MOST_SIGNED = 25, 14
"""Rows that one adds up: all added, and with any signs (twice as many ways each row more)."""
CHANCES = 20
"""So many times as many sums as ways there are must be possible."""

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
    return _found(rows, named, beside, (_added, _less, _signed, _rounded, _nearly_signed))


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
    for way in ways if named else [w for w in ways if w not in NEARLY]:
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
    for n in range(2, min(len(above), MOST_SIGNED) + 1):
        near, far = _reached(above[: n // 2]), _reached(above[n // 2 : n])
        rests = ((_plus(goal, left, -1), signs) for left, signs in far.items())
        signs = next(((*near[rest], *more) for rest, more in rests if rest in near), ())
        if signs and _says_more(above[:n], 2**n):
            return signs
    return []


def _reached(rows: Sequence[Totals]) -> dict[Totals, Signs]:
    """What rows add up to with any signs; of sums that are alike the one that adds counts."""
    reached: dict[Totals, Signs] = {_zero(rows[0]): ()}
    for totals in rows:
        signs = (-1, 1) if any(totals) else (1,)
        reached = {
            _plus(r, totals, s): (*before, s) for s in signs for r, before in reached.items()
        }
    return reached


def _says_more(above: Sequence[Totals], ways: int) -> bool:
    """Whether the digits of all columns say more than what so many ways reach by chance."""
    spread = [sum(map(abs, column), Decimal(0)) for column in zip(*above, strict=True)]
    unit = _unit(spread)
    return prod((s / unit for s in spread if s), start=Decimal(1)) >= CHANCES * ways


def _nearly_signed(goal: Totals, above: Sequence[Totals], least: int) -> Signs:
    """Any signs, where two columns or more say so, and one more does but for rounding."""
    for c in range(len(goal) if sum(map(bool, goal)) > 2 else 0):
        signs = _signed(_without(goal, c), [_without(a, c) for a in above], least)
        reached = sum((s * a[c] for s, a in zip(signs, above, strict=False)), Decimal(0))
        if signs and abs(reached - goal[c]) <= _rounding(len(signs)) * _unit(goal):
            return signs
    return []


def _without(totals: Totals, c: int) -> Totals:
    return totals[:c] + totals[c + 1 :]


def _rounded(goal: Totals, above: Sequence[Totals], least: int) -> Signs:
    """All of them plus, or the first less the others: nearly."""
    added, behind = _zero(goal), _zero(goal)
    fits: list[tuple[Decimal, int, Signs]] = []
    for n, totals in enumerate(above, start=1):
        added, less = _plus(added, totals, 1), _plus(totals, behind, 1)
        behind = _plus(behind, totals, -1)
        ways = ((added, [1] * n), (less, [-1] * (n - 1) + [1]))
        off, signs = min((_off(r, goal), signs) for r, signs in ways)
        far = _rounding(n) * _unit(goal)
        if n >= 2 and off <= far and _says_more(above[:n], n * (2 * _rounding(n) + 1) ** len(goal)):
            fits.append((off, n, signs))
    return min(fits, default=(0, 0, []))[2]


def _rounding(n: int) -> int:
    """Units of the last digit that rounding makes of a sum of n rows: seldom more than 2.6 of its
    standard deviations, of a twelfth of a unit for each row and the sum.
    """
    return round(2.6 * ((n + 1) / 12) ** 0.5)


def _unit(totals: Sequence[Decimal]) -> Decimal:
    return Decimal(1).scaleb(min(int(t.as_tuple().exponent) for t in totals))


def _off(reached: Totals, goal: Totals) -> Decimal:
    return max(abs(r - g) for r, g in zip(reached, goal, strict=True))


def _plus(totals: Totals, more: Totals, sign: int) -> Totals:
    return tuple(a + sign * b for a, b in zip(totals, more, strict=True))


def _zero(totals: Totals) -> Totals:
    return (Decimal(0),) * len(totals)


NEARLY = (_rounded, _nearly_signed)


def proven(rows: Sequence[Row], found: Sequence[Sum]) -> frozenset[tuple[int, int]]:
    """(row, column) of the numbers of all sums that are right in that column."""
    return frozenset(
        (i, column)
        for one in found
        for column, total in rows[one.row].items()
        if total == sum(sign * rows[p].get(column, Decimal(0)) for p, sign in one.parts)
        for i in (one.row, *(p for p, _ in one.parts))
    )
