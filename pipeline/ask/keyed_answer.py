"""A JSON answer -> where the text prints each of its values.

A value that is printed at several places has the one nearest to what it belongs to: in a row the
row's other values, else the field's own label.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from extract_filings.pipeline.ask.keyed_prompt import Signs, layout_of, literal
from extract_filings.pipeline.ask.passage import SHOWN_AS, Passage
from extract_filings.pipeline.ask.terse_prompt import key
from extract_filings.pipeline.records import Answer, Pointer, share_of
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.pipeline.text.candidates import Candidate, is_open
from extract_filings.schemas.base import FieldSpec, Part

TEXT = r'"(?:[^"\\]|\\.)*"'
VALUE = re.compile(rf'{TEXT}|[^\s",\]}}]+')
MEMBER = re.compile(rf"(?:{{|, )(?P<key>{TEXT}: )(?P<value>{VALUE.pattern})(?=[,}}])")
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


def root_pointers(
    passage: Passage, part: Part, answer: Answer, must: bool = False
) -> list[Pointer]:
    """The values of an object with the part's fields. `must`: null was no answer."""
    said, _ = _object(part, answer, 0, layout_of(part.fields), must)
    placed = ((one, _place(passage, one)) for one in said)
    return [_pointer(passage, part, one, at) for one, at in placed if at or _bare(one)]


def stated_pointers(passage: Passage, part: Part, answer: Answer) -> list[Pointer]:
    """The values of an object with some of the part's fields, the ones that the text states."""
    placed = ((one, _place(passage, one)) for one in _stated(part, answer))
    return [_pointer(passage, part, one, at) for one, at in placed if at or _bare(one)]


def _stated(part: Part, answer: Answer) -> Iterator[Said]:
    """Those before the place where the answer was cut."""
    fields, at = {key(f): f for f in part.fields}, 0
    while member := MEMBER.match(answer.text, at):
        field, value = fields[member["key"]], member["value"]
        share = share_of(answer, at, member.end("value")) if answer.steps else answer.probability
        yield Said(field, value, share)
        at = member.end("value")


def list_pointers(
    passage: Passage,
    part: Part,
    answer: Answer,
    first: int,
    seen: set[frozenset],
    layout: Callable[[Sequence[FieldSpec]], Signs] = layout_of,
) -> list[Pointer]:
    """Those of the rows of a list, each laid out so, numbered from `first`. A row that was cut off,
    or is said again without being printed again, is left out; so is one of words alone that is in
    `seen`, of this text or another: names are printed again and again. Adds to `seen`.
    """
    made: list[Pointer] = []
    taken: set[tuple] = set()
    behind = 0
    for number, row in enumerate(_rows(part, answer, layout(part.fields)), first):
        words = frozenset((s.field.name, s.literal.casefold()) for s in row)
        places = None if words in seen else _row_places(passage, row, behind, taken)
        if all(s.field.type is str for s in row):
            seen.add(words)
        if places is None:
            continue
        placed = zip(row, places, strict=True)
        made += [_pointer(passage, part, s, c, number) for s, c in placed if c or _bare(s)]
        taken |= _printings(row, places)
        behind = _end(places) if any(places) else behind
    return made


def _rows(part: Part, answer: Answer, layout: Signs) -> Iterator[list[Said]]:
    at, more = 1, True
    while more:
        row, end = _object(part, answer, at, layout)
        if end is None:
            return
        yield row
        at, more = end + 2, answer.text.startswith(", ", end)


def _object(
    part: Part, answer: Answer, at: int, layout: Signs, must: bool = False
) -> tuple[list[Said], int | None]:
    """The values from `at` on that are likelier than null, and where the object ends; None if it
    was cut.
    """
    said: list[Said] = []
    begin = at
    for one in layout:
        if isinstance(one, str):
            if not answer.text.startswith(one, at):
                return said, None
            at += len(one)
        else:
            match = VALUE.match(answer.text, at)
            if not match:
                return said, None
            sure = must or (part.kind == "list" and one.must)
            share = _share(answer, begin, match, sure)
            if share is not None:
                said.append(Said(one, match[0], share))
            begin = at = match.end()
    return said, at


