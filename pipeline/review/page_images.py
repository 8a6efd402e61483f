"""Pages as a reviewer sees them: a small picture, and the place of each word in it. Pages of HTML
are drawn as they were laid out for reading.

A page may be rotated, or show only a part of its paper. Boxes here are as it is shown: points from
the lower left of the visible part.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2

from extract_filings.pipeline.errors import ExtractError, InputError
from extract_filings.pipeline.pdf.boxes import hull
from extract_filings.pipeline.pdf.read import opened
from extract_filings.pipeline.reader import boxes
from extract_filings.pipeline.records import Box, Document, Line
from extract_filings.pipeline.text.patterns import words
from extract_filings.pipeline.text.scale import line_scales

SCALE = 1.75  # pixels a point: 1,071 a page of US Letter across
PIXELS = 2e7  # at most: paper may claim to be a mile wide
# enough for text; such a PNG is crisper than WebP or JPEG of its size, and smaller than they are at
# any legible one
GREYS = 8
EDGE, LETTERS = 36.0, 8.5  # points: the margin of pages that are laid out, and the size of letters
NEEDS_PILLOW = "extract review needs Pillow; type `pip install 'extract-filings[review]'`"
Words = tuple[str, tuple[int, ...]]
"""A line: its text, and left, bottom, right, top of each word in tenths of points, since whole ones
would cut numbers.
"""


@dataclass(frozen=True, slots=True)
class View:
    """How a page is shown: `paper` is its visible part, in the PDF's own points, then rotated
    clockwise by `turn` degrees.
    """

    paper: Box
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Points across and up.

        >>> View((0, 0, 612, 792), 90).size
        (792, 612)
        """
        across, up = self.paper[2] - self.paper[0], self.paper[3] - self.paper[1]
        return (up, across) if self.turn % 180 else (across, up)

    def shown(self, box: Box) -> Box:
        """A box of the PDF as it is seen.

        >>> View((0, 0, 612, 792), 90).shown((10, 20, 30, 40))
        (20, 582, 40, 602)
        >>> View((5, 5, 617, 797), 180).shown((10, 20, 30, 40))
        (587, 757, 607, 777)
        """
        (left, bottom, right, top), (x0, y0, x1, y1) = self.paper, box
        return {
            0: (x0 - left, y0 - bottom, x1 - left, y1 - bottom),
            90: (y0 - bottom, right - x1, y1 - bottom, right - x0),
            180: (right - x1, top - y1, right - x0, top - y0),
            270: (top - y1, x0 - left, top - y0, x1 - left),
        }[self.turn]


@dataclass(frozen=True, slots=True)
class Scan:
    """`picture`: a PNG. `scales`: of each line, see `line_scales`."""

    page: int
    picture: bytes
    view: View
    lines: tuple[Words, ...]
    scales: tuple[tuple[int, int], ...] = ()


def scans(document: Document, pages: Sequence[int]) -> Iterator[Scan]:
    """Render pages, each once, in order.

    Raises InputError if only pypdf reads the file, and ExtractError if Pillow is missing.
    """
    if document.laid_out:
        yield from _laid_out(document, pages)
        return
    if document.reader != "pdfium":
        raise InputError(
            f"{document.path}: can be read, but not shown; try `qpdf {document.name}.pdf"
            " repaired.pdf` and extract that"
        )
    placed = boxes(document, pages)
    with opened(document.path, document.password) as pdf:
        for page in sorted(set(pages)):
            view = _view(pdf[page - 1])
            lines = zip(document.pages[page - 1], placed[page], strict=True)
            words = tuple(words_of(line, around, view) for line, around in lines)
            yield Scan(page, _picture(pdf[page - 1]), view, words, line_scales(document, page))


def _laid_out(document: Document, pages: Sequence[int]) -> Iterator[Scan]:
    for page, around in boxes(document, pages).items():
        lines = document.pages[page - 1]
        view = _around(around)
        words = tuple(words_of(*both, view) for both in zip(lines, around, strict=True))
        yield Scan(page, _written(words, view), view, words, line_scales(document, page))


def _around(lines: Sequence[Sequence[Box]]) -> View:
    """Paper with margins around what is printed."""
    left, bottom, right, top = hull([box for line in lines for box in line])
    return View((left - EDGE, bottom - EDGE, right + EDGE, top + EDGE))


def _written(lines: Sequence[Words], view: View) -> bytes:
    """A picture of words, each within its box."""
    image_, draw_, font_ = _pillow()
    scale = min(SCALE, math.sqrt(PIXELS / (view.size[0] * view.size[1])))
    image = image_.new("L", tuple(round(scale * x) for x in view.size), 255)
    pen, fonts = draw_.Draw(image), cache(font_.load_default)
    for text, corners in lines:
        for (start, end), at in zip(words(text), batched(corners, 4), strict=True):
            left, bottom, right, top = (scale * x / 10 for x in at)
            middle, word = ((left + right) / 2, image.height - (bottom + top) / 2), text[start:end]
            full = LETTERS * scale
            fits = full * min(1.0, (right - left) / fonts(full).getlength(word))
            pen.text(middle, word, 0, fonts(max(1, int(fits))), anchor="mm")
    return _packed(image)


def batched(numbers: Sequence[int], many: int) -> Iterator[tuple[int, ...]]:
    return zip(*[iter(numbers)] * many, strict=True)


def _pillow() -> tuple:
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise ExtractError(NEEDS_PILLOW) from error
    return Image, ImageDraw, ImageFont


def view(document: Document, page: int) -> View:
    if document.laid_out:
        return _around(boxes(document, [page])[page])
    with opened(document.path, document.password) as pdf:
        return _view(pdf[page - 1])


def _view(page: pypdfium2.PdfPage) -> View:
    return View(page.get_bbox(), page.get_rotation())


def words_of(line: Line, around: Sequence[Box], view: View) -> Words:
    """`around`: a box for each character."""
    shown = [view.shown(b) for b in around]
    return line.text, tuple(round(10 * x) for s, e in words(line.text) for x in hull(shown[s:e]))


def _picture(page: pypdfium2.PdfPage) -> bytes:
    scale = min(SCALE, math.sqrt(PIXELS / (page.get_width() * page.get_height())))
    try:
        # its annotation is int, its documentation says float
        image = page.render(scale=scale, grayscale=True).to_pil()  # type: ignore[arg-type]
    except ImportError as error:
        raise ExtractError(NEEDS_PILLOW) from error
    return _packed(image)


def _packed(image: Any) -> bytes:
    levels = image.point([v * GREYS // 256 for v in range(256)])
    levels.putpalette([grey * 255 // (GREYS - 1) for grey in range(GREYS) for _ in "rgb"])
    levels.save(packed := io.BytesIO(), "PNG", bits=4)
    return packed.getvalue()
