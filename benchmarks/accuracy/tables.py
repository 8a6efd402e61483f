"""How well every table of numbers is read: tables with facts that are found, cells with their exact
value and period, and what is missing, by kind.

python -m extract_filings.benchmarks.accuracy.tables SPLIT_DIR FACTS.jsonl.gz [--misses N]

FACTS is what `python -m extract_filings.training.data.fact_tables` writes. A table is found if half
its cells are cells of tables that are read. A cell is right if its number, scale, printed sign,
last day and months are; percentages have no scale, nor has a dash. Kinds of what is not right:

- not read: no cell stands there. In words: the number stands among the words of a row's label.
- no period: nothing near says one. Day or length: the last day is right, its length is not, as of
  balances among flows. Other period: neither is.
- value: number, scale or sign.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from extract_filings.api.notes import printed_tables
from extract_filings.pipeline.records import TableCell
from extract_filings.training.data.fact_tables import period_of

FOUND = 0.5
"""Of a table's cells."""
KINDS = ("right", "not read", "in words", "no period", "day or length", "other period", "value")
Place = tuple[int, int, int]  # page, line, first character
Period = tuple[date, int | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold cell, the statement that it is of (None: a note), and what became of it."""

    statement: str | None
    line: str
    wanted: Period
    read: TableCell | None
    kind: str


def kind_of(gold: Mapping[str, Any], line: str, cell: TableCell | None) -> str:
    if cell is None:
        behind = line[gold["end"] :]
        return "in words" if any(c.isalpha() for c in behind) else "not read"
    if not _exact(gold, cell):
        return "value"
    end, months = period_of(gold)
    if cell.period_end is None:
        return "no period"
    if cell.period_end != end:
        return "other period"
    return "right" if cell.months == months else "day or length"


def _exact(gold: Mapping[str, Any], cell: TableCell) -> bool:
    digits = gold["printed"].replace(",", "")
    size = Decimal(digits) if digits[-1].isdigit() else Decimal(0)
    if gold["scale"] is not None and gold["unit"] != "pure":
        size = size.scaleb(gold["scale"])
    elif gold["scale"] is not None:
        return abs(cell.value).scaleb(-cell.scale) == size
    return abs(cell.value) == size and (cell.value < 0) == (gold["printed_negative"] and size > 0)


def judged(
    lines: Sequence[Sequence[Any]], table: Mapping[str, Any], cells: Mapping[Place, TableCell]
) -> Iterator[Judged]:
    """All gold cells of a table."""
    for row in table["rows"]:
        line = lines[row["page"] - 1][row["line"]].text
        for gold in row["cells"]:
            cell = cells.get((row["page"], row["line"], gold["start"]))
            kind = kind_of(gold, line, cell)
            yield Judged(table["statement"], line, period_of(gold), cell, kind)


def compare(split: Path, tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, list[Judged]]]:
    """Each gold table with its cells. A document is read once."""
    for pdf, own in groupby(tables, lambda t: t["pdf"]):
        document, found = printed_tables(split / "pdf" / pdf)
        cells = {(c.place.page, c.place.number, c.start): c for t in found for c in t.cells}
        for table in own:
            yield table, list(judged(document.pages, table, cells))


def report(found: Sequence[tuple[Any, list[Judged]]]) -> str:
    """Tables found, and cells by kind: of statements, of notes, of all."""
    made = []
    for name in ("statements", "notes", "all"):
        some = [(t, c) for t, c in found if name in ("all", _group(t))]
        kinds = Counter(cell.kind for _, cells in some for cell in cells)
        there = sum(
            sum(c.kind not in ("not read", "in words") for c in cells) >= FOUND * len(cells)
            for _, cells in some
        )
        total = sum(kinds.values())
        made.append(
            f"{name}: {there} of {len(some)} tables found ({there / max(1, len(some)):.1%}), "
            f"{kinds['right']} of {total} cells right ({kinds['right'] / max(1, total):.2%})"
        )
        made += [f"  {k:14}{kinds[k]:7}  {kinds[k] / max(1, total):.2%}" for k in KINDS[1:]]
    return "\n".join(made)


def _group(table: Mapping[str, Any]) -> str:
    return "statements" if table["statement"] else "notes"


def misses(table: Mapping[str, Any], cells: Sequence[Judged]) -> str:
    """A table's place, and each kind of fault with its first row."""
    title = f"\n{table['document']} page {table['pages'][0]} table {table['table_index']}"
    right = sum(c.kind == "right" for c in cells)
    told = [f"{title}: {right} of {len(cells)} right"]
    for kind in KINDS[1:]:
        if some := [c for c in cells if c.kind == kind]:
            read = some[0].read and (some[0].read.period_end, some[0].read.months)
            told.append(f"  {len(some)} {kind}: {some[0].line[:70]}: {some[0].wanted}, {read}")
    return "\n".join(told)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="how well every table of numbers is read")
    parser.add_argument("split", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many tables with faults")
    asked = parser.parse_args(words)
    with gzip.open(asked.facts, "rt") as file:
        tables = [json.loads(line) for line in file]
    found = list(compare(asked.split, tables))
    faulty = [(t, c) for t, c in found if any(x.kind != "right" for x in c)]
    for table, cells in faulty[: asked.misses]:
        print(misses(table, cells))
    print(report(found))


if __name__ == "__main__":
    main()
