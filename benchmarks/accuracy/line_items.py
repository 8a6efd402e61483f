"""How much of the statements as printed stands in line_item: every row, its words, numbers, periods
and order, and the concept that is read for it.

python -m extract_filings.benchmarks.accuracy.line_items SPLIT_DIR [--model M] [--misses N]

A row of gold (rows.jsonl) with numbers is there if a line item of its statement has its numbers for
its periods; numbers in its words do not count, and a balance among flows may be of either end of
the period. Its label is right if the letters and digits are the same. Its concept counts if it is
us-gaap's and the row has no member; "known" ones occur in the model's vocabulary.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.format import rows_beside
from extract_filings.pipeline.gold.pages import squeeze
from extract_filings.pipeline.records import LineItem
from extract_filings.pipeline.settings import Settings

Cell = tuple[date | None, Decimal]  # last day, None for a balance among flows; size
US_GAAP = "us-gaap:"
PROVEN = 0.9
"""Of a statement's rows of money: so many are in sums of one that is proven."""


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A printed row. `cells`: what is tagged in it."""

    statement: str
    label: str
    cells: frozenset[Cell]
    concept: str | None


def gold_rows(split: Path) -> dict[str, list[GoldRow]]:
    """By document, in printed order."""
    rows: dict[str, list[GoldRow]] = defaultdict(list)
    for row in rows_beside(split / "gold.parquet"):
        cells = [c for c in row.get("cells", ()) if c["text"] != row["label"]]
        facts = [f for c in cells for f in c["facts"] if f.get("numeric")]
        if row["kind"] == "data" and facts:
            rows[row["doc_id"]].append(_gold_row(row, facts))
    return rows


def _gold_row(row: dict[str, Any], facts: Sequence[dict[str, Any]]) -> GoldRow:
    flow = row["statement"] != "balance_sheet"
    cells = frozenset(
        (_day(f, flow), abs(Decimal(f["value"]))) for f in facts if f["value"] is not None
    )
    concept = facts[0]["concept"]
    plain = concept.startswith(US_GAAP) and not facts[0].get("dims")
    return GoldRow(
        row["statement"],
        squeeze(row["label"]),
        cells,
        concept.removeprefix(US_GAAP) if plain else None,
    )


def _day(fact: dict[str, Any], flow: bool) -> date | None:
    return None if flow and not fact["period_start"] else date.fromisoformat(fact["period_end"])


def cells_of(item: LineItem) -> frozenset[Cell]:
    return frozenset((d, abs(a.value)) for a in item.amounts for d in (a.period_end, None))


def matched(
    gold: Sequence[GoldRow], items: Sequence[LineItem]
) -> Iterator[tuple[GoldRow, LineItem | None]]:
    """Each row and the item with its numbers; of several the one with its label, then the first
    that is free."""
    free = list(items)
    for row in gold:
        fits = [i for i in free if i.statement == row.statement and row.cells <= cells_of(i)]
        fits.sort(key=lambda i: squeeze(i.label) != row.label)
        found = fits[0] if fits else None
        if found:
            free.remove(found)
        yield row, found


def count(counts: Counter[str], known: frozenset[str], pairs: Sequence) -> None:
    """Adds a document's rows to the counts."""
    last: dict[str, int] = {}
    for row, item in pairs:
        counts["rows"] += 1
        if item is None:
            continue
        counts["there"] += 1
        counts["label"] += squeeze(item.label) == row.label
        counts["order"] += last.get(row.statement, 0) < item.line
        last[row.statement] = item.line
        if row.concept:
            counts["named"] += 1
            counts["concept"] += item.concept == row.concept
            if row.concept in known:
                counts["known"] += 1
                counts["known right"] += item.concept == row.concept
                counts["known among three"] += row.concept in [n for n, _ in item.concepts]


def count_proofs(counts: Counter[str], items: Sequence[LineItem]) -> None:
    """Adds the statements whose rows of money are parts of sums; rows behind the last sum are the
    supplement of a statement and add up to nothing."""
    for name in {i.statement for i in items}:
        own = [i for i in items if i.statement == name]
        in_sums = {abs(p) for i in own for p in (i.line, *i.parts) if i.parts}
        last = max(in_sums, default=0)
        money = [i for i in own if i.unit == "USD" and i.amounts and i.line <= last]
        counts["statements"] += 1
        counts["proven"] += sum(i.line in in_sums for i in money) >= PROVEN * len(money) > 0
        counts["money"] += len(money)
        counts["adding up"] += sum(any(a.adds_up for a in i.amounts) for i in money)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("split", type=Path)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args(words)
    read = Pipeline(Settings(model=asked.model))
    known = frozenset(t[4:-1] for t in read.engine.tokenizer.get_vocab() if t.startswith("<is:"))
    counts: Counter[str] = Counter()
    for name, gold in sorted(gold_rows(asked.split).items()):
        record = read(asked.split / "pdf" / f"{name}.pdf")
        pairs = [*matched(gold, record.line_items)]
        count(counts, known, pairs)
        count_proofs(counts, record.line_items)
        for row in [r for r, i in pairs if i is None][: asked.misses]:
            print(f"  {name} {row.statement} {row.label[:60]} {[*row.cells][:2]}")
    for part, whole in (
        ("there", "rows"),
        ("label", "there"),
        ("order", "there"),
        ("concept", "named"),
        ("known right", "known"),
        ("known among three", "known"),
        ("proven", "statements"),
        ("adding up", "money"),
    ):
        print(
            f"{part:17} {counts[part]:5} of {counts[whole]:5} {whole} {_share(counts, part, whole)}"
        )


def _share(counts: Counter[str], part: str, whole: str) -> str:
    return f"{counts[part] / counts[whole]:.2%}" if counts[whole] else "-"


if __name__ == "__main__":
    main()
