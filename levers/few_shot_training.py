"""Train with labeled pages in view: `python -m extract_filings.levers.few_shot_training --data DIR
--examples DIR --out MODEL`.

Each page is learnt with its most similar labeled pages ahead of it, as `extract --examples` will
show them. Never a page of its own document or company: extraction meets companies that no example
is of. Examples are as they are printed; only the page in front is varied.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import start
from extract_filings.cli.train import (
    Base,
    Data,
    Lora,
    ModelOut,
    Resume,
    Seed,
    Steps,
    Threads,
    Validation,
)
from extract_filings.pipeline.gold.few_shot import Examples
from extract_filings.pipeline.records import Chunk, Line, Turn
from extract_filings.schemas.base import Part
from extract_filings.training.data.pages import Page
from extract_filings.training.data.splits import company
from extract_filings.training.train import TrainSettings, fit, prepare

app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)


class Shown:
    """The turns that stand ahead of a page."""

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        self.owner = {s.document.name: company(s.document.name) for s in examples.pages}

    def __call__(self, page: Page, asked: Sequence[Part]) -> tuple[Turn, ...]:
        if not page.lines:
            return ()
        mine = company(page.document)
        chunk = Chunk(tuple(Line(1, i, text) for i, text in enumerate(page.lines)))
        return self.examples.beside(lambda d: self.owner[d.name] == mine, chunk, asked)


def train_with_examples(
    settings: TrainSettings, folder: Path, shots: int, examples: Examples | None = None
) -> None:
    """Train and write the model. `examples`: those of the folder, if they were read before. Raises
    ExtractError.
    """
    begin = prepare(settings, folder)
    examples = examples or Examples(folder, begin.schema, shots, begin.form == "tagging")
    fit(begin, Shown(examples), shots)


@app.command()
def main(
    data: Data,
    out: ModelOut,
    examples: Annotated[Path, typer.Option(metavar="DIR", help="labeled documents")],
    shots: options.Shots = 1,
    base: Base = "new",
    lora: Lora = False,
    schema: options.Schema = "filing",
    validation: Validation = None,
    steps: Steps = 2400,
    seed: Seed = 0,
    resume: Resume = False,
    threads: Threads = None,
) -> None:
    """Train a model that reads each page with its most similar labeled pages ahead of it."""
    settings = TrainSettings(
        tuple(data),
        out,
        base=base,
        lora=lora,
        schema=schema,
        validation=validation,
        steps=steps,
        seed=seed,
        resume=resume,
        threads=threads,
    )
    train_with_examples(settings, examples, shots)
    print(f"model: {out}; use it with --model {out} --examples {examples}")


if __name__ == "__main__":
    start(app, "few_shot_training")
