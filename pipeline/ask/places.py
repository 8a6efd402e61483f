"""Where a text prints what a JSON answer says.

A value that is printed at several places has the one nearest to what it belongs to: in a row the
row's other values, else the field's own label.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from extract_filings.pipeline.ask.passage import SHOWN_AS, Passage
from extract_filings.pipeline.ask.skeleton import literal
from extract_filings.pipeline.text.candidates import Candidate, is_open
from extract_filings.schemas.base import FieldSpec

WRONG_SIDE = 3
"""A place ahead of the value before it counts as so many times as far."""
FAR = 600
"""Characters from which on a place is as good as any other."""


Way = Sequence[Candidate | None]
"""A place for each value of a row that is printed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value of an answer, as JSON has it, and the probability of it and of the keys before it."""

    field: FieldSpec
    literal: str
    probability: float

    @property
    def words(self) -> str:
        return json.loads(self.literal) if self.literal[0] == '"' else self.literal


def places_of(passage: Passage, said: Said) -> list[Candidate]:
    """All that the text prints of what was said."""
    field, words = said.field, said.words
    if field.cue.free:
        return []
    if field.choices:
        return words_at(passage, choice_of(said), "(?i)")
    fit = [c for c in passage.offers(field) if literal(field, c.said) == said.literal]
    return (words_at(passage, words) if is_open(field) else []) or fit


def is_bare(said: Said) -> bool:
    """Whether the value needs no place that prints it."""
    return bool(said.field.cue.free or said.field.choices)


def choice_of(said: Said) -> str:
    return next(c for c in said.field.choices if literal(said.field, c) == said.literal)


def words_at(passage: Passage, words: str, flags: str = "") -> list[Candidate]:
    """Between words, else anywhere."""
    shape = re.escape(words.translate(SHOWN_AS))
    for pattern in (rf"{flags}(?<!\w){shape}(?!\w)", flags + shape):
        found = re.finditer(pattern, passage.run_on)
        if places := [Candidate(words, *m.span()) for m in found]:
            return places
    return []


def is_text(field: FieldSpec) -> bool:
    """Whether words of the page are its value."""
    return field.type is str and not (field.choices or field.cue.free)


def place_of(passage: Passage, said: Said, taken: Sequence[Candidate] = ()) -> Candidate | None:
    """The nearest behind one of the field's labels, else the first, of those that are not taken. A
    choice that is not printed stands where a label does.
    """
    places = [c for c in places_of(passage, said) if all(_apart(c, t) >= 0 for t in taken)]
    labels = [*_labels(passage, said.field)]
    if not places and said.field.choices and labels:
        return Candidate(said.words, *labels[0])
    return min(places, key=lambda c: (_behind(c, labels), c.start), default=None)


def _labels(passage: Passage, field: FieldSpec) -> Iterator[tuple[int, int]]:
    names = sorted({f.casefold() for f in (*field.labels, field.words)}, key=len, reverse=True)
    shape = "|".join(r"\s+".join(map(re.escape, n.split())) for n in names if n)
    return (m.span() for m in re.finditer(rf"(?i)(?<!\w)(?:{shape})(?!\w)", passage.run_on))


def _behind(place: Candidate, labels: Sequence[tuple[int, int]]) -> int:
    return min(
        (place.start - end for _, end in labels if 0 <= place.start - end < FAR), default=FAR
    )


def places_of_row(
    passage: Passage, row: Sequence[Said], behind: int, taken: set[tuple]
) -> Way | None:
    """Where the row's values stand closest together, behind the row before if they do; None if it
    is printed no further time.
    """
    offers = [places_of(passage, s) for s in row]
    known = [some for some in offers if some]
    if not known:
        bare = [None] * len(row)
        return bare if any(map(is_bare, row)) and printings(row, bare) - taken else None
    further = [[c for c in some if c.start >= behind] for some in offers]
    if all(left or not some for left, some in zip(further, offers, strict=True)):
        way = _closest(row, further, taken)
        if way and _spread(way) < FAR:
            return way
    return _closest(row, offers, taken)


def _closest(
    row: Sequence[Said], offers: Sequence[Sequence[Candidate]], taken: set[tuple]
) -> Way | None:
    """The first of those that are no more than half as long again as the shortest."""
    anchors = min((some for some in offers if some), key=len)
    at = next(i for i, some in enumerate(offers) if some is anchors)
    ways = [_around(a, at, offers) for a in anchors]
    free = [w for w in ways if printings(row, w) - taken]
    shortest = min(map(_spread, free), default=0)
    return min((w for w in free if _spread(w) <= 1.5 * shortest), key=_start, default=None)


def _around(anchor: Candidate, at: int, offers: Sequence[Sequence[Candidate]]) -> Way:
    """The place `at` is the anchor; the others are near it, each on its side of the one between."""
    way: list[Candidate | None] = [None] * len(offers)
    way[at] = beside = anchor
    for i in (*range(at - 1, -1, -1), *range(at + 1, len(offers))):
        beside = anchor if i == at + 1 else beside
        free = [c for c in offers[i] if not any(o and _apart(c, o) < 0 for o in way)]
        sides = partial(_wrong_side, beside, i < at)
        near = min(free or offers[i], key=lambda c: _apart(c, anchor) * sides(c), default=None)
        way[i] = near
        beside = near or beside
    return way


def _wrong_side(beside: Candidate, before: bool, place: Candidate) -> int:
    """How many times as far a place counts."""
    right = place.end <= beside.start if before else place.start >= beside.end
    return 1 if right else WRONG_SIDE


def _apart(one: Candidate, other: Candidate) -> int:
    """Characters between them, less than 0 if they overlap."""
    return max(one.start - other.end, other.start - one.end)


def _start(way: Way) -> int:
    return min(c.start for c in way if c)


def end_of(way: Way) -> int:
    return max(c.end for c in way if c)


def _spread(way: Way) -> int:
    """Characters between the first and the last value."""
    return min(FAR, end_of(way) - _start(way))


def printings(row: Sequence[Said], places: Way) -> set[tuple]:
    """Each place, with all that the row says: an equal row must have another one."""
    says = tuple((s.field.name, s.literal) for s in row)
    return {(says, i, c and c.start) for i, c in enumerate(places)}
