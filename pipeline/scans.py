"""Pages of a PDF as a reviewer sees them: a small picture, and where each word of it stands."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2

from pipeline.errors import ExtractError
from pipeline.read import PDFIUM, boxes
from pipeline.records import Box, Document, Line
from pipeline.text import words

SCALE = 1.75  # pixels a point: 1,071 a page of US Letter across
GREYS = 8  # enough for text; such a PNG is crisper than WebP or JPEG of its size, and smaller than they are at any legible one


@dataclass(frozen=True, slots=True)
class Scan:
    """`picture`: a PNG. `size`: points across and up. `lines`: (text, [left, right of each word], bottom, top), in points."""

    page: int
    picture: bytes
    size: tuple[float, float]
    lines: tuple[tuple[str, tuple[int, ...], int, int], ...]


def scans(document: Document, pages: Sequence[int]) -> Iterator[Scan]:
    """Raises ExtractError if Pillow is missing."""
    placed = boxes(document, pages)
    with PDFIUM, pypdfium2.PdfDocument(document.path, password=document.password) as pdf:
        for page in sorted(set(pages)):
            lines = tuple(_words(line, around) for line, around in zip(document.pages[page - 1], placed[page]))
            yield Scan(page, _picture(pdf[page - 1]), pdf[page - 1].get_size(), lines)


def _words(line: Line, around: Sequence[Box]) -> tuple[str, tuple[int, ...], int, int]:
    """Whole points would cut numbers, so boxes are in tenths of one."""
    ends = tuple(round(10 * x) for s, e in words(line.text) for x in (min(b[0] for b in around[s:e]), max(b[2] for b in around[s:e])))
    return line.text, ends, round(10 * min(b[1] for b in around)), round(10 * max(b[3] for b in around))


def _picture(page: pypdfium2.PdfPage) -> bytes:
    try:
        image = page.render(scale=SCALE, grayscale=True).to_pil()
    except ImportError as error:
        raise ExtractError("extract review needs Pillow; type `pip install 'extract-filings[review]'`") from error
    levels = image.point([v * GREYS // 256 for v in range(256)])
    levels.putpalette([grey * 255 // (GREYS - 1) for grey in range(GREYS) for _ in "rgb"])
    levels.save(packed := io.BytesIO(), "PNG", bits=4)
    return packed.getvalue()
