"""Answers -> pointers: of all places that the model marked, the ones that a field takes.

Rules:
- A page belongs to a statement if the model says so, or marks rows of it. Neighbouring pages are
  one printing of it unless they print the same rows (three months, then six months). Of printings
  nearly as sure the one printed first leads.
- A page whose head says that it is the parent's alone counts only where no consolidated one is
  found; a further printing counts only if the model is `SURE_AGAIN` of it.
- In a printing each field takes the line that the model marked for it with the highest probability,
  each line serves one field, and a field marked nowhere with more than `SURE` takes none.
- A row that is labelled "basic and diluted" serves both fields.
- A cover field takes the span whose words carry its mark with the highest mean probability; of
  those nearly as sure the first.
- The rival of a span is the likeliest span of the field elsewhere that says something else, or a
  word beside it that carries the mark too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import (
    YES,
    Chunk,
    Line,
    Occurrence,
    Pointer,
    Question,
    TagScores,
    tag,
)
from extract_filings.pipeline.text.patterns import spans, words
from extract_filings.schemas.base import Part

SURE = 0.1
"""Least probability of a mark. On dev, 0.3 gives 1.5 % fewer statement cells right and 1 point more
precision.
"""

LIKELY = 0.03
"""Least probability of a row that laws may speak for. Label smoothing in training leaves 0.001 to
what is surely wrong.
"""

HOLDS = 0.15
"""Least probability that a page prints the statement. Most pages that do not have less than 0.05.
"""

MARKED = 3
"""Fields that a page marks more likely than not, from which it prints the statement whatever the
model says of the page as a whole: a few odd words on it must not hide it. Of the asked pages of dev
and of 25 filings of train none with less than HOLDS marks more than one."""

SURE_AGAIN = 0.8
"""Least probability of a second page that prints the statement: most filings print it once."""

LOOSE = " ,;:–—-_*"
"""What is no part of a text at its ends."""

PARENT, HEAD = (
    re.compile(
        r"(?i)parent[- ](?:company|only)|\bregistrant only\b|schedule i\b|condensed financial"
        r" information of"
    ),
    10,
)

NEARLY = 0.8
"""Of the surest printing's weight: a group's own statements stand before those of a subsidiary that
files with it.
"""

NEAR = 2
"""Pages from one page of a printing to the next: some printers leave an empty page between."""

AS_SURE = 0.97
"""Of the surest span's probability: of spans nearly as sure the one printed first counts, as of the
shares of two classes.
"""

SHARED = 2
"""Fields that two pages of one printing may both seem to carry; two printings share nearly all."""


def occurrences(part: Part, asked: Sequence[TagScores]) -> list[Occurrence]:
    """All places that print the statement, the surest first."""
    holds = pages_held(part, asked)
    chosen = sorted(holds, key=lambda c: c.page)
    runs: list[list[Chunk]] = []
    for chunk in chosen:
        if (
            runs
            and chunk.page - runs[-1][-1].page <= NEAR
            and len(_fields(part, chunk, asked) & _fields(part, runs[-1][-1], asked)) <= SHARED
        ):
            runs[-1].append(chunk)
        else:
            runs.append([chunk])
    made = [_printing(part, run, asked, max(holds[c] for c in run)) for run in runs]
    made = [p for p in made if p.rows]
    made = [p for p in made if not parent_only(p.lines)] or made
    least = NEARLY * max((_weight(p) for p in made), default=0)
    made.sort(
        key=lambda p: (_weight(p) < least, p.lines[0].page if _weight(p) >= least else -_weight(p))
    )
    return made[:1] + [p for p in made[1:] if p.probability >= SURE_AGAIN]


def pages_held(part: Part, asked: Sequence[TagScores]) -> dict[Chunk, float]:
    """The chunks that print the statement, and how sure the model is of each."""
    says = {
        a.chunk: a.options[YES]
        for a in asked
        if a.question.line is None and a.question.part == part.name
    }
    return {c: p for c, p in says.items() if p >= HOLDS or len(_fields(part, c, asked)) >= MARKED}


def _weight(place: Occurrence) -> float:
    """How much of the statement it surely prints."""
    return place.probability * sum(r.probability for r in place.rows)


def parent_only(lines: Sequence[Line]) -> bool:
    """A head such as "Schedule I, condensed financial information of the parent company"."""
    return any(PARENT.search(line.text) for line in lines[:HEAD])


def _fields(part: Part, chunk: Chunk, asked: Sequence[TagScores]) -> set[str]:
    """Fields that a page marks more likely than not."""
    return {
        f.name
        for a in asked
        if a.chunk == chunk and a.question.line
        for f in part.fields
        if a.options.get(tag(part.name, f.name), 0) > 0.5
    }


def _printing(part: Part, run: list[Chunk], asked: Sequence[TagScores], holds: float) -> Occurrence:
    lines = tuple(line for chunk in run for line in chunk.lines[chunk.repeated :])
    inside = set(lines)
    offers = [
        (p, f.name, a.question.line)
        for a in asked
        if a.chunk in run and a.question.line in inside
        for f in part.fields
        if (p := a.options.get(tag(part.name, f.name), 0.0)) >= LIKELY
    ]
    return Occurrence(
        lines,
        tuple(_assign(part, offers)),
        holds,
        tuple(Pointer(part.name, f, line, 0, len(line.text), p) for p, f, line in offers),
    )


def _assign(part: Part, offers: Iterable[tuple[float, str, Line]]) -> list[Pointer]:
    """Best offer first; each field and each line once, but for rows that name both of a pair."""
    rows, used = {}, set()
    for p, field, line in sorted(offers, key=lambda o: (-o[0], o[2].page, o[2].number, o[1])):
        if p < SURE:
            break
        if field not in rows and line not in used:
            rows[field] = Pointer(part.name, field, line, 0, len(line.text), p)
            used.add(line)
    for spec in part.fields:
        twin = rows.get(spec.cue.twin or "")
        if (
            spec.name not in rows
            and twin
            and re.search(r"(?i)basic\s*(?:and|&|/|,)\s*diluted", twin.line.text)
        ):
            rows[spec.name] = Pointer(
                part.name, spec.name, twin.line, 0, len(twin.line.text), twin.probability
            )
    return list(rows.values())


def cover(part: Part, asked: Sequence[TagScores]) -> list[Pointer]:
    """The best span of each field of a root part. What a pattern vouches for is taken first, and
    its words are no one else's.
    """
    shares, found = _shares(asked), {}
    for spec in sorted(part.fields, key=lambda f: not f.cue.pattern):
        name = tag(part.name, spec.name)
        offers = [
            (p, line, s, e)
            for line in shares
            for s, e, p in _candidates(spec, line, shares[line], name, bool(spec.cue.pattern))
        ]
        if offers:
            best = max(p for p, *_ in offers)
            p, line, start, end = min(
                (o for o in offers if o[0] >= AS_SURE * best),
                key=lambda o: (o[1].page, o[1].number, o[2]),
            )
            others = [
                q
                for q, n, s, e in offers
                if n.text[s:e].lower() != line.text[start:end].lower()
                and not (n == line and s < end and start < e)
            ]
            found[spec.name] = Pointer(
                part.name,
                spec.name,
                line,
                start,
                end,
                p,
                rival=max([*others, *_beside(shares, line, start, end, name)], default=0.0),
            )
            shares[line] = {at: word for at, word in shares[line].items() if not start <= at < end}
    return [found[f.name] for f in part.fields if f.name in found]


def list_rows(part: Part, asked: Sequence[TagScores]) -> list[Pointer]:
    """Rows of a list part in document order: a line whose fields the row above lacks goes on with
    it, any other starts one.
    """
    shares, rows = _shares(asked), []
    for line in sorted(shares, key=lambda n: (n.page, n.number)):
        best = {}
        for spec in part.fields:
            offers = _candidates(spec, line, shares[line], tag(part.name, spec.name))
            if offers:
                start, end, p = max(offers, key=lambda o: (o[2], -o[0]))
                rival = max(
                    _beside(shares, line, start, end, tag(part.name, spec.name)), default=0.0
                )
                best[spec.name] = Pointer(part.name, spec.name, line, start, end, p, rival=rival)
        if rows and part.fields[0].name in rows[-1] and not best.keys() & rows[-1].keys():
            rows[-1] |= best
        elif best:
            rows.append(best)
    return [replace(p, row=i) for i, row in enumerate(rows) for p in row.values()]


def _shares(
    asked: Sequence[TagScores],
) -> dict[Line, dict[int, tuple[Question, dict[str, float], str]]]:
    """Per line and start of each word: its question, the probabilities, and its likeliest mark."""
    lines = defaultdict(list)
    for a in asked:
        if a.question.line is not None:
            lines[a.question.line].append(a)
    said = lambda a: max(a.options, key=a.options.get)
    return {
        line: {
            a.question.start: (a.question, a.options, said(a))
            for a in sorted(all_, key=lambda a: a.question.start)
        }
        for line, all_ in lines.items()
    }


def _beside(shares: dict, line: Line, start: int, end: int, name: str) -> list[float]:
    """Probabilities of the mark at the words before and behind a span, over the line's ends too: a
    span that is cut short has a likely one.
    """
    near = {n.number: n for n in shares if n.page == line.page and abs(n.number - line.number) <= 1}
    starts = lambda number: (
        [(near[number], at) for at, _ in words(near[number].text)] if number in near else []
    )
    before = [*starts(line.number - 1), *(w for w in starts(line.number) if w[1] < start)]
    behind = [*(w for w in starts(line.number) if w[1] >= end), *starts(line.number + 1)]
    return [
        shares[n][at][1].get(name, 0.0) for n, at in (*before[-1:], *behind[:1]) if at in shares[n]
    ]


def _candidates(
    spec, line: Line, answers: dict, name: str, shaped: bool = False
) -> list[tuple[int, int, float]]:
    """Spans of the line that may be the field: runs of words that carry its mark, or its pattern's
    spans that overlap one.

    `shaped`: the pattern says so much that a word need not be likeliest to carry the mark.
    """
    marked = [
        q
        for q, options, said in answers.values()
        if said == name or (shaped and options.get(name, 0) >= SURE)
    ]
    if not marked:
        return []
    p = {start: options.get(name, 0.0) for start, (_, options, _) in answers.items()}
    mean = lambda s, e: (
        sum(v := [p[w] for w, end in words(line.text) if w in p and w < e and s < end]) / len(v)
    )
    if spec.cue.pattern or spec.type is not str:
        places = [
            (s, e)
            for s, e in spans(spec, line.text)
            if any(q.start < e and s < q.end for q in marked)
        ]
        return [(s, e, mean(s, e)) for s, e in places]
    runs = []
    for q in marked:
        if runs and not line.text[runs[-1][1] : q.start].strip():
            runs[-1][1] = q.end
        else:
            runs.append([q.start, q.end])
    return [(s, e, mean(s, e)) for s, e in (_trim(line.text, s, e) for s, e in runs) if s < e]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without commas, dashes and lone brackets at the ends.

    >>> _trim("Reno, ", 0, 6), _trim("____ )", 0, 6)
    ((0, 4), (5, 5))
    """
    bare = text[start:end].lstrip(LOOSE)
    start = end - len(bare)
    bare = bare.rstrip(LOOSE)
    bare = bare.removesuffix(")").rstrip(LOOSE) if "(" not in bare else bare
    return start, start + len(bare)
