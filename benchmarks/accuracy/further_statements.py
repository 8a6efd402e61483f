"""How much of comprehensive income and changes in equity stands in line_item: every tagged cell of
these statements, with its amount, period, unit and component of equity.

python -m extract_filings.benchmarks.accuracy.further_statements SPLIT_DIR FACTS.jsonl.gz
    [--model M] [--misses N]

FACTS is what `python -m extract_filings.training.data.fact_tables` writes. A table near the primary
statements is one of changes in equity if most of its facts are of components of equity, else one of
comprehensive income if the words above say so. Numbers in words, and ratios, do not count. A cell
has the right component if most cells of its table and component have the same one. A table is
proven if nine of ten of its cells add up: exactly, or up to what rounding makes of a sum's parts.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.records import LineAmount, LineItem
from extract_filings.pipeline.resolve.equity.statement_titles import COMPREHENSIVE, EQUITY
from extract_filings.pipeline.settings import Settings

NEAR = 4
"""Pages from the primary statements, at most."""
PROVEN = 0.9
ASIDE = 6.0
"""Points between the right edges of numbers of a column."""
AXIS = "StatementEquityComponentsAxis"
ABOVE = re.compile(r"(?i)statements? of .{0,60}comprehensive (?:income|loss|\(loss)")
UNITS = {"USD": "USD", "shares": "shares", "USD/shares": "USD/share"}
Table = dict[str, Any]  # a line of FACTS
Place = tuple[int, int, int]  # page, line, first character of the number


def gold_tables(tables: Iterable[Table]) -> Iterator[tuple[str, list[tuple[str, Table]]]]:
    """(document, its tables, each with the statement that it is)."""
    for name, some in groupby(tables, lambda t: t["document"]):
        own = list(some)
        pages = [p for t in own if t["statement"] for p in t["pages"]]
        near = range(min(pages, default=0) - NEAR, max(pages, default=0) + NEAR + 1)
        yield name, [(s, t) for t in own if t["pages"][0] in near and (s := _statement(t))]


def _statement(table: Table) -> str:
    if table["statement"]:
        return ""
    cells = [c for r in table["rows"] for c in r["cells"]]
    if 2 * sum(any(AXIS in d for d in c["dims"]) for c in cells) > len(cells):
        return EQUITY
    return COMPREHENSIVE if ABOVE.search(table["caption"][-250:]) else ""


def read_amounts(
    items: Iterable[LineItem], statement: str
) -> dict[Place, tuple[LineItem, LineAmount]]:
    return {_place(a): (i, a) for i in items if i.statement == statement for a in i.amounts}


def in_rounded_sums(items: Sequence[LineItem]) -> set[Place]:
    """The numbers of all sums that hold in their column up to what rounding makes of the parts."""
    made: set[Place] = set()
    rows = {(i.statement, i.line): i for i in items}
    for total in (i for i in items if i.parts):
        parts = [(1 if p > 0 else -1, rows[total.statement, abs(p)]) for p in total.parts]
        for amount in total.amounts:
            column = [(s, a) for s, i in parts for a in i.amounts if _under(a, amount)]
            off = abs(amount.value - sum(s * a.value for s, a in column))
            if off <= Decimal(1 + len(parts) // 8).scaleb(amount.scale):
                made |= {_place(a) for a in (amount, *(a for _, a in column))}
    return made


def _under(one: LineAmount, other: LineAmount) -> bool:
    return bool(one.box and other.box and abs(one.box[2] - other.box[2]) < ASIDE)


def _place(a: LineAmount) -> Place:
    return a.place.page, a.place.number, a.start


def count(
    counts: Counter[str],
    table: Table,
    read: Mapping[Place, tuple[LineItem, LineAmount]],
    rounded: Set[Place] = frozenset(),
) -> list[str]:
    """Adds a table's cells to the counts; its faults in words. `rounded`: numbers of sums."""
    pairs, faults, before = [], [], Counter(counts)
    for row in table["rows"]:
        for cell in row["cells"]:
            if cell["printed"] in row["label"] or cell["unit"] == "pure":
                continue
            found = read.get((row["page"], row["line"], cell["start"]))
            wrong = _wrong(cell, *found) if found else ["there"]
            counts["cells"] += 1
            counts["there"] += bool(found)
            counts["right"] += not wrong
            counts["adding up"] += bool(found and found[1].adds_up)
            nearly = found and (found[1].adds_up or _place(found[1]) in rounded)
            counts["adding up, rounded"] += bool(nearly)
            counts["adding up and right"] += bool(found and found[1].adds_up and not wrong)
            if found:
                pairs.append((tuple(d for d in cell["dims"] if AXIS in d), found[1].member))
            if wrong:
                faults.append(f"p{row['page']} {row['label'][:40]} {cell['printed']} {wrong}")
    counts["member"] += _agreeing(pairs)
    counts["statements"] += 1
    cells = counts["cells"] - before["cells"]
    for how in ("adding up", "adding up, rounded"):
        counts[f"proven {how}"] += counts[how] - before[how] >= PROVEN * cells
    return faults


def _wrong(cell: Mapping[str, Any], item: LineItem, amount: LineAmount) -> list[str]:
    """What of a number that was read is not as in the source."""
    start, end = cell["period_start"], date.fromisoformat(cell["period_end"])
    months = round((end - date.fromisoformat(start)).days / 30.44) if start else None
    size = Decimal(cell["printed"].replace(",", "")) if cell["scale"] is not None else Decimal(0)
    value = size.scaleb(cell["scale"] or 0) * (-1 if cell["printed_negative"] else 1)
    unit = UNITS.get(cell["unit"], cell["unit"])
    told = {
        "value": value == amount.value or not size,
        "period": (end, months) == (amount.period_end, amount.months),
        "unit": unit == (amount.unit or item.unit),
    }
    return [
        f"{k} {amount.value} {amount.period_end} {amount.months}"
        for k, ok in told.items()
        if not ok
    ]


def _agreeing(pairs: Sequence[tuple[tuple[str, ...], str]]) -> int:
    """How many have the member that most of their component have."""
    of: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for dims, member in pairs:
        of[dims][member] += 1
    return sum(c.most_common(1)[0][1] for c in of.values())


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Comprehensive income and changes in equity")
    parser.add_argument("split", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args(words)
    read = Pipeline(Settings(model=asked.model))
    counts = {name: Counter[str]() for name in (COMPREHENSIVE, EQUITY)}
    with gzip.open(asked.facts, "rt") as file:
        for name, tables in gold_tables(map(json.loads, file)):
            items = read(asked.split / "pdf" / f"{name}.pdf").line_items
            for statement, table in tables:
                amounts = read_amounts(items, statement)
                faults = count(counts[statement], table, amounts, in_rounded_sums(items))
                for fault in faults[: asked.misses]:
                    print(f"  {name} {fault}")
    print(report(counts))


def report(counts: Mapping[str, Counter[str]]) -> str:
    shares = (
        ("there", "cells"),
        ("right", "cells"),
        ("member", "there"),
        ("adding up", "cells"),
        ("adding up and right", "adding up"),
        ("adding up, rounded", "cells"),
        ("proven adding up", "statements"),
        ("proven adding up, rounded", "statements"),
    )
    lines = [
        f"{name:21} {part:25} {c[part]:5} of {c[whole]:5} {whole} {c[part] / (c[whole] or 1):.2%}"
        for name, c in counts.items()
        for part, whole in shares
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
