"""A JSON answer -> its values, each with the place that prints it."""

import re
from collections.abc import Callable, Iterator, Sequence

from extract_filings.pipeline.ask.grammar import begun, named
from extract_filings.pipeline.ask.keyed_prompt import Signs, layout_of
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.places import (
    Said,
    choice_of,
    end_of,
    is_bare,
    place_of,
    places_of_row,
    printings,
)
from extract_filings.pipeline.records import Answer, Pointer, share_of
from extract_filings.pipeline.status import DERIVED, FOUND
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec, Part

VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s",\]}]+')


def root_pointers(
    passage: Passage,
    part: Part,
    answer: Answer,
    must: bool = False,
    layout: Callable[[Sequence[FieldSpec]], Signs] = layout_of,
) -> list[Pointer]:
    """The values of an object with the part's fields. `must`: null was no answer."""
    said, _ = _object(part, answer, 0, layout(part.fields), must)
    placed = ((one, place_of(passage, one)) for one in said)
    return [_pointer(passage, part, one, at) for one, at in placed if at or is_bare(one)]


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


def is_empty(part: Part, answer: Answer) -> bool:
    """Whether an answer says that a list has no row."""
    return answer.text == named(part.own_name, "")


def _rows(part: Part, answer: Answer, layout: Signs) -> Iterator[list[Said]]:
    before = begun(part.own_name)
    at, more = len(before), answer.text.startswith(before)
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
        choice_of(said) if field.choices else place.said if place.derived else "",
        DERIVED if place.derived else FOUND,
        passage.around(place.start, place.end),
    )
