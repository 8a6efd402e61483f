"""Text of a page that no human sees, found by its picture: text that can be taken away and leaves
the picture as it was.

White on white, render mode 3, off the page, clipped away, under a picture, in a layer that is off,
of no size or opacity: one question for all of them. Text objects that overlap are taken away one
after the other, so that no one hides behind another. Knows pdfium's pages, nothing of lines or of
what is said.

A scan's words lie unseen over or under its picture. So where nearly all text of a page is unseen
and pictures fill most of it, it is kept, and told as such.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.records import Hidden

COARSE, FINE, PIXELS = (
    1.0,
    3.0,
    8e6,
    # pixels a point of the first look and of the second, and at most on a page: paper may claim to
    # be a
    # mile wide
)
CONTRAST = 20  # of 255 levels of grey; light grey on white that can just be read differs by more
LIGHT = 200  # of 255, of each colour: ink that can scratch dark letters
PARTS = 100  # of a pixel, in which places are measured
THIN = 2  # pixels; a dot or dash may be drawn in the pixels beside its place
FAR = 1e6  # points; damaged files place text beyond all numbers
LEAST = 1.2  # points; letters that are no higher and no wider are dust
LAYERS = 8  # of text printed over each other; what lies deeper no one can read
SCANNED, COVERED = (
    0.9,
    0.5,
)  # shares of unseen characters, and of the paper under pictures, that make a page a scan
SCRATCHES = 50  # objects of a page, partly unseen, that are looked at by themselves
WORDS = 120  # characters of hidden text that are told

Place = tuple[int, ...]
"""Where an object stands in its page: its number, and within a form its number there."""


def hidden(number: int, page: pypdfium2.PdfPage) -> Hidden | None:
    """What no one sees of a page, None if all can be seen. Its objects are then switched off in
    `page`, unless it is a scan.
    """
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
    return Hidden(
        number, "hidden", _places(page, off), int((gone & letters).sum()), look.words(gone)
    )


def without(page: pypdfium2.PdfPage, places: Iterable[Place]) -> pypdfium2.PdfPage:
    """The same page, its objects at these places switched off."""
    off = set(places)
    for place, thing in _walk(page) if off else ():
        if place in off:
            pdfium.FPDFPageObj_SetIsActive(thing, False)
    return page


def _walk(page: pypdfium2.PdfPage) -> Iterator[tuple[Place, object]]:
    """All objects of a page with their places, those within forms too."""
    todo: list[tuple[Place, object]] = [
        ((i,), pdfium.FPDFPage_GetObject(page, i))
        for i in range(pdfium.FPDFPage_CountObjects(page))
    ]
    while todo:
        place, thing = todo.pop()
        yield place, thing
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
            todo += [
                ((*place, i), pdfium.FPDFFormObj_GetObject(thing, i))
                for i in range(pdfium.FPDFFormObj_CountObjects(thing))
            ]


def _covered(page: pypdfium2.PdfPage) -> float:
    """The share of the paper that its largest picture fills."""
    left, bottom, right, top = page.get_bbox()
    edges, best = [ctypes.c_float() for _ in "1234"], 0.0
    for _, thing in _walk(page):
        if pdfium.FPDFPageObj_GetType(
            thing
        ) == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFPageObj_GetBounds(thing, *edges):
            x0, y0, x1, y1 = (e.value for e in edges)
            best = max(
                best,
                max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom)),
            )
    return best / max(1e-6, (right - left) * (top - bottom))


class _Look:
    """A page and its characters. `of`: which text object each belongs to, 0 for what pdfium adds
    (spaces, breaks). `things` by that number.
    """

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page, self.text = page, page.get_textpage()
        self.count = pdfium.FPDFText_CountChars(self.text)
        text, thing_of = self.text.raw, pdfium.FPDFText_GetTextObject
        found = [thing_of(text, i) for i in range(self.count)]
        self.of = np.array(
            [ctypes.addressof(t.contents) if t else 0 for t in found], dtype=np.int64
        )
        self.things, self.mine = dict(zip(self.of.tolist(), found)), self.of != 0

    def unseen(self, scale: float) -> np.ndarray:
        """Which characters no one sees. Leaves their objects switched off. [characters]"""
        if not self.count:
            return self.mine
        self.scale = min(
            scale, math.sqrt(PIXELS / max(1.0, self.page.get_width() * self.page.get_height()))
        )
        boxes, inked = self._boxes()
        mine = self.mine & ~self.blank(self.mine & ~inked)
        whole = self._picture()
        rects, inside = self._pixels(boxes, whole.shape)
        unseen = mine & (~inside | self._dust(boxes))
        unseen = never = unseen & ~self.blank(unseen)
        self.switch(set(self.of[unseen]), False)
        at, of = _spread(rects, whole.shape[1])
        rest, lone = mine & ~np.isin(self.of, self.of[unseen]), self._lone(at, of)
        alone = 2 * np.bincount(of[lone], minlength=self.count) >= np.bincount(
            of, minlength=self.count
        )
        layer, at_own, of_own = rest & ~np.isin(self.of, self.of[rest & ~alone]), at[lone], of[lone]
        for _ in range(LAYERS):
            gone = layer & ~self._changes(whole, layer, at_own, of_own)
            scratching = self._inkless(layer & ~gone, at_own, of_own)
            gone, never = gone | scratching, never | scratching
            gone &= ~self.blank(gone)
            unseen, rest = unseen | gone, rest & ~layer
            if not rest.any() and not unseen.any():
                return unseen  # most pages: no one needs the objects any more
            self.switch(set(self.of[layer]) - set(self.of[gone]), True)
            if not rest.any():
                return unseen & ~self._scratched(
                    unseen, mine & ~np.isin(self.of, self.of[never]), at, of
                )
            layer, at_own, of_own = self._layer(rest, at, of), at, of
        self.switch(set(self.of[rest]), False)
        return unseen | rest

    def _scratched(
        self, unseen: np.ndarray, mine: np.ndarray, at: np.ndarray, of: np.ndarray
    ) -> np.ndarray:
        """Characters of objects that are all seen once what hides is gone: printed text over which
        white letters were laid. [characters]
        """
        whole, back = self._picture(), np.zeros(self.count, bool)
        partly = set(self.of[unseen].tolist()) & set(self.of[mine & ~unseen].tolist())
        for thing in sorted(partly, key=lambda t: self.of.tolist().index(t))[:SCRATCHES]:
            letters, mask = (self.of == thing) & mine, self.of[of] == thing
            self.switch([thing], True)
            picture = self._picture()
            changed = (np.abs(whole - picture) >= CONTRAST).ravel()
            lost = letters & ~(np.bincount(of[mask & changed[at]], minlength=self.count) > 0)
            if (lost & ~self.blank(lost)).any():
                self.switch([thing], False)
            else:
                whole, back = picture, back | letters
        return back

    def _changes(
        self, whole: np.ndarray, layer: np.ndarray, at: np.ndarray, of: np.ndarray
    ) -> np.ndarray:
        """Which characters' pixels change when the layer is taken away, and leaves it away.
        [characters]
        """
        self.switch(set(self.of[layer]), False)
        changed = (np.abs(whole - self._picture()) >= CONTRAST).ravel()
        return np.bincount(of[changed[at]], minlength=self.count) > 0

    def _inkless(self, layer: np.ndarray, at: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Which characters of a layer that is away show nothing by themselves, without all other
        text: light ones that only scratch what is printed under them. [characters]"""
        light = self._light(set(self.of[layer].tolist()))
        if not light:
            return np.zeros(self.count, bool)
        active = ctypes.c_int()
        others = [
            t
            for t in set(self.of[self.mine].tolist())
            if pdfium.FPDFPageObj_GetIsActive(self.things[t], active) and active.value
        ]
        self.switch(others, False)
        bare = self._picture()
        self.switch(light, True)
        shown = (np.abs(bare - self._picture()) >= CONTRAST).ravel()
        self.switch(light, False)
        self.switch(others, True)
        return (
            layer
            & np.isin(self.of, light)
            & ~(np.bincount(of[shown[at]], minlength=self.count) > 0)
        )

    def _light(self, things: Iterable[int]) -> list[int]:
        """Those that are filled with a light colour. Pages have thousands of objects, so what
        pdfium writes to is made once.
        """
        colour = red, green, blue, _ = [ctypes.c_uint() for _ in "rgba"]
        filled = pdfium.FPDFPageObj_GetFillColor
        return [
            t
            for t in things
            if filled(self.things[t], *colour)
            and red.value >= LIGHT
            and green.value >= LIGHT
            and blue.value >= LIGHT
        ]

    def _lone(self, at: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Which of the pixels are in the place of one object only. [pixels]"""
        thing, first, last = (
            self.of[of],
            np.zeros(int(at.max()) + 1, np.int64),
            np.zeros(int(at.max()) + 1, np.int64),
        )
        last[at], first[at[::-1]] = thing, thing[::-1]
        return (first[at] == thing) & (last[at] == thing)

    def _layer(self, rest: np.ndarray, at: np.ndarray, of: np.ndarray) -> np.ndarray:
        """The characters of objects that do not overlap each other, as many as there is room for.
        [characters]
        """
        at, thing = at[rest[of]], self.of[of[rest[of]]]
        order = thing.argsort(kind="stable")
        taken, layer = np.zeros(int(at.max()) + 1, bool), []
        for mine in np.split(order, np.flatnonzero(np.diff(thing[order])) + 1):
            if not taken[at[mine]].any():
                taken[at[mine]] = True
                layer.append(thing[mine[0]])
        return rest & np.isin(self.of, layer)

    def switch(self, things: Iterable[int], on: bool) -> None:
        of, set_active = self.things, pdfium.FPDFPageObj_SetIsActive
        for thing in things:
            set_active(of[int(thing)], on)

    def words(self, which: np.ndarray) -> str:
        some = map(self._character, which.nonzero()[0][:WORDS].tolist())
        return "".join(c if c.isprintable() else " " for c in some).strip()

    def blank(self, which: np.ndarray) -> np.ndarray:
        """Which of these characters need no ink: spaces, marks of layout, and what has no character
        at all. [characters]
        """
        blank = np.zeros(self.count, bool)
        blank[which] = [
            not c.isprintable() or c.isspace()
            for c in map(self._character, which.nonzero()[0].tolist())
        ]
        return blank

    def _dust(self, boxes: np.ndarray) -> np.ndarray:
        """Which letters and digits are too small for an eye. [characters]"""
        small = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) < LEAST
        small[small] = [self._character(i).isalnum() for i in small.nonzero()[0]]
        return small

    def _character(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self.text.raw, int(index))
        return chr(code) if code <= 0x10FFFF else "\ufffd"

    def _boxes(self) -> tuple[np.ndarray, np.ndarray]:
        """Around the ink; where there is none, around the place that a character takes. Left,
        bottom, right, top in points [characters, 4], and whether there is any [characters]."""
        edges, found, rect = (ctypes.c_double * 4)(), [], pdfium.FS_RECTF()
        at = [
            ctypes.cast(ctypes.byref(edges, 8 * i), ctypes.POINTER(ctypes.c_double))
            for i in range(4)
        ]
        text, box_of = self.text.raw, pdfium.FPDFText_GetCharBox
        for i in range(self.count):
            box_of(text, i, *at)
            found.append(edges[:])
        boxes = np.clip(np.nan_to_num(np.array(found)[:, [0, 2, 1, 3]], nan=-FAR), -FAR, FAR)
        inked = (boxes[:, 2:] > boxes[:, :2]).all(axis=1)
        for i in (self.mine & ~inked).nonzero()[0]:
            pdfium.FPDFText_GetLooseCharBox(text, int(i), rect)
            boxes[i] = np.clip(
                np.nan_to_num((rect.left, rect.bottom, rect.right, rect.top), nan=-FAR), -FAR, FAR
            )
        return boxes, inked

    def _picture(self) -> np.ndarray:
        """Levels of grey, the top row first. [rows, columns]"""
        return self.page.render(scale=self.scale, grayscale=True).to_numpy().astype(np.int16)

    def _pixels(self, boxes: np.ndarray, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        """Boxes in points -> left, top, right, bottom in pixels, at least one each, and whether
        they lie in the picture.
        """
        high, wide = shape
        (ox, oy), (ax, ay), (bx, by) = (
            self._device(x, y, wide, high) for x, y in ((0, 0), (PARTS, 0), (0, PARTS))
        )
        turn = np.array([[ax - ox, ay - oy], [bx - ox, by - oy]]) / PARTS
        ends = np.stack([boxes[:, :2] @ turn, boxes[:, 2:] @ turn]) + (ox, oy)
        low, above = (
            np.nan_to_num(ends.min(axis=0), nan=-9.0),
            np.nan_to_num(ends.max(axis=0), nan=-9.0),
        )
        inside = ((above > 0) & (low < (wide, high))).all(axis=1)
        thin = above - low < THIN
        start = np.clip(
            np.where(thin, np.floor(low - 0.5), low.round()), 0, (wide - 1, high - 1)
        ).astype(int)
        return (
            np.hstack(
                [
                    start,
                    np.clip(
                        np.where(thin, np.ceil(above + 0.5), above.round()), start + 1, (wide, high)
                    ).astype(int),
                ]
            ),
            inside,
        )

    def _device(self, x: int, y: int, wide: int, high: int) -> tuple[float, float]:
        """A point of the page in pixels. pdfium counts in whole ones, so it is asked of a picture
        many times as large.
        """
        px, py = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self.page, 0, 0, wide * PARTS, high * PARTS, 0, x, y, px, py)
        return px.value / PARTS, py.value / PARTS


def _places(page: pypdfium2.PdfPage, things: Iterable[object]) -> tuple[Place, ...]:
    wanted = {ctypes.addressof(t.contents) for t in things}
    return tuple(
        sorted(place for place, thing in _walk(page) if ctypes.addressof(thing.contents) in wanted)
    )


def _spread(rects: np.ndarray, wide: int) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of all rectangles, as numbers in the flat picture, and the rectangle of each."""
    x0, y0, x1, y1 = rects.T
    across, count = x1 - x0, (x1 - x0) * (y1 - y0)
    of = np.repeat(np.arange(len(rects)), count)
    inside = np.arange(len(of)) - np.repeat(count.cumsum() - count, count)
    return (y0[of] + inside // across[of]) * wide + x0[of] + inside % across[of], of
