"""What could be asked of a document, and cannot be found on the page."""

import random
from collections.abc import Sequence

from extract_filings.training.spans.trades import lists
from extract_filings.training.spans.trades.alike import clash, family, stems
from extract_filings.training.spans.trades.concepts import (
    CONCEPTS,
    ROLES,
    Concept,
    attribute,
    sibling,
    thing,
)
from extract_filings.training.spans.trades.document import Kind
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.lists import ListKind

MARGINAL = frozenset(
    {"form number", "revision", "revision date", "pages", "website", "register at"}
)
"""What heads and feet of pages print without being asked."""
LOOSE = frozenset({"state", "memo", "product"})
"""Of these any list could be meant by any name."""
PARTS = {"period": ("from", "to"), "address": ("city", "zip", "street", "country")}
HAD = ("address", "phone", "email", "contact", "tax id", "country", "fax")


def missing(
    rng: random.Random, draft: Draft, kind: Kind, seen: Sequence[Concept], count: int
) -> list[tuple[Concept, str]]:
    """Concepts and their parts."""
    made: dict[str, tuple[Concept, str]] = {}
    for _ in range(4 * count):
        concept = _candidate(rng, draft, kind, seen)
        if len(made) < count and concept and _safe(concept, kind, seen):
            made[concept.key] = concept, rng.choice(("", *PARTS.get(concept.kind, ())))
    return list(made.values())


def _candidate(
    rng: random.Random, draft: Draft, kind: Kind, seen: Sequence[Concept]
) -> Concept | None:
    """Of the document's other pages and blank fields, of its kind, or of any."""
    source = rng.choices(
        ("draft", "kind", "role", "list", "thing", "any"), (30, 25, 12, 13, 10, 10)
    )
    match source[0]:
        case "draft":
            return rng.choice(draft.facts).concept if draft.facts else None
        case "kind":
            return rng.choice(kind.concepts)
        case "role":
            return _of_a_party(rng, rng.choice(kind.roles if rng.random() < 0.7 else list(ROLES)))
        case "list":
            return _column(rng, draft, kind)
        case "thing":
            known = [c for c in seen if c.sort == "thing"]
            return sibling(rng, rng.choice(known)) if known else thing(rng)
        case _:
            return rng.choice(list(CONCEPTS.values()))


def _of_a_party(rng: random.Random, role: str) -> Concept:
    return attribute(role, rng.choice(HAD)) if rng.random() < 0.6 else ROLES[role]


def _column(rng: random.Random, draft: Draft, kind: Kind) -> Concept | None:
    """Of a list that the document does not have."""
    own = [lists.BY_NAME[n] for n in kind.lists]
    every = [*lists.TABLES, *lists.PLAIN]
    one = rng.choice(own if own and rng.random() < 0.6 else every)
    return rng.choice(one.columns) if _unlike(one, draft.lists) else None


def _unlike(kind: ListKind, others: Sequence[ListKind]) -> bool:
    """Whether none of the others has a name like that."""
    said = {stems(n) for n in kind.names}
    return not any(said & {stems(n) for n in other.names} for other in others)


def _safe(concept: Concept, kind: Kind, seen: Sequence[Concept]) -> bool:
    """Whether nobody would find a value of it on this page."""
    free = concept.kind == "text" and not concept.options
    if concept.general or free or concept.key in MARGINAL:
        return False
    if concept.sort == "column" and concept.kind in LOOSE:
        return all(c.kind != concept.kind for c in seen)
    same = [c for c in seen if family(c) == family(concept)]
    near = concept in kind.concepts or concept.sort == "attribute"
    if near and any(c.general for c in same):
        return False
    return not any(clash(concept, c) for c in same)
