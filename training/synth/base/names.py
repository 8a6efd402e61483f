"""Invented companies, people and addresses. Towns and states are real, streets and firms not."""

import random

from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(__name__)
HEADS: list[str] = _WORDS["heads"]
MIDDLES: list[str] = _WORDS["middles"]
TAILS: list[str] = _WORDS["tails"]
FIRST: list[str] = _WORDS["first"]
LAST: list[str] = _WORDS["last"]
STREETS: list[str] = _WORDS["streets"]
KINDS: list[str] = _WORDS["kinds"]
NUMBERS: list[str] = _WORDS["numbers"]
SUITES: list[str] = _WORDS["suites"]
HOME: list[tuple[str, str]] = _WORDS["home"]
"""States where companies sit that are incorporated there."""
ABROAD: list[tuple[str, str, str, str, str]] = _WORDS["abroad"]
OWN_MIDDLES: dict[str, list[str]] = _WORDS["own_middles"]
OWN_TAILS: dict[str, list[str]] = _WORDS["own_tails"]
STATES: dict[str, str] = _WORDS["states"]
INCORPORATION: dict[str, str] = _WORDS["incorporation"]
TOWNS: dict[str, list[tuple[str, str, str]]] = _WORDS["towns"]


def company(rng: random.Random, kind: str = "") -> tuple[str, str]:
    """Charter name, and the short name that statements use. Some kinds have words of their own."""
    head = rng.choice(HEADS)
    middle = rng.choice(OWN_MIDDLES.get(kind, MIDDLES))
    tail = rng.choice(OWN_TAILS.get(kind, TAILS))
    if rng.random() < 0.15:
        head = f"{head} & {rng.choice(LAST)}"
    name = " ".join(filter(None, (head, middle, tail)))
    short = rng.choice([head, " ".join(filter(None, (head, middle))), name])
    return ("The " + name if rng.random() < 0.12 else name), short


def person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice('ABCDEFGHJKLMRST')}. {rng.choice(LAST)}"


def street(rng: random.Random) -> tuple[str, str]:
    """First line, and a suite or nothing."""
    number = rng.choice(NUMBERS) if rng.random() < 0.2 else str(rng.randint(2, 9999))
    line = (
        f"{number} {rng.choice(['', '', '', 'N. ', 'West ', 'E. ', 'South '])}{rng.choice(STREETS)}"
        f" {rng.choice(KINDS)}"
    )
    return line, rng.choice(SUITES).format(rng.randint(2, 900)) if rng.random() < 0.3 else ""
