"""Pieces of text to printed lines: what stands level is one line, from left to right.

A picture may be skewed, so its ink says what is level. Two pages side by side, as a
book lies on a scanner, are read one after the other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract_filings.pipeline.ocr.engine import Piece
from extract_filings.pipeline.ocr.picture import Picture
from extract_filings.pipeline.records import OcrWord

MOST_SLANT = 3.0  # degrees
INK, POINTS_SEEN = 64, 20_000  # levels darker than paper; points of ink that are looked at
LEVEL = 0.5  # of the lower piece's height: centres no further apart are of one line
INNER = 0.15  # of a piece's height, above and below: the finder leaves room around text
GUTTER = 0.03  # of a picture's width, which no piece of either page enters
PROSE, BOTH = 4, 8  # times as wide as high: words, no numbers; such pieces of each page

GROUPS = r"(?<![\d.,])[1-9]\d{0,2}(?:MARK\d{3})+(?![\d%]|[.,]\d)"
COMMAS, POINTS = (re.compile(GROUPS.replace("MARK", mark)) for mark in (",", "[.,]"))
LARGE = re.compile(r"\d{3}\.\d{3}|\d[.,]\d{3}[.,]\d")  # no rate of interest
FEW = 4  # numbers of a page with commas, at least, that say how it sets thousands apart
SPOILT = 0.1  # points for each comma, from which on points are commas that were not read as such
IN_DOUBT = 0.5  # how sure a word is that may be one or the other


@dataclass(frozen=True, slots=True)
class Word:
    """`corners` in pixels [4, 2]."""

    text: str
    corners: np.ndarray
    sure: float


Row = Sequence[Piece]


def lines(picture: Picture, pieces: Sequence[Piece]) -> tuple[list[str], tuple[OcrWord, ...]]:
    """The text of each line, and where its words stand."""
    angle = slant(picture.levels)
    pages = _pages(picture, pieces)
    read = _with_commas([_words(row) for page in pages for row in rows(page, angle)])
    texts, placed = [], []
    for number, words in enumerate(words for words in read if words):
        at = 0
        for word in words:
            end = at + len(word.text)
            x0, y0, x1, y1 = (round(x, 2) for x in picture.box(word.corners))
            placed.append(OcrWord(number, at, end, (x0, y0, x1, y1), round(word.sure, 4)))
            at = end + 1
        texts.append(" ".join(w.text for w in words))
    return texts, tuple(placed)


def rows(pieces: Sequence[Piece], angle: float) -> list[Row]:
    """The pieces of each line, from top to bottom and from left to right. `angle`: their slant."""
    made: list[list[tuple[tuple[float, float, float], Piece]]] = []
    level = _levelled(pieces, angle)
    for place, piece in sorted(zip(level, pieces, strict=True), key=lambda one: one[0][1]):
        last = made[-1] if made else []
        if last and place[1] - np.mean([p[1] for p, _ in last]) < LEVEL * min(
            place[2], *(p[2] for p, _ in last)
        ):
            last.append((place, piece))
        else:
            made.append([(place, piece)])
    return [[piece for _, piece in sorted(row, key=lambda one: one[0][0])] for row in made]


def slant(levels: np.ndarray) -> float:
    """Of the lines of a picture, in radians, clockwise: seen along it their ink is densest."""
    small = levels[::2, ::2]
    y, x = np.nonzero(small < np.median(small) - INK)
    step = len(y) // POINTS_SEEN + 1
    y, x = y[::step], x[::step]

    def density(angle: float) -> int:
        heights = (y - x * np.tan(angle)).round().astype(int)
        return int((np.bincount(heights - heights.min()) ** 2).sum())

    if not len(y):
        return 0.0
    coarse = max(np.radians(np.arange(-MOST_SLANT, MOST_SLANT + 0.1, 0.1)), key=density)
    return float(max(coarse + np.radians(np.arange(-0.08, 0.09, 0.02)), key=density))


def _levelled(pieces: Sequence[Piece], angle: float) -> list[tuple[float, float, float]]:
    """Left edge, centre from the top and height of each piece, once the lines are level."""
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centres = [turn @ p.quad.mean(axis=0) for p in pieces]
    return [
        (float(x) - _width(p) / 2, float(y), _height(p))
        for (x, y), p in zip(centres, pieces, strict=True)
    ]


def _width(piece: Piece) -> float:
    return float(np.linalg.norm(piece.quad[1] - piece.quad[0]))


def _height(piece: Piece) -> float:
    return float(np.linalg.norm(piece.quad[3] - piece.quad[0]))


def _wide(piece: Piece) -> float:
    return _width(piece) / max(1.0, _height(piece))


def _pages(picture: Picture, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each page: of one, or of two that lie side by side."""
    middle = gutter(picture.levels.shape, pieces)
    if middle is None:
        return [[*pieces]]
    left = [p for p in pieces if p.quad[:, 0].mean() < middle]
    return [left, [p for p in pieces if p.quad[:, 0].mean() >= middle]]


