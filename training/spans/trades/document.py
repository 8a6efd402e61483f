"""Draws a document of one kind and sets it on pages."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract_filings.training.spans.trades import listed, lists, party, prose
from extract_filings.training.spans.trades.alike import confused
from extract_filings.training.spans.trades.concepts import (
    BY_LABEL,
    CONCEPTS,
    ROLES,
    Concept,
    thing,
)
from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.drawn import PACKAGE, org
from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.trades.lengthy import terms
from extract_filings.training.spans.trades.lists import Rows
from extract_filings.training.spans.trades.pairs import above, heads, pairs, run_on
from extract_filings.training.spans.trades.party import Party
from extract_filings.training.spans.trades.sheet import Cell, Sheet
from extract_filings.training.spans.trades.style import cased, draw_style
from extract_filings.training.spans.trades.values import draw, remark
from extract_filings.training.synth.base.words import load_words

BLANK = 0.09  # of the fields of a form
AGAIN = 0.07  # of the values are printed at a second place
SUMMED_UP, RUNNING = 0.1, 0.3  # of the documents have sums by period, a head on each page
SUMMARIES = ("totals by month", "totals by week")


Part = tuple[Callable[..., None], tuple]
"""What prints a part of a document, and with what."""


@dataclass(frozen=True, slots=True)
class Kind:
    names: tuple[str, ...]
    titles: tuple[str, ...]
    roles: tuple[str, ...]
    concepts: tuple[Concept, ...]
    lists: tuple[str, ...]
    prose: str

    @property
    def number(self) -> str:
        """What such a document is filed under: the first of its numbers."""
        numbers = (c.key for c in self.concepts if c.kind == "id")
        return next((key for key in numbers if key.split()[0] in FILED), "")


def _kind(line: str) -> Kind:
    names, titles, roles, concepts, tables, form = (part.strip() for part in line.split("|"))
    titles = tuple(t.strip() for t in titles.split(";")) or ("",)
    who = [r.strip() for r in roles.split(",")]
    stated = dict.fromkeys(BY_LABEL[c.strip()] for c in concepts.split(","))
    return Kind(
        tuple(n.strip() for n in names.split(";")),
        titles,
        tuple(r if r in ROLES else BY_LABEL[r].key for r in who),
        tuple(stated),
        tuple(t.strip() for t in tables.split(",") if t.strip()),
        form,
    )


_LINES = load_words(f"{PACKAGE}.kinds")
FILED = frozenset(_LINES["filed"].split())
"""Words of numbers of which there is one for each document."""
KINDS = [_kind(line) for line in _LINES["kinds"].strip().splitlines()]


def draw_document(rng: random.Random) -> tuple[Draft, Kind]:
    kind = rng.choice(KINDS)
    style = draw_style(rng)
    title = rng.choice(kind.titles)
    draft = Draft(rng, style, Sheet(style, rng), title, kind.number)
    sides = [party.draw_party(rng, style, r) for r in kind.roles if rng.random() < 0.92]
    facts = _facts(draft, kind, [s.role for s in sides])
    chosen = [lists.BY_NAME[n] for n in kind.lists if rng.random() < 0.5]
    if rng.random() < SUMMED_UP:
        chosen.insert(0, lists.BY_NAME[rng.choice(SUMMARIES)])
    rows = [lists.draw_rows(rng, draft, one) for one in chosen[:2]]
    _compose(draft, kind, sides, facts, rows)
    return draft, kind


def _facts(draft: Draft, kind: Kind, sides: Sequence[Concept]) -> list[Fact]:
    """Of the kind, some of any kind, and things that no kind knows; none twice by other words."""
    rng = draft.rng
    most = rng.choice((3, 6, 10, 14, 20, 28))
    own = rng.sample(kind.concepts, min(len(kind.concepts), most))
    strange = rng.choice((0, 0, 1, 2, 4, 8))
    pool = [*own, *(rng.choice(list(CONCEPTS.values())) for _ in range(rng.choice((0, 1, 2, 4))))]
    pool += [thing(rng) for _ in range(strange)]
    kept: list[Concept] = []
    for concept in pool:
        if not any(confused(concept, k) or concept.key == k.key for k in (*sides, *kept)):
            kept.append(concept)
    blank = rng.choice((0, 0, BLANK, 2 * BLANK))
    return _labelled(draft, kept, blank)


def _labelled(draft: Draft, concepts: Sequence[Concept], blank: float) -> list[Fact]:
    """Each by a label that no other has."""
    made: dict[str, Fact] = {}
    for concept in concepts:
        fact = draft.fact(concept, None if draft.chance(blank) else _drawn(draft, concept))
        made.setdefault(fact.label.lower(), fact)
    return list(made.values())


def _drawn(draft: Draft, concept: Concept) -> Ink:
    if concept.kind == "text" and not concept.options:
        return remark(draft.rng)
    if concept.key == "payment terms" and draft.chance(0.6):
        return terms(draft.rng)
    if concept.kind == "org":
        return org(draft.rng, concept.key)
    return draw(draft.rng, draft.style.habits, concept.kind, concept.options)


def _compose(
    draft: Draft, kind: Kind, sides: list[Party], facts: list[Fact], rows: list[Rows]
) -> None:
    """From the head to the foot: who writes, the title, who else, what is stated, lists."""
    rng = draft.rng
    contract = "contract" in kind.prose and len(sides) > 1
    writes = sides and sides[0].role.key == kind.roles[0]
    if writes and not contract and draft.chance(0.6):
        party.letterhead(draft, sides[0])
        sides = sides[1:]
    if draft.chance(RUNNING):
        _running(draft, facts)
    _title(draft, facts)
    parts: list[Part] = [*_parties(draft, sides, facts, contract)]
    parts += [(listed.print_list, (draft, r)) for r in rows]
    parts += _groups(draft, kind, sides, facts)
    for _ in range(rng.choice((20, 40)) if draft.chance(0.05) else rng.choice((0, 0, 1, 2))):
        parts.append((prose.filler, (draft, rng.choice((1, 2, 4)))))
    first, rest = parts[:1], parts[1:]
    if draft.chance(0.6):
        rng.shuffle(rest)
    _print(draft, first + rest)
    if sides and draft.chance(0.5 if contract else 0.08):
        party.signatures(draft, sides[:3])
    footers(draft)


def _print(draft: Draft, parts: Sequence[Part]) -> None:
    """One below the other, some in half of the width, some side by side."""
    left = list(parts)
    while left:
        one, *left = left
        narrow = one[0] in NARROW and draft.chance(0.3)
        if narrow and left and left[0][0] in NARROW:
            _side_by_side(draft, one, left.pop(0))
        else:
            with draft.sheet.part(*draft.rng.choice(HALVES) if narrow else (0, 1)):
                one[0](*one[1])


def _side_by_side(draft: Draft, left: Part, right: Part) -> None:
    sheet, top, page = draft.sheet, draft.sheet.y, len(draft.sheet.pages)
    with sheet.part(0, 0.5):
        left[0](*left[1])
    low = sheet.y
    if len(sheet.pages) == page:
        sheet.y = top
    with sheet.part(0.52, 0.48):
        right[0](*right[1])
    if len(sheet.pages) == page:
        sheet.y = min(sheet.y, low)


def _running(draft: Draft, facts: Sequence[Fact]) -> None:
    """What each page repeats at its top; the first one only sometimes."""
    some = [f for f in facts if f.ink]
    again = draft.rng.sample(some, min(len(some), draft.rng.choice((1, 2, 2, 3, 4))))
    form, align = draft.rng.choice((run_on, heads, above)), draft.rng.choice((0, 0.5, 1))
    titled = draft.chance(0.5)

    def head() -> None:
        if titled:
            draft.sheet.text(Ink(draft.title), align)
        form(draft, again)
        draft.sheet.gap()

    if again:
        draft.sheet.head = head
        if draft.chance(0.4):
            head()


def _title(draft: Draft, facts: list[Fact]) -> None:
    """Sometimes with the document's number or its day, which have no label then."""
    shown = Ink(draft.title if draft.chance(0.7) else draft.title.upper())
    number = next((f for f in facts if f.concept.key == draft.number and f.ink), None)
    if number and shown.text and draft.chance(0.25):
        facts.remove(number)
        shown = shown + draft.rng.choice((" No. ", " # ", " ", " - ", ": ")) + draft.printed(number)
    size = draft.style.size + draft.rng.choice((0, 2, 4, 8, 12))
    draft.sheet.text(shown, draft.rng.choice((0, 0, 0.5, 0.5, 1)), size)
    on = next((f for f in facts if f.concept.key == "date" and f.ink), None)
    if on and draft.chance(0.35):
        facts.remove(on)
        draft.sheet.text(draft.printed(on), draft.rng.choice((0, 0, 1)))
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))


