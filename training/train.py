"""`extract train`: pages with gold -> a model folder that `extract --model` reads.

A base whose tokenizer knows `<none>` is trained in the mark form, any other in the point form, as
extraction would ask it. Weights of an unfinished run stand in OUT/checkpoints, and only the
finished model in OUT itself.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.decode.hmm import load_hmm
from extract_filings.pipeline.errors import ExtractError, InputError, ModelError, OutputError
from extract_filings.pipeline.records import NONE, SHOTS, tag
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
    """`data` and `judge`: `[WEIGHT:]DIR` or `[WEIGHT:]FILE.jsonl`."""

    data: tuple[str, ...]
    out: Path
    base: str = "new"
    lora: bool = False
    schema: str = "filing"
    judge: str | None = None
    steps: int = 2_400
    seed: int = 0
    text: Path | None = None
    words: Path | None = None
    resume: bool = False
    threads: int | None = None
    examples: Path | None = (
        None  # solved documents: their most similar page stands ahead of each page
    )
    shots: int = 1
    reward: bool = False
    baseline: str | None = None  # of `reward`; None: group

    @property
    def judges(self) -> list[str]:
        return [self.judge] if self.judge else []


def train(s: TrainSettings, ahead: Ahead | None = None) -> None:
    """Trains and writes the model. `ahead`: what stands before each page, if it is not to be made
    of `s.examples` anew. Raises ExtractError before the work where it can.
    """
    if s.base == "embedded":
        s = replace(s, base=str(EMBEDDED))
    if s.threads:
        torch.set_num_threads(s.threads)
    schema = parts(load_schema(s.schema))
    last = checkpoint(s.out, s.resume)
    tokenizer = None if s.base == "new" else load_tokenizer(s.base)
    mark_form = tokenizer is None or NONE in tokenizer.get_vocab()
    refuse(s, schema, tokenizer, mark_form)
    check_data(s)
    sources, held = (
        [] if s.reward else load_pages(s.data, schema),
        [p for _, group in load_pages(s.judges, schema) for p in group],
    )
    pages = [p for _, group in sources for p in group]
    if last:
        tokenizer = load_tokenizer(last)
    elif tokenizer is None:
        tokenizer = make_tokenizer(pages, schema, s.text)
    loop, report = former(s, mark_form)(
        s, schema, tokenizer, sources, held, ahead or _ahead(s, schema, mark_form)
    )
    learnt = f"{len(loop.filings)} filings" if s.reward else f"{len(pages)} pages"
    print(
        f"{loop.model.num_parameters():,} parameters, {len(tokenizer)} tokens, {learnt}", flush=True
    )
    run(loop, report, last)
    if hmm := (load_hmm(Path(s.base)) if s.reward else mark_form and learn_hmm(sources, schema)):
        hmm.save(s.out)
    save(loop.model if mark_form else pointing.merged(loop.model, s.out), tokenizer, s.out)


def former(s: TrainSettings, mark_form: bool) -> Callable[..., tuple[Loop, Report]]:
    """What makes the loop."""
    if s.reward:
        from extract_filings.levers.reward import (
            reward_loop,
        )  # here, so that who does not ask for it does not load it

        return reward_loop
    return mark_loop if mark_form else point_loop


def refuse(
    s: TrainSettings,
    schema: tuple[Part, ...],
    tokenizer: PreTrainedTokenizerFast | None,
    mark_form: bool,
) -> None:
    """What does not go together, before anything is read."""
    if s.reward and (tokenizer is None or not mark_form):
        raise ExtractError(
            f"base {s.base}: --reward goes on from a trained model that answers in marks; give its"
            " folder with --base, and train a general model without --reward"
        )
    if s.baseline and not s.reward:
        raise ExtractError(
            f"--baseline {s.baseline}: is of --reward; add --reward exact-match, or leave it out"
        )
    if s.reward and s.examples:
        raise ExtractError(
            "--reward: answers are drawn without solved pages ahead of them; leave out --examples"
        )
    if s.lora and mark_form:
        raise ExtractError(
            f"base {s.base}: --lora is for general models; leave it out, or give one with --base"
        )
    if tokenizer and (s.text or s.words):
        raise ExtractError(
            f"base {s.base}: has its tokenizer and its words already; leave out --text and --words"
        )
    fields = [tag(p.name, f.name) for p in schema for f in p.fields if f.pointed]
    unknown = [m for m in fields if tokenizer and mark_form and m not in tokenizer.get_vocab()]
    if unknown:
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


def check_data(s: TrainSettings) -> None:
    """Folders without gold and companies on both sides are told before any PDF is read."""
    data, judges = (
        [*(weighted(d)[1] for d in s.data), *filter(None, [s.examples])],
        [weighted(j)[1] for j in s.judges],
    )
    for path in data + judges:
        check(path)
    refuse_shared(data, judges)
    if s.text and (held := leave_out(s.text, judges)):
        raise InputError(
            f"--text {s.text}: holds {len(held)} files of companies of --judge, first"
            f" {held[0].name}; move them to another folder"
        )


def load_tokenizer(name: str) -> PreTrainedTokenizerFast:
    try:
        return AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"base {name}: {str(error).splitlines()[0]}; give new, a folder that `save_pretrained`"
            " wrote, or a hub id"
        ) from error


def mark_loop(
    s: TrainSettings,
    schema: tuple[Part, ...],
    tokenizer: PreTrainedTokenizerFast,
    sources: Sources,
    held: list[Page],
    ahead: Ahead,
) -> tuple[Loop, Report]:
    args = tagging.mark_arguments(s.out, s.steps, s.seed)  # sets the seed of the weights
    model = (
        tagging.new_model(tokenizer)
        if s.base == "new"
        else AutoModelForCausalLM.from_pretrained(s.base, dtype=torch.float32)
    )
    if s.words:
        embed_words(model, tokenizer, s.words)
    setattr(model.config, SHOTS, s.shots if s.examples else 0)
    asker = tagging.TaggingTask(tokenizer, schema, ahead)
    batches = Batches(
        Drawer(sources),
        asker.ask,
        asker.collate,
        tagging.TOKENS_PER_STEP * _pages(s),
        tagging.PAGES,
        s.seed,
    )
    loop = tagging.MarkLoop(
        asker, model=model, args=args, train_dataset=batches, processing_class=tokenizer
    )
    return loop, Report(
        (lambda model: tagging.validation_scores(model, asker, held)) if held else None
    )


def point_loop(
    s: TrainSettings,
    schema: tuple[Part, ...],
    tokenizer: PreTrainedTokenizerFast,
    sources: Sources,
    held: list[Page],
    ahead: Ahead,
) -> tuple[Loop, Report]:
    args = pointing.point_arguments(s.out, s.steps, s.seed, s.lora)
    model, asker = (
        pointing.load_base(s.base, s.lora),
        pointing.PointingTask(tokenizer, schema, ahead),
    )
    batches = Batches(
        Drawer(sources),
        asker.ask,
        asker.collate,
        pointing.TOKENS_PER_STEP * _pages(s),
        pointing.PAGES,
        s.seed,
    )
    loop = pointing.PointLoop(
        model=model, args=args, train_dataset=batches, processing_class=tokenizer
    )
    return loop, Report(
        (lambda model: pointing.validation_scores(model, asker, held)) if held else None
    )


def _ahead(s: TrainSettings, schema: tuple[Part, ...], mark_form: bool) -> Ahead:
    if not s.examples:
        return nothing
    from extract_filings.levers.few_shot_training import Shown
    from extract_filings.pipeline.gold.few_shot import Examples

    return Shown(Examples(s.examples, schema, s.shots, mark_form))


def _pages(s: TrainSettings) -> int:
    """Read where one is asked: a step has room for them, so that it asks as many pages as without
    examples.
    """
    return 1 + s.shots if s.examples else 1


def save(model, tokenizer: PreTrainedTokenizerFast, out: Path) -> None:
    """bf16 weights, config and tokenizer, as `from_pretrained` reads them; the checkpoints have
    done their work.
    """
    model.to("cpu", torch.bfloat16).save_pretrained(out)
    tokenizer.save_pretrained(out)
    seal(out)
    shutil.rmtree(out / "checkpoints")
