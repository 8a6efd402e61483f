"""Texts that run over several lines of a cell: what was delivered, done or agreed, at length."""

import random

from extract_filings.training.spans.trades.drawn import PACKAGE, WORDS, pick, shape, town
from extract_filings.training.spans.trades.ink import Ink, filled, value
from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(f"{PACKAGE}.lengthy")


def described(rng: random.Random) -> Ink:
    """A thing or a work with one to five additions."""
    first = _filled(rng, rng.choice(_WORDS["first"]))
    more = [_filled(rng, rng.choice(_WORDS["more"])) for _ in range(rng.choice((1, 1, 2, 2, 3, 5)))]
    by = rng.choice((", ", ", ", ", ", "; ", " - ", " / ", " "))
    made = by.join((first, *more))
    return value(made if rng.random() < 0.7 else made[:1].upper() + made[1:])


def terms(rng: random.Random) -> Ink:
    """How a buyer has to pay, in words."""
    return value(_filled(rng, rng.choice(_WORDS["terms"])))


def _filled(rng: random.Random, form: str) -> str:
    return filled(form, lambda slot: _word(rng, slot)).text


def _word(rng: random.Random, slot: str) -> str:
    match slot:
        case "cities":
            return town(rng)[0]
        case "n":
            return str(rng.choice((2, 3, 4, 5, 8, 10, 12, 15, 20, 24, 30, 45, 48, 60, 90, 100)))
        case "id":
            return shape(rng, rng.choice(("##-###", "@####", "@@-##", "####", "@##@", "#.##")))
        case "remark":
            return pick(rng, "remarks").rstrip(".").lower()
        case "thing" | "adjective":
            return pick(rng, f"{slot}s")
        case "noun" | "head":
            return rng.choice(WORDS[f"product_{slot}s"])
    return pick(rng, slot)
