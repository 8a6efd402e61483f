"""Tags of a cover's words -> the span that each field of the root takes.

Rules:
- A field takes the span whose words carry its tag with the highest mean probability; of those
  nearly as sure the first.
- Words around a span may tell it by themselves; that counts where the model overlooks it.
- The rival of a span is the likeliest span of the field elsewhere that says something else, or a
  word beside it that carries the tag too.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from extract_filings.pipeline.records import NONE, Line, Pointer, TagScores, tag
from extract_filings.pipeline.resolve.cover.plausible import plausibility, told
from extract_filings.pipeline.resolve.cover.spans import (
    SURE,
    Edges,
    Offer,
    Word,
    Words,
    beside,
    mean,
    no_edges,
    offered,
    pointer,
    words_by_line,
)
from extract_filings.pipeline.resolve.cover.wrapped import wrapped_date
from extract_filings.pipeline.text.patterns import GROUPED, words
from extract_filings.schemas.base import FieldSpec, Part

AS_SURE = 0.97
"""Of the surest span's probability: of spans nearly as sure the one printed first counts, as of the
shares of two classes.
"""

TOLD = 0.8
"""Probability of a span that the words around tell: a model that is surer of another is right."""

GROUPED_WORD = re.compile(rf"{GROUPED}(?![\d,])")

Places = Mapping[Line, tuple[Sequence[Line], int]]
"""The lines of a line's page, and its place among them."""


def cover(part: Part, tags: Sequence[TagScores], edges: Edges = no_edges) -> list[Pointer]:
    """The best span of each field of a root part. What a pattern vouches for is taken first, and
    its words are no one else's.
    """
    lines, places, found = words_by_line(tags), _places(tags), {}
    for spec in sorted(part.fields, key=lambda f: not f.cue.pattern):
        name, shaped = tag(part.name, spec.name), bool(spec.cue.pattern)
        seen = _as_amounts(part, lines) if part.opening and spec.cue.unit else lines
        offers = [o for n in seen for o in offered(spec, name, n, seen[n], shaped, edges)]
        offers += _told(spec, places, lines)
        offers = [w for o in offers if (w := _weighed(spec, o, places)).probability >= SURE]
        if not offers:
            continue
        best = _first_of_the_surest(offers)
        if not spec.cue.pattern and spec.type is str:
            best = _with_tail(_to_the_end(best, name, lines[best.line]), spec)
        others = [o.probability for o in offers if o.text != best.text and o.apart(best)]
        rival = max([*others, *beside(lines, best, name)], default=0.0)
        found[spec.name] = pointer(part, spec, best, rival, _around(best, places))
        lines[best.line] = {
            at: word for at, word in lines[best.line].items() if not best.start <= at < best.end
        }
    found |= _wrapped(part, tags, found)
    return [found[f.name] for f in part.fields if f.name in found]


def _told(spec: FieldSpec, places: Places, free: Mapping[Line, Words]) -> list[Offer]:
    """Spans of free words that the words around tell."""
    return [
        Offer(line, start, end, TOLD)
        for line, (lines, at) in places.items()
        for start, end in told(spec, lines, at)
        if all(s in free.get(line, ()) for s, e in words(line.text) if s < end and start < e)
    ]


def _to_the_end(offer: Offer, name: str, tagged: Words) -> Offer:
    """Of a line that is all the field's but its last words, which may be too, the whole."""
    text = offer.line.text
    last = [word for at, word in tagged.items() if at >= offer.end]
    whole = not text[: offer.start].strip() and re.sub("[ ,]", "", text[offer.end :]).isalpha()
    if not whole or not last or any(w.options.get(name, 0.0) < SURE for w in last):
        return offer
    end = len(text.rstrip())
    return replace(offer, end=end, probability=mean(name, offer.line, tagged, offer.start, end))


def _with_tail(offer: Offer, spec: FieldSpec) -> Offer:
    """With what follows in the line and is the value's too."""
    tail = re.compile(spec.cue.tail).match(offer.line.text, offer.end) if spec.cue.tail else None
    return replace(offer, end=tail.end()) if tail else offer


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


def _first_of_the_surest(offers: Sequence[Offer]) -> Offer:
    least = AS_SURE * max(o.probability for o in offers)
    return min((o for o in offers if o.probability >= least), key=lambda o: o.place)
