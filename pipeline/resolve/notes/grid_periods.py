"""The period of each number of a document's tables: which of the periods that the head of its
column, its row, the heading over it, the words above and the cover name.

Rules:
- Heads are read as of any table (grid_columns.py), rows for the dates in them (grid_rows.py). Read
  twice, the second time with the days that most heads name.
- All periods named are choices; a fitted model weighs them for each number and then once more with
  what its neighbours became (period_model.py): whether a row is of days or of lengths of time,
  which balances open and close, what a sentence says of columns without heads.
- Nothing is chosen that the document does not name. Where nothing is named it is left open.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.notes.grid_columns import (
    BACK,
    Columns,
    columns_of,
    without_origins,
    words_of,
)
from extract_filings.pipeline.resolve.notes.grid_deals import deals
from extract_filings.pipeline.resolve.notes.grid_rolls import (
    rolled_columns,
)
from extract_filings.pipeline.resolve.notes.grid_rows import RowSaid, rows_said
from extract_filings.pipeline.resolve.notes.grid_text import Text, text_of
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_bags import (
    Bags,
    bags_of,
    groups_of,
    headings_of,
)
from extract_filings.pipeline.resolve.notes.period_choices import (
    Above,
    Usual,
    above_of,
    before,
    parts_of,
    stack_of,
)
from extract_filings.pipeline.resolve.notes.period_features import (
    Choices,
    choices_of,
)
from extract_filings.pipeline.resolve.notes.period_limits import limits, only_of
from extract_filings.pipeline.resolve.notes.period_model import (
    Weights,
    again,
    chances,
    weights,
)
from extract_filings.pipeline.resolve.notes.period_neighbours import Numbers
from extract_filings.pipeline.resolve.periods import Known, Period

MOST_DAYS = 12
NEAR = 10
"""Days from a printed one: a day that is only guessed from a year is that one."""
COVER = "cover"
UNTOLD = 0.5
"""Probability at most of a period that only the document's own days suggest."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The period of a number, how probable it is, and what says it: "column", "row", "section",
    "text" or "cover"."""

    period: Period
    probability: float
    told_by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A grid with all that is known of its periods. `amounts`: its numbers with their rows and
    columns."""

    grid: Grid
    amounts: tuple[tuple[Amount, int, int], ...]
    columns: Columns
    rows: tuple[RowSaid, ...]
    above: Above
    choices: Choices
    bags: Bags
    may_be: np.ndarray
    deals: tuple[date, ...]

    @property
    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows and columns of its numbers."""
        return np.array([i for _, i, _ in self.amounts]), np.array([j for *_, j in self.amounts])


def read_periods(grids: Sequence[Grid], known: Known) -> list[dict[Amount, Dated]]:
    """Of all grids of a document, in their order."""
    usual, asked = asked_of(grids, known)
    there = [a for a in asked if a]
    first = [told(a, weights()) for a in there]
    chosen = iter([only(n, a) for n, a in zip(again(first, weights()), there, strict=True)])
    return [_dated(a, next(chosen), usual.known) if a else {} for a in asked]


def told(asked: Asked, by: Weights) -> Numbers:
    """The numbers of a grid, each for itself."""
    return only(numbers(asked, chances(asked.choices, asked.bags, *asked.places, by)), asked)


def only(some: Numbers, asked: Asked) -> Numbers:
    return replace(some, chosen=only_of(some.chosen, asked.may_be))


def numbers(asked: Asked, chosen: np.ndarray) -> Numbers:
    """The numbers of a grid with the probabilities of their choices."""
    rows, columns = asked.places
    labels = [r.label for r in asked.grid.rows]
    printed = [a.printed for a, *_ in asked.amounts]
    of = [labels[i] for i in rows]
    headings = headings_of(asked.grid)[rows]
    over = ["" if i < 0 else labels[i] for i in headings]
    groups = groups_of(asked.grid)[columns]
    periods = asked.choices.periods
    return Numbers(
        periods, chosen, rows, columns, printed, of, headings, over, groups, asked.grid.after
    )


def asked_of(grids: Sequence[Grid], known: Known) -> tuple[Usual, list[Asked | None]]:
    """What is usual in a document, and what is asked of each grid; None where nothing is named."""
    texts = [text_of(g) for g in grids]
    known = replace(known, newest_year=_newest_year(grids, known))
    known = _with_days(_all_columns(grids, texts, known), known)
    columns = _all_columns(grids, texts, known)
    usual = Usual(known, parts_of(known), _lengths(columns, known))
    return usual, [_asked(*some, usual) for some in zip(grids, texts, columns, strict=True)]


def _asked(grid: Grid, text: Text, columns: Columns, usual: Usual) -> Asked | None:
    amounts = tuple((a, i, j) for i, r in enumerate(grid.rows) for a, j in r.amounts)
    above, rows = above_of(text, usual.known), tuple(rows_said(grid, text, usual.known))
    dealt = deals(f"{text.above} {text.head}", grid.before, usual.days)
    stacks = [
        stack_of(c.stack, usual.known, dealt.named(words_of(w)))
        for c, w in zip(without_origins(grid).columns, grid.words, strict=True)
    ]
    days = [s.dates[0] if len(s.dates) == 1 else None for s in stacks]
    rolled = rolled_columns(grid, days, usual.known)
    choices = choices_of(grid, text, above, columns, rows, stacks, rolled, dealt.days, usual)
    if choices is None or not amounts:
        return None
    may_be = limits(grid, amounts, rows, stacks, rolled, choices, usual.known)
    bags = bags_of(grid, text, rolled)
    return Asked(grid, amounts, columns, rows, above, choices, bags, may_be, dealt.days)


def _all_columns(grids: Sequence[Grid], texts: Sequence[Text], known: Known) -> list[Columns]:
    made: list[Columns] = []
    for grid, text in zip(grids, texts, strict=True):
        made.append(columns_of(grid, text, known, made[-BACK:]))
    return made


def _with_days(columns: Sequence[Columns], known: Known) -> Known:
    """With the days that most heads name."""
    own = [{p[0] for s in (c.flows, c.days) for p, _ in s.values()} for c in columns]
    printed = {d for c in columns for d in c.printed}
    heard = Counter(e for some in own for e in some)
    ends = Counter({e: n for e, n in heard.items() if not _guessed(e, heard, printed)})
    monthly = known.period_end is None or (known.period_end + timedelta(1)).day == 1
    days = [
        d
        for d, n in ends.most_common(MOST_DAYS)
        if n > 1 and not ((d.month, d.day) == (1, 1) if monthly else _astray(d, ends, known))
    ]
    earlier = [d for d in days if known.period_end and 20 < (known.period_end - d).days < 340]
    year_end = known.year_end or max(earlier, default=None)
    return replace(known, newest=(*known.newest, *days), year_end=year_end)


def _guessed(day: date, heard: Counter[date], printed: set[date]) -> bool:
    """Whether a day printed in full, and named as often, is near: it is that one."""
    near = (d for d in printed if _near(day, d))
    return day not in printed and any(heard[d] >= heard[day] for d in near)


def _astray(day: date, heard: Counter[date], known: Known) -> bool:
    """Whether a day is not of the week's day on which the period ends, and one near it is."""
    end = known.period_end
    if end is None or day.weekday() == end.weekday():
        return False
    return any(_near(day, d) and d.weekday() == end.weekday() and n > 1 for d, n in heard.items())


