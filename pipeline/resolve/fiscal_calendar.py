"""A company's own fiscal years and quarters, from the ends of the periods that a document prints.

A year end is known from the cover of an annual report, or from two things that a quarterly report
prints: a period since the last year's end, and a balance sheet of that day. Where they disagree
nothing is known. 52 and 53 weeks make the days move by a week, so ends are compared with SLACK.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from extract_filings.pipeline.resolve.head_words import IN_WEEKS, WEEK_COUNTS, last_of_month
from extract_filings.pipeline.text.parse import read_date

YEAR, MONTH = 365.25, 365.25 / 12  # days
SLACK = 12  # days
QUARTER_SLACK = 30  # some have quarters of 12, 12, 12 and 16 weeks
FIRST_DAYS = timedelta(7)
"""A year of weeks may run into the next calendar year: that to January 1, 2023 is 2022."""
EARLY = 3
"""Years that end up to March are called after this calendar year by some and after the last by
others."""
ANNUAL, INTERIM = re.compile(r"10-?K|[24]0-?F"), re.compile(r"10-?Q")
DATE = r"[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d"
NAME = r"[Ff]iscal(?: [Yy]ears?)? (?P<{}>(?:19|20)\d\d)\b"
ENDED = r"\b(?:ended|ending|ends|end)\b(?: on)?"
FILLER = (
    r"(?:(?:and|or|which|that|the|an?|our|is|was|are|were|will|refers?|relates?|related|to|of"
    r"|means?|fiscal|years?|periods?|consist(?:s|ed)|weeks?|fifty|two|three|end(?:ed)?|\d{2,4})"
    r"[\s,(-]+){0,12}?"
)
NAMED = re.compile(
    rf"{NAME.format('name')}\W{{0,3}}{FILLER}{ENDED} (?P<day>{DATE})"
    rf"|{ENDED} (?P<day2>{DATE}),?\s?[(“\"]\W{{0,3}}(?:(?:or|the|our|is)\W+){{0,2}}"
    rf"{NAME.format('name2')}"
)
"""A year's name and its last day in one sentence: "Fiscal 2023 ended on February 3, 2024"."""
NAMES = re.compile(NAME.format("name"))
FISCAL, OFTEN = "iscal ", 10
AGREE = 0.9

Flow = tuple[date, int]  # last day, months


