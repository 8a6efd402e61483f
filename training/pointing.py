"""The pointing form, for general models: the same pages, asked as extraction asks such a model,
answered with gold.

A sequence is one question: the document, the question in the model's chat template, and an answer
that the question's grammar takes. Only the answer is learnt. It ends with its new line, for there
the grammar stops and nothing more is said.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from llguidance import LLMatcher
from llguidance.hf import from_tokenizer
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor
from transformers import (
    AutoModelForCausalLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    TrainingArguments,
)

from extract_filings.pipeline.decode.engine import chat
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.gold.answers import says_nothing, solved
from extract_filings.pipeline.gold.pages import RowPage, WordPage
from extract_filings.pipeline.records import Chunk, Line, Question, Turn
from extract_filings.schemas.base import Part
from extract_filings.training.data.batches import Example, packed
from extract_filings.training.data.pages import Ahead, Page, nothing
from extract_filings.training.loop import Loop, arguments

TOKENS_PER_STEP = 8_000
PAGES = 24  # drawn at a time; each gives some ten questions
LORA = {"r": 16, "lora_alpha": 32, "target_modules": "all-linear"}
LORA_RATE, FULL_RATE, WARMUP = 2e-4, 1e-5, 30
IGNORED = -100  # what cross entropy passes over


class PointingTask:
    """Asks a page in tokens: (token ids with the answer at their end, (answer's length, kind))."""

    def __init__(
        self, tokenizer: PreTrainedTokenizerFast, schema: Sequence[Part], ahead: Ahead = nothing
    ) -> None:
        self.ahead, self.tokenizer, self.grammars = ahead, tokenizer, from_tokenizer(tokenizer)
        self.parts = {p.name: p for p in schema}
        self.statements, self.opening = (
            [p for p in schema if p.kind == "statement"],
            [p for p in schema if p.kind != "statement"],
        )

    def ask(self, page: Page, rng: random.Random) -> list[Example]:
        """Each question that has an answer, and as many that have none: a page lacks most of what
        is asked.
        """
        number = (
            rng.randrange(1, 5) if isinstance(page, WordPage) else rng.randrange(20, 160)
        )  # pages forget where they stood
        chunk = Chunk(tuple(Line(number, i, text) for i, text in enumerate(page.lines)))
        asked = self.statements if isinstance(page, RowPage) else self.opening
        (prompt, answers), turns = solved(page, chunk, asked), self.ahead(page, asked)
        asked_of = zip(prompt.questions, answers, strict=True)
        pairs = [(q, said) for q, said in asked_of if said is not None]
        found = [p for p in pairs if not says_nothing(p[1])]
        empty = [p for p in pairs if says_nothing(p[1])]
        chosen = found + rng.sample(empty, min(len(empty), max(1, len(found))))
        return [e for q, said in chosen if (e := self._example(turns, prompt.text, q, said))]

    def _example(
        self, turns: Sequence[Turn], text: str, q: Question, answer: str
    ) -> Example | None:
        """Encoded piece by piece as in extraction; nothing if the grammar would not let the model
        say it.
        """
        before, after, said = (
            self.tokenizer(t, add_special_tokens=False)["input_ids"]
            for t in (*chat(self.tokenizer, text, q.ask, turns), answer + "\n")
        )
        if LLMatcher(self.grammars, q.grammar).validate_tokens(said) < len(said):
            return None
        kind = (
            "none"
            if says_nothing(answer)
            else (
                "chunk"
                if answer == "yes"
                else "row"
                if self.parts[q.part].kind == "statement"
                else "words"
            )
        )
        return before + after + said, (len(said), kind)

    def collate(self, group: list[Example]) -> dict[str, Tensor]:
        """input_ids, attention_mask [B, T], padded on the left so that answers end together; labels
        [B, longest answer].
        """
        width, longest = max(len(ids) for ids, _ in group), max(n for _, (n, _) in group)

        def left(filler: int, rows: Sequence[list[int]], width: int) -> Tensor:
            return torch.tensor([[filler] * (width - len(r)) + r for r in rows])

        return {
            "input_ids": left(0, [ids for ids, _ in group], width),
            "attention_mask": left(0, [[1] * len(ids) for ids, _ in group], width),
            "labels": left(IGNORED, [ids[-n:] for ids, (n, _) in group], longest),
        }


def answer_logits(model: PreTrainedModel, batch: dict[str, Tensor]) -> Tensor:
    """Logits of the answers' tokens only; the document's would fill the memory. [B, longest answer,
    vocabulary]
    """
    positions = (batch["attention_mask"].cumsum(1) - 1).clamp(min=0)
    keep = batch["labels"].shape[1] + 1
    return model(
        input_ids=batch["input_ids"],
        attention_mask=batch["attention_mask"],
        position_ids=positions,
        use_cache=False,
        logits_to_keep=keep,
    ).logits[:, :-1]


class PointLoop(Loop):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None) -> Tensor:
        with self.autocast():
            logits = answer_logits(model, inputs)
        return torch.nn.functional.cross_entropy(
            logits.flatten(0, 1).float(), inputs["labels"].flatten(), ignore_index=IGNORED
        )


@torch.no_grad()
def validation_scores(
    model: PreTrainedModel, task: PointingTask, pages: Sequence[Page]
) -> dict[str, float]:
    """Share of answers whose every token is the likeliest, given those before it, by kind. No
    grammar helps here.
    """
    model.eval()
    rng, counts = random.Random(0), {}
    for group in packed([e for page in pages for e in task.ask(page, rng)], TOKENS_PER_STEP):
        batch = {name: tensor.to(model.device) for name, tensor in task.collate(group).items()}
        with torch.autocast(model.device.type, torch.bfloat16):
            guess = answer_logits(model, batch).argmax(-1)
        right = ((guess == batch["labels"]) | (batch["labels"] == IGNORED)).all(1).tolist()
        for hit, (_, (_, kind)) in zip(right, group, strict=True):
            count = counts.setdefault(kind, [0, 0])
            count[0] += hit
            count[1] += 1
    model.train()
    return {name: round(right / all_, 4) for name, (right, all_) in sorted(counts.items())}


def load_base(name: str, lora: bool) -> PreTrainedModel | PeftModel:
    """Frozen bf16 weights under a float32 adapter, or all weights in float32: steps of 1e-5 are
    lost in bf16.
    """
    try:
        model = AutoModelForCausalLM.from_pretrained(
            name, dtype=torch.bfloat16 if lora else torch.float32, use_safetensors=True
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            f"base {name}: {str(error).splitlines()[0]}; give a folder that `save_pretrained`"
            " wrote, or a hub id"
        ) from error
    return get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **LORA)) if lora else model


def point_arguments(out: Path, steps: int, seed: int, lora: bool) -> TrainingArguments:
    """On a GPU activations are computed twice, so that pages fit beside a model of some billion
    weights.
    """
    twice = {"gradient_checkpointing": True} if torch.cuda.is_available() else {}
    return arguments(
        out,
        steps,
        seed,
        learning_rate=LORA_RATE if lora else FULL_RATE,
        warmup_steps=min(WARMUP, steps // 2),
        **twice,
    )


def merged(model: PreTrainedModel | PeftModel, out: Path) -> PreTrainedModel:
    """A plain model; an adapter is kept in OUT/adapter and added to the weights."""
    if not isinstance(model, PeftModel):
        return model
    model.save_pretrained(out / "adapter", save_embedding_layers=False)
    return model.merge_and_unload()
