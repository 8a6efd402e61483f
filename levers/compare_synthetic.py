"""Synthetic data made target-first against labelled afterwards:
`python -m extract_filings.levers.compare_synthetic OUT --labeller M`.

Invoices are synthetic: values are drawn first and the document is written around them, so its
labels are exact. Three sets to learn from:

- target-first: those documents, with the values that they were written around;
- labelled afterwards: the same documents, with what model M reads in them (once, kept in
  OUT/afterwards.jsonl);
- ten times as many, target-first: such a document takes a twentieth of a second; labeling one with
  a model of half a billion parameters takes a minute or two.

On each a small tagging model is trained from scratch, equal steps, several seeds, and
reads invoices of other seeds: `alike`, of the same wordings, and `unseen`, for which every second
label, heading, way to write a date and term of payment of the generator was kept back. Right cells
are counted as `extract eval` does; intervals are bootstraps by document (each has a company of its
own), the mean of the seeds in each.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch

from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.levers.arms import audited, row, score_arm
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.pages import LabeledPage, WordPage, labeled_pages
from extract_filings.pipeline.records import NONE, Record, Value, tag
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.text.patterns import words
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.data.pages import load_pages, save_pages
from extract_filings.training.synth.invoice import invoice
from extract_filings.training.train import TrainSettings, train

SCHEMA, MORE = "invoice", 10
# half of the recipe's layers, a third of its pages a step: an invoice has twenty fields, and nine
# models are trained
TOKENS_PER_STEP, LAYERS, PAGES = 2_000, 3, 20
ARMS = ("target-first", "labelled afterwards", f"target-first, {MORE} times as many")
SPLIT = ("WORDS", "HEADS", "DATES", "TERMS")


@contextmanager
def wording(half: int) -> Iterator[None]:
    """Every second of the generator's wordings, from the first (0) or the second (1) on."""
    whole = {name: getattr(invoice, name) for name in SPLIT}
    try:
        for name, some in whole.items():
            setattr(
                invoice,
                name,
                (
                    {k: v[half::2] for k, v in some.items()}
                    if isinstance(some, dict)
                    else some[half::2]
                ),
            )
        yield
    finally:
        for name, some in whole.items():
            setattr(invoice, name, some)


def make(out: Path, documents: int, test: int) -> None:
    """The folders of PDFs with gold that are not there yet."""
    for name, n, seed, half in (
        ("made", documents, 1, 0),
        ("more", MORE * documents, 1, 0),
        ("alike", test, 2, 0),
        ("unseen", test, 3, 1),
    ):
        if not (out / name / "gold.parquet").exists():
            with wording(half):
                invoice.generate(n, out / name, seed)


def learnt(out: Path, labeller: str) -> list[Path]:
    """A file of pages for each of ARMS."""
    schema = parts(load_schema(SCHEMA))
    files = [out / f"{name}.jsonl" for name in ("first", "afterwards", "more")]
    save_pages((s.page for s in labeled_pages(out / "made", schema)), files[0])
    save_pages((s.page for s in labeled_pages(out / "more", schema)), files[2])
    if not files[1].exists():
        save_pages(afterwards(out / "made", Pipeline(Settings(SCHEMA, labeller))), files[1])
    return files


def afterwards(folder: Path, labeller: Pipeline) -> Iterator[WordPage]:
    """The folder's pages with what the labeller says of them in gold's place."""
    said: dict[str, Record] = {}
    for s in labeled_pages(folder, labeller.parts):
        if s.document.name not in said:
            start = time.perf_counter()
            said[s.document.name] = labeller(folder / "pdf" / f"{s.document.name}.pdf")
            print(
                f"{s.document.name}: {len(said[s.document.name].values)} values,"
                f" {time.perf_counter() - start:.0f} s",
                file=sys.stderr,
                flush=True,
            )
        yield relabelled(s, said[s.document.name].values)


