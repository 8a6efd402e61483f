"""How one document looks: paper, letters, and how its labels are written."""

import random
import re
from dataclasses import dataclass
from typing import Literal

from extract_filings.training.spans.trades.drawn import DAYS, PACKAGE
from extract_filings.training.spans.trades.values import Habits
from extract_filings.training.synth.base.words import load_words

Case = Literal["title", "upper", "lower", "first"]
WORDS = load_words(f"{PACKAGE}.style")
ENDINGS, KEPT, SHORT = WORDS["endings"], frozenset(WORDS["kept"]), WORDS["short"]
CUT = re.compile(r"^([a-z]{2,3}?[^aeiou\W])[a-z]{3,}$")
NARROW, WIDE = set("ijltfrI.,:;'|!()[]/- "), set("mwMW@%QOGDHNUC&")


@dataclass(frozen=True, slots=True)
class Style:
    """`stream`: lines are in the order in which they were set, block by block; else from the top
    down. `wide`: of all letters, as a share of those of Helvetica. `clipped`: the share of labels
    with their long words cut. `soiled`, `coupled`: the shares of cells that hold more than a value,
    and two of them.
    """

    paper: tuple[int, int]
    left: float
    right: float
    size: float
    leading: float
    wide: float
    mono: bool
    stream: bool
    case: Case
    heads: Case
    ending: str
    short: bool
    clipped: float
    soiled: float
    coupled: float
    habits: Habits

    def length(self, text: str, size: float) -> float:
        if self.mono:
            return 0.6 * size * len(text)
        narrow = sum(c in NARROW for c in text)
        wide = sum(c in WIDE for c in text)
        return size * self.wide * (0.53 * len(text) - 0.25 * narrow + 0.24 * wide)


def draw_style(rng: random.Random) -> Style:
    width, height = rng.choice(WORDS["papers"])
    left = rng.uniform(24, 90)
    return Style(
        paper=(width, height),
        left=left,
        right=width - rng.choice((left, rng.uniform(24, 90))),
        size=rng.choice((7, 8, 8.5, 9, 9, 10, 10, 10.5, 11, 12)),
        leading=rng.uniform(1.1, 1.6),
        wide=rng.uniform(0.85, 1.1),
        mono=rng.random() < 0.12,
        stream=rng.random() < 0.4,
        case=rng.choice(("title", "title", "title", "upper", "upper", "lower", "first", "first")),
        heads=rng.choice(("title", "upper", "first")),
        ending=rng.choice(ENDINGS),
        short=rng.random() < 0.3,
        clipped=rng.choice(WORDS["clipped"]),
        soiled=rng.choice(WORDS["soiled"]),
        coupled=rng.choice(WORDS["coupled"]),
        habits=_habits(rng),
    )


def _habits(rng: random.Random) -> Habits:
    sign = rng.choice(WORDS["signs"])
    code = rng.choice(("USD", "EUR", "GBP", "CHF", "CAD", "INR")) if rng.random() < 0.15 else ""
    return Habits(
        rng.randrange(len(DAYS)), rng.randint(1994, 2027), sign, code, rng.random() < 0.25
    )


def cased(text: str, case: Case) -> str:
    """Title Case leaves the abbreviations as they are written."""
    if case == "upper":
        return text.upper()
    words = text.split(" ")
    if case == "title":
        return " ".join(
            w if w in KEPT or w in ("of", "and") else w[:1].upper() + w[1:] for w in words
        )
    return text if case == "lower" else text[:1].upper() + text[1:]


def label(rng: random.Random, style: Style, text: str) -> str:
    """As this document writes it, without what ends it."""
    if style.short and rng.random() < 0.5:
        text = " ".join(rng.choice(SHORT.get(w, w).split("|")) for w in text.split(" "))
    if rng.random() < style.clipped:
        text = clipped(text, rng.choice(("", "", ".")))
    return cased(text, style.case if rng.random() < 0.93 else "title")


def clipped(text: str, end: str) -> str:
    """Long words cut behind a consonant, as narrow forms have them."""
    return " ".join(CUT.sub(rf"\1{end}", word) for word in text.split(" "))


def ended(style: Style, text: str) -> str:
    """The label's end: not twice a dot, and no sign after a number's sign."""
    ending = style.ending
    if ending == "#:":
        ending = " #:" if text.lower().endswith(("order", "ref", "invoice", "policy")) else ":"
    if text.endswith((".", "#", "?")) and ending.startswith("."):
        return text
    return text + ending
