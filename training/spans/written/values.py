"""Values of the fields of a template, as one document prints them."""

import random

from extract_filings.training.spans.trades import drawn
from extract_filings.training.spans.trades.ink import Ink, value
from extract_filings.training.spans.trades.values import Habits, draw
from extract_filings.training.spans.written.template import Field


def draw_value(rng: random.Random, habits: Habits, one: Field) -> Ink:
    match one.kind:
        case "num":
            return value(_number(rng, one.options[0]))
        case "money":
            return _money(rng, habits, one.options[0])
        case "text" | "pick":
            return value(rng.choice(one.options))
        case "id" | "quantity":
            return draw(rng, habits, one.kind, one.options)
        case "place":
            city, state, _ = drawn.town(rng)
            return value(rng.choice((city, city, f"{city}, {state}")))
        case "org":
            return drawn.org(rng, one.slot)
    return draw(rng, habits, one.kind)


def _ends(told: str) -> tuple[float, float, int]:
    """Both ends of a range, and how many decimals they are written with."""
    low, high = told.replace("–", "-").replace(" ", "").split("-")
    places = max(len(end.partition(".")[2]) for end in (low, high))
    return float(low), float(high), places


def _number(rng: random.Random, told: str) -> str:
    low, high, places = _ends(told)
    return (
        f"{rng.uniform(low, high):,.{places}f}"
        if places
        else f"{rng.randint(int(low), int(high)):,}"
    )


def _money(rng: random.Random, habits: Habits, told: str) -> Ink:
    low, high, _ = _ends(told)
    shown = rng.uniform(low, high)
    made = value(f"{shown:,.2f}" if shown < 1000 or rng.random() < 0.7 else f"{shown:,.0f}")
    if habits.code and rng.random() < 0.7:
        return rng.choice((f"{habits.code} " + made, made + f" {habits.code}"))
    return habits.sign + made
