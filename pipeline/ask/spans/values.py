"""The value of each field of the root, among all places where it may be printed.

A place answers one question: what a surer field has taken counts less for another one. So a date
that is surely the date of issue is not the date of departure too, for want of another date.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extract_filings.pipeline.ask.spans.page import Place, SpanPage, overlap

MOST = 30
"""Of a field's values, the likeliest first, that are looked at."""
PASSED_ON = 0.7
"""Of a place's share that another field has taken, how much goes to a field's other values."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A value for a field: its share of all that the pages could be read as, null too, and the
    likeliest of its places.
    """

    share: float
    page: SpanPage
    place: Place


def by_value(found: Sequence[tuple[SpanPage, Place]], odds: float) -> list[Offer]:
    """Of each value, the likeliest first. `odds`: of all places of all pages. The more places could
    be the value, the less likely each of them is: of a long document one seems fit by chance.
    """
    places: dict[str, list[tuple[SpanPage, Place]]] = defaultdict(list)
    for page, place in found:
        places[place.candidate.said].append((page, place))
    made: list[Offer] = []
    for some in places.values():
        share = min(1.0, sum(place.probability for _, place in some) / (1 + odds))
        made.append(Offer(share, *max(some, key=lambda one: one[1].probability)))
    return sorted(made, key=lambda o: -o.share)


def with_shares(offers: Iterable[Offer], shares: Iterable[float]) -> list[Offer]:
    """The same with these shares, the likeliest first; a share more may be null's."""
    made = (replace(o, share=float(s)) for o, s in zip(offers, shares, strict=False))
    return sorted(made, key=lambda o: -o.share)


def weighed(offers: Sequence[Offer], ratios: Sequence[float]) -> list[Offer]:
    """Each so much likelier; null stays as likely as it was against a place of ratio 1."""
    if all(ratio == 1 for ratio in ratios):
        return [*offers]
    shares = [o.share * ratio for o, ratio in zip(offers, ratios, strict=True)]
    null = max(0.0, 1 - sum(o.share for o in offers))
    rest = (null + sum(shares)) or 1.0
    return with_shares(offers, [share / rest for share in shares])


def chosen_values(offers: Mapping[int, Sequence[Offer]]) -> dict[int, tuple[Offer, float]]:
    """{field: its value and the share of the next one}, of fields for which there is any."""
    left: dict[int, Sequence[Offer]] = {k: some[:MOST] for k, some in offers.items() if some}
    made: dict[int, tuple[Offer, float]] = {}
    while left:
        surest = max(left, key=lambda k: left[k][0].share)
        best, *others = left.pop(surest)
        made[surest] = best, others[0].share if others else 0.0
        left = {k: _without(some, best) for k, some in left.items()}
    return made


def _without(some: Sequence[Offer], taken: Offer) -> Sequence[Offer]:
    """What a place taken by another field loses goes to the others, in part."""
    alike = [_same(o, taken) for o in some]
    if not any(alike):
        return some
    lost = sum(o.share * taken.share for o, a in zip(some, alike, strict=True) if a)
    less, more = 1 - taken.share, 1 / (1 - PASSED_ON * min(1.0, lost))
    return with_shares(
        some, [o.share * (less if a else more) for o, a in zip(some, alike, strict=True)]
    )


def _same(one: Offer, other: Offer) -> bool:
    return one.page is other.page and overlap(one.place, other.place)
