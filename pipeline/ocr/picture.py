"""A page of a PDF to the picture that is read, and places in it back to the page's points."""

import math
from dataclasses import dataclass

import numpy as np
import pypdfium2

from extract_filings.pipeline.records import Box

DOTS = 200  # an inch; a letter of 6 points is 17 pixels high
MOST_PIXELS = 12e6  # two pages side by side have 8e6; paper may claim to be a mile wide
INK, PAPER = 40, 215  # of 255: darker, lighter
STARK = 0.97  # share of pixels that are one or the other on a fax, and on a page drawn sharply
SOFT = 1.0  # pixels: sharp stairs and specks are blurred


@dataclass(frozen=True, slots=True)
class Picture:
    """`levels` of grey [rows, columns], turned clockwise by `turn` degrees from how the page is
    shown. `scale`: pixels a point. `paper`: the page's visible part in its own points; `rotation`:
    how the PDF turns that.
    """

    levels: np.ndarray
    scale: float
    paper: Box
    rotation: int
    turn: int = 0

    def turned(self, turn: int) -> "Picture":
        """The same, turned further clockwise by a multiple of 90 degrees."""
        levels = np.ascontiguousarray(np.rot90(self.levels, -turn // 90))
        return Picture(levels, self.scale, self.paper, self.rotation, (self.turn + turn) % 360)

    def box(self, corners: np.ndarray) -> Box:
        """The box around places of this picture [n, 2], in points of the page.

        >>> Picture(np.zeros((200, 100)), 2, (0, 0, 50, 100), 0).box(np.array([[20, 40]]))
        (10.0, 80.0, 10.0, 80.0)
        >>> Picture(np.zeros((100, 200)), 2, (0, 0, 50, 100), 0, 90).box(np.array([[160, 20]]))
        (10.0, 80.0, 10.0, 80.0)
        """
        high, wide = self.levels.shape
        points = corners.astype(float) / self.scale
        points[:, 1] = high / self.scale - points[:, 1]
        across, up = wide / self.scale, high / self.scale
        for _ in range((self.turn + self.rotation) % 360 // 90):  # a quarter back each
            points = np.stack([up - points[:, 1], points[:, 0]], axis=1)
            across, up = up, across
        points += self.paper[:2]
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)


def picture(page: pypdfium2.PdfPage) -> Picture:
    """As a human sees it."""
    wide, high = page.get_width(), page.get_height()
    scale = min(DOTS / 72, math.sqrt(MOST_PIXELS / max(1.0, wide * high)))
    # its annotation is int, its documentation says float
    drawn = page.render(scale=scale, grayscale=True)  # type: ignore[arg-type]
    levels = drawn.to_numpy().reshape(drawn.height, -1)[:, : drawn.width].copy()
    return Picture(softened(levels), scale, page.get_bbox(), page.get_rotation())


def softened(levels: np.ndarray) -> np.ndarray:
    """Black and white as a scanner would have greyed it; a picture with greys as it is."""
    import cv2

    stark = ((levels < INK) | (levels > PAPER)).mean() > STARK
    return cv2.GaussianBlur(levels, (0, 0), SOFT) if stark else levels
