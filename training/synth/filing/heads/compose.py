"""Composes the head of a table as its choices say."""

from extract_filings.training.synth.filing.heads import columns as made_of
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.columns import Column
from extract_filings.training.synth.filing.heads.days import Days
from extract_filings.training.synth.filing.heads.flows import Flows
from extract_filings.training.synth.filing.heads.head import Head
from extract_filings.training.synth.filing.heads.wording import WORDS


class Composer(Flows, Days):
    """Tables of periods, of days, and those whose columns bring a head of their own."""

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
