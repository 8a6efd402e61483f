"""Rows of a list as letters and reports print them: one entry below the other, each with a number,
a letter or a bullet in front.

    1) Ingredients panel          a) Logo and wordmark
       now: Limonen                  EUR 1,450, 10 working days
       should: Limonene           b) Paper bag
    2) Directions                    EUR 620, 4 working days

Entries are built alike. Where a field's value stands in one of them (behind which word, on which
line) it stands in the others: fields and such roles are matched as those of a table are with its
columns, by the probabilities of all their places.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extract_filings.pipeline.ask.lists.rows import Found
from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import EDGES, Place, SpanPage
from extract_filings.pipeline.ask.spans.row import Row
from extract_filings.pipeline.ask.spans.wrapped import goes_on
from extract_filings.pipeline.text.candidates import Candidate, is_open
from extract_filings.pipeline.text.parse import legal
from extract_filings.schemas.base import FieldSpec

FRONT = re.compile(
    r"\s*(?:(?P<bullet>[-*•·–])|(?P<open>[\[(]?)(?:(?P<number>\d{1,2})|(?P<letter>[a-z])"
    r"|(?P<part>\d{1,2}\.)(?P<sub>\d{1,2}))(?P<close>[.):\]]?))\s+(?=\S)"
)
"""What stands in front of an entry; a number by itself has a mark behind it."""
_CALLED = "number no num letter item ref reference position pos line point index entry clause id"
CALLED = frozenset(_CALLED.split())
"""Words of fields that say which entry it is."""
FEWEST, BULLETS = 2, 3
"""Entries of a list at least; with nothing but bullets in front."""
ASIDE = 0.7  # heights of words that entries begin aside of each other at most
LONGEST = 15
"""Lines of an entry at most, by the median of a list's: clauses of contracts are longer."""
FAIR, FIT = 0.1, 0.12
"""Mean probability of a field's role, and of all fields, from which on they are read."""
SAID = 0.5
"""Probability of what stands in front, where the field asks for that."""
LABEL = re.compile(r":\s+|\s[-–—]{1,2}\s")
"""What a text begins behind within a cell."""
Specs = Mapping[int, FieldSpec]
Role = tuple[str | int, ...]
Roles = Mapping[Role, list[Place | None]]
"""By role the place in each entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`lines` of the page; `start`, `end` of its text; `front`: what stands in front of that."""

    lines: range
    start: int
    end: int
    front: Candidate


def entry_rows(page: SpanPage, found: Sequence[Found], specs: Specs) -> list[Row]:
    """Rows of the list by the entries that fit it best; none if none fit."""
    read = [_rows(page, entries, found, specs) for entries in series(page)]
    return max(read, key=lambda rows: sum(r.fit or 0 for r in rows), default=[])


def series(page: SpanPage) -> list[list[Entry]]:
    """Entries that belong together: numbered on, in the same way, at the same place."""
    begun: dict[tuple, list[tuple[int, re.Match[str]]]] = {}
    done: list[list[tuple[int, re.Match[str]]]] = []
    for n, line in enumerate(page.passage.lines):
        front = FRONT.match(line.text)
        if (
            front is None
            or not (front["bullet"] or front["close"] or front["sub"])
            or not page.grid.cells[n]
        ):
            continue
        style = _style(front, page.grid.cells[n][0].left)
        some = begun.get(style, [])
        if some and _next(some[-1][1], front):
            some.append((n, front))
        else:
            begun[style] = [(n, front)]
            done.append(begun[style])
    long = [s for s in done if len(s) >= (BULLETS if s[0][1]["bullet"] else FEWEST)]
    made = [_entries(page, some) for some in long]
    return [some for some in made if median(len(entry.lines) for entry in some) <= LONGEST]


def _style(front: re.Match[str], left: float) -> tuple:
    kind = "letter" if front["letter"] else "number" if front["number"] else "sub"
    place = round(left / ASIDE) if front["bullet"] else 0  # numbers go on in the next column
    return front["bullet"], front["open"], front["close"], kind, front["part"], place


def _next(before: re.Match[str], front: re.Match[str]) -> bool:
    if front["letter"]:
        return ord(front["letter"]) == ord(before["letter"]) + 1
    name = "number" if front["number"] else "sub"
    return bool(front["bullet"]) or int(front[name]) == int(before[name]) + 1


def _entries(page: SpanPage, some: Sequence[tuple[int, re.Match[str]]]) -> list[Entry]:
    """The last one is as long as the longest before it, unless the page or what stands deeper ends
    first."""
    firsts = [n for n, _ in some]
    longest = max(b - a for a, b in pairwise(firsts))
    stop = min(firsts[-1] + longest, len(page.passage.lines))
    left = page.grid.cells[firsts[-1]][0].left
    for n in range(firsts[-1] + 1, stop):
        cells = page.grid.cells[n]
        if not cells or cells[0].left < left - ASIDE:
            stop = n
            break
    made = []
    for (n, front), end in zip(some, [*firsts[1:], stop], strict=True):
        start = page.starts[n]
        mark = front.group().strip(" ()[]:")
        at = start + front.group().index(mark)
        own = Candidate(mark.rstrip("."), at, at + len(mark.rstrip(".")))
        made.append(Entry(range(n, end), start + front.end(), page.starts[end] - 1, own))
    return made


