"""What speaks for each of the periods that the numbers of a grid may be of.

It is told of all numbers of a grid, of a column and of a row apart: a number has the three
together. How much each weighs is fitted (period_model.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from extract_filings.pipeline.resolve.notes.grid_columns import Columns, ahead, vintages, words_of
from extract_filings.pipeline.resolve.notes.grid_rolls import BETWEEN, CLOSES, OPENS, Rolled
from extract_filings.pipeline.resolve.notes.grid_rows import RowSaid
from extract_filings.pipeline.resolve.notes.grid_text import Text
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_choices import (
    PARTS,
    Above,
    Stack,
    Usual,
    before,
    of_years,
    periods_of,
)
from extract_filings.pipeline.resolve.notes.period_kinds import column_kinds, own_ends, row_kinds
from extract_filings.pipeline.resolve.notes.period_masks import Mask, Masks
from extract_filings.pipeline.resolve.notes.period_words import CHANGE, NO_LENGTH, over_time
from extract_filings.pipeline.resolve.periods import Known, Period

LONELY = [15, 16, 17, 20, 21, 22, 23, 25, 26]
"""Of what a row says: the line over it, the balances around it, its year. They weigh otherwise
where its column has no period of its own."""


@dataclass(frozen=True, slots=True)
class Choices:
    """`periods`: K of them. What speaks for each: `of_grid` (K, features), `of_columns` (columns,
    K, features), `of_rows` (rows, K, features). `kinds` (columns, K): as above; `own_kinds`
    (rows, K): by the period that a row names, -1 where it names none. `flags` (rows,
    flags), `heads` (columns, K): a row's flag changes what its column's own period counts.
    `alone` (columns): 1 where a column has none, or all columns one and the same."""

    periods: tuple[Period, ...]
    of_grid: Mask
    of_columns: Mask
    of_rows: Mask
    kinds: Mask
    own_kinds: Mask
    flags: Mask
    heads: Mask
    alone: Mask


def choices_of(
    grid: Grid,
    text: Text,
    above: Above,
    columns: Columns,
    rows: Sequence[RowSaid],
    stacks: Sequence[Stack],
    rolled: Sequence[Rolled],
    deals: Sequence[date],
    usual: Usual,
) -> Choices | None:
    """None if nothing names any period."""
    periods = tuple(periods_of(above, columns, rows, stacks, rolled, deals, usual))
    if not periods:
        return None
    masks = Masks(periods)
    numbers = range(len(grid.columns))
    mixed = any(s.dates for s in stacks) and any(s.years and not s.dates for s in stacks)
    of_columns = [
        [
            *_column_features(grid, i, columns, stacks[i], above, masks, usual, mixed),
            *_deal_features(stacks[i].deals, masks),
            *_roll_features(rolled[i], masks),
        ]
        for i in numbers
    ]
    of_rows = [[*_row_features(r, masks, usual)] for r in rows]
    heads = np.array([own_ends(i, columns, masks) for i in numbers])
    kinds = [
        column_kinds(heads[i], columns.flows.get(i), stacks[i], above, masks, usual)
        for i in numbers
    ]
    return Choices(
        periods,
        np.array([*_grid_features(grid, text, above, deals, masks, usual)], np.float32).T,
        np.array(of_columns, np.float32).transpose(0, 2, 1),
        np.array(of_rows, np.float32).transpose(0, 2, 1),
        np.array(kinds),
        np.array([row_kinds(r, masks, usual) for r in rows]),
        np.array([_flags(r) for r in rows], np.float32),
        heads.astype(np.float32),
        _alone(heads),
    )


def _flags(r: RowSaid) -> tuple[bool, ...]:
    return bool(r.section), r.between is not None, bool(r.dates), bool(r.years)


def _alone(heads: Mask) -> Mask:
    told = heads.any(1)
    one = len({h.tobytes() for h in heads[told]}) <= 1
    return np.where(told, float(one), 1.0).astype(np.float32)


def _grid_features(
    grid: Grid, text: Text, above: Above, deals: Sequence[date], masks: Masks, usual: Usual
) -> Iterator[Mask]:
    flow, known = masks.flow, usual.known
    day = ~flow
    for part in range(PARTS):
        at = masks.ends([d for d, p in usual.days.items() if p == part])
        yield from (at & flow, at & day)
    annual = known.annual is not False
    for of in (annual, not annual):
        for months in ((12,), (3,), (6, 9)):
            yield masks.lasting(months) & of
    yield masks.lasting(usual.lengths[:1])
    yield masks.lasting(usual.lengths[-1:])
    for named in (above.last, above.head, above.further):
        at = masks.ends(named)
        yield from (at & flow, at & day, at & (len(named) == 1), masks.ends(named[:1]))
    yield masks.exact([p for p in above.one[:1] if p])
    yield masks.exact([p for p in above.one[1:] if p])
    for some in above.lengths:
        yield masks.lasting(some)
        yield day & bool(some)
    for words in (text.last, text.head):
        told = over_time(words)
        yield from (flow & (told is True), flow & (told is False))
    kinds = {p.kind for p in grid.head}
    lengths = bool(kinds & {"months", "span", "nth", "to date"}) and not NO_LENGTH.search(text.head)
    full = bool(kinds & {"date", "month"})
    yield from (flow & lengths & (not full), flow & lengths & full, flow & full & (not lengths))
    yield flow & (not kinds)
    yield flow & ("day" in kinds) & (not lengths)
    due = ahead(grid, known)
    yield from (flow & due, masks.ends([known.period_end] if known.period_end else []) & due)
    yield masks.ends([d for d, p in usual.days.items() if p == 4]) & due
    older = vintages(grid)
    yield from (flow & older, masks.ends([known.period_end] if known.period_end else []) & older)
    yield masks.ends([*above.last, *above.head]) & older
    for dealt in (deals, deals[-1:]):
        at = masks.ends(dealt)
        yield from (at & flow, at & day)
    yield masks.lasting([0])


def _column_features(
    grid: Grid,
    i: int,
    columns: Columns,
    stack: Stack,
    above: Above,
    masks: Masks,
    usual: Usual,
    mixed: bool,
) -> Iterator[Mask]:
    flow, known = masks.flow, usual.known
    day = ~flow
    as_flow, as_day = columns.flows.get(i), columns.days.get(i)
    for read in (as_flow, as_day):
        at = masks.ends([read[0][0]]) if read else masks.none
        sure = read[1] if read else 0.0
        yield from (at & flow, at & day, at * sure, at & columns.inherited)
    exact = masks.exact([as_flow[0]]) if as_flow else masks.none
    yield from (exact, exact * (as_flow[1] if as_flow else 0.0))
    yield masks.lasting([as_flow[0][1]]) if as_flow else masks.none
    opens = masks.none
    if as_flow and (months := as_flow[0][1]):
        opens = masks.exact([(before(as_flow[0][0], months, known), None)])
    yield opens
    at = masks.ends(stack.dates)
    yield from (at & flow, at & day)
    at = masks.ends(stack.named)
    yield from (at & flow, at & day, masks.ends(stack.named[:1]))
    own = masks.lasting(stack.months)
    yield from (own, day & bool(stack.months), day & bool(stack.months) & bool(stack.dates))
    yield flow & bool(stack.dates) & (not stack.months)
    yield from (flow & mixed & bool(stack.dates), flow & mixed & (not stack.dates))
    usual_end = [known.period_end] if known.period_end else []
    head = words_of(grid.words[i])
    told = over_time(head)
    yield from (flow & (told is True), flow & (told is False), flow & bool(CHANGE.search(head)))
    borrowed = bool(as_flow or as_day) and not (stack.dates or stack.years)
    for at in (masks.ends([r[0][0] for r in (as_flow, as_day) if r]), masks.ends(usual_end)):
        yield from (at & borrowed & flow, at & borrowed & day)
    alone = as_flow is None and as_day is None
    for at in (
        masks.ends(above.last),
        masks.ends(above.last) & (len(above.last) == 1),
        masks.ends(above.head),
        masks.ends(above.further),
        masks.exact([p for p in above.one if p]),
        masks.ends(usual_end),
    ):
        yield from (at & alone & flow, at & alone & day)
    near = _nearest_length(grid, i, known)
    yield masks.lasting(near)
    yield masks.exact([(d, m) for d in {*stack.dates, *stack.named} for m in near])


def _nearest_length(grid: Grid, i: int, known: Known) -> tuple[int, ...]:
    """Months of the cell of the head that is the nearest to a column, where cells say several."""
    cells = [p for p in grid.head if p.kind == "months" and len(p.value) == 1]
    several = len({p.value for p in cells}) > 1 and not ahead(grid, known)
    if not several or any(NO_LENGTH.search(n.text) for n in grid.heading):
        return ()
    middle = (grid.columns[i].x0 + grid.columns[i].x1) / 2
    return min(cells, key=lambda p: max(p.x0 - middle, middle - p.x1, 0.0)).value


def _deal_features(days: Sequence[date], masks: Masks) -> Iterator[Mask]:
    """Of deals with the name of a column, and the nearest of them."""
    for some in (days, days[-1:]):
        at = masks.ends(some)
        yield from (at & masks.flow, at & ~masks.flow)


def _roll_features(r: Rolled, masks: Masks) -> Iterator[Mask]:
    flow, between, balance = masks.flow, r.role == BETWEEN, r.role in (OPENS, CLOSES)
    yield from (flow & between, ~flow & between, ~flow & balance)
    exact = masks.exact([r.period]) if r.period else masks.none
    yield from (exact & between, exact & balance)


def _row_features(r: RowSaid, masks: Masks, usual: Usual) -> Iterator[Mask]:
    flow, known = masks.flow, usual.known
    day = ~flow
    at, eve = masks.ends(r.dates), masks.ends([d - timedelta(1) for d in r.dates])
    yield from (at & flow, at & day, at & day & (len(r.dates) == 1), eve & day)
    yield flow & bool(r.dates)
    yield masks.exact([(r.balance, None)]) if r.balance else masks.none
    yield masks.on(r.days, 0) & day
    yield masks.on(r.days, 1) & day
    yield flow & bool(r.days)
    at = masks.ends(of_years(r.years, known))
    late = bool(r.years) and known.period_end is not None and r.years[0] > known.period_end.year
    yield from (at & flow, at & day, at & late, flow & bool(r.years), flow & late)
    yield masks.exact([r.flow]) if r.flow else masks.none
    at = masks.ends([p[0] for p in r.section])
    yield from (at & flow, at & day, masks.exact([p for p in r.section if p[1]]))
    yield masks.lasting([r.length]) if r.length else masks.none
    yield day & bool(r.length)
    yield from (flow & (r.dated is True), flow & (r.dated is False))
    yield masks.exact([r.between]) if r.between else masks.none
    yield masks.ends([r.between[0]]) if r.between else masks.none
    yield day & r.both
    at = masks.ends([p[0] for p in r.called])
    yield from (at & flow, at & day)
