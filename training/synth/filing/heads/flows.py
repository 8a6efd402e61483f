"""Heads of columns that are lengths of time."""

from extract_filings.training.synth.filing.heads import columns as made_of
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.calendar import Period, flow_periods
from extract_filings.training.synth.filing.heads.columns import Column
from extract_filings.training.synth.filing.heads.head import Head
from extract_filings.training.synth.filing.heads.speech import COUNTS, Speech
from extract_filings.training.synth.filing.heads.wording import WORDS

SEVERAL = ("over_dates", "over_years", "over_day", "repeat", "year_over_length", "length_below")
"""Ways to head columns of several lengths."""


class Flows(Speech):
    """A method for each way of heading them, `flow_` and the choice's name."""

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
