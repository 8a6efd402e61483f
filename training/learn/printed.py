"""Where pages print the values of a solved document: people write what is meant, "2 years" for "two
(2) years", so each field's values are sought as its type prints them.

Rules:
- All places that say a value of the root are right: a reader may take any of them.
- So are those of a list of plain values. A row of several fields is where its rarest value stands,
  behind the row before; of its other values the places nearest to it count.
- What no page prints is not known to the learner.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.places import words_at
from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.text.candidates import candidates, is_open
from extract_filings.schemas.base import FieldSpec
from extract_filings.training.spans.parties import places_of
from extract_filings.training.spans.places import Text

NEAR = 600
"""Characters from a row's rarest value within which its others stand."""


@dataclass(frozen=True, slots=True)
class Place:
    """`pages[page]` prints a value of a field from `start` up to `end`; `row`: of its list."""

    page: int
    start: int
    end: int
    row: int = 0


def places(spec: FieldSpec, value: str, pages: Sequence[SpanPage]) -> list[Place]:
    """All of them, in order."""
    found = {(i, *at) for i, page in enumerate(pages) for at in _on(spec, value, page.passage)}
    return [Place(*one) for one in sorted(found)]


def _on(spec: FieldSpec, value: str, passage: Passage) -> Iterator[tuple[int, int]]:
    if spec.choices:
        said = [c for c in spec.choices if str(spec.meaning(c)).casefold() == value.casefold()]
        offers = [c for choice in said for c in words_at(passage, choice, "(?i)")]
    else:
        meant = _meant(spec, value)
        offers = [c for c in passage.offers(spec) if _same(c.said, meant)]
    yield from ((c.start, c.end) for c in offers)
    if is_open(spec):
        yield from places_of(value, Text(passage.text.split("\n")))


def _meant(spec: FieldSpec, value: str) -> str:
    """As the page's offers say it: 2020-02-19 for 02/19/20."""
    return next((c.said for c in candidates(spec, value)), value)


def _same(said: str, meant: str) -> bool:
    """
    >>> _same("1250.00", "1250"), _same("2 years", "2 Years")
    (True, True)
    """
    try:
        return Decimal(said) == Decimal(meant)
    except InvalidOperation:
        return said.casefold() == meant.casefold()


Found = Mapping[int, list[Place]]
"""By the number of a row's field."""


def in_rows(found: Sequence[Found], plain: bool) -> list[Found]:
    """The places of each row among all that print its values. `plain`: rows are one field."""
    made, last = [], (0, -1)
    for number, row in enumerate(found):
        stated = {k: some for k, some in row.items() if some}
        if not plain and stated:
            rarest = min(stated.values(), key=len)
            behind = [p for p in rarest if (p.page, p.start) > last]
            anchor = (behind or rarest)[0]
            last = anchor.page, anchor.start
            stated = {k: _nearest(some, anchor) for k, some in stated.items()}
        made.append({k: [replace(p, row=number) for p in some] for k, some in stated.items()})
    return made


def _nearest(some: Sequence[Place], anchor: Place) -> list[Place]:
    near = [p for p in some if p.page == anchor.page and abs(p.start - anchor.start) < NEAR]
    return [min(near, key=lambda p: abs(p.start - anchor.start))] if near else []
