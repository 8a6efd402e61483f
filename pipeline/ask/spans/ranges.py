"""Two dates that stand in one range, "02/19/20 - 02/25/20", answer the two fields of a period
together: what says that the first is its begin says that the second is its end.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from extract_filings.pipeline.ask.spans.page import NOWHERE, Place, SpanPage
from extract_filings.pipeline.ask.spans.values import Offer, with_shares
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
_OPPOSITES = (
    "from/to/until/through start/end starts/ends begin/end begins/ends first/last opening/closing"
)
OPPOSITES = [frozenset(words.split("/")) for words in _OPPOSITES.split()]
JOINED = re.compile(r"\s*(?:[-–—‑]+|(?:to|through|thru|until|and end(?:ing|s)?)\b)\s*", re.I)
"""What stands between the two dates."""
RANGE = 200.0
"""How much likelier two days are to be a period's if they are printed as one."""
ONE_DAY = 0.2
"""How much less likely one day is to be both: most of the time it is one place, read twice."""
SLIGHT = 1e-3
Asked = Sequence[tuple[int, FieldSpec]]
Offers = Mapping[int, Sequence[Offer]]


def with_ranges(asked: Asked, offers: Offers, pages: Sequence[SpanPage]) -> dict[int, list[Offer]]:
    """The offers for each field, the likeliest first; those for the two fields of a period are
    weighed together.
    """
    made = {k: [*some] for k, some in offers.items()}
    for begin, end in periods(asked):
        ranges = [(page, *two) for page in pages for two in _ranges(page, dict(asked)[begin])]
        first = _by_day(made[begin], [(page, one) for page, one, _ in ranges])
        last = _by_day(made[end], [(page, two) for page, _, two in ranges])
        printed = {(one.said, two.said) for _, one, two in ranges}
        made[begin], made[end] = _weighed(first, last, printed)
    return made


def periods(asked: Asked) -> Iterator[tuple[int, int]]:
    """The numbers of the fields that are begin and end of one period. If several may be, those
    whose words are opposites.

    >>> names = "start", "lease_end", "lease_start", "from_date", "to_date", "effective_date"
    >>> [*periods([(k, FieldSpec(n, date, "", at=(n,))) for k, n in enumerate(names)])]
    [(2, 1), (3, 4)]
    """
    dates = [(k, f) for k, f in asked if f.type is date]
    for about in dict.fromkeys(about for _, f in dates if (about := _about(f, BEGIN))):
        begins = [(k, f) for k, f in dates if _about(f, BEGIN) == about]
        ends = [(k, f) for k, f in dates if _about(f, END) == about]
        one = len(begins) == len(ends) == 1
        yield from ((k, j) for k, f in begins for j, g in ends if one or _opposite(f, g))


def _opposite(begin: FieldSpec, end: FieldSpec) -> bool:
    words = {*begin.words.split()} ^ {*end.words.split()}
    return any(words <= some for some in OPPOSITES)


def without_side(name: str) -> str:
    """
    >>> without_side("flight from"), without_side("end")
    ('flight', 'end')
    """
    return " ".join(w for w in name.split() if w not in BEGIN | END) or name


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


def _by_day(own: Sequence[Offer], more: Sequence[tuple[SpanPage, Candidate]]) -> dict[str, Offer]:
    """Days that are offered, and those of ranges, each once."""
    made = {o.place.candidate.said: o for o in own}
    for page, one in more:
        made.setdefault(one.said, Offer(SLIGHT, page, Place(one, 0.0, NOWHERE, 0)))
    return made


def _weighed(
    first: Mapping[str, Offer], last: Mapping[str, Offer], ranges: Collection[tuple[str, str]]
) -> tuple[list[Offer], list[Offer]]:
    """Shares of all pairs of a first and a last day, null too, which no period ends before it
    begins in; then each day's share of them.
    """
    days, ends = [*first], [*last]
    pairs = np.outer(_shares(first), _shares(last))
    for i, one in enumerate(days):
        for j, other in enumerate(ends):
            pairs[i, j] *= _fit(one, other, ranges)
    pairs /= pairs.sum()
    return with_shares(first.values(), pairs.sum(1)), with_shares(last.values(), pairs.sum(0))


def _fit(first: str, last: str, ranges: Collection[tuple[str, str]]) -> float:
    if (first, last) in ranges:
        return RANGE
    return 0.0 if last < first else ONE_DAY if last == first else 1.0


def _shares(offers: Mapping[str, Offer]) -> np.ndarray:
    """Null's comes last."""
    own = [o.share for o in offers.values()]
    return np.array([*own, max(SLIGHT, 1 - sum(own))])
