"""The numbers of a printed row, each with its column as it was read."""

from dataclasses import dataclass

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.head import Piece
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.periods import Period


@dataclass(frozen=True, slots=True)
class DatedColumn:
    """A column as it was read. `period`: None if it was left unread. `probability` of that.
    `number`: from the left, from 1. `currency`: the token over it, or ahead of its numbers."""

    column: Column
    period: Period | None
    probability: float
    pieces: tuple[Piece, ...]
    number: int = 1
    currency: str = ""


Row = list[tuple[Amount, DatedColumn]]  # the dated amounts of a line


def first_of_each(row: Row) -> Row:
    """Where two columns show one period, the first counts."""
    kept: dict[Period | None, tuple[Amount, DatedColumn]] = {}
    for amount, at in row:
        kept.setdefault(at.period, (amount, at))
    return list(kept.values())
