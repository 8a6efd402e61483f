"""Whose statement a page prints. Those of a subsidiary, of a business that was bought, of the
parent alone or pro forma ones look the same; only their heads differ.

Rules:
- A head that names the registrant speaks for the page, one that names another company against it,
  if some head of the document names the registrant.
- Words such as "pro forma", "parent company only", "as previously reported" speak against it.
- Two printings that differ in most of what they share are of two companies or bases: the second
  adds nothing, and the first is as sure as it outweighs the second.

>>> named("PALISADE HOTELS CORPORATION AND SUBSIDIARIES", "Palisade Hotels Corp.")
1.0
>>> named("BEACHSIDE RESORTS, L.L.C. (an acquired business)", "Palisade Hotels Corp.")
0.1
>>> named("Consolidated Statements of Income", "Palisade Hotels Corp.")
0.8
>>> named("The Palisade Casino Company", "Palisade Hotels Corp.")
0.25
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extract_filings.pipeline.records import Line, Occurrence, RowKey, Value

OWN, PART, NOBODY, ANOTHER = 1.0, 0.25, 0.8, 0.1
"""What a head counts that names the registrant, a company with a like name, nobody, another one."""
OTHER_BASIS = 0.1
"""What a head counts whose words say that it is not the group's own, actual statement."""
BASIS = re.compile(
    r"(?i)\bpro[\s-]?forma\b|\bparent[- ](?:company|only)|\bregistrant only\b|\bschedule i\b"
    r"|condensed financial information of|\bacquired (?:business|company|compan)"
    r"|\bas (?:previously|originally)(?:\s+reported|\s+as\b|\s*$|\s*\()|\bconsolidating\b"
    r"|\ba (?:wholly|majority)[- ]owned subsidiary\b|\bequity[- ]method investee"
)
TITLE = re.compile(r"(?i)\bstatements?\b|balance sheet|financial (?:position|condition)")
ABOVE, TOP = 10, 4
"""Lines of a head: right above the first row, and at the top of the page."""
SUFFIX = (
    r"(?:inc|incorporated|corp|corporation|company|companies|co|l\.?l\.?c|l\.?l?\.?p|ltd|limited|plc"
    r"|n\.v|s\.a|a\.g|bancorp|bancshares|partners)\b\.?"
)
COMPANY = re.compile(
    rf"(?i)^\s*(?P<name>[^\d,(]*?(?:,\s*|\s+){SUFFIX})\W*(?:\(.*\)|and\s.*subsidiar\w*|$)"
)
EMPTY = {"the", "and", "of", "subsidiaries", "subsidiary", "its", "consolidated", "a", "de"}
NEAR = Decimal("0.006")
"""Figures no further apart are the same, rounded."""
SHARED = 3
"""Cells that two printings share at least before they can be told to differ."""

Values = dict[tuple[RowKey, str], Value]


def whose(
    places: Sequence[Occurrence], registrant: str, pages: Sequence[Sequence[Line]] = ()
) -> list[Occurrence]:
    """The places of one statement, each with how far its head says that it is the registrant's.
    `pages`: the document's lines.
    """
    heads = [_head(p, pages) for p in places]
    names = [max((named(n.text, registrant) for n in head), key=_weight) for head in heads]
    known = bool(registrant) and OWN in names
    return [
        replace(p, own=(name if known else 1.0) * (OTHER_BASIS if _other_basis(head) else 1.0))
        for p, head, name in zip(places, heads, names, strict=True)
    ]


def _weight(named: float) -> float:
    """Of names in a head the registrant's counts before another's, and that before none."""
    return {OWN: 3, PART: 2, ANOTHER: 1}.get(named, 0)


def _head(place: Occurrence, pages: Sequence[Sequence[Line]]) -> Sequence[Line]:
    """The lines above the first row; with the end of the page before if they are no title."""
    first = min((place.lines.index(r.line) for r in place.rows), default=0)
    page = place.lines[first].page
    top = [n for n in place.lines[:TOP] if n.page == page]
    lines = [*top, *place.lines[max(0, first - ABOVE) : first + 1]]
    if any(TITLE.search(n.text) for n in lines) or not 2 <= page <= len(pages):
        return lines
    return [*pages[page - 2][-TOP:], *lines]


def _other_basis(head: Sequence[Line]) -> bool:
    return any(BASIS.search(line.text) for line in head)


def named(line: str, registrant: str) -> float:
    """What a line of a head says of who prints it."""
    own, match = _name(registrant), COMPANY.match(line)
    words = _name(match["name"] if match else line)
    if not match:
        return OWN if own and own <= words else NOBODY
    return OWN if own == words else PART if own & words else ANOTHER


def _name(text: str) -> set[str]:
    """The words of a name that tell it from others."""
    bare = re.sub(rf"(?i)(?<![a-z]){SUFFIX}", " ", text.lower())
    return {*re.findall(r"[a-z0-9]+", bare.replace("'", "").replace("’", ""))} - EMPTY


def added(values: Values, further: Values, share: float) -> Values:
    """The values with those of a further place that they lack. `share`: how much the first place
    outweighs it, from 0 to 1.
    """
    shared = further.keys() & values.keys()
    differ = [k for k in shared if not _same(values[k].value, further[k].value)]
    if len(shared) >= SHARED and 2 * len(differ) > len(shared):
        return {k: replace(v, column=v.column * share) for k, v in values.items()}
    rivals = {k: max(values[k].rival, further[k].confidence) for k in differ}
    told = {k: replace(values[k], rival=rival) for k, rival in rivals.items()}
    return {**further, **values, **told}


def _same(one: Any, other: Any) -> bool:
    """Whether two figures are one, rounded or not."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= NEAR * max(abs(one), abs(other))
    return one == other


def outweighs(first: Occurrence, other: Occurrence) -> float:
    """How surely the first of two printings that differ is the registrant's. Between equals the
    order in which they are printed decides, and that is no more than a guess.
    """
    a, b = first.weight**4, other.weight**4
    return a / (a + b) if a + b else 1.0
