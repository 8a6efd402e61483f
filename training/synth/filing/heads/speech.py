"""What a table's head says: its words in the document's style, and those of each column."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from extract_filings.training.synth.filing.heads import columns as made_of
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.calendar import Calendar, Period
from extract_filings.training.synth.filing.heads.choices import Choices
from extract_filings.training.synth.filing.heads.columns import Column
from extract_filings.training.synth.filing.heads.head import Head
from extract_filings.training.synth.filing.heads.wording import WORDS, day, length, listed

COUNTS = {"one": 1, "two": 2, "three": 3, "five": 5}


@dataclass(slots=True)
class Speech:
    """Knows how one table speaks. What it decides itself goes into `choices`."""

    rng: random.Random
    calendar: Calendar
    document: Choices
    choices: Choices
    name: str

    def date(self, period: Period) -> str:
        style, lines = self.document["date_style"], self.choices["two_lines"]
        if lines == "no" or style not in wording.DIVIDED:
            return day(period.end, style)
        head = day(period.end, style, False)
        if lines == "month_rest" and style != "british":
            return day(period.end, style).replace(" ", "\n", 1)
        year = str(period.end.year)
        return f"{year}\n{head.rstrip(',')}" if lines == "year_day" else f"{head}\n{year}"

    def day_only(self, period: Period) -> str:
        return day(period.end, self.style, False)

    @property
    def style(self) -> str:
        """Of dates whose year stands apart."""
        style = self.document["date_style"]
        return style if style in wording.DIVIDED else "long"

    def length(self, period: Period, plural: bool = False) -> str:
        prefix = "For the " if self.choices["prefix"] == "for_the" else ""
        return prefix + self.bare_length(period, plural)

    def bare_length(self, period: Period, plural: bool = False) -> str:
        text = length(period, self.choices["length"], plural)
        return text.lower() if self.document["case"] == "lower" else text

    def ended(self, period: Period, plural: bool = False) -> str:
        """The length before a day."""
        text = self.length(period, plural)
        return text if text.lower().endswith((" ended", " to")) else f"{text} ended"

    def shared(self, periods: list[Period]) -> bool:
        return len({(p.end.month, p.end.day) for p in periods}) == 1

    def told(self, head: Head) -> tuple[str, Callable[[Period], str]]:
        """Length and days for a title, and what then heads a column."""
        periods = [c.period for c in head.columns if c.kind == "period"]
        words = f"for the {self.bare_length(periods[0], len(periods) > 1)}"
        if not words.lower().endswith((" ended", " to")):
            words += " ended"
        days, years = self.days(periods)
        return f"{words} {days}", years

    def days(self, periods: list[Period]) -> tuple[str, Callable[[Period], str]]:
        """December 31, 2023 and 2022; all days where they differ."""
        if self.shared(periods):
            first, *others = (str(p.end.year) for p in periods)
            return listed([f"{self.day_only(periods[0])} {first}", *others]), self.year
        years = self.fiscal if len({p.fiscal for p in periods}) == len(periods) else self.year
        return listed([day(p.end, self.document["date_style"]) for p in periods]), years

    def family(self, parts_of_years: bool) -> str:
        """A kind of labels that has words for quarters, if they are needed."""
        family = self.document["labels"]
        if parts_of_years and "quarter" not in wording.LABELS[family]:
            return self.rng.choice(("quarters", "quarters_short", "count_first"))
        return family

    # columns

    def with_more(self, columns: list[Column]) -> list[Column]:
        what = self.choices["columns"]
        if what == "cumulative":
            return made_of.cumulative(self.rng, columns)
        if what == "convenience":
            return made_of.convenience(columns)
        return made_of.extended(self.rng, what, columns)

    def own(self, words: Callable[[Period], str]) -> Callable[[Column], str]:
        """Words of the columns that are periods; each other column has its own."""

        def told(column: Column) -> str:
            if column.kind in ("period", "convenience"):
                return words(column.period)
            return ""

        return told

    def finished(self, head: Head) -> Head:
        """Further columns' words go to the bottom, and all get the document's case."""
        more = head.each(self.further)
        head.levels[-1] = sorted([*head.levels[-1], *more])
        if self.choices["unaudited"] == "head":
            words = self.rng.choice(WORDS["unaudited"])
            newest = max(c.period.end for c in head.columns if c.is_period)
            head.levels.append(
                head.each(lambda c: words if c.is_period and c.period.end == newest else "")
            )
        if self.document["case"] == "upper":
            head.levels = [[(a, b, t.upper()) for a, b, t in level] for level in head.levels]
            head.stub, head.above = head.stub.upper(), head.above.upper()
        return head

    def further(self, column: Column) -> str:
        if column.kind == "cumulative":
            return self.from_to(self.rng.choice(WORDS["cumulative"]), column.period)
        if self.choices["columns"] in ("estimates", "guarantors"):
            return ""
        return column.head

    def from_to(self, words: str, period: Period) -> str:
        style = self.document["date_style"]
        style = "long" if style == "month_year" else style
        return words.format(start=day(period.start, style), end=day(period.end, style))

    def full_day(self, period: Period) -> str:
        style = self.document["date_style"]
        return day(period.end, "long" if style == "month_year" else style)

    @staticmethod
    def year(period: Period) -> str:
        return str(period.end.year)

    @staticmethod
    def fiscal(period: Period) -> str:
        return str(period.fiscal)
