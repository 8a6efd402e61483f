"""The head of a printed statement -> the period of each column, from words and their places.

A head is pieces: dates, days of a year, years, lengths of time. Each column takes the pieces
nearest to it, so that one-line heads, heads over several columns, and heads stacked cell by cell
read alike:

    Three Months Ended    Six Months Ended         June 30,   December 31,
        June 30,              June 30,               2023        2022
     2023      2022        2023      2022
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from extract_filings.pipeline.records import Box, Line
from extract_filings.pipeline.text.patterns import CURRENCY

MONTH = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%/]|[,.]\d)"
DAY_FIRST = rf"{DAY}\s+{MONTH}".replace("<day>", "<day2>").replace("<month>", "<month2>")
DATE = re.compile(rf"(?:{MONTH}\s*{DAY}|(?<!\d){DAY_FIRST}),?\s*{YEAR}", re.I)
SLASHED = re.compile(
    r"(?<![\d/])(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>(?:20)?\d\d)(?![\d/])"
)
DAYS = re.compile(rf"{MONTH}\s*{DAY}", re.I)
MONTHS = re.compile(MONTH, re.I)
LONE_DAY = re.compile(r"^(?P<day>[1-9]|[12]\d|3[01]),?$")
YEARS = re.compile(rf"(?<![\d,./{CURRENCY[1:-1]}-]){YEAR}")
COUNTS: str = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
WEEK_COUNTS = {
    "thirteen": 13,
    "twenty six": 26,
    "thirty nine": 39,
    "fifty two": 52,
    "fifty three": 53,
}
WEEKS = "|".join(WEEK_COUNTS).replace(" ", r"[\s-]")
NOT_ALONE = r"(?<!and )(?<!or )"  # "three and six months" says nothing of a column
IN_MONTHS = re.compile(rf"{NOT_ALONE}\b(?P<n>{COUNTS}|\d{{1,2}})[\s-]+months?\b", re.I)
IN_WEEKS = re.compile(rf"{NOT_ALONE}(?<![\d/-])\b(?P<n>\d{{1,2}}|{WEEKS})[\s-]+weeks?\b", re.I)
QUARTER = re.compile(r"\bquarters?\b|\bquarterly\b", re.I)
A_YEAR = re.compile(r"\byears?\b(?![\s-]+(?:to|ago)\b)", re.I)
LENGTHS = ((IN_MONTHS, 1.0), (IN_WEEKS, 7 / 30.4), (QUARTER, 3.0), (A_YEAR, 12.0))  # in months
COMPARED = re.compile(
    r"(?:(?:19|20)\d\d\s*)?\b(?:vs?\.?|versus|over|from|to)\s+(?:19|20)\d\d", re.I
)
GAP = 0.6  # of the height of a line: words further apart stand in different cells
PROSE = 450.0  # points: no cell of a head is so wide, but a paragraph between two tables is
STEEP = 1.5  # a piece a point higher is as far as one 1.5 points aside


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a head.

    `kind`: "date", "day", "year" or "months"; "month" and "lone day" until they are put together;
    "compared", which is no period. `value`: date, (month, day), year or months. `x0`, `x1`: the
    cell it stands in.
    """

    kind: str
    value: Any
    line: Line
    start: int
    end: int
    x0: float
    x1: float
    y: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def pieces(line: Line, boxes: Sequence[Box]) -> list[Piece]:
    """All pieces of a line, longest reading first: the year of a date is no year of its own."""
    found: list[Piece] = []
    for kind, match, value in _readings(line.text, boxes):
        start, end = match.span()
        x0, x1 = cell_edges(line.text, boxes, start, end)
        taken = any(p.start < end and start < p.end for p in found)
        if value is None or x1 - x0 > PROSE or taken:
            continue
        if kind in ("date", "year"):  # these are columns of their own, however close they stand
            x0, x1 = boxes[start][0], boxes[end - 1][2]
        found.append(Piece(kind, value, line, start, end, x0, x1, height(boxes, start)))
    return found


