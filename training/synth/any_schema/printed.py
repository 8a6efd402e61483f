"""How a value is printed, in a form that the pipeline reads back.

>>> from extract_filings.schemas.base import Cue
>>> rent = FieldSpec("rent", Decimal, "rent", Cue(unit="USD"))
>>> money(rent, Decimal("5000"), Style(random.Random(1))).text
'5,000'
"""

import random
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from extract_filings.pipeline.text.patterns import spans
from extract_filings.schemas.base import YES_NO, FieldSpec
from extract_filings.training.synth.any_schema.values import said
from extract_filings.training.synth.base.gold import exact
from extract_filings.training.synth.base.words import load_words

DATES = ("{0:%B} {0.day}, {0.year}",) * 4 + (
    "{0:%b} {0.day}, {0.year}",
    "{0:%b}. {0.day}, {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0.day} {0:%b} {0.year}",
    "{0:%Y-%m-%d}",
    "{0:%m/%d/%Y}",
    "{0.month}/{0.day}/{0.year}",
)
IN_PROSE = (
    "{0:%B} {0.day}, {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0.day}{1} day of {0:%B}, {0.year}",
)
SMALL: list[str] = load_words(__name__)["zero_to_twelve"]
UNITS = ("months", "days", "weeks", "years", "hours")


@dataclass(slots=True)
class Style:
    """How one document writes things down; every draw comes from `rng`."""

    rng: random.Random
    dates: str = ""
    dollar: str = ""
    case: str = ""
    colon: str = ""
    commas: bool = True
    cents: bool = True  # after round amounts
    bare: bool = False  # no dollar signs in tables

    def __post_init__(self):
        pick = self.rng.choice
        self.dates, self.dollar = pick(DATES), pick(("$", "$", "$", "$ ", "US$", "USD ", ""))
        self.case = pick(("as_is", "first", "first", "title", "title", "upper"))
        self.colon = pick((":", ":", ":", "", " -"))
        self.commas = self.rng.random() < 0.9
        self.cents, self.bare = self.rng.random() < 0.5, self.rng.random() < 0.5

    def label(self, spec: FieldSpec) -> str:
        return self.cased(self.rng.choice(spec.labels))

    def cased(self, text: str) -> str:
        if self.case == "upper":
            return text.upper()
        if self.case == "title":
            return " ".join(
                w[:1].upper() + w[1:] if len(w) > 3 or not i else w
                for i, w in enumerate(text.split())
            )
        return text[:1].upper() + text[1:] if self.case == "first" else text


@dataclass(frozen=True, slots=True)
class Printed:
    """`text` is what gold quotes; `before` and `behind` surround it; `value` is what it means."""

    part: str
    spec: FieldSpec
    text: str
    value: str
    before: str = ""
    behind: str = ""
    scale: int = 0

    @property
    def whole(self) -> str:
        return self.before + self.text + self.behind


def printed(part: str, spec: FieldSpec, value: Any, style: Style, table: bool = False) -> Printed:
    """`table`: a cell, which has no room for units and words."""
    if spec.choices:
        text = YES_NO[not value] if spec.type is bool else value
        return Printed(part, spec, text, str(value).lower() if spec.type is bool else value)
    if spec.type is date:
        return Printed(part, spec, day(value, style.dates), value.isoformat())
    if spec.type is Decimal:
        return replace(money(spec, value, style, table), part=part)
    if spec.type is int:
        return replace(whole(spec, value, style, table), part=part)
    return Printed(part, spec, value, value)


def day(value: date, form: str) -> str:
    nth = "th" if 10 < value.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(value.day % 10, "th")
    return form.format(value, nth)


def in_prose(value: Printed, style: Style) -> Printed:
    """Sentences write dates out."""
    if value.spec.type is not date:
        return value
    return replace(value, text=day(date.fromisoformat(value.value), style.rng.choice(IN_PROSE)))


def money(spec: FieldSpec, value: Decimal, style: Style, table: bool = False) -> Printed:
    """With or without cents; now and then "$2.5 million"; percentages by the field's words."""
    rng, usd = style.rng, spec.cue.unit in ("USD", "USD/share")
    before = style.dollar if usd and not (table and style.bare) else ""
    million = value / 10**6
    rounded = spec.cue.unit == "USD" and million >= 1 and value % 10**4 == 0
    if not table and rounded and rng.random() < 0.2:
        text = exact(million, 0)
        if reads(spec, text):
            return Printed("", spec, text, exact(value, 0), before, " million", 6)
    percent = not spec.cue.unit and re.search(r"rate|percent|yield|margin|interest", said(spec))
    text = number(spec, value, style)
    behind = "%" if percent else ""
    if percent and not table:
        behind = rng.choice(("%", "%", " percent", " per cent"))
    return Printed("", spec, text, exact(value, 0), before, behind)


def number(spec: FieldSpec, value: Decimal | int, style: Style) -> str:
    """The first form that the field's pattern allows, the document's own first."""
    round_ = value == int(value)
    plain = f"{value:,f}", exact(value, 0) if not round_ else f"{int(value):,}"
    forms = [plain[round_ and not style.cents], *plain, *(p.replace(",", "") for p in plain)]
    forms = forms if style.commas else [f.replace(",", "") for f in forms[:1]] + forms
    return next((f for f in forms if reads(spec, f)), forms[0])


def reads(spec: FieldSpec, text: str) -> bool:
    return spans(spec, text) == [(0, len(text))]


def whole(spec: FieldSpec, value: int, style: Style, table: bool = False) -> Printed:
    """12; twelve (12) months."""
    words, rng = said(spec), style.rng
    year = (
        re.search(r"\byear built|fiscal year|calendar year|^year\b", words) and 1800 < value < 2100
    )
    text = str(value) if year else number(spec, value, style)
    unit = (
        next((f" {u}" for u in UNITS if re.search(rf"\b{u[:-1]}", words)), "")
        if not table and not year and rng.random() < 0.5
        else ""
    )
    if not table and 0 <= value < len(SMALL) and rng.random() < 0.3:
        return Printed("", spec, text, str(value), f"{SMALL[value]} (", f"){unit}")
    return Printed("", spec, text, str(value), "", unit)