@dataclass(frozen=True, slots=True)
class Calendar:
    """`year_end`: last day of any fiscal year. `shift`: from the calendar year in which a fiscal
    year ends to its name; None: not known.
    """

    year_end: date | None = None
    shift: int | None = None

    def end_of_year(self, day: date) -> date | None:
        """Of the fiscal year that holds the day, to a few days."""
        if self.year_end is None:
            return None
        years = -(((self.year_end - day).days + SLACK) // YEAR)
        return self.year_end + timedelta(round(years * YEAR))

    def year(self, day: date) -> int | None:
        """The name of the fiscal year that holds the day."""
        end = self.end_of_year(day)
        if end is None:
            return None
        last = end - FIRST_DAYS
        shift = self.shift if last.month <= EARLY else 0
        return None if shift is None else last.year + shift

    def quarter(self, day: date) -> int | None:
        """The quarter that ends on the day, 1 to 4; None if none does."""
        end = self.end_of_year(day)
        if end is None:
            return None
        before = (end - day).days
        quarters = round(before / (3 * MONTH))
        near = abs(before - quarters * 3 * MONTH) <= (QUARTER_SLACK if quarters else SLACK)
        return 4 - quarters if near and quarters < 4 else None


def year_end(
    form: str | None, cover: date | None, flows: Collection[Flow], balances: Collection[date]
) -> date | None:
    """The last day of a fiscal year, as a document prints it. `form`: normalised. `cover`: the end
    of its period.
    """
    last = cover or max(chain((end for end, _ in flows), balances), default=None)
    if last is None:
        return None
    lengths = {months for end, months in flows if _near(end, last)}
    annual = bool(form and ANNUAL.match(form))
    if annual or (not (form and INTERIM.match(form)) and lengths and min(lengths) >= 11):
        told = cover or (last if any(_near(day, last) for day in balances) else None)
        newest = max((end for end, _ in flows), default=told)
        return told if told and newest and _near(told, newest) else None
    return _before(last, lengths, balances)


def _before(last: date, lengths: Collection[int], balances: Collection[date]) -> date | None:
    """The end of the year before a quarter's, by the period since then and by the balance sheet."""
    since = max((m for m in lengths if m < 12), default=None)
    days = [d for d in balances if 0 < (last - d).days < YEAR - SLACK]
    if since is None:
        return days[0] if len(days) == 1 else None
    wanted = last - timedelta(round(since * MONTH))
    agreeing = [d for d in days if abs(d - wanted) <= timedelta(QUARTER_SLACK)]
    if agreeing:
        return min(agreeing, key=lambda d: abs(d - wanted))
    return wanted if since > 3 and not days else None  # a quarter alone may be any of the year


def _near(one: date, other: date) -> bool:
    return abs((one - other).days) <= SLACK


def year_shift(
    end: date | None, last: date | None, pages: Sequence[str], heads: Iterable[tuple[str, date]]
) -> int | None:
    """What the document calls its years: by the sentences and heads that name one, and by the names
    that it uses often; None if these disagree. `end`: of any year. `last`: the last day that it
    reports on. `heads`: of the columns of whole years, with their last days.
    """
    year = Calendar(end).end_of_year(last) if last else None
    if end is None or year is None:
        return None
    said = Counter(
        name - day.year
        for name, day in chain(_named(pages), _headed(heads))
        if _anniversary(day, end) and name - day.year in (0, -1)
    )
    shift, count = said.most_common(1)[0] if said else (None, 0)
    told = {shift if count and count >= AGREE * said.total() else None, _used(year.year, pages)}
    told -= {None}
    return told.pop() if len(told) == 1 else None


def _used(year: int, pages: Iterable[str]) -> int | None:
    """A report names its own year and the one before about as often, the next one seldom. `year`:
    in which its own ends.
    """
    names = Counter(int(m["name"]) for t in pages if FISCAL in t for m in NAMES.finditer(t))
    own, before, after = (names[year + i] for i in (0, -1, 1))
    if own >= OFTEN and own >= 0.4 * before:
        return 0
    return -1 if before >= OFTEN and own <= 0.1 * before and after <= 0.25 * before else None


def _named(pages: Iterable[str]) -> Iterator[tuple[int, date]]:
    for text in pages:
        for m in NAMED.finditer(text) if FISCAL in text else ():
            if day := read_date(m["day"] or m["day2"]):
                yield int(m["name"] or m["name2"]), day


def _headed(heads: Iterable[tuple[str, date]]) -> Iterator[tuple[int, date]]:
    """Heads that print another year than that of their last day: it can only be a name."""
    for text, day in heads:
        if set(re.findall(r"\b(?:19|20)\d\d\b", text)) == {str(day.year - 1)}:
            yield day.year - 1, day


def _anniversary(day: date, end: date) -> bool:
    """Whether a fiscal year ends on the day, if one does on `end`."""
    off = (day - end).days % YEAR
    return min(off, YEAR - off) <= SLACK


def period_start(
    end: date, months: int, weeks: int | None, ends: Collection[date], calendar_months: bool
) -> date | None:
    """The first day of a period: by its weeks; the day after an earlier period of the document,
    `ends`; else the first of a month, where all periods of the document end with one.
    """
    if weeks:
        return end - timedelta(7 * weeks - 1)
    before = end - timedelta(round(months * MONTH))
    known = [d for d in ends if abs((d - before).days) <= SLACK]
    if len(known) == 1:
        return known[0] + timedelta(1)
    if known or not calendar_months or last_of_month(end.year, end.month) != end:
        return None
    first = end.year * 12 + end.month - months  # months since year 0, counted from 0
    return date(first // 12, first % 12 + 1, 1)


def weeks_in(head: str, months: int) -> int | None:
    """Weeks that a column's head prints, if they are as long as its months.

    >>> weeks_in("36 Weeks Ended September 9, 2023", 8), weeks_in("12 Weeks", 8)
    (36, None)
    """
    printed = {_count(m["n"]) for m in IN_WEEKS.finditer(head)}
    fitting = {n for n in printed if abs(n * 7 / MONTH - months) <= 1}
    return fitting.pop() if len(fitting) == 1 else None


def _count(word: str) -> int:
    return int(word) if word.isdigit() else WEEK_COUNTS[re.sub(r"[\s-]+", " ", word.lower())]
