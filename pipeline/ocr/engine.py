"""A picture of text to pieces of text: where each stands, its characters, and how sure they are.
Knows no PDF and no page.

PP-OCR's networks in ONNX, as the package rapidocr brings them: one finds lines and cells, one reads
them. The time goes into reading, and grows with the width that is read: narrow pieces are set side
by side. Each run takes one thread, and several run side by side, so the same picture gives the same
text on any number of cores.
"""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from extract_filings.pipeline.errors import ExtractError
from extract_filings.pipeline.ocr.glyphs import Alphabet, Glyph

INSTALL = "pip install 'extract-filings[ocr]'"
FIND_AT = 1280  # pixels of a picture's longer side, as it is searched for text
MOST = 1_000  # pieces of a page; tables of small print have 600
HEIGHT = 48  # pixels of a piece as it is read
NARROWEST, WIDEST = 320, 2_880  # pixels that are read at once, at least and at most
GAP = 40  # pixels between pieces that are read at once

Quad = np.ndarray
"""Corners of a piece in pixels: upper left, upper right, lower right, lower left. [4, 2]"""


class Piece(NamedTuple):
    """A run of text without a wide gap."""

    quad: Quad
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(g.text for g in self.glyphs)


def installed() -> bool:
    """Whether the extra is."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


def engine_name() -> str:
    """With versions, on which results depend."""
    try:
        return f"rapidocr {version('rapidocr')}, onnxruntime {version('onnxruntime')}"
    except PackageNotFoundError:
        return "not installed"


@lru_cache(1)
def engine(threads: int) -> "Engine":
    """Loaded once; takes a second."""
    return Engine(threads)


class Engine:
    """`threads`: strips read side by side. Raises ExtractError if the extra is missing."""

    def __init__(self, threads: int) -> None:
        try:
            from rapidocr import RapidOCR
        except ImportError as error:
            raise ExtractError(f"reading pictures needs an OCR engine; type `{INSTALL}`") from error
        told = {
            "Global.log_level": "critical",
            "Det.limit_type": "max",
            "Det.limit_side_len": FIND_AT,
            "Det.max_candidates": MOST,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        ready: Any = RapidOCR(params=told)
        self.finder, self.reader = ready._load_det_model(), ready._load_rec_model()
        self.alphabet = Alphabet(self.reader.postprocess_op.character)
        self.threads = ThreadPoolExecutor(threads)

    def find(self, picture: np.ndarray) -> list[Quad]:
        """The pieces of text in levels of grey [rows, columns]."""
        found = self.finder(np.repeat(picture[..., None], 3, axis=2)).boxes
        return [] if found is None else [np.asarray(q, np.float32) for q in found]

    def read(self, picture: np.ndarray, quads: Sequence[Quad]) -> list[Piece]:
        """What stands in each place, those without any text left out."""
        level = [cut(picture, quad) for quad in quads]
        strips = packed([one.shape[1] for one in level])
        read = self.threads.map(lambda strip: self._strip([level[i] for i in strip]), strips)
        glyphs = {
            i: g for s, some in zip(strips, read, strict=True) for i, g in zip(s, some, strict=True)
        }
        return [Piece(quad, glyphs[i]) for i, quad in enumerate(quads) if glyphs[i]]

    def _strip(self, level: Sequence[np.ndarray]) -> list[tuple[Glyph, ...]]:
        """The characters of pieces, set side by side on paper of the first one's shade."""
        widths = np.array([one.shape[1] for one in level])
        starts = np.cumsum([0, *widths[:-1] + GAP])
        wide = int(starts[-1] + widths[-1])
        strip = np.full((HEIGHT, wide), np.percentile(level[0], 90), np.float32)
        for start, one in zip(starts, level, strict=True):
            strip[:, start : start + one.shape[1]] = one
        image = np.zeros((1, 3, HEIGHT, max(NARROWEST, wide)), np.float32)
        image[..., :wide] = strip / 127.5 - 1
        shares = self.reader.session(image)[0][:, self.alphabet.columns]
        shares /= shares.sum(axis=1, keepdims=True)
        at = (np.arange(len(shares)) + 0.5) * image.shape[-1] / len(shares)  # pixels
        of = [
            (at > x - GAP / 2) & (at < x + w + GAP / 2) for x, w in zip(starts, widths, strict=True)
        ]
        return [
            self.alphabet.glyphs(shares[own], (at[own] - x) / w)
            for own, x, w in zip(of, starts, widths, strict=True)
        ]


def packed(widths: Sequence[int]) -> list[list[int]]:
    """The numbers of pieces that are read at once, by their widths.

    >>> packed([300, 90, 100, 95])
    [[1, 3], [2], [0]]
    """
    strips: list[list[int]] = []
    room = 0
    for i in sorted(range(len(widths)), key=lambda i: (widths[i], i)):
        if strips and widths[i] + GAP <= room:
            strips[-1].append(i)
            room -= widths[i] + GAP
        else:
            strips.append([i])
            room = NARROWEST - widths[i]
    return strips


def cut(picture: np.ndarray, quad: Quad) -> np.ndarray:
    """The piece in its place, set level, HEIGHT pixels high."""
    import cv2

    wide = max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]), 1)
    high = max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]), 1)
    size = max(1, min(math.ceil(HEIGHT * wide / high), WIDEST)), HEIGHT
    level = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    turn = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), level)
    return cv2.warpPerspective(
        picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
