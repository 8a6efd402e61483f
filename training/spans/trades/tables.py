"""Tables: a head, rows whose cells may run over lines, groups with their sums, a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract_filings.training.spans.trades.concepts import CONCEPTS, Concept
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.drawn import pick
from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.trades.lists import Rows, distinct
from extract_filings.training.spans.trades.sheet import Cell
from extract_filings.training.spans.trades.soiled import around, of_column
from extract_filings.training.spans.trades.style import cased
from extract_filings.training.spans.trades.values import draw

NUMBERS = frozenset({"amount", "count", "decimal", "percent", "bigcount", "smallcount", "quantity"})
SUMMED = ("amount", "count", "decimal")
BROAD = {"product": 3.0, "memo": 3.2, "org": 2.6, "either": 2.4, "person": 2.0, "street": 2.2}
BROAD |= {"title": 2.0, "email": 2.4, "coverage": 1.8, "place": 1.8, "id": 1.4}
SECOND = frozenset({"product", "memo", "org", "either", "person", "street", "coverage", "title"})
SUBTOTALS = ("subtotal", "sub-total", "subtotal {}", "{} total", "{}:", "carried forward", "sum {}")


@dataclass(frozen=True, slots=True)
class Look:
    """Of one table. `shape`: of each column where it begins, its width, its alignment; `below`: the
    column that has the row's next line for itself, if any, and where that begins; `stand`: where
    cells of fewer lines stand, 1 is at the bottom; `forms`: what is around the values of columns.
    """

    shape: list[tuple[float, float, int]]
    below: tuple[int, float] | None
    stand: float
    forms: list[str]
    heads: list[list[Ink]]


def table(draft: Draft, rows: Rows) -> None:
    """A head, rows, perhaps groups and a total; the head again on each new page, mostly."""
    look = _look(draft, rows.columns)
    _head(draft, look)
    repeated, numbered = draft.chance(0.7), draft.chance(0.12)
    every, summed = draft.rng.choice((0, 0, 0, 2, 3, 5)), draft.chance(0.5)
    group = pick(draft.rng, "things")
    for n, values in enumerate(rows.values, 1):
        if every and n % every == 1:
            group = _group(draft, look, rows.columns, group if summed and n > 1 else "")
        inks = _inks(draft, rows.columns, look.forms, values, n)
        if numbered:
            inks[0] = f"{n}  " + inks[0]
        cells = _cells(draft, look, inks)
        if draft.sheet.full(cells):
            _turned(draft, rows, look if repeated else None)
        draft.sheet.row(cells, 0 if look.below else draft.rng.choice((0, 0, 0, 2)))
        _second_line(draft, look, inks)
    if draft.chance(0.35):
        _total(draft, look, rows.columns)
    draft.sheet.gap()


def _look(draft: Draft, columns: Sequence[Concept]) -> Look:
    below = _below(draft, columns)
    shape = _shape(draft, columns, below)
    inks = [Ink(draft.named(c)) for c in columns]
    narrow = draft.rng.choice((1, 1, 0.6, 0.3))
    heads = [draft.sheet.wrap(i, w * narrow) for i, (_, w, _) in zip(inks, shape, strict=True)]
    forms = [of_column(draft, c.kind) for c in columns]
    indent = draft.rng.choice((0, 8, 20, shape[1][0]))
    second = None if below is None else (below, indent)
    return Look(shape, second, draft.rng.choice((0, 0, 0, 0.5, 1, 1)), forms, heads)


def _below(draft: Draft, columns: Sequence[Concept]) -> int | None:
    """A column of words that other columns leave no room for."""
    wordy = [n for n, c in enumerate(columns) if c.kind in SECOND]
    chosen = len(columns) > 2 and wordy and draft.chance(0.15)
    return draft.rng.choice(wordy) if chosen else None


def _shape(
    draft: Draft, columns: Sequence[Concept], below: int | None
) -> list[tuple[float, float, int]]:
    weights = [0 if n == below else BROAD.get(c.kind, 1.0) for n, c in enumerate(columns)]
    if draft.chance(0.3):
        weights = [w * draft.rng.uniform(0.6, 1.5) for w in weights]
    unit = draft.sheet.width / sum(weights)
    right = draft.rng.choice((0, 1, 1))
    return [
        (sum(weights[:n]) * unit, max(20, weights[n] * unit - 6), right * (c.kind in NUMBERS))
        for n, c in enumerate(columns)
    ]


def _head(draft: Draft, look: Look) -> None:
    """Over as many lines as it takes, mostly level at the bottom."""
    most = max(len(lines) for n, lines in enumerate(look.heads) if not _is_below(look, n))
    stand = draft.rng.choice((1, 1, 0))
    cells = [
        Cell(_at_height(lines, most, stand), *place)
        for n, (lines, place) in enumerate(zip(look.heads, look.shape, strict=True))
        if not _is_below(look, n)
    ]
    draft.sheet.row(cells)
    if look.below:
        column, indent = look.below
        draft.sheet.text(Ink(" ".join(line.text for line in look.heads[column])), at=indent)


def _is_below(look: Look, column: int) -> bool:
    return look.below is not None and look.below[0] == column


def _at_height(lines: Sequence[Ink], most: int, stand: float) -> list[Ink]:
    return [*[Ink("")] * round((most - len(lines)) * stand), *lines]


def _cells(draft: Draft, look: Look, inks: Sequence[Ink]) -> list[Cell]:
    wrapped = [draft.sheet.wrap(i, w) for i, (_, w, _) in zip(inks, look.shape, strict=True)]
    across = [n for n in range(len(inks)) if not _is_below(look, n)]
    most = max(len(wrapped[n]) for n in across)
    return [Cell(_at_height(wrapped[n], most, look.stand), *look.shape[n]) for n in across]


def _second_line(draft: Draft, look: Look, inks: Sequence[Ink]) -> None:
    if look.below:
        column, indent = look.below
        draft.sheet.text(inks[column], at=indent)


def _inks(
    draft: Draft,
    columns: Sequence[Concept],
    forms: Sequence[str],
    values: Sequence[Ink | None],
    row: int,
) -> list[Ink]:
    every = zip(columns, forms, values, strict=True)
    return [Ink("") if v is None else around(draft, f, draft.stamp(c, v, row)) for c, f, v in every]


def _turned(draft: Draft, rows: Rows, look: Look | None) -> None:
    """A new page, with the head of the table or without it."""
    draft.sheet.turn()
    if look:
        _head(draft, look)
    elif not distinct(rows.columns):
        draft.unlabelled(rows.columns)


def _group(draft: Draft, look: Look, columns: Sequence[Concept], before: str) -> str:
    """The sums of the group before, if it has such, and what the next one is called."""
    if before:
        shown = draft.rng.choice(SUBTOTALS).format(before)
        _sums(draft, look, columns, shown, dict.fromkeys(range(len(columns)), CONCEPTS["subtotal"]))
        draft.unlabelled([CONCEPTS["subtotal"]])
    name = pick(draft.rng, "things")
    draft.sheet.text(Ink(cased(name, draft.style.heads)))
    return name


@cache
def total_of(column: Concept, last: bool) -> Concept:
    """What stands below a column. That of the last is the total of all."""
    names = [f.format(p) for p in column.labels[:3] for f in ("total {}", "{} total", "sum of {}")]
    more = ("total", "grand total", "totals") if last else ()
    said = f"sum of the column {column.labels[0]}"
    return Concept(f"total {column.key}", column.kind, (*more, *names), (), said, general=True)


def _total(draft: Draft, look: Look, columns: Sequence[Concept]) -> None:
    """Below the columns of money and of counts."""
    summed = [n for n, c in enumerate(columns) if c.kind in SUMMED and n]
    shown = draft.rng.choice(("total", "totals", "grand total", "sum", "total:"))
    totals = {n: total_of(columns[n], n == summed[-1]) for n in summed}
    _sums(draft, look, columns, shown, totals)


def _sums(
    draft: Draft, look: Look, columns: Sequence[Concept], shown: str, of: dict[int, Concept]
) -> None:
    """A row that names itself in its first cell."""
    inks = [Ink("")] * len(columns)
    for n, column in enumerate(columns):
        if column.kind in SUMMED and n and n in of and not _is_below(look, n):
            inks[n] = draft.stamp(of[n], draw(draft.rng, draft.style.habits, column.kind))
    first = min(n for n in range(len(columns)) if not _is_below(look, n))
    if any(ink.text for n, ink in enumerate(inks) if n != first):
        inks[first] = Ink(cased(shown, draft.style.case))
        draft.sheet.row(_cells(draft, look, inks))
