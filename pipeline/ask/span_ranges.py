"""Two dates that stand in one range, "02/19/20 - 02/25/20", answer the two fields of a period
together: what says that the first is its begin says that the second is its end.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extract_filings.pipeline.ask.span_page import Place, SpanPage
from extract_filings.pipeline.ask.span_values import Offer
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec

_BEGIN = (
    "from start starts starting begin begins beginning commencement commences commencing first"
    " since effective inception opening"
)
_END = (
    "to end ends ending ended until through thru expiration expiry expires expiring last"
    " termination terminates closing"
)
BEGIN, END = frozenset(_BEGIN.split()), frozenset(_END.split())
JOINED = re.compile(r"\s*(?:[-–—‑]+|(?:to|through|thru|until|and end(?:ing|s)?)\b)\s*", re.I)
"""What stands between the two dates."""
Asked = Sequence[tuple[int, FieldSpec]]
Offers = Mapping[int, Sequence[Offer]]


def with_ranges(asked: Asked, offers: Offers, pages: Sequence[SpanPage]) -> dict[int, list[Offer]]:
    """The offers for each field, the likeliest first; those for the two fields of a period lift
    each other where they stand in one range.
    """
    made = {k: [*some] for k, some in offers.items()}
    for begin, end in periods(asked):
        ranges = [(page, *two) for page in pages for two in _ranges(page, dict(asked)[begin])]
        first, last = ({o.place.candidate.said: o for o in made[k]} for k in (begin, end))
        made[begin] = _lifted(first, [(p, one, last.get(two.said)) for p, one, two in ranges])
        made[end] = _lifted(last, [(p, two, first.get(one.said)) for p, one, two in ranges])
    return made


def periods(asked: Asked) -> Iterator[tuple[int, int]]:
    """The numbers of the fields that are begin and end of one period.

    >>> specs = [FieldSpec(n, date, "", at=(n,)) for n in ("start", "lease_end", "lease_start")]
    >>> [*periods([*enumerate(specs)])]
    [(2, 1)]
    """
    dates = [(k, f) for k, f in asked if f.type is date]
    ends = {about: k for k, f in dates if (about := _about(f, END))}
    for k, field in dates:
        if (about := _about(field, BEGIN)) in ends:
            yield k, ends[about]


def _about(field: FieldSpec, side: frozenset[str]) -> tuple[str, ...] | None:
    """What holds it, and its own words but those of the side; None if it has none of these."""
    words = field.words.split()
    left = [w for w in words if w not in side]
    return (*field.at[:-1], "", *left) if len(left) < len(words) else None


def _ranges(page: SpanPage, spec: FieldSpec) -> Iterator[tuple[Candidate, Candidate]]:
    dates = sorted(page.passage.offers(spec), key=lambda c: c.start)
    for one, two in pairwise(dates):
        if JOINED.fullmatch(page.passage.text[one.end : two.start]):
            yield one, two


def _lifted(
    own: Mapping[str, Offer], ranges: Sequence[tuple[SpanPage, Candidate, Offer | None]]
) -> list[Offer]:
    """`ranges`: a date in a range, and what is offered of the other date in it to the other field.
    One of the two sides is enough; a date in several ranges counts the surest.
    """
    made = dict(own)
    for page, here, other in ranges:
        if other:
            stood = own.get(here.said) or Offer(0.0, page, Place(here, 0.0, 0, 0))
            share = 1 - (1 - stood.share) * (1 - other.share)
            if here.said not in made or made[here.said].share < share:
                made[here.said] = replace(stood, share=share)
    return sorted(made.values(), key=lambda o: -o.share)
