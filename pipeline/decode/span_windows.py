"""A page -> windows of tokens with all that the span reader knows of each: its number, how it is
set, and how it stands to every other one.

Distances count in the page's own measure: the height of most of its words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from extract_filings.pipeline.decode.span_heads import Heads
from extract_filings.pipeline.printed_page import PrintedPage

TOKENS = 384
"""Of a window, its two marks included; the encoder was trained on texts not much longer."""
OVERLAP = 64
"""Tokens that a window shares with the one before, in whole lines."""
FIELD_TOKENS = 32
UNKNOWN, CLS, SEP = 100, 101, 102

GAPS = np.array([0.05, 0.7, 1.5, 3.0, 8.0])
SIZES = np.array([0.8, 1.2, 1.6])
ACROSS = np.array([-12.0, -3.0, -0.05, 0.05, 3.0, 12.0])
DOWN = np.array([-6.5, -3.2, -1.7, -0.5, 0.5, 1.7, 3.2, 6.5])
WAYS = (len(ACROSS) + 2) * (len(DOWN) + 1) + 1
"""How one token stands to another, by `way`; the last one: a mark, which stands nowhere."""
OVER, ALIGNED, LEVEL = len(ACROSS) // 2, len(ACROSS) + 1, len(DOWN) // 2
"""Across: above or below it, and there with left ends aligned; down: on one line."""
FEATURES = {"before": 8, "after": 8, "size": 5, "case": 7, "across": 9, "down": 9, "page": 5}
"""Of a token, and how many values each has; 0 is a mark's."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens of a page, a mark first and last. `ids` [n]; `features` [n, features]; `ways` [n, n]:
    how the column's token stands to the row's. `line`, `start`, `end` [n]: the characters of a
    token, -1 of a mark. `begins`, `ends` [n]: whether a value may begin or end with it: a word, or
    a mark of punctuation, is not cut.
    """

    ids: np.ndarray
    features: np.ndarray
    ways: np.ndarray
    line: np.ndarray
    start: np.ndarray
    end: np.ndarray
    begins: np.ndarray
    ends: np.ndarray


@dataclass(frozen=True, slots=True)
class _Tokens:
    ids: np.ndarray
    line: np.ndarray
    start: np.ndarray
    end: np.ndarray
    word: np.ndarray  # of the line: a new number where another word begins
    box: np.ndarray  # [n, 4]


def windows(page: PrintedPage, tokenizer: Tokenizer) -> Iterator[Window]:
    tokens = _tokens(page, tokenizer)
    features = _features(page, tokens)
    heads = Heads(tokens.line, features)
    for first, last in _cuts(tokens.line, heads):
        yield _window(tokens, features, heads.over(first), np.arange(first, last))


def field_tokens(texts: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Of fields' names and descriptions, with marks."""
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [[CLS, *(e.ids[: FIELD_TOKENS - 2] or [UNKNOWN]), SEP] for e in encoded]


def _tokens(page: PrintedPage, tokenizer: Tokenizer) -> _Tokens:
    encoded = tokenizer.encode_batch(list(page.lines), add_special_tokens=False)
    ids = np.array([i for e in encoded for i in e.ids], np.int64)
    line = np.array([n for n, e in enumerate(encoded) for _ in e.ids], np.int64)
    spans = np.array([o for e in encoded for o in e.offsets], np.int64).reshape(-1, 2)
    word = np.array([w for e in encoded for w in e.word_ids], np.int64)
    return _Tokens(ids, line, spans[:, 0], spans[:, 1], word, _boxes(page, line, spans))


