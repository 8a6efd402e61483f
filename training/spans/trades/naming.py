"""How schemas call a field and explain it, drawn apart from what the paper prints."""

import random
import re
from collections.abc import Sequence

from extract_filings.training.spans.trades.concepts import Concept
from extract_filings.training.spans.trades.drawn import PACKAGE
from extract_filings.training.synth.base.words import load_words

WORDS = load_words(f"{PACKAGE}.naming")
FULL, CUT, HINTS = WORDS["full"], WORDS["cut"], WORDS["hints"]
STYLES, LEADS, CLAUSES = WORDS["styles"], WORDS["leads"], WORDS["clauses"]
ASKING = frozenset(WORDS["asking"])
"""Words with which an explanation begins that is no noun."""


def tokens(phrase: str) -> list[str]:
    words = re.findall(
        r"[A-Za-z0-9]+", phrase.replace("%", " percent ").replace("'s", "").replace("#", " number ")
    )
    short = phrase.upper().replace(".", "")
    if "." in phrase and len(words) > 1 and all(len(w) == 1 for w in words):
        return [short.lower().replace(" ", "")]  # P.O., D.O.B.
    return [FULL.get(w.lower(), w.lower()) for w in words] or ["value"]


def styled(rng: random.Random, words: Sequence[str], style: str) -> str:
    """As this schema writes names."""
    if style == "short":
        words = [rng.choice(CUT.get(w, (w,))) for w in words]
    joins = {"snake": "_", "short": "_", "kebab": "-", "words": " ", "flat": ""}
    if style in joins:
        return joins[style].join(words)
    if style == "upper":
        return "_".join(words).upper()
    big = [w.capitalize() for w in words]
    if style == "camel":
        return words[0] + "".join(big[1:])
    return (" " if style == "title" else "").join(big)


def field_name(rng: random.Random, concept: Concept, style: str, avoided: set[str]) -> str | None:
    """A label or another name of it, which no other printed thing has; none if there is none."""
    wild = rng.random() < 0.35 and concept.names
    phrases = concept.names if wild else concept.labels
    free = [p for p in phrases if p.lower() not in avoided] or [
        p for p in concept.labels if p.lower() not in avoided
    ]
    return styled(rng, tokens(rng.choice(free)), style) if free else None


def description(
    rng: random.Random, concept: Concept, kind: str, document: str, wordy: float
) -> str:
    """None in four of ten, a few words, or long with hints. `wordy`: of the whole schema."""
    draw = rng.random() * 0.5 + wordy * 0.5
    if draw < 0.45:
        return ""
    said = rng.choice(
        (
            concept.said or concept.labels[0],
            concept.said or concept.labels[0],
            rng.choice(concept.labels),
            rng.choice((*concept.labels, *concept.names)),
        )
    )
    if draw < 0.684:
        return said if rng.random() < 0.7 else said[:1].upper() + said[1:] + "."
    lead = rng.choice(CLAUSES if said.split(" ")[0] in ASKING else LEADS)
    made = lead.format(*[said, document][: lead.count("{}")])
    if rng.random() < 0.4:
        made += f" Also called {rng.choice(concept.labels)}."
    return " ".join([made, *rng.sample(HINTS[kind], rng.choice((0, 1, 1)))])


def owner_name(rng: random.Random, phrases: Sequence[str], style: str) -> str:
    """What holds the field, in words mostly."""
    words = tokens(rng.choice(phrases))
    return styled(rng, words, "pascal") if style == "pascal" else " ".join(words)
