"""The words of lines, with the probabilities of their tags -> spans that may be a field's.

The rival of a span is a word beside it that carries the tag too: a span that is cut short has one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract_filings.pipeline.records import Box, Line, Pointer, TagScores
from extract_filings.pipeline.text.patterns import spans, words
from extract_filings.schemas.base import FieldSpec, Part

SURE = 0.1
"""Least probability of the tag of a word whose pattern says much by itself."""

BARELY = 0.04
"""Least probability of the words before a text that are taken with it, up to a comma or the edge of
its cell.
"""

WIDE = 2.0
"""Heights of a line: words further apart stand in cells of their own."""

LOOSE = " ,;:–—-_*"
"""What is no part of a text at its ends."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, and the probabilities of its tags."""

    start: int
    end: int
    options: Mapping[str, float]
    likeliest: str


Words = dict[int, Word]  # of a line, by where they start
Edges = Callable[[Line], Collection[int]]
"""Where cells begin that stand beside others in a line."""


def no_edges(line: Line) -> Collection[int]:
    return ()


def cell_edges(boxes: Mapping[int, Sequence[Sequence[Box]]]) -> Edges:
    """Of lines whose characters have these boxes, by page and line."""

    def of(line: Line) -> Collection[int]:
        glyphs = boxes[line.page][line.number]
        if not len(glyphs):
            return ()
        spans = [*words(line.text)]
        return {
            at
            for (begin, end), (at, _) in pairwise(spans)
            if glyphs[at][0] - glyphs[end - 1][2] > WIDE * (glyphs[begin][3] - glyphs[begin][1])
        }

    return of


@dataclass(frozen=True, slots=True)
class Offer:
    """A span that may be the field's, and the mean probability of the field's tag at its words."""

    line: Line
    start: int
    end: int
    probability: float

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end].lower()

    @property
    def place(self) -> tuple[int, int, int]:
        return self.line.page, self.line.number, self.start

    def apart(self, other: "Offer") -> bool:
        """Whether the two have no character in common."""
        return self.line != other.line or self.end <= other.start or other.end <= self.start


def pointer(
    part: Part, spec: FieldSpec, offer: Offer, rival: float, around: tuple[str, str] = ("", "")
) -> Pointer:
    return Pointer(
        part.name,
        spec.name,
        offer.line,
        offer.start,
        offer.end,
        offer.probability,
        around=around,
        rival=rival,
    )


def words_by_line(tags: Sequence[TagScores]) -> dict[Line, Words]:
    """In the order in which the lines were asked."""
    lines: dict[Line, list[Word]] = defaultdict(list)
    for t in tags:
        if t.question.line is not None:
            likeliest = max(t.options.items(), key=lambda option: option[1])[0]
            word = Word(t.question.start, t.question.end, t.options, likeliest)
            lines[t.question.line].append(word)
    return {
        line: {w.start: w for w in sorted(some, key=lambda w: w.start)}
        for line, some in lines.items()
    }


def beside(lines: Mapping[Line, Words], span: Offer, name: str) -> list[float]:
    """Probabilities of the tag at the words before and behind a span, over the line's ends too: a
    span that is cut short has a likely one.
    """
    line = span.line
    near = {n.number: n for n in lines if n.page == line.page and abs(n.number - line.number) <= 1}
    near_words = [(near[number], *w) for number in sorted(near) for w in words(near[number].text)]
    here = (line.number, span.start), (line.number, span.end)
    before = [(n, at) for n, at, end in near_words if (n.number, end) <= here[0]]
    behind = [(n, at) for n, at, _ in near_words if (n.number, at) >= here[1]]
    return [
        lines[n][at].options.get(name, 0.0)
        for n, at in (*before[-1:], *behind[:1])
        if at in lines[n]
    ]


