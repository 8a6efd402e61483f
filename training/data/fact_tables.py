"""Gold for the structure of every table: `python -m extract_filings.training.data.fact_tables
SPLIT_DIR OUT.jsonl.gz` finds the tables of a folder's inline-XBRL sources in its PDFs.

A PDF is a print of its source, so both say the same numbers in nearly the same order: the two
sequences are matched as wholes, and a fact stands where its number's partner does. That needs no
search per table, and equal numbers do not get mixed up. A line of the file is a table:

    {"document": "acme_10-k_1", "pdf": "acme_10-k_1.pdf", "form": "10-K",
    "cover_period_end": "2023-12-31", "fiscal_year_end": "--12-31", "table_index": 22,
    "pages": [41], "statement": "income_statement", "caption": "...", "rows": [{"page": 41,
    "line": 7, "label": "Net sales", "cells": [{"start": 10, "end": 15, "printed": "9,978",
    "period_start": "2023-01-01", "period_end": "2023-12-31", "dims": [], "unit": "USD",
    "scale": 6, "negative": false, "printed_negative": false}]}]}

`scale` is null where a dash is printed. `negative` is the sign attribute, which depends on the
concept; `printed_negative` tells whether the page shows brackets or a minus.
"""

import argparse
import gzip
import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Document, Line
from extract_filings.pipeline.text.patterns import CURRENCY
from extract_filings.training.data.inline_xbrl import Cell, Fact, Source, parse

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|(?<![\w—–-])[—–-]{1,2}(?![\w—–-])")
MINUS = re.compile(rf"(?:\(\s*{CURRENCY}?\s*|[-–−]\s?{CURRENCY}?)$")
FEWEST = 2  # cells with facts that make a table
WORDY = 10  # letters beside its facts: a cell with more is a label or a paragraph
FOUND = 0.6  # share of a table's cells
RUNS = (8, 4, 2)  # numbers in a row that, occurring once, tie two texts together


def period_of(cell: Mapping[str, Any]) -> tuple[date, int | None]:
    """The last day and the months of a cell of a table, as it is written; days have no months."""
    end, start = date.fromisoformat(cell["period_end"]), cell["period_start"]
    return end, start and round(((end - date.fromisoformat(start)).days + 1) / 30.4)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of the PDF: `line.text[start:end]`."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]


# The same numbers in two texts


