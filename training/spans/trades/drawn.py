"""Names, numbers, days and sums, drawn at random and printed as one document prints them."""

import random
from datetime import date

from extract_filings.pipeline.text.patterns import MONTHS
from extract_filings.training.spans.trades.ink import Ink, joined, value, within
from extract_filings.training.synth.base.words import load_words

PACKAGE = "extract_filings.training.spans.trades"
WORDS = load_words(f"{PACKAGE}.values")
DAYS = (
    "{m}/{d}/{y}",
    "{m}/{d}/{yy}",
    "{mm}/{dd}/{y}",
    "{mm}/{dd}/{yy}",
    "{y}-{mm}-{dd}",
    "{dd}.{mm}.{y}",
    "{d} {month} {y}",
    "{month} {d}, {y}",
    "{mon} {d}, {y}",
    "{mon}. {d}, {y}",
    "{dd}-{MON}-{yy}",
    "{dd}-{mon}-{y}",
    "{dd} {mon} {y}",
    "{dd}{MON}{yy}",
    "{dd}/{mm}/{y}",
    "{weekday}, {month} {d}, {y}",
    "the {d}{th} day of {month}, {y}",
    "{month} {d}{th}, {y}",
    "{y}/{mm}/{dd}",
    "{mm}-{dd}-{y}",
)
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
TENS = {15: "fifteen", 18: "eighteen", 20: "twenty", 24: "twenty-four", 30: "thirty"}
SPELLED = (
    dict(enumerate(SMALL))
    | TENS
    | {36: "thirty-six", 45: "forty-five", 60: "sixty", 90: "ninety", 120: "one hundred twenty"}
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def pick(rng: random.Random, name: str) -> str:
    """A word of a list; in lists that are one text, "_" is a space within a word."""
    words = WORDS[name]
    if isinstance(words, str):
        words = WORDS[name] = words.split()
    return rng.choice(words).replace("_", " ")


def day(form: int, on: date) -> str:
    month = MONTHS[on.month - 1]
    th = {1: "st", 2: "nd", 3: "rd"}.get(on.day % 10 if on.day not in (11, 12, 13) else 0, "th")
    return DAYS[form].format(
        m=on.month, d=on.day, y=on.year, mm=f"{on.month:02}", dd=f"{on.day:02}", th=th,
        yy=f"{on.year % 100:02}", month=month, mon=month[:3], MON=month[:3].upper(),
        weekday=f"{on:%A}",
    )  # fmt: skip


def shape(rng: random.Random, pattern: str) -> str:
    """`#`: a digit, `@`: a letter; all else as it is."""
    made = (
        str(rng.randint(0, 9)) if c == "#" else rng.choice(LETTERS) if c == "@" else c
        for c in pattern
    )
    return "".join(made)


def person(rng: random.Random) -> Ink:
    first, last = pick(rng, "first"), pick(rng, "last")
    form = rng.random()
    if form < 0.1:
        return within(value(last, "last") + ", " + value(first, "first"))
    middle = f" {rng.choice(LETTERS)}." if form < 0.3 else ""
    name = within(value(first, "first") + middle + " " + value(last, "last"))
    if form > 0.93:
        return rng.choice(("Mr. ", "Ms. ", "Mrs. ")) + name
    return within(name + rng.choice((", Jr.", " III", ", M.D.", ", P.E."))) if form > 0.9 else name


def _firm(rng: random.Random) -> str:
    head = pick(rng, "heads") if rng.random() < 0.7 else pick(rng, "last")
    if rng.random() < 0.15:
        head = f"{head} {rng.choice(('&', 'and'))} {pick(rng, 'last')}"
    middle = pick(rng, "middles") if rng.random() < 0.75 else ""
    tail = pick(rng, "tails")
    return " ".join(filter(None, (head, middle, tail))).replace(" ,", ",")


def org(rng: random.Random, role: str = "") -> Ink:
    """A company, an authority or a society; some roles have names of their own."""
    kind = rng.random()
    own = WORDS["own"].get(role) if kind < 0.75 else None
    if kind < 0.7 and not own:
        return value(_firm(rng))
    form = rng.choice(own or WORDS["public" if kind < 0.83 else "societies"])
    lists = {"verb": "verbs", "good": "goods", "people": "people", "field": "fields"}
    filled = {k: pick(rng, v) for k, v in lists.items()}
    filled |= {k: pick(rng, k if k in ("first", "last") else "heads") for k in ("first", "last")}
    filled |= {"head": pick(rng, "heads"), "state": pick(rng, "states"), "city": town(rng)[0]}
    return value(form.format(n=rng.randint(2, 900), **filled))


def town(rng: random.Random) -> tuple[str, str, str]:
    city, state, code = pick(rng, "cities").split(",")
    return city, state, code


def street(rng: random.Random) -> str:
    return f"{rng.randint(1, 9999)} {pick(rng, 'streets')} {pick(rng, 'ways')}"


def address(rng: random.Random) -> list[Ink]:
    """Its lines."""
    where = street(rng)
    if rng.random() < 0.12:
        where = rng.choice(("P.O. Box {}", "PO Box {}", "RR 2 Box {}")).format(rng.randint(9, 9999))
    lines = [value(where, "street")]
    if rng.random() < 0.3:
        suite = pick(rng, "suites").format(rng.randint(4, 19))
        lines = [lines[0] + ", " + suite] if rng.random() < 0.5 else [*lines, Ink(suite)]
    return [*lines, *_town_lines(rng)]


def _town_lines(rng: random.Random) -> list[Ink]:
    if rng.random() < 0.2:
        city, code, country = rng.choice(WORDS["abroad"]).split("|")
        both = [value(code, "zip"), value(city, "city")]
        return [joined(both if rng.random() < 0.7 else both[::-1]), value(country, "country")]
    city, state, code = town(rng)
    if rng.random() < 0.15 and code.isdigit():
        code += f"-{rng.randint(1000, 9999)}"
    comma = rng.choice((", ", ", ", ", ", " "))
    return [value(city, "city") + comma + value(state, "state") + " " + value(code, "zip")]


def amount(rng: random.Random, top: int = 6) -> str:
    size = 10 ** rng.uniform(0.7, top)
    cents = rng.random() < 0.75 or size < 100
    return f"{size:,.2f}" if cents else f"{round(size, -2 if size > 9999 else 0):,.0f}"


def count(rng: random.Random, top: int = 5000) -> str:
    return f"{int(top ** rng.random()):,}" if rng.random() < 0.8 else str(int(top ** rng.random()))
