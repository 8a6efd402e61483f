"""Where the values of a gold whose sections are a schema's own parts stand on their pages, word by
word.

A gold line says page, printed text and label, and of a list the table and the entry (`row_index`).
Rules:
- The values of one entry are sought together: the lines that hold all of them closest to each
  other, in gold's order, behind the entry before. An entry of one value is sought like a value of
  the root.
- Of several places of a root value the one nearest to its label counts, one behind the label before
  one ahead of it.
- A place serves one value; the values with the fewest places choose first.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract_filings.pipeline.records import Document, Line, tag
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.base import Part

Place = tuple[int, int, int]  # line of the page, first character, one behind the last
AHEAD = 3  # a place ahead of its label counts as so many times as far
NOT_ON_PAGE = 10**6


def targets(
    document: Document, facts: Sequence[dict], parts: Iterable[Part]
) -> dict[tuple[int, int, int], str]:
    """{(page, line, word): mark} of the root and the lists."""
    asked = {(p.name, f.name) for p in parts for f in p.fields if f.pointed}
    pages, marks = defaultdict(list), {}
    for fact in facts:
        if (fact["section"], fact["item"]) in asked and fact["page"]:
            pages[fact["page"]].append(fact)
    for page, some in pages.items():
        lines = document.pages[page - 1]
        for fact, (at, start, end) in placed(lines, some):
            for w, (s, e) in enumerate(words(lines[at].text)):
                if s < end and start < e:
                    marks[page, lines[at].number, w] = tag(fact["section"], fact["item"])
    return marks


def placed(lines: Sequence[Line], facts: Sequence[dict]) -> list[tuple[dict, Place]]:
    """The facts of one page with their places; those that are not found are left out."""
    entries = defaultdict(list)
    for i, fact in enumerate(facts):
        entries[
            (fact["section"], fact["table_index"], fact["row_index"])
            if fact["row_index"] is not None
            else i
        ].append(fact)
    found, last = [], defaultdict(int)
    for key, entry in entries.items():
        if len(entry) > 1 and (
            there := together(lines, entry, last[key[:2]], {p for _, p in found})
        ):
            found += zip(entry, there, strict=True)
            last[key[:2]] = there[-1][0]
    done = {id(f) for f, _ in found}
    rest = [(places(lines, f["printed"]), f) for f in facts if id(f) not in done]
    for there, fact in sorted(rest, key=lambda r: (len(r[0]), -len(r[1]["printed"]))):
        free = [p for p in there if not any(overlap(p, q) for _, q in found)] or there
        if free:
            near = labels(lines, fact["label"])
            found.append((fact, min(free, key=lambda p: distance(lines, p, near))))
    return found


def places(lines: Sequence[Line], printed: str) -> list[Place]:
    """All places of a text as whole words; "5,000" is no part of "15,000" or "5,000.50"."""
    text = r"\s+".join(map(re.escape, printed.split()))
    whole = re.compile(rf"(?<!\w)(?<!\d[.,]){text}(?!\w)(?![.,]\d)")
    return [(i, *m.span()) for i, line in enumerate(lines) for m in whole.finditer(line.text)]


def overlap(one: Place, other: Place) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def together(
    lines: Sequence[Line], entry: Sequence[dict], after: int, taken: set[Place]
) -> list[Place] | None:
    """The closest places of all values of an entry, each behind the one before."""
    options = [
        [p for p in places(lines, f["printed"]) if p[0] >= after and p not in taken] for f in entry
    ]
    chains = []
    for first in options[0]:
        chain = [first]
        for there in options[1:]:
            behind = next((p for p in there if p > chain[-1] and not overlap(p, chain[-1])), None)
            if behind is None:
                break
            chain.append(behind)
        if len(chain) == len(entry):
            chains.append(chain)
    return min(chains, key=lambda c: c[-1][0] - c[0][0], default=None)


def labels(lines: Sequence[Line], label: str | None) -> list[Place]:
    text = r"\s+".join(map(re.escape, (label or "").split()))
    return (
        [
            (i, *m.span())
            for i, line in enumerate(lines)
            for m in re.finditer(rf"(?<!\w){text}(?!\w)", line.text, re.I)
        ]
        if text
        else []
    )


def distance(lines: Sequence[Line], place: Place, near: Sequence[Place]) -> int:
    """Characters to the nearest label, counted over the lines between."""
    start = _offset(lines, *place[:2])
    gaps = (start - _offset(lines, n[0], n[2]) for n in near)
    return min((g if g >= 0 else -AHEAD * g for g in gaps), default=NOT_ON_PAGE)


def _offset(lines: Sequence[Line], line: int, char: int) -> int:
    """Characters from the top of the page."""
    return sum(len(n.text) + 1 for n in lines[:line]) + char
