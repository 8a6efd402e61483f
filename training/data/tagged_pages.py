"""Gold for schemas of strangers: on which pages a filing prints the value of each field.

The schemas of `foreign/` are as others write them: names in several styles, with and without
descriptions, objects, lists that share one kind of row; none comes from our generators. Their
`x-tagged` names the inline-XBRL concepts that a field is tagged with, `x-rows` the axes that tell
the rows of a list apart. Both are taken out before anything is asked.

A field's value is the fact of the first concept that the filing tags for the whole company, of the
latest day; a list has such a fact for each member of its axis. A fact may stand on several pages.
"""

import gzip
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborNode

from extract_filings.pipeline.html.read import Printing, printing, read
from extract_filings.pipeline.html.tags import name_of
from extract_filings.pipeline.records import Document
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import compiled

FOREIGN = Path(__file__).with_name("foreign")
SCHEMAS = sorted(p.stem for p in FOREIGN.glob("*.json"))
TAGGED, ROWS = "x-tagged", "x-rows"
TAGS = ("ix:nonfraction", "ix:nonnumeric")
LONGEST = 300  # characters of a value; longer texts are notes
SEGMENTS = "OperatingSegments"
"""Of segments, what the axis of consolidation says beside the segment's own."""

Member = tuple[str, str]  # axis, member
Context = tuple[str, tuple[Member, ...]]  # last day, members


@dataclass(frozen=True, slots=True)
class Fact:
    """`day`: ISO, the last one of its period. `page`: counts from 1."""

    concept: str
    day: str
    members: tuple[Member, ...]
    printed: str
    page: int


@dataclass(frozen=True, slots=True)
class Stands:
    """A value of a field. `tagged`: the pages of its facts; `printed`: those that print the same
    characters, too."""

    part: str
    field: str
    tagged: frozenset[int]
    printed: frozenset[int]


def filing(path: Path) -> Document:
    """A filing, gunzipped if need be."""
    if path.suffix != ".gz":
        return read(path)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, path.stem)
        plain.write_bytes(gzip.decompress(path.read_bytes()))
        return read(plain)  # which keeps how it laid the file out


@cache
def schema(name: str) -> tuple[Mapping[str, Any], tuple[Part, ...]]:
    """A schema of `foreign/` with its tags, and what is asked for."""
    tagged = json.loads((FOREIGN / f"{name}.json").read_text())
    return tagged, compiled(_without_tags(tagged), tagged["title"])


def _without_tags(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {k: _without_tags(v) for k, v in node.items() if k not in (TAGGED, ROWS)}
    return node


def values(name: str, document: Document, facts: Sequence[Fact]) -> Iterator[Stands]:
    """The values that a filing tags for a schema."""
    tagged, parts = schema(name)
    by_concept: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_concept[fact.concept].append(fact)
    texts = {n: " ".join(line.text for line in page) for n, page in enumerate(document.pages, 1)}
    for part in parts:
        for field in part.fields:
            concepts, axes = _tags_of(tagged, part, field)
            for some in _first(concepts, axes, by_concept):
                pages = frozenset(f.page for f in some)
                same = _printed({f.printed for f in some}, texts)
                yield Stands(part.name, field.name, pages, pages | same)


def _tags_of(tagged: Mapping[str, Any], part: Part, field: FieldSpec) -> tuple[list[str], list]:
    """A field's concepts, and the axes of its list."""
    node, axes, concepts = tagged, [], []
    for step in part.place.at:
        node = node["properties"][step]
    if part.kind == "list":
        axes, concepts = node[ROWS], node.get(TAGGED, []) if field.type is not str else []
        node = node["items"]
    if "$ref" in node:
        node = tagged["$defs"][node["$ref"].rpartition("/")[2]]
    for step in field.at:
        node = node["properties"][step]
    return node.get(TAGGED, concepts), axes


def _first(
    concepts: Sequence[str], axes: Sequence[str], facts: Mapping[str, Sequence[Fact]]
) -> list[list[Fact]]:
    """Of the first concept that is tagged: the facts of the latest day, by member of the axes."""
    for concept in concepts:
        rows: dict[tuple[Member, ...], list[Fact]] = defaultdict(list)
        for fact in facts.get(concept, ()):
            own = [m for m in fact.members if SEGMENTS not in m[1]]
            if [m[0].rpartition(":")[2] for m in own] in ([[a] for a in axes] or [[]]):
                rows[fact.members].append(fact)
        if rows:
            last = max(f.day for some in rows.values() for f in some)
            latest = ([f for f in some if f.day == last] for some in rows.values())
            return [some for some in latest if some]
    return []


def _printed(texts: set[str], pages: Mapping[int, str]) -> frozenset[int]:
    """The pages that print one of the texts, whatever it says there."""
    any_of = "|".join(map(re.escape, sorted(texts)))
    found = re.compile(rf"(?<![\w.,])(?:{any_of})(?!\w)", re.I)
    return frozenset(n for n, text in pages.items() if found.search(text))


def facts_of(document: Document) -> list[Fact]:
    """The facts that a filing's pages print, in the order of the file."""
    laid = printing(document.path, document.sha256)
    pages, contexts = _pages(laid), _contexts(laid.body.parent or laid.body)
    return [f for tag in _tags(laid) if (f := _fact(tag, pages, contexts))]


def _pages(laid: Printing) -> dict[int, int]:
    """The page of each text node that is printed, by its place in memory."""
    found: dict[int, int] = {}
    for number, page in enumerate(laid.pages, 1):
        for _, line in page.lines:
            for _, word in line.words:
                for _, node, _ in word.parts:
                    found.setdefault(laid.nodes[node].mem_id, number)
    return found


def _tags(laid: Printing) -> Iterator[LexborNode]:
    return (n for n in (laid.body.parent or laid.body).traverse() if n.tag in TAGS)


def _fact(
    tag: LexborNode, pages: Mapping[int, int], contexts: Mapping[str, Context]
) -> Fact | None:
    """None of what no page prints, and of whole notes."""
    said = tag.attributes
    context, text = contexts.get(said.get("contextref") or ""), _words(tag)
    printed = [pages[n.mem_id] for n in tag.traverse(include_text=True) if n.mem_id in pages]
    if not (context and text and printed) or len(text) > LONGEST:
        return None
    day, members = context
    return Fact(said.get("name") or "", day, members, text, min(printed))


def _words(node: LexborNode) -> str:
    return " ".join((node.text(deep=True) or "").split())


def _contexts(top: LexborNode) -> dict[str, Context]:
    """Of each context its last day and its members."""
    found = {}
    for node in top.traverse():
        if name_of(node) == "context" and (key := node.attributes.get("id")):
            inner = [*node.traverse()]
            day = [_words(n)[:10] for n in inner if name_of(n) in ("enddate", "instant")]
            members = [
                (n.attributes.get("dimension") or "", _words(n))
                for n in inner
                if name_of(n) in ("explicitmember", "typedmember")
            ]
            found[key] = (day[0] if day else "", tuple(sorted(members)))
    return found
