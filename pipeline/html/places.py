"""Where quotes stand in a file of HTML: an XPath and a range of characters.

`(//td)[812]`, 0 to 6: the first six characters of the text content of the 812th cell of the file.
Browsers and parsers count elements alike, and in a browser's console
`$x("(//td)[812]")[0].textContent.slice(0, 6)` prints the quote.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.html.read import Printing, printing
from extract_filings.pipeline.records import Anchor, Document, Line, Piece
from extract_filings.pipeline.text.joined import Span


def anchors(document: Document, spans: Sequence[Span]) -> list[Anchor]:
    """Where each span stands."""
    laid = printing(document.path, document.sha256)
    numbers = _numbers(document.path, document.sha256)
    return [_anchor(laid, numbers, span) for span in spans]


def nodes_of(laid: Printing, span: Span) -> list[tuple[LexborNode, int, int]]:
    """The text nodes of a span, each with the characters of it that are shown there."""
    line, start, end, rest = span
    found: list[tuple[LexborNode, int, int]] = []
    for piece in (Piece(line, start, end), *rest):
        for here, node, offset in _letters(laid, piece.line):
            if piece.start <= here < piece.end:
                if found and found[-1][0].mem_id == laid.nodes[node].mem_id:
                    found[-1] = (found[-1][0], found[-1][1], offset + 1)
                else:
                    found.append((laid.nodes[node], offset, offset + 1))
    return found


def _letters(laid: Printing, line: Line) -> Iterator[tuple[int, int, int]]:
    """Of each letter of a line: its place there, the number of its text node, its offset in it."""
    _, printed = laid.pages[line.page - 1].lines[line.number]
    at = 0
    for _, word in printed.words:
        for text, node, offset in word.parts:
            yield from ((at + i, node, offset + i) for i in range(len(text)))
            at += len(text)
        at += 1


def _anchor(laid: Printing, numbers: dict[int, tuple[str, int]], span: Span) -> Anchor:
    nodes = nodes_of(laid, span)
    first, last = nodes[0], nodes[-1]
    over = _common(first[0], last[0], numbers)
    tag, number = numbers[over.mem_id]
    start = _ahead(over, first[0]) + first[1]
    return Anchor(f"(//{tag})[{number}]", start, _ahead(over, last[0]) + last[2])


def _common(first: LexborNode, last: LexborNode, known: dict[int, tuple[str, int]]) -> LexborNode:
    """The innermost element around both that XPath can name."""
    above = {n.mem_id for n in _over(first)}
    return next(n for n in _over(last) if n.mem_id in above and n.mem_id in known)


def _over(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag:
        yield parent
        parent = parent.parent


def _ahead(over: LexborNode, text: LexborNode) -> int:
    """Characters of an element's text content ahead of one of its text nodes."""
    count = 0
    for node in over.traverse(include_text=True):
        if node.mem_id == text.mem_id:
            break
        if node.tag == "-text":
            count += len(node.text_content or "")
    return count


@lru_cache(1)
def _numbers(path: str, sha256: str) -> dict[int, tuple[str, int]]:
    return numbers_of(printing(path, sha256))


def numbers_of(laid: Printing) -> dict[int, tuple[str, int]]:
    """Each element that XPath can name, and its number among those of its name."""
    counts: Counter[str] = Counter()
    made = {}
    for node in (laid.body.parent or laid.body).traverse():
        tag = node.tag or ""
        if tag.isalnum():
            counts[tag] += 1
            made[node.mem_id] = (tag, counts[tag])
    return made
