"""Commands that make a model: synthetic documents, training, calibration."""

from pathlib import Path
from typing import Annotated

import typer

from extract_filings.cli import options
from extract_filings.cli.console import Stopped, counting, needs, tell
from extract_filings.schemas.names import plural

Data = Annotated[
    list[str],
    typer.Option(
        metavar="[WEIGHT:]DIR",
        help="folder with pdf/, gold.parquet, docs.parquet, rows.jsonl[.gz], or a file of its"
        " pages; may be repeated",
        show_default=False,
    ),
]
SchemaOf = Annotated[
    str, typer.Option("--schema", help="FILE.py:CLASS or FILE.json", show_default=False)
]
ModelOut = Annotated[Path, typer.Option("--out", help="folder for the model", show_default=False)]
Base = Annotated[
    str,
    typer.Option(help="new (a small model for this machine), embedded, a folder, or a hub id"),
]
Lora = Annotated[
    bool,
    typer.Option(
        "--lora", help="train a low-rank adapter of a general model, and merge it at the end"
    ),
]
Validation = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="like --data; scored every 200 steps, never trained on"),
]
Steps = Annotated[int, typer.Option(min=1, help="2400 take two cores an hour and a half")]
Seed = Annotated[int, typer.Option(help="the same seed makes the same model")]
Rate = Annotated[
    float | None,
    typer.Option(help="peak learning rate, of a tagging model; a trained one goes on with 4e-4"),
]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="go on from the last whole checkpoint in OUT/checkpoints"),
]
Threads = Annotated[int | None, typer.Option(min=1, help="cores to use")]


def synth(
    out: Annotated[Path, typer.Option(help="folder for the PDF files and gold.parquet")],
    n: Annotated[int, typer.Option("--n", min=1, help="number of documents")] = 6,
    seed: Annotated[int, typer.Option(help="the same seed makes the same files")] = 0,
    full: Annotated[
        bool,
        typer.Option("--full", help="whole documents, not only the pages that hold an answer"),
    ] = False,
    schema: options.Schema = "filing",
) -> None:
    """Make synthetic documents for a schema, with exact gold."""
    from extract_filings.schemas.load import load_schema

    asked = load_schema(schema)
    with needs("extract synth", "train"):
        from extract_filings.training.synth import generator
    generator(schema, asked)(n, out, seed, full)
    print(f"{plural(n, 'document')} with gold: {out}")


def train(
    data: Data,
    out: ModelOut,
    base: Base = "new",
    lora: Lora = False,
    schema: options.Schema = "filing",
    validation: Validation = None,
    steps: Steps = 2400,
    rate: Rate = None,
    seed: Seed = 0,
    tokenizer_text: Annotated[
        Path | None, typer.Option(help="folder of further PDFs to learn a new tokenizer from")
    ] = None,
    init_embeddings: Annotated[
        Path | None,
        typer.Option(
            help="sentence encoder (model.safetensors, tokenizer.json) whose word embeddings a new"
            " model starts from"
        ),
    ] = None,
    resume: Resume = False,
    threads: Threads = None,
) -> None:
    """Train a model on filings with gold: the embedded one anew, or a general one further.

    Examples:

    - `extract train --data SPLITS/train --data 0.8:synth --validation SPLITS/dev --out model`

    - `extract train --data SPLITS/train --base Qwen/Qwen3-4B --lora --steps 600 --out model`
    """
    with needs("extract train", "train"):
        from extract_filings.training.train import TrainSettings, train
    train(
        TrainSettings(
            tuple(data),
            out,
            base=base,
            lora=lora,
            schema=schema,
            validation=validation,
            steps=steps,
            peak_rate=rate,
            seed=seed,
            tokenizer_text=tokenizer_text,
            init_embeddings=init_embeddings,
            resume=resume,
            threads=threads,
        )
    )
    print(f"model: {out}; use it with --model {out}")


def learn(
    solved: Annotated[
        Path,
        typer.Argument(
            metavar="SOLVED",
            help="folder with pdf/ and gold.parquet (`extract apply --gold`), or with pdf/ and"
            " gold.jsonl, a line of JSON a document",
            show_default=False,
        ),
    ],
    out: ModelOut,
    schema: SchemaOf,
    threads: Threads = None,
) -> None:
    """Teach the embedded model a schema of your own by a few solved documents, in minutes.

    Ctrl-C ends it early, and keeps the best so far.

    Example: `extract learn gold/ --schema leases.py:Lease --out lease-model`
    """
    from extract_filings.training.learn.learn import told
    from extract_filings.training.learn.schema import learn_schema

    with counting() as note:
        made = learn_schema(solved, schema, out, threads, note)
    lost = [(one.name, *value) for one in made.lessons for value in one.lost]
    for line in made.failures:
        tell(f"extract: {line}")
    for document, name, value in lost:
        tell(f"extract: {document}: no page prints {name} {value}; not learnt")
    course = made.course
    print(
        f"{plural(len(made.lessons), 'document')}; of {course.left_out} left out: before"
        f" {told(course.before)}; after {told(course.after)}"
    )
    print(f"model: {out}; use it with --schema {schema} --model {out}")
    if course.stopped:
        raise Stopped(f"stopped early; {out} holds the best so far")


def calibrate(
    data: Annotated[
        list[str],
        typer.Option(
            metavar="[MODEL=]DIR",
            help="folder with pdf/ and gold.parquet of documents that the model has not seen; or"
            " that MODEL, its twin, has not; may be repeated",
            show_default=False,
        ),
    ],
    model: options.Model = "embedded",
    schema: options.Schema = "filing",
    out: Annotated[
        Path | None,
        typer.Option(
            help="file to write; by default calibration.json in the model's folder, where `extract`"
            " looks for it"
        ),
    ] = None,
) -> None:
    """Fit confidence to a model, so that it is the probability that a value is right.

    Example: `extract calibrate --model my_model --data unseen/`
    """
    with needs("extract calibrate", "train"):
        from extract_filings.training.calibrate import calibrate, own_file
    named = [d.partition("=") if "=" in d else (model, "", d) for d in data]
    file = out or own_file(model)
    print(calibrate(model, [(m, Path(folder)) for m, _, folder in named], schema, file))
    print(f"calibration: {file}")
