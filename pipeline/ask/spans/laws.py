"""The schema's laws help to choose: of the numbers that may be subtotal, tax and total those that
add up are likely. A law that nothing on the page keeps says nothing; one that most keep, little.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np

from extract_filings.pipeline.ask.spans.row import OnPage
from extract_filings.pipeline.ask.spans.values import Offer, with_shares
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.checks import Check

MOST = {1: 30, 2: 12, 3: 8, 4: 5}
"""How many offers for each field of a law are tried together, by how many fields it has."""
KEPT, KEPT_OVER, BROKEN = 300.0, 30.0, 0.1
"""How much likelier values are, each time and at most, that keep a law; one over a list, of which
rows may be missing; that break it."""
SLIGHT = 1e-3
"""The least share of null."""
TYPES = (int, Decimal, date)
Offers = Mapping[int, Sequence[Offer]]
Columns = Mapping[str, Sequence[Any]]
"""Of a list's fields, the values of all its rows."""


def by_laws(
    part: Part, asked: Mapping[int, FieldSpec], offers: Offers, lists: Mapping[str, Columns]
) -> dict[int, list[Offer]]:
    """The offers for each field, the likeliest first. `asked`: the fields of the part, which is the
    root. `lists`: what is read of the lists, by their names. Each law is asked twice, as what
    another one says may tell two numbers of it apart; so its own evidence counts squared.
    """
    made = {k: [*some] for k, some in offers.items()}
    numbers = {f.name: k for k, f in asked.items() if f.type in TYPES}
    for check in 2 * sorted(part.checks, key=lambda c: bool(c.over)):
        fields = [numbers[f] for f in check.fields if f in numbers]
        columns = lists.get(check.over, {})
        told = len(fields) + sum(f in columns for f in check.fields) == len(check.fields)
        if check.severity == "error" and check.table == part.name and told and len(fields) in MOST:
            made |= _weighed(check, {k: (asked[k], made[k]) for k in fields}, columns)
    return made


def columns_of(asked: Mapping[int, FieldSpec], rows: Sequence[OnPage]) -> dict[str, list[Any]]:
    """Of each number and date that all rows of a list have; none of a list without rows."""
    return {
        f.name: [value_of(f, row.places[k].candidate.said) for _, row in rows]
        for k, f in asked.items()
        if f.type in TYPES and rows and all(k in row.places for _, row in rows)
    }


def value_of(field: FieldSpec, said: str) -> Any:
    return date.fromisoformat(said) if field.type is date else Decimal(said)


def _weighed(
    check: Check, fields: Mapping[int, tuple[FieldSpec, Sequence[Offer]]], columns: Columns
) -> dict[int, list[Offer]]:
    """Shares of all tuples of values for the law's fields, null too; then each value's share."""
    tried = {k: some[: MOST[len(fields)]] for k, (_, some) in fields.items()}
    joint = _outer([_shares(some, MOST[len(fields)]) for _, some in fields.values()])
    values = [[(fields[k][0], o) for o in some] for k, some in tried.items()]
    keeps = [_keeps(check, [*_told(some)], columns) for some in product(*values)]
    if not any(keeps):
        return {}
    kept = min(KEPT_OVER if check.over else KEPT, len(keeps) / sum(keeps))
    full = tuple(slice(len(some)) for some in values)
    joint[full] *= np.where(np.reshape(keeps, joint[full].shape), kept, BROKEN)
    return {
        k: with_shares(some, joint.sum(tuple({*range(joint.ndim)} - {axis})) / joint.sum())
        for axis, (k, some) in enumerate(tried.items())
    }


def _told(some: Sequence[tuple[FieldSpec, Offer]]) -> Iterator[tuple[str, Any]]:
    for field, offer in some:
        yield field.name, value_of(field, offer.place.candidate.said)


def _keeps(check: Check, told: Sequence[tuple[str, Any]], columns: Columns) -> bool:
    """A law that does not compute is told by the rules."""
    values = dict(told)
    arguments = [values[f] if f in values else columns[f] for f in check.fields]
    with suppress(Exception):
        slack = check.slack(*arguments) if check.slack else _unit(values.values())
        return abs(check.gap(*arguments)) <= slack
    return False


def _unit(values: Iterable[Any]) -> Decimal:
    """One of the last printed place of each number."""
    places = (int(v.as_tuple().exponent) for v in values if isinstance(v, Decimal))
    units = (Decimal(1).scaleb(place) for place in places)
    return sum(units, Decimal(0))


def _shares(offers: Sequence[Offer], most: int) -> np.ndarray:
    """Null's comes last."""
    own = [o.share for o in offers]
    return np.array([*own[:most], max(SLIGHT, 1 - sum(own))])


def _outer(shares: Sequence[np.ndarray]) -> np.ndarray:
    joint = np.ones(())
    for some in shares:
        joint = np.multiply.outer(joint, some)
    return joint
