"""Answers -> pointers: of all places that the model tagged or pointed at, those that a field takes.

Rules:
- A page belongs to a statement if the model says so, or tags rows of it. Neighbouring pages are one
  occurrence of it unless they print the same rows (three months, then six months). Of occurrences
  nearly as sure the one printed first leads.
- A page whose head says that it is the parent's alone counts only where no consolidated one is
  found; a further occurrence counts only if the model is `SURE_AGAIN` of it.
- In an occurrence each field takes the line that is most probably its own, and each line serves one
  field. A field takes none if that is more probable: if all of its lines are other rows.
- A row that is labelled "basic and diluted" serves both fields.
- A cover field takes the span whose words carry its tag with the highest mean probability; of those
  nearly as sure the first.
- The rival of a span is the likeliest span of the field elsewhere that says something else, or a
  word beside it that carries the tag too.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import prod

from extract_filings.pipeline.records import (
    NONE,
    Answers,
    Chunk,
    Line,
    Occurrence,
    Pointer,
    TagScores,
    likely_fields,
    tag,
)
from extract_filings.pipeline.resolve.fields import row_choices
from extract_filings.pipeline.resolve.merge import best_answer
from extract_filings.pipeline.resolve.plausible import plausibility
from extract_filings.pipeline.resolve.wrapped import wrapped_date
from extract_filings.pipeline.text.patterns import DATE, GROUPED, spans, words
from extract_filings.schemas.base import FieldSpec, Part

SURE = 0.1
"""Least probability of the tag of a word whose pattern says much by itself."""

LIKELY = 0.03
"""Least probability of a row that is looked at. Label smoothing in training leaves 0.001 to what is
surely wrong.
"""

ABSENT = 0.1
"""What null counts for against the rows: an item that no row is sure of is still printed more often
than each row by itself says.
"""

SURE_AGAIN = 0.8
"""Least probability of a second page that prints the statement: most filings print it once."""

LOOSE = " ,;:–—-_*"
"""What is no part of a text at its ends."""

PARENT = re.compile(
    r"(?i)parent[- ](?:company|only)|\bregistrant only\b|schedule i\b"
    r"|condensed financial information of"
)
HEAD = 10
"""Lines of an occurrence's head."""

NEARLY = 0.8
"""Of the surest occurrence's weight: a group's own statements stand before those of a subsidiary
that files with it.
"""

NEAR = 2
"""Pages from one page of an occurrence to the next: some printers leave an empty page between."""

AS_SURE = 0.97
"""Of the surest span's probability: of spans nearly as sure the one printed first counts, as of the
shares of two classes.
"""

HALF_SURE = 0.3
"""Least probability of a word before a text that is taken with it."""

COUNT = re.compile(rf"(?<!\S){GROUPED}(?:\s+(?:shares?|units?|{DATE.pattern}))*\s*$")
GROUPED_WORD = re.compile(rf"{GROUPED}(?![\d,])")

SHARED = 2
"""Fields that two pages of one occurrence may both seem to carry; two occurrences share nearly all.
"""

BOTH = re.compile(r"(?i)basic\s*(?:and|&|/|,)\s*diluted")
BASIC, DILUTED = (
    re.compile(rf"(?i)^[\s—–-]*(?:assuming\s+)?{w}\w*\b(?!.*\b(?:and|&)\b)")
    for w in ("basic", "dilut")
)
BESIDE = 0.9
"""Of the twin's probability: basic and diluted stand one below the other.
"""


def select(part: Part, answers: Answers) -> list[Pointer]:
    """The places of the fields of a root or list part, whichever way the model answers."""
    if answers.pointers:
        return best_answer(part, answers.pointers, answers.pages)
    if part.kind == "root":
        return cover(part, answers.tags)
    return row_choices(part, list_rows(part, answers.tags))


# Statements


