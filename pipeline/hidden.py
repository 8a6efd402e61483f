"""Text of a page that no human sees, found by its picture: text that can be taken away and leaves the picture as it was.

White on white, render mode 3, off the page, clipped away, under a picture, in a layer that is off, of no size or opacity: one
question for all of them. Text objects that overlap are taken away one after the other, so that no one hides behind another.
Knows pdfium's pages, nothing of lines or of what is said.

A scan's words lie unseen over or under its picture. So where nearly all text of a page is unseen and pictures fill most of it,
it is kept, and told as such.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.records import Hidden

COARSE, FINE, PIXELS = 1.0, 3.0, 8e6  # pixels a point of the first look and of the second, and at most on a page: paper may claim to be a mile wide
CONTRAST = 20  # of 255 levels of grey; light grey on white that can just be read differs by more
PARTS = 100  # of a pixel, in which places are measured
THIN = 2  # pixels; a dot or dash may be drawn in the pixels beside its place
LEAST = 2.0  # points; smaller letters are dust
LAYERS = 8  # of text printed over each other; what lies deeper no one can read
SCANNED, COVERED = 0.9, 0.5  # shares of unseen characters, and of the paper under pictures, that make a page a scan
WORDS = 120  # characters of hidden text that are told

Place = tuple[int, ...]
"""Where an object stands in its page: its number, and within a form its number there."""


def hidden(number: int, page: pypdfium2.PdfPage) -> Hidden | None:
    """What no one sees of a page, None if all can be seen. Its objects are then switched off in `page`, unless it is a scan."""
    look = _Look(page)
    unseen = look.unseen(COARSE)
    if unseen.any():
        look.switch(look.things, True)
        unseen = look.unseen(FINE)
    if not unseen.any():
        return None
    letters = look.mine & ~look.blank(look.mine)
    gone = np.isin(look.of, look.of[unseen])
    if (gone & letters).sum() >= SCANNED * letters.sum() and _covered(page) >= COVERED:
        look.switch(set(look.of[gone]), True)
        return Hidden(number, "scan", (), int(letters.sum()), look.words(letters))
    off = [look.things[a] for a in set(look.of[gone].tolist())]
    return Hidden(number, "hidden", _places(page, off), int((gone & letters).sum()), look.words(gone))


def without(page: pypdfium2.PdfPage, places: Iterable[Place]) -> pypdfium2.PdfPage:
    """The same page, its objects at these places switched off."""
    off = set(places)
    for place, thing in _walk(page) if off else ():
        if place in off:
            pdfium.FPDFPageObj_SetIsActive(thing, False)
    return page


def _walk(page: pypdfium2.PdfPage) -> Iterator[tuple[Place, object]]:
    """All objects of a page with their places, those within forms too."""
    todo: list[tuple[Place, object]] = [((i,), pdfium.FPDFPage_GetObject(page, i)) for i in range(pdfium.FPDFPage_CountObjects(page))]
    while todo:
        place, thing = todo.pop()
        yield place, thing
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
            todo += [((*place, i), pdfium.FPDFFormObj_GetObject(thing, i)) for i in range(pdfium.FPDFFormObj_CountObjects(thing))]


def _covered(page: pypdfium2.PdfPage) -> float:
    """The share of the paper that its largest picture fills."""
    left, bottom, right, top = page.get_bbox()
    edges, best = [ctypes.c_float() for _ in "1234"], 0.0
    for _, thing in _walk(page):
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFPageObj_GetBounds(thing, *edges):
            x0, y0, x1, y1 = (e.value for e in edges)
            best = max(best, max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom)))
    return best / max(1e-6, (right - left) * (top - bottom))


class _Look:
    """A page and its characters. `of`: which text object each belongs to, 0 for what pdfium adds (spaces, breaks). `things` by that number."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page, self.text = page, page.get_textpage()
        self.count = pdfium.FPDFText_CountChars(self.text)
        found = [pdfium.FPDFText_GetTextObject(self.text, i) for i in range(self.count)]
        self.of = np.array([ctypes.addressof(t.contents) if t else 0 for t in found], dtype=np.int64)
        self.things, self.mine = dict(zip(self.of.tolist(), found)), self.of != 0

    def unseen(self, scale: float) -> np.ndarray:
        """Which characters no one sees. Leaves their objects switched off. [characters]"""
        if not self.count:
            return self.mine
        self.scale = min(scale, math.sqrt(PIXELS / max(1.0, self.page.get_width() * self.page.get_height())))
        loose, tight = self._boxes()
        ink = (tight[:, 2:] > tight[:, :2]).all(axis=1)
        mine = self.mine & (ink | ~self.blank(self.mine & ~ink))
        whole = self._picture()
        rects, inside = self._pixels(np.where(ink[:, None], tight, loose), whole.shape)
        dust = (loose[:, 2:] - loose[:, :2]).max(axis=1) < LEAST
        unseen = mine & (dust | ~inside)
        self.switch(set(self.of[unseen]), False)
        at, of = _spread(rects, whole.shape[1])
        rest = mine & ~np.isin(self.of, self.of[unseen])
        for _ in range(LAYERS):
            if not rest.any():
                return unseen
            layer = self._layer(rest, at, of)
            gone = layer & ~self._changes(whole, layer, at, of)
            gone &= ~self.blank(gone)
            unseen |= gone
            self.switch(set(self.of[layer]) - set(self.of[gone]), True)
            rest &= ~layer
        self.switch(set(self.of[rest]), False)
        return unseen | rest

    def _changes(self, whole: np.ndarray, layer: np.ndarray, at: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Which characters' pixels change when the layer is taken away, and leaves it away. [characters]"""
        self.switch(set(self.of[layer]), False)
        changed = (np.abs(whole - self._picture()) >= CONTRAST).ravel()
        return np.bincount(of[changed[at]], minlength=self.count) > 0

    def _layer(self, rest: np.ndarray, at: np.ndarray, of: np.ndarray) -> np.ndarray:
        """The characters of objects that do not overlap each other, those that lie alone and of the others as many as there are room for."""
        at, of = at[rest[of]], of[rest[of]]
        thing, owner = self.of[of], np.zeros(int(at.max()) + 1, np.int64)
        owner[at] = thing
        over = owner[at] != thing
        owner[at[::-1]] = thing[::-1]
        over |= owner[at] != thing
        shared, taken, layer = set(thing[over].tolist()), np.zeros(len(owner), bool), set()
        pixels = {t: at[over & (thing == t)] for t in shared}
        for t, mine in pixels.items():
            if not taken[mine].any():
                taken[mine] = True
                layer.add(t)
        return rest & ~np.isin(self.of, [*(shared - layer)])

    def switch(self, things: Iterable[int], on: bool) -> None:
        for thing in things:
            pdfium.FPDFPageObj_SetIsActive(self.things[int(thing)], on)

    def words(self, which: np.ndarray) -> str:
        return "".join(self._character(i) for i in which.nonzero()[0][:WORDS]).strip()

    def blank(self, which: np.ndarray) -> np.ndarray:
        """Which of these characters need no ink: spaces, marks of layout, and what has no character at all. [characters]"""
        blank = np.zeros(self.count, bool)
        for i in which.nonzero()[0]:
            character = self._character(i)
            blank[i] = not character.isprintable() or character.isspace()
        return blank

    def _character(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self.text, int(index))
        return chr(code) if code <= 0x10FFFF else "\ufffd"

    def _boxes(self) -> tuple[np.ndarray, np.ndarray]:
        """Loose and tight, each left, bottom, right, top in points. [characters, 4]"""
        loose, tight = np.zeros((self.count, 4), np.float32), np.zeros((self.count, 4))
        rects, edges = (pdfium.FS_RECTF * self.count).from_buffer(loose), [ctypes.c_double() for _ in "1234"]
        at = [ctypes.byref(e) for e in edges]
        for i in range(self.count):
            pdfium.FPDFText_GetLooseCharBox(self.text, i, rects[i])
            pdfium.FPDFText_GetCharBox(self.text, i, *at)
            tight[i] = [e.value for e in edges]
        return loose[:, [0, 3, 2, 1]], tight[:, [0, 2, 1, 3]]

    def _picture(self) -> np.ndarray:
        """Levels of grey, the top row first. [rows, columns]"""
        return self.page.render(scale=self.scale, grayscale=True).to_numpy().astype(np.int16)

    def _pixels(self, boxes: np.ndarray, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        """Boxes in points -> left, top, right, bottom in pixels, at least one each, and whether they lie in the picture."""
        high, wide = shape
        (ox, oy), (ax, ay), (bx, by) = (self._device(x, y, wide, high) for x, y in ((0, 0), (PARTS, 0), (0, PARTS)))
        turn = np.array([[ax - ox, ay - oy], [bx - ox, by - oy]]) / PARTS
        ends = np.stack([boxes[:, :2] @ turn, boxes[:, 2:] @ turn]) + (ox, oy)
        low, above = np.nan_to_num(ends.min(axis=0), nan=-9.0), np.nan_to_num(ends.max(axis=0), nan=-9.0)
        inside = ((above > 0) & (low < (wide, high))).all(axis=1)
        thin = above - low < THIN
        start = np.clip(np.where(thin, np.floor(low - 0.5), low.round()), 0, (wide - 1, high - 1)).astype(int)
        return np.hstack([start, np.clip(np.where(thin, np.ceil(above + 0.5), above.round()), start + 1, (wide, high)).astype(int)]), inside

    def _device(self, x: int, y: int, wide: int, high: int) -> tuple[float, float]:
        """A point of the page in pixels. pdfium counts in whole ones, so it is asked of a picture many times as large."""
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page, 0, 0, wide * PARTS, high * PARTS, 0, x, y, px, py)
        return px.value / PARTS, py.value / PARTS


def _places(page: pypdfium2.PdfPage, things: Iterable[object]) -> tuple[Place, ...]:
    wanted = {ctypes.addressof(t.contents) for t in things}
    return tuple(sorted(place for place, thing in _walk(page) if ctypes.addressof(thing.contents) in wanted))


def _spread(rects: np.ndarray, wide: int) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of all rectangles, as numbers in the flat picture, and the rectangle of each."""
    x0, y0, x1, y1 = rects.T
    across, count = x1 - x0, (x1 - x0) * (y1 - y0)
    of = np.repeat(np.arange(len(rects)), count)
    inside = np.arange(len(of)) - np.repeat(count.cumsum() - count, count)
    return (y0[of] + inside // across[of]) * wide + x0[of] + inside % across[of], of
