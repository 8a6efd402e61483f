"""A copy of a page of HTML in which values are marked, each with a note that shows under the
pointer.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.html.places import numbers_of
from extract_filings.pipeline.html.read import printing
from extract_filings.pipeline.records import Anchor, Note, Value

OPEN, CLOSE = "\ue0f0{}\ue0f1", "\ue0f2"
"""Where a mark begins, with its number, and where it ends, until the page is text again."""


def marked_copy(path: Path, sha256: str, values: Sequence[Value], notes: Sequence[Note]) -> str:
    """The text of the copy, with a note for each value."""
    laid = printing.__wrapped__(str(path), sha256)  # a tree of its own, since it is changed
    top = laid.body.parent or laid.body
    elements = {name: top_id for top_id, name in numbers_of(laid).items()}
    nodes = {n.mem_id: n for n in top.traverse(include_text=True)}
    spans: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(dict)
    for number, value in enumerate(values):
        if value.anchor and (at := elements.get(_named(value.anchor))):
            for text, start, end in _texts(nodes[at], value.anchor):
                spans[text.mem_id].setdefault((start, end), []).append(number)
    for at, some in spans.items():
        nodes[at].replace_with(_with_marks(nodes[at].text_content or "", some))
    return _filled(top.html or "", notes)


def _named(anchor: Anchor) -> tuple[str, int]:
    """
    >>> _named(Anchor("(//td)[812]", 0, 6))
    ('td', 812)
    """
    tag, _, number = anchor.xpath.removeprefix("(//").partition(")[")
    return tag, int(number.removesuffix("]"))


def _texts(element: LexborNode, anchor: Anchor) -> Iterator[tuple[LexborNode, int, int]]:
    """The text nodes of a range of an element's text content, with their share of it."""
    at = 0
    for node in element.traverse(include_text=True):
        if node.tag != "-text":
            continue
        size = len(node.text_content or "")
        start, end = max(0, anchor.start - at), min(size, anchor.end - at)
        if start < end and (node.text_content or "")[start:end].strip():
            yield node, start, end
        at += size


def _with_marks(text: str, spans: Mapping[tuple[int, int], Sequence[int]]) -> str:
    """Spans that overlap the one before are left out."""
    made, at = "", 0
    for (start, end), numbers in sorted(spans.items()):
        if start < at:
            continue
        opened = OPEN.format(",".join(map(str, numbers)))
        made += text[at:start] + opened + text[start:end] + CLOSE
        at = end
    return made + text[at:]


def _filled(html: str, notes: Sequence[Note]) -> str:
    first, *rest = html.split(OPEN[0])
    made = [first]
    for part in rest:
        numbers, _, text = part.partition(OPEN[-1])
        own = [notes[int(n)] for n in numbers.split(",")]
        told = escape("; ".join(n.words for n in own))
        made.append(f'<mark style="background:#{own[0].colour};color:#000" title="{told}">{text}')
    return "<!DOCTYPE html>\n" + "".join(made).replace(CLOSE, "</mark>")
