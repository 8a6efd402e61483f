"""Cells that hold more than their value: codes, numbers, remarks, and labels that say so."""

from collections.abc import Sequence

from extract_filings.training.spans.trades.concepts import BY_LABEL, Concept
from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.drawn import LETTERS, PACKAGE, shape, town
from extract_filings.training.spans.trades.ink import Ink, filled
from extract_filings.training.spans.trades.style import label
from extract_filings.training.spans.trades.values import VALUES, draw
from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(f"{PACKAGE}.soiled")
FORMS = {kind: _WORDS[name] for name, kinds in _WORDS["kinds"].items() for kind in kinds}
LABELS, MORE = _WORDS["labels"], _WORDS["words"]
ODD_LABEL = 0.15  # of the facts of a document whose cells hold more than values
BY_LABELS = " => "
BARE = frozenset(k for name, of in _WORDS["kinds"].items() if name in _WORDS["bare"] for k in of)


def soiled(draft: Draft, facts: Sequence[Fact]) -> list[Fact]:
    """Some of them with more in their cells, as often as this document does so."""
    return [_soiled(draft, f) if draft.chance(draft.style.soiled) else f for f in facts]


def _soiled(draft: Draft, fact: Fact) -> Fact:
    if fact.ink is None or fact.row < 0:
        return fact
    shown = fact.label
    if draft.chance(ODD_LABEL):
        shown = _text(draft, draft.rng.choice(LABELS), shown)
    forms = FORMS.get(fact.concept.kind)
    if not forms:
        return Fact(fact.concept, shown, fact.ink, fact.row)
    form = draft.rng.choice(forms)
    said, _, cell = form.rpartition(BY_LABELS)
    shown = _text(draft, said, shown) if said else shown
    ink = around(draft, cell, draft.printed(fact))
    return Fact(fact.concept, shown, ink if said else whole(fact.concept, ink), -1)


def around(draft: Draft, form: str, value: Ink) -> Ink:
    """The value with what the form puts beside it."""
    return filled(form, lambda slot: value if slot == "v" else _beside(draft, slot))


def whole(concept: Concept, cell: Ink) -> Ink:
    """Words are all that their cell says; a number, a day or a sum has a form of its own."""
    return cell if concept.kind in BARE else cell.grown(concept.key)


def of_column(draft: Draft, kind: str) -> str:
    """What all cells of a column have around their values: mostly nothing."""
    forms = [f for f in FORMS.get(kind, ()) if BY_LABELS not in f and "{id}" not in f]
    return draft.rng.choice(forms) if forms and draft.chance(draft.style.soiled / 2) else "{v}"


def _text(draft: Draft, form: str, shown: str) -> str:
    """A label; its other words are written as this document writes labels."""
    made = filled(form, lambda slot: "\0" if slot == "l" else _beside(draft, slot)).text
    before, _, after = made.partition("\0")
    return label(draft.rng, draft.style, before) + shown + label(draft.rng, draft.style, after)


def _beside(draft: Draft, slot: str) -> Ink | str:
    rng = draft.rng
    match slot:
        case "id":
            return shape(rng, rng.choice(("##", "###", "####", "#####", "######", "@##", "@@###")))
        case "n":
            return str(rng.randint(1, 40))
        case "letters":
            return "".join(rng.choice(LETTERS) for _ in range(rng.choice((1, 2, 2, 3, 3, 4))))
        case "word":
            shown = rng.choice(MORE)
            return rng.choice((shown, shown.capitalize(), shown.upper()))
        case "time":
            return VALUES["time"](rng, draft.style.habits).text
        case "place":
            return town(rng)[0]
    return _of_another(draft, slot)


def _of_another(draft: Draft, slot: str) -> Ink:
    """The value of a concept that nothing names: it can neither be asked nor be missing."""
    concept = BY_LABEL[slot]
    draft.unlabelled([concept])
    return draft.stamp(concept, draw(draft.rng, draft.style.habits, concept.kind, concept.options))