def _share(answer: Answer, begin: int, value: re.Match, must: bool) -> float | None:
    """The probability of a value; None of null, and of what is less likely than null."""
    share = share_of(answer, begin, value.end()) if answer.steps else answer.probability
    null = 0.0 if must else _null_share(answer, begin, value.start())
    return share if value[0] != "null" and share >= null else None


def _null_share(answer: Answer, begin: int, quote: int) -> float:
    """The probability of null where a text or date was said: it is what else than a quote could be
    said there. A model chooses token by token, and begins a value that as a whole is less likely.

    >>> _null_share(Answer('{"a": "by"}', 0.1, steps=((5, 0.6), (7, 0.2))), 0, 6)
    0.4
    """
    first = next((share for said, share in answer.steps if begin <= said <= quote), 1.0)
    return 1 - first if answer.text[quote] == '"' else 0.0


def _places(passage: Passage, said: Said) -> list[Candidate]:
    """All that the text prints of what was said."""
    field, words = said.field, said.words
    if field.cue.free:
        return []
    if field.choices:
        return _words_at(passage, _choice(said), "(?i)")
    fit = [c for c in passage.offers(field) if literal(field, c.said) == said.literal]
    return (_words_at(passage, words) if is_open(field) else []) or fit


def _bare(said: Said) -> bool:
    """Whether the value needs no place that prints it."""
    return bool(said.field.cue.free or said.field.choices)


def _choice(said: Said) -> str:
    return next(c for c in said.field.choices if literal(said.field, c) == said.literal)


def _words_at(passage: Passage, words: str, flags: str = "") -> list[Candidate]:
    """Between words, else anywhere."""
    shape = re.escape(words.translate(SHOWN_AS))
    for pattern in (rf"{flags}(?<!\w){shape}(?!\w)", flags + shape):
        found = re.finditer(pattern, passage.run_on)
        if places := [Candidate(words, *m.span()) for m in found]:
            return places
    return []


def _place(passage: Passage, said: Said) -> Candidate | None:
    """The nearest behind one of the field's labels, else the first. A choice that is not printed
    stands where a label does.
    """
    places = _places(passage, said)
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


def _row_places(
    passage: Passage, row: Sequence[Said], behind: int, taken: set[tuple]
) -> Way | None:
    """Where the row's values stand closest together, behind the row before if they do; None if it
    is printed no further time.
    """
    offers = [_places(passage, s) for s in row]
    known = [some for some in offers if some]
    if not known:
        bare = [None] * len(row)
        return bare if any(map(_bare, row)) and _printings(row, bare) - taken else None
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
    free = [w for w in ways if _printings(row, w) - taken]
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


def _end(way: Way) -> int:
    return max(c.end for c in way if c)


def _spread(way: Way) -> int:
    """Characters between the first and the last value."""
    return min(FAR, _end(way) - _start(way))


def _printings(row: Sequence[Said], places: Way) -> set[tuple]:
    """Each place, with all that the row says: an equal row must have another one."""
    says = tuple((s.field.name, s.literal) for s in row)
    return {(says, i, c and c.start) for i, c in enumerate(places)}


def _pointer(
    passage: Passage, part: Part, said: Said, place: Candidate | None, row: int = 0
) -> Pointer:
    """A choice that is printed nowhere stands at the text's first line, own words at its last."""
    field = said.field
    if field.cue.free:
        line = passage.lines[-1]
        own = said.words
        return Pointer(
            part.name, field.name, line, 0, 0, said.probability, row, (), own, "not grounded"
        )
    place = place or Candidate(said.words, 0, len(passage.lines[0].text))
    line, start, end, rest = passage.span(place.start, place.end)
    return Pointer(
        part.name,
        field.name,
        line,
        start,
        end,
        said.probability,
        row,
        rest,
        _choice(said) if field.choices else place.said if place.derived else "",
        DERIVED if place.derived else FOUND,
        passage.around(place.start, place.end),
    )