def _rows(
    page: SpanPage, entries: Sequence[Entry], found: Sequence[Found], specs: Specs
) -> list[Row]:
    """Those of entries that have any value; none if the entries do not fit the list."""
    roles = {k: _by_role(page, entries, k, spec, found) for k, spec in specs.items()}
    matched = [*_matched(roles, len(entries))]
    fit = sum(share for *_, share in matched) / len(specs)
    if fit < FIT:
        return []
    rows = [Row(fit=fit) for _ in entries]
    for k, role, share in matched:
        _fill(page, rows, k, roles[k][role], share)
    read = {k for row in rows for k in row.places}
    for k in (k for k, spec in specs.items() if k not in read and _asks_which(spec)):
        for row, entry in zip(rows, entries, strict=True):
            said = entry.front.said
            if said.isdigit() or (specs[k].type is str and said[0].isalnum()):
                row.places[k] = page.place(entry.front, SAID)
    return [row for row in rows if row.places]


def _asks_which(spec: FieldSpec) -> bool:
    """Whether the field says which entry it is."""
    return CALLED.issuperset(spec.words.lower().split()) and spec.type in (str, int)


def _fill(
    page: SpanPage, rows: Sequence[Row], k: int, places: Sequence[Place | None], share: float
) -> None:
    """Each row with the field's place, unless a surer field has it."""
    for row, place in zip(rows, places, strict=True):
        if place and not _taken(place, row):
            row.places[k] = page.place(place.candidate, max(place.probability, share))


def _matched(roles: Mapping[int, Roles], count: int) -> Iterator[tuple[int, Role, float]]:
    """Each field with its likeliest role, the surest first; a role, once."""
    pairs = [
        (sum(p.probability for p in places if p) / count, k, role)
        for k, by_role in roles.items()
        for role, places in by_role.items()
    ]
    fields: set[int] = set()
    taken: set[tuple[int, int]] = set()
    for share, k, role in sorted(pairs, key=lambda one: (-one[0], one[1], str(one[2]))):
        spans = {(p.candidate.start, p.candidate.end) for p in roles[k][role] if p}
        if share >= FAIR and k not in fields and not spans & taken:
            fields.add(k)
            taken |= spans
            yield k, role, share


def _by_role(
    page: SpanPage, entries: Sequence[Entry], k: int, spec: FieldSpec, found: Sequence[Found]
) -> dict[Role, list[Place | None]]:
    """What each entry has in each role: what the span reader found there, or what stands there."""
    made: dict[Role, list[Place | None]] = defaultdict(lambda: [None] * len(entries))
    own = sorted((p for number, p in found if number == k), key=lambda p: -p.probability)
    for i, entry in enumerate(entries):
        plain = [*_offers(page, entry, spec)]
        whole = {c.start: c for c in plain if is_open(spec) and _labelled(page, c)}
        likely = (p for p in own if entry.start <= p.candidate.start < entry.end)
        full = (replace(p, candidate=whole.get(p.candidate.start, p.candidate)) for p in likely)
        for place in (*full, *(page.place(c, 0.0) for c in plain)):
            for role in _roles(page, entry, place.candidate, spec):
                made[role][i] = made[role][i] or place
    return made


def _labelled(page: SpanPage, at: Candidate) -> bool:
    return page.passage.text[max(0, at.start - 9) : at.start].rstrip(" ").endswith(":")


def _offers(page: SpanPage, entry: Entry, spec: FieldSpec) -> Iterator[Candidate]:
    """All of the entry's values of the field's type; of texts whole cells, and what follows a label
    in them."""
    if not is_open(spec):
        cells = (c for n in entry.lines for c in page.grid.cells[n])
        for cell in cells:
            yield from (o for o in page.offers_in(spec, cell) if o.start >= entry.start)
        return
    text = page.passage.text
    widest = max((c.right - c.left for n in entry.lines for c in page.grid.cells[n]), default=0.0)
    for n in entry.lines:
        for cell in page.grid.cells[n]:
            start, end = max(cell.start, entry.start), _end(page, entry, cell, widest)
            for at in (start, *(m.end() for m in LABEL.finditer(text, start, cell.end))):
                said = text[at:end].strip(EDGES)
                first = text.find(said, at)
                if said and legal(spec, said):
                    yield Candidate(" ".join(said.split()), first, first + len(said))


def _end(page: SpanPage, entry: Entry, cell: Cell, widest: float) -> int:
    """Of a cell with the lines of its entry that it goes on in."""
    for n in range(cell.line + 1, entry.lines.stop):
        below = page.grid.cells[n]
        if len(below) != 1 or not goes_on(page.passage.text, cell, below[0], widest):
            break
        cell = below[0]
    return cell.end


def _roles(page: SpanPage, entry: Entry, at: Candidate, spec: FieldSpec) -> Iterator[Role]:
    """How a value stands in its entry: behind which word; on which line, at its begin or as which
    of its type."""
    text = page.passage.text
    line = next(n for n in reversed(entry.lines) if page.starts[n] <= at.start)
    before = text[max(page.starts[line], entry.start) : at.start]
    words = re.findall(r"[A-Za-z]+", before)
    if (words and words[-1].islower()) or ":" in before:
        yield "behind", words[-1].lower() if words else ""
    offset, last = line - entry.lines[0], line - entry.lines[-1]
    if not words:
        yield "begins", offset
    elif not is_open(spec):
        ahead = [
            o
            for cell in page.grid.cells[line]
            for o in page.offers_in(spec, cell)
            if entry.start <= o.start < at.start
        ]
        yield "nth", offset, len(ahead)
        yield "nth from below", last, len(ahead)


def _taken(place: Place, row: Row) -> bool:
    a = place.candidate
    return any(a.start < p.candidate.end and p.candidate.start < a.end for p in row.places.values())
