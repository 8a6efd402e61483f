"""What the numbers of a grid may be of at all, whatever is probable.

- A balance of a day is of it. Where columns have no periods of their own, rows below a line of a
  period are of that, and those between two balances of the time between.
- Below a line of a length of time are amounts of that length, and balances.
- Below the name of what was bought, and no period, are numbers of the days of its deals.
- In roll-forwards, balances open or close a period, and what lies between is of the time between.
  In train 99.7 % of such numbers are.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from extract_filings.pipeline.resolve.amounts import Amount
from extract_filings.pipeline.resolve.notes.grid_rolls import (
    BETWEEN,
    CLOSES,
    OPENS,
    Rolled,
    row_roles,
)
from extract_filings.pipeline.resolve.notes.grid_rows import RowSaid
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_choices import Stack, before
from extract_filings.pipeline.resolve.notes.period_features import Choices
from extract_filings.pipeline.resolve.notes.period_kinds import DAY, FLOW, OPENING
from extract_filings.pipeline.resolve.notes.period_model import LEAST, kinds_of
from extract_filings.pipeline.resolve.periods import Known, Period


def limits(
    grid: Grid,
    amounts: Sequence[tuple[Amount, int, int]],
    rows: Sequence[RowSaid],
    stacks: Sequence[Stack],
    rolled: Sequence[Rolled],
    choices: Choices,
    known: Known,
) -> np.ndarray:
    """(N, K): the choices that each number may be of."""
    made = np.ones((len(amounts), len(choices.periods)), bool)
    roles = row_roles(grid)
    for n, (_, i, j) in enumerate(amounts):
        row = rows[i]
        alone = bool(choices.alone[j])
        made[n] = _by_lines(row, alone, choices, known)
        if alone and stacks[j].deals:
            made[n] &= np.array([end in stacks[j].deals for end, _ in choices.periods])
        role = roles[i] or rolled[j].role
        if role and not row.balance:
            period = None if roles[i] else rolled[j].period
            may = made[n] & _begins(row.days, choices) if role == OPENS else made[n]
            made[n] = _of_role(may, role, period, i, j, choices)
    return made


def _by_lines(row: RowSaid, alone: bool, choices: Choices, known: Known) -> np.ndarray:
    """What the row and the lines over it leave. `alone`: whether its column has no period."""
    periods = choices.periods
    made = np.ones(len(periods), bool)
    if row.balance:
        made = np.array([p == (row.balance, None) for p in periods])
    elif alone and (over := row.called or row.section):
        days = {e for e, _ in over}
        begun = {(before(e, m, known), None) for e, m in over if m}
        made = np.array([p[0] in days or p in begun for p in periods])
    elif alone and row.between:
        made = np.array([p == row.between for p in periods])
    if row.length:
        made &= np.array([p[1] in (row.length, None) for p in periods])
    return made


def _begins(days: Sequence[tuple[int, int]], choices: Choices) -> np.ndarray:
    """Which choices end right before a day that a row names, as "January 1"; all without one."""
    following = [end + timedelta(1) for end, _ in choices.periods]
    made = np.array([not days or (d.month, d.day) in days for d in following])
    return made | ~made.any()


def _of_role(
    made: np.ndarray, role: str, period: Period | None, i: int, j: int, choices: Choices
) -> np.ndarray:
    """What a number of a roll-forward may be of: the very period, if heads say one; else an amount
    of the time between, or a balance that opens or closes it."""
    kinds = kinds_of(choices, np.array([i]), np.array([j]))[0]
    wanted = kinds == {OPENS: OPENING, CLOSES: DAY, BETWEEN: FLOW}[role]
    exact = np.array([p == period for p in choices.periods])
    alike = (kinds == FLOW) == (role == BETWEEN)
    narrowed = (made & some for some in (exact, wanted, alike))
    return next((some for some in narrowed if some.any()), alike)


def only_of(chosen: np.ndarray, may_be: np.ndarray) -> np.ndarray:
    """Probabilities of what may be; of all choices, where none of them may.

    >>> only_of(np.array([[0.5, 0.5]]), np.array([[False, False]])).tolist()
    [[0.5, 0.5]]
    """
    left = np.where(may_be | ~may_be.any(1, keepdims=True), chosen + LEAST, 0.0)
    return left / left.sum(1, keepdims=True)
