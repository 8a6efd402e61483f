"""Roll-forwards: grids that lead from balances that open a period to those that close it, down
their rows or along their columns. What lies between are amounts of the time between."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.notes.grid_columns import words_of
from extract_filings.pipeline.resolve.notes.grid_rows import as_closing
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_words import (
    CLOSING,
    DUE,
    ENDED,
    OPENING,
    OVER,
    apart,
    bare,
)
from extract_filings.pipeline.resolve.periods import Known, Period

TOKEN = re.compile(r"[a-z]{2,}")
FEWEST = 3
"""Rows, or columns, of a roll-forward."""
FIRST, LAST = 1, 28
"""Days of a month on which a period begins; from which on it ends."""
OPENS, CLOSES, BETWEEN = "#opening", "#closing", "#between"


def balance(words: str) -> str:
    """Whether words call a balance that opens a period, or one that closes it.

    >>> balance("Balance at end of year"), balance("Beginning balance"), balance("Payments")
    ('#closing', '#opening', '')
    """
    if OPENING.search(words):
        return OPENS
    if CLOSING.search(words):
        return CLOSES
    days = [value[1] for kind, value in apart(readings(words)) if kind == "day"]
    if len(days) != 1 or DUE.search(words) or ENDED.search(words):
        return ""
    return OPENS if days[0] == FIRST else CLOSES if days[0] >= LAST else ""


def rolls(grid: Grid) -> bool:
    """Whether it does, down its rows."""
    labels = [r.label for r in grid.rows if r.amounts]
    called = {balance(n) for n in labels}
    days = [_dated(n) for n in labels]
    return len(labels) >= FEWEST and ({OPENS, CLOSES} <= called or (days[0] and sum(days) > 1))


def row_roles(grid: Grid) -> list[str]:
    """What each row is in a roll-forward, by its words or those of the heading right over it; empty
    in other grids, and for what follows the last balance."""
    made = [""] * len(grid.rows)
    if not rolls(grid):
        return made
    inside, last, over = False, 0, ""
    for i, row in enumerate(grid.rows):
        own = balance(row.label)
        if not row.amounts:
            over = own
            continue
        role, over = own or over, ""
        dated = not role and _dated(row.label)
        inside = role != CLOSES and (inside or role == OPENS or dated)
        last = i if role or dated else last
        made[i] = role or (BETWEEN if inside and not dated else "")
    return [role if i <= last else "" for i, role in enumerate(made)]


def _dated(label: str) -> bool:
    """Whether a row is called by a day."""
    return any(kind == "date" for kind, _ in apart(readings(label))) and not DUE.search(label)


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a column is in a roll-forward along columns, and the period, if the heads say days."""

    role: str = ""
    period: Period | None = None


def rolled_columns(grid: Grid, days: Sequence[date | None], known: Known) -> list[Rolled]:
    """`days`: the one day over each column."""
    called = [balance(words_of(w)) for w in grid.words]
    ends = _by_words(called) or _by_days(grid, days)
    made = [Rolled(c) for c in called]
    if not ends:
        return [Rolled() for _ in called]
    first, last = ends
    for i in range(first + 1, last):
        if not called[i] and not days[i]:
            made[i] = Rolled(BETWEEN, _time_between(i, days, known))
    begun, end = days[first], days[last]
    made[first] = Rolled(OPENS, (as_closing(begun, known), None) if begun else None)
    made[last] = Rolled(CLOSES, (end, None) if end else None)
    return made


def _time_between(i: int, days: Sequence[date | None], known: Known) -> Period | None:
    """From the day over a column on the left to that of one on the right."""
    before = next((d for d in reversed(days[:i]) if d), None)
    behind = next((d for d in days[i + 1 :] if d), None)
    if before is None or behind is None or before >= behind:
        return None
    return behind, round((behind - as_closing(before, known)).days / 30.4)


def _by_words(called: Sequence[str]) -> tuple[int, int] | None:
    """The columns that are called opening and closing balances."""
    first = next((i for i, c in enumerate(called) if c == OPENS), None)
    last = next((i for i, c in reversed([*enumerate(called)]) if c == CLOSES), None)
    if first is None or last is None or last - first < FEWEST - 1:
        return None
    return first, last


def _by_days(grid: Grid, days: Sequence[date | None]) -> tuple[int, int] | None:
    """A first and a last column of two days, called the same besides."""
    dated = [(i, d) for i, d in enumerate(days) if d]
    if len(dated) < 2:
        return None
    (first, begun), (last, end) = dated[0], dated[-1]
    if last != len(days) - 1 or last - first < FEWEST - 1 or begun >= end:
        return None
    words = [" ".join(TOKEN.findall(bare(words_of(grid.words[i])).lower())) for i in (first, last)]
    over = any(OVER.search(words_of(grid.words[i])) for i, _ in dated)
    return (first, last) if words[0] == words[1] and not over else None
