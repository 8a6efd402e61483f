"""What the span reader found on one page, as places of the page's text."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate

import numpy as np

from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.places import words_at
from extract_filings.pipeline.ask.spans.cells import Cell, Grid
from extract_filings.pipeline.ask.spans.extent import (
    COMMAS,
    SLIGHT,
    InCell,
    from_heads,
    in_cells,
    uncut,
    whole_words,
)
from extract_filings.pipeline.decode.span_reader import Fields, ReadWindow, SpanReader
from extract_filings.pipeline.decode.span_windows import Window
from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.pipeline.text.candidates import Candidate, is_open
from extract_filings.pipeline.text.parse import legal
from extract_filings.schemas.base import FieldSpec
from extract_filings.schemas.names import spoken

LIKELY, MOST = 0.05, 30
"""Share of the likeliest beginning from which another one is looked at too, and how many are."""
FRONT = re.compile(r"(?<![^\s(])(?:[A-Z]{3}|[A-Z]{0,3}[^\w\s]{1,2})\s?\Z")
EDGES = " ,;:/|-–—"
NOWHERE = -1
Shares = Callable[[ReadWindow, int], np.ndarray]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that may be a field's value; its window, and its first token there, unless code found
    it. `probability`: of a list's field; of a single one the odds against null.
    """

    candidate: Candidate
    probability: float
    window: int
    token: int