def _boxes(page: PrintedPage, line: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Of each token: its share of the word that holds it."""
    made, words, at = np.zeros((len(line), 4)), page.words, 0
    for i, (number, (start, end)) in enumerate(zip(line.tolist(), spans.tolist(), strict=True)):
        while at + 1 < len(words) and (words[at].line, words[at].end) <= (number, start):
            at += 1
        word = words[at]
        left, bottom, right, top = word.box
        each = (right - left) / max(1, word.end - word.start)
        made[i] = left + each * (start - word.start), bottom, left + each * (end - word.start), top
    return made


def _features(page: PrintedPage, tokens: _Tokens) -> np.ndarray:
    """[n, features], without the marks."""
    box, line = tokens.box, tokens.line
    if not len(line):
        return np.zeros((0, len(FEATURES)), np.int64)
    height = box[:, 3] - box[:, 1]
    em = measure(box)
    first = np.append(True, line[1:] != line[:-1])
    gaps = np.append(0.0, box[1:, 0] - box[:-1, 2]) / em
    before = np.where(first, 7, 1 + np.searchsorted(GAPS, gaps))
    after = np.append(before[1:], 7)
    size = 1 + np.searchsorted(SIZES, height / em)
    case = np.array([_case(page.lines[n][s:]) for n, s in zip(line, tokens.start, strict=True)])
    return np.stack(
        [
            before,
            after,
            size,
            case,
            _eighth(box[:, 0]),
            _eighth(-box[:, 3]),
            _page(page, len(line)),
        ],
        1,
    )


def measure(box: np.ndarray) -> float:
    """The height of most words. [n, 4] -> points"""
    return max(1.0, float(np.median(box[:, 3] - box[:, 1])))


def _case(rest: str) -> int:
    """Of the word that begins here; the tokens themselves have no capitals."""
    word = rest.split(maxsplit=1)[0] if rest.strip() else ""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 1 if any(c.isdigit() for c in word) else 2
    if any(c.isdigit() for c in word):
        return 3
    return 4 if word.isupper() else 5 if word[0].isupper() else 6


def _eighth(places: np.ndarray) -> np.ndarray:
    span = max(1.0, float(np.ptp(places)))
    return 1 + np.minimum(7, (places - places.min()) / span * 8).astype(np.int64)


def _page(page: PrintedPage, many: int) -> np.ndarray:
    """First, second, last of several, any other."""
    kind = page.number if page.number <= 2 else 3 if page.number == page.of else 4
    return np.full(many, kind)


def _cuts(line: np.ndarray, heads: Heads) -> Iterator[tuple[int, int]]:
    """First and last token of each window, whole lines if they are not too long."""
    first, many = 0, len(line)
    starts = np.append(True, line[1:] != line[:-1]).nonzero()[0] if many else np.array([])
    while first < many:
        last = min(many, first + TOKENS - 2 - len(heads.over(first)))
        if last < many:
            whole = starts[(starts > first + OVERLAP) & (starts <= last)]
            last = int(whole[-1]) if len(whole) else last
        yield first, last
        if last >= many:
            return
        again = starts[(starts >= last - OVERLAP) & (starts <= last) & (starts > first)]
        first = int(again[0]) if len(again) else last


def _window(tokens: _Tokens, features: np.ndarray, head: np.ndarray, inside: np.ndarray) -> Window:
    """`head`: tokens from further above that come first; no value begins or ends there."""
    some = np.concatenate([head, inside])
    line, word = tokens.line[some], tokens.word[some]
    begins = np.append(True, (line[1:] != line[:-1]) | (word[1:] != word[:-1]))
    ends = np.append(begins[1:], True)
    own = np.arange(len(some)) >= len(head)
    return Window(
        np.concatenate([[CLS], tokens.ids[some], [SEP]]),
        np.pad(features[some], ((1, 1), (0, 0))),
        np.pad(_ways(tokens.box[some], line), 1, constant_values=WAYS - 1),
        _padded(line),
        _padded(tokens.start[some]),
        _padded(tokens.end[some]),
        np.pad(begins & own, 1),
        np.pad(ends & own, 1),
    )


def way(across: int | np.ndarray, down: int | np.ndarray) -> np.ndarray:
    """The number of how a token stands to another, by steps of ACROSS and DOWN."""
    return np.asarray(across * (len(DOWN) + 1) + down)


def _padded(numbers: np.ndarray) -> np.ndarray:
    return np.pad(numbers, 1, constant_values=-1)


def _ways(box: np.ndarray, line: np.ndarray) -> np.ndarray:
    """[n, n]; a row is how all stand to one."""
    em = measure(box)
    left, bottom, right, _ = (box / em).T
    ahead = left[None] - right[:, None]  # > 0: to the right of it
    behind = left[:, None] - right[None]
    across = np.searchsorted(ACROSS, np.where(ahead > 0, ahead, np.where(behind > 0, -behind, 0)))
    across[(np.abs(left[None] - left[:, None]) < 0.5) & (across == OVER)] = ALIGNED
    down = np.searchsorted(DOWN, (bottom[:, None] - bottom[None]) / 1.2)
    down[line[:, None] == line[None]] = LEVEL
    return way(across, down).astype(np.uint8)
