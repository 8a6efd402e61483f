"""What the rows of a grid say of their periods: dates and years in labels, lines of nothing but a
period, and the time between two balances with dates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.notes.grid_columns import ahead
from extract_filings.pipeline.resolve.notes.grid_text import Text, weekday_of, whole_period
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_words import (
    DUE,
    ENDED,
    FILLING,
    ONE_YEAR,
    Said,
    apart,
    bare,
    day_of,
    said,
)
from extract_filings.pipeline.resolve.periods import Known, Period

BOTH = re.compile(r"(?i)\b(?:as of|as at|at|on)\b.{0,30}\bfor\b")
"""Words that speak of a day and of a length of time."""
SHORT = 5
"""Words beside the day, at most, of a row that is a balance of a day."""


@dataclass(frozen=True, slots=True)
class RowSaid:
    """What is said of one row. `dates`, `days` (month, day), `years`: in its label; `flow`: the
    length of time that it names; `balance`: its day, if it is a balance of one. `section`: the
    period of the line over it; `length`: months that a line over it says. `between`: the time
    between the balances above and below it. `dated`: whether the line over it names a day and no
    length of time; None if it does neither, or both. `both`: whether it does, as "As of and for
    the year ended". `called`: the period that is all its label says."""

    dates: tuple[date, ...]
    days: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    flow: Period | None
    balance: date | None
    section: tuple[Period, ...]
    length: int | None
    between: Period | None
    dated: bool | None
    both: bool = False
    called: tuple[Period, ...] = ()


def rows_said(grid: Grid, text: Text, known: Known) -> list[RowSaid]:
    """Of all rows of a grid, headings too."""
    made = []
    section: tuple[Period, ...] = ()
    length: int | None = None
    dated: bool | None = None
    both = False
    days, due = _row_days(grid, known), ahead(grid, known)
    for i, row in enumerate(grid.rows):
        for words in _headings(grid, i):
            if over := _section(words, text, known):
                section, dated, both = over, _dated(words), bool(BOTH.search(words))
            length = _length(words) or length
        found = apart(readings(row.label))
        told = said(row.label)
        year = ONE_YEAR.match(row.label)
        made.append(
            RowSaid(
                tuple(v for k, v in found if k in ("date", "month")),
                tuple(v for k, v in found if k == "day"),
                (int(year["year"]),) if year else (),
                whole_period(told, True, known) if told.flow and told.months else None,
                days.get(i),
                section,
                length,
                _between(i, grid, days) if len(days) > 1 else None,
                dated,
                both,
                () if due else _called(row.label, told, text, known),
            )
        )
    return made


def _headings(grid: Grid, i: int) -> list[str]:
    """The words of a row that may be a period for those below: with those of the heading above it,
    and of a label that it was joined to."""
    row = grid.rows[i]
    if not row.amounts:
        above = grid.rows[i - 1] if i else None
        two = [f"{above.label} {row.label}"] if above and not above.amounts else []
        return [row.label, *two]
    return [row.lines[0].text] if len(row.lines) > 1 else []


def _section(words: str, text: Text, known: Known) -> tuple[Period, ...]:
    """Of a line that is nothing but a period, as a length of time and as a day; its length from the
    words above, if need be."""
    if not _only_period(words):
        return ()
    own, over = said(words), text.nearest
    if not (own.ends or own.years):
        return ()
    days = {(d.month, d.day) for d in over.ends} | {*over.days}
    ends = own.ends or tuple(day_of(y, next(iter(days))) for y in own.years if len(days) == 1)
    told = Said(ends, own.months or over.months, None, (), own.years)
    return tuple(p for flow in (True, False) if (p := whole_period(told, flow, known)))


def _called(words: str, told: Said, text: Text, known: Known) -> tuple[Period, ...]:
    """Of a row that is called by a time alone, as "2023" or "Year ended June 30, 2023", if it does
    not lie ahead."""
    called = (told.flow and told.months) or ONE_YEAR.match(words)
    found = _section(words, text, known) if called else ()
    return () if any(known.period_end and p[0] > known.period_end for p in found) else found


def _dated(words: str) -> bool | None:
    told = said(words)
    over = bool(told.flow or told.months)
    return None if over == bool(told.ends) else not over


def _only_period(words: str) -> bool:
    rest = FILLING.sub(" ", bare(words))
    return len(re.findall(r"[A-Za-z]{2,}", rest)) < 2 and not DUE.search(words)


def _length(words: str) -> int | None:
    """Of a line that is nothing but a length of time."""
    if not _only_period(words) or re.search(r"(?:19|20)\d\d", words):
        return None
    told = said(words)
    return told.months[0] if len(told.months) == 1 and told.flow else None


def _row_days(grid: Grid, known: Known) -> dict[int, date]:
    """The days of rows that are balances of a day, by their places."""
    made: dict[int, date] = {}
    for i, row in enumerate(grid.rows):
        found = [v for k, v in apart(readings(row.label)) if k == "date"]
        words = FILLING.sub(" ", bare(row.label))
        plain = len(re.findall(r"[A-Za-z]{3,}", words)) <= SHORT and not DUE.search(words)
        if row.amounts and len(found) == 1 and plain and not ENDED.search(row.label):
            made[i] = as_closing(found[0], known)
    return made


def as_closing(day: date, known: Known) -> date:
    """The first day of a month is the end of the day before, if no period of weeks ends with it."""
    earlier = day - timedelta(1)
    if day in known.newest or day == known.period_end:
        return day
    first = day.day == 1 and day.weekday() != weekday_of(known)
    return earlier if first or earlier in known.newest else day


def _between(row: int, grid: Grid, days: Mapping[int, date]) -> Period | None:
    """The time between the balances above and below; in a grid that begins with no balance, the day
    of the total below."""
    numbers = [i for i, r in enumerate(grid.rows) if r.amounts]
    above = [d for i, d in days.items() if i <= row]
    below = [d for i, d in days.items() if i > row]
    if not below:
        return None
    if not {*numbers[:2]} & {*days}:
        return (below[0], None) if [*days.values()] != sorted(days.values()) else None
    if not above or below[0] <= above[-1]:
        return None
    return below[0], round((below[0] - above[-1]).days / 30.4)
