"""Fields that a window does not state: what its filing has elsewhere, other periods and parts."""

from dataclasses import dataclass, replace

from extract_filings.training.spans.naming import Namer, members_said, period_said
from extract_filings.training.spans.sample import Asked
from extract_filings.training.spans.tagged import Fact, Members, Period
from extract_filings.training.spans.wording import alike

LIKE = 0.6
"""Share of words from which on another concept may be the same in other words."""
TRIED = 80  # concepts of the filing


@dataclass(frozen=True, eq=False)
class Absent(Namer):
    def fields(self, count: int) -> list[Asked]:
        """About so many."""
        made = [self._other_period(), self._other_member()] if self.rng.random() < 0.5 else []
        made = [a for a in made if a]
        kin = self._others()
        for fact in kin[: max(0, count - len(made))]:
            told = [members_said(fact.members)] if self.rng.random() < 0.7 else []
            told += self.period(fact.period, [fact])
            asked = self.asked(fact, told, ())
            if fact.members and self.rng.random() < 0.3:
                owner = self.owner_of([axis for axis, _ in fact.members])
                asked = replace(asked, owner=owner, many=True)
            made.append(asked)
        return made

    def _others(self) -> list[Fact]:
        """A fact of each concept that the window has not, the likest first, half of the time."""
        once = {f.concept: f for f in self.filing if f.concept not in self.concepts}
        some = self.rng.sample([*once], min(len(once), TRIED))
        once = {c: once[c] for c in some}
        near = {c: max((alike(c, own) for own in self.concepts), default=0.0) for c in once}
        texts = [c for c in once if once[c].kind != "number"]
        hard = self.rng.random() < 0.5
        order = sorted(
            once, key=lambda c: -near[c] if hard else -(c in texts) * (self.rng.random() < 0.5)
        )
        return [once[c] for c in order if near[c] < LIKE and not self._prints(once[c])]

    def _prints(self, fact: Fact) -> bool:
        """Whether it says what any fact of the concept says."""
        said = {f.text for f in self.filing if f.concept == fact.concept}
        return any(True for text in sorted(said) for _ in self.text.places(text))

    def _other_period(self) -> Asked | None:
        amounts = [f for f in self.facts if f.kind == "number" and self._changes(f)]
        if not amounts:
            return None
        fact, years = self.rng.choice(amounts), self.rng.choice((-3, -2, -1, 1, 2, 3))
        period = _moved(fact.period, years)
        if str(period.end.year) in self.text.joined or self._has(fact, period):
            return None
        return self.asked(fact, [members_said(fact.members), period_said(period, self.rng)], ())

    def _changes(self, fact: Fact) -> bool:
        """A par value or a coupon is the same in each year, whichever the page names."""
        kin = (f for f in self.filing if (f.concept, f.members) == (fact.concept, fact.members))
        said = {f.period: f.text for f in kin}
        return len({*said.values()}) > 1

    def _has(self, fact: Fact, period: Period) -> bool:
        same = (f.period.end.year for f in self.facts if f.concept == fact.concept)
        return period.end.year in same

    def _other_member(self) -> Asked | None:
        """Of a concept that is there, a part of the company that is not."""
        here = {f.members for f in self.facts}
        others = [f for f in self.filing if f.concept in self.concepts and f.members]
        others = [f for f in others if f.members not in here and not self._speaks_of(f.members)]
        if not others:
            return None
        fact = self.rng.choice(others)
        told = [members_said(fact.members), *self.period(fact.period, [fact])]
        return self.asked(fact, told, ())

    def _speaks_of(self, members: Members) -> bool:
        text = self.text.joined.lower()
        return any(w in text for _, member in members for w in member.split() if len(w) > 3)


def _moved(period: Period, years: int) -> Period:
    def day(one):
        return one and one.replace(day=min(one.day, 28), year=one.year + years)

    return Period(day(period.start), day(period.end))
