"""Words of heads: days, lengths of time, labels, scales."""

import random
from datetime import date

from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.heads.calendar import Period

WORDS = load_words(__name__)
MONTHS: list[str] = WORDS["months"]
LENGTHS: dict[str, list[str]] = WORDS["lengths"]
LABELS: dict[str, dict[str, str]] = WORDS["labels"]
UNITS: dict[str, int] = WORDS["units"]
CURRENCIES: dict[str, list[str]] = WORDS["currencies"]
"""Name, symbol in words, symbol before an amount."""
LONG_WEEKS = (24, 28, 36, 40)  # two and three quarters of twelve or sixteen weeks
TH = ("", "First", "Second", "Third", "Fourth")
DIVIDED = ("long", "abbreviated", "dotless", "british", "bare", "shouted")
"""Styles of dates whose year can stand apart from the day."""


def day(when: date, style: str, year: bool = True) -> str:
    """June 30, 2023; without the year June 30 with the comma that the style has before years."""
    short = MONTHS[when.month]
    month = {"long": when.strftime("%B"), "abbreviated": f"{short}.", "dotless": short}
    head = {
        "british": f"{when.day} {when:%B}",
        "bare": f"{when:%B} {when.day}",
        "shouted": f"{when:%B} {when.day},".upper(),
    }.get(style) or f"{month.get(style, short)} {when.day},"
    whole = {
        "slashes": f"{when.month}/{when.day}/{when.year}",
        "short_slashes": f"{when.month}/{when.day}/{when:%y}",
        "dotted": f"{when:%d.%m.%Y}",
        "iso": when.isoformat(),
        "month_year": f"{short}-{when:%y}",
    }.get(style)
    return whole or (f"{head} {when.year}" if year else head)


def length(period: Period, style: str, plural: bool = False) -> str:
    """Three Months Ended; `plural`: Years Ended. "ordinal" needs no "Ended"."""
    if style in ("weeks_digits", "weeks_words"):
        count = period.weeks
        return f"{count if style == 'weeks_digits' else WORDS['weeks'][str(count)]} Weeks Ended"
    if style == "ordinal" and period.weeks in LONG_WEEKS:
        return f"First {WORDS['weeks'][str(period.weeks)]} Weeks"
    if period.quarters == 4 and period.quarter < 4:
        return LENGTHS["twelve"][3]
    text = LENGTHS[style][period.quarters - 1].format(TH[period.quarter])
    for word in ("Year", "Quarter"):
        text = text.replace(f"{word} Ended", f"{word}s Ended") if plural else text
    return text


def label(period: Period, family: str) -> str:
    """FY21, Q1 2021, 1H 2021, Dec-21."""
    kind = "day" if not period.start else ("", "quarter", "half", "nine", "year")[period.quarters]
    return LABELS[family][kind].format(
        Y=period.fiscal,
        y=f"{period.fiscal % 100:02d}" if "mon" not in LABELS[family][kind] else f"{period.end:%y}",
        q=period.quarter,
        mon=MONTHS[period.end.month],
    )


def listed(parts: list[str]) -> str:
    """2023, 2022 and 2021"""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def scale_line(rng: random.Random, scale: str, currency: str, shares: str) -> str:
    """In thousands of U.S. dollars, except per share data: any wording that says this."""
    dollars = currency in ("USD", "CAD", "AUD")
    kept = [
        w
        for w in WORDS["scales"]
        if w.get("scale", scale) == scale
        and (scale not in ("crore", "lakh") or "scale" in w)
        and (dollars or not w.get("dollars"))
        and w.get("shares", shares) == shares
        and (shares in ("full", "row") or "{x}" in w["text"] or "shares" in w or rng.random() < 0.5)
    ]
    own = [w for w in kept if "scale" in w or "shares" in w]
    wording = rng.choice(own if own and rng.random() < 0.3 else kept)
    name, symbol, _ = CURRENCIES[currency]
    if currency == "USD":
        symbol = rng.choice(("$", "US$", "U.S.$"))
    return wording["text"].format(
        s=scale,
        S=scale.capitalize(),
        x=rng.choice(WORDS["exceptions"][shares]),
        cur=name,
        sym=symbol,
        iso=currency,
    )


def scale_tag(rng: random.Random, scale: str, currency: str) -> str:
    symbol = CURRENCIES[currency][1]
    if currency == "USD" and rng.random() < 0.5:
        symbol = "$"
    return rng.choice(WORDS["tags"][scale]).format(sym=symbol)
