"""Which fields are asked of a page: some that it states, some that it does not."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.ask.printed_page import PrintedPage
from extract_filings.training.spans.sample import Asked, Kind, Span
from extract_filings.training.spans.trades import document, lists, naming
from extract_filings.training.spans.trades.concepts import (
    CONCEPTS,
    ROLES,
    Concept,
    attribute,
    clash,
    family,
    sibling,
    stems,
    thing,
)
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.lists import ListKind
from extract_filings.training.spans.trades.printing import Piece, Place, printed, span

KINDS: dict[str, Kind] = dict.fromkeys(
    ("amount", "percent", "count", "quantity", "decimal", "bigcount", "smallcount", "year"),
    "number",
)
KINDS |= {
    "date": "date",
    "choice": "choice",
    "vote": "choice",
    "status": "choice",
    "passfail": "choice",
}
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
MARGINAL = frozenset(
    {"form number", "revision", "revision date", "pages", "website", "register at"}
)
"""What heads and feet of pages print without being asked."""
LOOSE = frozenset({"state", "memo", "product"})
"""Of these any list could be meant by any name."""
FEW = frozenset({"currency", "unit", "first", "last"})
"""Parts that schemas ask for rarely."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A concept, or a part of it, and all places of the page that print it."""

    concept: Concept
    part: str
    spans: tuple[Span, ...]


class Asker:
    """Draws the fields of one page."""

    def __init__(self, rng: random.Random, draft: Draft, kind: document.Kind, number: int) -> None:
        self.rng, self.draft, self.kind, self.number = rng, draft, kind, number
        pages = draft.sheet.pages
        self.page, places = printed(pages[number - 1], draft.style, number, len(pages))
        self.seen = _concepts(draft, places)
        self.stated = list(_stated(draft, self.page, places, number))
        self.style = rng.choice(naming.STYLES)
        self.wordy = rng.random()
        self.document = rng.choice((*kind.names, kind.names[0]))
        self.owned = rng.random()

    def fields(self) -> tuple[Asked, ...]:
        """Four to sixteen, about a third of them not stated; in the order of a schema, none."""
        wanted = self.rng.randint(4, 16)
        usual = [s for s in self.stated if self._usual(s)]
        stated = self.rng.sample(usual, min(len(usual), max(2, round(wanted * 0.65))))
        missing = max(1, min(wanted - len(stated), round(len(stated) * 0.55) + 2))
        made = [self._asked(s.concept, s.part, s.spans) for s in stated]
        made += [self._asked(c, part, ()) for c, part in self._absent(missing)]
        made += self._parties()
        kept: dict[tuple[str, str], Asked] = {}
        for field in filter(None, made):
            kept.setdefault((field.name, field.owner), field)
        fields = list(kept.values())
        self.rng.shuffle(fields)
        return tuple(fields)

    def _usual(self, one: Stated) -> bool:
        """Whether a schema asks for it: of rows and of most things not for their parts."""
        if one.concept.sort == "column" and one.part in PARTS:
            return False
        return one.part not in FEW or self.rng.random() < 0.15

    def _parties(self) -> list[Asked]:
        """The parties of a contract as one list."""
        named = [s for s in self.stated if s.concept.sort == "role" and not s.part]
        whole = self.draft.sides and {s.concept.key for s in named} >= set(self.draft.sides)
        if not whole or self.rng.random() < 0.5:
            return []
        named = [s for key in self.draft.sides for s in named if s.concept.key == key]
        spans = tuple(
            Span(p.line, p.start, p.last, p.end, row)
            for row, s in enumerate(named, 1)
            for p in s.spans
        )
        name = self.rng.choice(
            ("party", "parties", "contracting parties", "signing parties", "names of parties")
        )
        said = self.rng.choice(
            ("", "", "who agrees with whom", "all parties of the contract", "Name of each party.")
        )
        return [Asked(self._styled(name), said, "text", self._owner(), True, spans)]

    def _styled(self, phrase: str) -> str:
        return naming.styled(self.rng, naming.tokens(phrase), self.style)

    def _owner(self, *inner: str) -> str:
        outer = (
            () if self.owned < 0.2 else (naming.owner_name(self.rng, (self.document,), self.style),)
        )
        return ", ".join((*outer, *inner))

    def _asked(self, concept: Concept, part: str, spans: tuple[Span, ...]) -> Asked | None:
        name, owner = self._name(concept, part)
        if name is None:
            return None
        kind = _kind(concept, part)
        said = naming.description(self.rng, concept, kind, self.document, self.wordy)
        if concept.options and kind == "choice" and said and self.rng.random() < 0.3:
            said = f"{said}: {', '.join(self.rng.sample(concept.options, len(concept.options)))}"
        if part in PARTS and said:
            said = f"{self.rng.choice(PARTS[part])} of the {concept.labels[0]}"
        return Asked(name, said, kind, owner, concept.sort == "column", spans)

    def _name(self, concept: Concept, part: str) -> tuple[str | None, str]:
        """Its name, and what holds it: a list's row, a party, the document."""
        rng = self.rng
        if concept.sort == "column":
            return self._column(concept)
        words = rng.choice(PARTS[part]) if part in PARTS else ""
        within = concept.sort in ("role", "attribute") and rng.random() < 0.5
        if within:
            holder = ROLES[concept.role]
            own = words or _alone(rng, concept)
            return self._styled(own), self._owner(
                naming.owner_name(rng, holder.labels[:3], self.style)
            )
        name = naming.field_name(rng, concept, self.style, self._avoided(concept))
        if name and words:
            whose = ROLES[concept.role] if concept.sort == "attribute" else concept
            name = self._styled(f"{rng.choice(whose.labels)} {words}")
        return name, self._owner(*(("details",) if rng.random() < 0.04 else ()))

    def _column(self, concept: Concept) -> tuple[str | None, str]:
        kind = next(k for k in (*lists.TABLES, *lists.PLAIN) if concept in k.columns)
        if kind.plain:
            return self._styled(self.rng.choice(kind.names)), self._owner()
        others = {p for c in kind.columns if c != concept for p in (*c.labels, *c.names)}
        name = naming.field_name(self.rng, concept, self.style, others)
        return name, self._owner(naming.owner_name(self.rng, kind.names, self.style))

    def _avoided(self, concept: Concept) -> set[str]:
        """What other things of the page are called."""
        others = (c for c in self.seen if c.key != concept.key)
        return {p.lower() for c in others for p in (*c.labels, *c.names)}

    def _absent(self, count: int) -> list[tuple[Concept, str]]:
        """What could be asked of such a document, and cannot be found on this page."""
        made: dict[str, tuple[Concept, str]] = {}
        for _ in range(4 * count):
            concept = self._candidate()
            if len(made) < count and concept and self._safe(concept):
                made[concept.key] = concept, self._any_part(concept)
        return list(made.values())

    def _candidate(self) -> Concept | None:
        rng, draw = self.rng, self.rng.random()
        blank = [f.concept for f in self.draft.facts]
        if draw < 0.3 and blank:
            return rng.choice(blank)
        if draw < 0.55:
            return rng.choice(self.kind.concepts)
        if draw < 0.67:
            role = rng.choice(self.kind.roles if rng.random() < 0.7 else list(ROLES))
            return (
                attribute(
                    role, rng.choice(("address", "phone", "email", "contact", "tax id", "country"))
                )
                if rng.random() < 0.6
                else ROLES[role]
            )
        if draw < 0.8:
            return self._column_not_printed()
        if draw < 0.9:
            known = [c for c in self.seen if c.sort == "thing"]
            return sibling(rng, rng.choice(known)) if known else thing(rng)
        return rng.choice(list(CONCEPTS.values()))

    def _column_not_printed(self) -> Concept | None:
        own = [lists.BY_NAME[n] for n in self.kind.lists]
        kind = self.rng.choice(
            own if own and self.rng.random() < 0.6 else [*lists.TABLES, *lists.PLAIN]
        )
        return self.rng.choice(kind.columns) if self._unlike(kind) else None

    def _unlike(self, kind: ListKind) -> bool:
        """Whether no list of the document has a name like that."""
        said = {stems(n) for n in kind.names}
        return not any(said & {stems(n) for n in other.names} for other in self.draft.lists)

    def _safe(self, concept: Concept) -> bool:
        """Whether nobody would find a value of it on this page."""
        free = concept.kind == "text" and not concept.options
        if concept.general or free or concept.key in MARGINAL:
            return False
        if concept.sort == "column":
            if concept.kind in LOOSE and any(c.kind == concept.kind for c in self.seen):
                return False
        same = [c for c in self.seen if family(c.kind) == family(concept.kind)]
        near = concept in self.kind.concepts or concept.sort == "attribute"
        if near and any(c.general for c in same):
            return False
        return not any(clash(concept, c) for c in same)

    def _any_part(self, concept: Concept) -> str:
        parts = {"period": ("from", "to"), "address": ("city", "zip", "street", "country")}
        return self.rng.choice(("", *parts.get(concept.kind, ())))