def offered(
    spec: FieldSpec,
    name: str,
    line: Line,
    tagged: Words,
    shaped: bool = False,
    edges: Edges = no_edges,
) -> list[Offer]:
    """Spans of the line that may be the field: runs of words that carry its tag, or its pattern's
    spans that overlap one.

    `shaped`: the pattern says so much that a word need not be likeliest to carry the tag.
    """
    own = [
        w
        for w in tagged.values()
        if w.likeliest == name or (shaped and w.options.get(name, 0) >= SURE)
    ]
    if not own:
        return []
    if spec.cue.pattern or spec.type is not str:
        places = [
            (s, e) for s, e in spans(spec, line.text) if any(w.start < e and s < w.end for w in own)
        ]
    else:
        cells = edges(line)
        runs = _joined(line.text, _from_the_start(name, line.text, tagged, own, cells), cells)
        places = [p for run in runs for p in _parts(line.text, *run, spec.cue.ends)]
    said = [(s, e) for s, e in places if re.search(r"\w", line.text[s:e])]
    return [Offer(line, s, e, mean(name, line, tagged, s, e)) for s, e in said]


def _from_the_start(
    name: str, text: str, tagged: Words, own: Sequence[Word], cells: Collection[int]
) -> list[Word]:
    """The words, and those before them from a comma or the edge of their cell on, if they all may
    be the field's.
    """
    kept = {w.start for w in own}
    for words_of_one in _phrases(text, [*tagged.values()], cells):
        first = next((i for i, w in enumerate(words_of_one) if w.start in kept), 0)
        if all(w.options.get(name, 0.0) >= BARELY for w in words_of_one[:first]):
            kept |= {w.start for w in words_of_one[:first]}
    return [w for w in tagged.values() if w.start in kept]


def _phrases(text: str, some: Sequence[Word], cells: Collection[int]) -> list[list[Word]]:
    """The words between commas and the edges of cells."""
    phrases: list[list[Word]] = [[]]
    for word in some:
        if word.start in cells or (phrases[-1] and text[phrases[-1][-1].end - 1] == ","):
            phrases.append([])
        phrases[-1].append(word)
    return phrases


def mean(name: str, line: Line, tagged: Words, start: int, end: int) -> float:
    """Of the tag's probabilities at the words of a span."""
    shares = [
        tagged[s].options.get(name, 0.0)
        for s, e in words(line.text)
        if s in tagged and s < end and start < e
    ]
    return sum(shares) / len(shares)


def _joined(text: str, own: Sequence[Word], cells: Collection[int]) -> list[tuple[int, int]]:
    """Runs of a cell's words with nothing but spaces between them, trimmed."""
    runs: list[tuple[int, int]] = []
    for word in own:
        if runs and word.start not in cells and not text[runs[-1][1] : word.start].strip():
            runs[-1] = runs[-1][0], word.end
        else:
            runs.append((word.start, word.end))
    return [(s, e) for s, e in (_trim(text, *run) for run in runs) if s < e]


def _parts(text: str, start: int, end: int, ends: str) -> list[tuple[int, int]]:
    """The span, cut behind each of the characters that end a value.

    >>> [("Suite 4, Reno"[a:b]) for a, b in _parts("Suite 4, Reno", 0, 13, ",")]
    ['Suite 4', 'Reno']
    """
    stops = [i for i in range(start, end) if text[i] in ends]
    edges = [start, *stops, end]
    return [s for a, b in pairwise(edges) if (s := _trim(text, a, b))[0] < s[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without commas, dashes, lone brackets, and those around the whole.

    >>> _trim("Reno, ", 0, 6), _trim("____ )", 0, 6), _trim("(Acme)", 0, 6)
    ((0, 4), (5, 5), (1, 5))
    """
    bare = text[start:end].lstrip(LOOSE)
    start = end - len(bare)
    bare = bare.rstrip(LOOSE)
    if re.fullmatch(r"\([^()]*\)", bare):
        return start + 1, start + len(bare) - 1
    bare = bare.removesuffix(")").rstrip(LOOSE) if "(" not in bare else bare
    return start, start + len(bare)