def _parties(draft: Draft, sides: list[Party], facts: list[Fact], contract: bool) -> list[Part]:
    """How they are named; what takes part in that is no longer to be printed elsewhere."""
    if not sides:
        return []
    if contract and draft.chance(0.85):
        start = next((f for f in facts if f.concept.key == "effective date" and f.ink), None)
        if start:
            facts.remove(start)
        return [(prose.preamble, (draft, sides, start))]
    form = draft.rng.random()
    if form < 0.5:
        return [(party.blocks, (draft, sides))]
    if form < 0.65:
        return [(party.listed, (draft, sides))]
    facts += [f for side in sides for f in party.facts_of(draft, side)]
    return []


def _groups(draft: Draft, kind: Kind, sides: list[Party], facts: list[Fact]) -> list[Part]:
    """Facts in groups, each group in one form; some are printed twice."""
    rng = draft.rng
    again = [f for f in facts if f.ink and rng.random() < AGAIN]
    left, groups = [*facts, *again], []
    if draft.chance(0.7):
        rng.shuffle(left)
    talks = 0.75 if "contract" in kind.prose else 0.25 if "letter" in kind.prose else 0.04
    while left:
        size = rng.choice((1, 2, 3, 4, 6, 8, 12, 16))
        group, left = left[:size], left[size:]
        if draft.chance(talks):
            numbered = "contract" in kind.prose and draft.chance(0.7)
            groups.append((prose.talk, (draft, group, sides, numbered)))
        else:
            groups.append((_form, (draft, group)))
    return groups


def _form(draft: Draft, facts: Sequence[Fact]) -> None:
    if draft.chance(0.25):
        heading = cased(draft.rng.choice(prose.FILLER["headings"]), draft.style.heads)
        draft.sheet.text(Ink(heading))
    pairs(draft, facts)


NARROW = frozenset({_form, party.blocks, party.listed, prose.filler})
"""What may be set in half of the width."""
HALVES = ((0, 0.5), (0.5, 0.5), (0.4, 0.6), (0, 0.7))


def footers(draft: Draft) -> None:
    """A line at the foot of each page, that states nothing."""
    form = draft.rng.choice(prose.FILLER["footers"])
    align = draft.rng.choice((0, 0.5, 1))
    of = len(draft.sheet.pages)
    for n, page in enumerate(draft.sheet.pages, 1):
        text = prose.noise(draft, form).format(p=n, of=of)
        if text:
            draft.sheet.foot(page, Cell([Ink(text)], 0, draft.sheet.width, align))
