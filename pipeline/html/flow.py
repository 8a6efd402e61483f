"""The tree of a page -> what flows down it: paragraphs of words, tables of cells, breaks of pages.

Words keep the text nodes that they come from. Text that no human sees is gathered apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.html.sheets import declarations, sheet_of
from extract_filings.pipeline.html.source import MAX_NESTED, MAX_TEXT, TooMuch
from extract_filings.pipeline.html.styles import NEVER, Look, Shown, Styles, is_seen, length
from extract_filings.pipeline.text.patterns import INVISIBLE

WORD = re.compile(rf"[^\s{INVISIBLE}]+")
SAME = str.maketrans({"\u2011": "-", "\ufffe": "-"})
MAX_SPAN = 1_000
VALIGN = {"top": 0.0, "baseline": 0.0, "text-top": 0.0, "middle": 0.5, "bottom": 1.0}


class Word:
    """`parts`: text, number of the text node, offset in it. `space`: blanks ahead of it. `hard`:
    whether a line begins with it."""

    __slots__ = ("hard", "parts", "space")

    def __init__(self, part: tuple[str, int, int], space: float, hard: bool) -> None:
        self.parts, self.space, self.hard = [part], space, hard

    @property
    def text(self) -> str:
        return self.parts[0][0] if len(self.parts) == 1 else "".join(p[0] for p in self.parts)


@dataclass(slots=True)
class Paragraph:
    """Words that fill lines. `left`: room on the left; `first`: more of it in the first line.
    `wraps`: whether a full line breaks."""

    words: list[Word]
    align: float
    left: float
    first: float
    wraps: bool


@dataclass(slots=True)
class Cell:
    """`across`, `down`: columns and rows that it spans. `valign`: 0 top to 1 bottom. `room`: the
    width that the file gives it, in points, 0 if none."""

    flow: list["Item"]
    across: int
    down: int
    valign: float
    room: float


@dataclass(slots=True)
class Grid:
    """`placed`: (row, first column, cell), once it is known; `measured`: its width likewise."""

    rows: list[list[Cell]]
    placed: list[tuple[int, int, Cell]] | None = None
    measured: float | None = None


@dataclass(slots=True)
class PageBreak:
    pass


Item = Paragraph | Grid | PageBreak


@dataclass(slots=True)
class Flow:
    """`items`: from top to bottom. `nodes`: all text nodes. `unseen`: numbers of those that no
    human sees."""

    items: list[Item]
    nodes: list[LexborNode] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)


def flow_of(body: LexborNode) -> Flow:
    """Raises RecursionError where tags are nested without end, TooMuch."""
    made = _Flow(Styles(sheet_of(body)))
    items = made.inside(body, made.styles.shown(body, Look()).look)
    return Flow(items, made.nodes, made.unseen)


class _Flow:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.nodes: list[LexborNode] = []
        self.unseen: list[int] = []
        self.characters = 0

    def inside(self, node: LexborNode, look: Look, left: float = 0.0, first: float = 0.0):
        """What flows in a block."""
        filled = _Filled(look, left, first)
        self._fill(filled, node, look, left, 0)
        return filled.done()

    def _fill(self, to: "_Filled", node: LexborNode, look: Look, left: float, deep: int) -> None:
        if deep > MAX_NESTED:
            raise RecursionError
        child = node.child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                self._text(to, child, look)
            elif tag == "br":
                to.hard = True
            elif tag in NEVER:
                pass
            elif tag is not None and tag[0] not in "-!":
                self._element(to, child, tag, look, left, deep)
            child = child.next

    def _element(
        self, to: "_Filled", node: LexborNode, tag: str, look: Look, left: float, deep: int
    ) -> None:
        how = self.styles.shown(node, look)
        if how.before:
            to.add(PageBreak())
        rows = [*self._rows(node, how.look)] if how.role == "table" else []
        if rows or tag == "table":
            to.add(Grid([self._row(row, look, deep) for row, look in rows]))
        elif how.block:
            inner = left + max(0.0, how.left)
            to.begin(how.look, inner, how.first)
            self._fill(to, node, how.look, inner, deep + 1)
            to.begin(look, left, 0.0)
        else:
            to.space += how.left / 5 if how.left > 5 else 0.0
            self._fill(to, node, how.look, left, deep + 1)
        if how.after:
            to.add(PageBreak())

    def _text(self, to: "_Filled", node: LexborNode, look: Look) -> None:
        raw = node.text_content or ""
        number = len(self.nodes)
        self.nodes.append(node)
        self.characters += len(raw)
        if self.characters > MAX_TEXT:
            raise TooMuch(f"over {MAX_TEXT:,} characters")
        if is_seen(look):
            to.text(raw, number, look.pre)
        elif WORD.search(raw):
            self.unseen.append(number)

    def _rows(self, table: LexborNode, look: Look) -> Iterator[tuple[LexborNode, Look]]:
        """A table of cells without rows is a row."""
        child = table.child
        while child is not None:
            how = self._inner(child, look)
            if how and how.role == "row":
                yield child, how.look
            elif how and how.role == "rows":
                yield from self._rows(child, how.look)
            elif how and how.role == "cell":
                yield table, look
                return
            child = child.next

    def _inner(self, child: LexborNode, look: Look) -> Shown | None:
        """Of an element; None of text and comments."""
        tag = child.tag or "-"
        return self.styles.shown(child, look) if tag[0] not in "-!" else None

    def _row(self, row: LexborNode, look: Look, deep: int) -> list[Cell]:
        if row.tag == "caption":
            return [Cell(self._deeper(row, look, 0.0, 0.0, deep), MAX_SPAN, 1, 0.0, 0.0)]
        cells = []
        child = row.child
        while child is not None:
            how = self._inner(child, look)
            if how and how.role == "cell":
                cells.append(self._cell(child, look, deep))
            child = child.next
        return cells

    def _cell(self, cell: LexborNode, look: Look, deep: int) -> Cell:
        how, said = self.styles.shown(cell, look), cell.attributes
        css = declarations(said.get("style") or "")
        valign = VALIGN.get(css.get("vertical-align") or str(said.get("valign") or ""), 0.5)
        flow = self._deeper(cell, how.look, how.left, how.first, deep)
        room = _room(css.get("width") or said.get("width"))
        return Cell(flow, _span(said.get("colspan")), _span(said.get("rowspan")), valign, room)

    def _deeper(
        self, node: LexborNode, look: Look, left: float, first: float, deep: int
    ) -> list[Item]:
        filled = _Filled(look, left, first)
        self._fill(filled, node, look, left, deep + 3)
        return filled.done()


class _Filled:
    """Paragraphs being filled."""

    def __init__(self, look: Look, left: float, first: float) -> None:
        self.items: list[Item] = []
        self.now = Paragraph([], look.align, left, first, look.wraps)
        self.space, self.hard, self.joined = 0.0, False, False

    def begin(self, look: Look, left: float, first: float) -> None:
        """Another paragraph."""
        self._end(Paragraph([], look.align, left, first, look.wraps))

    def _end(self, new: Paragraph) -> None:
        if self.now.words:
            self.items.append(self.now)
        self.now = new
        self.space, self.hard, self.joined = 0.0, False, False

    def add(self, item: Item) -> None:
        self._end(replace(self.now, words=[], first=0.0))
        self.items.append(item)

    def done(self) -> list[Item]:
        self._end(replace(self.now, words=[]))
        return self.items

    def text(self, raw: str, number: int, pre: bool) -> None:
        """Words of a text node go on with those before unless a blank parts them."""
        end = 0
        for found in WORD.finditer(raw):
            self._blank(raw[end : found.start()], pre)
            part = (found.group().translate(SAME), number, found.start())
            if self.joined and not self.space and not self.hard:
                self.now.words[-1].parts.append(part)
            else:
                self.now.words.append(Word(part, self.space, self.hard))
            self.space, self.hard, self.joined = 0.0, False, True
            end = found.end()
        self._blank(raw[end:], pre)

    def _blank(self, between: str, pre: bool) -> None:
        """Blanks are one; those that do not break, and those of text set so, are as many as there
        are."""
        if not between:
            return
        if pre and "\n" in between:
            self.hard, self.space = True, 0.0
            between = between.rpartition("\n")[2]
        for c in between:
            if c in INVISIBLE:
                continue
            if c == "\xa0" or pre or c in "\u2002\u2003\u3000":
                self.space += 8 if c == "\t" else 1
            else:
                self.space = max(self.space, 1.0)


def _span(said: str | None) -> int:
    """
    >>> _span("3"), _span("x"), _span("99999")
    (3, 1, 1000)
    """
    digits = re.match(r"\s*(\d{1,9})", said or "")
    return min(MAX_SPAN, max(1, int(digits[1]))) if digits else 1


def _room(said: str | None) -> float:
    return length(said, 10.0) if said else 0.0
