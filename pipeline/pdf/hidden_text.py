"""Hidden text: text that can be taken off a page and leaves its picture as it was.

White on white, render mode 3, off the page, clipped away, under a picture, in a layer that is off,
of no size or opacity: one question for all of them. Text objects that overlap are taken away one
after the other, so that none hides behind another. Knows pdfium's pages, nothing of lines or of
what the words mean.

The words of a scan lie hidden over or under its picture. So where nearly all text of a page is
hidden and pictures fill most of it, the text is kept, and the page reported as a scan.

In shapes, `characters` are those of pdfium's text page, `pixels` all pixels of all characters.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.records import Hidden

COARSE, FINE = 1.0, 3.0  # pixels per point, of the first look and of the second
MAX_PIXELS = 8e6  # of a page: paper may claim to be a mile wide
CONTRAST = 20  # of 255 levels of grey; light grey on white that can just be read differs by more
LIGHT = 200  # of 255, of each colour: ink that can scratch dark letters
PARTS = 100  # of a pixel, in which places are measured
THIN = 2  # pixels; a dot or dash may be drawn in the pixels beside its place
FAR = 1e6  # points; damaged files place text beyond all numbers
MIN_SIZE = 1.2  # points; letters that are no higher and no wider are dust
STAMP = 4  # times the height of most letters; a watermark's have more
LAYERS = 8  # of text printed over each other; what lies deeper cannot be read
# Shares of hidden characters, and of the paper under the largest picture, that make a page a scan.
SCANNED, COVERED = 0.9, 0.5
MAX_SCRATCHED = 50  # objects of a page, partly hidden, that are looked at one by one
MAX_WORDS = 120  # characters of hidden text that are reported

Place = tuple[int, ...]
"""Where an object stands in its page: its number, and within a form its number there."""


def hidden_text(number: int, page: pypdfium2.PdfPage) -> Hidden | None:
    """The hidden text of a page, None if all can be seen. Switches its objects off in `page`,
    unless the page is a scan.
    """
    text = _Text(page)
    if not text.count:
        return None
    unseen = _Look(text, COARSE).unseen()
    if unseen.any():
        text.switch(text.objects, True)
        unseen = _Look(text, FINE).unseen()
    if not unseen.any():
        return None
    letters, gone = text.without_blanks(text.printed), text.of_same_objects(unseen)
    count, objects = int((gone & letters).sum()), text.objects_of(gone)
    if count >= SCANNED * letters.sum() and covered(page) >= COVERED:
        text.switch(objects, True)
        return Hidden(number, "scan", (), int(letters.sum()), text.words(letters))
    places = _places(page, [text.objects[o] for o in objects])
    return Hidden(number, "hidden", places, count, text.words(gone))


def without(page: pypdfium2.PdfPage, places: Iterable[Place]) -> pypdfium2.PdfPage:
    """The same page, its objects at these places switched off."""
    off = set(places)
    for place, thing in _walk(page) if off else ():
        if place in off:
            pdfium.FPDFPageObj_SetIsActive(thing, False)
    return page


def _places(page: pypdfium2.PdfPage, objects: Iterable[Any]) -> tuple[Place, ...]:
    wanted = {ctypes.addressof(o.contents) for o in objects}
    return tuple(
        sorted(place for place, thing in _walk(page) if ctypes.addressof(thing.contents) in wanted)
    )


def _walk(page: pypdfium2.PdfPage) -> Iterator[tuple[Place, Any]]:
    """All objects of a page with their places, those within forms too."""
    todo: list[tuple[Place, Any]] = [
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


def covered(page: pypdfium2.PdfPage) -> float:
    """The share of the paper that pictures fill; those of a scan may be strips side by side."""
    left, bottom, right, top = page.get_bbox()
    filled = 0.0
    for x0, y0, x1, y1 in _bounds(page, pdfium.FPDF_PAGEOBJ_IMAGE):
        wide, high = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        filled += max(0.0, wide) * max(0.0, high)
    return filled / max(1e-6, (right - left) * (top - bottom))


def drawn(page: pypdfium2.PdfPage) -> int:
    """How many lines are drawn on a page without text."""
    text = page.get_textpage().count_chars()
    return 0 if text else sum(1 for _ in _bounds(page, pdfium.FPDF_PAGEOBJ_PATH))


def _bounds(page: pypdfium2.PdfPage, kind: int) -> Iterator[list[float]]:
    """Of the objects of a kind."""
    edges = [ctypes.c_float() for _ in range(4)]
    for _, thing in _walk(page):
        if pdfium.FPDFPageObj_GetType(thing) == kind and pdfium.FPDFPageObj_GetBounds(
            thing, *edges
        ):
            yield [e.value for e in edges]


class _Text:
    """The characters of a page, and the text objects that print them.

    `owner`: the object of each character, 0 for what pdfium adds (spaces, breaks). `printed`: all
    others. `objects`: pdfium's handles by these numbers. `boxes`: left, bottom, right, top in
    points [characters, 4]. `inked`: whether there is ink [characters].
    """

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page, self.textpage = page, page.get_textpage()
        self.count = self.textpage.count_chars()
        object_of, text = pdfium.FPDFText_GetTextObject, self.textpage.raw
        handles = [object_of(text, i) for i in range(self.count)]
        numbers = [ctypes.addressof(h.contents) if h else 0 for h in handles]
        self.owner = np.array(numbers, dtype=np.int64)
        self.objects = dict(zip(numbers, handles, strict=True))
        self.printed = self.owner != 0
        self.boxes, self.inked = self._boxes()

    def _boxes(self) -> tuple[np.ndarray, np.ndarray]:
        """Around the ink; where there is none, around the place that a character takes."""
        boxes = self._ink()
        inked = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        rect = pdfium.FS_RECTF()
        for i in (self.printed & ~inked).nonzero()[0]:
            pdfium.FPDFText_GetLooseCharBox(self.textpage.raw, int(i), rect)
            boxes[i] = rect.left, rect.bottom, rect.right, rect.top
        return np.clip(np.nan_to_num(boxes, nan=-FAR), -FAR, FAR), inked

    def _ink(self) -> np.ndarray:
        """Pages have thousands of characters, so what pdfium writes to is made once."""
        edges, found = (ctypes.c_double * 4)(), []
        double = ctypes.POINTER(ctypes.c_double)
        at = [ctypes.cast(ctypes.byref(edges, 8 * i), double) for i in range(4)]
        text, box_of = self.textpage.raw, pdfium.FPDFText_GetCharBox
        for i in range(self.count):
            box_of(text, i, *at)
            found.append(edges[:])
        boxes = np.array(found).reshape(-1, 4)[:, [0, 2, 1, 3]]
        return np.clip(np.nan_to_num(boxes, nan=-FAR), -FAR, FAR)

    def objects_of(self, which: np.ndarray) -> set[int]:
        """The objects that print any of these characters."""
        return set(self.owner[which].tolist())

    def of_same_objects(self, which: np.ndarray) -> np.ndarray:
        """These characters and all others of their objects. [characters]"""
        return np.isin(self.owner, self.owner[which])

    def switch(self, objects: Iterable[int], on: bool) -> None:
        handles, set_active = self.objects, pdfium.FPDFPageObj_SetIsActive
        for number in objects:
            set_active(handles[number], on)

    def active(self) -> list[int]:
        """The objects that are switched on."""
        on, is_active = ctypes.c_int(), pdfium.FPDFPageObj_GetIsActive
        return [
            number
            for number in self.objects_of(self.printed)
            if is_active(self.objects[number], on) and on.value
        ]

    def light(self, objects: Iterable[int]) -> list[int]:
        """Those that are filled with a light colour."""
        colour = [ctypes.c_uint() for _ in range(4)]
        fill, rgb = pdfium.FPDFPageObj_GetFillColor, colour[:3]
        return [
            number
            for number in objects
            if fill(self.objects[number], *colour) and all(c.value >= LIGHT for c in rgb)
        ]

    def words(self, which: np.ndarray) -> str:
        some = map(self._character, which.nonzero()[0][:MAX_WORDS].tolist())
        return "".join(c if c.isprintable() else " " for c in some).strip()

    def without_blanks(self, which: np.ndarray) -> np.ndarray:
        """Those of these characters that need ink: no spaces, no marks of layout, nothing that has
        no character at all. [characters]
        """
        inky = np.zeros(self.count, bool)
        for i in which.nonzero()[0].tolist():
            character = self._character(i)
            inky[i] = character.isprintable() and not character.isspace()
        return inky

    def large(self) -> np.ndarray:
        """Many times as high as most letters of the page. [characters]"""
        high = (self.boxes[:, 2:] - self.boxes[:, :2]).max(axis=1)
        return high > STAMP * np.median(high[self.printed])

    def dust(self) -> np.ndarray:
        """Letters and digits that are too small for an eye. [characters]"""
        small = (self.boxes[:, 2:] - self.boxes[:, :2]).max(axis=1) < MIN_SIZE
        small[small] = [self._character(i).isalnum() for i in small.nonzero()[0].tolist()]
        return small

    def _character(self, index: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self.textpage.raw, index)
        return chr(code) if code <= 0x10FFFF else "\ufffd"


class _Pixels(NamedTuple):
    """Pixels of a picture and the characters that they belong to; those of overlapping characters
    are there more than once. `at`: numbers in the flat picture. `of`: characters. [pixels]
    """

    at: np.ndarray
    of: np.ndarray

    def only(self, which: np.ndarray) -> "_Pixels":
        return _Pixels(self.at[which], self.of[which])

    def per_character(self, count: int) -> np.ndarray:
        """How many there are of each. [characters]"""
        return np.bincount(self.of, minlength=count)


class _Look:
    """A page drawn at one scale, all its text switched on.

    `whole`: levels of grey, the top row first [rows, columns]. `inside`: whether a character lies
    in the picture [characters]. `pixels`: of all characters.
    """

    def __init__(self, text: _Text, scale: float) -> None:
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
            gone = layer & ~self._changed(layer, pixels)
            scratching = self._inkless(layer & ~gone, pixels)
            gone, never = text.without_blanks(gone | scratching), never | scratching
            unseen, rest = unseen | gone, rest & ~layer
            if not rest.any() and not unseen.any():
                return unseen  # most pages; their objects are not needed any more
            text.switch(text.objects_of(layer) - text.objects_of(gone), True)
            if not rest.any():
                shown = printed & ~text.of_same_objects(never)
                back = self._scratched(unseen, shown)
                return unseen & ~back & ~self._stamped(unseen & ~back, shown)
            layer, pixels = self._layer(rest), self.pixels
        text.switch(text.objects_of(rest), False)
        return unseen | rest

    def _alone(self, rest: np.ndarray) -> tuple[np.ndarray, _Pixels]:
        """The characters of objects that hardly overlap any other, and the pixels that they share
        with none. [characters]
        """
        own, count = self.pixels.only(self._lone()), self.text.count
        alone = 2 * own.per_character(count) >= self.pixels.per_character(count)
        return rest & ~self.text.of_same_objects(rest & ~alone), own

    def _lone(self) -> np.ndarray:
        """Which pixels are in the place of one object only. [pixels]"""
        at, owner = self.pixels.at, self.text.owner[self.pixels.of]
        first, last = np.zeros((2, int(at.max()) + 1), np.int64)
        last[at], first[at[::-1]] = owner, owner[::-1]
        return (first[at] == owner) & (last[at] == owner)

    def _layer(self, rest: np.ndarray) -> np.ndarray:
        """The characters of objects that do not overlap each other, as many as there is room for.
        [characters]
        """
        at, of = self.pixels.only(rest[self.pixels.of])
        owner = self.text.owner[of]
        order = owner.argsort(kind="stable")
        taken, layer = np.zeros(int(at.max()) + 1, bool), []
        for mine in np.split(order, np.flatnonzero(np.diff(owner[order])) + 1):
            if not taken[at[mine]].any():
                taken[at[mine]] = True
                layer.append(owner[mine[0]])
        return rest & np.isin(self.text.owner, layer)

    def _changed(self, layer: np.ndarray, pixels: _Pixels) -> np.ndarray:
        """Which characters' pixels change when the layer is taken away, and leaves it away.
        [characters]
        """
        self.text.switch(self.text.objects_of(layer), False)
        return self._differ(self.whole, self._picture(), pixels)

    def _inkless(self, layer: np.ndarray, pixels: _Pixels) -> np.ndarray:
        """Which characters of a layer that is away show nothing by themselves, without all other
        text: light ones that only scratch what is printed under them. [characters]
        """
        text = self.text
        light = text.light(text.objects_of(layer))
        if not light:
            return np.zeros(text.count, bool)
        others = text.active()
        text.switch(others, False)
        bare = self._picture()
        text.switch(light, True)
        shown = self._differ(bare, self._picture(), pixels)
        text.switch(light, False)
        text.switch(others, True)
        return layer & np.isin(text.owner, light) & ~shown

    def _scratched(self, unseen: np.ndarray, printed: np.ndarray) -> np.ndarray:
        """Characters of objects that are all seen once what hides is gone: printed text over which
        white letters were laid. [characters]
        """
        text, whole = self.text, self._picture()
        back = np.zeros(text.count, bool)
        partly = text.objects_of(unseen) & text.objects_of(printed & ~unseen)
        in_order = [o for o in dict.fromkeys(text.owner.tolist()) if o in partly]
        for number in in_order[:MAX_SCRATCHED]:
            letters = (text.owner == number) & printed
            text.switch([number], True)
            picture = self._picture()
            own = self.pixels.only(text.owner[self.pixels.of] == number)
            lost = letters & ~self._differ(whole, picture, own)
            if text.without_blanks(lost).any():
                text.switch([number], False)
            else:
                whole, back = picture, back | letters
        return back

    def _stamped(self, unseen: np.ndarray, printed: np.ndarray) -> np.ndarray:
        """Characters of objects most of whose letters are seen, and all of them once the large
        light letters of a watermark are gone. [characters]
        """
        text = self.text
        owners, at = np.unique(text.owner[printed], return_inverse=True)
        lost = np.bincount(at, unseen[printed])
        mostly = np.isin(text.owner, owners[2 * lost < np.bincount(at)])
        partly = text.objects_of(unseen & mostly)
        stamps = text.light(text.objects_of(printed & text.large())) if partly else []
        if not stamps:
            return np.zeros(text.count, bool)
        text.switch(stamps, False)
        back = self._scratched(unseen & mostly, printed)
        text.switch(stamps, True)
        return back

    def _differ(self, one: np.ndarray, other: np.ndarray, pixels: _Pixels) -> np.ndarray:
        """Which characters have a pixel that differs between the pictures. [characters]"""
        changed = (np.abs(one - other) >= CONTRAST).ravel()
        return pixels.only(changed[pixels.at]).per_character(self.text.count) > 0

    def _picture(self) -> np.ndarray:
        # pypdfium2 declares no types, and 1 is its default
        scale: Any = self.scale
        drawn = self.text.page.render(scale=scale, grayscale=True)
        return drawn.to_numpy().astype(np.int16)

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


def _spread(rects: np.ndarray, wide: int) -> _Pixels:
    """The pixels of all rectangles, in a picture of this width."""
    x0, y0, x1, y1 = rects.T
    across, count = x1 - x0, (x1 - x0) * (y1 - y0)
    of = np.repeat(np.arange(len(rects)), count)
    inside = np.arange(len(of)) - np.repeat(count.cumsum() - count, count)
    return _Pixels((y0[of] + inside // across[of]) * wide + x0[of] + inside % across[of], of)
