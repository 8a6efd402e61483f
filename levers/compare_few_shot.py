"""Fine-tuning with labeled neighbours ahead of each page against without: `python -m
extract_filings.levers.compare_few_shot OUT --data PAGES --examples TRAIN --dev SPLIT`.

Two arms, equal steps, the same pages, base and seeds, each model scored on SPLIT as it was trained:
`with` has the most similar page of TRAIN ahead of each page, of another company in training
(`extract train --examples`), and in extraction too (`extract --examples`). The base itself is the
third row. Exact match and precision of all seeds together with intervals by company; seconds are of
the training and of a filing's extraction, in processor time.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import torch

from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.levers.arms import audited, options, row, score_arm
from extract_filings.levers.few_shot_training import train_with_examples
from extract_filings.pipeline.decode.load import load_engine
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.evaluate import ScoredCell
from extract_filings.pipeline.gold.few_shot import Examples
from extract_filings.pipeline.settings import Settings
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.train import TrainSettings, train

WITHOUT, WITH = "without", "with"
# a third of the recipe's: six models are trained, and a step of the arm with examples reads twice
# as much
TOKENS_PER_STEP, PAGES = 2_500, 40


def extractor(schema: str, model: str, examples: Examples | None) -> Pipeline:
    """As `Settings(examples=...)` would make it, but the folder is read once for all models."""
    return Pipeline(Settings(schema, model)).using(examples=examples)


def timed(
    name: str,
    runs: Sequence[list[ScoredCell]],
    first: Sequence[list[ScoredCell]],
    trained: str,
    seconds: Sequence[float],
) -> tuple[str, ...]:
    """As `arms.row`, and seconds of training and of a filing."""
    return *row(name, runs, first), trained, f"{sum(seconds) / len(seconds):.2f}"


def main(given_words: Sequence[str] | None = None) -> None:
    parser = options("extract_filings.levers.compare_few_shot", __doc__, steps=30)
    parser.add_argument("--data", nargs="+", required=True, help="as of `extract train`")
    parser.add_argument("--examples", type=Path, required=True, help="folder of labeled documents")
    given = parser.parse_args(given_words)
    torch.set_num_threads(1)
    examples = Examples(
        given.examples,
        parts(load_schema(given.schema)),
        1,
        load_engine(given.base).form == "tagging",
    )
    found, took, reading = (
        {WITHOUT: [], WITH: []},
        {WITHOUT: 0.0, WITH: 0.0},
        {WITHOUT: [], WITH: []},
    )
    base, base_seconds = score_arm(
        extractor(given.schema, given.base, None), given.dev, given.out / "base-tables"
    )
    for seed in given.seeds:
        for arm in (WITHOUT, WITH):
            model, start = given.out / f"{arm}-{seed}", time.process_time()
            settings = TrainSettings(
                tuple(given.data),
                model,
                given.base,
                schema=given.schema,
                steps=given.steps,
                seed=seed,
                threads=1,
                tokens_per_step=TOKENS_PER_STEP,
                pages_per_draw=PAGES,
            )
            if arm == WITH:
                train_with_examples(settings, given.examples, 1, examples)
            else:
                train(settings)
            spent = time.process_time() - start
            took[arm] += spent
            judged, seconds = score_arm(
                extractor(given.schema, str(model), examples if arm == WITH else None),
                given.dev,
                given.out / f"{arm}-{seed}-tables",
            )
            found[arm].append(judged), reading[arm].append(seconds)
            print(
                *timed(f"seed {seed}, {arm}", [judged], [base], f"{spent:.0f}", [seconds]),
                sep=" | ",
                flush=True,
            )
    rows = [timed("the base, no further training", [base], found[WITHOUT], "-", [base_seconds])]
    rows += [
        timed(
            f"{given.steps} steps {arm}",
            found[arm],
            found[WITHOUT],
            f"{took[arm] / len(given.seeds):.0f}",
            reading[arm],
        )
        for arm in (WITHOUT, WITH)
    ]
    documents = pl.read_parquet(given.dev / "gold.parquet")["doc_id"].n_unique()
    print(
        f"\n{documents} documents\n\n"
        + markdown_table(
            (
                "model",
                "exact match, each seed",
                "mean",
                "precision",
                "less without's",
                "s of training",
                "s a document",
            ),
            rows,
        ),
        end="",
    )
    if given.audit:
        made = {
            arm: extractor(
                given.schema,
                str(given.out / f"{arm}-{given.seeds[0]}"),
                examples if arm == WITH else None,
            )
            for arm in found
        }
        print(
            "\naudit, cells changed:",
            "; ".join(f"{arm} {audited(made[arm], given.audit)}" for arm in found),
        )


if __name__ == "__main__":
    main()
