"""What belongs to one of several parties stands by that one's name: the seller's tax number stands
near the seller, and below rather than above.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.values import Offer, chosen_values, weighed
from extract_filings.pipeline.text.candidates import is_open
from extract_filings.schemas.base import FieldSpec
from extract_filings.schemas.names import spoken

NAMED = 0.05
"""Share of a name from which it says where its party stands."""
ASIDE, ABOVE = 0.5, 4.0
"""How far a height to the side of a name is, and one above it, in heights below it."""
NEARER = 3
"""Power of the ratio of two distances that is a likelihood."""
Party = tuple[str, ...]
"""The path of what holds a party's fields."""
Shared = Mapping[str, Mapping[Party, int]]


def by_parties(
    asked: Sequence[tuple[int, FieldSpec]], offers: Mapping[int, Sequence[Offer]]
) -> dict[int, list[Offer]]:
    """The offers for each field, the likeliest first; less likely what stands nearer to another
    party that has a field of this name: `seller.tax_id`, `buyer.tax_id`.
    """
    made = {k: [*some] for k, some in offers.items()}
    shared, texts = _shared(asked), {k for k, field in asked if is_open(field)}
    open_ = [n for n, of in shared.items() if texts.issuperset(of.values())]
    name = next((n for n in open_ if "name" in spoken(n).split()), next(iter(open_), None))
    if name is None:
        return made
    names = chosen_values({k: made[k] for k in shared[name].values()})
    at = {o: names[k][0] for o, k in shared[name].items() if k in names}
    at = {owner: offer for owner, offer in at.items() if offer.share >= NAMED}
    for field, of in shared.items():
        if field != name:
            made |= {k: _weighed(made[k], owner, at) for owner, k in of.items() if owner in at}
    return made


def _shared(asked: Sequence[tuple[int, FieldSpec]]) -> Shared:
    """Fields of more than one party by their names, in the schema's order."""
    made: dict[str, dict[Party, int]] = defaultdict(dict)
    for k, field in asked:
        if len(field.at) > 1:
            made[field.at[-1]][field.at[:-1]] = k
    return {name: of for name, of in made.items() if len(of) > 1}


def _weighed(offers: Sequence[Offer], owner: Party, at: Mapping[Party, Offer]) -> list[Offer]:
    return weighed(offers, [_by_its_own(o, owner, at) for o in offers])


def _by_its_own(offer: Offer, owner: Party, at: Mapping[Party, Offer]) -> float:
    """1 of what stands nearer to its owner's name than to any other."""
    away = {of: far for of, name in at.items() if (far := _away(offer, name)) is not None}
    if owner not in away:
        return 1.0
    return float((min(away.values()) / away[owner]) ** NEARER)


def _away(offer: Offer, name: Offer) -> float | None:
    """Heights of words between a place and a name, and one more; None on another page."""
    here, there = _cell(offer), _cell(name)
    if offer.page is not name.page or here is None or there is None:
        return None
    down = there.level - here.level
    return 1 + max(down, -ABOVE * down) + ASIDE * abs(here.left - there.left)


def _cell(offer: Offer) -> Cell | None:
    at = offer.place.candidate
    return offer.page.grid.cell(at.start, at.start + 1)
