"""The last days of earlier fiscal years, of 52 or 53 weeks too."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta


def years_before(years: int, known: date) -> date | None:
    """The last day of an earlier fiscal year, given that of one.

    A year of 52 or 53 weeks ends on one weekday: the last of a month, or the one nearest to a
    month's end. Where the known day allows both and they differ, the day is not known.
    """
    if known.day == _anchor(known, 0, 0).day:
        return _anchor(known, years, 0)
    days = {
        rule(_anchor(known, years, months), known.weekday())
        for rule in (_last_weekday, _nearest_weekday)
        for months in (0, 1)
        if rule(_anchor(known, 0, months), known.weekday()) == known
    }
    return days.pop() if len(days) == 1 else None


def year_end(years: int, known: date, others: Iterable[date]) -> date | None:
    """The same, where one of the other days that a document names is near it."""
    wanted = years_before(years, known)
    about = wanted or _anchor(known, years, 0)
    near = [d for d in others if abs((d - about).days) <= (7 if wanted else 40)]
    return min(near, key=lambda d: abs((d - about).days), default=wanted)


def _anchor(known: date, years: int, months: int) -> date:
    """The end of the month that many years and months before."""
    year, month = known.year - years, known.month - months
    if month < 1:
        year, month = year - 1, 12
    return date(year, month, monthrange(year, month)[1])


def _last_weekday(end: date, weekday: int) -> date:
    return end - timedelta((end.weekday() - weekday) % 7)


def _nearest_weekday(end: date, weekday: int) -> date:
    last = _last_weekday(end, weekday)
    return last if (end - last).days <= 3 else last + timedelta(7)
