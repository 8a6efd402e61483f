"""A company's fiscal calendar, and the periods that a statement's columns stand for."""

import random
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from extract_filings.training.synth.filing.heads.choices import Choices

DAY = timedelta(days=1)
QUARTER_WEEKS = {"weeks": (13, 13, 13), "twelve_weeks": (12, 12, 12), "first_long": (16, 12, 12)}


@dataclass(frozen=True, slots=True)
class Period:
    """`start`: None for a day. `quarters`: length. `quarter`: the one it ends with, 4 for a year.

    `fiscal`: the name of the fiscal year.
    """

    start: date | None
    end: date
    fiscal: int
    quarters: int = 0
    quarter: int = 4

    @property
    def weeks(self) -> int:
        return ((self.end - self.start).days + 1) // 7 if self.start else 0

    @property
    def to_date(self) -> bool:
        return self.quarters == self.quarter


@dataclass(frozen=True, slots=True)
class Calendar:
    """`weeks`: of the first three quarters, none if they end with months. `year`, `quarter`: of the
    document; the year is the one in which the fiscal year should end."""

    form: str
    year: int
    quarter: int
    month: int
    weekday: int | None
    nearest: bool
    weeks: tuple[int, ...]
    shift: int

    def year_end(self, year: int) -> date:
        last = date(year, self.month, monthrange(year, self.month)[1])
        if self.weekday is None:
            return last
        before = (last.weekday() - self.weekday) % 7
        return last + timedelta(days=7 - before if self.nearest and before > 3 else -before)

    def end(self, year: int, quarter: int) -> date:
        if quarter == 4:
            return self.year_end(year)
        if self.weeks:
            return self.year_end(year - 1) + timedelta(weeks=sum(self.weeks[:quarter]))
        months = year * 12 + self.month - 1 - 3 * (4 - quarter)
        return date(months // 12, months % 12 + 1, monthrange(months // 12, months % 12 + 1)[1])

    def span(self, year: int, first: int, last: int) -> Period:
        """From one quarter to another, both counted from 1."""
        before = self.end(year, first - 1) if first > 1 else self.year_end(year - 1)
        return Period(before + DAY, self.end(year, last), year - self.shift, last - first + 1, last)

    def day(self, year: int, quarter: int) -> Period:
        return Period(None, self.end(year, quarter), year - self.shift, 0, quarter)

    @property
    def last_day(self) -> date:
        return self.end(self.year, self.quarter)


def calendar(rng: random.Random, choices: Choices) -> Calendar:
    weekly = choices["calendar"] != "months"
    month = rng.choice((12, 12, 12, 12, 6, 9, 3, 1, 10, 11, 8))
    if weekly:
        month = rng.choice((12, 12, 1, 1, 9, 6))
    weeks = QUARTER_WEEKS[choices["calendar"]] if weekly else ()
    if choices["calendar"] == "twelve_weeks" and rng.random() < 0.3:
        weeks = QUARTER_WEEKS["first_long"]
    form = choices["form"]
    quarter = {"10-Q": rng.choice((1, 2, 2, 3, 3)), "10-KT": rng.choice((1, 2, 3))}.get(form, 4)
    weekday = rng.choice((4, 5, 5, 6)) if weekly else None
    shift = int(choices["fiscal_name"] == "of_start" and month <= 6)
    year = rng.randint(2011, 2025)
    return Calendar(form, year, quarter, month, weekday, rng.random() < 0.5, weeks, shift)


def flow_periods(made: Calendar, count: int, groups: str, trailing: bool) -> list[list[Period]]:
    """Groups of periods of one length, newest first. `count`: years of an annual report."""
    year, quarter = made.year, made.quarter
    if made.form == "10-KT":
        before = [made.span(year - 1 - i, 1, 4) for i in range(max(1, count - 1))]
        return [[made.span(year, 1, quarter)], before]
    if quarter == 4:
        return [[made.span(year - i, 1, 4) for i in range(count)]]
    both = [year, year - 1]
    wanted = [[made.span(y, quarter, quarter) for y in both]] if groups != "to_date_only" else []
    if (quarter > 1 and groups != "quarter_only") or not wanted:
        wanted.append([made.span(y, 1, quarter) for y in both])
    if trailing:
        wanted.append([_trailing(made, y) for y in both])
    return wanted


def _trailing(made: Calendar, year: int) -> Period:
    start = made.end(year - 1, made.quarter) + DAY
    return Period(start, made.end(year, made.quarter), year - made.shift, 4, made.quarter)


def instants(made: Calendar, count: int) -> list[Period]:
    """Balance sheet dates, newest first."""
    newest = made.day(made.year, made.quarter)
    if made.quarter == 4:
        return [newest, *(made.day(made.year - i, 4) for i in range(1, count))]
    return [newest, made.day(made.year - 1, 4)][: max(2, count)]
