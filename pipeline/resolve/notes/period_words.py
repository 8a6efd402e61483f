"""What words say of a period: days, lengths, and whether they mean a day or a length of time.

"For the three months ended June 30, 2023 and 2022" names two last days and one length of time, "as
of June 30, 2023" a day. Words that name both, or neither, leave it open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from extract_filings.pipeline.resolve.head_words import MONTH as NAMED_MONTH
from extract_filings.pipeline.resolve.head_words import last_of_month, readings


def any_of(*words: str) -> re.Pattern[str]:
    """A pattern of whole words."""
    return re.compile(rf"(?i)\b(?:{'|'.join(words)})\b")


MONTH = re.sub(r"\?P<\w+>", "?:", NAMED_MONTH)
YEAR = r"(?:19|20)\d\d"
DAY_OF = rf"(?:{MONTH}|\d{{1,2}}/|(?:fiscal\s+)?(?:years?\b|{YEAR})|each\b|the\b|quarter|period)"
CHANGE = any_of("changes?", r"varianc\w*", "increases?", r"inc\.", "growth", "vs")
"""Over a column of changes."""
OVER = re.compile(
    rf"(?i)\b(?:ended|ending|end)\b[\s,:]*(?:on\s+)?(?:{DAY_OF}|$)"
    r"|\b(?:months?|years?|weeks|periods?|quarters?) ended\b"
)
AS_OF = re.compile(
    r"(?i)\b(?:as of|as at|at|on)\s+(?:the\s+end\s+of\s+|year[\s-]end\s*)?"
    r"(?:(?:each|the|both)\s+)?"
    rf"(?:{DAY_OF})|\bas of\b|\boutstanding at\b"
)
DURING = re.compile(
    rf"(?i)\b(?:during|for) (?:the )?(?:(?:fiscal|calendar|past|last|first|each)\W+)*(?:of the )?"
    rf"(?:years?|periods?|quarters?|(?:\w+ )?months|{YEAR})\b|\bin (?:fiscal )?{YEAR}\b"
    r"|\byear[\s-]to[\s-]date\b|\bactivity\b|\bchanges in\b|\broll-?forward"
)
NO_LENGTH = re.compile(
    r"(?i)\b(?:less|greater|more|longer|within|over|under|next|in)\W+(?:than\W+)?(?:\w+\W+)?"
    r"(?:months?|years?)|\bmonths?\W+or\W+(?:greater|more|longer|less)|\((?:in )?(?:months|years)\)"
)
"""Lengths that are none of a period."""
OF_NOUN = re.compile(r"(?i)\s+of\s+(?!(?:the|fiscal|our|each|such)\b)[a-z]")
"""Behind a unit of time: "year of origination" names no length."""
STILL = re.compile(
    r"(?i)\bremaining (?:lease |contractual )?(?:term|life)|\bdiscount rate\b.*\b(?:lease|at)\b"
    r"|^(?:total |net |identifiable |operating |segment |long-lived )*(?:assets|liabilities)\W*$"
    r"|\bbenefit obligation at\b|\bfunded status\b|\bunrecognized\b.*\bcost\b"
)
"""A row, or column, of balances among flows."""
OPENING = any_of("beginning", "opening", "start of")
CLOSING = re.compile(
    r"(?i)\b(?:ending|closing)\b(?! price)|\bend of\b|\b(?:at|year|period)[\s-]end\b"
)
ENDED = any_of("ended", "ending", "during", "for")
FILLING = any_of(
    r"at|on|for|the|and|years?|ended|ending|months?|fiscal|quarters?|in|millions|thousands|twelve",
    r"three|six|nine|continued|unaudited|balances?|of|to|from|period|total|dollars|as",
)
"""Words beside a period that say nothing else."""
DUE = any_of(r"due|matur\w+|notes?|expir\w+|issued|acquir\w+|declared|through|senior|loan|adopt\w+")
"""Words of days that are no balance's."""
ONE_YEAR = re.compile(
    rf"(?i)^\W*(?:(?:fiscal|calendar|year|years|ended|ending|in|fy)\W*)*(?P<year>{YEAR})\W*(?:\(\w\))?\W*$"
)
"""A row called by a year."""


@dataclass(frozen=True, slots=True)
class Said:
    """What some words say of a period: last days, lengths, whether it is a length of time, and a
    day without its year. `years`: those without a day.
    """

    ends: tuple[date, ...]
    months: tuple[int, ...]
    flow: bool | None
    days: tuple[tuple[int, int], ...] = ()
    years: tuple[int, ...] = ()


def said(text: str) -> Said:
    """What words say: "for the three months ended June 30, 2023 and 2022" has two ends."""
    ends, months, days, years = [], [], [], []
    found = [r for r in readings(text) if r[0] != "months" or not OF_NOUN.match(text, r[2])]
    for kind, value in apart(found):
        if kind in ("date", "month"):
            ends.append(value)
        elif kind == "day":
            days.append(value)
        elif kind == "year":
            day = days[-1] if days else (ends[-1].month, ends[-1].day) if ends else None
            if day:
                ends.append(day_of(value, day))
            else:
                years.append(value)
        elif kind in ("months", "span"):
            months += value
        elif kind == "nth" and value[2] and value[0] == 12:
            years.append(value[2])
            months.append(12)
    flow = over_time(text)
    if flow is None and months and not NO_LENGTH.search(text):
        flow = True
    return Said(tuple(ends), tuple(dict.fromkeys(months)), flow, tuple(days), tuple(years))


def over_time(text: str) -> bool | None:
    """Whether words speak of a length of time, or of a day; None if of both or neither."""
    over, day = bool(OVER.search(text)), bool(AS_OF.search(text))
    if over != day:
        return over
    return True if not day and DURING.search(text) else None


def apart(found: Sequence) -> list[tuple[str, Any]]:
    """The longest readings that do not overlap, in their order."""
    kept: list = []
    for kind, start, end, value in found:
        if (
            value is not None
            and kind not in ("no period", "compared")
            and not any(s < end and start < e for _, s, e, _ in kept)
        ):
            kept.append((kind, start, end, value))
    return [(kind, value) for kind, _, _, value in sorted(kept, key=lambda k: k[1])]


def day_of(year: int, day: tuple[int, int]) -> date:
    """The day of a year; the last one of its month, if it has no such day."""
    first = date(year, day[0], 1)
    return min(last_of_month(year, day[0]), first + timedelta(day[1] - 1))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[a-z\d)][.;])\s+(?=[A-Z])", text.strip())


def last_sentence(text: str) -> str:
    return sentences(text)[-1]


def bare(text: str) -> str:
    """Without its periods."""
    for _, start, end, _ in sorted(readings(text), key=lambda r: -r[1]):
        text = text[:start] + " " * (end - start) + text[end:]
    return re.sub(r"(?i)\b(?:ended|ending|as of|at|in|millions|thousands|billions)\b", " ", text)
