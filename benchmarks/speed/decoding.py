"""Questions a second of our decoding against others on the same prompts and grammars: `python -m
extract_filings.benchmarks.speed.decoding`.

A page of samples/ that prints a statement and one that is a cover are asked; all contenders answer
them in turn, round after round, in one process, so that what else the machine does falls on all
alike. Printed are medians of the ratios. A tagging model is asked of each row or word, a general
one of each row, and of a cover's fields together, as extraction asks. Of many questions outlines
answers every fifth, one by one and batched: what a question costs it does not hang on the others.
Lists are left out: a weak model runs on to the limit there, whoever decodes.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median

import outlines
import torch
from outlines.backends.llguidance import LLGuidanceBackend
from pydantic import create_model

from extract_filings.pipeline.ask.keyed_prompt import in_groups, keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.statement_prompt import statement_prompt
from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.decode.constrained import Reply
from extract_filings.pipeline.decode.engine import SPLIT, Engine, chat
from extract_filings.pipeline.decode.load import EngineLike, load_engine
from extract_filings.pipeline.decode.prompt_lookup import DraftSource
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Chunk, Prompt, Question
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

SAMPLES = Path(__file__).parents[2] / "samples"
PARTS = [p for p in parts(Filing) if p.kind != "list"]
EVERY, BATCH, LONGEST, RECORD = (
    5,
    8,
    60,
    1_000,
)  # questions, rows, tokens of an answer, tokens of a record as JSON

Contender = Callable[[Prompt, Sequence[Part]], dict[Question, str | None]]
Run = tuple[
    float, dict[Question, str | None]
]  # questions a second; answers, None where they cannot be compared
TABLE = (
    "| model | page | against | ours is so many times as fast (least to most) | same answers"
    " |\n|---|---|---|---|---|"
)
WORK = (
    "\n| model | page | questions | passes a question | tokens a question | rounds with a draft |"
    " proposed a round | accepted a round |\n|---|---|---|---|---|---|---|---|"
)


def pages() -> Iterator[tuple[Chunk, list[Part]]]:
    """The shortest page that prints a statement, and the shortest cover, each with what is asked of
    it.
    """
    chunks = chunk_pages(read(SAMPLES / "synth0006_10-q.pdf"))
    found = locate(PARTS, chunks)
    for kind in ("statement", "root"):
        part = next(p for p in PARTS if p.kind == kind)
        yield (
            min(found[part.name][:2], key=lambda c: sum(len(line.text) for line in c.lines)),
            [part],
        )


class Outlines:
    """Plain outlines over transformers. Its tokenizer for llguidance is made once, though it would
    make one a generator.
    """

    def __init__(self, engine: Engine) -> None:
        self.tokenizer = engine.tokenizer
        self.model = outlines.from_transformers(engine.model, engine.tokenizer)
        self.model.type_adapter.has_chat_template = False  # prompts come worded
        self.model.tokenizer.decode = lambda ids: self.tokenizer.batch_decode(
            ids, skip_special_tokens=False
        )  # marks are special
        self.model.tokenizer.encode = self.encode
        self.backend = LLGuidanceBackend(self.model)
        self.records: dict[str, outlines.Generator] = {}

    def text(self, prompt: Prompt, q: Question) -> str:
        return (
            SPLIT.join(chat(self.tokenizer, prompt.text, q.ask)) if q.ask else prompt.text[: q.seen]
        )

    def encode(self, texts: str | Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Page and question each by itself, as ours: read as one text, some tokenizers cut the
        blank line between them otherwise.
        """
        texts = [texts] if isinstance(texts, str) else texts
        rows = [
            [
                i
                for part in text.split(SPLIT)
                for i in self.tokenizer(part, add_special_tokens=False)["input_ids"]
            ]
            for text in texts
        ]
        padded = self.tokenizer.pad({"input_ids": rows}, padding_side="left", return_tensors="pt")
        return padded["input_ids"], padded["attention_mask"]

    def ask(self, texts: Sequence[str], question: Question) -> list[str]:
        generator = outlines.Generator(
            self.model, processor=self.backend.get_cfg_logits_processor(question.grammar)
        )
        most = RECORD if question.fields else LONGEST if question.ask else 1
        said = generator.batch(list(texts), max_new_tokens=most)
        for token in (self.tokenizer.eos_token, self.tokenizer.pad_token):
            said = [s.replace(token, "") for s in said]
        return [s.strip("\n") for s in said]

    def one_by_one(self, prompt: Prompt, _: Sequence[Part]) -> dict[Question, str | None]:
        return {q: self.ask([self.text(prompt, q)], q)[0] for q in prompt.questions[::EVERY]}

    def batched(self, prompt: Prompt, _: Sequence[Part]) -> dict[Question, str | None]:
        """A batch has one grammar."""
        answers: dict[Question, str | None] = {}
        for _, same in groupby(
            sorted(prompt.questions, key=lambda q: q.grammar), key=lambda q: q.grammar
        ):
            some = [*same][:BATCH]
            answers |= zip(
                some, self.ask([self.text(prompt, q) for q in some], some[0]), strict=False
            )
        return answers

    def record(self, prompt: Prompt, asked: Sequence[Part]) -> dict[Question, str | None]:
        """A JSON record of each part, values copied; outlines' default backend. Its index, which
        takes seconds, is built before.
        """
        for part in asked:
            ask = (
                "Copy from this page as JSON:"
                f" {', '.join(f.name for f in part.fields if f.pointed)}. null for what is not"
                " there.\n"
            )
            self.generator(part)(
                SPLIT.join(chat(self.tokenizer, prompt.text, ask)), max_new_tokens=RECORD
            )
        return dict.fromkeys(q for q in prompt.questions if q.field or q.fields)

    def generator(self, part: Part) -> outlines.Generator:
        if part.name not in self.records:
            fields = {f.name: (str | None, ...) for f in part.fields if f.pointed}
            self.records[part.name] = outlines.Generator(
                self.model, create_model(part.name, **fields)
            )
        return self.records[part.name]


