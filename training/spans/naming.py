"""How people name and describe a fact: by its concept's words, their own, another company's row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.training.spans.places import Text
from extract_filings.training.spans.sample import Asked, Span
from extract_filings.training.spans.tagged import Fact, Members, Period
from extract_filings.training.spans.wording import alike, shortened, styled
from extract_filings.training.synth.base.words import load_words

Labels = dict[str, dict[str, str]]
"""Of a concept: what rows call it, and the company of each."""

WORDS = load_words("extract_filings.training.spans.filings")
LONG_NAME = 7  # words: nobody but a taxonomy has longer names


@dataclass(frozen=True, eq=False)
class Namer:
    """`facts`: of the window. `filing`: all of the filing's. `company`: whose it is."""

    page: PrintedPage
    facts: Sequence[Fact]
    filing: Sequence[Fact]
    labels: Mapping[str, Mapping[str, str]]
    company: str
    rng: Random = field(repr=False)

    @cached_property
    def text(self) -> Text:
        return Text(self.page.lines)

    @cached_property
    def concepts(self) -> set[str]:
        return {f.concept for f in self.facts}

    def asked(self, fact: Fact, told: Sequence[str], spans: tuple[Span, ...]) -> Asked:
        """`told`: what tells it from other values of its concept."""
        told = [t for t in told if t]
        words, owner = self._words(fact.concept), ""
        if self.rng.random() < 0.35:
            owner = self.owner()
        description = self._description(fact.concept, words)
        if told and not description and self.rng.random() < 0.4:
            words = " ".join((words, *(t.replace(",", "") for t in told)))
        elif told:
            description = f"{description or words}{self.rng.choice((', ', '; ', ' - '))}" + (
                ", ".join(told)
            )
        return Asked(styled(words, self.rng), description, fact.kind, owner, False, spans)

    def owner(self) -> str:
        return self.rng.choice(WORDS["owners"])

    def _words(self, concept: str) -> str:
        names = WORDS["names"].get(concept)
        if names and self.rng.random() < 0.85:
            return self.rng.choice(names)
        if (label := self._label(concept)) and self.rng.random() < 0.4:
            return label
        words, others = _plain(concept), self.concepts - {concept}
        short = len(words.split()) > LONG_NAME or self.rng.random() < 0.5
        return shortened(words, others, self.rng) if short else words

    def _description(self, concept: str, words: str) -> str:
        offers = [*WORDS["descriptions"].get(concept, ())]
        if label := self._label(concept):
            offers.append(label)
        if words in _plain(concept) and words != _plain(concept):  # too short to stand alone
            return self.rng.choice((*offers, _plain(concept)))
        return self.rng.choice(offers) if offers and self.rng.random() < 0.7 else ""

    def _label(self, concept: str) -> str:
        """What another company's rows call it, if that is no row of another concept here."""
        offers = [t for t, owner in self.labels.get(concept, {}).items() if owner != self.company]
        offers = [t for t in offers if alike(t.lower(), concept) >= 0.5 and self._fits(t, concept)]
        return self.rng.choice(offers).lower() if offers else ""

    def _fits(self, label: str, concept: str) -> bool:
        said = [n for n, line in enumerate(self.page.lines) if label.lower() in line.lower()]
        own = {f.span.line for f in self.facts if f.concept == concept}
        return all(n in own for n in said)

    def owner_of(self, axes: Sequence[str]) -> str:
        axis = axes[-1]
        plural = several(axis) if self.rng.random() < 0.6 else axis
        return f"{self.owner()}, {plural}" if self.rng.random() < 0.3 else plural

    def period(self, period: Period, facts: Sequence[Fact]) -> list[str]:
        """Nothing where it goes without saying: it is the filing's latest and no other is there."""
        kin = [f for f in self.filing if f.concept == facts[0].concept]
        kin = [f for f in kin if f.members == facts[0].members and f.kind == "number"]
        others = {f.period for f in kin} - {period}
        latest = all(p.end < period.end for p in others)
        if not kin or (latest and self.rng.random() < 0.5):
            return []
        if latest and self.rng.random() < 0.3:
            return [self.rng.choice(("current period", "latest", "this year", "most recent"))]
        return [period_said(period, self.rng)] if others or self.rng.random() < 0.2 else []


def _plain(concept: str) -> str:
    parts = [w for w in concept.replace("trd arr", "trading plan").split() if not w.isdigit()]
    return " ".join(parts[1:] if parts[0] == "entity" and len(parts) > 2 else parts)


def several(axis: str) -> str:
    """
    >>> several("class of stock"), several("equity components"), several("country")
    ('classes of stock', 'equity components', 'countries')
    """
    first, of, rest = axis.partition(" of ")
    if first.endswith("ss"):
        first += "es"
    elif first.endswith("y"):
        first = f"{first[:-1]}ies"
    elif not first.endswith("s"):
        first += "s"
    return first + of + rest


def members_said(members: Members) -> str:
    return ", ".join(member for _, member in members)


def period_said(period: Period, rng: Random) -> str:
    """
    >>> from datetime import date
    >>> period_said(Period(None, date(2023, 12, 31)), Random(1))
    'balance at December 31, 2023'
    """
    end = period.end
    day = rng.choice((f"{end:%B} {end.day}, {end.year}", end.isoformat()))
    if not period.months:
        return f"{rng.choice(('as of', 'at', 'balance at'))} {day}"
    months = period.months
    length = {3: "quarter", 6: "half year", 12: "year"}.get(months, f"{months} months")
    named = rng.choice((length, f"{months} months"))
    return f"{rng.choice(('for the', ''))} {named} {rng.choice(('ended', 'to'))} {day}".strip()
