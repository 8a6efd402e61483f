"""Tables of a template: heads over columns, records one by one, or a column for each row."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.trades.sheet import Cell
from extract_filings.training.spans.trades.style import cased

RECORDS, TURNED, HEADLESS = 0.05, 0.06, 0.03  # of the tables
GAP = 6  # points between columns


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of each line, as many as `heads`; `below`: sums and the like."""

    heads: list[Ink]
    rows: list[list[Ink]]
    below: list[list[Ink]]


def print_table(draft: Draft, one: Table) -> None:
    form = draft.rng.random()
    headed = any(h.text for h in one.heads)
    if headed and form < RECORDS:
        _records(draft, one)
    elif headed and form < RECORDS + TURNED and len(one.rows) < 5 and not one.below:
        _turned(draft, one)
    else:
        _plain(draft, one, headed and draft.rng.random() > HEADLESS)
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))


def _plain(draft: Draft, one: Table, headed: bool) -> None:
    lines = [*one.rows, *one.below]
    places = _places(draft, [one.heads, *lines])
    right = draft.rng.choice((0, 1, 1))
    aligned = [right * _numbers(row[n].text for row in one.rows) for n in range(len(places))]
    case = draft.style.heads if draft.chance(0.3) else None
    heads = [Ink(cased(h.text, case)) if case else h for h in one.heads]
    for line in ([heads] if headed else []) + lines:
        _line(draft, line, places, aligned)


def _numbers(texts: Sequence[str]) -> int:
    shown = [t for t in texts if t]
    return int(bool(shown) and all(sum(c.isdigit() for c in t) * 2 > len(t) for t in shown))


def _places(draft: Draft, lines: Sequence[Sequence[Ink]]) -> list[tuple[float, float]]:
    """As wide as what stands in them, within the width of the sheet."""
    size, length = draft.style.size, draft.style.length
    need = [
        max(12, max(length(line[n].text, size) for line in lines)) for n in range(len(lines[0]))
    ]
    need = [min(w, draft.sheet.width * 0.5) for w in need]
    free = draft.sheet.width - GAP * len(need)
    scale = free / sum(need)
    shares = [w * (scale if scale < 1 or draft.chance(0.7) else 1) for w in need]
    return [(sum(shares[:n]) + GAP * n, shares[n]) for n in range(len(need))]


def _line(
    draft: Draft, line: Sequence[Ink], places: Sequence[tuple[float, float]], right: Sequence[float]
) -> None:
    cells = [
        Cell(draft.sheet.wrap(ink, width) or [Ink("")], at, width, align)
        for ink, (at, width), align in zip(line, places, right, strict=True)
    ]
    draft.sheet.row(cells)


def _records(draft: Draft, one: Table) -> None:
    """Below each other, each column's head before its value."""
    for n, row in enumerate(one.rows, 1):
        if draft.chance(0.5):
            draft.sheet.text(Ink(draft.rng.choice((f"{n}.", f"No. {n}", f"({n})"))))
        for head, cell in zip(one.heads, row, strict=True):
            if cell.text:
                draft.sheet.text(Ink(f"{head.text}: " if head.text else "") + cell)
    _plain_sums(draft, one)


def _plain_sums(draft: Draft, one: Table) -> None:
    for line in one.below:
        shown = [cell for cell in line if cell.text]
        draft.sheet.row(
            [Cell([c], *p) for c, p in zip(shown, _even(draft, len(shown)), strict=True)]
        )


def _even(draft: Draft, count: int) -> list[tuple[float, float]]:
    width = draft.sheet.width / max(1, count)
    return [(n * width, width - GAP) for n in range(count)]


def _turned(draft: Draft, one: Table) -> None:
    """The heads in the first column, a column for each row."""
    lines = [[head, *(row[n] for row in one.rows)] for n, head in enumerate(one.heads)]
    places = _places(draft, lines)
    for line in lines:
        _line(draft, line, places, [0] * len(places))
