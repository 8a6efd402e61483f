"""When two things that documents state are hard to tell apart."""

import re
from functools import cache, lru_cache

from extract_filings.training.spans.trades.concepts import Concept, split_words
from extract_filings.training.spans.trades.drawn import PACKAGE
from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(f"{PACKAGE}.alike")
PLAIN = frozenset(_WORDS["plain"].split())
SAME = {word: said for said, words in _WORDS["same"].items() for word in words}
FAMILIES = {kind: n for n, kinds in enumerate(_WORDS["families"]) for kind in kinds}
_GROUPS = [split_words(line) for line in _WORDS["alike"].strip().splitlines()]
ALIKE = {frozenset((a, b)) for group in _GROUPS for a in group for b in group if a != b}


@cache
def stems(phrase: str) -> frozenset[str]:
    """What a phrase says, by the beginnings of its words."""
    plain = phrase.lower().replace("p.o.", "po").replace("e-mail", "email")
    words = re.findall(r"[a-z0-9%]+", plain)
    return frozenset(SAME.get(w, w)[:5] for w in words if w not in PLAIN)


def family(concept: Concept) -> int:
    return FAMILIES.get(concept.kind, -1)


@lru_cache(10_000)
def _sayings(concept: Concept) -> frozenset[frozenset[str]]:
    return frozenset(s for p in (*concept.labels, *concept.names) if (s := stems(p)))


def clash(asked: Concept, printed: Concept) -> bool:
    """Whether a value of the one could pass for one of the other."""
    if family(asked) != family(printed):
        return False
    if asked.key == printed.key or frozenset((asked.key, printed.key)) in ALIKE:
        return True
    if asked.role == printed.role and frozenset((_own(asked), _own(printed))) in ALIKE:
        return True
    return any(a <= b or b <= a for a in _sayings(asked) for b in _sayings(printed))


def _own(concept: Concept) -> str:
    """Of an attribute, whosever it is."""
    return concept.key.rpartition(".")[2] if concept.sort == "attribute" else ""


def confused(one: Concept, other: Concept) -> bool:
    """Whether they cannot both be on one page: some label or name of them says the same."""
    return family(one) == family(other) and bool(_sayings(one) & _sayings(other))
