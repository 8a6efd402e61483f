"""What the words of a table's head say: dates, days of a year, years, lengths of time, and words of
columns that are no period. Knows text alone; where it stands is head.py's.

>>> [r for r in readings("Three Months Ended June 30, 2023") if r[0] in ("date", "months")]
[('date', 19, 32, datetime.date(2023, 6, 30)), ('months', 0, 12, (3,))]
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from extract_filings.pipeline.text.patterns import CURRENCY

MONTH = (
    r"\b(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH2 = MONTH.replace("<month>", "<month3>")
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%/]|[,.]\d)"
SHORT_YEAR = r"[’'`]?(?P<year>(?:19|20)?\d\d)(?![\d%/]|[,.]\d)"
DAY_FIRST = rf"{DAY}\s+{MONTH}".replace("<day>", "<day2>").replace("<month>", "<month2>")
CUT_YEAR = r"[’'‘`](?P<short>\d\d)(?![\d,.%’'\w])"
DATE = re.compile(rf"(?:{MONTH}\s*{DAY}|(?<!\d){DAY_FIRST})(?:,?\s*{YEAR}|,?\s*{CUT_YEAR})", re.I)
DASHED = re.compile(
    rf"(?<![\w/.-]){DAY}[-–/.]{MONTH}[-–/.]?\s?[’']?(?P<year>(?:19|20)?\d\d)(?![\d,.%’\w-])", re.I
)
DOTTED = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?"
    r"(?=\s?[-–]\s?\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d)"
)
"""The first day of "1.4.-30.6.2023"."""
SLASHED = re.compile(
    r"(?<![\d/.])(?:(?<!-)|(?<=[\d.]-)(?=\d\d?[/.]))(?P<a>\d{1,2})"
    r"(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:20|19)?\d\d)"
    r"(?![\d/]|\.\d|-\d(?!\d?/))"
)
ISO = re.compile(
    r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<mark>[/.-])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)"
)
MONTH_YEAR = re.compile(
    rf"{MONTH}(?:\s*,?\s*{YEAR}|\s?[-–’'`]\s?[’'`]?(?P<short>\d\d)(?![\d,.]))", re.I
)
MONTH_NUMBER = re.compile(
    r"(?:(?<!\S)(?<!\s\d )(?<!\s\d\d )|(?<=\d[-–—]))"
    r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)?\d\d)(?!\S)"
)
FROM_MONTH = re.compile(
    rf"(?<![\w/.-])(?:(?P<a>\d{{1,2}})\s?[-–—]\s?(?=(?P<b>\d{{1,2}})/\d{{2,4}}(?!\S))"
    rf"|(?P<c>{MONTH})\s?(?:[-–—]|to|through)\s?"
    rf"(?=(?P<d>{MONTH2})(?:[\s,]*(?P<of>(?:19|20)\d\d)|(?![\s,]*\d))))",
    re.I,
)
DAYS = re.compile(rf"{MONTH}\s*{DAY}(?!\s*[-–’'`]\s?\d)|(?<![\d.,]){DAY_FIRST}", re.I)
MONTHS = re.compile(MONTH, re.I)
DAY_NUMBER = r"(?:[1-9]|[12]\d|3[01])"
DAYS_ALONE = re.compile(rf"(?:{DAY_NUMBER},?\s+)*{DAY_NUMBER},?")
LONE_DAY = re.compile(
    rf"(?<!\S)(?P<day>{DAY_NUMBER})(?!\S)"
    rf"|(?<!\S)(?P<day2>{DAY_NUMBER}),(?:\s*(?P<year>(?:19|20)\d\d))?(?!\S)"
)
SHORT_YEARS = re.compile(rf"(?<!\S){CUT_YEAR}")
RELATIVE = re.compile(
    r"\b(?P<now>(?:this|current)\s+(?:fiscal\s+)?year)\b(?![’'\w-])"
    r"|\b(?:last|prior|previous|preceding)\s+(?:fiscal\s+)?year\b(?![’'\w-])",
    re.I,
)
YEARS = re.compile(rf"(?<![\d,./{CURRENCY[1:-1]}-]){YEAR}")
COUNTS: str = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
WEEK_COUNTS = {
    "twelve": 12,
    "thirteen": 13,
    "sixteen": 16,
    "twenty four": 24,
    "twenty six": 26,
    "twenty eight": 28,
    "thirty six": 36,
    "thirty nine": 39,
    "forty": 40,
    "fifty two": 52,
    "fifty three": 53,
}
WEEKS = "|".join(WEEK_COUNTS).replace(" ", r"[\s-]")
COUNT = rf"(?P<n>{COUNTS}|\d{{1,2}})"
SEVERAL = re.compile(
    rf"\b(?P<n>{COUNTS}|\d{{1,2}}|quarter|year)[\s-]*(?:months?)?(?:[\s-]*periods?)?,?\s+(?:and|or|&)"
    rf"\s+(?P<m>{COUNTS}|\d{{1,2}})[\s-]+months?\b",
    re.I,
)
IN_MONTHS = re.compile(
    rf"\b{COUNT}[\s-]+(?:(?:fiscal|calendar)\s+)?(?:months?\b|mos?\.|mos\b|mths?\b)", re.I
)
IN_WEEKS = re.compile(rf"(?<![\d/-])\b(?P<n>\d{{1,2}}|{WEEKS})[\s-]+weeks?\b", re.I)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
ORDINAL = r"(?P<n>first|second|third|fourth|1st|2nd|3rd|4th)"
FISCAL = rf"(?:[\s,-]*(?:fiscal\s*|FY\s?)?{SHORT_YEAR})"
BEGUN = re.compile(
    rf"\b(?:{COUNTS}|\d\d?|{WEEKS}|{'|'.join(ORDINALS)}|[1-4](?:st|nd|rd|th)"
    r"|years?(?:[\s-]+to)?|fiscal)$",
    re.I,
)
"""Words at the end of a line that a length of time may begin with."""
NTH = re.compile(
    rf"\b(?:{ORDINAL}[\s-]+(?:fiscal\s+)?(?P<what>quarter|qtr\b\.?|half)"
    rf"|(?P<Q>F?Q|Qtr\.?\s?|Quarter\s(?=[1-4]\b(?![,.]\d)))(?P<q>[1-4])|(?P<q2>[1-4])Q"
    rf"|(?P<H>H)(?P<h>[12])|(?P<h2>[12])H|(?P<m>[369])M(?=[\s’'`-]*(?:20)?\d\d)){FISCAL}?(?![a-z])",
    re.I,
)
FULL_YEAR = re.compile(
    r"\b(?:F\.?Y\.?(?:E\b)?|CY|full[\s-]+year|fiscal(?:\s+year)?|calendar year)[\s-]*"
    r"(?:[’'`]?(?P<year>(?:19|20)?\d\d))(?![\d,./])",
    re.I,
)
QUARTER = re.compile(r"\b(?:quarters?|quarterly|qtrs?)\b", re.I)
HALF = re.compile(r"\bhalf[\s-]years?\b|\bhalf(?:es)? ended\b|\bsemi-?annual\b", re.I)
A_YEAR = re.compile(
    r"\b(?:FYE|LTM|TTM)\b|\byears?\b(?![\s-]+(?:to[\s-]+date|ago)\b)|\bannual\b", re.I
)
OF_FISCAL = rf"(?:fiscal|FY)?\s?{SHORT_YEAR}"
FISCAL_TO_DATE = re.compile(
    rf"(?<=YTD ){OF_FISCAL}|(?<!Q\d ){OF_FISCAL.replace('<year>', '<year2>')}"
    r"(?=\s+YTD(?!\s*(?:FY|fiscal|[’'\d])))",
    re.I,
)
TO_QUARTER = re.compile(rf"\bQ1\s?[–—-]\s?Q?(?P<n>[2-4])\b{FISCAL}?(?![a-z\d])", re.I)
"""The time from the first quarter to another, "Q1–Q3 2023"."""
YEAR_FIRST = re.compile(
    r"(?<![\w/])(?P<year>(?:19|20)\d\d)[\s-]?(?P<what>[QH])(?P<n>[1-4])"
    r"(?!\w|[\s,–—-]*(?:fiscal|FY|[QH])?\s?[’']?\d)"
)
TWO_YEARS = re.compile(
    r"(?<![\w/.-])(?<!ASU )(?<!No\. )(?:FY\s?)?"
    r"(?P<first>(?:19|20)\d\d|(?<=FY)\d\d|(?<=FY )\d\d)\s?[/–-]\s?"
    r"(?P<last>\d\d)(?![\w/%]|[–.,-]\d)",
    re.I,
)
"""A fiscal year that is called by both of its years, "2022/23"."""
TO_DATE = re.compile(r"\byears?[\s-]+to[\s-]+date\b|\bYTD\b", re.I)
LENGTHS = (
    (IN_MONTHS, 1.0),
    (IN_WEEKS, 7 / 30.4),
    (HALF, 6.0),
    (QUARTER, 3.0),
    (A_YEAR, 12.0),
)  # in months
COMPARED = re.compile(
    r"(?:(?:19|20)\d\d\s*)?\b(?:vs?\.?|versus|over|from|to)\s+(?:19|20)\d\d", re.I
)
NO_PERIOD = re.compile(
    r"(?i)(?<![a-z])(?:%|percent(?:age)?|changes?|chg|variances?|increases?|inc\.?\s?/|growth"
    r"|[yq](?:o|\/|-o-)[yq]"
    r"|(?:foot)?notes?(?:\s+(?:no|ref)\w*)?|refs?\.|reference|pro[\s-]?forma|adjust\w+"
    r"|as\s+(?:adjusted|recast)|eliminat\w+|consolidating|reclassif\w+|guarantors?|non-?guarantors?"
    r"|(?:as\s+)?(?:previously|originally)(?:\s+(?:reported|stated))?"
    r"|parent|issuers?|cumulative|inception|constant|budget|forecast|target|supplement\w+"
    r"|convenience|translat\w+|page|u\.?s\.? dollars|(?:19|20)\d\d\s?[EPFB])(?![a-z])"
)
ESTIMATE = re.compile(r"(?<![\d,.])(?:19|20)\d\d\s?[EPFB](?![a-z\d])|\binc\.?\s?\(dec\b", re.I)
"""Of no period too, "Inc. (Dec.)", whose last word is no month."""


@lru_cache(20_000)
def readings(text: str) -> tuple[tuple[str, int, int, Any], ...]:
    """(kind, start, end, value) of each possible piece, the longest kinds first."""
    return tuple((kind, *m.span(), value) for kind, m, value in _readings(text))


def _readings(text: str) -> Iterator[tuple[str, re.Match, Any]]:
    yield from (("compared", m, m.group()) for m in COMPARED.finditer(text))
    yield from (("no period", m, m.group()) for m in ESTIMATE.finditer(text))
    for m in DATE.finditer(text):
        year, month = m["year"] or m["short"], m["month"] or m["month2"]
        yield "date", m, date_of(year, month, m["day"] or m["day2"])
    yield from (("date", m, date_of(m["year"], m["month"], m["day"])) for m in ISO.finditer(text))
    yield from (("date", m, _slashed(m)) for m in SLASHED.finditer(text))
    for m in DASHED.finditer(text):
        yield "date", m, date_of(m["year"], m["month"], m["day"])
    yield from (("nth", m, (12, 1, _second(m))) for m in TWO_YEARS.finditer(text) if _second(m))
    for m in TO_QUARTER.finditer(text):
        yield "nth", m, (3 * int(m["n"]), 1, m["year"] and _year(m["year"]))
    for m in YEAR_FIRST.finditer(text):
        yield "nth", m, (3 if m["what"] == "Q" else 6, int(m["n"]), int(m["year"]))
    for m in FISCAL_TO_DATE.finditer(text):
        yield "year", m, _year(m["year"] or m["year2"])
    for m in FROM_MONTH.finditer(text):
        yield "span", m, _from_month(m)
        if m["d"] and not m["of"] and (last := MONTHS.match(text, m.end())):
            yield "day", last, (_month(m["d"]), 31)
    yield from (("nth", m, _nth(m)) for m in NTH.finditer(text))
    yield from (("nth", m, (12, 1, _year(m["year"]))) for m in FULL_YEAR.finditer(text))
    yield from (("month", m, _month_year(m)) for m in MONTH_YEAR.finditer(text))
    for m in MONTH_NUMBER.finditer(text):
        yield "month", m, last_of_month(_year(m["year"]), int(m["month"]))
    for m in DOTTED.finditer(text):
        yield "day", m, (int(m["month"]), int(m["day"]))
    for m in DAYS.finditer(text):
        yield "day", m, (_month(m["month"] or m["month2"]), int(m["day"] or m["day2"]))
    yield from (("lone month", m, _month(m["month"])) for m in MONTHS.finditer(text))
    for m in LONE_DAY.finditer(text):
        if m["day"] and not DAYS_ALONE.fullmatch(text):
            continue
        yield "lone day", m, (int(m["day"] or m["day2"]), m["year"] and int(m["year"]))
    yield from (("year", m, int(m["year"])) for m in YEARS.finditer(text))
    yield from (("year", m, _year(m["short"])) for m in SHORT_YEARS.finditer(text))
    yield from (("relative", m, 0 if m["now"] else -1) for m in RELATIVE.finditer(text))
    yield from (("to date", m, ()) for m in TO_DATE.finditer(text))
    yield from (("months", m, _several(m)) for m in SEVERAL.finditer(text))
    for pattern, unit in LENGTHS:
        yield from (("months", m, _months(m, unit)) for m in pattern.finditer(text))
    yield from (("no period", m, m.group()) for m in NO_PERIOD.finditer(text))


def _month(word: str) -> int:
    return int(word) if word.isdigit() else NAMES.index(word[:3].lower()) + 1


def _year(digits: str) -> int:
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 70 else 1900)


def date_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(_year(year), _month(month), int(day))
    except ValueError:
        return None


def _slashed(match: re.Match) -> date | None:
    """The month first, as Americans write; with dots the day, unless that leaves no month."""
    first, second = int(match["a"]), int(match["b"])
    day_first = first > 12 or (match["mark"] == "." and second <= 12)
    day, month = (match["a"], match["b"]) if day_first else (match["b"], match["a"])
    return date_of(match["year"], month, day)


def _second(match: re.Match) -> int | None:
    """The later one of two years that follow each other."""
    first = _year(match["first"])
    return first + 1 if (first + 1) % 100 == int(match["last"]) else None


def _month_year(match: re.Match) -> date:
    """Its last day."""
    return last_of_month(_year(match["year"] or match["short"]), _month(match["month"]))


def last_of_month(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(1)


def _nth(match: re.Match) -> tuple[int, int, int | None]:
    """(months, which one, year): "Q3 2021" is (3, 3, 2021), "First Half" (6, 1, None)."""
    if match["m"]:
        return int(match["m"]), 1, match["year"] and _year(match["year"])
    half = match["H"] or match["h2"] or (match["what"] or "").lower() == "half"
    word = match["n"] or match["q"] or match["q2"] or match["h"] or match["h2"]
    number = int(word[0]) if word[0].isdigit() else ORDINALS[word.lower()]
    return 6 if half else 3, number, match["year"] and _year(match["year"])


def _from_month(match: re.Match) -> tuple[int, ...] | None:
    """The months from the first to the last: 9 of "1-9/2014"."""
    first, last = _month(match["a"] or match["c"]), _month(match["b"] or match["d"])
    return (last - first + 1,) if 1 <= first < last <= 12 else None


def _several(match: re.Match) -> tuple[int, ...]:
    """ "three and six months" says nothing of one column: either may be it."""
    first = {"quarter": 3, "year": 12}.get(match["n"].lower()) or _number(match["n"])
    return tuple(dict.fromkeys((first, _number(match["m"]))))


def _months(match: re.Match, unit: float) -> tuple[int, ...] | None:
    """3.0 for a quarter, weeks in whole months as 30.4 days each."""
    if "n" not in match.re.groupindex:
        return (round(unit),)
    months = round(_number(match["n"]) * unit)
    return (months,) if 0 < months < 100 else None


def _number(word: str) -> int:
    word = re.sub(r"[\s-]+", " ", word.lower())
    if word.isdigit():
        return int(word)
    return WEEK_COUNTS.get(word) or COUNTS.split("|").index(word) + 1
