"""Forms in cells: labels above their values, often in smaller letters; cells of any width."""

from collections.abc import Sequence

from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.trades.sheet import Cell

GAP = 8  # points between cells


def widths(draft: Draft, count: int) -> list[tuple[float, float]]:
    """Where each of so many cells side by side begins, and its width."""
    even = draft.chance(0.5)
    shares = [1.0 if even else draft.rng.uniform(0.6, 1.6) for _ in range(count)]
    unit = draft.sheet.width / sum(shares)
    return [(sum(shares[:n]) * unit, shares[n] * unit - GAP) for n in range(count)]


def small(draft: Draft) -> float:
    """The size of labels above values; 0: that of all letters."""
    return draft.rng.choice((0, 0, draft.style.size - 1, draft.style.size - 2, 6))


def boxed(
    draft: Draft, fact: Fact, place: tuple[float, float], size: float, below: bool = False
) -> list[Cell]:
    """The label and the value below each other, each in its size."""
    at, width = place
    label = draft.sheet.wrap(Ink(fact.label), width, size)
    value = draft.sheet.wrap(draft.printed(fact), width) or [Ink("")]
    if below:
        return [Cell(value, at, width), Cell([*_blank(value), *label], at, width, 0, size)]
    return [Cell(label, at, width, 0, size), Cell([*_blank(label), *value], at, width)]


def _blank(lines: Sequence[Ink]) -> list[Ink]:
    return [Ink("")] * len(lines)


def grid(draft: Draft, facts: Sequence[Fact]) -> None:
    """Rows of cells, as many and as wide as they come, some with the label beside the value."""
    size, gap = small(draft), draft.rng.choice((0, 2, 5))
    level = draft.rng.choice((0, 0, 0.15, 0.5))
    left = list(facts)
    while left:
        count = draft.sheet.columns(draft.rng.choice((1, 2, 2, 3, 3, 4, 5)))
        row, left = left[:count], left[count:]
        cells = []
        for fact, place in zip(row, widths(draft, len(row)), strict=True):
            if draft.chance(level):
                cells.append(Cell(draft.sheet.wrap(draft.headed(fact), place[1]), *place))
            else:
                cells += boxed(draft, fact, place, size)
        draft.sheet.row(cells, gap)


def heads(draft: Draft, facts: Sequence[Fact]) -> None:
    """A line of labels above a line of values, as many as there is room for."""
    step = draft.sheet.columns(5)
    for start in range(0, len(facts), step):
        _headed(draft, facts[start : start + step])


def _headed(draft: Draft, facts: Sequence[Fact]) -> None:
    align, size = draft.rng.choice((0, 0, 0.5)), small(draft)
    places, wrap = widths(draft, len(facts)), draft.sheet.wrap
    labels = [wrap(Ink(f.label), w, size) for f, (_, w) in zip(facts, places, strict=True)]
    values = [wrap(draft.printed(f), w) for f, (_, w) in zip(facts, places, strict=True)]
    room = draft.style.size - (size or draft.style.size)  # for letters larger than the labels'
    for lines, of, gap in ((labels, size, room), (values, 0, 0)):
        cells = [Cell(one, *place, align, of) for one, place in zip(lines, places, strict=True)]
        draft.sheet.row(cells, gap)
