"""Which way the plain numbers of a deficit count: as the sums of its balance sheet say.

"Accumulated deficit 50" between paid-in capital of 80 and all of equity, 30, is a loss; where all
of equity is 130 it is none, whatever it is called.

>>> from decimal import Decimal as D
>>> [counted(1, [{"2023": D(80)}, {"2023": D(50)}, {"2023": D(n)}]) for n in (30, 130, 70)]
[-1, 1, 0]
"""

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from extract_filings.pipeline.resolve.totals import Figures

MOST = 9
"""Rows of a sum, at most."""
ROUNDING = 2
"""Units of the last place that a sum may be off."""


def counted(at: int, rows: Sequence[Figures], either: Set[int] = frozenset()) -> int:
    """1 if a sum with the row holds with its numbers as they are, -1 if one holds with the other
    sign, 0 if neither does or both do. `either`: other rows whose sign is as open.
    """
    fits = {sign for sign in (1, -1) if any(_sums(at, rows, sign, either))}
    return fits.pop() if len(fits) == 1 else 0


def _sums(at: int, rows: Sequence[Figures], sign: int, either: Set[int]) -> Iterator[bool]:
    """Whether the row is the sum of rows right above it, or one below is the sum with it."""
    for turned in ({at}, {at, *either}) if sign < 0 else (set(), {*either} - {at}):
        signed = [_less(r) if i in turned else r for i, r in enumerate(rows)]
        for total in range(at, min(at + MOST, len(rows))):
            first = range(min(at, total - 2), max(-1, total - MOST), -1)
            yield any(_near(signed[i:total], signed[total]) for i in first)


def _less(row: Figures) -> Figures:
    return {period: -value for period, value in row.items()}


def _near(parts: Sequence[Figures], total: Figures) -> bool:
    """Whether the parts add up to the total in all of its columns, up to rounding."""
    return bool(total) and all(
        abs(value - sum(p.get(period, Decimal(0)) for p in parts)) <= ROUNDING * _unit(value)
        for period, value in total.items()
    )


def _unit(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(value.as_tuple().exponent))
