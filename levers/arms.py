"""Scores models trained in several ways (arms), each with several seeds, side by side.

Shared by the comparisons of levers/README.md.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extract_filings.benchmarks.accuracy.evaluation import (
    Sample,
    cells,
    exact,
    interval,
    of_gold,
    precision,
)
from extract_filings.pipeline.audit.audit import audit
from extract_filings.pipeline.audit.counterfactuals import AXES
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.evaluate import ScoredCell, evaluate
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write


def options(module: str, page: str, steps: int) -> argparse.ArgumentParser:
    """The options shared by comparisons of arms that start from one base."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=page.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder for models and tables")
    parser.add_argument(
        "--dev",
        type=Path,
        required=True,
        help="folder with pdf/ and gold.parquet, never trained on and never shown",
    )
    parser.add_argument("--base", default="embedded")
    parser.add_argument("--schema", default="filing")
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--audit",
        type=Path,
        help="folder of documents to audit with each arm's first model",
    )
    return parser


def score_arm(extractor: Pipeline, folder: Path, out: Path) -> tuple[list[ScoredCell], float]:
    """The scored cells of the folder's documents, and the mean CPU seconds per document."""
    start, paths = time.process_time(), sorted((folder / "pdf").glob("*.pdf"))
    records = [extractor(p) for p in paths]
    seconds = (time.process_time() - start) / len(paths)
    write(
        records,
        [],
        extractor.schema,
        out,
        Run(extractor.settings.schema, extractor.settings.model, "", {}),
    )
    return evaluate(out, folder / "gold.parquet"), seconds


def audited(extractor: Pipeline, folder: Path) -> str:
    """The count of `extract audit FOLDER` with the extractor's schema, model and any examples."""
    found = [
        j
        for p in sorted(folder.glob("*.pdf"))
        for j in audit(extractor.visible(read(p)), extractor, list(AXES), 3, 0).cells
    ]
    return f"{sum(j.changed for j in found)} of {len(found)}"


def counted(runs: Sequence[list[ScoredCell]], sample: Sample) -> np.ndarray:
    """Right, wrong, missing and invented cells of each document, over all seeds. [documents, 4]"""
    return sum(cells(judged, sample, lambda j: "all")["all"] for judged in runs)


def less(runs: np.ndarray, first: np.ndarray, sample: Sample) -> str:
    """The difference of two exact-match rates in points, with its interval.

    Each rate has its own number of cells: runs may name different rows of a list.
    """

    def of(counts):
        return counts[:, 0].sum() / of_gold(counts).sum()

    drawn = sample.shares(runs[:, 0], of_gold(runs)) - sample.shares(first[:, 0], of_gold(first))
    return f"{100 * (of(runs) - of(first)):+.1f} {interval(drawn)}"


def row(
    name: str, runs: Sequence[list[ScoredCell]], first: Sequence[list[ScoredCell]]
) -> tuple[str, ...]:
    """Name, exact match of each seed, the overall one with its interval, precision, and the
    difference from the first arm.
    """
    sample = Sample.of(runs[0])
    counts, each = counted(runs, sample), [counted([r], sample) for r in runs]
    shares = " ".join(f"{100 * c[:, 0].sum() / of_gold(c).sum():.1f}" for c in each)
    return (
        name,
        shares,
        exact(sample, counts),
        precision(sample, counts),
        "-" if runs is first else less(counts, counted(first, sample), sample),
    )