def relabelled(s: LabeledPage, values: Sequence[Value]) -> WordPage:
    """Tags the words that values stand on; of two values on one word the surer one wins."""
    marked = {
        place: tag(v.table, v.field)
        for v in sorted(values, key=lambda v: v.confidence)
        for place in places(v)
    }
    spoken = [
        [marked.get((n.page, n.number, start), NONE) for start, _ in words(n.text)]
        for n in s.chunk.lines
    ]
    return WordPage(s.document.name, [n.text for n in s.chunk.lines], spoken)


def places(v: Value) -> Iterator[tuple[int, int, int]]:
    """(page, line, start) of each word of a value, over the lines that it runs on to."""
    for piece in (v, *v.rest):
        line = piece.line
        yield from (
            (line.page, line.number, start)
            for start, end in words(line.text)
            if start < piece.end and piece.start < end
        )


def agreement(first: Path, afterwards_: Path) -> str:
    """How many of the exact tags the labeller found, and how many of its own are exact."""
    schema = parts(load_schema(SCHEMA))
    (_, right), (_, said) = load_pages([str(first), str(afterwards_)], schema)
    pointed = {tag(p.name, f.name) for p in schema for f in p.fields if f.pointed}
    pairs = [
        (a, b)
        for p, q in zip(right, said, strict=True)
        for m, n in zip(p.targets, q.targets, strict=True)
        for a, b in zip(m, n, strict=True)
    ]
    hits, wanted, given = (
        sum(a == b != NONE for a, b in pairs),
        sum(a != NONE for a, _ in pairs),
        sum(b in pointed for _, b in pairs),
    )
    return (
        f"labelled afterwards: {hits} of {wanted} marked words as they were written"
        f" ({hits / wanted:.1%}), {hits} of {given} tags given are right"
        f" ({hits / max(1, given):.1%})"
    )


def small(file: str, model: Path, steps: int, seed: int) -> TrainSettings:
    return TrainSettings(
        (file,),
        model,
        schema=SCHEMA,
        steps=steps,
        seed=seed,
        threads=1,
        tokens_per_step=TOKENS_PER_STEP,
        layers=LAYERS,
        pages_per_draw=PAGES,
    )


def main(given_words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.levers.compare_synthetic",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("out", type=Path, help="folder for documents, pages, models and tables")
    parser.add_argument(
        "--labeller", required=True, help="a general model, as of `extract --model`"
    )
    parser.add_argument("--documents", type=int, default=8)
    parser.add_argument("--test", type=int, default=30, help="documents of each kind to read")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--audit", type=Path, help="folder of invoices that are audited with each arm's first model"
    )
    given = parser.parse_args(given_words)
    torch.set_num_threads(1)
    make(given.out, given.documents, given.test)
    files, found = learnt(given.out, given.labeller), {}
    print(agreement(*files[:2]), flush=True)
    for seed in given.seeds:
        for i, (arm, file) in enumerate(zip(ARMS, files, strict=True)):
            model = given.out / f"model-{i}-{seed}"
            if not (model / "model.safetensors").exists():
                train(small(str(file), model, given.steps, seed))
            for test in ("unseen", "alike"):
                found.setdefault((test, arm), []).append(
                    score_arm(
                        Pipeline(Settings(SCHEMA, str(model))),
                        given.out / test,
                        given.out / f"tables-{i}-{seed}-{test}",
                    )[0]
                )
            print(
                f"seed {seed}, {arm}:",
                *(
                    row(test, found[test, arm][-1:], found[test, arm][-1:])[1]
                    for test in ("unseen", "alike")
                ),
                flush=True,
            )
    for test in ("unseen", "alike"):
        print(
            f"\n{test} wordings, {given.test} invoices\n\n"
            + markdown_table(
                ("labels", "exact match, each seed", "mean", "precision", "less the first's"),
                [row(arm, found[test, arm], found[test, ARMS[0]]) for arm in ARMS],
            ),
            end="",
        )
    if given.audit:
        changed = []
        for i, arm in enumerate(ARMS):
            model = given.out / f"model-{i}-{given.seeds[0]}"
            pipeline = Pipeline(Settings(SCHEMA, str(model)))
            changed.append(f"{arm} {audited(pipeline, given.audit)}")
        print("\naudit, cells changed:", "; ".join(changed))


if __name__ == "__main__":
    main()
