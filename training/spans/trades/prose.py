"""Sentences: how contracts begin, their clauses, and words that fill pages."""

from collections.abc import Sequence

from extract_filings.training.spans.trades import party as parties
from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.drawn import LETTERS, MONTHS, PACKAGE
from extract_filings.training.spans.trades.ink import Ink, filled, joined
from extract_filings.training.spans.trades.party import Party
from extract_filings.training.spans.trades.style import cased
from extract_filings.training.synth.base.words import load_words

WORDS = load_words(f"{PACKAGE}.prose")
CLAUSES, ANY, FILLER = WORDS["clauses"], WORDS["any"], WORDS["filler"]
SENTENCE = ("subjects", "verbs", "objects")
FORMS = {"either": "org", "period": "other", "percent": "other", "amount": "amount"}


def called(party: Party) -> str:
    """As the contract calls it once it was named."""
    return cased(party.role.labels[0], "title")


def introduced(draft: Draft, party: Party) -> Ink:
    """With its form, its law or its seat."""
    form = draft.rng.choice(WORDS["long_person" if party.person else "long"])

    def given(slot: str) -> Ink:
        if slot == "x":
            return parties.name(draft, party)
        key = slot.removeprefix("x.")
        if key == "address":
            return parties.address(draft, party)
        return draft.stamp(party.concept(key), party.has[key])

    return filled(form, given)


def preamble(draft: Draft, sides: Sequence[Party], start: Fact | None) -> None:
    """Who agrees with whom, as of when."""
    forms = [f for f in WORDS["preambles"] if start or "{effective date}" not in f]
    form = draft.rng.choice(forms)
    title = draft.title or "Agreement"
    sides = sides[: draft.rng.choice((2, 2, 3))] if "a.long" not in form else sides[:2]
    first, second = sides[:2]
    plain = {"Title": cased(title.lower(), "title"), "TITLE": title.upper(),
             "A": called(first), "B": called(second)}  # fmt: skip

    def given(slot: str) -> Ink | str:
        if slot in plain:
            return plain[slot]
        if slot == "effective date":
            return draft.printed(start) if start else ""
        return introduced(draft, first if slot == "a.long" else second)

    draft.sides = [side.role.key for side in sides]
    draft.sheet.text(filled(form, given))
    if "{a.long}" not in form:
        for party in sides:
            draft.sheet.text(
                draft.rng.choice(("", "- ", "(1) "))
                + introduced(draft, party)
                + f" (“{called(party)}”)",
                at=14,
            )
    draft.sheet.gap()


def clause(draft: Draft, fact: Fact, sides: Sequence[Party]) -> Ink | None:
    """What a contract says about it."""
    forms = CLAUSES.get(fact.concept.key)
    if not forms or len(sides) < 2 or fact.ink is None:
        return None
    plain = {"A": called(sides[0]), "B": called(sides[1])}
    return filled(draft.rng.choice(forms), lambda slot: plain.get(slot) or draft.printed(fact))


def said(draft: Draft, fact: Fact) -> Ink:
    """A sentence about anything."""
    forms = ANY.get(FORMS.get(fact.concept.kind, fact.concept.kind), ANY["other"])
    words = {"l": fact.label.lower().rstrip(".:#"), "v": draft.printed(fact)}
    if words["v"].text.endswith("."):
        forms = ("{l}: {v}", "{l} - {v}", "{v} ({l})")
    made = filled(draft.rng.choice(forms), lambda slot: words[slot])
    open_end = made.text[:1].islower() and made.text[-1].isalnum()
    return made + draft.rng.choice(("", ".", ",")) if open_end else made


def talk(draft: Draft, facts: Sequence[Fact], sides: Sequence[Party], numbered: bool) -> None:
    """Clauses one by one, or sentences in one paragraph."""
    told = [clause(draft, f, sides) or said(draft, f) for f in facts if f.ink]
    for ink in told if numbered else ():
        draft.clauses += 1
        draft.sheet.text(f"{draft.clauses}. " + ink)
        for _ in range(draft.rng.choice((0, 0, 1, 3))):
            draft.sheet.text(Ink(sentences(draft, draft.rng.randint(1, 3))))
        draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))
    if not numbered and told:
        mixed = [p for ink in told for p in (ink, Ink(sentences(draft, draft.rng.randint(0, 2))))]
        draft.sheet.text(joined([p for p in mixed if p.text], " "))
        draft.sheet.gap()


def sentences(draft: Draft, count: int) -> str:
    rng = draft.rng
    made = []
    for _ in range(count):
        pool = rng.choices(("made", "sentences", "dated"), (6, 3, 1))[0]
        if pool == "made":
            made.append(
                " ".join(rng.choice(FILLER[p]) for p in SENTENCE) + rng.choice(FILLER["endings"])
            )
        else:
            made.append(noise(draft, rng.choice(FILLER[pool])))
    return " ".join(made)


def noise(draft: Draft, form: str) -> str:
    """Numbers and dates that state nothing."""
    rng = draft.rng
    y = rng.randint(1965, 2025)
    return form.format(m=rng.randint(1, 12), yy=f"{y % 100:02}", y=y, d=rng.randint(1, 28),
                       mon=rng.choice(MONTHS), n=rng.randint(13, 999), s=rng.randint(1, 12),
                       t=rng.choice(LETTERS).lower(), w="example", p="{p}", of="{of}")  # fmt: skip


def filler(draft: Draft, most: int = 3) -> None:
    for _ in range(draft.rng.randint(1, most)):
        if draft.chance(0.3):
            draft.sheet.text(Ink(cased(draft.rng.choice(FILLER["headings"]), draft.style.heads)))
        draft.sheet.text(Ink(sentences(draft, draft.rng.randint(1, 5))))
        draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))
