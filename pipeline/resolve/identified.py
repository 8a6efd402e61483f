"""Rows that a law of accounting identifies, whatever they are called: what revenue exceeds
operating income by are the total costs, and a row equal to all liabilities and equity is total
assets.

Rules:
- A law counts that all rows but one are found for, and that a unit more or less would break.
- The row is the only one that fits exactly, in each period that all of them print.
- It then is that item, unless it is surely another one, as net income is where no other row stands
  between; rows that are none come first. Of the 66 filings with gold in train and train-2025, 25
  print a row that is revenue less operating income, and each of them is tagged as total costs and
  expenses; 66 of 66 rows equal to the other side are total assets.

>>> from extract_filings.schemas.checks import Check
>>> moves(Check("x", "t", "a sum", lambda a, b: a - b), "b", {"a": Decimal(5), "b": Decimal(5)})
True
>>> moves(Check("x", "t", "a part", lambda a, b: max(b - a, Decimal(0))), "b",
...       {"a": Decimal(5), "b": Decimal(4)})
False
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extract_filings.pipeline.records import Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.dated_rows import Row
from extract_filings.pipeline.resolve.periods import Period
from extract_filings.schemas.base import Part
from extract_filings.schemas.checks import Check

IDENTIFIED = 0.95
"""Probability of the row: 1 less one in twenty, since 25 of 25 say no more."""

OWNED = 0.9
"""Probability of a row that keeps its own item, if that is no cost: all costs are called operating
expenses too, but net income is hardly called anything else."""

DIGITS = 100
"""A number below it fits by chance."""

Amounts = Mapping[Period, Decimal]


def identified(
    part: Part, laws: Sequence[Check], place: Occurrence, printed: Mapping[Line, Row]
) -> Occurrence:
    """The occurrence with such rows for fields that had none."""
    names = {f.name for f in part.fields}
    own = [
        c for c in laws if (c.table, c.severity) == (part.name, "error") and names >= {*c.fields}
    ]
    amounts = {n: _amounts(printed[n]) for n in place.lines if n in printed}
    while rows := [r for law in own for r in _found(part, law, place, amounts)]:
        place = _with_row(place, min(rows, key=lambda r: _owned(place, r.line)))
    return place


def _owned(place: Occurrence, line: Line) -> float:
    """How surely the row is some item; wholly, one that every such statement prints."""
    shares = [
        1.0 if r.field in place.always else r.probability for r in place.rows if r.line == line
    ]
    return max(shares, default=0.0)


def _amounts(row: Row) -> Amounts:
    return {c.period: a.value for a, c in row if c.period}


def _found(
    part: Part, law: Check, place: Occurrence, amounts: Mapping[Line, Amounts]
) -> Iterator[Pointer]:
    rows = {r.field: r.line for r in place.rows if r.field in law.fields}
    missing = [f for f in law.fields if f not in rows]
    known = {f: amounts.get(n, {}) for f, n in rows.items()}
    if len(missing) != 1 or not known:
        return
    others = [(n, a) for n, a in amounts.items() if n not in rows.values()]
    fits = [n for n, a in others if _fits(law, missing[0], known, a)]
    costs = next(f.cue.sign == "cost" for f in part.fields if f.name == missing[0])
    if len(fits) == 1 and _owned(place, fits[0]) < (IDENTIFIED if costs else OWNED):
        yield Pointer(part.name, missing[0], fits[0], 0, len(fits[0].text), IDENTIFIED)


def _fits(law: Check, field: str, known: Mapping[str, Amounts], own: Amounts) -> bool:
    """Whether the row breaks the law nowhere, printed as it is or all of it in brackets."""
    periods = own.keys() & set.intersection(*({*a} for a in known.values()))
    if not periods or max(abs(own[p]) for p in periods) < DIGITS:
        return False
    told = [{f: a[p] for f, a in known.items()} | {field: own[p]} for p in periods]
    turned = [{**t, field: -t[field]} for t in told]
    return any(
        all(law.gap(**t) == 0 for t in some) and any(moves(law, field, t) for t in some)
        for some in (told, turned)
    )


def moves(law: Check, field: str, told: Mapping[str, Decimal]) -> bool:
    """Whether one more or less would break the law: inequalities say little."""
    return all(law.gap(**{**told, field: told[field] + by}) != 0 for by in (1, -1))


def _with_row(place: Occurrence, row: Pointer) -> Occurrence:
    """With this row, and neither another one for the field nor another field for the row."""
    rows = [r for r in place.rows if r.line != row.line]
    offers = [o for o in place.offers if o.field != row.field and o.line != row.line]
    return replace(place, rows=(*rows, row), offers=(*offers, row))
