"""A page of a PDF to its lines, by OCR. Runs where PDFs are opened, so under their limits."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from extract_filings.pipeline.ocr.engine import Engine, Piece, Quad, engine
from extract_filings.pipeline.ocr.glyphs import Glyph
from extract_filings.pipeline.ocr.lines import lines, rows, slant
from extract_filings.pipeline.ocr.picture import Picture, picture
from extract_filings.pipeline.pdf.read import opened
from extract_filings.pipeline.records import Document, OcrWord

TRIED = 5  # the longest pieces, which say whether a page stands on its head
UPRIGHT = 0.9  # how sure they are, on average, where it does not
SKIMMED, LONG = 20, 3  # pieces that are read of a page at a glance; times as wide as high: words
GLANCE = 7  # times as wide as high: how much of a piece is read then


class Read(NamedTuple):
    """The lines of a page, and where their words stand. `turn`: as of `OcrPage`."""

    lines: tuple[str, ...]
    words: tuple[OcrWord, ...]
    turn: int


def read_page(document: Document, page: int, threads: int, whole: bool = True) -> Read:
    """A page, or at a glance its first words alone, numbers standing as 0."""
    with opened(document.path, document.password) as pdf:
        drawn = picture(pdf[page - 1])
    ocr = engine(threads)
    drawn, quads = upright(ocr, drawn)
    pieces = ocr.read(drawn.levels, quads) if whole else glance(ocr, drawn, quads)
    texts, words = lines(drawn, pieces)
    return Read(tuple(texts), words, (drawn.turn + drawn.rotation) % 360)


def upright(ocr: Engine, drawn: Picture) -> tuple[Picture, list[Quad]]:
    """The picture turned so that its lines run from left to right, and the places of its text."""
    quads = ocr.find(drawn.levels)
    if sum(map(_stands, quads)) * 2 > len(quads):
        drawn = drawn.turned(90)
        quads = ocr.find(drawn.levels)
    longest = sorted(quads, key=_area)[-TRIED:]
    sure = _sure(ocr, drawn, longest)
    if not longest or sure >= UPRIGHT:
        return drawn, quads
    other = drawn.turned(180)
    high, wide = drawn.levels.shape
    over = [(np.array([wide, high], np.float32) - q)[[2, 3, 0, 1]] for q in longest]
    if _sure(ocr, other, over) <= sure:
        return drawn, quads
    return other, ocr.find(other.levels)


def _stands(quad: Quad) -> bool:
    return float(np.linalg.norm(quad[3] - quad[0])) > 1.5 * float(np.linalg.norm(quad[1] - quad[0]))


def _area(quad: Quad) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]) * np.linalg.norm(quad[3] - quad[0]))


def _sure(ocr: Engine, drawn: Picture, quads: Sequence[Quad]) -> float:
    sure = [g.sure for piece in ocr.read(drawn.levels, quads) for g in piece.glyphs]
    return float(np.mean(sure)) if sure else 0.0


def glance(ocr: Engine, drawn: Picture, quads: Sequence[Quad]) -> list[Piece]:
    """The beginnings of the first long pieces from the top; each short piece stands as a number."""
    in_order = [
        p.quad for row in rows([Piece(q, ()) for q in quads], slant(drawn.levels)) for p in row
    ]
    long = [q for q in in_order if _ratio(q) > LONG][:SKIMMED]
    numbers = [Piece(q, (Glyph("0", 0, 1, 1),)) for q in in_order if _ratio(q) <= LONG]
    return ocr.read(drawn.levels, [_beginning(q) for q in long]) + numbers


def _ratio(quad: Quad) -> float:
    """Of width to height."""
    return float(np.linalg.norm(quad[1] - quad[0]) / max(1.0, np.linalg.norm(quad[3] - quad[0])))


def _beginning(quad: Quad) -> Quad:
    share = min(1.0, GLANCE / _ratio(quad))
    (ul, ur, lr, ll) = quad
    return np.array([ul, ul + share * (ur - ul), ll + share * (lr - ll), ll], np.float32)
