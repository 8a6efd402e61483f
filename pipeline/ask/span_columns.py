"""Which field of a list fills which column of its table, by the probabilities of all its places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.ask.span_cells import Cell
from extract_filings.pipeline.ask.span_page import Place

Placed = Mapping[int, Sequence[tuple[Place, Cell]]]
"""Of each field its places and their cells."""


@dataclass(frozen=True, slots=True)
class Column:
    """`cell`: one of its cells. `shares`: the highest probability of each line."""

    cell: Cell
    shares: Mapping[int, float]

    @property
    def total(self) -> float:
        return sum(self.shares.values())


Columns = Mapping[int, Column]
"""By the field that fills it."""


def columns(placed: Placed, fields: Iterable[int], taken: Sequence[Cell] = ()) -> Columns:
    """Each field that has places on two lines under one another, and each column, once: the
    likeliest pair first.
    """
    pairs = [(k, c) for k in fields for c in _own(placed.get(k, ()))]
    made: dict[int, Column] = {}
    for k, column in sorted(pairs, key=lambda one: -one[1].total):
        others = [*taken, *(c.cell for c in made.values())]
        if k not in made and not any(column.cell.under(c) for c in others):
            made[k] = column
    return made


def _own(placed: Sequence[tuple[Place, Cell]]) -> Iterator[Column]:
    """All that places of one field may be taken for."""
    likely: dict[Cell, float] = {}
    for place, cell in placed:
        likely[cell] = max(likely.get(cell, 0.0), place.probability)
    for cell in likely:
        shares: dict[int, float] = {}
        for other in (c for c in likely if c.under(cell)):
            shares[other.line] = max(shares.get(other.line, 0.0), likely[other])
        if len(shares) > 1:
            yield Column(cell, shares)


def mean(column: Column, lines: Sequence[int]) -> float:
    return sum(column.shares.get(n, 0.0) for n in lines) / len(lines)
