"""Train by reward: `python -m extract_filings.levers.reward --data DIR --base MODEL --out FURTHER`.

Trains a tagging model further, rewarding answers for the exactness of the cells they give.

A step reads one filing and draws a group of answers under the grammar, with only legal tags at each
place. The main job's own `ask` and `resolve` turn each answer into cells, page by page, and
`reward` scores its tables against gold. Answers with a higher reward than others of their group
become likelier.

The actions are those of the main job: a tag points at a row or word, NO is null, and the answers
about the pages read (NO on all of them, or YES on one) decide which pages are read next, at a
price. A tag is drawn only where several are likely (`SURE`): elsewhere label smoothing has left a
twentieth to what is surely wrong, which would spoil one answer in three on a page of eight rows.

Pointing models (general ones) are refused.
"""

import random
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import torch
import typer
from torch import Tensor
from torch.utils.data import IterableDataset
from transformers import AutoModelForCausalLM

from extract_filings.cli import options
from extract_filings.cli.console import start
from extract_filings.cli.train import Data, ModelOut, Resume, Seed, Steps, Threads, Validation
from extract_filings.pipeline.decode.hmm import load_hmm
from extract_filings.pipeline.errors import ExtractError, InputError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.evaluate import evaluate
from extract_filings.pipeline.gold.format import place_of
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import (
    Answer,
    Box,
    Document,
    Form,
    Prompt,
    Question,
    Record,
    Value,
)
from extract_filings.pipeline.resolve.cover.spans import SURE
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.resolve.rules import judged
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.base import Part
from extract_filings.training.data.batches import Example
from extract_filings.training.data.pages import weighted
from extract_filings.training.loop import Report, run
from extract_filings.training.tagging import (
    TaggingLoop,
    TaggingTask,
    tag_logits,
    tagging_arguments,
    validation_scores,
)
from extract_filings.training.train import (
    Start,
    TrainSettings,
    announce,
    prepare,
    save,
    scorer,
    validation_pages,
)

app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)


class Baseline(StrEnum):
    group, pairs = "group", "pairs"


# answers to each filing, of which a step reads one: a dozen pages, about as many tokens as a step
# of other training
GROUP = 8
# a fifteenth of what a model starts with: the optimizer's steps are as long for a weak signal as
# for a strong one
RATE = 1e-4
WRONG, LAWS, NULL, PAGE = 0.5, 0.1, 0.1, 0.01
"""Beside 1 for all cells of a part right: what a wrong cell costs of a right one, what laws held
and fields rightly left empty bring, and what a page read costs."""


@dataclass(frozen=True, slots=True)
class RewardFiling:
    """A document and its lines of gold."""

    document: Document
    gold: pl.DataFrame


@dataclass(slots=True)
class SampledPage:
    """A page as the model reads it. `open`: numbers of the questions with several likely tags,
    `shares` [open, tags] of them; `likeliest`: the answers without chance; `said`: by number of the
    answer, the tag at each open question.
    """

    prompt: Prompt
    example: Example
    open: list[int]
    shares: Tensor
    likeliest: list[Answer]
    said: dict[int, list[int]] = field(default_factory=dict)


class Sampler:
    """An engine whose answers are drawn by chance from the model in training, and the main job with
    it.
    """

    form: Form = "tagging"
    shots, at_once = 0, 1

    def __init__(self, base: str, schema: str, task: TaggingTask, model) -> None:
        self.job = Pipeline(Settings(schema, base)).using(engine=self)
        self.task, self.model = task, model
        self.pages: dict[Prompt, SampledPage] = {}
        self.number = 0

    def play(
        self, document: Document
    ) -> tuple[list[SampledPage], list[tuple[tuple[Value, ...], int]]]:
        """The pages read, and of each answer of the group its values and how many pages of
        statements it read.
        """
        self.pages.clear()
        glyphs: dict[int, Sequence[Sequence[Box]]] = {}
        made, known = [], {}
        for self.number in range(GROUP):
            heard = self.job.ask(document)
            said = tuple(
                (i, *page.said[self.number])
                for i, page in enumerate(self.pages.values())
                if self.number in page.said
            )
            if said not in known:
                known[said] = self.job.resolve(
                    document, heard, lambda d, wanted: _glyphs(glyphs, d, wanted)
                )
            pages = max((len(heard[p.name].chunks) for p in self.job.statements), default=0)
            made.append((known[said], pages))
        return [*self.pages.values()], made

    def knows(self, parts: Sequence[Part]) -> None:
        """The engine that this one stands for was asked."""

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        return [self._say(self._page(p)) for p in prompts]

    def _page(self, prompt: Prompt) -> SampledPage:
        if prompt not in self.pages:
            self.pages[prompt] = self.read(prompt)
        return self.pages[prompt]

    @torch.no_grad()
    def read(self, prompt: Prompt) -> SampledPage:
        example = self.task.asked(prompt)
        shares = likely(self.task, self.model, example)
        open_ = [i for i, row in enumerate(shares) if (row > 0).sum() > 1]
        best = shares.argmax(1).tolist() if len(shares) else []
        likeliest = [
            _answer(q, self.task.names[m]) for q, m in zip(prompt.questions, best, strict=True)
        ]
        return SampledPage(prompt, example, open_, shares[open_], likeliest)

    def _say(self, page: SampledPage) -> list[Answer]:
        """Draws an answer at each open question, once for each number."""
        if self.number not in page.said:
            drawn = torch.multinomial(page.shares, 1)[:, 0].tolist() if page.open else []
            page.said[self.number] = drawn
        answers = list(page.likeliest)
        for i, m in zip(page.open, page.said[self.number], strict=True):
            answers[i] = _answer(page.prompt.questions[i], self.task.names[m])
        return answers


