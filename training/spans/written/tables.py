"""Tables of a template: heads over columns, records one by one, or a column for each row."""

from collections.abc import Sequence
from dataclasses import replace

from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.ink import Ink, joined
from extract_filings.training.spans.trades.sheet import Cell
from extract_filings.training.spans.trades.style import cased
from extract_filings.training.spans.written.rough import roughened
from extract_filings.training.spans.written.table import Line, Table

RECORDS, TURNED, HEADLESS, SPLIT = 0.05, 0.06, 0.03, 0.08  # of the tables
GAP = 6  # points between columns


def print_table(draft: Draft, one: Table) -> None:
    form = draft.rng.random()
    headed = any(h.text for h in one.heads)
    if headed and form < RECORDS:
        _records(draft, one)
    elif headed and form < RECORDS + TURNED and len(one.rows) < 5 and not one.below:
        _turned(draft, one)
    else:
        shown = headed and not (one.rows and draft.chance(HEADLESS))
        _plain(draft, roughened(draft, one), shown)
    draft.sheet.gap(draft.rng.choice((0, 0.5, 1)))


def _plain(draft: Draft, one: Table, headed: bool) -> None:
    case = draft.style.heads if draft.chance(0.3) else None
    heads = [Ink(cased(h.text, case)) if case and not h.marks else h for h in one.heads]
    lines = [*([Line(heads)] if headed else []), *one.rows, *one.below]
    if draft.chance(SPLIT) and len(heads) > 2:
        lines = _split(draft, lines)
    places = _places(draft, [line.cells for line in lines])
    right, stand = draft.rng.choice((0, 1, 1)), draft.rng.choice((0, 0, 0, 0.5, 1))
    columns = [[row.cells[n].text for row in lines[headed:]] for n in range(len(places))]
    aligned = [right * _numbers(shown) for shown in columns]
    indent = draft.rng.choice((0, 8, 20, places[1][0] if len(places) > 1 else 0))
    for line in lines:
        _line(draft, line.cells, places, aligned, stand)
        if line.below:
            draft.sheet.text(line.below, at=indent)


def _split(draft: Draft, lines: Sequence[Line]) -> list[Line]:
    """With one column below the others, for itself."""
    column = draft.rng.randrange(1, len(lines[0].cells))
    return [_without(line, column) for line in lines]


def _without(line: Line, column: int) -> Line:
    cells = [c for n, c in enumerate(line.cells) if n != column]
    moved = [ink for ink in (line.cells[column], line.below) if ink and ink.text]
    return replace(line, cells=cells, below=joined(moved, "  ") if moved else None)


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
    draft: Draft,
    line: Sequence[Ink],
    places: Sequence[tuple[float, float]],
    right: Sequence[float],
    stand: float = 0,
) -> None:
    """`stand`: where cells of fewer lines stand, 1 is at the bottom."""
    wrapped = [
        draft.sheet.wrap(ink, width) or [Ink("")]
        for ink, (_, width) in zip(line, places, strict=True)
    ]
    most = max(map(len, wrapped))
    cells = [
        Cell([*[Ink("")] * round((most - len(some)) * stand), *some], at, width, align)
        for some, (at, width), align in zip(wrapped, places, right, strict=True)
    ]
    draft.sheet.row(cells)


def _records(draft: Draft, one: Table) -> None:
    """Below each other, each column's head before its value."""
    for n, row in enumerate(one.rows, 1):
        if draft.chance(0.5):
            draft.sheet.text(Ink(draft.rng.choice((f"{n}.", f"No. {n}", f"({n})"))))
        for head, cell in zip(one.heads, row.cells, strict=True):
            if cell.text:
                draft.sheet.text(Ink(f"{head.text}: " if head.text else "") + cell)
    _plain_sums(draft, one)


def _plain_sums(draft: Draft, one: Table) -> None:
    for line in one.below:
        shown = [cell for cell in line.cells if cell.text]
        draft.sheet.row(
            [Cell([c], *p) for c, p in zip(shown, _even(draft, len(shown)), strict=True)]
        )


def _even(draft: Draft, count: int) -> list[tuple[float, float]]:
    width = draft.sheet.width / max(1, count)
    return [(n * width, width - GAP) for n in range(count)]


def _turned(draft: Draft, one: Table) -> None:
    """The heads in the first column, a column for each row."""
    lines = [[head, *(row.cells[n] for row in one.rows)] for n, head in enumerate(one.heads)]
    places = _places(draft, lines)
    for line in lines:
        _line(draft, line, places, [0] * len(places))
