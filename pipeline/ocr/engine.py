"""A picture of text to pieces of text: where each stands, its characters, and how sure they are.
Knows no PDF and no page.

PP-OCR's networks in ONNX, as the package rapidocr brings them: one finds lines and cells, one reads
them. Each piece is read by itself on one thread, several pieces side by side, so the same picture
gives the same text on any number of cores.
"""

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from extract_filings.pipeline.errors import ExtractError

INSTALL = "pip install 'extract-filings[ocr]'"
FIND_AT = 1280  # pixels of a picture's longer side, as it is searched for text
HEIGHT, NARROWEST = 48, 320  # pixels of a piece as it is read, and its least width
WIDEST = 60  # times as wide as high: no printed line is longer
MOST = 1_000  # pieces of a page; tables of small print have 600
MARKS = "–—‘’“”•·…†‡§¶©®™°£€¥¢½¼¾×÷±≥≤"
PRINTED = frozenset(chr(c) for c in (*range(0x20, 0x7F), *range(0xC0, 0x180))) | frozenset(MARKS)
"""What filings print. The network knows 18,000 characters, most of them Chinese."""
NUMERIC = frozenset("0123456789$€£¥()[].,-–—%")
LIKELY = 0.005  # the least probability of a mark or digit that is taken for a letter in a number
MAYBE = 0.1  # the least probability of a dollar sign that stands alone
IN_DOUBT = 0.5  # how sure such a one is

Quad = np.ndarray
"""Corners of a piece in pixels: upper left, upper right, lower right, lower left. [4, 2]"""


class Glyph(NamedTuple):
    """A character, from `left` to `right` as shares of its piece's width."""

    text: str
    left: float
    right: float
    sure: float


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
    """`threads`: pieces read side by side. Raises ExtractError if the extra is missing."""

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
        self.threads = ThreadPoolExecutor(threads)
        known = self.reader.postprocess_op.character
        self.columns = np.array([i for i, c in enumerate(known) if i == 0 or c in PRINTED])
        self.characters = [known[i] for i in self.columns]
        self.dollar = self.characters.index("$")
        self.numeric = np.array([c in NUMERIC for c in self.characters])

    def find(self, picture: np.ndarray) -> list[Quad]:
        """The pieces of text in levels of grey [rows, columns]."""
        found = self.finder(np.repeat(picture[..., None], 3, axis=2)).boxes
        return [] if found is None else [np.asarray(q, np.float32) for q in found]

    def read(self, picture: np.ndarray, quads: Sequence[Quad]) -> list[Piece]:
        """What stands in each place, those without any text left out."""
        glyphs = self.threads.map(lambda quad: self._glyphs(cut(picture, quad)), quads)
        return [Piece(q, g) for q, g in zip(quads, glyphs, strict=True) if g]

    def _glyphs(self, piece: np.ndarray) -> tuple[Glyph, ...]:
        high, wide = piece.shape
        ratio = min(wide / high, WIDEST)
        padded = max(NARROWEST / HEIGHT, ratio)
        image = self.reader.resize_norm_img(np.repeat(piece[..., None], 3, axis=2), padded)
        shares = self.reader.session(image[None])[0][:, self.columns]  # [steps, characters]
        shares /= shares.sum(axis=1, keepdims=True)
        return self._decoded(shares, len(shares) * ratio / padded)

    def _decoded(self, shares: np.ndarray, steps: float) -> tuple[Glyph, ...]:
        """The likeliest character of each step, repetitions and blanks left out. `steps`: as many
        as the piece is wide.
        """
        best = shares.argmax(axis=1)
        runs = np.flatnonzero(np.diff(best, prepend=-1))
        ends = np.append(runs[1:], len(best))
        made = []
        for start, end in zip(runs, ends, strict=True):
            if best[start]:
                own = shares[start:end]
                peak = int(own[:, best[start]].argmax())
                made.append((start + peak, best[start], own[peak]))
        if len(made) == 1 and made[0][2][self.dollar] > MAYBE:  # a lone 5, S or 8
            made = [(made[0][0], self.dollar, made[0][2])]
        text = [self.characters[i] for _, i, _ in made]
        places = _edges([at + 0.5 for at, *_ in made], steps)
        read = [
            self._numeral(own) if alone and not self.numeric[i] else (text[n], float(own[i]))
            for n, ((_, i, own), alone) in enumerate(zip(made, in_numbers(text), strict=True))
        ]
        return tuple(
            Glyph(character, *at, sure) for (character, sure), at in zip(read, places, strict=True)
        )

    def _numeral(self, own: np.ndarray) -> tuple[str, float]:
        """A letter in a number, as the likeliest digit or mark."""
        letter = int(own.argmax())
        shares = np.where(self.numeric, own, 0)
        best = int(shares.argmax())
        if shares[best] < LIKELY:
            return self.characters[letter], float(own[letter])
        return self.characters[best], IN_DOUBT


def in_numbers(text: Sequence[str]) -> list[bool]:
    """Which characters stand in words most of whose letters and digits are digits.

    >>> in_numbers("of S54)")
    [False, False, False, True, True, True, True]
    """
    made: list[bool] = []
    for word in "".join(text).split(" "):
        digits, letters = sum(map(str.isdigit, word)), sum(map(str.isalpha, word))
        made += [digits > letters] * len(word) + [False]
    return made[:-1]


def _edges(centres: Sequence[float], steps: float) -> list[tuple[float, float]]:
    """Left and right of each character: half way to its neighbours, and as far at the ends.

    >>> _edges([1, 3], 4)
    [(0.0, 0.5), (0.5, 1.0)]
    """
    if not centres:
        return []
    between = [(a + b) / 2 for a, b in pairwise(centres)]
    first = between[0] - centres[0] if between else steps / 2
    last = centres[-1] - between[-1] if between else steps / 2
    edges = [centres[0] - first, *between, centres[-1] + last]
    shares = [min(1.0, max(0.0, e / steps)) for e in edges]
    return list(pairwise(shares))


def cut(picture: np.ndarray, quad: Quad) -> np.ndarray:
    """The piece in its place, set level."""
    import cv2

    wide = max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]), 1)
    high = max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]), 1)
    size = round(min(wide, WIDEST * high)), round(high)
    level = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32)
    turn = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), level)
    return cv2.warpPerspective(
        picture, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
