"""Documents with gold -> their pages with what the model should say there, to train on and to show
as examples.

Real and synthetic documents come in the same form (`pdf/`, `gold.parquet`, `docs.parquet`, of
statements also `rows.jsonl[.gz]`), and both pass through the reader and the locator of the main
job, so that what is learnt is what will be asked. Pages that ranking brings up and that do not hold
the answer are the negatives.

A row page is a list of lines with a target each; in training its prompt is put together anew each
epoch (training/data/augment.py).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from extract_filings.pipeline.gold.align import targets
from extract_filings.pipeline.gold.cover import cover_targets
from extract_filings.pipeline.gold.format import COVER, rows_beside
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.sandbox import in_process
from extract_filings.pipeline.records import NONE, Chunk, Document, Line, tag
from extract_filings.pipeline.text.patterns import CELL, words
from extract_filings.schemas.base import Part

UNKNOWN = "<?>"  # target of a line or word that must not be asked


@dataclass(slots=True)
class RowPage:
    """`targets[i]`: mark of line i, `concepts[i]`: its us-gaap concept if known, `holds`:
    statements on the page.
    """

    document: str
    lines: list[str]
    targets: list[str]
    concepts: list[str | None]
    holds: frozenset[str]


@dataclass(slots=True)
class WordPage:
    """`targets[i]`: a mark per word of line i. `facts`: the page's gold where its sections are the
    schema's own parts; None of other gold.
    """

    document: str
    lines: list[str]
    targets: list[list[str]]
    facts: list[dict] | None = None


@dataclass(frozen=True, slots=True)
class LabeledPage:
    """A chunk of a document with gold, as it is asked."""

    document: Document
    chunk: Chunk
    page: RowPage | WordPage


def gold_rows(root: Path) -> dict[str, list[dict]]:
    """Rows of the statements per document; each with `item` where gold has one."""
    gold = pl.read_parquet(root / "gold.parquet").filter(pl.col.section != COVER)
    item = {
        (g["doc_id"], g["table_index"], g["row_index"]): g["item"]
        for g in gold.iter_rows(named=True)
    }
    rows = defaultdict(list)
    for row in rows_beside(root / "gold.parquet"):
        facts = [f for c in row.get("cells", ()) for f in c["facts"] if not f.get("dims")]
        row["item"] = item.get((row["doc_id"], row["table_index"], row["row_index"]))
        if facts:
            row["printed"] = [f["printed"] for f in facts if f.get("printed")]
            row["concept"] = facts[0]["concept"].removeprefix("us-gaap:")
            rows[row["doc_id"]].append(row)
    return rows


def squeeze(text: str | None) -> str:
    return re.sub(r"\W+", "", text or "").lower()


def carrier(lines: list[Line], row: dict, after: int) -> int | None:
    """The line that prints all numbers of a row; the label breaks ties, then the first behind the
    row before.
    """
    best = None
    for i, line in enumerate(lines):
        numbers = re.findall(r"\d[\d,.]*\d|\d|[—–-]", line.text)
        if all(p in numbers for p in row["printed"]):
            label, text = squeeze(row["label"]), squeeze(line.text)
            fit = (
                3 * bool(label and label[-12:] in text)
                + 2 * bool(label and text.startswith(label[:10]))
                + (i > after) * 1.5
            )
            if best is None or fit > best[0]:
                best = (fit, i)
    return best and best[1]


def row_targets(
    document: Document, rows: list[dict], pages: dict[str, list[int]]
) -> dict[tuple[int, int], tuple[str | None, str]]:
    """{(page, line number): (mark or None, concept)} of a document's statements."""
    found = {}
    for statement, numbers in pages.items():
        lines = [
            line for n in numbers or () for line in document.pages[n - 1] if CELL.search(line.text)
        ]
        after = -1
        for row in (r for r in rows if r["statement"] == statement):
            i = carrier(lines, row, after)
            if i is not None:
                after = i
                place = (lines[i].page, lines[i].number)
                if row["item"] or place not in found:
                    found[place] = (row["item"] and tag(statement, row["item"]), row["concept"])
    return found