class SpanPage:
    """`passage`: the page's own lines, none repeated from before; `printed`: the same with the
    places of its words; `windows`: in their order. `named`: whether a label with all the words of
    a field's name stands beside what begins at a character.
    """

    def __init__(
        self,
        passage: Passage,
        printed: PrintedPage,
        windows: Sequence[ReadWindow],
        reader: SpanReader,
        named: Callable[[int, int], bool] = lambda field, start: False,
    ) -> None:
        self.passage, self.printed, self.named = passage, printed, named
        self.windows, self.reader = windows, reader
        self.starts = [*accumulate((len(n.text) + 1 for n in passage.lines), initial=0)]
        self.begins = [self._characters(read.window) for read in windows]

    @cached_property
    def ends(self) -> list[np.ndarray]:
        """Of each window, where each token ends in the page's text."""
        windows = (read.window for read in self.windows)
        return [b + w.end - w.start for b, w in zip(self.begins, windows, strict=True)]

    @cached_property
    def commas(self) -> list[np.ndarray]:
        """Whether a comma follows."""
        text = self.passage.text
        return [np.array([text[e : e + 1] in COMMAS for e in ends.tolist()]) for ends in self.ends]

    @cached_property
    def grid(self) -> Grid:
        """Its cells."""
        return Grid(self.printed, self.starts)

    @property
    def number(self) -> int:
        return self.passage.lines[0].page

    def sought(self, fields: Fields) -> "SpanPage":
        """The same page, of whose fields a schema has been learnt."""
        windows = [self.reader.scored(w.window, w.hidden, w.change, fields) for w in self.windows]
        return SpanPage(self.passage, self.printed, windows, self.reader)

    def single(self, fields: Fields, k: int, spec: FieldSpec) -> list[Place]:
        """Of a field with one value."""
        return [*self._places(fields, k, spec, _odds)]

    def odds(self, k: int) -> float:
        """That anything on the page is the field's value."""
        return float(sum(_odds(read, k).sum() for read in self.windows))

    def of_rows(self, fields: Fields, k: int, spec: FieldSpec) -> list[Place]:
        """Of a list's field: each by itself."""
        return [*self._places(fields, k, spec, _of_each)]

    def offers_in(self, spec: FieldSpec, cell: Cell) -> list[Candidate]:
        """What the cell prints as the field's type."""
        return [c for c in self._offers(spec) if cell.holds(c.start, c.end)]

    def place(self, candidate: Candidate, probability: float) -> Place:
        """Of what the span reader did not find by itself."""
        return Place(candidate, probability, NOWHERE, 0)

    def same_row(self, one: Place, other: Place) -> float | None:
        """Score that two values are of one row; None if they were not found in one window."""
        if one.window != other.window or one.window == NOWHERE:
            return None
        pair = np.array([one.token, other.token])
        score = self.reader.same_row(self.windows[one.window], pair)
        return float(score[0, 1] + score[1, 0]) / 2

    def _places(self, fields: Fields, k: int, spec: FieldSpec, shares: Shares) -> Iterator[Place]:
        for number, read in enumerate(self.windows):
            share = shares(read, k) * read.window.begins
            if is_open(spec):
                yield from self._texts(
                    fields.finish[k], number, share, spec, k if shares is _odds else None
                )
            else:
                yield from self._printed(number, share, spec)

    def _printed(self, number: int, share: np.ndarray, spec: FieldSpec) -> Iterator[Place]:
        """Of what the page prints as the field's type: what begins inside it counts for it."""
        offers, begins = self._offers(spec), self.begins[number]
        first = np.searchsorted(begins, [self._front(c.start) for c in offers])
        last = np.searchsorted(begins, [c.end for c in offers])
        summed = np.append(0.0, share.cumsum())
        least = 0.0 if spec.choices else SLIGHT
        for i in np.nonzero(summed[last] - summed[first] > least)[0].tolist():
            inside = share[first[i] : last[i]]
            token = int(first[i] + inside.argmax())
            yield Place(offers[i], float(inside.sum()), number, token)

    def _front(self, start: int) -> int:
        """Where it begins with a sign or currency in front of it."""
        front = FRONT.search(self.passage.text, max(0, start - 6), start)
        return front.start() if front else start

    def _offers(self, spec: FieldSpec) -> list[Candidate]:
        if not spec.choices:
            return self.passage.offers(spec)
        return [c for choice in spec.choices for c in words_at(self.passage, choice, "(?i)")]

    def _texts(
        self, field: np.ndarray, number: int, share: np.ndarray, spec: FieldSpec, k: int | None
    ) -> Iterator[Place]:
        """`k`: the number of a field that rather answers with whole cells."""
        read, begins = self.windows[number], self.begins[number]
        heads = {} if k is None else self._heads(k, begins, share, spec)
        share = from_heads(share, heads)
        likely = np.argsort(-share, kind="stable")[:MOST]
        ends = self.ends[number]
        for token in likely[share[likely] > max(LIKELY * share.max(), SLIGHT)].tolist():
            finish = self.reader.finish(read, field, token)
            if (head := heads.get(token)) and head.first:
                finish += uncut(ends, self.commas[number], head)
                finish -= np.logaddexp.reduce(finish)
            last = int(finish.argmax())
            candidate = self._text(spec, int(begins[token]), int(ends[last]))
            if legal(spec, candidate.said):
                share_of_it = float(share[token] * np.exp(finish[last]))
                yield Place(candidate, share_of_it, number, token)

    def _heads(
        self, k: int, begins: np.ndarray, share: np.ndarray, spec: FieldSpec
    ) -> dict[int, InCell]:
        named = partial(self.named, k)
        return in_cells(self.grid, self.passage.text, begins, share, spoken(spec.name), named)

    def _text(self, spec: FieldSpec, start: int, end: int) -> Candidate:
        """The words, or what they are said as: "two (2) years" as 2 years."""
        start, end = whole_words(self.passage.text, start, end)
        words = self.passage.text[start:end]
        end = start + len(words.rstrip(EDGES))
        inside = (c for c in self.passage.offers(spec) if c.start <= start and end <= c.end)
        plain = Candidate(" ".join(self.passage.text[start:end].split()), start, end)
        return next(inside, plain)

    def _characters(self, window: Window) -> np.ndarray:
        """Where each token begins in the page's text, in rising order; the marks at its ends."""
        made = np.array(self.starts)[window.line] + window.start
        made[0], made[-1] = -1, self.starts[-1]
        return made


def _odds(read: ReadWindow, k: int) -> np.ndarray:
    """[n]: of each beginning against null."""
    score = np.where(read.window.begins, read.begin[k] - read.none[k], -np.inf)
    return np.exp(np.minimum(score, 30.0))


def _of_each(read: ReadWindow, k: int) -> np.ndarray:
    return 1 / (1 + np.exp(np.clip(read.none[k] - read.begin[k], -30, 30)))


def overlap(one: Place, other: Place) -> bool:
    """Of one page."""
    a, b = one.candidate, other.candidate
    return a.start < b.end and b.start < a.end
