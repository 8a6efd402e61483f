"""How well code reads a statement once its rows are known: points at the gold rows and compares the
cells with gold.

python -m extract_filings.benchmarks.accuracy.columns SPLIT_DIR [--misses N]
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from extract_filings.pipeline.gold.evaluate import months
from extract_filings.pipeline.page_ranges import runs
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import read_statement
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

STATEMENTS = {p.name: p for p in parts(Filing) if p.kind == "statement"}
Key = tuple[str, date, int | None]  # item, period end, months


def squeeze(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def has(line: Line, printed: str) -> bool:
    return re.search(rf"(?<![\d,.]){re.escape(printed)}(?![\d,]|\.\d)", line.text) is not None


def carriers(lines: Sequence[Line], facts: Sequence[dict]) -> list[Line]:
    """The lines with the most of the printed values; end and start of the label, then order, break
    ties.
    """
    label, printed = squeeze(facts[0]["label"]), {f["printed"] for f in facts}
    found = {line: sum(has(line, p) for p in printed) for line in lines}

    def rank(line: Line) -> tuple:
        text = squeeze(line.text)
        return (
            found[line],
            3 * bool(label and label[-12:] in text)
            + 2 * bool(label and text.startswith(label[:10])),
            -line.number,
        )

    best = max(lines, key=rank, default=None)
    return [best] if best is not None and found[best] else []


def read_cells(
    document: Document, section: str, pages: Sequence[int], facts: Sequence[dict], year_end: date
) -> dict[Key, tuple[Decimal, str]]:
    """{key: (value, the row's text)} of the rows that gold points at."""
    items, cells = defaultdict(list), {}
    for fact in facts:
        items[fact["item"]].append(fact)
    for run in runs(sorted(pages)):
        for part in (
            [run] if _one_table(document, run, items.values()) else [[page] for page in run]
        ):
            lines = [line for page in part for line in document.pages[page - 1]]
            rows = {item: line for item, of in items.items() for line in carriers(lines, of)}
            shown = [
                page for page in (part[0] - 1, *part) if page
            ]  # title and scale may stand on the page before
            lines = [line for page in shown for line in document.pages[page - 1]]
            part = STATEMENTS[section]
            flow = "months" in part.keys
            sheet = read_sheet(lines, boxes(document, shown), flow, Known(None, year_end))
            found = read_statement(sheet, rows, part)
            for item, row in found.items():
                for cell in row:
                    cells.setdefault(
                        (item, cell.period_end, cell.months), (cell.value, cell.line.text)
                    )
    return cells


def _one_table(document: Document, run: Sequence[int], items: Iterable[Sequence[dict]]) -> bool:
    """Whether most items have all their values on one line: else each page holds a statement of its
    own.
    """
    lines = [line for page in run for line in document.pages[page - 1]]
    whole = [
        all(has(line, f["printed"]) for f in of) for of in items for line in carriers(lines, of)
    ]
    return 2 * sum(whole) > len(whole)


def compare(split: Path) -> Iterator[tuple[str, str, Key, dict, Decimal | None, str]]:
    """(document, verdict, key, fact, value read, row). Cells that gold lacks are `extra`."""
    gold = pl.read_parquet(split / "gold.parquet").to_dicts()
    for doc in pl.read_parquet(split / "docs.parquet").iter_rows(named=True):
        document = read(split / "pdf" / f"{doc['doc_id']}.pdf")
        for section in STATEMENTS:
            facts = [f for f in gold if f["doc_id"] == doc["doc_id"] and f["section"] == section]
            cells = (
                read_cells(
                    document,
                    section,
                    doc[f"{section}_pages"] or [],
                    facts,
                    date.fromisoformat(doc["period_end"]),
                )
                if facts
                else {}
            )
            wanted = {
                (f["item"], date.fromisoformat(f["period_end"]), months(f)): f
                for f in facts
                if not f["suspect"]
            }
            known = {(f["item"], date.fromisoformat(f["period_end"]), months(f)) for f in facts}
            for key, fact in wanted.items():
                value, row = cells.get(key, (None, ""))
                yield doc["doc_id"], verdict(value, Decimal(fact["value"])), key, fact, value, row
            for key in cells.keys() - known:
                yield doc["doc_id"], "extra", key, {}, *cells[key]


def verdict(value: Decimal | None, gold: Decimal) -> str:
    if value is None:
        return "missing"
    if value == gold:
        return "right"
    if value == -gold:
        return "sign"
    ratio = abs(value / gold) if gold else Decimal(0)
    return "scale" if ratio and ratio.normalize().as_tuple().digits == (1,) else "amount"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("split", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    arguments = parser.parse_args()
    found = list(compare(arguments.split))
    counts = Counter(f[1] for f in found)
    gold = counts.total() - counts["extra"]
    print(
        f"{gold} cells: exact match {counts['right'] / gold:.2%}, precision"
        f" {counts['right'] / (gold - counts['missing']):.2%};",
        dict(counts),
    )
    for name, verdict_, key, fact, value, row in [
        f for f in found if f[1] not in ("right", "extra")
    ][: arguments.misses]:
        print(
            f"{verdict_:8}{name[:22]:23}{key[0]} {key[1]} {key[2]}: gold {fact['value']}"
            f" ({fact['label'] or ''}: {fact['printed']}), read {value} | {row[-70:]}"
        )


if __name__ == "__main__":
    main()
