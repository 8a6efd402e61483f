"""`extract train`: pages with gold -> a model folder that `extract --model` reads.

A base whose tokenizer knows `<none>` is trained in the tagging form, any other in the pointing
form, as extraction would ask it. Weights of an unfinished run stand in OUT/checkpoints, and only
the finished model in OUT itself.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.errors import ExtractError, InputError, ModelError, OutputError
from extract_filings.pipeline.records import NONE, SHOTS, Form, tag
from extract_filings.pipeline.registry.checksums import seal
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training import pointing, tagging
from extract_filings.training.data.batches import Batches, Drawer
from extract_filings.training.data.pages import (
    Ahead,
    Page,
    Sources,
    check,
    load_pages,
    nothing,
    weighted,
)
from extract_filings.training.data.splits import leave_out, refuse_shared
from extract_filings.training.fit_hmm import learn_hmm
from extract_filings.training.loop import Loop, Report, checkpoint, run
from extract_filings.training.tokenizer import embed_words, make_tokenizer


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """`data` and `validation` are `[WEIGHT:]DIR` or `[WEIGHT:]FILE.jsonl`. None in the last four
    stands for what the form does.
    """

    data: tuple[str, ...]
    out: Path
    base: str = "new"
    lora: bool = False
    schema: str = "filing"
    validation: str | None = None
    steps: int = 2_400
    seed: int = 0
    tokenizer_text: Path | None = None
    init_embeddings: Path | None = None
    resume: bool = False
    threads: int | None = None
    tokens_per_step: int | None = None
    pages_per_draw: int | None = None
    peak_rate: float | None = None
    layers: int | None = None

    @property
    def validations(self) -> list[str]:
        return [self.validation] if self.validation else []


@dataclass(frozen=True, slots=True)
class Start:
    """What a run begins with, all of it checked. `tokenizer` is None for a new model, `last` the
    checkpoint to go on from.
    """

    settings: TrainSettings
    schema: tuple[Part, ...]
    form: Form
    tokenizer: PreTrainedTokenizerFast | None
    last: str | None


def prepare(s: TrainSettings, examples: Path | None = None) -> Start:
    """Raises ExtractError for what can be known before any page is read. `examples`: a folder of
    labeled pages that the run reads as well.
    """
    if s.base == "embedded":
        s = replace(s, base=str(EMBEDDED))
    if s.threads:
        torch.set_num_threads(s.threads)
    schema = parts(load_schema(s.schema))
    last = checkpoint(s.out, s.resume)
    tokenizer = None if s.base == "new" else load_tokenizer(s.base)
    form: Form = "tagging" if tokenizer is None or NONE in tokenizer.get_vocab() else "pointing"
    start = Start(s, schema, form, tokenizer, last)
    refuse(start)
    check_data(s, examples)
    return start


def train(s: TrainSettings) -> None:
    """Train and write the model. Raises ExtractError, before the work where it can."""
    fit(prepare(s))


def fit(start: Start, ahead: Ahead = nothing, shots: int = 0) -> None:
    """Train and write the model. `ahead` gives the turns that stand before each page, `shots` pages
    of them.
    """
    s, schema = start.settings, start.schema
    sources, held_out = load_pages(s.data, schema), validation_pages(start)
    pages = [p for _, group in sources for p in group]
    tokenizer = load_tokenizer(start.last) if start.last else start.tokenizer
    tokenizer = tokenizer or make_tokenizer(pages, schema, s.tokenizer_text)
    make = tagging_loop if start.form == "tagging" else pointing_loop
    loop, report = make(s, schema, tokenizer, sources, held_out, ahead, shots)
    announce(loop, tokenizer, f"{len(pages)} pages")
    run(loop, report, start.last)
    if start.form == "tagging" and (hmm := learn_hmm(sources, schema)):
        hmm.save(s.out)
    model = loop.model if start.form == "tagging" else pointing.merged(loop.model, s.out)
    save(model, tokenizer, s.out)


def validation_pages(start: Start) -> list[Page]:
    found = load_pages(start.settings.validations, start.schema)
    return [page for _, group in found for page in group]


def announce(loop: Loop, tokenizer: PreTrainedTokenizerFast, material: str) -> None:
    count = loop.model.num_parameters()
    print(f"{count:,} parameters, {len(tokenizer)} tokens, {material}", flush=True)


def refuse(start: Start) -> None:
    """Settings that do not go together."""
    s, vocabulary = start.settings, start.tokenizer.get_vocab() if start.tokenizer else {}
    if s.lora and start.form == "tagging":
        raise ExtractError(
            f"base {s.base}: --lora is for general models; leave it out, or give one with --base"
        )
    if start.tokenizer and (s.tokenizer_text or s.init_embeddings):
        raise ExtractError(
            f"base {s.base}: has its tokenizer and its words already; leave out --tokenizer-text"
            " and --init-embeddings"
        )
    fields = [tag(p.name, f.name) for p in start.schema for f in p.fields if f.pointed]
    unknown = [m for m in fields if m not in vocabulary]
    if unknown and start.tokenizer and start.form == "tagging":
        raise ModelError(
            f"base {s.base}: has no token for {len(unknown)} fields of schema {s.schema}, first"
            f" {unknown[0]}; start with --base new"
        )
    try:
        s.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{s.out}: cannot be written, {error.strerror}; give another folder with --out"
        ) from error


def check_data(s: TrainSettings, examples: Path | None) -> None:
    """Folders without gold, and companies on both sides, are found before any PDF is read."""
    data = [weighted(d)[1] for d in s.data] + ([examples] if examples else [])
    held_out = [weighted(v)[1] for v in s.validations]
    for path in data + held_out:
        check(path)
    refuse_shared(data, held_out)
    if s.tokenizer_text and (shared := leave_out(s.tokenizer_text, held_out)):
        raise InputError(
            f"--tokenizer-text {s.tokenizer_text}: holds {len(shared)} files of companies of"
            f" --validation, first {shared[0].name}; move them to another folder"
        )


def load_tokenizer(name: str) -> PreTrainedTokenizerFast:
    try:
        return AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"base {name}: {str(error).splitlines()[0]}; give new, a folder that `save_pretrained`"
            " wrote, or a hub id"
        ) from error


def tagging_loop(
    s: TrainSettings,
    schema: tuple[Part, ...],
    tokenizer: PreTrainedTokenizerFast,
    sources: Sources,
    held_out: list[Page],
    ahead: Ahead,
    shots: int,
) -> tuple[Loop, Report]:
    args = tagging.tagging_arguments(s.out, s.steps, s.seed, s.peak_rate)  # seeds the weights
    if s.base == "new":
        model = tagging.new_model(tokenizer, s.layers)
    else:
        model = AutoModelForCausalLM.from_pretrained(s.base, dtype=torch.float32)
    if s.init_embeddings:
        embed_words(model, tokenizer, s.init_embeddings)
    setattr(model.config, SHOTS, shots)
    task = tagging.TaggingTask(tokenizer, schema, ahead)
    batches = drawn(s, sources, task, shots, tagging.TOKENS_PER_STEP, tagging.PAGES)
    loop = tagging.TaggingLoop(
        task, model=model, args=args, train_dataset=batches, processing_class=tokenizer
    )
    return loop, Report(scorer(tagging.validation_scores, task, held_out))


def pointing_loop(
    s: TrainSettings,
    schema: tuple[Part, ...],
    tokenizer: PreTrainedTokenizerFast,
    sources: Sources,
    held_out: list[Page],
    ahead: Ahead,
    shots: int,
) -> tuple[Loop, Report]:
    args = pointing.point_arguments(s.out, s.steps, s.seed, s.lora)
    model = pointing.load_base(s.base, s.lora)
    task = pointing.PointingTask(tokenizer, schema, ahead)
    batches = drawn(s, sources, task, shots, pointing.TOKENS_PER_STEP, pointing.PAGES)
    loop = pointing.PointLoop(
        model=model, args=args, train_dataset=batches, processing_class=tokenizer
    )
    return loop, Report(scorer(pointing.validation_scores, task, held_out))


def drawn(s: TrainSettings, sources: Sources, task, shots: int, tokens: int, pages: int) -> Batches:
    """Batches of the sources. A step has room for the labeled pages too, so that it asks as many
    pages with them as without.
    """
    room = (s.tokens_per_step or tokens) * (1 + shots)
    return Batches(Drawer(sources), task.ask, task.collate, room, s.pages_per_draw or pages, s.seed)


def scorer(scores: Callable, task, held_out: list[Page]) -> Callable | None:
    """`scores(model, task, held_out)` as a function of the model; None without pages."""
    return partial(scores, task=task, pages=held_out) if held_out else None


def save(model, tokenizer: PreTrainedTokenizerFast, out: Path) -> None:
    """Write bf16 weights, config and tokenizer, as `from_pretrained` reads them, and remove the
    checkpoints.
    """
    model.to("cpu", torch.bfloat16).save_pretrained(out)
    tokenizer.save_pretrained(out)
    seal(out)
    shutil.rmtree(out / "checkpoints")
