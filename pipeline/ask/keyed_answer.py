"""A JSON answer -> its values, each with the place that prints it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from extract_filings.pipeline.ask.grammar import begun
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.places import (
    Said,
    choice_of,
    end_of,
    is_bare,
    is_text,
    place_of,
    places_of_row,
    printings,
)
from extract_filings.pipeline.ask.skeleton import Signs, layout_of
from extract_filings.pipeline.records import Answer, Pointer, share_of
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec, Part

LayOut = Callable[[Part], Signs]
VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s",\]}]+')


class Listing(NamedTuple):
    """What an answer says of a list. `empty`: the probability of saying that it has no row, 0 if it
    has some; `end`: where it ends, None if it was cut.
    """

    part: Part
    rows: list[list[Said]]
    empty: float
    end: int | None


class Object(NamedTuple):
    """Its values that are likelier than null, its lists, and where it ends; None if it was cut."""

    said: list[Said]
    lists: list[Listing]
    end: int | None


def root_pointers(
    passage: Passage,
    part: Part,
    answer: Answer,
    must: bool = False,
    layout: LayOut = layout_of,
) -> list[Pointer]:
    """The values of an object with the part's fields. `must`: null was no answer."""
    said = _object(part, answer, 0, layout(part), must).said
    placed = _placed(passage, part, said)
    return [_pointer(passage, part, one, at) for one, at in placed if at or is_bare(one)]


def _placed(
    passage: Passage, part: Part, said: Sequence[Said]
) -> list[tuple[Said, Candidate | None]]:
    """Each value with its place. A text that is printed once names one thing: a small model that
    knows a seller's tax number says it for the buyer's too, and for the account. The surest one has
    it, and what no instance is valid without.
    """
    made: dict[FieldSpec, Candidate | None] = {}
    for one in sorted(said, key=lambda s: -s.probability):
        names = is_text(one.field) and not part.sure(one.field)
        taken = [c for f, c in made.items() if c and is_text(f)] if names else []
        made[one.field] = place_of(passage, one, taken)
    return [(one, made[one.field]) for one in said]


def lists_within(part: Part, answer: Answer) -> list[Listing]:
    """What the same object says of each of its lists."""
    made = _object(part, answer, 0, layout_of(part)).lists if part.lists else []
    unsaid = part.lists[len(made) :]  # it was cut before
    return made + [Listing(p, [], 0.0, None) for p in unsaid]


def listing_of(part: Part, answer: Answer, layout: LayOut = layout_of) -> Listing:
    """What is said of a list that was asked by itself, each row laid out so."""
    return _listing(part, answer, 0, len(begun(part.own_name)), layout)


def row_pointers(
    passage: Passage, part: Part, rows: Iterable[list[Said]], first: int, seen: set[frozenset]
) -> list[Pointer]:
    """The values of a list's rows, numbered from `first`. A row that was cut off, or is said again
    without being printed again, is left out; so is one of words alone that is in `seen`, of this
    text or another: names are printed again and again. Adds to `seen`.
    """
    made: list[Pointer] = []
    taken: set[tuple] = set()
    behind = 0
    for number, row in enumerate(rows, first):
        words = frozenset((s.field.name, s.literal.casefold()) for s in row)
        places = None if words in seen else places_of_row(passage, row, behind, taken)
        if all(s.field.type is str for s in row):
            seen.add(words)
        if places is None:
            continue
        placed = zip(row, places, strict=True)
        made += [_pointer(passage, part, s, c, number) for s, c in placed if c or is_bare(s)]
        taken |= printings(row, places)
        behind = end_of(places) if any(places) else behind
    return made


def _object(part: Part, answer: Answer, at: int, layout: Signs, must: bool = False) -> Object:
    """The one that begins there."""
    made = Object([], [], None)
    begin = at
    for one in layout:
        if isinstance(one, str):
            if not answer.text.startswith(one, at):
                return made
            at += len(one)
            continue
        if isinstance(one, Part):
            made.lists.append(_listing(one, answer, begin, at, layout_of))
            end = made.lists[-1].end
        else:
            sure = must or (part.kind == "list" and one.must)
            end = _add(made.said, one, answer, begin, at, sure)
        if end is None:
            return made
        begin = at = end
    return made._replace(end=at)


def _add(
    said: list[Said], field: FieldSpec, answer: Answer, begin: int, at: int, must: bool
) -> int | None:
    """Adds the value at a place, if it is likelier than null. Where it ends; None if it was cut.
    `begin`: where the value before it ended.
    """
    if not (match := VALUE.match(answer.text, at)):
        return None
    share = _share(answer, begin, match, must)
    said += [] if share is None else [Said(field, match[0], share)]
    return match.end()


def _listing(part: Part, answer: Answer, begin: int, at: int, layout: LayOut) -> Listing:
    """The one that begins there."""
    rows: list[list[Said]] = []
    text = answer.text
    if text.startswith("[]", at):
        return Listing(part, rows, _probability(answer, begin, at + 2), at + 2)
    while text.startswith(", " if rows else "[", at):
        row, _, end = _object(part, answer, at + len(", " if rows else "["), layout(part))
        if end is None:
            return Listing(part, rows, 0.0, None)
        rows.append(row)
        at = end
    return Listing(part, rows, 0.0, at + 1 if text.startswith("]", at) else None)


def _probability(answer: Answer, begin: int, end: int) -> float:
    """Of what was said there."""
    return share_of(answer, begin, end) if answer.steps else answer.probability


def _share(answer: Answer, begin: int, value: re.Match, must: bool) -> float | None:
    """The probability of a value; None of null, and of what is less likely than null."""
    share = _probability(answer, begin, value.end())
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
        choice_of(said) if field.choices else place.own,
        DERIVED if place.derived else FOUND,
        passage.around(place.start, place.end),
    )