def _alone(rng: random.Random, concept: Concept) -> str:
    """The name of an attribute without whose it is: a party's own is its name."""
    if concept.sort == "role":
        return rng.choice(
            ("name", "name", "full name", "company name" if concept.kind == "org" else "name")
        )
    return rng.choice(concept.labels)[len(ROLES[concept.role].labels[0]) + 1 :]


def _kind(concept: Concept, part: str) -> Kind:
    if part in ("from", "to"):
        return "date"
    if part in PARTS or part == "whole":
        return "text"
    return KINDS.get(concept.kind, "text")


def _concepts(draft: Draft, places: dict[Place, list[Piece]]) -> list[Concept]:
    keys = {key for _, key in places if key}
    return list({draft.names[k].key: draft.names[k] for k in sorted(keys)}.values())


def _stated(
    draft: Draft, page: PrintedPage, places: dict[Place, list[Piece]], number: int
) -> Iterator[Stated]:
    """What is printed in one piece wherever it is printed, and all of it on this page."""
    cut = _elsewhere(draft, number)
    found: dict[tuple[str, str], list[Span | None]] = {}
    for (part, key), pieces in places.items():
        if key is None:
            continue
        whole = None if key in cut else span(page.lines, pieces, key[1])
        found.setdefault((key[0], part), []).append(whole)
    concepts = {c.key: c for c in _concepts(draft, places)}
    for (name, part), spans in found.items():
        if all(spans) and (number, name) not in draft.vague:
            yield Stated(concepts[name], part, tuple(sorted_spans(spans)))


def sorted_spans(spans: Sequence[Span | None]) -> list[Span]:
    kept = {s for s in spans if s}
    return sorted(kept, key=lambda s: (s.row, s.line, s.start))


def _elsewhere(draft: Draft, number: int) -> set:
    """Values of which a part is printed on another page."""
    others = (run for n, page in enumerate(draft.sheet.pages, 1) if n != number for run in page)
    return {key for run in others for _, _, _, key in run.ink.marks}