def gutter(size: tuple[int, ...], pieces: Sequence[Piece]) -> float | None:
    """Where a picture wider than high parts into two pages with words on both; a table on its side
    has its words on the left.
    """
    high, wide = size
    if wide < high or not pieces:
        return None
    edges = sorted((float(p.quad[:, 0].min()), float(p.quad[:, 0].max())) for p in pieces)
    reach, gaps = edges[0][1], []
    for left, right in edges[1:]:
        if left - reach > GUTTER * wide and 0.35 * wide < (left + reach) / 2 < 0.65 * wide:
            gaps.append((left - reach, (left + reach) / 2))
        reach = max(reach, right)
    if not gaps:
        return None
    middle = max(gaps)[1]
    prose = [p.quad[:, 0].mean() < middle for p in pieces if _wide(p) > PROSE and _worded(p)]
    return middle if min(sum(prose), len(prose) - sum(prose)) >= BOTH else None


def _worded(piece: Piece) -> bool:
    return 2 * sum(map(str.isalpha, piece.text)) > len(piece.text)


def _words(row: Row) -> list[Word]:
    return [word for piece in row for word in _of(piece)]


def _of(piece: Piece) -> list[Word]:
    """The words of a piece, each with its corners."""
    made = []
    for match in re.finditer(r"\S+", piece.text):
        glyphs = piece.glyphs[match.start() : match.end()]
        ends = glyphs[0].left, glyphs[-1].right
        sure = float(np.prod([g.sure for g in glyphs]))
        made.append(Word(match.group(), _corners(piece, *ends), sure))
    return made


def _corners(piece: Piece, left: float, right: float) -> np.ndarray:
    """Of a part of a piece, without the room above and below."""
    top = piece.quad[0], piece.quad[1]
    bottom = piece.quad[3], piece.quad[2]

    def at(across: float, down: float) -> np.ndarray:
        high, low = (a + across * (b - a) for a, b in (top, bottom))
        return high + down * (low - high)

    return np.array([at(x, y) for y in (INNER, 1 - INNER) for x in (left, right)])


def _with_commas(read: list[list[Word]]) -> list[list[Word]]:
    """Where commas set thousands apart, a point there is a comma that lost its tail, if the page
    has many such or one in a large number. Otherwise it is in doubt: rates have three decimals too.
    """
    texts = [w.text for words in read for w in words]
    commas = sum(bool(COMMAS.search(t)) for t in texts)
    points = [t for t in texts if _pointed(t)]
    if commas < FEW or not points:
        return read
    spoilt = len(points) >= SPOILT * commas or any(map(LARGE.search, points))

    def comma(word: Word) -> Word:
        if not _pointed(word.text):
            return word
        if not spoilt:
            return replace(word, sure=min(word.sure, IN_DOUBT))
        return replace(word, text=POINTS.sub(lambda m: m[0].replace(".", ","), word.text))

    return [[comma(w) for w in words] for words in read]


def _pointed(text: str) -> bool:
    """Whether a point stands where thousands are set apart."""
    return bool(POINTS.search(text)) and not COMMAS.search(text)
