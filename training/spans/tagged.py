"""The facts of a filing in inline XBRL, and where the pages laid out here print each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.html.read import Page, Printing, printing
from extract_filings.pipeline.html.tags import name_of, tags_around
from extract_filings.pipeline.records import Document
from extract_filings.pipeline.text.candidates import DURATION
from extract_filings.pipeline.text.parse import DATES
from extract_filings.schemas.names import spoken
from extract_filings.training.spans.places import Text
from extract_filings.training.spans.sample import Kind, Span

LONGEST = 120  # characters of a value; longer texts are paragraphs
NO_VALUE = re.compile(
    r"TextBlock|Policy|Extensible|Flag$|Focus$|Description$|^Nature|^Document[A-Z].*Report$"
)
UNSAID = re.compile(r"(?i)yes|no|true|false|x|none|n/?a")
SEGMENTS = "OperatingSegments"
"""Of segments, what the axis of consolidation says beside the segment's own."""


Members = tuple[tuple[str, str], ...]
"""Axis and member, in words."""


@dataclass(frozen=True, slots=True)
class Period:
    """`start`: None of a day."""

    start: date | None
    end: date

    @property
    def months(self) -> int:
        return round(((self.end - self.start).days + 1) / 30.44) if self.start else 0


Contexts = Mapping[str, tuple[Period, Members]]


@dataclass(frozen=True, slots=True)
class Fact:
    """`concept`: its words. `text`: as it is printed."""

    concept: str
    period: Period
    members: Members
    kind: Kind
    text: str
    page: int
    span: Span


def facts_of(document: Document) -> Iterator[Fact]:
    """In the order of the pages. None of what runs over pages, or whose words other columns part;
    no dashes, boxes to tick and paragraphs.
    """
    laid = printing(document.path, document.sha256)
    contexts = dict(_contexts(laid.body.parent or laid.body))
    for number, page in enumerate(laid.pages, 1):
        text = Text([line.text for line in document.pages[number - 1]])
        for tag, (start, end) in _places(laid, page, text).values():
            if fact := _fact(tag, text, number, start, end, contexts):
                yield fact


def _places(
    laid: Printing, page: Page, text: Text
) -> dict[int, tuple[LexborNode, tuple[int, int]]]:
    """The tags whose words a page prints, with their first and last character of its text."""
    found: dict[int, tuple[LexborNode, tuple[int, int]]] = {}
    for n, (_, line) in enumerate(page.lines):
        at = text.at(n, 0)
        for _, word in line.words:
            for letters, node, _ in word.parts:
                for tag in tags_around(laid.nodes[node]):
                    _, (start, end) = found.get(tag.mem_id, (tag, (at, at)))
                    found[tag.mem_id] = tag, (min(start, at), max(end, at + len(letters)))
                at += len(letters)
            at += 1
    return found


def _fact(
    tag: LexborNode, text: Text, page: int, start: int, end: int, contexts: Contexts
) -> Fact | None:
    said = tag.attributes
    name = (said.get("name") or "").rpartition(":")[2]
    words, printed = _squeezed(tag.text(deep=True)).rstrip(","), text.joined[start:end].rstrip(",")
    end = start + len(printed)
    context = contexts.get(said.get("contextref") or "")
    whole = "".join(words.split()) == "".join(printed.split())
    if not (context and whole and _is_value(name, printed)):
        return None
    kind, (start, end) = _kind(tag, name, text.joined, start, end)
    if not kind:
        return None
    span, period, members = text.span(start, end), *context
    return Fact(spoken(name), period, members, kind, text.joined[start:end], page, span)


def _is_value(name: str, printed: str) -> bool:
    if len(printed) > LONGEST or NO_VALUE.search(name) or UNSAID.fullmatch(printed):
        return False
    return any(map(str.isalnum, printed))


def _kind(
    tag: LexborNode, name: str, text: str, start: int, end: int
) -> tuple[Kind | None, tuple[int, int]]:
    """What it is, and where. Of a duration some tag the number alone: its unit belongs to it."""
    words = text[start:end]
    if tag.tag == "ix:nonfraction":
        return ("number" if any(map(str.isdigit, words)) else None), (start, end)
    if DATES.fullmatch(words):
        return "date", (start, end)
    form = (tag.attributes.get("format") or "").rpartition(":")[2]
    if form.startswith("dur") or re.search(r"(?:Term|Period|Life|Duration)\d?$", name):
        from_here = DURATION.match(text, start)
        return ("text" if from_here else None), from_here.span() if from_here else (start, end)
    while text[end - 1 : end + 1].isalnum() and end < len(text):  # some tag a part of a word
        end += 1
    return ("text" if len(words) > 1 else None), (start, end)


def _contexts(top: LexborNode) -> Iterator[tuple[str, tuple[Period, Members]]]:
    for node in top.traverse():
        if name_of(node) == "context" and (key := node.attributes.get("id")):
            inner = {name_of(n): _squeezed(n.text(deep=True))[:10] for n in node.traverse()}
            end = inner.get("enddate") or inner.get("instant")
            if end:
                start = inner.get("startdate")
                period = Period(
                    date.fromisoformat(start) if start else None, date.fromisoformat(end)
                )
                yield key, (period, _members(node.traverse()))


def _members(nodes: Iterable[LexborNode]) -> Members:
    told = (
        (_axis(n.attributes.get("dimension") or ""), _member(_squeezed(n.text(deep=True))))
        for n in nodes
        if name_of(n) in ("explicitmember", "typedmember")
    )
    return tuple(sorted((axis, member) for axis, member in told if member != spoken(SEGMENTS)))


def _axis(name: str) -> str:
    """
    >>> _axis("srt:ProductOrServiceAxis"), _member("aapl:IPhoneMember")
    ('product or service', 'i phone')
    """
    bare = name.rpartition(":")[2].removesuffix("Axis")
    return spoken(re.sub(r"^(?:Statement)|Name$|Type$", "", bare)) or "item"


def _member(name: str) -> str:
    return spoken(name.rpartition(":")[2].removesuffix("Member").removesuffix("Segment"))


def _squeezed(text: str | None) -> str:
    return " ".join((text or "").split())
