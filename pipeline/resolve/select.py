"""Answers -> pointers: of all places that the model tagged or pointed at, those that a field takes.

Rules:
- A page belongs to a statement if the model says so, or tags rows of it. Neighbouring pages are one
  occurrence of it unless they print the same rows (three months, then six months). Of occurrences
  nearly as sure the one printed first leads.
- A page whose head says that it is another company's, or not the actual statement (whose.py),
  counts only where no other one is found; a further occurrence counts only if the model is
  `SURE_AGAIN` of it.
- In an occurrence each field takes the line that is most probably its own, and each line serves one
  field. A field takes none if that is more probable: if all of its lines are other rows.
- A row that is labelled "basic and diluted" serves both fields; so does one that says neither, if
  no row of the statement says one of the two.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod

from extract_filings.pipeline.records import (
    Answers,
    Chunk,
    Line,
    Occurrence,
    Pointer,
    TagScores,
    likely_fields,
    tag,
)
from extract_filings.pipeline.resolve.cover.cover_fields import cover
from extract_filings.pipeline.resolve.cover.list_rows import list_rows
from extract_filings.pipeline.resolve.cover.spans import Edges, no_edges
from extract_filings.pipeline.resolve.fields import row_choices
from extract_filings.pipeline.resolve.merge import best_answer
from extract_filings.pipeline.resolve.whose import whose
from extract_filings.schemas.base import Part

LIKELY = 0.03
"""Least probability of a row that is looked at. Label smoothing in training leaves 0.001 to what is
surely wrong.
"""

ABSENT, NEVER_ABSENT = 0.1, 0.01
"""What null counts for against the rows: an item that no row is sure of is still printed more often
than each row by itself says. The second: of an item that every such statement prints.
"""

SURE_AGAIN = 0.8
"""Least probability of a second page that prints the statement: most filings print it once."""

FOREIGN = 0.2
"""An occurrence whose head counts less is not the registrant's own."""

NEARLY = 0.8
"""Of the surest occurrence's weight: a group's own statements stand before those of a subsidiary
that files with it.
"""

NEAR = 2
"""Pages from one page of an occurrence to the next: some printers leave an empty page between."""

SHARED = 2
"""Fields that two pages of one occurrence may both seem to carry; two occurrences share nearly all.
"""

BOTH = re.compile(
    r"(?i)\b(?:basic|primary)\W*(?:and|&|/|,|or|-|–)\W*(?:fully\s+)?dilut"
    r"|\bdilut\w*\W*(?:and|&|/|,|or|-|–)\W*(?:basic|primary)\b"
)
RUNS_OVER = re.compile(r"(?i)\bbasic\s*(?:and|&|/|,)\s*(?:fully\s+)?diluted\W+\(?[\d.]")
EITHER = re.compile(r"(?i)\b(?:basic|primary)\b|\bdilut")
BASIC, DILUTED = (
    re.compile(rf"(?i)^[\s—–-]*(?:assuming\s+)?{w}\w*\b(?!.*\b(?:and|&)\b)")
    for w in ("basic", "dilut")
)
RIVAL = 0.3
"""Least probability of another row that a field may stand in as well."""
BESIDE = 0.9
"""Of the twin's probability: basic and diluted stand one below the other.
"""


def select(part: Part, answers: Answers, edges: Edges = no_edges) -> list[Pointer]:
    """The places of the fields of a root or list part, whichever way the model answers."""
    if answers.pointers:
        return best_answer(part, answers.pointers, answers.pages)
    if part.kind == "root":
        return cover(part, answers.tags, edges)
    return row_choices(part, list_rows(part, answers.tags))


# Statements


def occurrences(
    part: Part,
    tags: Sequence[TagScores],
    holds: Mapping[Chunk, float],
    registrant: str = "",
    pages: Sequence[Sequence[Line]] = (),
) -> list[Occurrence]:
    """All places that print the statement, the surest first. `holds`: as of `Answers`; `pages`: the
    document's lines.
    """
    runs = _runs(part, sorted(holds, key=lambda c: c.page), tags)
    made = [_occurrence(part, run, tags, max(holds[c] for c in run)) for run in runs]
    made = whose([o for o in made if o.rows], registrant, pages)
    made = [o for o in made if o.own >= FOREIGN] or made
    least = NEARLY * max((o.weight for o in made), default=0)
    leading = sorted((o for o in made if o.weight >= least), key=lambda o: o.lines[0].page)
    others = sorted((o for o in made if o.weight < least), key=lambda o: -o.weight)
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


def _occurrence(
    part: Part, run: Sequence[Chunk], tags: Sequence[TagScores], holds: float
) -> Occurrence:
    lines = tuple(line for chunk in run for line in chunk.lines[chunk.repeated :])
    offers = tuple(_offered_rows(part, run, set(lines), tags))
    always = frozenset(f.name for f in part.fields if f.cue.always)
    rows = _with_twins(part, _shared(part, _assign(offers, always), offers, lines), lines)
    return Occurrence(lines, rows, holds, offers, always=always)


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


def absence(offers: Iterable[Pointer], always: bool) -> float:
    """What counts for a field having no row: that each line offered is another one."""
    return (NEVER_ABSENT if always else ABSENT) * prod(1 - o.probability for o in offers)


def best_row(
    offers: Sequence[Pointer], field: str, used: Collection[Line], always: Collection[str]
) -> Pointer | None:
    """The field's most probable line of those that are free, or None if none is more probable."""
    free = [o for o in offers if o.field == field and o.line not in used]
    best = min(free, key=_surest_first, default=None)
    return best if best and best.probability >= absence(free, field in always) else None


def _assign(offers: Sequence[Pointer], always: Collection[str]) -> list[Pointer]:
    """Best offer first; each field and each line once."""
    rows: dict[str, Pointer] = {}
    used: set[Line] = set()
    for offer in sorted(offers, key=_surest_first):
        if offer.field not in rows and offer == best_row(offers, offer.field, used, always):
            rows[offer.field] = offer
            used.add(offer.line)
    return list(rows.values())


def _shared(
    part: Part, rows: Sequence[Pointer], offers: Sequence[Pointer], lines: Sequence[Line]
) -> list[Pointer]:
    """With the rows that serve both fields of a pair, as surely as they serve either."""
    found = {r.field: r for r in rows}
    for spec in part.fields:
        twin = found.get(spec.cue.twin or "")
        if twin and spec.name not in found and _names_both(twin, offers, lines):
            pair = (twin.field, spec.name)
            sure = sum(o.probability for o in offers if o.line == twin.line and o.field in pair)
            for field in pair:
                found[field] = replace(twin, field=field, probability=min(sure, 1.0))
    return list(found.values())


def _names_both(row: Pointer, offers: Sequence[Pointer], lines: Sequence[Line]) -> bool:
    """Whether the row says so, or says neither where all that the statement prints says no more."""
    label = lines[max(0, lines.index(row.line) - 1)].text + " " + row.line.text
    if BOTH.search(row.line.text) or RUNS_OVER.search(label):
        return True
    rivals = (o for o in offers if o.field == row.field and o.line != row.line)
    told = EITHER.search(BOTH.sub("", " ".join(n.text for n in lines)))
    return not told and not any(o.probability > RIVAL for o in rivals)


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
