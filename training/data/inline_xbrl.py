"""A filing's inline-XBRL source -> its visible text, its tables and the facts in them.

The text is what a browser prints, cell after cell: each block (cell, paragraph, line break) ends a
line. Spans count characters of this text. EDGAR takes well-formed XML only, so the standard
library's parser is enough.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from extract_filings.pipeline.text.patterns import MONTHS

BLOCKS = frozenset(
    [
        "body",
        "br",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
UNSEEN = re.compile(r"display\s*:\s*none", re.I)
SPACE = re.compile(r"[\s\xa0]+")
CAPTION = 400  # characters ahead of a table that may be its title and unit line
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """A fact's period (ISO dates; `start` is None for an instant) and its axis=member pairs."""

    start: str | None
    end: str
    dims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A numeric fact. `negative`: its sign attribute; brackets and signs stand outside its span."""

    span: Span
    concept: str
    context: Context
    unit: str
    scale: int
    negative: bool


@dataclass(slots=True)
class Cell:
    start: int
    end: int = 0
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """`index`: its place among all tables of the file, nested ones counted where they begin."""

    index: int
    start: int
    end: int = 0
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """`fiscal_year_end`: --MM-DD, None if the cover does not tag it."""

    text: str
    tables: tuple[Table, ...]
    fiscal_year_end: str | None

    def caption(self, table: Table) -> str:
        """The lines before a table, back to the table before, joined by bars."""
        past = max((t.end for t in self.tables if t.end <= table.start), default=0)
        ahead = self.text[max(past, table.start - CAPTION) : table.start]
        return " | ".join(line for part in ahead.split("\n") if (line := part.strip()))


def parse(source: bytes) -> Source:
    root = ElementTree.fromstring(source)
    flat = _Flat(_contexts(root), _units(root))
    flat.visit(root)
    return Source("".join(flat.parts), tuple(flat.tables), _fiscal_year_end(root))


def name(element: ElementTree.Element) -> str:
    """Its tag without namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _named(root: ElementTree.Element, *names: str) -> Iterator[ElementTree.Element]:
    return (e for e in root.iter() if name(e) in names)


def _contexts(root: ElementTree.Element) -> dict[str, Context]:
    return {e.attrib["id"]: _context(e) for e in _named(root, "context")}


def _context(element: ElementTree.Element) -> Context:
    day = {
        name(e): (e.text or "").strip()[:10]
        for e in _named(element, "startDate", "endDate", "instant")
    }
    dims = (
        f"{e.attrib['dimension']}={''.join(e.itertext()).strip()}"
        for e in _named(element, "explicitMember", "typedMember")
    )
    return Context(day.get("startDate"), day.get("endDate") or day["instant"], tuple(sorted(dims)))


def _units(root: ElementTree.Element) -> dict[str, str]:
    """USD, shares, USD/shares, pure; a filer's own units by their names."""

    def measures(element: ElementTree.Element) -> str:
        return "*".join(
            (m.text or "").strip().rpartition(":")[2] for m in _named(element, "measure")
        )

    units = {}
    for e in _named(root, "unit"):
        sides = [*_named(e, "unitNumerator", "unitDenominator")]
        units[e.attrib["id"]] = "/".join(map(measures, sides or [e]))
    return units


def _fiscal_year_end(root: ElementTree.Element) -> str | None:
    """From "--12-31", "12/31", "December 31"."""
    tagged = (e for e in root.iter() if e.get("name") == "dei:CurrentFiscalYearEndDate")
    words = SPACE.sub(" ", " ".join("".join(e.itertext()) for e in tagged))
    if day := re.search(r"\b(\d{1,2})[/-](\d{1,2})\b", words):
        return f"--{int(day[1]):02}-{int(day[2]):02}"
    day = re.search(rf"({'|'.join(MONTHS)}) (\d{{1,2}})\b", words, re.I)
    return f"--{MONTHS.index(day[1].capitalize()) + 1:02}-{int(day[2]):02}" if day else None


@dataclass(slots=True)
class _Flat:
    """Collects text, tables and facts on one walk through the file."""

    contexts: Mapping[str, Context]
    units: Mapping[str, str]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[Table] = field(default_factory=list)
    inside: list[Table] = field(default_factory=list)  # the innermost last

    def visit(self, element: ElementTree.Element) -> None:
        kind = name(element)
        if kind and kind not in ("head", "header") and not UNSEEN.search(element.get("style", "")):
            self._open(kind)
            start = self.length
            self._say(element.text)
            for child in element:
                self.visit(child)
                self._say(child.tail)
            self._close(kind, element, start)

    def _say(self, text: str | None) -> None:
        if text:
            self.parts.append(SPACE.sub(" ", text))
            self.length += len(self.parts[-1])

    def _break(self) -> None:
        self.parts.append("\n")
        self.length += 1

    def _open(self, kind: str) -> None:
        if kind in BLOCKS:
            self._break()
        if kind == "table":
            self.tables.append(Table(len(self.tables), self.length))
            self.inside.append(self.tables[-1])
        elif kind == "tr" and self.inside:
            self.inside[-1].rows.append([])
        elif kind in ("td", "th") and self.inside and self.inside[-1].rows:
            self.inside[-1].rows[-1].append(Cell(self.length))

    def _close(self, kind: str, element: ElementTree.Element, start: int) -> None:
        if kind == "table":
            self.inside.pop().end = self.length
        elif kind in ("td", "th") and (cell := self._cell()):
            cell.end = self.length
        elif kind == "nonFraction" and (cell := self._cell()):
            cell.facts.append(self._fact(element, (start, self.length)))
        if kind in BLOCKS:
            self._break()

    def _cell(self) -> Cell | None:
        row = self.inside[-1].rows[-1] if self.inside and self.inside[-1].rows else []
        return row[-1] if row else None

    def _fact(self, element: ElementTree.Element, span: Span) -> Fact:
        return Fact(
            span,
            element.attrib["name"],
            self.contexts[element.attrib["contextRef"]],
            self.units[element.attrib["unitRef"]],
            int(element.get("scale") or 0),
            element.get("sign") == "-",
        )
