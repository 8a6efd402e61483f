"""A table's head: what is written above which columns, in the title and beside the first line."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extract_filings.training.synth.filing.heads import columns as made_of
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.calendar import (
    Calendar,
    Period,
    flow_periods,
    instants,
)
from extract_filings.training.synth.filing.heads.choices import Choices
from extract_filings.training.synth.filing.heads.columns import Column
from extract_filings.training.synth.filing.heads.wording import WORDS, day, length, listed

Span = tuple[int, int, str]
"""First and last column, words; a line break splits them."""
COUNTS = {"one": 1, "two": 2, "three": 3, "five": 5}
SEVERAL = ("over_dates", "over_years", "over_day", "repeat", "year_over_length", "length_below")
"""Ways to head columns of several lengths."""


@dataclass(slots=True)
class Head:
    """`levels`: from top to bottom. `stub`: left of the last level. `of_title`: the title's time,
    `above`: a line over the title."""

    columns: list[Column]
    levels: list[list[Span]] = field(default_factory=list)
    stub: str = ""
    of_title: str = ""
    above: str = ""

    def each(self, words: Callable[[Column], str]) -> list[Span]:
        """A level with words for each column that has any."""
        told = [(n, n, words(c)) for n, c in enumerate(self.columns)]
        return [span for span in told if span[2]]

    def groups(self, words: Callable[[list[Column]], str]) -> list[Span]:
        """A level with words over each group of columns."""
        numbers = [c.group for c in self.columns]
        spans = []
        for n in dict.fromkeys(g for g in numbers if g >= 0):
            last = len(numbers) - 1 - numbers[::-1].index(n)
            members = [c for c in self.columns if c.group == n and c.kind == "period"]
            spans.append((numbers.index(n), last, words(members)))
        return spans


@dataclass(slots=True)
class Composer:
    """Composes the head of one table. What it decides itself goes into `choices`."""

    rng: random.Random
    calendar: Calendar
    document: Choices
    choices: Choices
    name: str

    def compose(self) -> Head:
        what = self.choices["columns"]
        special = {
            "four_quarters": self.four_quarters,
            "estimates": self.estimates,
            "predecessor": self.predecessor,
            "guarantors": self.guarantors,
        }.get(what)
        if special:
            return special()
        return self.flow() if "flow" in self.choices else self.instant()

    # words

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

    # flows

    def flow(self) -> Head:
        document, choices = self.document, self.choices
        groups = flow_periods(
            self.calendar,
            COUNTS[document["years"]],
            "to_date_only" if self.name == "cash_flow" else choices["groups"],
            choices["columns"] == "trailing",
        )
        self.settle_flow(groups)
        by_year = choices["flow"] == "year_over_length"
        columns = made_of.plain(groups, document["order"] == "oldest_first", by_year)
        head = Head(self.with_more(columns))
        getattr(self, f"flow_{choices['flow']}")(head)
        return self.finished(head)

    def settle_flow(self, groups: list[list[Period]]) -> None:
        """Answers that do not fit the periods are replaced."""
        choices, periods = self.choices, [p for g in groups for p in g]
        style = choices["length"]
        transition = self.calendar.form == "10-KT"
        if style.startswith("weeks"):
            unequal = any(len({p.weeks for p in g}) > 1 for g in groups)
            told = all(str(p.weeks) in WORDS["weeks"] for p in periods)
            style = "fiscal" if unequal else style if told else "weeks_digits"
        told_by_form = len(groups) == 1 and all(p.to_date for p in periods) and not transition
        if style == "periods" and not told_by_form:
            style = "words"
        if transition and style in ("ordinal", "year_to_date", "quarter", "half", "fiscal"):
            style = "words"
        if style == "fiscal" and any(p.weeks in wording.LONG_WEEKS for p in periods):
            style = "weeks_words"
        choices["length"] = style
        self.settle_scheme(groups, transition)

    def settle_scheme(self, groups: list[list[Period]], transition: bool) -> None:
        choices, several = self.choices, len(groups) > 1
        scheme, shared = choices["flow"], all(map(self.shared, groups))
        unlabelled = transition or choices["columns"] == "trailing"
        if scheme == "labels" and unlabelled:
            scheme = "over_dates"
        if several and scheme not in (*SEVERAL, "labels"):
            scheme = self.rng.choice(SEVERAL)
        if scheme == "year_over_length" and (not several or transition):
            scheme = "over_dates"
        if scheme in ("over_years", "over_day") and not shared:
            scheme = self.rng.choice(("over_dates", "repeat"))
        if scheme == "bare_years" and self.calendar.quarter < 4:
            scheme = "over_years" if shared else "over_dates"
        if scheme == "length_below" and choices["length"] == "periods":
            choices["length"] = "words"
        choices["flow"] = scheme

    def with_more(self, columns: list[Column]) -> list[Column]:
        what = self.choices["columns"]
        if what == "cumulative":
            return made_of.cumulative(self.rng, columns)
        if what == "convenience":
            return made_of.convenience(columns)
        return made_of.extended(self.rng, what, columns)

    def flow_over_dates(self, head: Head) -> None:
        head.levels = [
            head.groups(lambda c: self.length(c[0].period, len(c) > 1)),
            head.each(self.own(self.date)),
        ]

    def flow_over_years(self, head: Head) -> None:
        """Without the day where an ordinal says enough."""
        bare = self.choices["length"] == "ordinal" and self.rng.random() < 0.6

        def over(c: list[Column]) -> str:
            if bare:
                return self.length(c[0].period)
            return f"{self.ended(c[0].period, len(c) > 1)} {self.day_only(c[0].period)}"

        head.levels = [head.groups(over), head.each(self.own(self.fiscal if bare else self.year))]

    def flow_over_day(self, head: Head) -> None:
        head.levels = [
            head.groups(lambda c: self.length(c[0].period, len(c) > 1)),
            head.groups(lambda c: self.day_only(c[0].period)),
            head.each(self.own(self.year)),
        ]

    def flow_repeat(self, head: Head) -> None:
        head.levels = [head.each(self.own(lambda p: f"{self.ended(p)} {self.date(p)}"))]

    def flow_title(self, head: Head) -> None:
        head.of_title, years = self.told(head)
        head.levels = [head.each(self.own(years))]

    def flow_above_title(self, head: Head) -> None:
        head.above, years = self.told(head)
        head.levels = [head.each(self.own(years))]

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

    def flow_title_dates(self, head: Head) -> None:
        period = next(c.period for c in head.columns if c.kind == "period")
        head.of_title = f"for the {self.bare_length(period, True)}"
        head.levels = [head.each(self.own(self.date))]

    def flow_bare_years(self, head: Head) -> None:
        head.levels = [head.each(self.own(self.fiscal))]

    def flow_year_over_length(self, head: Head) -> None:
        """A year over its lengths, if its day is the same in each year; else the day."""
        periods = [c.period for c in head.columns]
        if self.shared(periods) and self.rng.random() < 0.6:
            over, below = self.year, lambda p: f"{self.ended(p)} {self.day_only(p)}"
        else:
            over, below = self.full_day, self.length
        head.levels = [head.groups(lambda c: over(c[0].period)), head.each(self.own(below))]

    def flow_length_below(self, head: Head) -> None:
        shape = self.rng.choice(("({})", "{}"))

        def short(p: Period) -> str:
            return shape.format(self.bare_length(p).removesuffix(" Ended").removesuffix(" ended"))

        below = head.each(self.own(short))
        if self.rng.random() < 0.4:
            below = head.groups(lambda c: short(c[0].period))
        head.levels = [head.each(self.own(self.date)), below]

    def flow_stub(self, head: Head) -> None:
        periods = [c.period for c in head.columns if c.kind == "period"]
        many = len(periods) > 1
        if self.shared(periods):
            head.stub = f"{self.ended(periods[0], many)} {self.day_only(periods[0])}"
            head.levels = [head.each(self.own(self.year))]
        else:
            head.stub = self.ended(periods[0], many)
            head.levels = [head.each(self.own(self.date))]

    def flow_labels(self, head: Head) -> None:
        family = self.family(any(c.period.quarters < 4 for c in head.columns))
        head.levels = [head.each(self.own(lambda p: wording.label(p, family)))]

    def family(self, parts_of_years: bool) -> str:
        """A kind of labels that has words for quarters, if they are needed."""
        family = self.document["labels"]
        if parts_of_years and "quarter" not in wording.LABELS[family]:
            return self.rng.choice(("quarters", "quarters_short", "count_first"))
        return family

    # days

    def instant(self) -> Head:
        count = max(2, min(3, COUNTS[self.document["years"]]))
        if self.calendar.quarter == 4 and count == 3 and self.rng.random() < 0.8:
            count = 2
        periods = instants(self.calendar, count)
        self.settle_instant(periods)
        columns = made_of.plain([periods], self.document["order"] == "oldest_first", False)
        head = Head(self.with_more(columns))
        getattr(self, f"instant_{self.choices['instant']}")(head)
        return self.finished(head)

    def settle_instant(self, periods: list[Period]) -> None:
        scheme, shared = self.choices["instant"], self.shared(periods)
        distinct = len({p.fiscal for p in periods}) == len(periods)
        if scheme == "as_of_years" and not shared:
            scheme = "as_of_dates"
        if scheme == "title" and not shared:
            scheme = "title_two_days"
        if scheme == "title_two_days" and (shared or not distinct):
            scheme = "title" if shared else "dates"
        if scheme in ("bare_years", "labels") and self.calendar.quarter < 4:
            scheme = (
                "labels" if self.document["labels"].startswith(("quarter", "count")) else "dates"
            )
        if scheme in ("bare_years", "labels") and self.calendar.form == "10-KT":
            scheme = "dates"
        self.choices["instant"] = scheme

    def instant_dates(self, head: Head) -> None:
        head.levels = [head.each(self.own(self.date))]

    def instant_as_of_dates(self, head: Head) -> None:
        words = self.rng.choice(WORDS["as_of"])
        head.levels = [head.groups(lambda c: words), head.each(self.own(self.date))]

    def instant_as_of_years(self, head: Head) -> None:
        words = self.rng.choice((*WORDS["as_of"], ""))
        over = head.groups(lambda c: f"{words} {self.day_only(c[0].period)}".strip())
        head.levels = [over, head.each(self.own(self.year))]

    def instant_title(self, head: Head) -> None:
        periods = [c.period for c in head.columns if c.kind == "period"]
        days, years = self.days(periods)
        where = "above" if self.rng.random() < 0.2 else "of_title"
        setattr(head, where, f"{self.rng.choice(('as of', 'at', 'as at', 'At'))} {days}")
        head.levels = [head.each(self.own(years))]

    instant_title_two_days = instant_title

    def instant_bare_years(self, head: Head) -> None:
        head.levels = [head.each(self.own(self.fiscal))]

    def instant_stub(self, head: Head) -> None:
        periods = [c.period for c in head.columns if c.kind == "period"]
        words = self.rng.choice((*WORDS["as_of"], ""))
        if self.shared(periods):
            head.stub = f"{words} {self.day_only(periods[0])}".strip()
            head.levels = [head.each(self.own(self.year))]
        else:
            head.stub = words
            head.levels = [head.each(self.own(self.date))]

    def instant_year_over_day(self, head: Head) -> None:
        head.levels = [
            head.each(self.own(self.year)),
            head.each(self.own(lambda p: self.day_only(p).rstrip(","))),
        ]

    def instant_labels(self, head: Head) -> None:
        family = self.family(self.calendar.quarter < 4)
        head.levels = [head.each(self.own(lambda p: wording.label(p, family)))]

    # tables with a head of their own

    def four_quarters(self) -> Head:
        oldest = self.document["order"] == "oldest_first" or self.rng.random() < 0.7
        head = Head(made_of.four_quarters(self.calendar, oldest))
        if self.rng.random() < 0.65:
            family = self.family(True)
            head.levels = [head.each(lambda c: wording.label(c.period, family))]
        else:
            self.choices["length"] = self.rng.choice(("quarter", "words"))
            self.flow_over_dates(head)
        return self.finished(head)

    def estimates(self) -> Head:
        head = Head(made_of.estimates(self.rng, self.calendar))
        head.levels = [head.each(lambda c: c.head)]
        return self.finished(head)

    def predecessor(self) -> Head:
        head = Head(made_of.predecessor(self.rng, self.calendar))
        names = [self.rng.choice(WORDS[kind]) for kind in ("successor", "predecessor")]
        bridge = self.rng.choice(WORDS["bridge"])
        self.choices["length"] = self.rng.choice(("words", "twelve"))

        def words(c: Column) -> str:
            if c is head.columns[-1]:
                return f"{self.ended(c.period)} {self.full_day(c.period)}"
            return self.from_to(bridge, c.period)

        head.levels = [head.groups(lambda c: names[c[0].group]), head.each(words)]
        return self.finished(head)

    def guarantors(self) -> Head:
        instant = self.name in ("balance_sheet", "note_instant")
        made = self.calendar
        period = made.day(made.year, made.quarter) if instant else made.span(made.year, 1, 4)
        head = Head(made_of.guarantors(self.rng, period))
        if instant:
            head.of_title = f"as of {self.full_day(period)}"
        else:
            self.choices["length"] = "words"
            head.of_title = f"for the {self.bare_length(period)} {self.full_day(period)}"
        head.levels = [head.each(lambda c: c.head)]
        return self.finished(head)

    # all

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


def scale_under(head: Head, tags: Callable[[Column], str]) -> Head:
    """With a last level that tells the unit of each column of amounts."""
    units = head.each(lambda c: tags(c) if c.amounts else "")
    return replace(head, levels=[*head.levels, units])