def occurrences(
    part: Part, tags: Sequence[TagScores], holds: Mapping[Chunk, float]
) -> list[Occurrence]:
    """All places that print the statement, the surest first. `holds`: as of `Answers`."""
    runs = _runs(part, sorted(holds, key=lambda c: c.page), tags)
    made = [_occurrence(part, run, tags, max(holds[c] for c in run)) for run in runs]
    made = [o for o in made if o.rows]
    made = [o for o in made if not parent_only(o.lines)] or made
    least = NEARLY * max((_weight(o) for o in made), default=0)
    leading = sorted((o for o in made if _weight(o) >= least), key=lambda o: o.lines[0].page)
    others = sorted((o for o in made if _weight(o) < least), key=lambda o: -_weight(o))
    first, rest = (leading + others)[:1], (leading + others)[1:]
    return first + [o for o in rest if o.probability >= SURE_AGAIN]


def _runs(part: Part, chunks: Sequence[Chunk], tags: Sequence[TagScores]) -> list[list[Chunk]]:
    """Neighbouring pages that print different rows."""
    carried = {c: likely_fields(part.name, c, tags) for c in chunks}
    runs: list[list[Chunk]] = []
    for chunk in chunks:
        last = runs[-1][-1] if runs else None
        if (
            last
            and chunk.page - last.page <= NEAR
            and len(carried[chunk] & carried[last]) <= SHARED
        ):
            runs[-1].append(chunk)
        else:
            runs.append([chunk])
    return runs


def _weight(place: Occurrence) -> float:
    """How much of the statement it surely prints."""
    return place.probability * sum(r.probability for r in place.rows)


def parent_only(lines: Sequence[Line]) -> bool:
    """A head such as "Schedule I, condensed financial information of the parent company"."""
    return any(PARENT.search(line.text) for line in lines[:HEAD])


def _occurrence(
    part: Part, run: Sequence[Chunk], tags: Sequence[TagScores], holds: float
) -> Occurrence:
    lines = tuple(line for chunk in run for line in chunk.lines[chunk.repeated :])
    offers = tuple(_offered_rows(part, run, set(lines), tags))
    rows = _with_twins(part, _assign(part, offers), lines)
    return Occurrence(lines, rows, holds, offers)


def _offered_rows(
    part: Part, run: Sequence[Chunk], inside: set[Line], tags: Sequence[TagScores]
) -> Iterator[Pointer]:
    """Each line with each field that it likely is."""
    for t in tags:
        line = t.question.line
        if line not in inside or t.chunk not in run:
            continue
        for f in part.fields:
            if (share := t.options.get(tag(part.name, f.name), 0.0)) >= LIKELY:
                yield Pointer(part.name, f.name, line, 0, len(line.text), share)


def absence(offers: Iterable[Pointer]) -> float:
    """What counts for a field having no row: that each line offered is another one."""
    return ABSENT * prod(1 - o.probability for o in offers)


def best_row(offers: Sequence[Pointer], field: str, used: set[Line]) -> Pointer | None:
    """The field's most probable line of those that are free, or None if none is more probable."""
    free = [o for o in offers if o.field == field and o.line not in used]
    best = min(free, key=_surest_first, default=None)
    return best if best and best.probability >= absence(free) else None


def _assign(part: Part, offers: Sequence[Pointer]) -> list[Pointer]:
    """Best offer first; each field and each line once, but for rows that name both of a pair."""
    rows: dict[str, Pointer] = {}
    used: set[Line] = set()
    for offer in sorted(offers, key=_surest_first):
        if offer.field not in rows and offer == best_row(offers, offer.field, used):
            rows[offer.field] = offer
            used.add(offer.line)
    for spec in part.fields:
        twin = rows.get(spec.cue.twin or "")
        if twin and spec.name not in rows and BOTH.search(twin.line.text):
            rows[spec.name] = replace(twin, field=spec.name)
    return list(rows.values())


def _with_twins(part: Part, rows: Sequence[Pointer], lines: Sequence[Line]) -> tuple[Pointer, ...]:
    """A field that no row is sure of stands right below "Basic", or above "Diluted", if a free row
    of that name does."""
    found, used = {r.field: r for r in rows}, {r.line for r in rows}
    for spec in part.fields:
        twin = found.get(spec.cue.twin or "")
        beside = twin and spec.name not in found and _beside_line(twin.line, lines)
        if twin and beside and beside not in used:
            share = BESIDE * twin.probability
            found[spec.name] = Pointer(part.name, spec.name, beside, 0, len(beside.text), share)
    return tuple(found.values())