def row_page(document: Document, chunk: Chunk, found: dict, pages: dict[str, list[int]]) -> RowPage:
    at = [found.get((line.page, line.number), (None, None)) for line in chunk.lines]
    holds = frozenset(s for s, numbers in pages.items() if chunk.page in (numbers or ()))
    return RowPage(
        document.name,
        [line.text for line in chunk.lines],
        [m or NONE for m, _ in at],
        [c for _, c in at],
        holds,
    )


FACT = ("section", "item", "value", "printed", "row_index")


def word_page(
    document: Document, chunk: Chunk, marks: dict, facts: list[dict] | None = None
) -> WordPage:
    targets = [
        [marks.get((line.page, line.number, w), NONE) for w, _ in enumerate(words(line.text))]
        for line in chunk.lines
    ]
    here = (
        None
        if facts is None
        else [
            {name: f[name] for name in FACT}
            for f in facts
            if f["page"] == chunk.page and f["printed"]
        ]
    )
    return WordPage(document.name, [line.text for line in chunk.lines], targets, here)


def examples(root: Path, parts: tuple[Part, ...], keep: int = 8) -> Iterator[RowPage | WordPage]:
    """The pages of `labeled_pages`."""
    return (s.page for s in labeled_pages(root, parts, keep))


def labeled_pages(
    root: Path, parts: tuple[Part, ...], keep: int = 8, sandbox: Callable = in_process
) -> Iterator[LabeledPage]:
    """All pages of a folder with gold that the main job would ask, and `keep` ranked pages a
    statement. `sandbox` calls what opens a PDF. Raises InputError."""
    gold = pl.read_parquet(root / "gold.parquet")
    rows = gold_rows(root)
    statements, others = (
        [p for p in parts if (p.kind == "statement") == it] for it in (True, False)
    )
    opening = [COVER, *(p.name for p in others)]
    for doc in pl.read_parquet(root / "docs.parquet").iter_rows(named=True):
        document = sandbox(read, root / "pdf" / f"{doc['doc_id']}.pdf")
        chunks = chunk_pages(document)
        pages = {p.name: doc[f"{p.name}_pages"] for p in statements}
        found = row_targets(document, rows[doc["doc_id"]], pages)
        true = {n for numbers in pages.values() for n in numbers or ()}
        wanted = {
            c.page
            for found_chunks in locate(statements, chunks, keep).values()
            for c in found_chunks
        } | true
        yield from (
            LabeledPage(document, c, row_page(document, c, found, pages))
            for c in chunks
            if c.page in wanted
        )
        here = (pl.col.doc_id == doc["doc_id"]) & pl.col.section.is_in(opening)
        facts = gold.filter(here).to_dicts()
        dialect = any(f["section"] == COVER for f in facts)
        marks = (cover_targets if dialect else targets)(document, facts, others)
        asked = [c for some in locate(others, chunks).values() for c in some]
        own = None if dialect else facts
        yield from (
            LabeledPage(document, c, word_page(document, c, marks, own))
            for c in chunks
            if c in asked
        )


def bare_pages(
    folder: Path, parts: tuple[Part, ...], keep: int = 5
) -> Iterator[RowPage | WordPage]:
    """Pages of filings without gold that the main job would ask: text for the tokenizer, nothing to
    learn from.
    """
    for path in sorted(folder.glob("*.pdf")):
        document = read(path)
        chunks = chunk_pages(document)
        found = locate(parts, chunks, keep)
        for chunk in {c for p in parts if p.kind == "statement" for c in found[p.name]}:
            yield row_page(document, chunk, {}, {})
        yield from (word_page(document, c, {}) for c in chunks if c.page <= 2)
