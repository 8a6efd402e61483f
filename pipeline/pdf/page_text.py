"""The characters of a page and the objects that print them, as arrays.

A page has thousands of characters, and many writers print each by an object of its own. So
pdfium's functions are declared anew for plain integers: ctypes makes an object of every argument
and result as pypdfium2 declares them, which takes longer than most of the calls.
"""

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from ctypes import c_int, c_size_t, c_uint, c_void_p
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

LIGHT = 200  # of 255, of each colour: ink that can scratch dark letters
FAR = 1e6  # points; damaged files place text beyond all numbers
MIN_SIZE = 1.2  # points; letters that are no higher and no wider are dust
STAMP = 4  # times the height of most letters; a watermark's have more
MAX_WORDS = 120  # characters of hidden text that are reported


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The function of pdfium, pointers as integers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, c_void_p).value or 0)


_OBJECT = _plain(pdfium.FPDFText_GetTextObject, c_size_t, c_void_p, c_int)  # 0: none
_UNICODE = _plain(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_INK = _plain(pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
_PLACE = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_SWITCH = _plain(pdfium.FPDFPageObj_SetIsActive, c_int, c_void_p, c_int)
_IS_ACTIVE = _plain(pdfium.FPDFPageObj_GetIsActive, c_int, c_void_p, c_void_p)
_FILL = _plain(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)


class PageText:
    """The characters of a page, and the text objects that print them, switched on or off.

    `owner`: the number of each character's object, -1 for what pdfium adds (spaces, breaks).
    `printed`: all others. `boxes`: left, bottom, right, top in points, around the ink; where there
    is none, around the place that a character takes. `inked`: whether it has ink. All by
    character; arrays by object are told as such.
    """

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.page, self.textpage = page, page.get_textpage()
        self.count = self.textpage.count_chars()
        self._raw = ctypes.cast(self.textpage.raw, c_void_p).value
        handles = [*map(_OBJECT, repeat(self._raw), range(self.count))]
        self.handles = [h for h in dict.fromkeys(handles) if h]
        numbers = {0: -1} | {h: n for n, h in enumerate(self.handles)}
        self.owner = np.fromiter(map(numbers.__getitem__, handles), np.int32, self.count)
        self.printed = self.owner >= 0
        self.boxes, self.inked = self._boxes()

    def _boxes(self) -> tuple[np.ndarray, np.ndarray]:
        edges = np.zeros((self.count, 4))
        left, bottom, right, top = _addresses(edges)
        _call(map(_INK, repeat(self._raw), range(self.count), left, right, bottom, top))
        boxes = np.clip(np.nan_to_num(edges, nan=-FAR), -FAR, FAR)
        inked = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        rect = pdfium.FS_RECTF()
        for i in (self.printed & ~inked).nonzero()[0].tolist():
            _PLACE(self._raw, i, ctypes.addressof(rect))
            boxes[i] = rect.left, rect.bottom, rect.right, rect.top
        return np.clip(np.nan_to_num(boxes, nan=-FAR), -FAR, FAR), inked

    def objects_of(self, which: np.ndarray) -> np.ndarray:
        """The objects that print any of these characters. [objects]"""
        found = np.zeros(len(self.handles), bool)
        found[self.owner[which & self.printed]] = True
        return found

    def by(self, objects: np.ndarray) -> np.ndarray:
        """The characters that these objects print. [characters]"""
        return np.append(objects, False)[self.owner]

    def of_same_objects(self, which: np.ndarray) -> np.ndarray:
        """These characters and all others of their objects. [characters]"""
        return self.by(self.objects_of(which))

    def handles_of(self, objects: np.ndarray) -> list[int]:
        return [self.handles[n] for n in objects.nonzero()[0].tolist()]

    def switch(self, objects: np.ndarray, on: bool) -> None:
        """Switches these objects on or off. [objects]"""
        _call(map(_SWITCH, self.handles_of(objects), repeat(on)))

    def active(self) -> np.ndarray:
        """The objects that are switched on. [objects]"""
        on = c_int()
        at = ctypes.addressof(on)
        return np.array([bool(_IS_ACTIVE(h, at) and on.value) for h in self.handles], bool)

    @cached_property
    def light(self) -> np.ndarray:
        """The objects that are filled with a light colour. [objects]"""
        colours = np.zeros((len(self.handles), 4), np.uint32)
        known = np.array([*map(_FILL, self.handles, *_addresses(colours))], bool)
        return known & (colours[:, :3] >= LIGHT).all(axis=1)

    def words(self, which: np.ndarray) -> str:
        """The first of these characters, for people."""
        some = self._characters(which.nonzero()[0][:MAX_WORDS].tolist())
        return "".join(c if c.isprintable() else " " for c in some).strip()

    def without_blanks(self, which: np.ndarray) -> np.ndarray:
        """Those of these characters that need ink: no spaces, no marks of layout, nothing that has
        no character at all. [characters]
        """
        inky, places = np.zeros(self.count, bool), which.nonzero()[0]
        inky[places] = [
            c.isprintable() and not c.isspace() for c in self._characters(places.tolist())
        ]
        return inky

    def large(self) -> np.ndarray:
        """Many times as high as most letters of the page. [characters]"""
        high = self._sizes()
        return high > STAMP * np.median(high[self.printed])

    def dust(self) -> np.ndarray:
        """Printed letters and digits that are too small for an eye. [characters]"""
        small = self.printed & (self._sizes() < MIN_SIZE)
        small[small] = [c.isalnum() for c in self._characters(small.nonzero()[0].tolist())]
        return small

    def _sizes(self) -> np.ndarray:
        return (self.boxes[:, 2:] - self.boxes[:, :2]).max(axis=1)

    def _characters(self, places: Sequence[int]) -> Iterable[str]:
        codes = map(_UNICODE, repeat(self._raw), places)
        return (chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)


def _call(calls: Iterable[Any]) -> None:
    """All of them, whatever they return."""
    deque(calls, maxlen=0)


def _addresses(rows: np.ndarray) -> list[range]:
    """For each column, where pdfium is to write its numbers. [rows, columns] -> [columns][rows]"""
    (many, columns), size = rows.shape, rows.itemsize
    starts = (rows.ctypes.data + size * column for column in range(columns))
    return [range(at, at + many * columns * size, columns * size) for at in starts]