def _beside_line(line: Line, lines: Sequence[Line]) -> Line | None:
    """The row of diluted figures below one of basic ones, or the other way round."""
    at = lines.index(line)
    for this, step, other in ((BASIC, 1, DILUTED), (DILUTED, -1, BASIC)):
        if this.search(line.text) and 0 <= at + step < len(lines):
            beside = lines[at + step]
            if other.search(beside.text) and re.search(r"\d\)?\s*$", beside.text):
                return beside
    return None


def _surest_first(offer: Pointer) -> tuple[float, int, int, str]:
    return -offer.probability, offer.line.page, offer.line.number, offer.field


# Root and lists


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, and the probabilities of its tags."""

    start: int
    end: int
    options: Mapping[str, float]
    likeliest: str


Words = dict[int, Word]  # of a line, by where they start


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


Places = Mapping[Line, tuple[Sequence[Line], int]]
"""The lines of a line's page, and its place among them."""


def cover(part: Part, tags: Sequence[TagScores]) -> list[Pointer]:
    """The best span of each field of a root part. What a pattern vouches for is taken first, and
    its words are no one else's.
    """
    lines, places, found = _words_by_line(tags), _places(tags), {}
    for spec in sorted(part.fields, key=lambda f: not f.cue.pattern):
        name, shaped = tag(part.name, spec.name), bool(spec.cue.pattern)
        seen = _as_amounts(part, lines) if part.opening and spec.cue.unit else lines
        offers = [o for line in seen for o in _offers(spec, name, line, seen[line], shaped)]
        offers = [w for o in offers if (w := _weighed(spec, o, places)).probability >= SURE]
        if not offers:
            continue
        best = _first_of_the_surest(offers)
        others = [o.probability for o in offers if o.text != best.text and o.apart(best)]
        rival = max([*others, *_beside(lines, best, name)], default=0.0)
        found[spec.name] = _pointer(part, spec, best, rival, _around(best, places))
        lines[best.line] = {
            at: word for at, word in lines[best.line].items() if not best.start <= at < best.end
        }
    found |= _wrapped(part, tags, found)
    return [found[f.name] for f in part.fields if f.name in found]


def _wrapped(
    part: Part, tags: Sequence[TagScores], found: Mapping[str, Pointer]
) -> dict[str, Pointer]:
    """Dates over the end of a line, where what was found is less sure."""
    pages = dict.fromkeys(t.chunk for t in tags)
    dates = [f for f in part.fields if f.type is date and part.opening]
    over = (p for f in dates for c in pages if (p := wrapped_date(part, f, c.lines)))
    best = {p.field: p for p in reversed([*over])}
    return {
        name: p
        for name, p in best.items()
        if name not in found or found[name].probability < p.probability
    }


def _as_amounts(part: Part, lines: Mapping[Line, Words]) -> dict[Line, Words]:
    """The words, those that are grouped numbers with the tags of amounts only: none is part of a
    title or an address, so a row of "Class A common stock" and its shares is no security's.
    """
    amounts = {NONE, *(tag(part.name, f.name) for f in part.fields if f.cue.unit)}
    return {
        line: {
            at: _among(w, amounts) if GROUPED_WORD.match(line.text, at) else w
            for at, w in some.items()
        }
        for line, some in lines.items()
    }


def _among(word: Word, tags: Collection[str]) -> Word:
    """The word with the probabilities of these tags alone."""
    some = {t: p for t, p in word.options.items() if t in tags}
    total = sum(some.values()) or 1.0
    options = {t: p / total for t, p in some.items()}
    likeliest = max(options, key=lambda t: options[t], default=word.likeliest)
    return replace(word, options=options, likeliest=likeliest)


def _places(tags: Sequence[TagScores]) -> Places:
    chunks = dict.fromkeys(t.chunk for t in tags)
    return {line: (c.lines, i) for c in chunks for i, line in enumerate(c.lines)}


