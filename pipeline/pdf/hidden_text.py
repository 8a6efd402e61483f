"""Hidden text: text that can be taken off a page and leaves its picture as it was.

White on white, render mode 3, off the page, clipped away, under a picture, in a layer that is off,
of no size or opacity: one question for all of them, asked of the page as it is drawn (look). Knows
pdfium's pages, nothing of lines or of what the words mean.

The words of a scan lie hidden over or under its picture. So where nearly all text of a page is
hidden and pictures fill most of it, the text is kept, and the page reported as a scan.
"""

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.pdf.look import Look
from extract_filings.pipeline.pdf.page_text import PageText
from extract_filings.pipeline.records import Hidden

COARSE, FINE = 1.0, 3.0  # pixels per point, of the first look and of the second
# Shares of hidden characters, and of the paper under the largest picture, that make a page a scan.
SCANNED, COVERED = 0.9, 0.5

Place = tuple[int, ...]
"""Where an object stands in its page: its number, and within a form its number there."""


def hidden_text(number: int, page: pypdfium2.PdfPage) -> Hidden | None:
    """The hidden text of a page, None if all can be seen. Switches its objects off in `page`,
    unless the page is a scan.
    """
    text = PageText(page)
    if not text.count:
        return None
    unseen = Look(text, COARSE).unseen()
    if unseen.any():
        text.switch(text.objects_of(text.printed), True)
        unseen = Look(text, FINE).unseen()
    if not unseen.any():
        return None
    letters, gone = text.without_blanks(text.printed), text.of_same_objects(unseen)
    count, objects = int((gone & letters).sum()), text.objects_of(gone)
    if count >= SCANNED * letters.sum() and covered(page) >= COVERED:
        text.switch(objects, True)
        return Hidden(number, "scan", (), int(letters.sum()), text.words(letters))
    text.switch(~objects, True)  # however looking has left them: boxes are read without `places`
    text.switch(objects, False)
    places = _places(page, text.handles_of(objects))
    return Hidden(number, "hidden", places, count, text.words(gone))


def without(page: pypdfium2.PdfPage, places: Iterable[Place]) -> pypdfium2.PdfPage:
    """The same page, its objects at these places switched off."""
    off = set(places)
    for place, thing in _walk(page) if off else ():
        if place in off:
            pdfium.FPDFPageObj_SetIsActive(thing, False)
    return page


def _places(page: pypdfium2.PdfPage, handles: Iterable[int]) -> tuple[Place, ...]:
    wanted = set(handles)
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
