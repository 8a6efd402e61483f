"""Lists: tables of rows and columns, records below each other, bullets, lists of plain values."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.training.spans.trades.concepts import Concept
from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.drawn import PACKAGE, pick
from extract_filings.training.spans.trades.ink import Ink, joined
from extract_filings.training.spans.trades.pairs import pairs
from extract_filings.training.spans.trades.sheet import Cell
from extract_filings.training.spans.trades.style import cased
from extract_filings.training.spans.trades.values import draw
from extract_filings.training.synth.base.words import load_words

NUMBERS = frozenset({"amount", "count", "decimal", "percent", "bigcount", "smallcount", "quantity"})
BROAD = {"product": 3.0, "memo": 3.2, "org": 2.6, "either": 2.4, "person": 2.0, "street": 2.2}
BROAD |= {"title": 2.0, "email": 2.4, "coverage": 1.8, "place": 1.8, "id": 1.4}


@dataclass(frozen=True, slots=True)
class ListKind:
    """`names`: of the list; `columns`: of its rows, those of a list of values have one."""

    names: tuple[str, ...]
    columns: tuple[Concept, ...]
    plain: bool = False


def _column(of: str, text: str) -> Concept:
    labels, name, kind = (part.strip() for part in text.split(" : "))
    made = tuple(labels.split("/"))
    return Concept(f"{of}.{made[0]}", kind, made, (name,), "", sort="column")


def _table(line: str) -> ListKind:
    names, *columns = line.split(" | ")
    made = tuple(n.strip() for n in names.split(";"))
    return ListKind(made, tuple(_column(made[0], c) for c in columns))


def _plain(line: str) -> ListKind:
    names, _, kind = line.rpartition(" : ")
    made = tuple(n.strip() for n in names.split(";"))
    concept = Concept(f"{made[0]}.", kind, made, (), f"all {made[0]}", sort="column")
    return ListKind(made, (concept,), plain=True)


_LINES = load_words(f"{PACKAGE}.lists")
TABLES = [_table(line) for line in _LINES["lists"]["orders"].strip().splitlines()]
PLAIN = [_plain(line) for line in _LINES["lists"]["plain"].strip().splitlines()]
BY_NAME = {n: one for one in reversed([*TABLES, *PLAIN]) for n in reversed(one.names)}


@dataclass(frozen=True, slots=True)
class Rows:
    """A list as one document prints it. A row lacks what is none."""

    kind: ListKind
    columns: tuple[Concept, ...]
    values: list[list[Ink | None]]


def draw_rows(rng: random.Random, draft: Draft, kind: ListKind) -> Rows:
    most = 1 if kind.plain else rng.randint(2, len(kind.columns))
    kept = {0, *rng.sample(range(len(kind.columns)), most)}
    columns = tuple(c for n, c in enumerate(kind.columns) if n in kept)[
        : 8 if draft.sheet.width > 420 else 5
    ]
    count = rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 14, 18, 25))
    sparse = rng.choice((0, 0, 0.06, 0.25))
    values = [
        [
            None if n and rng.random() < sparse else draw(rng, draft.style.habits, c.kind)
            for n, c in enumerate(columns)
        ]
        for _ in range(min(count, 9) if kind.plain else count)
    ]
    return Rows(kind, columns, values)


TOTAL = Concept(
    "total of a list", "amount", ("total", "grand total", "totals", "sum"), ("sum of rows",),
    "sum of all rows of the table", general=True,
)  # fmt: skip
Shape = list[tuple[float, float, int]]
"""Of each column: where it begins, its width, its alignment."""


def _shape(draft: Draft, columns: Sequence[Concept]) -> Shape:
    weights = [BROAD.get(c.kind, 1.0) for c in columns]
    unit = draft.sheet.width / sum(weights)
    right = draft.rng.choice((0, 1, 1))
    return [
        (sum(weights[:n]) * unit, weights[n] * unit - 6, right if c.kind in NUMBERS else 0)
        for n, c in enumerate(columns)
    ]


def table(draft: Draft, rows: Rows) -> None:
    """A head, rows, perhaps groups and a total; the head again on each new page, mostly."""
    shape = _shape(draft, rows.columns)
    heads = [Ink(draft.named(c)) for c in rows.columns]
    draft.sheet.row(_cells(draft, heads, shape))
    repeated, numbered = draft.chance(0.7), draft.chance(0.12)
    every = draft.rng.choice((0, 0, 0, 3, 5))
    for n, values in enumerate(rows.values, 1):
        if every and n % every == 1:
            draft.sheet.text(Ink(cased(pick(draft.rng, "things"), draft.style.heads)))
        inks = _inks(draft, rows.columns, values, n)
        cells = _cells(draft, [f"{n}  " + inks[0], *inks[1:]] if numbered else inks, shape)
        if draft.sheet.full(cells):
            _turned(draft, rows, heads if repeated else (), shape)
        draft.sheet.row(cells, draft.rng.choice((0, 0, 0, 2)))
    if draft.chance(0.35):
        _total(draft, rows.columns, shape)
    draft.sheet.gap()


def _inks(
    draft: Draft, columns: Sequence[Concept], values: Sequence[Ink | None], row: int
) -> list[Ink]:
    pairs_ = zip(columns, values, strict=True)
    return [Ink("") if v is None else draft.stamp(c, v, row) for c, v in pairs_]


def _turned(draft: Draft, rows: Rows, heads: Sequence[Ink], shape: Shape) -> None:
    """A new page, with the head of the table or without it."""
    draft.sheet.turn()
    if heads:
        draft.sheet.row(_cells(draft, heads, shape))
    elif not distinct(rows.columns):
        draft.unlabelled(rows.columns)


def _total(draft: Draft, columns: Sequence[Concept], shape: Shape) -> None:
    """Below the columns of money; the last sum is the total."""
    money = [n for n, c in enumerate(columns) if c.kind == "amount" and n]
    if not money:
        return
    inks = [Ink("")] * len(columns)
    for n in money:
        made = draw(draft.rng, draft.style.habits, "amount")
        inks[n] = draft.stamp(TOTAL, made) if n == money[-1] else Ink(made.text)
    inks[0] = Ink(draft.named(TOTAL))
    draft.sheet.row(_cells(draft, inks, shape))


def _cells(draft: Draft, inks: Sequence[Ink], shape: Shape) -> list[Cell]:
    return [
        Cell(draft.sheet.wrap(ink, width), at, width, align)
        for ink, (at, width, align) in zip(inks, shape, strict=True)
    ]


def records(draft: Draft, rows: Rows) -> None:
    """Each row a small form of its own, below a number."""
    one = rows.kind.names[0].rstrip("s")
    labels = [draft.named(c) for c in rows.columns]
    head = draft.rng.choice(("{one} {n}", "{one} #{n}", "({n})", "{n}.", "{one} No. {n}"))
    for n, values in enumerate(rows.values[:7], 1):
        draft.sheet.text(Ink(cased(head.format(one=one, n=n), draft.style.heads)))
        pairs(draft, [Fact(*it, n) for it in zip(rows.columns, labels, values, strict=True)])


def bulleted(draft: Draft, rows: Rows) -> None:
    """A row a line, without the names of columns."""
    if not distinct(rows.columns):
        draft.unlabelled(rows.columns)
    by = draft.rng.choice((", ", " - ", "; ", "  ", " / "))
    sign = draft.rng.choice(("• ", "- ", "", "{}. ", "{}) ", "* "))
    for n, values in enumerate(rows.values, 1):
        inks = [draft.stamp(c, v, n) for c, v in zip(rows.columns, values, strict=True) if v]
        draft.sheet.text(sign.format(n) + joined(inks, by), at=draft.rng.choice((0, 10)))
    draft.sheet.gap()


def values(draft: Draft, rows: Rows) -> None:
    """A list of plain values: after its name in one sentence, or below it."""
    concept = rows.columns[0]
    inks = [draft.stamp(concept, row[0], n) for n, row in enumerate(rows.values, 1) if row[0]]
    shown = draft.named(concept)
    if draft.chance(0.5):
        last = draft.rng.choice((", ", " and ", ", and ", "; "))
        by = "; " if last == "; " else ", "
        made = joined(inks[:-1], by) + last + inks[-1] if len(inks) > 1 else inks[0]
        draft.sheet.text(shown + draft.rng.choice((": ", " - ", ": ")) + made)
    else:
        draft.sheet.text(Ink(shown + draft.rng.choice(("", ":", ":"))))
        sign = draft.rng.choice(("• ", "- ", "", "{}. ", "({}) "))
        for n, ink in enumerate(inks, 1):
            draft.sheet.text(sign.format(n) + ink, at=draft.rng.choice((0, 12)))
    draft.sheet.gap()


def distinct(columns: Sequence[Concept]) -> bool:
    """Whether the cells alone tell which column is which."""
    return len({c.kind for c in columns}) == len(columns)


def print_list(draft: Draft, rows: Rows) -> None:
    draft.lists.append(rows.kind)
    form = draft.rng.random()
    if rows.kind.plain:
        values(draft, rows)
        return
    if draft.chance(0.6):
        draft.sheet.text(Ink(cased(draft.rng.choice(rows.kind.names), draft.style.heads)))
    if form < 0.1 and len(rows.columns) < 5:
        bulleted(draft, rows)
    elif form < 0.2:
        records(draft, rows)
    else:
        table(draft, rows)
