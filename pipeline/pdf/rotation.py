"""Boxes of a page that is turned, so that its lines run from left to right. Turns are clockwise, in
degrees, as PDF's own /Rotate is.
"""

import math
from collections import Counter
from collections.abc import Sequence

from extract_filings.pipeline.records import Box


def turned(box: Box, turn: int) -> Box:
    """Where the box stands once the page is turned about its origin."""
    x0, y0, x1, y1 = box
    at = {0: box, 90: (y0, -x1, y1, -x0), 180: (-x1, -y1, -x0, -y0), 270: (-y1, x0, -y0, x1)}
    return at[turn]


def quarter(angle: float) -> int:
    """The turn that sets letters at this angle upright (clockwise, in radians; nan: no turn)."""
    return round(-2 * angle / math.pi) % 4 * 90 if math.isfinite(angle) else 0


def upright(lines: Sequence[Sequence[Box]]) -> Sequence[Sequence[Box]]:
    """The boxes of a page's lines, one for each character, turned so that most lines run right."""
    votes: Counter[int] = Counter()
    for line in lines:
        votes[_turn(line)] += len(line) - 1
    turn = max(votes, key=votes.__getitem__, default=0)
    return [[turned(box, turn) for box in line] for line in lines] if turn else lines


def _turn(line: Sequence[Box]) -> int:
    (left, bottom, *_), (right, top, *_) = line[0], line[-1]
    return quarter(math.atan2(bottom - top, right - left))
