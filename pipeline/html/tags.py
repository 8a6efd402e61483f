"""What a filing's inline-XBRL tags say of values that were read, for comparing alone: nothing is
ever read from them.

The tag is the one that stands around the printed words. It agrees if its number with scale and sign
is the value, and its context the period; of text, if its words are those read, or some of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.html.places import Span, nodes_of
from extract_filings.pipeline.html.read import printing
from extract_filings.pipeline.records import Document, TagSays, Value

DAYS_A_MONTH = 30.44
EITHER = re.compile(
    r"ProceedsFrom\w*Payments|IncreaseDecrease|IncomeLoss|IncomeExpense|ExpenseBenefit|GainLoss"
)
"""Names of concepts whose sign a statement may print the other way round."""


@dataclass(frozen=True, slots=True)
class Context:
    """`start`: None of a day. `members`: whether it is of a part of the company only."""

    start: date | None
    end: date | None
    members: bool

    @property
    def months(self) -> int | None:
        if not (self.start and self.end):
            return None
        return round(((self.end - self.start).days + 1) / DAYS_A_MONTH)

    def __str__(self) -> str:
        length = f"{self.months} months to " if self.months else ""
        return f"{length}{self.end}{', of a part' if self.members else ''}"


def tags_of(document: Document, values: Sequence[tuple[Value, Span]]) -> list[TagSays | None]:
    """What the tag around each value says, None where no tag stands."""
    laid = printing(document.path, document.sha256)
    contexts = _contexts(document.path, document.sha256)
    found = []
    for value, span in values:
        nodes = nodes_of(laid, span)
        around = next(tags_around(nodes[0][0]), None)
        found.append(around and _says(around, value, contexts))
    return found


def tags_around(node: LexborNode) -> Iterator[LexborNode]:
    """The tags around a text, the innermost first."""
    over = node.parent
    while over is not None and over.tag:
        if over.tag in ("ix:nonfraction", "ix:nonnumeric"):
            yield over
        over = over.parent


def _says(tag: LexborNode, value: Value, contexts: Mapping[str, Context]) -> TagSays | None:
    said = tag.attributes
    context = contexts.get(said.get("contextref") or "")
    name = said.get("name") or ""
    if tag.tag == "ix:nonnumeric":
        return _text(tag, name, value)
    size = _number(tag)
    if size is None or context is None or not isinstance(value.value, Decimal | int):
        return None
    agrees = _same(size, name, value) and _same_period(context, value)
    return TagSays(agrees, f"{size:f}, {context}", name)


def _same(size: Decimal, name: str, value: Value) -> bool:
    return value.value == size or (abs(value.value) == abs(size) and bool(EITHER.search(name)))


def _same_period(context: Context, value: Value) -> bool:
    """Values without a period in their key may be of any, and of a part: classes of shares."""
    key = dict(value.key)
    if "period_end" not in key:
        return True
    months = key.get("months")
    return not context.members and context.end == key["period_end"] and context.months == months


def _text(tag: LexborNode, name: str, value: Value) -> TagSays | None:
    """Long notes are tagged as text too: what they hold is no value."""
    words = _squeezed(tag.text(deep=True))
    if not isinstance(value.value, str) or len(words) > 4 * len(value.quote) + 20:
        return None
    return TagSays(_one_in_other(words, value.quote), words, name)


def _one_in_other(tagged: str, quote: str) -> bool:
    """Some tag the comma behind a city, or a number without its area code.

    >>> _one_in_other("Atlanta,", "Atlanta"), _one_in_other("Nasdaq", "New York Stock Exchange")
    (True, False)
    """
    a, b = ("".join(c for c in text.lower() if c.isalnum()) for text in (tagged, quote))
    return a in b or b in a


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _number(tag: LexborNode) -> Decimal | None:
    """With its scale and sign; None of words."""
    said = tag.attributes
    form = (said.get("format") or "").rpartition(":")[2]
    text = "".join(tag.text(deep=True).split())
    if form in ("fixed-zero", "zerodash", "numdash", "fixedzero") or text in ("—", "-", "–"):
        return Decimal(0)
    if form in ("num-comma-decimal", "numcommadecimal", "numdotcomma"):
        text = text.replace(".", "").replace(",", ".")
    try:
        size = Decimal(text.replace(",", "")).scaleb(int(said.get("scale") or 0))
    except (InvalidOperation, ValueError):
        return None
    return -size if said.get("sign") == "-" else size


@lru_cache(1)
def _contexts(path: str, sha256: str) -> dict[str, Context]:
    body = printing(path, sha256).body
    made = {}
    for node in (body.parent or body).traverse():
        if name_of(node) == "context" and node.attributes.get("id"):
            made[node.attributes["id"]] = _context(node)
    return made


def _context(node: LexborNode) -> Context:
    days: dict[str, date | None] = {}
    members = False
    for inner in node.traverse():
        tag = name_of(inner)
        if tag in ("startdate", "enddate", "instant"):
            days[tag] = _day(inner.text(deep=True))
        members = members or tag in ("explicitmember", "typedmember")
    return Context(days.get("startdate"), days.get("enddate") or days.get("instant"), members)


def name_of(node: LexborNode) -> str:
    """Of its element, without the namespace."""
    return (node.tag or "").rpartition(":")[2]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
