"""A table of a template, before it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.training.spans.trades.ink import Ink


@dataclass(frozen=True, slots=True)
class Line:
    """As many cells as the table has heads; `below`: what stands under them."""

    cells: Sequence[Ink]
    below: Ink | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`below`: sums and the like."""

    heads: Sequence[Ink]
    rows: Sequence[Line]
    below: Sequence[Line]
