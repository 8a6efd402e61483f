"""Who a document is about, and the ways in which it names them and what they have."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.training.spans.trades import drawn
from extract_filings.training.spans.trades.concepts import (
    FOR_PERSONS,
    ROLES,
    Concept,
    attribute,
)
from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.ink import Ink, joined, value, within
from extract_filings.training.spans.trades.pairs import pairs
from extract_filings.training.spans.trades.sheet import Cell
from extract_filings.training.spans.trades.soiled import around, of_column, whole
from extract_filings.training.spans.trades.style import Style, cased, ended, label
from extract_filings.training.spans.trades.values import draw

REACHED = ("phone", "fax", "email", "website", "contact", "tax id", "account", "registration")
LINES = "lines"
"""The part of an address that is asked for as a list of its lines."""
LAWFUL = ("jurisdiction", "entity type", "signatory", "signatory title")


@dataclass(frozen=True, slots=True)
class Party:
    role: Concept
    name: Ink
    person: bool
    lines: tuple[Ink, ...]
    has: dict[str, Ink]

    def concept(self, key: str) -> Concept:
        return attribute(self.role.key, key)


def draw_party(rng: random.Random, style: Style, role: str) -> Party:
    who = ROLES[role]
    person = who.kind == "person" or (who.kind == "either" and rng.random() < 0.4)
    name = drawn.person(rng) if person else drawn.org(rng, role)
    keys = [
        k for k in (*REACHED, *LAWFUL, "country", "date of birth") if not person or k in FOR_PERSONS
    ]
    has = {
        k: draw(rng, style.habits, attribute(role, k).kind)
        for k in keys
        if k != "date of birth" or person
    }
    if not person:
        has["jurisdiction"] = value(drawn.pick(rng, "states"))
    return Party(who, name, person, tuple(drawn.address(rng)), has)


def name(draft: Draft, party: Party) -> Ink:
    """Sometimes in capitals."""
    ink = draft.stamp(party.role, party.name)
    return ink.upper() if draft.chance(0.12) else ink


def address_lines(draft: Draft, party: Party, apart: bool = True) -> list[Ink]:
    """All lines are the address; each has parts of its own. `apart`: on lines of their own."""
    draft.places += 1
    concept = party.concept("address")
    draft.names[concept.key, 0, draft.places] = concept
    whole = [within(line) for line in party.lines]
    lines = [within(line, LINES) for line in whole] if apart else whole
    return [line.stamped(concept.key, 0, draft.places) for line in lines]


def address(draft: Draft, party: Party) -> Ink:
    return draft.stamp(party.concept("address"), within(joined(party.lines, ", ")))


def reached(draft: Draft, party: Party, most: int) -> list[Ink]:
    """Lines such as "Tel. 555-0100", their labels those of the attribute alone."""
    keys = [k for k in REACHED if k in party.has]
    lines = []
    for key in sorted(draft.rng.sample(keys, min(most, len(keys))), key=REACHED.index):
        concept = party.concept(key)
        alone = draft.rng.choice(concept.labels)[len(party.role.labels[0]) + 1 :]
        shown = label(draft.rng, draft.style, alone)
        ink = draft.stamp(concept, party.has[key])
        bare = key in ("email", "website") and draft.chance(0.5)
        lines.append(ink if bare else ended(draft.style, shown) + " " + ink)
    return lines


def letterhead(draft: Draft, party: Party) -> None:
    """The writer at the top, without a label."""
    align, size = draft.rng.choice((0, 0, 0.5, 0.5, 1)), draft.style.size
    draft.sheet.text(name(draft, party), align, size + draft.rng.choice((0, 2, 4, 8)))
    apart = draft.chance(0.75)
    where = address_lines(draft, party, apart)
    lines = [*where, *reached(draft, party, draft.rng.choice((0, 1, 2, 3)))]
    if not apart:
        lines = [joined(lines, draft.rng.choice((", ", "  ", " | ", " • ")))]
    for line in lines if draft.chance(0.85) else ():
        draft.sheet.text(line, align)
    draft.sheet.gap(draft.rng.choice((0.5, 1, 2)))


def blocks(draft: Draft, parties: Sequence[Party]) -> None:
    """Side by side or below each other: a label, the name, the lines of the address."""
    columns = draft.sheet.columns(draft.rng.choice((1, 2, 2, 3)) if len(parties) > 1 else 1)
    step = draft.sheet.width / columns
    for start in range(0, len(parties), columns):
        cells = []
        for n, party in enumerate(parties[start : start + columns]):
            lines = [*_headed(draft, party), *_body(draft, party)]
            fitted = [part for line in lines for part in draft.sheet.wrap(line, step - 10)]
            cells.append(Cell(fitted, n * step, step - 10))
        draft.sheet.row(cells)
        draft.sheet.gap(draft.rng.choice((0.3, 1)))


def _headed(draft: Draft, party: Party) -> list[Ink]:
    """The label above the name, or before it."""
    shown = ended(draft.style, draft.named(party.role))
    form = of_column(draft, party.role.kind)
    who = whole(party.role, around(draft, form, name(draft, party)))
    return [Ink(shown), who] if draft.chance(0.7) else [shown + " " + who]


def _body(draft: Draft, party: Party) -> list[Ink]:
    made = address_lines(draft, party) if draft.chance(0.85) else []
    if "contact" in party.has and draft.chance(0.1):
        led = draft.rng.choice(("Attn: ", "ATTN ", "Attention: ", "c/o ", "Contact: "))
        made.insert(0, led + draft.stamp(party.concept("contact"), party.has["contact"]))
    return made + reached(draft, party, draft.rng.choice((0, 0, 1, 2)))


def listed(draft: Draft, parties: Sequence[Party]) -> None:
    """A heading, and below it labels that do not say whose they are."""
    for party in parties:
        draft.sheet.text(Ink(cased(draft.named(party.role), draft.style.heads)))
        facts = [Fact(party.role, label(draft.rng, draft.style, "name"), party.name)]
        keys = draft.rng.sample(list(party.has), min(len(party.has), draft.rng.randint(1, 5)))
        inks = {k: party.has[k] for k in keys} | {"address": within(joined(party.lines, ", "))}
        for key, ink in inks.items():
            concept = party.concept(key)
            alone = draft.rng.choice(concept.labels)[len(party.role.labels[0]) + 1 :]
            facts.append(Fact(concept, label(draft.rng, draft.style, alone), ink))
        pairs(draft, facts)


def facts_of(draft: Draft, party: Party) -> list[Fact]:
    """Labels that say whose: "Consignee", "Consignee Phone"."""
    made = [draft.fact(party.role, party.name)]
    if draft.chance(0.6):
        made.append(draft.fact(party.concept("address"), within(joined(party.lines, ", "))))
    keys = draft.rng.sample(list(party.has), min(draft.rng.choice((0, 0, 1, 2)), len(party.has)))
    return made + [draft.fact(party.concept(key), party.has[key]) for key in keys]


def signatures(draft: Draft, parties: Sequence[Party]) -> None:
    """Side by side or below each other; the day and the hand are left to be filled in."""
    columns = draft.rng.choice((1, 2)) if len(parties) > 1 else 1
    step = draft.sheet.width / columns
    for start in range(0, len(parties), columns):
        few = parties[start : start + columns]
        cells = [Cell(_signed(draft, p), n * step, step - 10) for n, p in enumerate(few)]
        draft.sheet.row(cells)
        draft.sheet.gap()


def _signed(draft: Draft, party: Party) -> list[Ink]:
    lines = [draft.stamp(party.role, party.name).upper()]
    if draft.chance(0.3):
        lines.insert(0, Ink(ended(draft.style, draft.named(party.role))))
    lines.append(
        Ink(draft.rng.choice(("By: ____________________", "By:", "______________________")))
    )
    if party.person:
        return lines
    for key, shown in (("signatory", "Name: "), ("signatory title", "Title: ")):
        lines.append(shown + draft.stamp(party.concept(key), party.has[key]))
    return [*lines, Ink("Date: ______________")] if draft.chance(0.4) else lines
