"""Heads of columns that are days."""

from extract_filings.training.synth.filing.heads import columns as made_of
from extract_filings.training.synth.filing.heads import wording
from extract_filings.training.synth.filing.heads.calendar import Period, instants
from extract_filings.training.synth.filing.heads.head import Head
from extract_filings.training.synth.filing.heads.speech import COUNTS, Speech
from extract_filings.training.synth.filing.heads.wording import WORDS


class Days(Speech):
    """A method for each way of heading them, `instant_` and the choice's name."""

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
