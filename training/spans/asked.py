"""How the facts of a window are asked for: names, descriptions, periods, members, rows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from extract_filings.pipeline.ask.printed_page import PrintedPage
from extract_filings.training.spans.places import Text
from extract_filings.training.spans.sample import Asked, Span
from extract_filings.training.spans.tagged import Fact, Period
from extract_filings.training.spans.wording import alike, shortened, styled
from extract_filings.training.synth.base.words import load_words

Labels = dict[str, dict[str, str]]
"""Of a concept: what rows call it, and the company of each."""
Members = tuple[tuple[str, str], ...]

WORDS = load_words("extract_filings.training.spans.filings")
LONG_NAME = 7  # words: nobody but a taxonomy has longer names
LIKE = 0.6
"""Share of words from which on another concept may be the same in other words."""
TRIED = 80  # concepts of the filing, for those that a window lacks
LONG_TEXT = 8  # characters: shorter ones stand on a page for other reasons, too


@dataclass(frozen=True, eq=False)
class Asker:
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

    # What the window prints

    def field(self, facts: Sequence[Fact]) -> Asked | None:
        """One of the values of a concept, so described that it is the only one."""
        groups: dict[Members, list[Fact]] = defaultdict(list)
        for fact in facts:
            groups[fact.members].append(fact)
        whole = () in groups and self.rng.random() < 0.7
        members = () if whole else self.rng.choice([*groups])
        some = groups[members]
        period = self._period(some)
        same = [f for f in some if f.period == period]
        if len(members) > 2 or not _say_the_same(same):
            return None
        told = [] if len(groups) == 1 and self.rng.random() < 0.3 else [_members_said(members)]
        told += self._period_said(period, some)
        return self._asked(same[0], told, self._spans(same))

    def _period(self, facts: Sequence[Fact]) -> Period:
        """The latest, mostly."""
        last = max(f.period.end for f in facts)
        latest = [f.period for f in facts if f.period.end == last]
        some = latest if self.rng.random() < 0.65 else [f.period for f in facts]
        return self.rng.choice(some)

    def _period_said(self, period: Period, facts: Sequence[Fact]) -> list[str]:
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

    def _spans(self, facts: Sequence[Fact], row: int = 0) -> tuple[Span, ...]:
        """Where they are tagged, and where the window says the same long words once more."""
        places = {self.text.of(f.span) for f in facts}
        tagged = [self.text.of(f.span) for f in self.facts]
        words = {f.text for f in facts if f.kind != "number" and len(f.text) >= LONG_TEXT}
        more = {place for text in sorted(words) for place in self.text.places(text)}
        places |= {(s, e) for s, e in more if not any(s < b and a < e for a, b in tagged)}
        return tuple(self.text.span(s, e, row) for s, e in sorted(places))

    # Lists

    def rows(self) -> Iterator[Asked]:
        """The rows that one axis tells apart, if the window has such."""
        groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.members:
                groups[tuple(axis for axis, _ in fact.members)].append(fact)
        lists = [(axes, f) for axes, f in groups.items() if len({x.members for x in f}) > 1]
        if lists:
            axes, facts = self.rng.choice(lists)
            yield from self._list(axes, facts)

    def _list(self, axes: Sequence[str], facts: Sequence[Fact]) -> Iterator[Asked]:
        last = max(f.period.end for f in facts)
        latest = [f for f in facts if f.period.end == last]
        columns: dict[str, list[Fact]] = defaultdict(list)
        for fact in latest:
            columns[fact.concept].append(fact)
        columns = {c: some for c, some in columns.items() if _one_a_row(some)}
        rows = dict.fromkeys(f.members for some in columns.values() for f in some)
        number = {members: n for n, members in enumerate(rows)}
        owner = self._owner_of(axes)
        for concept in [*columns][:5]:
            some = columns[concept]
            if len(some) > 1:
                spans = tuple(s for f in some for s in self._spans([f], number[f.members]))
                one = [f for f in facts if f.concept == concept and f.members == some[0].members]
                told = self._period_said(some[0].period, one)
                yield replace(self._asked(some[0], told, spans), owner=owner, many=True)
        if named := self._named(number, latest):
            name = styled(self.rng.choice(("name", axes[-1], "label", "item")), self.rng)
            yield Asked(name, "", "text", owner, True, named)

    def _owner_of(self, axes: Sequence[str]) -> str:
        axis = axes[-1]
        plural = several(axis) if self.rng.random() < 0.6 else axis
        return f"{self._owner()}, {plural}" if self.rng.random() < 0.3 else plural

    def _named(self, rows: Mapping[Members, int], facts: Sequence[Fact]) -> tuple[Span, ...]:
        """The words that name each row, if all rows begin with words of their member."""
        spans = {}
        for fact in facts:
            line = self.page.lines[fact.span.line]
            label = line[: fact.span.start].rstrip(" $(—–-:")
            named = alike(label, fact.members[-1][1])
            if named >= 0.5 and not any(map(str.isdigit, label)) and fact.members in rows:
                place = Span(fact.span.line, 0, fact.span.line, len(label), rows[fact.members])
                spans.setdefault(place.row, place)
        return tuple(spans.values()) if len(spans) == len(rows) else ()

    # What it does not print

    def absent(self, count: int) -> list[Asked]:
        """Fields that the window does not state: concepts of the filing, periods and members."""
        made = [self._other_period(), self._other_member()] if self.rng.random() < 0.5 else []
        made = [a for a in made if a]
        kin = self._others()
        for fact in kin[: max(0, count - len(made))]:
            told = [_members_said(fact.members)] if self.rng.random() < 0.7 else []
            told += self._period_said(fact.period, [fact])
            asked = self._asked(fact, told, ())
            if fact.members and self.rng.random() < 0.3:
                owner = self._owner_of([axis for axis, _ in fact.members])
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
        order = sorted(once, key=lambda c: -near[c] if hard else -(c in texts) * (self.rng.random() < 0.5))
        return [once[c] for c in order if near[c] < LIKE and not self._prints(once[c])]

    def _prints(self, fact: Fact) -> bool:
        """Whether it says what any fact of the concept says."""
        said = {f.text for f in self.filing if f.concept == fact.concept}
        return any(True for text in sorted(said) for _ in self.text.places(text))

    def _other_period(self) -> Asked | None:
        amounts = [f for f in self.facts if f.kind == "number"]
        if not amounts:
            return None
        fact, years = self.rng.choice(amounts), self.rng.choice((-3, -2, -1, 1, 2, 3))
        period = _moved(fact.period, years)
        if str(period.end.year) in self.text.joined or self._has(fact, period):
            return None
        return self._asked(fact, [_members_said(fact.members), period_said(period, self.rng)], ())

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
        told = [_members_said(fact.members), *self._period_said(fact.period, [fact])]
        return self._asked(fact, told, ())

    def _speaks_of(self, members: Members) -> bool:
        text = self.text.joined.lower()
        return any(w in text for _, member in members for w in member.split() if len(w) > 3)

    # Words

    def _asked(self, fact: Fact, told: Sequence[str], spans: tuple[Span, ...]) -> Asked:
        """`told`: what tells it from other values of its concept."""
        told = [t for t in told if t]
        words, owner = self._words(fact.concept), ""
        if self.rng.random() < 0.35:
            owner = self._owner()
        description = self._description(fact.concept, words)
        if told and not description and self.rng.random() < 0.4:
            words = " ".join((words, *(t.replace(",", "") for t in told)))
        elif told:
            description = f"{description or words}{self.rng.choice((', ', '; ', ' - '))}" + (
                ", ".join(told)
            )
        return Asked(styled(words, self.rng), description, fact.kind, owner, False, spans)

    def _owner(self) -> str:
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


def _plain(concept: str) -> str:
    parts = [w for w in concept.split() if not w.isdigit()]
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


def _members_said(members: Members) -> str:
    return ", ".join(member for _, member in members)


def _one_a_row(facts: Sequence[Fact]) -> bool:
    texts: dict[tuple, set[str]] = defaultdict(set)
    for fact in facts:
        texts[fact.members].add(fact.text)
    return all(len(some) == 1 for some in texts.values())


def _say_the_same(facts: Sequence[Fact]) -> bool:
    """Texts do if they are the same; amounts may be rounded in prose.

    >>> from decimal import Decimal
    >>> _leading("11,688"), _leading("11.7"), _leading("0.05")
    (1.1688, 1.17, 5.0)
    """
    if facts[0].kind != "number":
        return len({f.text for f in facts}) == 1
    first, *rest = [_leading(f.text) for f in facts]
    return all(abs(first - other) < 0.03 * first for other in rest)


def _leading(text: str) -> float:
    digits = "".join(c for c in text if c.isdigit()).lstrip("0")
    return float(f"{digits[:1]}.{digits[1:]}") if digits else 0.0


def _moved(period: Period, years: int) -> Period:
    def day(one):
        return one and one.replace(day=min(one.day, 28), year=one.year + years)

    return Period(day(period.start), day(period.end))


def period_said(period: Period, rng: Random) -> str:
    """
    >>> from datetime import date
    >>> period_said(Period(None, date(2023, 12, 31)), Random(1))
    'as of 2023-12-31'
    """
    end = period.end
    day = rng.choice((f"{end:%B} {end.day}, {end.year}", end.isoformat()))
    if not period.months:
        return f"{rng.choice(('as of', 'at', 'balance at'))} {day}"
    months = period.months
    length = {3: "quarter", 6: "half year", 12: "year"}.get(months, f"{months} months")
    named = rng.choice((length, f"{months} months"))
    return f"{rng.choice(('for the', ''))} {named} {rng.choice(('ended', 'to'))} {day}".strip()
