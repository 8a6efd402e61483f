"""The period of each number of a grid: by the head of its column, its row, the heading over it, or
the words above the grid.

Rules:
- A head is read as of any table. Where it has no dates, a title or sentence above that names one
  period gives it to all columns.
- A line of nothing but a period among the rows is the period of the rows below it.
- A row called by a date is of that day; a row called by a year, under a head without dates, of that
  year, unless it lies ahead.
- A balance at the beginning of a period is of the day before it; one at its end of its last day.
- Rows between two balances with dates, under a head without any, are of the time between.
- What nothing says is left open.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.balances import balance_odds
from extract_filings.pipeline.resolve.fiscal_years import year_end as last_day
from extract_filings.pipeline.resolve.fiscal_years import years_before
from extract_filings.pipeline.resolve.grids import Grid
from extract_filings.pipeline.resolve.head import HeadCell, Piece, last_of_month, readings
from extract_filings.pipeline.resolve.levels import Column
from extract_filings.pipeline.resolve.period_words import (
    BALANCE,
    CHANGE,
    CLOSING,
    DUE,
    ENDED,
    FILLING,
    NO_LENGTH,
    ONE_YEAR,
    OPENING,
    STILL,
    Said,
    apart,
    bare,
    day_of,
    last_sentence,
    over_time,
    said,
)
from extract_filings.pipeline.resolve.periods import Known, Period, read_head, shares

MEMBERS, REPEATED = 0.1, 0.8
"""Prices of two columns of one period, with words of their own and without."""
MOST_DAYS = 12
MOSTLY = 0.6
"""Of the days on which periods end: those on one day of the week."""
SHORT = 5
"""Words beside the day, at most, of a row that is a balance of a day."""
SURE = 2.0
"""Log odds of a balance among amounts over time."""
LINE = 12.0
BACK = 4
"""Grids above whose columns may be those of one without a head."""
ALIGNED = 10.0
"""Points between the right edges of columns that go on."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The period of a number, how probable it is, and what says it: "column", "row", "section" or
    "text"."""

    period: Period
    probability: float
    told_by: str


def end_of_year(year: int, known: Known) -> date | None:
    """The last day of the period that a bare year means: of a year, or the same months of it."""
    end = known.period_end
    if end is None or abs(end.year - year) > 30:
        return None
    newest = known.newest_year or end.year
    return last_day(newest - year, end, known.newest)


def before(end: date, months: int, known: Known) -> date:
    """The day that many months before a month's or period's end."""
    at = end.year * 12 + end.month - 1 - months
    wanted = last_of_month(at // 12, at % 12 + 1)
    if end != last_of_month(end.year, end.month) or _weekday(known) is not None:
        exact = years_before(months // 12, end) if months % 12 == 0 else None
        wanted = exact or end - timedelta(round(months * 365.25 / 12 / 7) * 7)
    near = sorted((abs((d - wanted).days), d) for d in known.newest)
    return near[0][1] if near and near[0][0] <= 10 else wanted


def _weekday(known: Known) -> int | None:
    """The day of the week on which periods of whole weeks end; None of months."""
    days = {d for d in (known.period_end, known.year_end, *known.newest) if d}
    if all(d == last_of_month(d.year, d.month) for d in days):
        return None
    weekday, most = Counter(d.weekday() for d in days).most_common(1)[0]
    return weekday if MOSTLY * len(days) <= most else None


# Grids


@dataclass(frozen=True, slots=True)
class Text:
    """What stands over a grid besides its columns' heads: all of it, and the last sentence."""

    head: str
    above: str

    @property
    def last(self) -> str:
        return last_sentence(self.above)

    @property
    def context(self) -> str:
        """What tells balances from amounts over time."""
        return f"{self.last} {self.head}"

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


def dated(
    grid: Grid, known: Known, earlier: Sequence["Columns"]
) -> tuple[dict[Amount, Dated], "Columns"]:
    """The periods of a grid's numbers; and what its columns were read as, for the grid below."""
    text = _text(grid)
    columns = _columns(grid, text, known)
    if not columns.periods and (grid.after or not grid.above):
        columns = _inherited(columns, earlier)
    made: dict[Amount, Dated] = {}
    section: Period | None = None
    length: int | None = None
    days = _row_days(grid, known)
    for i, row in enumerate(grid.rows):
        for words in _headings(grid, i):
            section = _section(words, columns, text, known) or section
            length = _length(words) or length
        for amount, column in row.amounts:
            of = columns if length is None else columns.lasting(length)
            found = _cell(i, grid, text, column, of, section, days, known)
            if found:
                made[amount] = found
    return made, columns