def _weighed(spec: FieldSpec, offer: Offer, places: Places) -> Offer:
    """Less likely where shape or words around speak against it."""
    lines, at = places[offer.line]
    share = plausibility(spec, lines, at, offer.start, offer.end)
    return replace(offer, probability=offer.probability * share)


def _around(offer: Offer, places: Places) -> tuple[str, str]:
    """The lines before and behind: "billion" may begin the next one."""
    lines, at = places[offer.line]
    before, behind = lines[max(0, at - 1) : at], lines[at + 1 : at + 2]
    return "".join(n.text for n in before), "".join(n.text for n in behind)


def list_rows(part: Part, tags: Sequence[TagScores]) -> list[Pointer]:
    """Rows of a list part in document order: a line whose fields the row above lacks goes on with
    it, any other starts one.
    """
    lines = _words_by_line(tags)
    rows: list[dict[str, Pointer]] = []
    for line in sorted(lines, key=lambda n: (n.page, n.number)):
        row = _row(part, line, lines)
        if len(row) == 1 and _counted(part, line):
            continue
        if rows and part.fields[0].name in rows[-1] and not row.keys() & rows[-1].keys():
            rows[-1] |= row
        elif row:
            rows.append(row)
    return [replace(p, row=i) for i, row in enumerate(rows) for p in row.values()]


def _counted(part: Part, line: Line) -> bool:
    """Whether the line ends in a count, which no row of a cover's texts does: "Class A common stock
    44,120,963 shares" is of the shares outstanding.
    """
    texts = part.opening and all(f.type is str for f in part.fields)
    return texts and bool(COUNT.search(line.text))


def _row(part: Part, line: Line, lines: Mapping[Line, Words]) -> dict[str, Pointer]:
    """The best span of each field on a line."""
    row = {}
    for spec in part.fields:
        name = tag(part.name, spec.name)
        if offers := _offers(spec, name, line, lines[line]):
            best = max(offers, key=lambda o: (o.probability, -o.start))
            rival = max(_beside(lines, best, name), default=0.0)
            row[spec.name] = _pointer(part, spec, best, rival)
    return row


def _first_of_the_surest(offers: Sequence[Offer]) -> Offer:
    least = AS_SURE * max(o.probability for o in offers)
    return min((o for o in offers if o.probability >= least), key=lambda o: o.place)


def _pointer(
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


def _words_by_line(tags: Sequence[TagScores]) -> dict[Line, Words]:
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


def _beside(lines: Mapping[Line, Words], span: Offer, name: str) -> list[float]:
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


def _offers(
    spec: FieldSpec, name: str, line: Line, tagged: Words, shaped: bool = False
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
        places = _joined(line.text, _with_likely(name, [*tagged.values()], own))
    return [Offer(line, s, e, _mean(name, line, tagged, s, e)) for s, e in places]


def _with_likely(name: str, tagged: Sequence[Word], own: Sequence[Word]) -> list[Word]:
    """The words, and those before them that are the field's or nothing: no name loses its first."""
    kept = {w.start for w in own}
    for word, before in pairwise(tagged[::-1]):
        likely = before.likeliest == NONE and before.options.get(name, 0) >= HALF_SURE
        if word.start in kept and likely:
            kept.add(before.start)
    return [w for w in tagged if w.start in kept]


def _mean(name: str, line: Line, tagged: Words, start: int, end: int) -> float:
    """Of the tag's probabilities at the words of a span."""
    shares = [
        tagged[s].options.get(name, 0.0)
        for s, e in words(line.text)
        if s in tagged and s < end and start < e
    ]
    return sum(shares) / len(shares)


def _joined(text: str, own: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of words with nothing but spaces between them, trimmed."""
    runs: list[tuple[int, int]] = []
    for word in own:
        if runs and not text[runs[-1][1] : word.start].strip():
            runs[-1] = runs[-1][0], word.end
        else:
            runs.append((word.start, word.end))
    return [(s, e) for s, e in (_trim(text, *run) for run in runs) if s < e]


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