def _readings(text: str, boxes: Sequence[Box]) -> Iterator[tuple[str, re.Match, Any]]:
    yield from (("compared", m, m.group()) for m in COMPARED.finditer(text))
    for m in DATE.finditer(text):
        if _close(boxes, m.start("year")):
            yield "date", m, _date(m["year"], m["month"] or m["month2"], m["day"] or m["day2"])
    yield from (("date", m, _date(m["year"], m["month"], m["day"])) for m in SLASHED.finditer(text))
    yield from (("day", m, (_month(m["month"]), int(m["day"]))) for m in DAYS.finditer(text))
    yield from (("month", m, _month(m["month"])) for m in MONTHS.finditer(text))
    yield from (("year", m, int(m["year"])) for m in YEARS.finditer(text))
    yield from (("lone day", m, int(m["day"])) for m in LONE_DAY.finditer(text))
    yield from (
        ("months", m, _months(m, unit)) for pattern, unit in LENGTHS for m in pattern.finditer(text)
    )


def _month(word: str) -> int:
    return int(word) if word.isdigit() else NAMES.index(word[:3].lower()) + 1


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), _month(month), int(day))
    except ValueError:
        return None


def _months(match: re.Match, unit: float) -> int | None:
    """3.0 for a quarter, weeks in whole months as 30.4 days each."""
    if "n" not in match.re.groupindex:
        return round(unit)
    word = re.sub(r"[\s-]+", " ", match["n"].lower())
    number = int(word) if word.isdigit() else WEEK_COUNTS.get(word) or _count(word)
    return round(number * unit) or None


def _count(word: str) -> int:
    return COUNTS.split("|").index(word) + 1


def height(boxes: Sequence[Box], at: int) -> float:
    return (boxes[at][1] + boxes[at][3]) / 2


def _close(boxes: Sequence[Box], start: int) -> bool:
    """Whether the word at `start` stands in one cell with the word before it, a space away."""
    return boxes[start][0] - boxes[start - 2][2] < GAP * (boxes[start][3] - boxes[start][1])


def cell_edges(text: str, boxes: Sequence[Box], start: int, end: int) -> tuple[float, float]:
    """The span and its neighbours, as far as the gaps between words are spaces."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    first = max(i for i, (a, _) in enumerate(words) if a <= start)
    last = min(i for i, (_, b) in enumerate(words) if b >= end)
    while first and _close(boxes, words[first][0]):
        first -= 1
    while last + 1 < len(words) and _close(boxes, words[last + 1][0]):
        last += 1
    return boxes[words[first][0]][0], boxes[words[last][1] - 1][2]


def period(
    place: Piece, head: Sequence[Piece], row: Sequence[Piece], flow: bool, year_end: date | None
) -> tuple[date, int | None] | None:
    """(last day, months or None) of the column under `place`, a date or year among those of its
    row.

    None if the head does not say.
    """
    if place.kind == "date":
        end = place.value
    else:
        newest = max(p.value for p in row if p.kind == "year")
        end = _dated(place, head, newest, year_end)
    length = nearest(place, [p for p in head if p.kind == "months"])
    # a column headed "2023" and no more is the year
    months = length.value if length else 12 if place.kind == "year" else None
    if end is None or (flow and months is None):
        return None
    return end, months if flow else None


def nearest(place: Piece, others: Sequence[Piece]) -> Piece | None:
    def distance(p: Piece) -> float:
        return abs(p.middle - place.middle) + STEEP * abs(p.y - place.y)

    return min(others, key=distance, default=None)


def _dated(place: Piece, head: Sequence[Piece], newest: int, year_end: date | None) -> date | None:
    """The day of the year that the head, or else the cover page, gives to a lone year."""
    days, dates = ([p for p in head if p.kind == kind] for kind in ("day", "date"))
    of_year = [p for p in dates if p.value.year == place.value]
    day = nearest(place, days + of_year) or nearest(place, dates)
    if day is not None:
        month, number = day.value if day.kind == "day" else (day.value.month, day.value.day)
        return date(place.value, month, min(number, monthrange(place.value, month)[1]))
    if year_end is None or abs(newest - year_end.year) > 1:
        return None  # some retailers call 2023 what ends in January 2024
    return years_before(newest - place.value, year_end)


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


def whole_days(found: Sequence[Piece]) -> list[Piece]:
    """A month and the day under it, printed on two lines, are one piece."""
    days, made = [p for p in found if p.kind == "lone day"], []
    for month in (p for p in found if p.kind == "month"):
        under = nearest(month, [d for d in days if _is_under(d, month)])
        if under is not None:
            made.append(replace(month, kind="day", value=(month.value, under.value), y=under.y))
    return [p for p in found if p.kind not in ("month", "lone day")] + made


def _is_under(day: Piece, month: Piece) -> bool:
    beside = day.x0 < month.x1 and month.x0 < day.x1
    return day.line.page == month.line.page and beside and day.y < month.y
