"""Words of a row, of its column's head and of what stands over a grid, that tell what kind of
period its numbers are of: a length of time, a day, or the day before one begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from extract_filings.pipeline.resolve.head import ENDS
from extract_filings.pipeline.resolve.notes.grid_columns import words_of
from extract_filings.pipeline.resolve.notes.grid_rolls import Rolled, balance, rolls, row_roles
from extract_filings.pipeline.resolve.notes.grid_text import Text
from extract_filings.pipeline.resolve.notes.grids import Grid
from extract_filings.pipeline.resolve.notes.period_words import STILL, bare
from extract_filings.pipeline.resolve.printed_rows import PrintedRow, levels_of, placed_under

TOKEN = re.compile(r"[a-z]{2,}")
MOST = 16
"""Words of a label."""


@dataclass(frozen=True, slots=True)
class Bags:
    """Words of each row, of each column, of the whole grid."""

    rows: list[list[str]]
    columns: list[list[str]]
    grid: list[str]


def bags_of(grid: Grid, text: Text, rolled: Sequence[Rolled]) -> Bags:
    return Bags(row_bags(grid), column_bags(grid, rolled), grid_bag(grid, text))


def _tokens(words: str) -> list[str]:
    return TOKEN.findall(words.lower())


def row_bags(grid: Grid) -> list[list[str]]:
    """Of each row: its words, pairs of them, those of the rows it stands under, its place, how its
    numbers are printed."""
    labels = [r.label for r in grid.rows]
    numbers = [bool(r.amounts) for r in grid.rows]
    parents = [*placed_under(labels, levels_of(grid.rows), numbers)]
    roles = row_roles(grid)
    whole = [i for i, n in enumerate(numbers) if n]
    made = []
    for i, row in enumerate(grid.rows):
        words = _tokens(bare(labels[i]))[:MOST]
        bag = [f"l:{w}" for w in words] + [f"l:{a} {b}" for a, b in pairwise(["^", *words, "$"])]
        under, depth = parents[i], 0
        bag += [f"u:{w}" for w in words] if under is not None else []
        bag += ["s#still"] if under is not None and STILL.search(labels[under]) else []
        bag += _anywhere(words) + (_anywhere(_tokens(labels[under])) if under is not None else [])
        while under is not None and depth < 4:
            bag += [f"s:{w}" for w in _tokens(labels[under])[:MOST]]
            under, depth = parents[under], depth + 1
        if i and not numbers[i - 1]:
            bag += [f"o:{w}" for w in _tokens(labels[i - 1])[:MOST]]
        bag += [*_marks(row, i, whole)]
        bag += [roles[i]] if roles[i] else []
        bag += ["#still"] if STILL.search(labels[i]) else []
        made.append(sorted({*bag}))
    return made


def _anywhere(words: Sequence[str]) -> list[str]:
    """The same of a row, of the line over it, or of a head: "capital expenditures"."""
    some = words[:MOST]
    return [f"x:{w}" for w in some] + [f"x:{a} {b}" for a, b in pairwise(["^", *some, "$"])]


def _marks(row: PrintedRow, i: int, whole: Sequence[int]) -> Iterator[str]:
    """Its place among the rows with numbers, and how its own are printed."""
    printed = [a for a, _ in row.amounts]
    signed = (a.line.text[max(0, a.start - 3) : a.start] for a in printed)
    if whole and i == whole[0]:
        yield "#first"
    if whole and i == whole[-1]:
        yield "#last"
    if any(a.percent for a in printed):
        yield "#percent"
    if any(a.value < 0 for a in printed):
        yield "#negative"
    if any("$" in s for s in signed):
        yield "#currency"
    if any("." in a.printed for a in printed):
        yield "#decimals"


def column_bags(grid: Grid, rolled: Sequence[Rolled]) -> list[list[str]]:
    made = []
    for words, roll, group in zip(grid.words, rolled, _over_groups(grid), strict=True):
        some = _tokens(bare(words_of(words)))[:MOST]
        bag = {*(f"h:{w}" for w in (*some, *group)), *(f"h:{a} {b}" for a, b in pairwise(some))}
        bag |= {*_anywhere(some), *_anywhere(group)}
        called = roll.role or balance(words_of(words))
        bag |= {f"h{called}"} if called else set()
        bag |= {"h#still"} if STILL.search(" ".join((words_of(words), *group))) else set()
        made.append(sorted(bag))
    return made


def _over_groups(grid: Grid) -> list[list[str]]:
    """For each column the words over the columns that it forms a group with: "Sales" and "Assets",
    each over years."""
    groups = _groups(grid)
    made: list[list[str]] = [[] for _ in grid.columns]
    for group in groups if len(groups) > 1 else ():
        periods = [p.y for i in group for p in grid.columns[i].stack if p.kind in ENDS]
        over = [c.text for i in group for c in grid.words[i] if c.y > max(periods) + 1]
        words = [*dict.fromkeys(_tokens(bare(" ".join(over))))][:MOST]
        for i in group:
            made[i] = words
    return made


def groups_of(grid: Grid) -> np.ndarray:
    """The number of the group of each column."""
    made = np.zeros(len(grid.columns), int)
    for n, group in enumerate(_groups(grid)):
        made[group] = n
    return made


def headings_of(grid: Grid) -> np.ndarray:
    """The nearest row of words above each row; -1 without one."""
    made, last = [], -1
    for i, row in enumerate(grid.rows):
        last = last if row.amounts else i
        made.append(last)
    return np.array(made)


def _groups(grid: Grid) -> list[list[int]]:
    """Runs of columns in which no year comes twice."""
    made: list[list[int]] = []
    seen: set[int] = set()
    for i, column in enumerate(grid.columns):
        years = {year for p in column.stack if p.kind in ENDS and (year := _year(p.value))}
        if len(years) != 1:
            return []
        if not made or years & seen:
            made.append([])
            seen = set()
        made[-1].append(i)
        seen |= years
    return made


def _year(value: int | date) -> int:
    return value if isinstance(value, int) else value.year


def grid_bag(grid: Grid, text: Text) -> list[str]:
    last, head = _tokens(bare(text.last)), _tokens(bare(text.head))
    title = _tokens(" ".join(n.text for n in grid.above[-3:]))
    labels = [r.label for r in grid.rows if r.amounts]
    made = [f"c:{w}" for w in last] + [f"c:{a} {b}" for a, b in pairwise(last)]
    made += [f"g:{w}" for w in head] + [f"a:{w}" for w in title]
    made += [f"r:{w}" for label in labels[:1] for w in _tokens(bare(label))[:MOST]]
    made += [f"z:{w}" for label in labels[-1:] for w in _tokens(bare(label))[:MOST]]
    made += ["#rolls"] if rolls(grid) else []
    return sorted({*made})