def likely(task: TaggingTask, model, example: Example) -> Tensor:
    """The shares of the legal tags; those below SURE are left out unless none has more.
    [questions, tags]
    """
    if not example[1]:
        return torch.zeros(0, len(task.names))
    batch = {name: tensor.to(model.device) for name, tensor in task.collate([example]).items()}
    with torch.autocast(model.device.type, torch.bfloat16):
        shares = tag_logits(model, batch, task.ids).float().softmax(-1)
    kept = shares * ((shares >= SURE) | (shares == shares.max(1, keepdim=True).values))
    return (kept / kept.sum(1, keepdim=True)).cpu()


def _answer(q: Question, said: str) -> Answer:
    options = [(said, 1.0)] if q.line else [(m, float(m == said)) for m in q.choices]
    return Answer(said, 1.0, tuple(options))


def _glyphs(known: dict, document: Document, pages: Sequence[int]) -> dict:
    known |= boxes(document, set(pages) - known.keys())
    return known


def reward(
    job: Pipeline, filing: RewardFiling, answers: Sequence[tuple[tuple[Value, ...], int]]
) -> Tensor:
    """What each answer is worth in each part: its tables, scored as `extract eval` scores them, the
    laws, nulls, pages. [answers, parts]
    """
    right = _right(job, filing, answers)
    printed = {place_of(*row) for row in filing.gold.select("section", "item").iter_rows()}
    return torch.tensor(
        [
            _worths(job.parts, values, pages, exact, printed)
            for (values, pages), exact in zip(answers, right, strict=True)
        ]
    )


def _worths(
    parts: Sequence[Part],
    values: Sequence[Value],
    pages: int,
    exact: Mapping[str, float],
    printed: Collection[tuple[str, str]],
) -> list[float]:
    """Of one answer, by part. `printed`: part and field of each of gold's cells."""
    laws: dict[str, list[int]] = {}
    for verdict in judged(parts, values, "error"):
        laws.setdefault(verdict.check.table, []).append(-1 if verdict.broken else 1)
    given = {(v.table, v.field) for v in values}
    return [
        exact.get(p.name, 0.0)
        + LAWS * mean(laws.get(p.name, ()))
        + NULL * mean(_nulls(p, given, printed))
        - PAGE * pages * (p.kind == "statement")
        for p in parts
    ]


def _nulls(
    part: Part, given: Collection[tuple[str, str]], printed: Collection[tuple[str, str]]
) -> list[bool]:
    """For each field that the document does not print: whether it was left null."""
    return [
        (part.name, f.name) not in given for f in part.fields if (part.name, f.name) not in printed
    ]