def _headings(grid: Grid, i: int) -> list[str]:
    """The words of a row that may be a period for those below: with those of the heading above it,
    and of a label that it was joined to."""
    row = grid.rows[i]
    if not row.amounts:
        above = grid.rows[i - 1] if i else None
        two = [f"{above.label} {row.label}"] if above and not above.amounts else []
        return [row.label, *two]
    return [row.lines[0].text] if len(row.lines) > 1 else []


def context_of(grid: Grid) -> str:
    return _text(grid).context


def _text(grid: Grid) -> Text:
    """Words of a single cell at the left, over no column, are of the text above."""
    over = {c.line for words in grid.words for c in words}
    periods = {p.line for p in grid.head}
    apart = [n for n in grid.heading if n not in over and n not in periods]
    above = " ".join(n.text for n in (*grid.above[-8:], *apart))
    return Text(" ".join(n.text for n in grid.heading if n not in apart), above)


@dataclass(frozen=True, slots=True)
class Columns:
    """The period of each column, by number; `flow`: whether they are lengths of time. `x1`: their
    right edges. `told_by`: "column" or "text"."""

    periods: Mapping[int, Period]
    probability: Mapping[int, float]
    flow: bool
    x1: tuple[float, ...]
    told_by: str = "column"

    def lasting(self, months: int) -> "Columns":
        """The same columns, of another length."""
        periods = {i: (end, months) for i, (end, _) in self.periods.items()}
        return replace(self, periods=periods)

    @property
    def one(self) -> Period | None:
        found = set(self.periods.values())
        return next(iter(found)) if len(found) == 1 else None


def _columns(grid: Grid, text: Text, known: Known) -> Columns:
    ahead = _ahead(grid, known)
    flow = not ahead and _flow(text, grid)
    told = said(text.last)
    plain = [_plain(c, w, grid, told) for c, w in zip(grid.columns, grid.words, strict=True)]
    x1 = tuple(c.x1 for c in grid.columns)
    head = _completed(grid, told)
    found = read_head(plain, head, flow, known, _twice(grid)) if grid.head and not ahead else []
    chosen = shares(found)
    if found and sum(chosen) >= 0.5:
        periods = {i: p for i, p in enumerate(found[0].periods) if p}
        sure = {
            i: min(1.0, sum(s for r, s in zip(found, chosen, strict=True) if r.periods[i] == p))
            for i, p in periods.items()
        }
        return Columns(periods, sure, flow, x1)
    return _by_text(grid, said(text.last) if ahead else text.nearest, flow, known, x1)


def _ahead(grid: Grid, known: Known) -> bool:
    """Whether its rows or columns are years that lie ahead, as of payments that are due."""
    now = known.newest_year or (known.period_end.year if known.period_end else 0)
    rows = [int(m["year"]) for r in grid.rows if (m := ONE_YEAR.match(r.label))]
    columns = [p.value for p in grid.head if p.kind == "year"]
    return bool(now) and any(sum(y > now for y in years) > 1 for years in (rows, columns))


def _completed(grid: Grid, told: Said) -> list[Piece]:
    """The pieces of a head; days and lengths that it lacks from the sentence above it."""
    made = [_with_day(p, told) for p in grid.head]
    kinds = {p.kind for p in made}
    if not made:
        return made
    top = max(made, key=lambda p: p.y)
    over = replace(top, x0=grid.columns[0].x0, x1=grid.columns[-1].x1, y=top.y + 2 * LINE)
    day = {(d.month, d.day) for d in told.ends} | {*told.days}
    if not kinds & {"date", "month", "day"} and len(day) == 1:
        made.append(replace(over, kind="day", value=next(iter(day))))
    if not kinds & {"months", "span", "nth", "to date"} and 0 < len(told.months) < 3:
        made.append(replace(over, kind="months", value=told.months, y=over.y + 2 * LINE))
    return made


def _with_day(piece: Piece, told: Said) -> Piece:
    """A year as the one day of it that the sentence names."""
    days = {d for d in told.ends if piece.kind == "year" and d.year == piece.value}
    others = {(d.month, d.day) for d in told.ends}
    if len(days) == 1 and len(others) > 1:
        return replace(piece, kind="date", value=next(iter(days)))
    return piece


def _plain(column: Column, words: Sequence[HeadCell], grid: Grid, told: Said) -> Column:
    """Only changes and columns of a few numbers are no periods; members and percentages are."""
    fullest = max(len(c.cells) for c in grid.columns)
    word = "sparse" if len(column.cells) * 6 <= fullest else ""
    word = column.no_period if CHANGE.search(_words(words)) else word
    return replace(column, no_period=word, stack=tuple(_with_day(p, told) for p in column.stack))