def matched(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of places, both rising, at which two sequences say the same.

    Runs that either holds just once tie them together, longer runs first; what lies between is
    short enough to compare in full.
    """
    yield from _between(left, right, (0, len(left)), (0, len(right)), RUNS)


def _between(
    left: Sequence[str],
    right: Sequence[str],
    a: tuple[int, int],
    b: tuple[int, int],
    runs: Sequence[int],
) -> Iterator[tuple[int, int]]:
    if not runs:
        matcher = SequenceMatcher(None, left[slice(*a)], right[slice(*b)], autojunk=False)
        for i, j, size in matcher.get_matching_blocks():
            yield from ((a[0] + i + k, b[0] + j + k) for k in range(size))
        return
    ties = _ties(left[slice(*a)], right[slice(*b)], runs[0])
    fixed = [(a[0] + i, b[0] + j) for i, j in ties]
    ends = [(a[0] - 1, b[0] - 1), *fixed, (a[1], b[1])]
    for (i, j), (k, m) in pairwise(ends):
        if k - i > 1 and m - j > 1:
            yield from _between(left, right, (i + 1, k), (j + 1, m), runs[1:])
        if k < a[1]:
            yield k, m


def _ties(left: Sequence[str], right: Sequence[str], size: int) -> list[tuple[int, int]]:
    """Places of the runs that occur once in either, as many as rise together."""
    once = [_once(left, size), _once(right, size)]
    pairs = sorted((at, once[1][run]) for run, at in once[0].items() if run in once[1])
    rising = _rising([j for _, j in pairs])
    ties = {(pairs[n][0] + k, pairs[n][1] + k) for n in rising for k in range(size)}
    made: list[tuple[int, int]] = []
    for i, j in sorted(ties):  # runs that overlap may disagree by a step
        if not made or (i > made[-1][0] and j > made[-1][1]):
            made.append((i, j))
    return made


def _once(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
    counts = Counter(runs)
    return {run: i for i, run in enumerate(runs) if counts[run] == 1}


def _rising(values: Sequence[int]) -> list[int]:
    """Indices of a longest rising subsequence."""
    lasts: list[int] = []  # smallest value that ends a sequence of each length
    ends: list[int] = []
    before: list[int | None] = []
    for i, value in enumerate(values):
        at = bisect_left(lasts, value)
        lasts[at : at + 1], ends[at : at + 1] = [value], [i]
        before.append(ends[at - 1] if at else None)
    made, i = [], ends[-1] if ends else None
    while i is not None:
        made.append(i)
        i = before[i]
    return made[::-1]


# Tables


def tables(source: Source, document: Document, lost: Counter) -> Iterator[dict[str, Any]]:
    """All tables of a filing with facts, where they stand. What is lost is counted by reason."""
    places = _places(source, document)
    for table in source.tables:
        rows = [_facts(row, source) for row in table.rows]
        wanted = sum(map(len, rows))
        if sum(bool(c.facts) and not _wordy(c, source) for r in table.rows for c in r) < FEWEST:
            continue
        found = [
            printed
            for row, facts in zip(table.rows, rows, strict=True)
            if (printed := _row(_label(row, source), facts, places, lost))
        ]
        kept = sum(len(row["cells"]) for row in found)
        if kept < FOUND * wanted:
            lost["tables"] += 1
            lost["cells of tables lost"] += kept
            continue
        pages = sorted({row["page"] for row in found})
        yield {
            "table_index": table.index,
            "pages": pages,
            "caption": source.caption(table),
            "rows": found,
        }


def _places(source: Source, document: Document) -> dict[int, Printed]:
    """{where a number starts in the source: where it is printed}."""
    told = [*NUMBER.finditer(source.text)]
    printed = [
        Printed(line, *m.span())
        for page in document.pages
        for line in page
        for m in NUMBER.finditer(line.text)
    ]
    pairs = matched([m.group() for m in told], [p.text for p in printed])
    return {told[i].start(): printed[j] for i, j in pairs}


def _facts(row: Sequence[Cell], source: Source) -> list[tuple[int, Fact]]:
    """The facts of a row's cells, each with the start of its one number; -1 if it has none."""
    made: dict[int, Fact] = {}
    for cell in row:
        for n, fact in enumerate([] if _wordy(cell, source) else cell.facts):
            numbers = [*NUMBER.finditer(source.text, *fact.span)]
            start = numbers[0].start() if len(numbers) == 1 else -1 - n - fact.span[0]
            made.setdefault(start, fact)  # one number may be two facts; the inner one ends first
    return list(made.items())


def _wordy(cell: Cell, source: Source) -> bool:
    letters = sum(c.isalpha() for c in source.text[cell.start : cell.end])
    own = sum(c.isalpha() for f in cell.facts for c in source.text[slice(*f.span)])
    return letters - own > WORDY


def _label(row: Sequence[Cell], source: Source) -> str:
    """The row's first words."""
    texts = (" ".join(source.text[c.start : c.end].split()) for c in row)
    return next((t for t in texts if any(map(str.isalpha, t))), "")


def _row(
    label: str, facts: Sequence[tuple[int, Fact]], places: dict[int, Printed], lost: Counter
) -> dict[str, Any] | None:
    """The row's cells on the line that has most of them."""
    found = [(places[start], fact) for start, fact in facts if start in places]
    lines = Counter(p.line for p, _ in found)
    lost["cells without a number"] += sum(start < 0 for start, _ in facts)
    lost["cells not found"] += sum(start >= 0 for start, _ in facts) - len(found)
    if not found:
        return None
    line = max(lines, key=lambda one: lines[one])
    lost["cells on another line"] += len(found) - lines[line]
    cells = [_cell(p, fact) for p, fact in found if p.line == line]
    return {"page": line.page, "line": line.number, "label": label, "cells": cells}


def _cell(place: Printed, fact: Fact) -> dict[str, Any]:
    return {
        "start": place.start,
        "end": place.end,
        "printed": place.text,
        "period_start": fact.context.start,
        "period_end": fact.context.end,
        "dims": list(fact.context.dims),
        "unit": fact.unit,
        "scale": fact.scale if place.text[-1].isdigit() else None,
        "negative": fact.negative,
        "printed_negative": bool(MINUS.search(place.line.text[: place.start])),
    }


# Folders


def fact_tables(split: Path, lost: Counter) -> Iterator[dict[str, Any]]:
    """The tables of all filings of a folder, in the order of its docs.parquet."""
    statements = _statements(split)
    for doc in pl.read_parquet(split / "docs.parquet").sort("doc_id").iter_rows(named=True):
        name = doc["doc_id"]
        source = parse(gzip.decompress((split / "html" / f"{name}.html.gz").read_bytes()))
        document = read(split / "pdf" / f"{name}.pdf")
        for table in tables(source, document, lost):
            yield {
                "document": name,
                "pdf": f"{name}.pdf",
                "form": doc["form"],
                "cover_period_end": doc["period_end"],
                "fiscal_year_end": source.fiscal_year_end,
                "statement": statements.get((name, table["table_index"])),
            } | table


def _statements(split: Path) -> dict[tuple[str, int], str]:
    """{(document, table): the primary statement that it is}, from the rows of the gold."""
    packed = split / "rows.jsonl.gz"
    with gzip.open(packed, "rt") if packed.exists() else (split / "rows.jsonl").open() as rows:
        return {(r["doc_id"], r["table_index"]): r["statement"] for r in map(json.loads, rows)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("split", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    if not (arguments.split / "html").is_dir():
        parser.error(
            f"{arguments.split}: no html/ in it, expected the filings' sources as"
            " html/NAME.html.gz beside pdf/NAME.pdf; name a folder that has them"
        )
    lost, kept = Counter(), Counter()
    with (
        arguments.out.open("wb") as file,
        gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as out,
    ):
        for table in fact_tables(arguments.split, lost):
            out.write(json.dumps(table, ensure_ascii=False).encode() + b"\n")
            kept["tables"] += 1
            kept["of statements"] += bool(table["statement"])
            kept["rows"] += len(table["rows"])
            kept["cells"] += sum(len(row["cells"]) for row in table["rows"])
    print("kept:", dict(kept))
    print("lost:", dict(sorted(lost.items())))


if __name__ == "__main__":
    main()
