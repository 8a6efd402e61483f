"""Dates that a document does not print but counts: "expires thirty-six months after the
Commencement Date", where that date is a value, or is printed where the words are defined.

The field's name, or a verb that means it, must lead to the length of time without other words, and
all places that say something must say the same day.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from extract_filings.pipeline.records import Operand, Value
from extract_filings.pipeline.text.counted import Counted, counted, later, lengths_in
from extract_filings.pipeline.text.joined import Joined, Span
from extract_filings.pipeline.text.parse import DATES, read_date
from extract_filings.schemas.base import FieldSpec

QUOTED = r"[\"“”]\s*([^\"“”]{3,40}?)\s*,?\s*[\"“”]"
BEHIND_DATE = re.compile(rf"\s*,?\s*\((?:[a-z]+[\s,]+){{0,4}}{QUOTED}")
"""March 1, 2024 (the "Commencement Date")"""
AHEAD_OF_DATE = re.compile(
    rf"(?:{QUOTED}\s*(?::|(?:shall\s+)?means?|is|shall\s+be)"
    r"|((?:[A-Z][a-z]+\s){1,3}[Dd]ate)\s?:)\s*(?:the\s+date\s+of\s+)?$"
)
"""Commencement Date: March 1, 2024; "Commencement Date" means March 1, 2024"""
TERM = 90  # characters of a definition ahead of its date
TOO_PLAIN = frozenset(["date", "dated", "day", "end", "start", "term"])
"""Names that any date may have."""
ENDS = re.compile(r"\b(?:end|expir\w*|terminat\w*|maturit\w*)\b")
IS_PERIOD = re.compile(r"\b(?:period|year|quarter|month)\b")
DUE = re.compile(r"\b(?:due|payable)\b")
CONTRACT = r"(?:this\s+\w+|the\s+(?:initial\s+)?(?:term|agreement|lease|contract|note|loan))"
VERBS = {
    ENDS: rf"{CONTRACT}\b[^.;]{{0,60}}?\b(?:expires?|terminates?|matures?|ends?"
    r"|in\s+(?:full\s+force\s+and\s+)?effect)|terms?",
    DUE: r"due|payable",
}
"""What says the same as a name. Options expire too, so it must be the contract that does."""
FILLER = (
    r"(?:[\s\"“”’':,()-]|\b(?:this|shall|will|is|are|be|means?|occurs?|falls?|falling|on|the|a"
    r"|that|which|date|day|immediately|preceding|before|prior|to|in|full|force|effect|within|until"
    r"|for|period|initial|of|term|lease|agreement|contract|note|remain|continue|automatically)\b)*$"
)
LEAD = 160  # characters ahead of a length in which the field is named


@dataclass(frozen=True, slots=True)
class Base:
    """A day that others are counted from."""

    day: date
    confidence: float
    operand: Operand


@dataclass(frozen=True, slots=True)
class CountedDate:
    """The day, where the words stand that say it, and what it was counted from."""

    day: date
    place: Span
    confidence: float
    operands: tuple[Operand, Operand]


class CountedDates:
    """Of a document."""

    def __init__(self, lines: Joined) -> None:
        self.lines, self.text = lines, lines.text.replace("\n", " ")
        self.lengths, self.defined = [*lengths_in(self.text)], [*self._defined()]

    def of(self, field: FieldSpec, known: Iterable[tuple[FieldSpec, Value]]) -> CountedDate | None:
        """`known`: the dates of the field's row and of the root."""
        lead = re.compile(_lead(field))
        bases = _agreeing([*self.defined, *_of_values(known)])
        names = "|".join(r"\s+".join(map(re.escape, n.split())) for n in _longest_first(bases))
        found = [
            made
            for one in counted(self.text, self.lengths, names or "(?!)")
            if lead.search(self.text[max(0, one.start - LEAD) : one.start])
            if (made := self._made(one, bases))
        ]
        return found[0] if len({c.day for c in found}) == 1 else None

    def _made(self, one: Counted, bases: Mapping[str, Base]) -> CountedDate | None:
        said = self.text[one.base : one.base_end]
        base = bases.get(_name(said)) or self._printed(one.base, one.base_end)
        day = base and later(base.day, one.months, one.days)
        if not base or not day:
            return None
        length = self._operand(one.start, one.length_end)
        place = self.lines.span(one.start, one.base_end)
        return CountedDate(day, place, base.confidence, (length, base.operand))

    def _printed(self, start: int, end: int) -> Base | None:
        day = read_date(self.text[start:end])
        return Base(day, STATED, self._operand(start, end)) if day else None

    def _defined(self) -> Iterator[tuple[str, Base]]:
        for m in DATES.finditer(self.text):
            ahead = AHEAD_OF_DATE.search(self.text[max(0, m.start() - TERM) : m.start()])
            behind = BEHIND_DATE.match(self.text, m.end())
            named = [said for found in (ahead, behind) if found for said in found.groups() if said]
            base = self._printed(*m.span()) if named else None
            yield from ((_name(said), base) for said in named if base)

    def _operand(self, start: int, end: int) -> Operand:
        return Operand(self.text[start:end], self.lines.span(start, end)[0])


STATED = 0.9
"""Confidence of a day that stands where its name is defined, which no model was asked about. Not
measured."""


def _lead(field: FieldSpec) -> str:
    """What names the field ahead of a length of time."""
    named = [rf"{re.escape(n)}" for n in field.labels if _name(n) not in TOO_PLAIN]
    verbs = [v for kind, v in VERBS.items() if kind.search(field.words)]
    any_of = "|".join([*named, *verbs * (not IS_PERIOD.search(field.words))])
    return rf"(?i)(?<!\w)(?:{any_of or '(?!)'})(?!\w){FILLER}"


def _of_values(known: Iterable[tuple[FieldSpec, Value]]) -> Iterator[tuple[str, Base]]:
    for field, value in known:
        base = Base(value.value, value.confidence, Operand(value.quote, value.line))
        yield from ((_name(label), base) for label in field.labels)


def _agreeing(named: Iterable[tuple[str, Base]]) -> dict[str, Base]:
    """Names that stand for one day alone; values before definitions, as a reviewer sees them."""
    found: dict[str, list[Base]] = defaultdict(list)
    for name, base in named:
        found[name].append(base)
    return {
        name: some[-1]
        for name, some in found.items()
        if len({b.day for b in some}) == 1 and name not in TOO_PLAIN
    }


def _name(words: str) -> str:
    return " ".join(words.casefold().split())


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda n: (-len(n), n))
