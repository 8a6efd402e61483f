"""How far a text reaches: no printed word is cut, and what begins with its cell, or right behind
the label in it, rather ends with the cell.

The span reader knows names as they stand in prose. In forms they stand in cells, with whatever else
belongs to them: "POL/Friends of Ann Lee (1343)".
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from extract_filings.pipeline.ask.spans.cells import Cell, Grid
from extract_filings.pipeline.ask.spans.stems import stems

BEFORE = re.compile(r"(?:[^\W_]+[-/&'’@+\\])+\Z")
AFTER = re.compile(r"(?:[-/&.'’@+\\#][^\W_]+)+")
"""What is printed together with a word, without a blank."""
LABELLED = re.compile(r"[:#=]\s*\Z")
LONGEST = 60  # characters of a word
SLIGHT = 1e-3
"""A share from which on a place is looked at."""
COMMAS = frozenset(",;")
WHOLE, OWN, FIRST, NAMED = 4.0, 2.0, 2.0, 4.0
"""What speaks for an end that cuts nothing off in its cell, for the cell's own end, for its begin;
what speaks more for the first and the last if the field's own label stands beside: logarithms of
odds.
"""
BEYOND, BEHIND_LABEL = 0.5, 0.5
"""Share of the first that speaks for an end in a later cell, and for one in front of a comma behind
the field's own label: "2% within 10 days, 30 days net".
"""


@dataclass(frozen=True, slots=True)
class InCell:
    """`first`: nothing but a label stands before it there. `named`: a label with all the words of
    the field's name stands beside it.
    """

    cell: Cell
    first: bool
    named: bool


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """
    >>> whole_words("No. 2490850-1, POL/Ann", 4, 11), whole_words("No. 2490850-1, POL/Ann", 19, 22)
    ((4, 13), (15, 22))
    """
    if before := BEFORE.search(text[max(0, start - LONGEST) : start]):
        start -= len(before[0])
    if after := AFTER.match(text, end) if text[end - 1].isalnum() else None:
        end = after.end()
    return start, end


def in_cells(
    grid: Grid,
    text: str,
    begins: np.ndarray,
    share: np.ndarray,
    name: str,
    named: Callable[[int], bool],
) -> dict[int, InCell]:
    """Of each token that the value of a field of this name may begin with: how it stands in its
    cell. `begins` [n]: its character; `share` [n]. `named`: as `InCell` has it, of a character.
    """
    made = {}
    for token in np.flatnonzero(share > SLIGHT).tolist():
        start = int(begins[token])
        if cell := grid.cell(start, start + 1):
            made[token] = InCell(cell, _heads(text[cell.start : start], name), named(start))
    return made


def _heads(before: str, name: str) -> bool:
    """Whether that is nothing but a label: words with a mark behind them, or none but the field's
    own.
    """
    return bool(LABELLED.search(before)) or stems(before) <= stems(name)


def from_heads(share: np.ndarray, heads: Mapping[int, InCell]) -> np.ndarray:
    """[n]: what begins in a cell rather begins with it."""
    made, by_cell = share.copy(), defaultdict(list)
    for token, head in heads.items():
        by_cell[head.cell].append(token)
    for tokens in by_cell.values():
        first = [heads[t].first * (FIRST + NAMED * heads[t].named) for t in tokens]
        weight = share[tokens] * np.exp(first)
        made[tokens] = weight * (share[tokens].sum() / weight.sum())
    return made


def uncut(ends: np.ndarray, commas: np.ndarray, head: InCell) -> np.ndarray:
    """[n]: what speaks for each end: that it cuts nothing off in the cell, but for what stands
    behind a comma, and that it is the cell's own. `commas` [n]: whether one follows.
    """
    end, listed = head.cell.end, BEHIND_LABEL if head.named else 1.0
    whole = np.where(ends > end, BEYOND, np.maximum(ends == end, listed * commas))
    return (WHOLE + NAMED * head.named) * whole + OWN * (ends == end)
