"""Which part of a column's cells is read, where they print more than the value: "66.5 / 332" of two
columns in one, "28 May, sunny".

The span reader judges each cell by itself and changes its mind from row to row; a column prints the
same thing in the same place, so its cells are read as most of them say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from extract_filings.pipeline.ask.lists.columns import Column
from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import Place
from extract_filings.pipeline.text.candidates import Candidate

PART = 2.0
"""How many times as likely parts of a column's cells are than the whole ones, to be read."""
SURE = 0.65
"""Probability of a part."""
MARKED = re.compile(r"(?:.*[^\w\s]\s*)?", re.DOTALL)
"""What stands before a part."""


def likeliest_of(
    offers: Iterable[Sequence[Candidate]], likely: Mapping[Candidate, float]
) -> dict[int, int]:
    """By how many values a cell prints, which of these is the column's. `offers`: of each cell."""
    total: dict[int, np.ndarray | float] = defaultdict(float)
    for some in offers:
        total[len(some)] += np.array([likely.get(c, 0.0) for c in some])
    return {many: int(np.argmax(shares)) for many, shares in total.items()}


def parts_of(
    text: str, column: Column, placed: Sequence[tuple[Place, Cell]]
) -> dict[int, Candidate]:
    """Of a column of texts, by row; none if its cells are read whole. `placed`: of its field."""
    inside = [(place, cell) for place, cell in placed if cell.under(column.cell)]
    parts = [p for p in inside if _is_part(text, p[0].candidate, p[1])]
    likely = sum(place.probability for place, _ in parts)
    if likely <= PART * (sum(place.probability for place, _ in inside) - likely):
        return {}
    parts.sort(key=lambda one: one[0].probability)
    return {cell.row: place.candidate for place, cell in parts}


def sure_parts_of(
    text: str, column: Column, placed: Sequence[tuple[Place, Cell]]
) -> dict[int, Candidate]:
    """Where no other column tells what the cells are, parts that the span reader is sure of: cells
    that stand close are one.
    """
    inside = [(p, c) for p, c in placed if c.under(column.cell) and p.probability > SURE]
    inside.sort(key=lambda one: one[0].probability)
    best = {cell.row: (place.candidate, cell) for place, cell in inside}
    return {n: at for n, (at, c) in best.items() if text[c.start : at.start] + text[at.end : c.end]}


def _is_part(text: str, value: Candidate, cell: Cell) -> bool:
    """Marks part it from the rest of its cell. The words of a cell that is wrapped go on in the
    next line.
    """
    before, after = text[cell.start : value.start], text[value.end : cell.end]
    return bool(before or after) and bool(
        MARKED.fullmatch(before) and MARKED.fullmatch(after[::-1])
    )
