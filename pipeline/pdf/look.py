"""A look at a drawn page: which of its characters change its picture.

Text objects that overlap are taken away one after the other, so that none hides behind another. In
shapes, `characters` are those of pdfium's text page, `objects` those that print them, `pixels` all
pixels of all characters.
"""

import ctypes
import math
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from extract_filings.pipeline.pdf.page_text import PageText

MAX_PIXELS = 8e6  # of a page: paper may claim to be a mile wide
CONTRAST = 20  # of 255 levels of grey; light grey on white that can just be read differs by more
PARTS = 100  # of a pixel, in which places are measured
THIN = 2  # pixels; a dot or dash may be drawn in the pixels beside its place
LAYERS = 8  # of text printed over each other; what lies deeper cannot be read
MAX_SCRATCHED = 50  # objects of a page, partly hidden, that are looked at one by one


class Pixels(NamedTuple):
    """Pixels of a picture and the characters that they belong to; those of overlapping characters
    are there more than once. `at`: numbers in the flat picture. `of`: characters. [pixels]
    """

    at: np.ndarray
    of: np.ndarray

    def only(self, which: np.ndarray) -> "Pixels":
        return Pixels(self.at[which], self.of[which])

    def per_character(self, count: int) -> np.ndarray:
        """How many there are of each. [characters]"""
        return np.bincount(self.of, minlength=count)


