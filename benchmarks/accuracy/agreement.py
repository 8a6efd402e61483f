"""Do filings of one company agree? Needs no gold.

    python -m extract_filings.benchmarks.accuracy.agreement OUT [--misses N] [--restated]

OUT: a folder that `extract ... --out OUT` wrote. A figure (item and period of a company) that
several filings print must have one value. Where they differ, the later filing restates it, or one
of them is misread.

Prints a line per company, then the figures to be looked at. `equal` counts those that differ by
rounding alone, in percent of those that are not restated. `restated`: the values differ, and each
stands in a sum of its statement that holds, in a row of the same words, so digits, column, scale
and row are right; `--restated` lists them. `scale`: one value is the other times a power of ten.
`sign`: only the sign differs. `amount`: any other difference. `flagged`: one of the two is not
`found`. `near`: the period ends some days apart in two filings (a year of 52 weeks of which one
filing's last day is misread).
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from extract_filings.benchmarks.accuracy.columns import verdict
from extract_filings.pipeline.series.figures import REPORTED, Figure, Vintage, differ
from extract_filings.pipeline.series.over_time import series
from extract_filings.pipeline.series.vintages import vintages_in
from extract_filings.pipeline.text.parse import printed

NEAR = 7  # days between the ends of one period, told two ways: years of 52 and 53 weeks
RIGHT, RESTATED, AMOUNT, APART = "right", "restated", "amount", "near"
KINDS = ("scale", "sign", AMOUNT)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as two filings have it: two in a row that differ, if any do."""

    one: Vintage
    other: Vintage
    kind: str

    @property
    def flagged(self) -> bool:
        return any(v.status != "found" for v in (self.one, self.other))

    def __str__(self) -> str:
        one, other = self.one, self.other
        period = f"{one.period_end}" + (f", {one.months} months" if one.months else "")
        ratio = f"{other.value / one.value:.4g}" if one.value else "-"
        told = " | ".join(
            f"{v.document} p.{v.page}: {printed(v.value)} “{v.quote}” in “{v.label}”, to {end}"
            for v in (one, other)
            for end in [v.period_end]
        )
        flag = " (flagged)" if self.flagged else ""
        return f"{self.kind:9}{one.table}.{one.item} {period}: {told} | ratio {ratio}{flag}"


def compared(figures: Iterable[Figure]) -> Iterator[Compared]:
    """Every figure that several filings print, and those with near ends."""
    rows: dict[tuple, list[Figure]] = defaultdict(list)
    for f in figures:
        if f.kind == REPORTED:
            rows[f.company, f.table, f.item, f.months].append(f)
            if len(f.vintages) > 1:
                yield _of(f)
    for some in rows.values():
        for f, g in pairwise(sorted(some, key=lambda f: f.period_end)):
            if (g.period_end - f.period_end).days <= NEAR:
                yield Compared(f.vintages[-1], g.vintages[-1], APART)


def _of(figure: Figure) -> Compared:
    pairs = [*pairwise(figure.vintages)]
    one, other = next((p for p in pairs if differ(*p)), pairs[0])
    return Compared(one, other, _kind(one, other))


def _kind(one: Vintage, other: Vintage) -> str:
    if not differ(one, other):
        return RIGHT
    proven = one.adds_up and other.adds_up and one.definition == other.definition
    kind = verdict(one.value, other.value)
    return RESTATED if proven and kind == AMOUNT else kind


def line(name: str, found: Sequence[Compared], documents: int) -> str:
    """A row of the table: `| all | 93 | 4,567 | 99.1 % | 90 | 1 | 2 | 38 | 12 | 0 |`"""
    figures = [c for c in found if c.kind != APART]
    count = {k: sum(c.kind == k for c in figures) for k in (RIGHT, RESTATED, *KINDS)}
    told = len(figures) - count[RESTATED]
    share = f"{count[RIGHT] / told:.1%}" if told else "-"
    flagged = sum(c.flagged for c in figures if c.kind in KINDS)
    kinds = " | ".join(str(count[k]) for k in (RESTATED, *KINDS))
    near = len(found) - len(figures)
    return f"| {name} | {documents} | {len(figures):,} | {share} | {kinds} | {flagged} | {near} |"


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Do filings of one company agree?")
    parser.add_argument("out", type=Path)
    parser.add_argument("--misses", type=int, help="print so many figures to look at (all of them)")
    parser.add_argument("--restated", action="store_true", help="list restated figures too")
    arguments = parser.parse_args(words)
    vintages = vintages_in(arguments.out)
    found = sorted(compared(series(vintages)), key=str)
    documents: dict[str, set[str]] = defaultdict(set)
    for v in vintages:
        documents[v.company].add(v.document)
    print(
        "| company | filings",
        "figures",
        "equal",
        *(RESTATED, *KINDS),
        "flagged",
        "near |",
        sep=" | ",
    )
    print("|" + "---|" * 10)
    for company, own in documents.items():
        name = next((v.name for v in vintages if v.company == company and v.name), company)
        print(line(name, [c for c in found if c.one.company == company], len(own)))
    print(line("all", found, sum(map(len, documents.values()))))
    listed = [c for c in found if c.kind != RIGHT and (arguments.restated or c.kind != RESTATED)]
    for one in listed[: arguments.misses]:
        print(one)


if __name__ == "__main__":
    main()
