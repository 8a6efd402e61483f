"""Do filings of one company agree? Needs no gold.

    python -m extract_filings.benchmarks.accuracy.agreement OUT [--misses N]

OUT: a folder that `extract ... --out OUT` wrote. An item and period that two filings of a company
print must have one value: each pair of filings that both give it is compared. Where they differ,
the later filing restates it, or one of the two is misread.

Prints a line per company, then the disagreements, then items whose period ends some days apart in
two filings (a year of 52 weeks of which one filing's last day is misread). `scale`: one value is
the other times a power of ten. `sign`: only the sign differs. `flagged`: one of the two is not
`found`.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from extract_filings.benchmarks.accuracy.columns import verdict
from extract_filings.pipeline.records import Value
from extract_filings.pipeline.review.cells import load_tables
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.failing_rows import values_of
from extract_filings.pipeline.text.parse import printed

NEAR = 7  # days between the ends of one period, told two ways: years of 52 and 53 weeks
NAMES = ("commission_file_number", "registrant_name")  # fields of a cover that name its company
KINDS = ("scale", "sign", "amount")
Filings = Mapping[str, Sequence[Value]]
"""The values of each document, each with its whole status."""
Item = tuple[str, str, int | None]  # table, field, months


@dataclass(frozen=True, slots=True)
class Pair:
    """One item as two filings have it. `kind`: as `columns.verdict` has it, or "near"."""

    documents: tuple[str, str]
    values: tuple[Value, Value]
    kind: str

    @property
    def flagged(self) -> bool:
        return any(v.status != Status() for v in self.values)

    def __str__(self) -> str:
        one, other = self.values
        months = dict(one.key).get("months")
        period = f"{_end(one)}" + (f", {months} months" if months else "")
        ratio = f"{other.value / one.value:.4g}" if one.value else "-"
        told = " | ".join(
            f"{name} p.{v.line.page}: {printed(v.value)} to {_end(v)} “{v.quote}”"
            for name, v in zip(self.documents, self.values, strict=True)
        )
        flag = " (flagged)" if self.flagged else ""
        return f"{self.kind:7}{one.table}.{one.field} {period}: {told} | ratio {ratio}{flag}"


def filings_in(out: Path) -> Filings:
    """Raises InputError if OUT holds no tables."""
    frames, asked = load_tables(out)
    told = frames["evidence"].select("document", "path", "status").rows()
    status = {(document, path): Status.parse(text) for document, path, text in told}
    return {
        document: [replace(v, status=status[document, path]) for v, path in paths.items()]
        for document, paths in values_of(frames, asked)
    }


def companies(filings: Filings) -> list[list[str]]:
    """Documents whose covers share a number or a name; where a cover gives neither, the file name
    up to its first `_` stands for them.
    """
    groups: list[tuple[set[str], list[str]]] = []
    for document, values in filings.items():
        names, documents = _names(document, values), [document]
        for group in [g for g in groups if g[0] & names]:
            groups.remove(group)
            names, documents = names | group[0], group[1] + documents
        groups.append((names, documents))
    return [documents for _, documents in groups]


def _names(document: str, values: Iterable[Value]) -> set[str]:
    told = {v.field: re.sub(r"\W", "", str(v.value)).casefold() for v in values}
    return {told[n] for n in NAMES if n in told} or {document.partition("_")[0]}


def pairs(filings: Filings) -> Iterator[Pair]:
    """Every item and period that two filings of a company give, and those with near ends."""
    for documents in companies(filings):
        read = {d: _amounts(filings[d]) for d in documents}
        for a, b in combinations(documents, 2):
            for item in read[a].keys() & read[b].keys():
                for v, w in _matched(read[a][item], read[b][item]):
                    yield Pair((a, b), (v, w), _kind(v, w))


def _amounts(values: Iterable[Value]) -> dict[Item, dict[date, Value]]:
    """The amounts of the statements: by item, then by the period's end."""
    read: dict[Item, dict[date, Value]] = defaultdict(dict)
    for v in values:
        key = dict(v.key)
        if "period_end" in key and isinstance(v.value, Decimal):
            read[v.table, v.field, key.get("months")][key["period_end"]] = v
    return read


def _matched(
    one: Mapping[date, Value], other: Mapping[date, Value]
) -> Iterator[tuple[Value, Value]]:
    """Values of the same end, and of ends that lie near, each of them in one filing alone."""
    yield from ((one[end], other[end]) for end in one.keys() & other.keys())
    alone = one.keys() - other.keys(), other.keys() - one.keys()
    yield from ((one[a], other[b]) for a in alone[0] for b in alone[1] if abs((a - b).days) <= NEAR)


def _kind(one: Value, other: Value) -> str:
    return "near" if _end(one) != _end(other) else verdict(one.value, other.value)


def _end(value: Value) -> date:
    return dict(value.key)["period_end"]


def line(name: str, found: Sequence[Pair], documents: int) -> str:
    """A row of the table: `| all | 93 | 4,567 | 99.1 % | 1 | 2 | 38 | 12 | 0 |`"""
    compared = [p for p in found if p.kind != "near"]
    wrong = [p for p in compared if p.kind != "right"]
    share = f"{1 - len(wrong) / len(compared):.1%}" if compared else "-"
    kinds = " | ".join(str(sum(p.kind == k for p in wrong)) for k in KINDS)
    flagged, near = sum(p.flagged for p in wrong), len(found) - len(compared)
    return f"| {name} | {documents} | {len(compared):,} | {share} | {kinds} | {flagged} | {near} |"


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--misses", type=int, help="print so many disagreements (all of them)")
    arguments = parser.parse_args(words)
    filings = filings_in(arguments.out)
    found = sorted(pairs(filings), key=str)
    print("| company | filings | pairs | equal | scale | sign | amount | flagged | near |")
    print("|---|---|---|---|---|---|---|---|---|")
    for documents in companies(filings):
        own = [p for p in found if p.documents[0] in documents]
        print(line(documents[0].partition("_")[0], own, len(documents)))
    print(line("all", found, len(filings)))
    for pair in [p for p in found if p.kind != "right"][: arguments.misses]:
        print(pair)


if __name__ == "__main__":
    main()