class Look:
    """A page drawn at one scale (pixels per point), all its text switched on.

    `whole`: levels of grey, the top row first [rows, columns]. `inside`: whether a character lies
    in the picture [characters]. `pixels`: of all characters.
    """

    def __init__(self, text: PageText, scale: float) -> None:
        self.text, page = text, text.page
        area = max(1.0, page.get_width() * page.get_height())
        self.scale = min(scale, math.sqrt(MAX_PIXELS / area))
        self.whole = self._picture()
        rects, self.inside = self._rects(text.boxes)
        self.pixels = _spread(rects, self.whole.shape[1])

    def unseen(self) -> np.ndarray:
        """Which characters cannot be seen. Leaves their objects switched off. [characters]"""
        text = self.text
        printed = text.printed & (text.inked | text.without_blanks(text.printed & ~text.inked))
        never = unseen = text.without_blanks(printed & (~self.inside | text.dust()))
        text.switch(text.objects_of(unseen), False)
        rest = printed & ~text.of_same_objects(unseen)
        layer, pixels = self._alone(rest)
        for _ in range(LAYERS):
            text.switch(text.objects_of(layer), False)
            left = self._picture()
            gone = layer & ~self._differ(self.whole, left, pixels)
            scratching = self._inkless(layer & ~gone, pixels, left)
            gone, never = text.without_blanks(gone | scratching), never | scratching
            unseen, rest = unseen | gone, rest & ~layer
            if not rest.any() and not unseen.any():
                return unseen  # most pages; their objects are not needed any more
            text.switch(text.objects_of(layer) & ~text.objects_of(gone), True)
            if not rest.any():
                shown = printed & ~text.of_same_objects(never)
                back = self._scratched(unseen, shown)
                return unseen & ~back & ~self._stamped(unseen & ~back, shown)
            layer, pixels = self._layer(rest), self.pixels
        text.switch(text.objects_of(rest), False)
        return unseen | rest

    def _alone(self, rest: np.ndarray) -> tuple[np.ndarray, Pixels]:
        """The characters of objects that hardly overlap any other, and the pixels that they share
        with none. [characters]
        """
        own, count = self.pixels.only(self._lone()), self.text.count
        alone = 2 * own.per_character(count) >= self.pixels.per_character(count)
        return rest & ~self.text.of_same_objects(rest & ~alone), own

    def _lone(self) -> np.ndarray:
        """Which pixels are in the place of one object only. [pixels]"""
        at, owner = self.pixels.at, self.text.owner[self.pixels.of]
        first, last = np.zeros((2, self.whole.size), np.int32)
        last[at], first[at[::-1]] = owner, owner[::-1]
        return (first[at] == owner) & (last[at] == owner)

    def _layer(self, rest: np.ndarray) -> np.ndarray:
        """The characters of objects that do not overlap each other, as many as there is room for.
        [characters]
        """
        at, of = self.pixels.only(rest[self.pixels.of])
        owner = self.text.owner[of]
        order = owner.argsort(kind="stable")
        taken = np.zeros(self.whole.size, bool)
        layer = np.zeros(len(self.text.handles), bool)
        for mine in np.split(order, np.flatnonzero(np.diff(owner[order])) + 1):
            if not taken[at[mine]].any():
                taken[at[mine]] = layer[owner[mine[0]]] = True
        return rest & self.text.by(layer)

    def _inkless(self, layer: np.ndarray, pixels: Pixels, left: np.ndarray) -> np.ndarray:
        """Which characters of a layer that is away show nothing by themselves, without all other
        text: light ones that only scratch what is printed under them. `left`: the picture without
        the layer. [characters]
        """
        text = self.text
        light = text.objects_of(layer) & text.light
        if not light.any():
            return np.zeros(text.count, bool)
        others = text.active()
        text.switch(others, False)
        bare = self._picture() if others.any() else left
        text.switch(light, True)
        shown = self._differ(bare, self._picture(), pixels)
        text.switch(light, False)
        text.switch(others, True)
        return layer & text.by(light) & ~shown

    def _scratched(self, unseen: np.ndarray, printed: np.ndarray) -> np.ndarray:
        """Characters of objects that are all seen once what hides is gone: printed text over which
        white letters were laid. [characters]
        """
        text, whole = self.text, self._picture()
        back, one = np.zeros(text.count, bool), np.arange(len(text.handles))
        partly = text.objects_of(unseen) & text.objects_of(printed & ~unseen)
        for number in partly.nonzero()[0][:MAX_SCRATCHED].tolist():
            letters = (text.owner == number) & printed
            text.switch(one == number, True)
            picture = self._picture()
            own = self.pixels.only(text.owner[self.pixels.of] == number)
            lost = letters & ~self._differ(whole, picture, own)
            if text.without_blanks(lost).any():
                text.switch(one == number, False)
            else:
                whole, back = picture, back | letters
        return back

    def _stamped(self, unseen: np.ndarray, printed: np.ndarray) -> np.ndarray:
        """Characters of objects most of whose letters are seen, and all of them once the large
        light letters of a watermark are gone. [characters]
        """
        text, many = self.text, len(self.text.handles)
        lost = np.bincount(text.owner[printed & unseen], minlength=many)
        mostly = text.by(2 * lost < np.bincount(text.owner[printed], minlength=many))
        partly = text.objects_of(unseen & mostly)
        stamps = text.objects_of(printed & text.large()) & text.light & partly.any()
        if not stamps.any():
            return np.zeros(text.count, bool)
        text.switch(stamps, False)
        back = self._scratched(unseen & mostly, printed)
        text.switch(stamps, True)
        return back

    def _differ(self, one: np.ndarray, other: np.ndarray, pixels: Pixels) -> np.ndarray:
        """Which characters have a pixel that differs between the pictures. [characters]"""
        changed = (np.maximum(one, other) - np.minimum(one, other) >= CONTRAST).ravel()
        differ = np.zeros(self.text.count, bool)
        differ[pixels.of[changed[pixels.at]]] = True
        return differ

    def _picture(self) -> np.ndarray:
        # pypdfium2 declares no types, and 1 is its default
        scale: Any = self.scale
        return self.text.page.render(scale=scale, grayscale=True).to_numpy()

    def _rects(self, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Boxes in points -> left, top, right, bottom in pixels, at least one each, and whether
        they lie in the picture.
        """
        high, wide = size = self.whole.shape
        origin, across, up = (self._device(*p, *size) for p in ((0, 0), (PARTS, 0), (0, PARTS)))
        turn = np.array([across - origin, up - origin]) / PARTS
        ends = np.stack([boxes[:, :2] @ turn, boxes[:, 2:] @ turn]) + origin
        low, above = (np.nan_to_num(e, nan=-9.0) for e in (ends.min(axis=0), ends.max(axis=0)))
        inside = ((above > 0) & (low < (wide, high))).all(axis=1)
        thin = above - low < THIN
        start = np.where(thin, np.floor(low - 0.5), low.round())
        start = np.clip(start, 0, (wide - 1, high - 1)).astype(int)
        end = np.where(thin, np.ceil(above + 0.5), above.round())
        end = np.clip(end, start + 1, (wide, high)).astype(int)
        return np.hstack([start, end]), inside

    def _device(self, x: int, y: int, high: int, wide: int) -> np.ndarray:
        """A point of the page in pixels. pdfium counts in whole ones, so it is asked of a picture
        many times as large.
        """
        px, py = ctypes.c_int(), ctypes.c_int()
        page, parts = self.text.page, PARTS
        pdfium.FPDF_PageToDevice(page, 0, 0, wide * parts, high * parts, 0, x, y, px, py)
        return np.array([px.value, py.value]) / parts


def _spread(rects: np.ndarray, wide: int) -> Pixels:
    """The pixels of all rectangles, in a picture of this width."""
    x0, y0, x1, y1 = rects.astype(np.int32).T
    # row by row of each rectangle, then pixel by pixel of each row
    high, across = y1 - y0, x1 - x0
    row_of, row = _counted(high)
    row_start = (y0[row_of] + row) * wide + x0[row_of]
    pixel_of, column = _counted(across[row_of])
    return Pixels(row_start[pixel_of] + column, row_of[pixel_of])


def _counted(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each number as often as its count says, and which of them it is.

    >>> _counted(np.array([2, 0, 1]))
    (array([0, 0, 2]), array([0, 1, 0]))
    """
    of = np.repeat(np.arange(len(counts)), counts)
    return of, np.arange(len(of)) - np.repeat(counts.cumsum() - counts, counts)