def _near(day: date, other: date) -> bool:
    return abs((day - other).days) <= NEAR


def _newest_year(grids: Sequence[Grid], known: Known) -> int | None:
    """The year that heads call the period's: after January and February the year before, if no head
    names a later one."""
    end = known.period_end
    if end is None:
        return None
    named = Counter(p.value for g in grids for p in g.head if p.kind == "year")
    early = end.month < 3 and named[end.year - 1] > 3 * named[end.year]
    return end.year - 1 if early else end.year


def _lengths(columns: Sequence[Columns], known: Known) -> tuple[int, ...]:
    """Months that a filing of this form speaks of: a year; a quarter and what is heard most."""
    if known.annual:
        return (12,)
    heard = Counter(p[1] for c in columns for p, _ in c.flows.values() if p[1] in (6, 9))
    to_date = [m for m, _ in heard.most_common(1)]
    return (3, *to_date) if known.annual is False else (12, 3, *to_date)


def _dated(asked: Asked, chosen: Numbers, known: Known) -> dict[Amount, Dated]:
    best = chosen.chosen.argmax(1)
    made = {}
    for n, (amount, i, j) in enumerate(asked.amounts):
        period = chosen.periods[best[n]]
        told_by = _told_by(period, asked, i, j, known)
        sure = min(UNTOLD if told_by == COVER else 1.0, float(chosen.chosen[n, best[n]]))
        made[amount] = Dated(period, round(sure, 6), told_by)
    return made


def _told_by(period: Period, asked: Asked, i: int, j: int, known: Known) -> str:
    """The nearest that names it."""
    end, row = period[0], asked.rows[i]
    own = [s[j][0] for s in (asked.columns.flows, asked.columns.days) if j in s]
    if end in _of_row(row) or (row.years and end.year in row.years):
        return "row"
    if end in {e for e, _ in row.section}:
        return "section"
    if end in {e for e, _ in own}:
        return "column"
    if any(before(e, m, known) == end for e, m in own if m):
        return "row"
    above = asked.above
    told = {*above.last, *above.head, *above.further, *asked.deals}
    return "text" if end in told else COVER


def _of_row(row: RowSaid) -> set[date]:
    days = {*row.dates, *(d - timedelta(1) for d in row.dates)}
    return days | {p[0] for p in (row.between, row.flow) if p} | {d for d in [row.balance] if d}
