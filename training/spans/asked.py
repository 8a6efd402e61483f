"""How the facts of a window are asked for, one by one and as rows of a list."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract_filings.training.spans.naming import Namer, members_said
from extract_filings.training.spans.sample import Asked, Span
from extract_filings.training.spans.tagged import Fact, Members, Period
from extract_filings.training.spans.wording import alike, styled

LONG_TEXT = 8  # characters: shorter ones stand on a page for other reasons, too


@dataclass(frozen=True, eq=False)
class Printed(Namer):
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
        told = [] if len(groups) == 1 and self.rng.random() < 0.3 else [members_said(members)]
        told += self.period(period, some)
        return self.asked(same[0], told, self._spans(same))

    def _period(self, facts: Sequence[Fact]) -> Period:
        """The latest, mostly."""
        last = max(f.period.end for f in facts)
        latest = [f.period for f in facts if f.period.end == last]
        some = latest if self.rng.random() < 0.65 else [f.period for f in facts]
        return self.rng.choice(some)

    def _spans(self, facts: Sequence[Fact], row: int = 0) -> tuple[Span, ...]:
        """Where they are tagged, and where the window says the same long words once more."""
        places = {self.text.of(f.span) for f in facts}
        tagged = [self.text.of(f.span) for f in self.facts]
        words = {f.text for f in facts if f.kind != "number" and len(f.text) >= LONG_TEXT}
        more = {place for text in sorted(words) for place in self.text.places(text)}
        places |= {(s, e) for s, e in more if not any(s < b and a < e for a, b in tagged)}
        return tuple(self.text.span(s, e, row) for s, e in sorted(places))

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
        owner = self.owner_of(axes)
        for concept in [*columns][:5]:
            some = columns[concept]
            if len(some) > 1:
                spans = tuple(s for f in some for s in self._spans([f], number[f.members]))
                one = [f for f in facts if f.concept == concept and f.members == some[0].members]
                told = self.period(some[0].period, one)
                yield replace(self.asked(some[0], told, spans), owner=owner, many=True)
        if named := self._named(number, latest):
            name = styled(self.rng.choice(("name", axes[-1], "label", "item")), self.rng)
            yield Asked(name, "", "text", owner, True, named)

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
