"""What reading any schema is worth without a model: of what a document prints for a field's type,
the value whose neighbours have most words in common with the field's name and description.

Neighbours are the words ahead of it on its line, and those of the line above; rare words count more
than common ones, as in BM25. A text is a run of words with capitals, or what stands behind a colon.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.text.candidates import Candidate, candidates, is_open, normalised
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.names import spoken

LEAST = 0.1  # of the weight of a field's words
ABOVE = 0.5  # the weight of a word of the line above; 1.5 of one that is near
NEAR, FAR = 30, 120  # characters
PROPER = r"[A-Z0-9][\w.&’'/-]*"
NAME = re.compile(rf"(?<!\w)({PROPER}(?:,? (?:of |and |& )?{PROPER})*)")
LABELLED = re.compile(r": +([^,;:()]{3,60}?) *(?:$|[,;(]|  )")
WORD = re.compile(r"[a-z]{3,}")
COMMON = frozenset(["and", "are", "for", "from", "has", "name", "that", "the", "which", "with"])


def guesses(parts: Sequence[Part], document: Document) -> list[tuple[str, Any, float]]:
    """A value of each field, of lists one row: its path, itself, and how far the words agree."""
    lines = [line for page in document.pages for line in page]
    rarity = _rarity(lines)
    made = []
    for part in parts:
        for field in part.fields:
            found = [*_scored(field, lines, rarity)]
            said, sure = max(found, key=lambda one: one[1], default=("", 0.0))
            if sure >= LEAST:
                made.append((_path(part, field), said, sure))
    return made


def _path(part: Part, field: FieldSpec) -> str:
    return ".".join((*(() if part.kind == "root" else part.place.at), *field.at))


def _rarity(lines: Sequence[Line]) -> dict[str, float]:
    counts = Counter(w for line in lines for w in _words(line.text))
    return {w: math.log(1 + len(lines) / n) for w, n in counts.items()}


def _words(text: str) -> set[str]:
    return {w[:6] for w in WORD.findall(text.lower()) if w not in COMMON}


def _scored(
    field: FieldSpec, lines: Sequence[Line], rarity: dict[str, float]
) -> Iterator[tuple[str, float]]:
    wanted = _words(f"{spoken(field.name)} {field.description}")
    rarest = math.log(1 + len(lines))
    weight = {w: rarity.get(w, rarest) for w in wanted}
    whole = sum(weight.values()) or 1.0
    for n, line in enumerate(lines):
        above = _words(lines[n - 1].text) if n else set()
        for one in _offers(field, line.text):
            far, near = line.text[max(0, one.start - FAR) : one.start], one.start - NEAR
            worth = dict.fromkeys(above, ABOVE) | dict.fromkeys(_words(far), 1.0)
            worth |= dict.fromkeys(_words(line.text[max(0, near) : one.start]), 1.5)
            yield one.said, sum(weight[w] * worth.get(w, 0.0) for w in wanted) / whole


def _offers(field: FieldSpec, text: str) -> Iterator[Candidate]:
    yield from candidates(field, text)
    yield from normalised(field, text)
    if is_open(field):
        for found in (*NAME.finditer(text), *LABELLED.finditer(text)):
            start, end = found.span(1)
            if end - start > 2:
                yield Candidate(text[start:end], start, end)
