"""Composes documents: periods, columns, heads and rows. Nothing is printed yet."""

import random
from dataclasses import dataclass, replace
from typing import Any

from extract_filings.training.synth.base import names
from extract_filings.training.synth.filing.heads import rows as statements
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.calendar import Calendar, Period, calendar
from extract_filings.training.synth.filing.heads.cells import dollar_scale
from extract_filings.training.synth.filing.heads.choices import Choices, Drawn, draw
from extract_filings.training.synth.filing.heads.compose import Composer
from extract_filings.training.synth.filing.heads.head import Head, scale_under
from extract_filings.training.synth.filing.heads.page import STUB
from extract_filings.training.synth.filing.heads.rows import Company, Row

SHARE_SCALES = {"full": 0, "thousands": 3}


@dataclass(frozen=True, slots=True)
class Table:
    """`scale`: the words that tell it, `place`: where."""

    name: str
    choices: Choices
    head: Head
    rows: list[Row]
    scale: str
    place: str


@dataclass(frozen=True, slots=True)
class Design:
    """A document as composed."""

    number: int
    drawn: Drawn
    calendar: Calendar
    company: Company
    name: str
    tables: tuple[Table, ...]

    @property
    def doc_id(self) -> str:
        return f"heads{self.number:04d}_{self.calendar.form.lower()}"


def design(seed: int, number: int) -> Design:
    rng = random.Random(f"heads {seed} {number}")
    drawn = draw(rng)
    made, company = calendar(rng, drawn.document), None
    company = _company(rng, drawn.document, made)
    words = _scale_words(rng, drawn.document)
    tables = tuple(
        _table(rng, drawn.document, made, company, name, choices, words, n)
        for n, (name, choices) in enumerate(drawn.tables)
    )
    return Design(number, drawn, made, company, names.company(rng)[0], tables)


def _company(rng: random.Random, choices: Choices, made: Calendar) -> Company:
    scale, shares = choices["scale"], choices["shares"]
    share_scale = SHARE_SCALES.get(shares, wording.UNITS[scale])
    if shares == "row":
        share_scale = rng.choice((3, 6))
    places = 0
    if scale in ("crore", "lakh", "millions") and rng.random() < 0.3:
        places = 1 if scale == "millions" else 2
    return Company(rng, scale, choices["fate"], made.last_day.year, places, share_scale)


def _scale_words(rng: random.Random, choices: Choices) -> str:
    if choices["scale"] == "units":
        return ""
    return wording.scale_line(rng, choices["scale"], choices["currency"], choices["shares"])


def _table(
    rng: random.Random,
    document: Choices,
    made: Calendar,
    company: Company,
    name: str,
    choices: Choices,
    words: str,
    index: int,
) -> Table:
    head = Composer(rng, made, document, choices, name).compose()
    place = document["scale_place"]
    if words and rng.random() < 0.25:
        words = _scale_words(rng, document)
    if choices["columns"] == "convenience":
        place = "under"
    if place == "other" and index:
        words = ""
    if place == "under":
        head = scale_under(head, _tags(rng, document))
    if place == "beside" and words:
        head.levels[-1] = [(STUB, STUB, words), *head.levels[-1]]
    if head.stub:
        head.levels[0] = [s for s in head.levels[0] if s[0] != STUB]
        head.levels[0] = [(STUB, STUB, head.stub), *head.levels[0]]
        if place == "beside":
            place = "title"
    periods = list(dict.fromkeys(p for c in head.columns for p in (c.period, c.before) if p))
    rows = _rows(rng, document, company, name, periods)
    return Table(name, choices, head, rows, words, place)


def _tags(rng: random.Random, document: Choices):
    tag = wording.scale_tag(rng, document["scale"], document["currency"])
    dollars = wording.scale_tag(rng, dollar_scale(document), "USD")
    return lambda column: dollars if column.kind == "convenience" else tag


def _rows(
    rng: random.Random, document: Choices, company: Company, name: str, periods: list[Period]
) -> list[Row]:
    if name == "income_statement":
        made = statements.income(company, periods, rng.random() < 0.6)
        if document["shares"] != "row":
            return made
        told = {3: " (in thousands)", 6: " (in millions)"}[company.share_scale]
        return [replace(r, label=r.label + told) if r.unit == "shares" else r for r in made]
    if name == "balance_sheet":
        return statements.balance(company, periods)
    if name == "cash_flow":
        return statements.cash_flow(company, periods)
    return statements.note(company, periods, name.removeprefix("note_"))


def choices_of(made: Design) -> dict[str, Any]:
    """What was drawn, and what stands in the columns."""
    tables = [
        {"table": t.name, "scale_words": t.scale, "scale_place": t.place, **t.choices}
        | {"kinds": [c.kind for c in t.head.columns]}
        for t in made.tables
    ]
    return {"document": made.doc_id, **made.drawn.document, "tables": tables}
