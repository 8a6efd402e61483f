"""The words that stand over a grid besides its columns' heads, and what they say of its period."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.resolve.fiscal_years import year_end as last_day
from extract_filings.pipeline.resolve.head_words import last_of_month
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_words import Said, last_sentence, said
from extract_filings.pipeline.resolve.periods import Known, Period

LINES = 8
"""Lines above a grid that are read."""
MOSTLY = 0.6
"""Of the days on which periods end: those on one day of the week."""


@dataclass(frozen=True, slots=True)
class Text:
    """The head's own words, and all that stand above it."""

    head: str
    above: str

    @property
    def last(self) -> str:
        return last_sentence(self.above)

    @property
    def nearest(self) -> Said:
        """What the head's own line says, with what it leaves open from the last sentence."""
        own, further = said(self.head), said(self.last)
        return Said(
            own.ends or further.ends,
            own.months or further.months,
            further.flow if own.flow is None else own.flow,
            own.days or further.days,
            own.years or further.years,
        )


def text_of(grid: Grid) -> Text:
    """Words of a single cell at the left, over no column, are of the text above."""
    over = {c.line for words in grid.words for c in words}
    periods = {p.line for p in grid.head}
    apart = [n for n in grid.heading if n not in over and n not in periods]
    above = " ".join(n.text for n in (*grid.above[-LINES:], *apart))
    return Text(" ".join(n.text for n in grid.heading if n not in apart), above)


def weekday_of(known: Known) -> int | None:
    """The day of the week on which periods of whole weeks end; None of months."""
    days = {d for d in (known.period_end, known.year_end, *known.newest) if d}
    if all(d == last_of_month(d.year, d.month) for d in days):
        return None
    weekday, most = Counter(d.weekday() for d in days).most_common(1)[0]
    return weekday if MOSTLY * len(days) <= most else None


def end_of_year(year: int, known: Known) -> date | None:
    """The last day of the period that a bare year means: of a year, or the same months of it."""
    end = known.period_end
    if end is None or abs(end.year - year) > 30:
        return None
    newest = known.newest_year or end.year
    return last_day(newest - year, end, known.newest)


def whole_period(told: Said, flow: bool, known: Known) -> Period | None:
    """The one period that words name, as a length of time or as a day."""
    ends = {*told.ends}
    if not ends:
        ends = {e for y in told.years if (e := end_of_year(y, known))}
    if len(ends) != 1:
        return None
    end = next(iter(ends))
    if not flow:
        return end, None
    months = told.months or ((12,) if known.annual else ())
    return (end, months[0]) if len(months) == 1 else None
