"""Rows of a table that take several lines: the number of an item above, its amounts on the line
where its description ends.

    3   Letter of claim under the pre-action
        protocol, settled (1 hour)              65.40
    4   Court fee on issue                     312.00

A column that has one value for each row tells them. What stands from one of its values down to the
next is the row's, if no other column has two values there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract_filings.pipeline.ask.lists.columns import Column, Columns, mean
from extract_filings.pipeline.ask.lists.table_rows import Cells
from extract_filings.pipeline.ask.spans.cells import Cell, Grid
from extract_filings.pipeline.text.candidates import Candidate

FEWEST, SURE = 3, 0.3
"""Rows of such a table at least, and the mean probability of the column that tells them."""
OFTEN = 0.25
"""Share of the rows that take several lines at least."""
TWICE = 0.2
"""Share of the rows, at most, below which another row stands that has no such value: a total."""
LONGEST = 4
"""Lines of a row at most."""
MOST = 0.65
"""Share of a table's columns that a row without the values that tell rows has cells in."""


@dataclass(frozen=True, slots=True)
class Bands:
    """`firsts`: the first line of each row. `of`: that of the row that each other line is of."""

    firsts: Sequence[int] = ()
    of: Mapping[int, int] = field(default_factory=dict)


def bands(grid: Grid, values: Cells, typed: Columns, worded: Columns) -> Bands:
    """Of the column that tells most lines; none if rows are lines. What stands alone on its line is
    a heading of rows below it.
    """
    beside = {n: some for n, some in values.items() if len(grid.rows[n]) > 1}
    firsts = [([n for n in sorted(beside) if k in beside[n]], typed[k]) for k in typed]
    firsts += [(sorted(n for n, p in c.shares.items() if p > SURE), c) for c in worded.values()]
    said = {n: _words_in(grid, n, worded) for n in range(len(grid.rows))}
    told = (_told(beside, said, some, column) for some, column in firsts)
    return max(told, key=lambda one: len(one.of), default=Bands())


def _words_in(grid: Grid, row: int, worded: Columns) -> frozenset[int]:
    """The columns of texts that the row has cells in."""
    return frozenset(k for k, c in worded.items() if any(x.under(c.cell) for x in grid.rows[row]))


def _told(
    values: Cells, said: Mapping[int, frozenset[int]], firsts: Sequence[int], column: Column
) -> Bands:
    """`said`: of each line the columns of texts. One of them is wrapped, more are another row's."""
    if len(firsts) < FEWEST or mean(column, firsts) < SURE:
        return Bands()
    made: dict[int, int] = {}
    twice = 0
    for first, after in pairwise([*firsts, firsts[-1] + LONGEST]):
        own = {*values.get(first, {})}
        for n in range(first + 1, min(after, first + LONGEST)):
            more = values.get(n, {}).keys()
            if own & more or (more and len(said[first] & said[n]) > 1):
                twice += 1
                break
            own |= more
            made |= {n: first} if more else {}
    often = len({*made.values()}) >= OFTEN * len(firsts) and twice <= TWICE * len(firsts)
    return Bands(firsts, made) if often else Bands()


def merged(values: Cells, rows: Mapping[int, int]) -> dict[int, dict[int, Candidate]]:
    """What rows print, at their first lines. `rows`: as of `Bands`."""
    made: dict[int, dict[int, Candidate]] = {}
    for n, some in values.items():
        made.setdefault(rows.get(n, n), {}).update(some)
    return made


def moved(columns: Columns, rows: Mapping[int, int]) -> dict[int, Column]:
    return {k: Column(c.cell, _first(c.shares, rows)) for k, c in columns.items()}


def _first(shares: Mapping[int, float], rows: Mapping[int, int]) -> dict[int, float]:
    made: dict[int, float] = {}
    for n, share in shares.items():
        at = rows.get(n, n)
        made[at] = max(made.get(at, 0.0), share)
    return made


def with_blank_cells(grid: Grid, lines: Sequence[int], columns: Sequence[Cell]) -> list[int]:
    """The rows, and those between or right behind them that have cells in most columns, though none
    where the rows are told.
    """
    made = [*lines]
    for n in range(lines[0] + 1, len(grid.rows)) if len(columns) > 2 else ():
        if n > max(made) + 1:
            break
        over = sum(any(cell.under(c) for cell in grid.rows[n]) for c in columns)
        if n not in made and over >= MOST * len(columns):
            made.append(n)
    return sorted(made)
