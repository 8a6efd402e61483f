"""Where a contract prints the names of its parties, which gold writes without commas, with short
legal forms: "Altimo Holdings and Investments Ltd." is ALTIMO HOLDINGS & INVESTMENTS LIMITED.
"""

import re
from collections.abc import Iterator, Sequence

from extract_filings.training.spans.places import Text
from extract_filings.training.spans.sample import Span

WORD = re.compile(r"(?:[A-Za-z]\.){2,}|&|[\w¢$]+(?:[’'][\w]+)*", re.UNICODE)
SHORT = {
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "and": "&",
}
FORMS = frozenset(
    ("ltd", "inc", "corp", "co", "llc", "lp", "llp", "plc", "sa", "nv", "ag", "pc", "na")
)
"""Legal forms, as they end names."""
DOTTED = FORMS | {"jr", "sr", "esq"}


def parties(names: Sequence[str], texts: Sequence[Text]) -> dict[int, list[Span]]:
    """All places of all of them, by page; none if one of them is nowhere."""
    found: dict[int, list[Span]] = {}
    for row, name in enumerate(names):
        places = _anywhere(_words(name), texts)
        if not places:
            return {}
        for page, start, end in places:
            found.setdefault(page, []).append(texts[page - 1].span(start, end, row))
    return found


def places_of(name: str, text: Text) -> list[tuple[int, int]]:
    """Characters of all places that say a name, or any other words, in the same way."""
    words = _words(name)
    return [*_places(words, text)] if words else []


def _anywhere(words: list[str], texts: Sequence[Text]) -> list[tuple[int, int, int]]:
    """Pages and places; without its legal form only where no page prints it with it."""
    whole = [(n, *p) for n, text in enumerate(texts, 1) for p in _places(words, text)]
    if whole or len(words) < 2 or words[-1] not in FORMS:
        return whole
    return [(n, *p) for n, text in enumerate(texts, 1) for p in _places(words[:-1], text)]


def _places(words: list[str], text: Text) -> Iterator[tuple[int, int]]:
    found = [*WORD.finditer(text.joined)]
    said = [_said(m.group()) for m in found]
    for i in range(len(said) - len(words) + 1):
        if said[i : i + len(words)] == words:
            end = found[i + len(words) - 1].end()
            last = found[i + len(words) - 1].group().lower()
            dot = text.joined[end : end + 1] == "." and last in DOTTED
            yield found[i].start(), end + dot


def _words(name: str) -> list[str]:
    """
    >>> _words("Kite Pharma, Inc."), _words("Sears Roebuck and Co."), _words("Acme L.P.")
    (['kite', 'pharma', 'inc'], ['sears', 'roebuck', '&', 'co'], ['acme', 'lp'])
    """
    return [_said(m.group()) for m in WORD.finditer(name)]


def _said(word: str) -> str:
    plain = word.replace(".", "").replace("’", "'").lower()
    return SHORT.get(plain, plain)