def _twice(grid: Grid) -> float:
    """Columns with words of their own may be of one period."""
    members = [bool(re.search("[A-Za-z]{2}", bare(_words(w)))) for w in grid.words]
    return MEMBERS if sum(members) * 2 >= len(members) else REPEATED


def _words(cells: Sequence[HeadCell]) -> str:
    return " ".join(c.text for c in cells)


def _by_text(grid: Grid, told: Said, flow: bool, known: Known, x1: tuple) -> Columns:
    """All columns by one period that the nearest words above name."""
    period = whole_period(told, flow, known)
    numbers = range(len(grid.columns) if period else 0)
    over_time_ = period is not None and period[1] is not None
    return Columns(
        {i: period for i in numbers if period},
        dict.fromkeys(numbers, 0.8),
        over_time_ or flow,
        x1,
        "text",
    )


def whole_period(told: Said, flow: bool, known: Known) -> Period | None:
    """The one period that words name."""
    ends = {*told.ends}
    if not ends:
        ends = {e for y in told.years if (e := end_of_year(y, known))}
    if len(ends) != 1:
        return None
    end = next(iter(ends))
    if not (flow if told.flow is None else told.flow):
        return end, None
    months = told.months or ((12,) if known.annual else ())
    return (end, months[0]) if len(months) == 1 else None


def _flow(text: Text, grid: Grid) -> bool:
    """Whether columns are lengths of time."""
    told = over_time(text.head)
    if told is not None:
        return told or _rolls(grid)
    full = any(p.kind in ("date", "month") for p in grid.head)
    lengths = [p for p in grid.head if p.kind in ("months", "span", "nth", "to date")]
    if lengths and not full and not NO_LENGTH.search(text.head):
        return True
    if _rolls(grid):
        return True
    if full or any(p.kind == "day" for p in grid.head):
        return False
    if (told := over_time(text.last)) is not None:
        return told
    odds = [balance_odds(r.label, text.context) for r in grid.rows if r.amounts]
    return sum(odds) < 0


def _rolls(grid: Grid) -> bool:
    """Whether it leads from balances at the beginning to those at the end."""
    labels = [r.label for r in grid.rows if r.amounts]
    if len(labels) < 3:
        return False
    opens = any(OPENING.search(n) and BALANCE.search(n) for n in labels)
    closes = any(CLOSING.search(n) and BALANCE.search(n) for n in labels)
    days = [any(k == "day" for k, _ in apart(readings(n))) for n in labels]
    return (opens and closes) or (days[0] and sum(days) > 1)


def _inherited(own: Columns, earlier: Sequence[Columns]) -> Columns:
    """As the columns that end where these do, of the nearest grid above that has them."""
    for other in reversed(earlier[-BACK:]):
        periods, sure = {}, {}
        for i, x1 in enumerate(own.x1):
            at = min(range(len(other.x1)), key=lambda k, x=x1, o=other: abs(o.x1[k] - x), default=0)
            if at in other.periods and abs(other.x1[at] - x1) < ALIGNED:
                periods[i], sure[i] = other.periods[at], 0.9 * other.probability[at]
        if 2 * len(periods) > len(own.x1):
            return Columns(periods, sure, other.flow, own.x1, other.told_by)
    return own


# Rows


def _section(words: str, columns: Columns, text: Text, known: Known) -> Period | None:
    """Of a line that is nothing but a period; its length from the words above, if need be."""
    if not _only_period(words):
        return None
    own, over = said(words), text.nearest
    if not (own.ends or own.years):
        return None
    days = {(d.month, d.day) for d in over.ends} | {*over.days}
    ends = own.ends or tuple(day_of(y, next(iter(days))) for y in own.years if len(days) == 1)
    flow = own.flow if own.flow is not None else over.flow
    if flow is None:
        flow = columns.flow and not own.ends
    told = Said(ends, own.months or over.months, flow, (), own.years)
    return whole_period(told, columns.flow, known)


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
            made[i] = _as_closing(found[0], known)
    return made


def _as_closing(day: date, known: Known) -> date:
    """The first day of a month is the end of the day before, if no period of weeks ends with it."""
    earlier = day - timedelta(1)
    if day in known.newest or day == known.period_end:
        return day
    first = day.day == 1 and day.weekday() != _weekday(known)
    return earlier if first or earlier in known.newest else day


