"""Runs against gold, with intervals: `python -m extract_filings.benchmarks.accuracy.evaluation OUT
[NAME=OUT2 ...] --gold SPLIT/gold.parquet`.

OUT is a folder that `extract ... --out OUT` wrote. The first one is shown by section and by item,
all of them side by side. Cells are judged by `extract_filings.pipeline.gold.evaluate`, as `extract
eval` does.

Filings of one company are alike, so the interval of a share comes from drawing companies, not
cells: as many as there are, with replacement, 2,000 times, and of the 2,000 shares the middle 95 %.
All groups and runs see the same draws, so a difference between two runs can be given an interval of
its own, which is narrower than those of the two.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from extract_filings.pipeline.gold.evaluate import VERDICTS, ScoredCell, evaluate
from extract_filings.pipeline.gold.format import COVER

RESAMPLES, SEED = 2_000, 0


@dataclass(frozen=True, slots=True)
class Run:
    """The judged cells of one OUT, and the median seconds of its documents, if it says so."""

    name: str
    judged: list[ScoredCell]
    seconds: float | None

    @classmethod
    def read(cls, word: str, gold: Path) -> Self:
        """`word`: NAME=OUT, or OUT, whose name it then goes by."""
        name, _, folder = word.rpartition("=")
        out = Path(folder)
        taken = (
            pl.read_parquet(out / "documents" / "*.parquet")["seconds"]
            if (out / "documents").is_dir()
            else pl.Series([])
        )
        return cls(name or out.resolve().name, evaluate(out, gold), taken.median())


@dataclass(frozen=True, slots=True)
class Sample:
    """The companies of the gold, and how often each resample draws each of them. [resamples,
    companies]
    """

    place: dict[str, int]
    drawn: np.ndarray

    @classmethod
    def of(cls, judged: Sequence[ScoredCell]) -> Self:
        names = sorted({company(j) for j in judged})
        drawn = np.random.default_rng(SEED).multinomial(
            len(names), [1 / len(names)] * len(names), size=RESAMPLES
        )
        return cls({name: i for i, name in enumerate(names)}, drawn)

    def shares(self, hits: np.ndarray, of: np.ndarray) -> np.ndarray:
        """The share of each resample; nan where it drew no company that has such cells. [companies]
        x 2 -> [resamples]
        """
        with np.errstate(invalid="ignore"):
            return (self.drawn @ hits) / (self.drawn @ of)

    def share(self, hits: np.ndarray, of: np.ndarray) -> str:
        """`92.7 % [89.9, 95.1]`"""
        return (
            f"{100 * hits.sum() / of.sum():.1f} % {interval(self.shares(hits, of))}"
            if of.sum()
            else "-"
        )


def interval(values: np.ndarray) -> str:
    low, high = 100 * np.nanpercentile(values, [2.5, 97.5])
    return f"[{low:.1f}, {high:.1f}]"


def company(judged: ScoredCell) -> str:
    return judged.key[0].partition("_")[0]


def cells(
    judged: Sequence[ScoredCell], sample: Sample, name: Callable[[ScoredCell], str]
) -> dict[str, np.ndarray]:
    """{group: cells right, wrong, missing and invented of each company}. [companies, 4]"""
    groups: dict[str, np.ndarray] = defaultdict(lambda: np.zeros((len(sample.place), 4), int))
    for j in judged:
        groups[name(j)][sample.place[company(j)], VERDICTS.index(j.verdict)] += 1
    return dict(sorted(groups.items()))


def sections(judged: Sequence[ScoredCell], sample: Sample) -> np.ndarray:
    """Sections of documents of which every cell is right, and all of them, of each company.
    [companies, 2]
    """
    whole: dict[tuple[str, str], bool] = {}
    for j in judged:
        whole[j.key[:2]] = whole.get(j.key[:2], True) and j.verdict == "right"
    counts = np.zeros((len(sample.place), 2), int)
    for (document, _), right in whole.items():
        counts[sample.place[document.partition("_")[0]]] += (right, 1)
    return counts


def of_gold(counts: np.ndarray) -> np.ndarray:
    """Gold cells, without invented values. [companies, 4] -> [companies]"""
    return counts[:, :3].sum(1)


def exact(sample: Sample, counts: np.ndarray) -> str:
    return sample.share(counts[:, 0], of_gold(counts))


def precision(sample: Sample, counts: np.ndarray) -> str:
    return sample.share(counts[:, 0], counts[:, (0, 1, 3)].sum(1))


# The page


def by_section(run: Run, sample: Sample) -> str:
    """Cells and whole sections of each section, and of all."""
    groups = cells(run.judged, sample, lambda j: j.key[1]) | cells(
        run.judged, sample, lambda j: "total"
    )
    rows = []
    for name, counts in groups.items():
        whole = sections([j for j in run.judged if name in (j.key[1], "total")], sample)
        rows.append(
            (
                name,
                *numbers(counts),
                exact(sample, counts),
                precision(sample, counts),
                f"{whole[:, 0].sum()} of {whole[:, 1].sum()}",
                sample.share(*whole.T),
            )
        )
    return markdown_table(
        (
            "section",
            "cells",
            *VERDICTS,
            "exact match",
            "precision",
            "whole",
            "whole sections right",
        ),
        rows,
    )


def by_item(run: Run, sample: Sample) -> str:
    rows = [
        (
            name,
            int((of_gold(counts) > 0).sum()),
            *numbers(counts),
            exact(sample, counts),
            precision(sample, counts),
        )
        for name, counts in cells(run.judged, sample, lambda j: f"{j.key[1]}.{j.key[2]}").items()
    ]
    return markdown_table(
        ("item", "companies", "cells", *VERDICTS, "exact match", "precision"), rows
    )


def compared(runs: Sequence[Run], sample: Sample) -> str:
    """A row a run: exact match of statements, cover and all, precision, whole sections, and all
    less the first run's.
    """
    rows = []
    for run in runs:
        kinds = cells(run.judged, sample, lambda j: COVER if j.key[1] == COVER else "statements")
        shown = [exact(sample, kinds[k]) if k in kinds else "-" for k in ("statements", COVER)]
        total, whole = sum(kinds.values()), sections(run.judged, sample)
        seconds = "-" if run.seconds is None else f"{run.seconds:.2f}"
        rows.append(
            (
                run.name,
                *shown,
                exact(sample, total),
                precision(sample, total),
                sample.share(*whole.T),
                less(run, runs[0], sample),
                seconds,
            )
        )
    return markdown_table(
        (
            "run",
            "statements",
            "cover",
            "total",
            "precision",
            "whole sections",
            "total less the first's",
            "seconds a filing",
        ),
        rows,
    )


def less(run: Run, first: Run, sample: Sample) -> str:
    """The difference of two exact matches in points, with the interval of the difference."""
    if run is first:
        return "-"
    (ours,), (theirs,) = (cells(r.judged, sample, lambda j: "all").values() for r in (run, first))
    right = ours[:, 0] - theirs[:, 0]
    of = of_gold(ours)
    return f"{100 * right.sum() / of.sum():+.1f} {interval(sample.shares(right, of))}"


def numbers(counts: np.ndarray) -> tuple[str, ...]:
    return tuple(f"{n:,}" for n in (of_gold(counts).sum(), *counts.sum(0)))


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)


def page(runs: Sequence[Run], gold: Path) -> str:
    """The whole page as Markdown."""
    judged, sample = runs[0].judged, Sample.of(runs[0].judged)
    documents = len({j.key[0] for j in judged})
    gold_cells = sum(j.verdict != "invented" for j in judged)
    head = f"""# Evaluation

