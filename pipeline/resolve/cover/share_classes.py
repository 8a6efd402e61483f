"""All classes of shares that a cover says are outstanding, read by code around the number that the
model pointed at.

A class and its number stand in one order in all of a cover: "121 shares of Class A common stock and
3 shares of Class B", or in lines "Class A Common Stock, $0.01 par value  121". Where the number
pointed at is none of several such pairs, nothing is read.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extract_filings.pipeline.records import Document, Line, ShareClass, Value
from extract_filings.pipeline.text.parse import read_date, typed
from extract_filings.schemas.base import FieldSpec

ABOVE, BELOW = 6, 8  # lines around the number
NUMBER = FieldSpec("shares", Decimal, "")
AMOUNT = (
    r"(?<![$\d.,])(?:(?P<amount>\d{1,3}(?:,\d{3})+)(?P<scale> (?:million|billion))?"
    r"|(?P<few>\d+(?:\.\d+)?)(?P<scale2> (?:million|billion)))(?![\d.,]*\d)"
)
"""Not a year: in groups, or with a word."""
TITLE = (
    r"(?P<title>(?:Class|Series) [A-Z](?:-\d)?\b(?:,? (?:Common|Ordinary|Capital|Special|Voting"
    r"|Non-Voting|Limited|Subordinate|Stock|Shares?|Units?)\b)*)"
)
WORDS = r"[^\d$;]{0,60}?"
PAR = (
    r"(?:[(,]? ?(?:\$ ?)?(?:no|0?\.\d+|\d\.\d+)? ?par value"
    r"[^\d;]{0,40}?(?:\$ ?0?\.\d+[^\d;]{0,40}?)?)?"
)
PAIRS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{AMOUNT}(?: shares?| units?)?(?: of)?{WORDS}\b{TITLE}",
        rf"{TITLE}{PAR}{WORDS}{AMOUNT}",
    )
)
NO_NUMBER = re.compile(r"(?i)preferred|treasury|authori[sz]ed|par value$|held by")
DATE = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d\d")
FAR = 160  # characters between a pair and the next, or the day


def share_classes(document: Document, values: Sequence[Value]) -> tuple[ShareClass, ...]:
    """In the order of the page; () where fewer than two are read."""
    told = next((v for v in values if v.field == "shares_outstanding"), None)
    if told is None:
        return ()
    page = document.pages[told.line.page - 1]
    lines = page[max(0, told.line.number - ABOVE) : told.line.number + BELOW]
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line.text + " "
    placed = [*zip(lines, starts, strict=True)]
    runs = sorted((_run(p, text, placed, told) for p in PAIRS), key=len)
    if len(runs[-1]) < 2 or len(runs[-1]) == len(runs[0]):
        return ()  # the other order pairs each number with its neighbour's class, all but one
    return _classes(text, runs[-1], placed)


def _run(
    pattern: re.Pattern, text: str, lines: Sequence[tuple[Line, int]], told: Value
) -> list[re.Match]:
    """The pairs that stand together with that of the number pointed at."""
    matches = [m for m in pattern.finditer(text) if not NO_NUMBER.search(m[0])]
    first = next((i for i, m in enumerate(matches) if _is(m, lines, told)), None)
    if first is None:
        return []
    last = first
    while first and matches[first].start() - matches[first - 1].end() < FAR:
        first -= 1
    while last + 1 < len(matches) and matches[last + 1].start() - matches[last].end() < FAR:
        last += 1
    return matches[first : last + 1]


def _classes(
    text: str, run: Sequence[re.Match], lines: Sequence[tuple[Line, int]]
) -> tuple[ShareClass, ...]:
    titles = [" ".join(m["title"].split()) for m in run]
    if len({t.lower().split()[1] for t in titles}) < len(titles):
        return ()
    day = _day(text, run)
    return tuple(_class(m, t, day, lines) for m, t in zip(run, titles, strict=True))


def _is(m: re.Match, lines: Sequence[tuple[Line, int]], told: Value) -> bool:
    """Whether the number of the pair is the one pointed at."""
    line, start = _place(_number(m).start, lines)
    return line == told.line and start <= told.start < start + len(_number(m).text)


class Number(NamedTuple):
    text: str
    start: int
    scale: str


def _number(m: re.Match) -> Number:
    group = "amount" if m["amount"] else "few"
    return Number(m[group], m.start(group), m["scale"] or m["scale2"] or "")


def _place(at: int, lines: Sequence[tuple[Line, int]]) -> tuple[Line, int]:
    line, start = next((n, s) for n, s in reversed(lines) if s <= at)
    return line, at - start


def _day(text: str, run: Sequence[re.Match]) -> date | None:
    """The day nearest to the pairs, if one is near."""
    begin, end = run[0].start(), run[-1].end()
    near = [
        (max(begin - m.end(), m.start() - end), m[0])
        for m in DATE.finditer(text)
        if begin - FAR < m.end() and m.start() < end + FAR
    ]
    words = min(near, default=(0, ""))[1]
    return read_date(words) if words else None


def _class(
    m: re.Match, title: str, day: date | None, lines: Sequence[tuple[Line, int]]
) -> ShareClass:
    number = _number(m)
    line, start = _place(number.start, lines)
    end = start + len(number.text)
    shares = typed(NUMBER, number.text + number.scale, 0, len(number.text))
    return ShareClass(title, shares, day, line, start, end)
