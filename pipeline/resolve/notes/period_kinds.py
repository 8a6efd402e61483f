"""The kind of each period that numbers may be of: a length of time, a day, or the day before one
begins.
"""

import numpy as np

from extract_filings.pipeline.resolve.notes.grid_columns import Columns
from extract_filings.pipeline.resolve.notes.grid_rows import RowSaid
from extract_filings.pipeline.resolve.notes.period_choices import (
    Above,
    Stack,
    Usual,
    before,
    of_years,
)
from extract_filings.pipeline.resolve.notes.period_masks import Mask, Masks
from extract_filings.pipeline.resolve.periods import Period

FLOW, DAY, OPENING = 0, 1, 2
"""Kinds of a choice for a column: a length of time, a day, the day before the column's begins."""


def own_ends(i: int, columns: Columns, masks: Masks) -> Mask:
    """Choices that end as the column does."""
    return masks.ends([s[i][0][0] for s in (columns.flows, columns.days) if i in s])


def column_kinds(
    own: Mask,
    flow: tuple[Period, float] | None,
    stack: Stack,
    above: Above,
    masks: Masks,
    usual: Usual,
) -> Mask:
    """The kind of each choice; a column without a period begins as the text's. Where nothing says
    its length, it may begin as any usual one."""
    period = flow[0] if flow else above.one[0]
    opens = masks.none
    if period and period[1]:
        told = stack.months or any(above.lengths[:2])
        lengths = {period[1], *(() if told else usual.lengths)}
        opens = masks.exact([(before(period[0], m, usual.known), None) for m in lengths]) & ~own
    return np.where(masks.flow, FLOW, np.where(opens, OPENING, DAY))


def row_kinds(r: RowSaid, masks: Masks, usual: Usual) -> Mask:
    """The kind of each choice for a row that names its period, or stands under one."""
    flows = [p for p in r.called or r.section if p[1]] or [p for p in (r.flow,) if p]
    flows = flows or [(e, usual.lengths[0]) for e in of_years(r.years, usual.known)]
    if not flows:
        return np.full(len(masks.flow), -1)
    opens = masks.exact([(before(e, m, usual.known), None) for e, m in flows if m])
    opens = opens & ~masks.ends([e for e, _ in flows])
    return np.where(masks.flow, FLOW, np.where(opens, OPENING, DAY))