@dataclass
class Count:
    """Forward passes and tokens read; rounds with a draft, tokens proposed in them and accepted."""

    passes: int = 0
    tokens: int = 0
    rounds: int = 0
    proposed: int = 0
    accepted: int = 0

    @contextmanager
    def watching(self, engine: Engine) -> Iterator[None]:
        hook, hear = (
            engine.model.model.register_forward_pre_hook(self._pass, with_kwargs=True),
            Reply.accept,
        )

        def heard(reply: Reply, best: Sequence[tuple[float, int]]) -> int:
            draft, agreed = reply.draft, hear(reply, best)
            self.rounds, self.proposed, self.accepted = (
                self.rounds + bool(draft),
                self.proposed + len(draft),
                self.accepted + agreed,
            )
            return agreed

        Reply.accept = heard
        yield
        Reply.accept = hear
        hook.remove()

    def _pass(self, module: torch.nn.Module, args: tuple, named: dict) -> None:
        self.passes, self.tokens = self.passes + 1, self.tokens + named["input_ids"].numel()


def ours(engine: EngineLike) -> Contender:
    return lambda prompt, _: dict(
        zip(prompt.questions, (a.text for a in engine.answer([prompt])[0]), strict=False)
    )


def unguessed(engine: Engine) -> Contender:
    """Ours without drafts from the page."""

    def answer(prompt: Prompt, asked: Sequence[Part]) -> dict[Question, str | None]:
        after, DraftSource.after = DraftSource.after, lambda page, said: []
        answers = ours(engine)(prompt, asked)
        DraftSource.after = after
        return answers

    return answer


def contenders(engine: Engine, gguf: Path | None) -> dict[str, Contender]:
    plain = Outlines(engine)
    found: dict[str, Contender] = {
        "outlines, one by one": plain.one_by_one,
        "outlines, batched": plain.batched,
    }
    if engine.form == "tagging":
        return found
    for part in (p for _, asked in pages() for p in asked):
        plain.generator(part)
    found |= {"ours without lookup": unguessed(engine), "outlines, JSON record": plain.record}
    if gguf:
        found["llama.cpp, GGUF"] = ours(load_engine(str(gguf), torch.get_num_threads()))
    return found


def prompts(engine: Engine) -> Iterator[tuple[Prompt, list[Part]]]:
    for chunk, asked in pages():
        rows = asked[0].kind == "statement"
        if engine.form == "pointing":
            make = statement_prompt if rows else whole_prompt
        else:
            make = rows_prompt if rows else words_prompt
        yield make(chunk, asked), asked


def whole_prompt(chunk: Chunk, asked: Sequence[Part]) -> Prompt:
    return keyed_prompt(Passage((chunk,)), in_groups(asked))


def measure(name: str, gguf: Path | None, rounds: int) -> None:
    """Prints the model's rows as they come."""
    engine = Engine(name)
    others = contenders(engine, gguf)
    model, work = Path(name).name, []
    for prompt, asked in prompts(engine):
        work.append(
            worked(engine, f"| {model} | {asked[0].name}", prompt)
        )  # and what is built once is built
        runs: dict[str, list[Run]] = {}
        for _ in range(rounds):
            for who, contender in {"ours": ours(engine), **others}.items():
                runs.setdefault(who, []).append(timed(contender, prompt, asked))
        for who in others:
            print(
                f"| {model} | {asked[0].name} | {who} | {compared(runs['ours'], runs[who])} |",
                flush=True,
            )
    print(WORK, *work, sep="\n", flush=True)


def timed(contender: Contender, prompt: Prompt, asked: Sequence[Part]) -> Run:
    """Questions a second, and the answers."""
    start = time.perf_counter()
    answers = contender(prompt, asked)
    return len(answers) / (time.perf_counter() - start), answers


def compared(mine: Sequence[Run], others: Sequence[Run]) -> str:
    """How many times as fast ours is (median, least, most), and how many answers are the same."""
    ratios = [ours / rate for (ours, _), (rate, _) in zip(mine, others, strict=False) if rate]
    same = [
        said == answers[q]
        for (_, answers), (_, theirs) in zip(mine, others, strict=False)
        for q, said in theirs.items()
        if said is not None
    ]
    times = f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})" if ratios else "-"
    return f"{times} | {f'{sum(same) / len(same):.0%}' if same else '-'}"


def worked(engine: Engine, name: str, prompt: Prompt) -> str:
    """What our own decoding did for a prompt: passes and tokens a question, and what became of the
    drafts.
    """
    count = Count()
    with count.watching(engine):
        answers = engine.answer([prompt])[0]
    n, rounds = len(answers), max(count.rounds, 1)
    return (
        f"{name} | {n} | {count.passes / n:.2f} | {count.tokens / n:.0f} | {count.rounds} |"
        f" {count.proposed / rounds:.1f} | {count.accepted / rounds:.1f} |"
    )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--model", action="append", help="`embedded` (the default) or a folder; may be given again"
    )
    parser.add_argument(
        "--gguf",
        type=Path,
        action="append",
        default=[],
        help="the same weights, quantized, for our GGUF engine, in the order of the models that are"
        " folders",
    )
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(words)
    files = iter(args.gguf)
    for name in args.model or ["embedded"]:
        print(TABLE, flush=True)
        measure(name, None if name == "embedded" else next(files, None), args.rounds)


if __name__ == "__main__":
    main()
