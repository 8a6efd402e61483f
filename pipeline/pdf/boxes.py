"""Where text stands on its page: the box of every character, and the boxes around quotes.

pdfium's boxes are those of the page. A word that OCR read has one box, shared out evenly. For a
file that only pypdf could read they are a grid of columns, good for comparing places only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from struct import iter_unpack

import pypdfium2
import pypdfium2.raw as pdfium

from extract_filings.pipeline.pdf.hidden_text import without
from extract_filings.pipeline.pdf.read import (
    DROPPED,
    layout_texts,
    opened,
    text_page,
)
from extract_filings.pipeline.pdf.rotation import turned
from extract_filings.pipeline.pdf.rows import printed_rows
from extract_filings.pipeline.records import Box, Document, OcrPage, ReadColumn, Value

COLUMN, ROW, PAPER = 6.0, 12.0, 792.0  # points: the grid of pypdf's text, US Letter

PageBoxes = tuple[tuple[Box, ...], ...]  # per line of a page, one box per character of `Line.text`


def boxes(document: Document, pages: Iterable[int]) -> dict[int, PageBoxes]:
    """{page: per line, one box per character}. Characters without ink may have no width."""
    read = {p.page: _ocr_boxes(p) for p in document.ocr if p.page in set(pages)}
    make = _pdfium_boxes if document.reader == "pdfium" else _grid_boxes
    return read | dict(make(document, sorted(set(pages) - read.keys())))


def hull(inside: Sequence[Box]) -> Box:
    """The smallest box around boxes. In some files spaces have a box without width or height."""
    real = [b for b in inside if b[2] > b[0] and b[3] > b[1]] or list(inside)
    return (
        min(b[0] for b in real),
        min(b[1] for b in real),
        max(b[2] for b in real),
        max(b[3] for b in real),
    )


def with_boxes(
    values: Iterable[Value], placed: Mapping[int, Sequence[Sequence[Box]]]
) -> list[Value]:
    """The values, each with the box around its quote. `placed`: `boxes` of their pages."""
    return [replace(v, box=hull(_characters(v, placed))) if v.quote else v for v in values]


def with_head_boxes(
    columns: Iterable[ReadColumn], placed: Mapping[int, Sequence[Sequence[Box]]]
) -> tuple[ReadColumn, ...]:
    """The columns, each with the box around the words of its head on the last of their pages."""

    def box(column: ReadColumn) -> Box | None:
        last = [h for h in column.head if h[0].page == column.head[-1][0].page]
        inside = [b for line, i, j in last for b in placed[line.page][line.number][i:j]]
        return hull(inside) if inside else None

    return tuple(replace(c, box=box(c)) for c in columns)


def _characters(value: Value, placed: Mapping[int, Sequence[Sequence[Box]]]) -> list[Box]:
    """The boxes of a quote's characters, over all its lines on the page where it begins."""

    pieces = (value, *value.rest)
    here = [p for p in pieces if p.line.page == value.line.page]
    return [box for p in here for box in placed[p.line.page][p.line.number][p.start : p.end]]


def _places(raw: str) -> Iterator[tuple[int, int, list[int]]]:
    """(number and offset of the raw line, positions in it of the kept characters), for the same
    lines as `read.page_lines`.
    """
    start = 0
    lines = zip(raw.splitlines(), raw.splitlines(keepends=True), strict=True)
    for number, (line, ended) in enumerate(lines):
        gone = {i for m in DROPPED.finditer(line) for i in range(*m.span())}
        if len(gone) < len(line):
            yield number, start, [i for i in range(len(line)) if i not in gone]
        start += len(ended)


def _pdfium_boxes(document: Document, pages: list[int]) -> Iterator[tuple[int, PageBoxes]]:
    """Loose boxes: as high as the line, as wide as the character's advance."""
    off = {h.page: h.places for h in document.hidden}
    with opened(document.path, document.password) as pdf:
        for page in pages:
            text = text_page(without(pdf[page - 1], off.get(page, ())))
            rows = printed_rows(text)
            numbers = _numbers(text, 1 + max(rows.order, default=-1))
            yield (
                page,
                tuple(
                    _loose_boxes(text, [numbers[rows.order[start + i]] for i in kept])
                    for _, start, kept in _places(rows.text)
                ),
            )


def _numbers(text: pypdfium2.PdfTextPage, length: int) -> Sequence[int]:
    """pdfium's number of each character of the text. Each is greater than the one before: if the
    last is not shifted, none is.
    """
    number = pdfium.FPDFText_GetCharIndexFromTextIndex
    # pdfium counts characters that it leaves out of the text
    if length and number(text, length - 1) != length - 1:
        return [number(text, index) for index in range(length)]
    return range(length)


def _loose_boxes(text: pypdfium2.PdfTextPage, numbers: Sequence[int]) -> tuple[Box, ...]:
    rects = (pdfium.FS_RECTF * len(numbers))()
    for number, rect in zip(numbers, rects, strict=True):
        pdfium.FPDFText_GetLooseCharBox(text.raw, number, rect)
    return tuple(
        (left, bottom, right, top) for left, top, right, bottom in iter_unpack("4f", rects)
    )


def _ocr_boxes(page: OcrPage) -> PageBoxes:
    """A word's box in equal parts, as its letters follow each other; blanks reach from word to
    word.
    """
    made = []
    for _, words in groupby(page.words, key=lambda w: w.line):
        line: list[Box] = []
        for word in words:
            left, bottom, right, top = turned(word.box, page.turn)
            if line:
                line.append((line[-1][2], bottom, max(left, line[-1][2]), top))
            wide = (right - left) / (word.end - word.start)
            edges = [left + i * wide for i in range(word.end - word.start)]
            line += [(x, bottom, x + wide, top) for x in edges]
        made.append(tuple(turned(box, -page.turn % 360) for box in line))
    return tuple(made)


def _grid_boxes(document: Document, pages: list[int]) -> Iterator[tuple[int, PageBoxes]]:
    """Each character where the layout text has it, as on a typewriter."""
    texts = layout_texts(Path(document.path), document.password)
    for page in pages:
        places = _places(texts[page - 1])
        yield page, tuple(tuple(_grid_box(c, row) for c in kept) for row, _, kept in places)


def _grid_box(column: int, row: int) -> Box:
    return column * COLUMN, PAPER - (row + 1) * ROW, (column + 1) * COLUMN, PAPER - row * ROW