def _cell(
    row: int,
    grid: Grid,
    text: Text,
    column: int,
    columns: Columns,
    section: Period | None,
    days: Mapping[int, date],
    known: Known,
) -> Dated | None:
    label = grid.rows[row].label
    found = _base(row, grid, column, columns, section, days, known)
    if row in days:
        return Dated((days[row], None), 0.95, "row")
    if found is None or found.period[1] is None:
        return found
    first = next(i for i, r in enumerate(grid.rows) if r.amounts)
    over = grid.rows[row - 1].label if row and not grid.rows[row - 1].amounts else ""
    for words in (label, over, _words(grid.words[column])):
        if (day := _balance_day(words, found.period, known, row == first)) is not None:
            return Dated((day, None), 0.9 * found.probability, "row")
    head = _words(grid.words[column])
    if STILL.search(label) or STILL.search(bare(head).strip()):
        return Dated((found.period[0], None), 0.7 * found.probability, "row")
    odds = balance_odds(label, text.context)
    if odds > (SURE if over_time(text.head) is None else 2 * SURE):
        return Dated((found.period[0], None), 0.7 * found.probability, "row")
    return found


def _base(
    row: int,
    grid: Grid,
    column: int,
    columns: Columns,
    section: Period | None,
    days: Mapping[int, date],
    known: Known,
) -> Dated | None:
    period, label = columns.periods.get(column), grid.rows[row].label
    if section and (period is None or columns.one):
        return Dated(section, 0.9, "section")
    if len(days) > 1 and (period is None or columns.one) and (found := _between(row, grid, days)):
        return found
    if period is None or columns.told_by == "text":
        told = said(label)
        if told.flow and told.months and (own := whole_period(told, True, known)):
            return Dated(own, 0.9, "row")
    if period is None:
        return _of_year(label, known)
    return Dated(period, columns.probability[column], columns.told_by)


def _balance_day(words: str, period: Period, known: Known, opens: bool) -> date | None:
    """The day of a balance at the beginning or at the end of a period, if words name one."""
    end, months = period
    if months is None or not words:
        return None
    first = before(end, months, known)
    days = [v for k, v in apart(readings(words)) if k == "day"]
    if len(days) == 1 and not ENDED.search(words):
        month, day = days[0]
        start = first + timedelta(1)
        if (month, day) == (end.month, end.day) and not opens:
            return end
        return (
            first if (month, day) in ((first.month, first.day), (start.month, start.day)) else None
        )
    if not BALANCE.search(words):
        return None
    return first if OPENING.search(words) else end if CLOSING.search(words) else None


def _between(row: int, grid: Grid, days: Mapping[int, date]) -> Dated | None:
    """The time between the balances above and below; in a grid that begins with no balance, the day
    of the total below."""
    numbers = [i for i, r in enumerate(grid.rows) if r.amounts]
    above = [d for i, d in days.items() if i <= row]
    below = [d for i, d in days.items() if i > row]
    if not below:
        return None
    if not {*numbers[:2]} & {*days}:
        return Dated((below[0], None), 0.7, "row")
    if not above or below[0] <= above[-1]:
        return None
    return Dated((below[0], round((below[0] - above[-1]).days / 30.4)), 0.9, "row")


def _of_year(label: str, known: Known) -> Dated | None:
    match = ONE_YEAR.match(label)
    end = end_of_year(int(match["year"]), known) if match else None
    if end is None or (known.period_end and end > known.period_end):
        return None
    return Dated((end, 12), 0.7, "row")


def read_periods(grids: Sequence[Grid], known: Known) -> list[dict[Amount, Dated]]:
    """Of all grids of a document, in their order; read twice, the second time with the days that
    the first one found."""
    known = replace(known, newest_year=_newest_year(grids, known))
    first = _all(grids, known)
    ends = Counter(p[0] for _, c in first if c.told_by == "column" for p in {*c.periods.values()})
    monthly = known.period_end is None or (known.period_end + timedelta(1)).day == 1
    days = [
        d
        for d, n in ends.most_common(MOST_DAYS)
        if n > 1 and not (monthly and (d.month, d.day) == (1, 1))
    ]
    earlier = [d for d in days if known.period_end and 20 < (known.period_end - d).days < 340]
    year_end = known.year_end or max(earlier, default=None)
    told = replace(known, newest=(*known.newest, *days), year_end=year_end)
    return [made for made, _ in _all(grids, told)]


def _newest_year(grids: Sequence[Grid], known: Known) -> int | None:
    """The year that heads call the period's: after January and February the year before, if no head
    names a later one."""
    end = known.period_end
    if end is None:
        return None
    named = Counter(p.value for g in grids for p in g.head if p.kind == "year")
    early = end.month < 3 and named[end.year - 1] > 3 * named[end.year]
    return end.year - 1 if early else end.year


def _all(grids: Sequence[Grid], known: Known) -> list[tuple[dict[Amount, Dated], Columns]]:
    made: list[tuple[dict[Amount, Dated], Columns]] = []
    for grid in grids:
        made.append(dated(grid, known, [c for _, c in made[-BACK:]]))
    return made
