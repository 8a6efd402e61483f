"""The prose of synthetic credit agreements: definitions and clauses of no deal in particular, with
amounts, days and dates to fill in.

None of their numbers is asked for: they stand among those that are.
"""

import random
from datetime import date, timedelta

from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(__name__)
DEFINITIONS: list[str] = _WORDS["definitions"]
CLAUSES: list[str] = _WORDS["clauses"]
ARTICLES: list[str] = _WORDS["articles"]
CAPTIONS: list[str] = _WORDS["captions"]


def _some_day(rng: random.Random) -> str:
    first = date(rng.randint(2009, 2024), rng.choice((3, 6, 9, 12)), 1)
    day = first + timedelta(days=rng.randint(0, 27))
    return f"{day:%B} {day.day}, {day.year}"


def filled(rng: random.Random, text: str) -> str:
    """With numbers and dates that no one asks for."""
    town = rng.choice(names.TOWNS[rng.choice(list(names.TOWNS))])[0]
    return text.format(
        amount=rng.choice(
            (
                f"${rng.randint(1, 40) * 2_500_000:,}",
                f"${rng.choice((1, 2, 5, 7.5, 12, 15, 20, 30)):g} million",
            )
        ),
        small=f"${rng.choice((100, 250, 500)) * 1000:,}",
        small2=f"${rng.choice((1, 2, 5)) * 1_000_000:,}",
        fee=f"${rng.randint(2, 9) * 500:,}",
        days=rng.choice((10, 15, 30, 45)),
        days2=rng.choice((60, 90, 120, 180)),
        pct=f"{rng.choice((0.125, 0.25, 0.5, 1.0, 2.0)):.3f}",
        share=rng.choice((10, 25, 35, 50, 75)),
        date=_some_day(rng),
        date2=_some_day(rng),
        clock=f"{rng.randint(9, 12)}:00 a.m.",
        city=town,
        letter=f"{rng.randint(3, 7)}.{rng.randint(1, 20):02d}",
    )