Made by `python -m extract_filings.benchmarks.accuracy.evaluation`; not written by hand.

Gold: `{gold.parent.name}/{gold.name}`, {gold_cells:,} cells of {documents} filings of
{len(sample.place)} companies. A cell is right only if it equals the gold exactly; a section of a
filing is whole if all its cells are right. Exact match is right of all cells, precision right of
those that were given. A filing that a run does not have counts as missing.

In brackets: 95 % interval, bootstrap by company, {RESAMPLES:,} resamples, seed {SEED}. It says how
far the figure would move with other companies of the same kind. Where every company has the same
share it is a point: errors that did not happen cannot be drawn.
Seconds are the median of a filing as the run wrote it down.
"""
    parts = (
        f"## Runs\n\n{compared(runs, sample)}",
        f"## {runs[0].name}: by section\n\n{by_section(runs[0], sample)}",
        f"## {runs[0].name}: by item\n\n{by_item(runs[0], sample)}",
    )
    return "\n".join((head, *parts))


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "out", nargs="+", help="OUT or NAME=OUT; the first is shown in full, the others beside it"
    )
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--markdown", type=Path, help="file for the page; without it it is printed")
    args = parser.parse_args(words)
    text = page([Run.read(word, args.gold) for word in args.out], args.gold)
    if args.markdown:
        args.markdown.parent.mkdir(parents=True, exist_ok=True)
        args.markdown.write_text(text)
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
