"""The words of a document's pages, line by line, indexed once: what queries are weighed against.

A word counts by how rare it is among the pages (BM25's inverse document frequency). Words are cut
to their stems, so that "borrowings" is found by "borrowed"; digits are words too.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from extract_filings.pipeline.records import Chunk, Line
from extract_filings.pipeline.text.patterns import DATE

WORD = re.compile(r"[a-z]+|\d+")
STOP = frozenset(
    WORD.findall(
        "a an and any all are as at be been by each for from had has have how if in into is it its"
        " many may much no not of on or other s such t than that the their then there these they"
        " this to was were what when where which who whom whose will with within would"
    )
)
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d+|[$€£¥]\s?\d|\(\d|\d\)")
LETTER, FIGURE = re.compile(r"[A-Za-z]"), re.compile(r"\d")
CELL = re.compile(r"(?:\d\)?\s?%?|\s[—–-]\)?)$")
YEAR = re.compile(r"(?:19|20)\d\d$|Page \d+$")
ENTRY = re.compile(r"\s\d{1,3}$")
TAIL = 12
"""Characters at the end of a line that tell a row, and an entry of a table of contents."""
SATURATION, LENGTH = 1.5, 0.75  # of BM25, as usual
HEAD = 90  # characters of a heading at most
Scores = np.ndarray
"""One number a line or a page."""


@lru_cache(100_000)
def stem(word: str) -> str:
    """
    >>> [stem(w) for w in ("borrowings", "borrowed", "policies", "leases", "lease", "tax", "2024")]
    ['borrow', 'borrow', 'policy', 'leas', 'leas', 'tax', '2024']
    """
    if len(word) <= 3 or word.isdigit():
        return word
    for end in ("ings", "ing", "ed", "ly"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            word = word.removesuffix(end)
            break
    else:
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def words_of(text: str) -> list[str]:
    """The stems of a text's words, without those that say nothing."""
    return [stem(w) for w in WORD.findall(text.lower()) if w not in STOP]


def share(scores: Scores) -> Scores:
    """Of the best."""
    return scores / (scores.max(initial=0) or 1)


class PageWords:
    """Of `chunks`, a page each. Lines are numbered through the document."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        lines = [line for c in chunks for line in c.lines]
        self.count = len(chunks)
        sizes = [len(c.lines) for c in chunks]
        self.page = np.repeat(np.arange(self.count), sizes)
        self.starts = np.cumsum([0, *sizes[:-1]])
        self._index([words_of(line.text) for line in lines])
        self._look(lines)

    def _index(self, said: Sequence[Sequence[str]]) -> None:
        """Of the words that each line says."""
        self.number: dict[str, int] = {}
        word = np.array(
            [self.number.setdefault(w, len(self.number)) for one in said for w in one], int
        )
        sizes = [len(one) for one in said]
        line, count = np.repeat(np.arange(len(said)), sizes), len(self.number)
        order = np.argsort(word, kind="stable")
        self.lines, self.ends = line[order], np.cumsum(np.bincount(word, minlength=count))
        on = np.unique(word * self.count + self.page[line]) // max(1, self.count)
        self.rarity = self._rarity(np.bincount(on, minlength=count))
        self.unknown = float(self._rarity(np.zeros(1))[0])
        lengths = self.on_pages(np.array(sizes, float))
        self.norm = SATURATION * (1 - LENGTH + LENGTH * lengths / (lengths.mean() or 1))
        figure = np.array([w.isdigit() for w in self.number], bool)
        once = np.unique(line * max(1, count) + word)
        weights = np.where(figure, 0.0, self.rarity)[once % max(1, count)]
        self.mass = np.bincount(once // max(1, count), weights, minlength=len(said))

    def _rarity(self, pages: np.ndarray) -> Scores:
        return np.log(1 + (self.count - pages + 0.5) / (pages + 0.5))

    def at(self, word: str) -> np.ndarray:
        """Numbers of the lines that say it, in order, as often as they do."""
        if (number := self.number.get(word)) is None:
            return self.lines[:0]
        return self.lines[self.ends[number - 1] if number else 0 : self.ends[number]]

    def rare(self, word: str) -> float:
        number = self.number.get(word)
        return self.unknown if number is None else float(self.rarity[number])

    def _look(self, lines: Sequence[Line]) -> None:
        """What kinds of lines the pages have."""
        texts = [line.text for line in lines]

        def those(test: Callable[[str], object]) -> np.ndarray:
            return np.array([bool(test(t)) for t in texts], bool)

        self.amounts = those(AMOUNT.search)
        self.dates = those(lambda t: FIGURE.search(t) and DATE.search(t))
        self.rows = those(_is_row)
        self.headings = those(lambda t: len(t) < HEAD and not FIGURE.search(t))
        entries = those(lambda t: ENTRY.search(t[-TAIL:]) and LETTER.match(t)) & ~self.amounts
        self.contents = self.on_pages(entries) / np.maximum(self.on_pages(np.ones(len(texts))), 1)

    def on_pages(self, lines: Scores) -> Scores:
        """The sum of each page's lines."""
        return np.bincount(self.page, lines, minlength=self.count)

    def best(self, lines: Scores) -> Scores:
        """The best of each page's lines."""
        return np.maximum.reduceat(lines, self.starts)

    def bm25(self, query: Iterable[str]) -> Scores:
        """How much each page is about the words."""
        scores = np.zeros(self.count)
        for word in sorted({*query}):
            times = np.bincount(self.page[self.at(word)], minlength=self.count)
            scores += self.rare(word) * times * (SATURATION + 1) / (times + self.norm)
        return scores

    def said(self, query: Iterable[str], lines: int = 1) -> Scores:
        """By line, what share of the query the next `lines` lines say."""
        scores, total = np.zeros(len(self.page) + lines), 0.0
        for word in sorted({*query}):
            weight, at = self.rare(word), self.at(word)
            total += weight
            hit = np.zeros(len(scores), bool)
            for before in range(lines):
                hit[np.maximum(at - before, 0)] = True
            scores += weight * hit
        return scores[: len(self.page)] / (total or 1)

    def alike(self, query: Iterable[str]) -> Scores:
        """By line, the words that line and query share, of all in either; its figures aside."""
        some = sorted({*query})
        shared = self.said(some) * (total := self._weight(some))
        return shared / np.maximum(total + self.mass - shared, 1e-9)

    def _weight(self, query: Iterable[str]) -> float:
        return sum(map(self.rare, query))


def _is_row(text: str) -> bool:
    """A label and a number, as patterns.is_row tells more exactly, and more slowly."""
    tail = text[-TAIL:].rstrip()
    return bool(CELL.search(tail) and LETTER.search(text) and not YEAR.search(tail))


def ahead(lines: np.ndarray, count: int) -> np.ndarray:
    """By line, whether any of the next `count` is one.

    >>> ahead(np.array([False, False, True, False]), 2)
    array([False,  True,  True, False])
    """
    found = lines.copy()
    for step in range(1, count):
        found[:-step] |= lines[step:]
    return found