def _right(
    job: Pipeline, filing: RewardFiling, answers: Sequence[tuple[tuple[Value, ...], int]]
) -> list[dict[str, float]]:
    """By answer and part: right cells less WRONG of the wrong ones, of all that gold has. Each
    answer is a document of one set of tables.
    """
    d, names = filing.document, [str(n) for n in range(len(answers))]
    records = [
        Record(name, d.sha256, len(d.pages), values, problems(job.parts, values))
        for name, (values, _) in zip(names, answers, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        gold, out = Path(folder, "gold.parquet"), Path(folder, "out")
        pl.concat([filing.gold.with_columns(doc_id=pl.lit(name)) for name in names]).write_parquet(
            gold
        )
        write(records, [], job.schema, out, Run(job.settings.schema, "", "", {}))
        cells: dict[str, dict[str, list[float]]] = {name: {} for name in names}
        for j in evaluate(out, gold):
            cells[j.key[0]].setdefault(place_of(*j.key[1:3])[0], []).append(
                {"right": 1.0, "missing": 0.0}.get(j.verdict, -WRONG)
            )
    return [{part: mean(some) for part, some in cells[name].items()} for name in names]


def mean(some: Sequence[float]) -> float:
    return sum(some) / len(some) if some else 0.0


def grpo_advantage(worths: Tensor, told: Tensor) -> Tensor:
    """GRPO: how much an answer is worth above the mean of its group, in standard deviations.
    [answers, parts]
    """
    return (worths - worths.mean(0)) / worths.std(0, correction=0).clamp(min=1e-6)


def lampo_advantage(worths: Tensor, told: Tensor) -> Tensor:
    """LamPO: each answer against each other one. A pair pulls apart by the difference in worth, and
    by how little the model prefers the better one so far: the gradient of log sigmoid of the
    difference in `told`, the answers' log-probabilities. [answers, parts]
    """
    gap = worths[:, None] - worths[None]
    unlearnt = torch.sigmoid(-gap.sign() * (told[:, None] - told[None]))
    return (
        (gap * unlearnt).sum(1)
        / max(1, len(worths) - 1)
        / worths.std(0, correction=0).clamp(min=1e-6)
    )


BASELINES = {"group": grpo_advantage, "pairs": lampo_advantage}


class Filings(IterableDataset):
    """Numbers of filings, one a step, all of them once before any twice. The same from the same
    seed.
    """

    def __init__(self, many: int, seed: int) -> None:
        self.many, self.seed = many, seed

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        rng = random.Random(self.seed)
        while True:
            yield from (
                {"filing": torch.tensor(i)} for i in rng.sample(range(self.many), self.many)
            )


class RewardReport(Report):
    """Reports what answers were worth too."""

    def __init__(self, loop: "RewardLoop", judge) -> None:
        super().__init__(judge)
        self.loop = loop

    def on_log(self, args, state, control, logs, **more) -> None:
        super().on_log(args, state, control, logs, **more)
        if not self.losses and self.loop.worths:  # a line was printed
            print(
                f"step {state.global_step} answers are worth {mean(self.loop.worths):.3f}",
                flush=True,
            )
            self.loop.worths.clear()


class RewardLoop(TaggingLoop):
    """Draws its answers from the weights that it is about to change, so no answer is of an older
    model.
    """

    def __init__(
        self, sampler: Sampler, filings: Sequence[RewardFiling], baseline: str, **trainer
    ) -> None:
        super().__init__(sampler.task, **trainer)
        self.sampler, self.filings, self.baseline = sampler, filings, BASELINES[baseline]
        self.worths: list[float] = []

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None) -> Tensor:
        """Plays a filing, and learns from the answers."""
        filing = self.filings[int(inputs["filing"])]
        self.sampler.model = model
        pages, answers = self.sampler.play(filing.document)
        worths = reward(self.sampler.job, filing, answers)
        self.worths.append(worths.mean().item())
        pages = [p for p in pages if p.open]
        self.state.num_input_tokens_seen += sum(len(p.example[0]) for p in pages)
        return (
            self.loss(model, pages, worths)
            if pages and worths.std(0).any()
            else model.lm_head.weight.sum() * 0.0
        )

    def loss(self, model, pages: Sequence[SampledPage], worths: Tensor) -> Tensor:
        """Log-probabilities of the answers' tags times the answers' advantage in the parts that a
        tag concerns.
        """
        spoken = self.spoken(model, pages)  # [open questions, answers]
        of = torch.cat([self.about(p) for p in pages]).to(spoken.device)  # [open questions, parts]
        gain = self.baseline(worths, (spoken.T @ of).detach().cpu()).to(
            spoken.device
        )  # [answers, parts]
        return -(spoken * (of @ gain.T)).sum() / spoken.numel()

    def spoken(self, model, pages: Sequence[SampledPage]) -> Tensor:
        """Log-probability of each answer's tag at each open question, 0 where the answer did not
        read the page. [open questions, answers]
        """
        batch = self.task.collate(
            [(p.example[0], [p.example[1][i] for i in p.open]) for p in pages]
        )
        batch["closed"] = torch.cat([p.shares for p in pages]) == 0
        with self.autocast():
            logp = (
                tag_logits(
                    model, {name: t.to(model.device) for name, t in batch.items()}, self.task.ids
                )
                .float()
                .log_softmax(-1)
            )
        said = torch.tensor(
            [
                [p.said[n][i] if n in p.said else -1 for n in range(GROUP)]
                for p in pages
                for i in range(len(p.open))
            ]
        )
        said = said.to(logp.device)
        return logp.gather(1, said.clamp(min=0)).masked_fill(said < 0, 0.0)

    def about(self, page: SampledPage) -> Tensor:
        """Which parts an open question concerns: those that its likely tags name. [open questions,
        parts]
        """
        parts, rows = self.sampler.job.parts, []
        for i, shares in zip(page.open, page.shares, strict=True):
            named = {
                self.task.names[m].strip("<>").partition(".")[0]
                for m in shares.nonzero().flatten().tolist()
            } | {page.prompt.questions[i].part}
            rows.append([float(p.name in named) for p in parts])
        return torch.tensor(rows)


def load_filings(data: Sequence[str]) -> list[RewardFiling]:
    """Documents and gold of folders. Raises InputError for a file of pages, which has no document
    to make cells of.
    """
    made = []
    for path in (weighted(d)[1] for d in data):
        if path.is_file():
            raise InputError(
                f"--data {path}: is a file of pages; a reward is of cells, so give the folder that"
                " it was made from"
            )
        gold = pl.read_parquet(path / "gold.parquet")
        for name in pl.read_parquet(path / "docs.parquet")["doc_id"].to_list():
            lines = gold.filter(pl.col("doc_id") == name)
            if not lines.is_empty():
                made.append(RewardFiling(read(path / "pdf" / f"{name}.pdf"), lines))
    return made


def reward_loop(begin: Start, baseline: str) -> tuple[RewardLoop, RewardReport]:
    """The loop in place of training on gold's tags. Nothing stands ahead of its pages."""
    s, tokenizer = begin.settings, begin.tokenizer
    filings = load_filings(s.data)
    args = tagging_arguments(s.out, s.steps, s.seed, RATE)
    # pages are chosen as the answers come; the loop counts those that it learns from
    args.include_num_input_tokens_seen = "no"
    model = AutoModelForCausalLM.from_pretrained(s.base, dtype=torch.float32)
    task = TaggingTask(tokenizer, begin.schema)
    loop = RewardLoop(
        Sampler(s.base, s.schema, task, model),
        filings,
        baseline,
        model=model,
        args=args,
        train_dataset=Filings(len(filings), s.seed),
        processing_class=tokenizer,
    )
    judge = scorer(validation_scores, task, validation_pages(begin))
    return loop, RewardReport(loop, judge)


def train_by_reward(settings: TrainSettings, baseline: str) -> None:
    """Train and write the model. Raises ExtractError, before the work where it can."""
    begin = prepare(settings)
    if begin.tokenizer is None or begin.form != "tagging":
        raise ExtractError(
            f"base {settings.base}: reward training goes on from a trained model of the tagging"
            " form; give its folder with --base, and train a general model with `extract train`"
        )
    loop, report = reward_loop(begin, baseline)
    announce(loop, begin.tokenizer, f"{len(loop.filings)} filings")
    run(loop, report, begin.last)
    if hmm := load_hmm(Path(begin.settings.base)):
        hmm.save(settings.out)
    save(loop.model, begin.tokenizer, settings.out)


@app.command()
def main(
    data: Data,
    out: ModelOut,
    base: Annotated[str, typer.Option(help="the trained model: embedded, or a folder")],
    baseline: Annotated[
        Baseline,
        typer.Option(
            help="what an answer is compared with: the mean of its group (GRPO), or each other"
            " answer (LamPO)"
        ),
    ] = Baseline.group,
    schema: options.Schema = "filing",
    validation: Validation = None,
    steps: Steps = 40,
    seed: Seed = 0,
    resume: Resume = False,
    threads: Threads = None,
) -> None:
    """Train a tagging model further, rewarding the exactness of the cells it gives."""
    settings = TrainSettings(
        tuple(data),
        out,
        base=base,
        schema=schema,
        validation=validation,
        steps=steps,
        seed=seed,
        resume=resume,
        threads=threads,
    )
    train_by_reward(settings, baseline.value)
    print(f"model: {out}; use it with --model {out}")


if __name__ == "__main__":
    start(app, "reward")
