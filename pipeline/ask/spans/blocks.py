"""Addresses over several lines.

Those asked for as lists of their lines stand below the name of whose address it is, which the span
reader finds, while it seldom knows two addresses of a page apart. Of one asked for as a text it
often gives the first line alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.ask.spans.cells import Cell
from extract_filings.pipeline.ask.spans.page import EDGES, Place, SpanPage
from extract_filings.pipeline.ask.spans.pieces import together
from extract_filings.pipeline.ask.spans.row import OnPage, Row
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec, Part

ADDRESS = re.compile(r"\baddress\b")
POSTAL = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b|(?<=\S )\d{5}(?:-\d{4})?$"
    r"|^(?:[A-Z]{1,2}-)?(?:\d{4} ?[A-Z]{2}|\d{4,5}|\d{3} \d{2}) [^\W\d]|[^\W\d] \d{4,6}$"
)
"""NA4 7PS; K1A 0B1; OR 97799; 9711 AB Groenhaven; 1010 Wien; 114 55 Solna; Sydney NSW 2000"""
OTHER = re.compile(
    r"[:@#]|www\.|\b(?:tel|phone|telephone|fax|e-?mail|mobile|vat|tax|uid|attn|attention|contact)\b",
    re.IGNORECASE,
)
"""What the lines below a name hold besides the address."""
Named = tuple[SpanPage, Place, float]
"""Where a name stands, and its share."""
MOST = 5  # lines
STEP, ALIGNED, WIDER = 2.2, 0.6, 1.2
"""Heights of words: from one line down to the next at most; how far their left ends are apart. How
much wider a step is than the one above it.
"""


def whole_address(field: FieldSpec, page: SpanPage, place: Place) -> Place:
    """With the lines below it, down to the one with a postal code; as it is if it has one."""
    at = place.candidate
    cell = page.grid.cell(at.start, at.end)
    ends = cell and not page.passage.text[at.end : cell.end].strip(EDGES)
    if not (cell and ends and ADDRESS.search(field.words)) or _has_code(at.said):
        return place
    lines = [Candidate(at.said, at.start, at.end)]
    for line in _lines(page, at):
        lines.append(line)
        if POSTAL.search(line.said.upper()):
            first, *rest = together(page.passage.text, [(n.start, n.end) for n in lines])
            said = " ".join(" ".join(n.said.split()) for n in lines)
            return replace(place, candidate=Candidate(said, *first, more=tuple(rest)))
    return place


def _has_code(address: str) -> bool:
    """Behind its street, if it is on one line: house numbers of five digits are none."""
    return any(POSTAL.search(part.strip().upper()) for part in address.split(",")[1:])


def named_by(part: Part, asked: Sequence[tuple[Part, FieldSpec]]) -> int | None:
    """The number of the field with the name of whose address the list is, if it is one."""
    if not (part.kind == "list" and ADDRESS.search(part.words) and _is_lines(part)):
        return None
    holder = part.place.at[:-1]
    fields = ((k, f) for k, (p, f) in enumerate(asked) if p.name == part.parent)
    names = (k for k, f in fields if f.at[:-1] == holder and "name" in f.words.split())
    return next(names, None)


def _is_lines(part: Part) -> bool:
    return [(f.type, f.at, f.choices) for f in part.fields] == [(str, (), ())]


def below(name: Named, k: int) -> list[OnPage]:
    """The lines below a name, as rows of the list with this one field."""
    page, place, share = name
    lines = _lines(page, place.candidate)
    return [(page, Row({k: Place(c, share, place.window, place.token)})) for c in lines]


def _lines(page: SpanPage, name: Candidate) -> Iterator[Candidate]:
    above = page.grid.cell(name.start, name.start + 1)
    lefts, most = _lefts(above, name) if above else (), STEP
    for _ in range(MOST):
        cell = _next(page, above, lefts, most) if above else None
        if not (above and cell):
            return
        text = page.passage.text[cell.start : cell.end]
        if OTHER.search(text):
            return
        yield Candidate(text.rstrip(EDGES), cell.start, cell.start + len(text.rstrip(EDGES)))
        above, most = cell, min(most, WIDER * (above.level - cell.level))


def _lefts(cell: Cell, name: Candidate) -> tuple[float, float]:
    """Of the cell, and of the name in it, which a label may stand before."""
    share = (name.start - cell.start) / max(1, cell.end - cell.start)
    return cell.left, cell.left + share * (cell.right - cell.left)


def _next(page: SpanPage, cell: Cell, lefts: Sequence[float], most: float) -> Cell | None:
    under = (
        c
        for row in page.grid.cells
        for c in row
        if 0.5 < cell.level - c.level < most and any(abs(c.left - left) < ALIGNED for left in lefts)
    )
    return max(under, key=lambda c: c.level, default=None)


def with_addresses(
    rows: Mapping[str, list[OnPage]],
    parts: Sequence[Part],
    asked: Sequence[tuple[Part, FieldSpec]],
    names: Mapping[int, Named],
) -> dict[str, list[OnPage]]:
    """The rows of each list; of addresses whose name is known, the lines below it if there are
    any.
    """
    made = {name: [*some] for name, some in rows.items()}
    for part in parts:
        k = named_by(part, asked)
        if k is not None and k in names:
            own = next(n for n, (p, _) in enumerate(asked) if p.name == part.name)
            made[part.name] = below(names[k], own) or made[part.name]
    return made
