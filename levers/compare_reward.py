"""Training by reward against training on tags: `python -m extract_filings.levers.compare_reward OUT
--base MODEL --data DIR --dev SPLIT`.

Arms of equal steps from one base, on the same filings with gold: `levers.reward`
with each baseline, and supervised training on gold's tags at each of `--rates`. Each model is
scored on SPLIT. Exact match and precision of all seeds together with intervals by company; seconds
are processor time of training.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.levers.arms import audited, options, row, score_arm
from extract_filings.levers.reward import BASELINES, train_by_reward
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.settings import Settings
from extract_filings.training.train import TrainSettings, train

HEAD = ("model", "exact match, each seed", "mean", "precision", "less the base's", "s of training")


def trained(given: argparse.Namespace, arm: str, seed: int) -> float:
    """Trains OUT/ARM-SEED; an arm that is not a baseline is the rate of supervised training.

    Returns CPU seconds.
    """
    start, by_reward = time.process_time(), arm in BASELINES
    settings = TrainSettings(
        (str(given.data),),
        given.out / f"{arm}-{seed}",
        given.base,
        schema=given.schema,
        steps=given.steps,
        seed=seed,
        threads=1,
        peak_rate=None if by_reward else float(arm),
    )
    if by_reward:
        train_by_reward(settings, arm)
    else:
        train(settings)
    return time.process_time() - start


def main(given_words: Sequence[str] | None = None) -> None:
    parser = options("extract_filings.levers.compare_reward", __doc__, steps=16)
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="folder with pdf/ and gold, of companies that the base has not seen",
    )
    parser.add_argument(
        "--rates", nargs="*", default=["1.5e-3", "4e-4"], help="rates of supervised training"
    )
    given = parser.parse_args(given_words)
    torch.set_num_threads(1)

    def made(model: object) -> Pipeline:
        return Pipeline(Settings(given.schema, str(model)))

    base, rows = score_arm(made(given.base), given.dev, given.out / "base-tables")[0], []
    for arm in (*BASELINES, *given.rates):
        seconds = [trained(given, arm, seed) for seed in given.seeds]
        found = [
            score_arm(
                made(given.out / f"{arm}-{seed}"), given.dev, given.out / f"{arm}-{seed}-tables"
            )[0]
            for seed in given.seeds
        ]
        rows.append((*row(arm, found, [base] * len(found)), f"{sum(seconds) / len(seconds):.0f}"))
    print(
        "\n" + markdown_table(HEAD, [(*row("the base", first := [base], first), "-"), *rows]),
        end="",
    )
    if given.audit:
        models = {"the base": given.base} | {
            arm: given.out / f"{arm}-{given.seeds[0]}" for arm in (*BASELINES, *given.rates)
        }
        print(
            "\naudit, cells changed:",
            "; ".join(
                f"{name} {audited(made(model), given.audit)}" for name, model in models.items()
            ),
        )


if __name__ == "__main__":
    main()
