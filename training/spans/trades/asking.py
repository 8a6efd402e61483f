"""Which fields are asked of a page, and how: some that it states, some that it does not."""

import random
from collections.abc import Iterator, Sequence

from extract_filings.training.spans.sample import Asked, Kind, Span
from extract_filings.training.spans.trades import document, lists, naming
from extract_filings.training.spans.trades.concepts import ROLES, Concept, type_of
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.missing import missing
from extract_filings.training.spans.trades.party import LINES
from extract_filings.training.spans.trades.stated import Stated, view
from extract_filings.training.spans.trades.values import UNITS

PARTS: dict[str, tuple[str, ...]] = {
    "from": ("start", "begin", "from", "start date", "first day"),
    "to": ("end", "to", "until", "end date", "last day"),
    "currency": ("currency", "currency code"),
    "unit": ("unit", "unit of measure", "uom"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "family name"),
    "street": ("street", "street address", "address line 1"),
    "city": ("city", "town"),
    "state": ("state", "province"),
    "zip": ("zip", "postal code", "zip code"),
    "country": ("country", "country name"),
}  # fmt: skip
PARTS |= {unit: (unit, f"in {unit}", f"number of {unit}") for unit in sorted(UNITS)}
FEW = frozenset({"currency", "unit", "first", "last"})
"""Parts that schemas ask for rarely."""
PARTIES = ("party", "parties", "contracting parties", "signing parties", "names of parties")
SAID = ("", "", "who agrees with whom", "all parties of the contract", "Name of each party.")
ADDRESSES = ("address", "address", "address lines", "postal address", "lines", "full address")
OF_LINES = ("", "", "address, line by line", "the lines of the address", "Each of its lines.")
LISTED = 0.4  # of the pages with addresses are asked for lists of their lines
MANY = 0.65  # of the fields asked are stated, if the page states as many


