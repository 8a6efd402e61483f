"""What a network says of each step across a piece of text, to characters with their places.

The network knows 18,000 characters, most of them Chinese; only those that filings print count.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

MARKS = "–—‘’“”•·…†‡§¶©®™°£€¥¢½¼¾×÷±≥≤"
PRINTED = frozenset(chr(c) for c in (*range(0x20, 0x7F), *range(0xC0, 0x180))) | frozenset(MARKS)
NUMERIC = frozenset("0123456789$€£¥()[].,-–—%")
LIKELY = 0.005  # the least probability of a mark or digit that is taken for a letter in a number
MAYBE = 0.1  # and of a dollar sign that stands alone
IN_DOUBT = 0.5  # how sure such a one is


class Glyph(NamedTuple):
    """A character, from `left` to `right` as shares of its piece's width."""

    text: str
    left: float
    right: float
    sure: float


class Alphabet:
    """`known`: the network's characters, the first of them none at all. `columns`: the numbers of
    those that count.
    """

    def __init__(self, known: list[str]) -> None:
        self.columns = np.array([i for i, c in enumerate(known) if i == 0 or c in PRINTED])
        self.characters = [known[i] for i in self.columns]
        self.dollar = self.characters.index("$")
        self.numeric = np.array([c in NUMERIC for c in self.characters])

    def glyphs(self, shares: np.ndarray, places: Sequence[float]) -> tuple[Glyph, ...]:
        """`shares`: probabilities of its characters [steps, characters]. `places`: of the steps, as
        shares of the piece's width.
        """
        peaks = _peaks(shares)
        if len(peaks) == 1 and shares[peaks[0], self.dollar] > MAYBE:  # a lone 5, S or 8
            return (Glyph("$", 0.0, 1.0, float(shares[peaks[0], self.dollar])),)
        text = [self.characters[i] for i in shares[peaks].argmax(axis=1)]
        read = [
            self._character(shares[p], alone)
            for p, alone in zip(peaks, in_numbers(text), strict=True)
        ]
        edges = _edges([places[p] for p in peaks])
        made = [Glyph(c, *at, sure) for (c, sure), at in zip(read, edges, strict=True)]
        return tuple(_without_blanks(made))

    def _character(self, own: np.ndarray, in_number: bool) -> tuple[str, float]:
        """The likeliest character and its probability; of a number the likeliest digit or mark."""
        best = int(own.argmax())
        if not in_number or self.numeric[best]:
            return self.characters[best], float(own[best])
        other = int(np.where(self.numeric, own, 0).argmax())
        if own[other] < LIKELY:
            return self.characters[best], float(own[best])
        return self.characters[other], IN_DOUBT


def _peaks(shares: np.ndarray) -> list[int]:
    """The steps that stand for a character each: the surest of those that follow each other and say
    the same.
    """
    best, sure = shares.argmax(axis=1), shares.max(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    runs = pairwise([*map(int, starts), len(best)])
    return [start + int(sure[start:end].argmax()) for start, end in runs if best[start]]


def in_numbers(text: Sequence[str]) -> list[bool]:
    """Which characters stand in words most of whose letters and digits are digits.

    >>> in_numbers("of S54)")
    [False, False, False, True, True, True, True]
    """
    made: list[bool] = []
    for word in "".join(text).split(" "):
        digits, letters = sum(map(str.isdigit, word)), sum(map(str.isalpha, word))
        made += [digits > letters] * len(word) + [False]
    return made[:-1]


def _edges(centres: Sequence[float]) -> list[tuple[float, float]]:
    """Left and right of each character: half way to its neighbours, and as far at the ends.

    >>> _edges([0.25, 0.75])
    [(0.0, 0.5), (0.5, 1.0)]
    """
    between = [(a + b) / 2 for a, b in pairwise(centres)]
    if not between:
        return [(0.0, 1.0)] * len(centres)
    ends = 2 * centres[0] - between[0], 2 * centres[-1] - between[-1]
    edges = [min(1.0, max(0.0, x)) for x in (ends[0], *between, ends[1])]
    return list(pairwise(edges))


def _without_blanks(made: Sequence[Glyph]) -> Sequence[Glyph]:
    """Without those at the ends."""
    inked = [i for i, g in enumerate(made) if g.text != " "]
    return made[inked[0] : inked[-1] + 1] if inked else ()
