"""The heads of a table's columns: they lead each window that begins within the table, whose cells
mean nothing without them.
"""

import numpy as np

CELL = 4
"""Of the feature `before`: as wide a gap as between cells, or the beginning of a line (7)."""
DIGITS = (1, 3)
"""Of the feature `case`: words with digits."""
NEAR, MOST = 3, 3
"""Lines around a cut of which one has cells if it is within a table; lines of a head."""
LONG = 128
"""Tokens, a third of a window, from which on what looks like a head leads none: a window has to get
ahead.
"""
BEFORE, CASE = 0, 3


class Heads:
    """`line` [n]: of each token; `features` [n, features]."""

    def __init__(self, line: np.ndarray, features: np.ndarray) -> None:
        self.line = line
        many = int(line.max()) + 1 if len(line) else 0
        starts = features[:, BEFORE] >= CELL
        cell = np.cumsum(starts) - 1
        digits = np.unique(cell[np.isin(features[:, CASE], DIGITS)])
        of_cell = line[starts]
        self.cells = np.bincount(of_cell, minlength=many)
        self.figures = np.bincount(of_cell[digits], minlength=many)

    def over(self, first: int) -> np.ndarray:
        """The tokens of the nearest head above a token, if that begins a line within a table."""
        here = int(self.line[first])
        heads = (self.cells >= 3) & (3 * self.figures <= self.cells)
        above = np.nonzero(heads[:here])[0]
        around = self.cells[max(0, here - NEAR) : here + NEAR]
        if not len(above) or not (around >= 3).any():
            return np.zeros(0, np.int64)
        low = high = int(above[-1])
        while low > 0 and high - low + 1 < MOST and self._joins(low - 1):
            low -= 1
        found = np.nonzero((self.line >= low) & (self.line <= high))[0]
        return found if len(found) < LONG else found[:0]

    def _joins(self, line: int) -> bool:
        """Whether it is another line of a head: cells without a number."""
        return self.cells[line] >= 2 and self.figures[line] == 0
