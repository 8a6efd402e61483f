"""Is a value as often right as its confidence says? `python -m
extract_filings.benchmarks.accuracy.confidence OUT GOLD [--pictures DIR]`

OUT is a folder that `extract ... --out OUT` wrote, best over documents that neither the model nor
its calibration has seen. Every value that gold says something of is judged by itself. Intervals:
companies drawn with replacement, 2,000 times, as in benchmarks/accuracy/evaluation.py.

- Calibration error: how far mean confidence and share of right values are apart, over ten groups of
  equally many values.
- Kept at 99.5 %: the largest share of the surest values of which 99.5 % are right. It looks at gold
  to find the bar.
- Accepted: what `--target-precision 0.995` lets through, by the bar that the calibration knew
  without this gold; values with another status than "found" are not among them.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.gold.evaluate import verdicts
from extract_filings.pipeline.resolve.confidence import FILE, load_calibration
from extract_filings.training.calibrate import error_of, kept
from extract_filings.training.data.splits import company

TARGETS = (0.99, 0.995, 0.998)
RESAMPLES, SEED = 2_000, 0


@dataclass(frozen=True, slots=True)
class RatedCell:
    """Values of which gold says something: confidence, verdict, whether the status is "found",
    table, and company.
    """

    sure: np.ndarray
    right: np.ndarray
    found: np.ndarray
    table: np.ndarray
    owner: np.ndarray


def judged(out: Path, gold: Path) -> RatedCell:
    said = verdicts(out, gold)
    told = [
        (
            e["confidence"],
            said[at],
            e["status"] in ("found", "review"),
            e["table"],
            company(e["document"]),
        )
        for e in pl.read_parquet(out / "evidence" / "*.parquet").iter_rows(named=True)
        if (at := (e["document"], e["path"])) in said
    ]
    return RatedCell(*map(np.array, zip(*told, strict=False)))


def interval(j: RatedCell, figure: Callable[[np.ndarray], float]) -> str:
    """The figure of all values, and the middle 95 % of it over resamples of the companies. `figure`
    takes the numbers of the values.
    """
    names = sorted(set(j.owner))
    of, draw = [np.nonzero(j.owner == n)[0] for n in names], np.random.default_rng(SEED)
    drawn = [
        figure(np.concatenate([of[i] for i in draw.integers(len(names), size=len(names))]))
        for _ in range(RESAMPLES)
    ]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return f"{figure(np.arange(len(j.right))):.1%} [{low:.1%}, {high:.1%}]"


def _accepted(j: RatedCell, target: float, bar: float) -> str:
    through = j.found & (j.sure >= bar)

    def share(at):
        return through[at].mean()

    def exact(at):
        return j.right[at][through[at]].mean() if through[at].any() else np.nan

    return (
        f"target {target}: accepted {interval(j, share)} of the values, right"
        f" {interval(j, exact)} of them; {int((through & ~j.right).sum())} of"
        f" {int((~j.right).sum())} wrong values are among them"
    )


def lines(j: RatedCell, bars: dict[float, float]) -> list[str]:
    """The page of figures."""
    made = [
        f"{len(j.right)} values of {len(set(j.owner))} companies, {int((~j.right).sum())} wrong"
    ]
    made.append(
        f"calibration error {interval(j, lambda at: error_of(j.sure[at], j.right[at]))}; kept at"
        f" 99.5 % {interval(j, lambda at: kept(j.sure[at], j.right[at], 0.995))}"
    )
    for target, bar in bars.items():
        made.append(_accepted(j, target, bar))
    return made + [
        f"{t}: {int(m.sum())} values, mean confidence {j.sure[m].mean():.1%}, right"
        f" {j.right[m].mean():.1%}"
        for t in sorted(set(j.table))
        for m in [j.table == t]
    ]


def pictures(j: RatedCell, folder: Path) -> None:
    """confidence_reliability.svg and confidence_coverage.svg."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update(
        {
            "svg.fonttype": "none",  # text stays text: a third of the size
            "svg.hashsalt": "confidence",
            "font.size": 10,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )
    reliability(j, folder / "confidence_reliability.svg")
    coverage(j, folder / "confidence_coverage.svg")


def reliability(j: RatedCell, file: Path) -> None:
    """Groups of equally many values: where the dots lie on the line, confidence is the share of
    right ones.
    """
    import matplotlib.pyplot as plt

    groups = np.array_split(np.argsort(j.sure, kind="stable"), 20)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.2), constrained_layout=True)
    for axes, low in ((left, 0.0), (right, 0.9)):
        axes.plot([low, 1], [low, 1], color="0.7", linewidth=1)
        axes.plot(
            [j.sure[g].mean() for g in groups],
            [j.right[g].mean() for g in groups],
            "o",
            color="#1f6feb",
            markersize=5,
        )
        axes.set(
            xlabel="mean confidence",
            ylabel="share of right values",
            xlim=(low, 1.005),
            ylim=(low, 1.005),
        )
    left.set_title(f"{len(j.right):,} values in 20 groups of equal size")
    right.set_title("the same, from 0.9 up")
    _save(figure, file)


def coverage(j: RatedCell, file: Path) -> None:
    """How many of the surest values are wrong, by how many are taken."""
    import matplotlib.pyplot as plt

    order = np.argsort(-j.sure, kind="stable")
    share = np.arange(1, len(order) + 1) / len(order)
    figure, axes = plt.subplots(figsize=(6, 4.2), constrained_layout=True)
    axes.plot(
        share,
        1 - np.cumsum(j.right[order]) / np.arange(1, len(order) + 1),
        color="#1f6feb",
        label="surest values first",
    )
    axes.axhline(0.005, color="#cf222e", linewidth=1, linestyle="--", label="0.5 %")
    axes.axhline(1 - j.right.mean(), color="0.7", linewidth=1, label="all values")
    axes.set(
        xlabel="share of values accepted",
        ylabel="share of wrong ones among them",
        xlim=(0, 1.005),
        ylim=(0, None),
    )
    axes.legend(frameon=False)
    _save(figure, file)


def _save(figure, file: Path) -> None:
    """Without the date, so that the same figures are the same file."""
    figure.savefig(file, metadata={"Date": None})


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.benchmarks.accuracy.confidence",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument(
        "--calibration", type=Path, default=EMBEDDED / FILE, help="whose bars are tried"
    )
    parser.add_argument(
        "--pictures", type=Path, help="folder for the two drawings; needs matplotlib"
    )
    given = parser.parse_args(words)
    j, known = judged(given.out, given.gold), load_calibration(given.calibration)
    print(*lines(j, {t: bar for t in TARGETS if (bar := known.least(t)) is not None}), sep="\n")
    if given.pictures:
        pictures(j, given.pictures)


if __name__ == "__main__":
    main()
