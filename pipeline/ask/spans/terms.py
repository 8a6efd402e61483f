"""What a contract calls its parties: of `Acme Ltd, 4 Mill Lane (the "Landlord")`, all that leads up
to the term is the landlord's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract_filings.pipeline.ask.spans.stems import stems
from extract_filings.pipeline.ask.spans.values import Offer, weighed
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec
from extract_filings.schemas.names import spoken

QUOTED = r"[\"“”„'‘«][A-Z][\w &-]{1,30}[\"”“’'»]"
BEFORE = r"(?:\([^()\"“”„]{0,60}|\b[Hh]ere(?:in)?after\b[^.()\"“”„]{0,40})"
DEFINED = re.compile(rf"{BEFORE}({QUOTED}(?:[^()\"“”„]{{0,12}}{QUOTED})*)")
REACH = 300
"""Characters before a term that it may speak for."""
OWN, OTHERS = 3.0, 0.1
"""How much likelier a place is that leads up to the field's own term, or to another one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Characters of a page that lead up to a term; `words`: stems of the term and its aliases."""

    start: int
    end: int
    words: tuple[frozenset[str], ...]


def by_terms(
    asked: Sequence[tuple[int, FieldSpec]], offers: Mapping[int, Sequence[Offer]]
) -> dict[int, list[Offer]]:
    """The offers for each field, the likeliest first: a text whose words name one of a page's terms
    stands before that term rather than before another one.
    """
    made = {k: [*some] for k, some in offers.items()}
    pages = {o.page for some in made.values() for o in some}
    on_page = {page: [*scopes(page.passage.text)] for page in pages}
    for k, field in asked:
        if is_open(field):
            words = stems(f"{spoken(field.name)} {field.description}")
            ratios = [_ratio(o, on_page[o.page], words) for o in made[k]]
            made[k] = weighed(made[k], ratios)
    return made


def scopes(text: str) -> Iterator[Scope]:
    """
    >>> text = 'Acme Ltd, 4 Mill Lane (the "Landlord") and Jo Doe (hereinafter "Tenant")'
    >>> [text[s.start : s.end] for s in scopes(text)]
    ['Acme Ltd, 4 Mill Lane ', ') and Jo Doe ']
    """
    end = 0
    for term in DEFINED.finditer(text):
        words = tuple(s for name in re.findall(QUOTED, term[1]) if (s := stems(name)))
        yield Scope(max(end, term.start() - REACH), term.start(), words)
        end = term.end()


def _ratio(offer: Offer, on_page: Sequence[Scope], words: frozenset[str]) -> float:
    """1 where the page has no term, or several, that the field's words name."""
    own = {s.words for s in on_page if any(w <= words for w in s.words)}
    at = offer.place.candidate.start
    before = next((s for s in on_page if s.start <= at < s.end), None)
    if len(own) != 1 or before is None:
        return 1.0
    return OWN if before.words in own else OTHERS
