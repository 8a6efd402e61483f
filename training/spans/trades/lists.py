"""Lists that documents have: their columns, and rows drawn for them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from extract_filings.training.spans.trades.concepts import Concept
from extract_filings.training.spans.trades.draft import Draft
from extract_filings.training.spans.trades.drawn import PACKAGE
from extract_filings.training.spans.trades.ink import Ink
from extract_filings.training.spans.trades.lengthy import described
from extract_filings.training.spans.trades.values import Habits, draw
from extract_filings.training.synth.base.words import load_words

AT_LENGTH = frozenset({"product", "memo"})
WORDY = 0.35  # of the lists with such a column say these at length


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
    wordy = rng.random() < WORDY
    values = [
        [
            None if n and rng.random() < sparse else _cell(rng, draft.style.habits, c.kind, wordy)
            for n, c in enumerate(columns)
        ]
        for _ in range(min(count, 9) if kind.plain else count)
    ]
    return Rows(kind, columns, values)


def _cell(rng: random.Random, habits: Habits, kind: str, wordy: bool) -> Ink:
    at_length = wordy and kind in AT_LENGTH and rng.random() < 0.8
    return described(rng) if at_length else draw(rng, habits, kind)


def distinct(columns: Sequence[Concept]) -> bool:
    """Whether the cells alone tell which column is which."""
    return len({c.kind for c in columns}) == len(columns)