class Asker:
    """Draws the fields of one page, in the names of one schema."""

    def __init__(self, rng: random.Random, draft: Draft, kind: document.Kind, number: int) -> None:
        self.rng, self.draft, self.kind = rng, draft, kind
        self.view = view(draft, number)
        self.style = rng.choice(naming.STYLES)
        self.wordy = rng.random()
        self.document = rng.choice((*kind.names, kind.names[0]))
        self.owned = rng.random() > 0.2

    def fields(self) -> tuple[Asked, ...]:
        """Four to sixteen in any order, about a third of them not stated."""
        wanted = self.rng.randint(4, 16)
        usual = [s for s in self.view.stated if self._usual(s)]
        stated = self.rng.sample(usual, min(len(usual), max(2, round(wanted * MANY))))
        count = max(1, min(wanted - len(stated), round(len(stated) * 0.55) + 2))
        others = missing(self.rng, self.draft, self.kind, self.view.seen, count)
        made = [
            *self._parties(),
            *self._addresses(),
            *(self._asked(s.concept, s.part, s.spans) for s in stated),
            *(self._asked(concept, part, ()) for concept, part in others),
        ]
        kept: dict[tuple[str, str], Asked] = {}
        for field in filter(None, made):
            kept.setdefault((field.name, field.owner), field)
        return tuple(self.rng.sample(list(kept.values()), len(kept)))

    def _usual(self, one: Stated) -> bool:
        """Whether a schema asks for it: of rows never for their parts, else rarely for some."""
        if one.concept.sort == "column":
            return one.part not in PARTS
        if one.part == LINES:
            return False
        return one.part not in FEW or self.rng.random() < 0.15

    def _parties(self) -> list[Asked]:
        """Those that the preamble names, as one list."""
        named = {s.concept.key: s.spans for s in self.view.stated if not s.part}
        sides = self.draft.sides
        if not sides or not named.keys() >= set(sides) or self.rng.random() < 0.5:
            return []
        spans = tuple(
            Span(s.line, s.start, s.last, s.end, row)
            for row, key in enumerate(sides, 1)
            for s in named[key]
        )
        name, said = self._styled(self.rng.choice(PARTIES)), self.rng.choice(SAID)
        return [Asked(name, said, "text", self._owner(), True, spans)]

    def _addresses(self) -> list[Asked]:
        """Of a party as a list of lines, each on a line of its own."""
        some = [
            s for s in self.view.stated if s.part == LINES and s.spans[0].last > s.spans[0].line
        ]
        asked = []
        for one in some if self.rng.random() < LISTED else ():
            _, owner = self._of_a_party(one.concept, "")
            name = self._styled(self.rng.choice(ADDRESSES))
            spans = tuple(p for s in one.spans for p in _by_line(self.view.page.lines, s))
            asked.append(Asked(name, self.rng.choice(OF_LINES), "text", owner, True, spans))
        return asked

    def _styled(self, phrase: str) -> str:
        return naming.styled(self.rng, naming.tokens(phrase), self.style)

    def _owner(self, *inner: str) -> str:
        outer = [naming.owner_name(self.rng, (self.document,), self.style)] if self.owned else []
        return ", ".join((*outer, *inner))

    def _asked(self, concept: Concept, part: str, spans: tuple[Span, ...]) -> Asked | None:
        """None if another thing on the page has all the names that it could have."""
        name, owner = self._name(concept, part)
        kind = _kind(concept, part) if self.rng.random() < 0.95 else "text"
        said = naming.description(self.rng, concept, kind, self.document, self.wordy)
        if said and kind == "choice" and concept.options and self.rng.random() < 0.3:
            said += f": {', '.join(self.rng.sample(concept.options, len(concept.options)))}"
        if said and part in PARTS:
            said = f"{self.rng.choice(PARTS[part])} of the {concept.labels[0]}"
        return Asked(name, said, kind, owner, concept.sort == "column", spans) if name else None

    def _name(self, concept: Concept, part: str) -> tuple[str | None, str]:
        """Its name, and what holds it: a list, a party, the document."""
        if concept.sort == "column":
            return self._of_a_row(concept)
        if concept.sort in ("role", "attribute") and self.rng.random() < 0.5:
            return self._of_a_party(concept, part)
        name = naming.field_name(self.rng, concept, self.style, self._avoided(concept))
        if name and part in PARTS and self.rng.random() < 0.3:
            holder = naming.owner_name(self.rng, concept.labels, self.style)
            return self._styled(self.rng.choice(PARTS[part])), self._owner(holder)
        if name and part in PARTS:
            whose = ROLES[concept.role] if concept.sort == "attribute" else concept
            words = self.rng.choice(whose.labels), self.rng.choice(PARTS[part])
            name = self._styled(" ".join(words))
        return name, self._owner(*(["details"] if self.rng.random() < 0.04 else []))

    def _of_a_party(self, concept: Concept, part: str) -> tuple[str, str]:
        """Its name alone; the party is what holds it."""
        own = self.rng.choice(PARTS[part]) if part in PARTS else _alone(self.rng, concept)
        holder = naming.owner_name(self.rng, ROLES[concept.role].labels[:3], self.style)
        return self._styled(own), self._owner(holder)

    def _of_a_row(self, concept: Concept) -> tuple[str | None, str]:
        kind = next(k for k in (*lists.TABLES, *lists.PLAIN) if concept in k.columns)
        if kind.plain:
            return self._styled(self.rng.choice(kind.names)), self._owner()
        others = {p for c in kind.columns if c != concept for p in (*c.labels, *c.names)}
        name = naming.field_name(self.rng, concept, self.style, others)
        return name, self._owner(naming.owner_name(self.rng, kind.names, self.style))

    def _avoided(self, concept: Concept) -> set[str]:
        """What other things of the page are called."""
        others = (c for c in self.view.seen if c.key != concept.key)
        return {p.lower() for c in others for p in (*c.labels, *c.names)}


def _by_line(lines: Sequence[str], whole: Span) -> Iterator[Span]:
    """Rows of a list, from a span that has all its lines for itself."""
    for row, line in enumerate(range(whole.line, whole.last + 1), 1):
        start = whole.start if line == whole.line else 0
        end = whole.end if line == whole.last else len(lines[line])
        yield Span(line, start, line, end, row)


def _alone(rng: random.Random, concept: Concept) -> str:
    """The name of an attribute without whose it is: a party's own is its name."""
    if concept.sort == "role":
        return rng.choice(("name", "name", "full name"))
    return rng.choice(concept.labels)[len(ROLES[concept.role].labels[0]) + 1 :]


def _kind(concept: Concept, part: str) -> Kind:
    if part in ("from", "to"):
        return "date"
    if part in UNITS:
        return "number"
    if part in PARTS or part == "whole":
        return "text"
    return type_of(concept.kind)
