"""Which field of a list fills which column of its table, by the probabilities of all its places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import Place

Placed = Mapping[int, Sequence[tuple[Place, Cell]]]
"""Of each field its places and their cells."""


@dataclass(frozen=True, slots=True)
class Column:
    """`cell`: one of its cells. `shares`: the highest probability of each row of cells."""

    cell: Cell
    shares: Mapping[int, float]

    @property
    def total(self) -> float:
        return sum(self.shares.values())


Columns = Mapping[int, Column]
"""By the field that fills it."""


def columns(placed: Placed, fields: Iterable[int], taken: Sequence[Cell] = ()) -> Columns:
    """Each field that has places on two rows under one another, and each column, once: the
    likeliest pair first.
    """
    own = {k: _likely(placed[k]) for k in fields if k in placed}
    heads = _apart([(share, cell) for some in own.values() for cell, share in some.items()], taken)
    pairs = [(k, _column(head, some)) for k, some in own.items() for head in heads]
    made: dict[int, Column] = {}
    for k, column in sorted(pairs, key=lambda one: -one[1].total):
        free = column.cell not in [c.cell for c in made.values()]
        if k not in made and free and len(column.shares) > 1:
            made[k] = column
    return made


def _likely(placed: Iterable[tuple[Place, Cell]]) -> dict[Cell, float]:
    made: dict[Cell, float] = {}
    for place, cell in placed:
        made[cell] = max(made.get(cell, 0.0), place.probability)
    return made


def _apart(cells: Iterable[tuple[float, Cell]], taken: Sequence[Cell]) -> list[Cell]:
    """One of each column, the likeliest: a cell that runs over two of them stands under both."""
    made: list[Cell] = []
    for _, cell in sorted(cells, key=lambda one: (-one[0], one[1].start)):
        if not any(cell.under(other) for other in (*taken, *made)):
            made.append(cell)
    return made


def _column(head: Cell, likely: Mapping[Cell, float]) -> Column:
    shares: dict[int, float] = {}
    for cell in (c for c in likely if c.under(head)):
        shares[cell.row] = max(shares.get(cell.row, 0.0), likely[cell])
    return Column(head, shares)


def mean(column: Column, lines: Sequence[int]) -> float:
    return sum(column.shares.get(n, 0.0) for n in lines) / len(lines)
