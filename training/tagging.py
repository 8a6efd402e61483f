"""The tagging form, for the embedded model: a page is read once, and at each question the right tag
must win among the legal ones.

That is just what extraction reads. Each row's us-gaap concept is asked too, at the token before:
the richer tags teach wording (no concept is ever asked in extraction).
"""

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import (
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
    TrainingArguments,
)

from extract_filings.pipeline.ask.tagging_prompt import rows_prompt, words_prompt
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, WordPage
from extract_filings.pipeline.records import CONCEPT, NO, NONE, YES, Chunk, Line, Prompt
from extract_filings.schemas.base import Part
from extract_filings.training.data.batches import Example
from extract_filings.training.data.pages import Ahead, Page, nothing
from extract_filings.training.loop import Loop, arguments
from extract_filings.training.optimizer import MuonAdamW
from extract_filings.training.tokenizer import Spelling

# 384: as wide as the word embeddings that --init-embeddings starts from
HIDDEN, LAYERS, HEADS, KV_HEADS, MLP = 384, 6, 6, 2, 1024
# some ten pages: many small steps learn faster on two cores than few large ones
TOKENS_PER_STEP = 7_000
PAGES = 120  # drawn at a time and packed by length; with fewer, more is padding
PEAK_RATE, WARMUP = 1.5e-3, 60
TOKEN_NOISE, LABEL_SMOOTHING = 0.03, 0.05
SPELT_ANEW = 0.7  # of the pages; the others are read as extraction reads them
CONCEPT_WEIGHT = 0.3
Slot = tuple[int, tuple[str, ...], str]  # characters seen, choices, right mark


def row_slots(page: RowPage, statements: Sequence[Part]) -> tuple[str, list[Slot]]:
    """Prompt text and its questions; concepts one character earlier."""
    lines = tuple(Line(1, i, text) for i, text in enumerate(page.lines))
    prompt, slots = rows_prompt(Chunk(lines), statements), []
    for q in prompt.questions:
        if q.line is None:
            slots.append((q.seen, q.choices, YES if q.part in page.holds else NO))
            continue
        slots.append((q.seen, q.choices, page.targets[q.line.number]))
        if concept := page.concepts[q.line.number]:
            slots.append((q.seen - 1, ("concept",), CONCEPT.format(concept)))
    return prompt.text, slots


def word_slots(page: WordPage, cover: Sequence[Part]) -> tuple[str, list[Slot]]:
    """The same for a cover page; a right mark that the grammar would not allow counts as none."""
    lines = tuple(Line(1, i, text) for i, text in enumerate(page.lines))
    prompt, slots, at = words_prompt(Chunk(lines), cover), [], {}
    for q in prompt.questions:
        at[q.line.number] = at.get(q.line.number, -1) + 1
        right = page.targets[q.line.number][at[q.line.number]]
        slots.append((q.seen, q.choices, right if right in (*q.choices, UNKNOWN) else NONE))
    return prompt.text, slots


class TaggingTask:
    """Asks a page in tokens. A question is (position, legal marks, right mark), marks as indices
    into `names`.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerFast, schema: Sequence[Part], ahead: Ahead = nothing
    ) -> None:
        self.ahead = ahead
        vocab = tokenizer.get_vocab()
        self.names = sorted(
            (m for m in vocab if m.startswith("<") and m.endswith(">") and len(m) > 2),
            key=vocab.get,
        )
        self.ids = torch.tensor([vocab[m] for m in self.names])
        self.index = {m: i for i, m in enumerate(self.names)}
        self.legal = {
            ("concept",): tuple(i for i, m in enumerate(self.names) if m.startswith(CONCEPT[:4]))
        }
        self.spell, self.pad = Spelling(tokenizer), tokenizer.pad_token_id
        self.noise = range(len(self.names) + 300, len(tokenizer))  # neither marks nor single bytes
        self.statements, self.cover = (
            [p for p in schema if p.kind == "statement"],
            [p for p in schema if p.kind != "statement"],
        )

    def ask(self, page: Page, rng: random.Random | None) -> list[Example]:
        """The page with its questions, none if there is nothing to ask. Without `rng` it is read as
        extraction reads it.
        """
        text, slots = (
            row_slots(page, self.statements)
            if isinstance(page, RowPage)
            else word_slots(page, self.cover)
        )
        before = "".join(
            a + said
            for a, said in self.ahead(
                page, self.statements if isinstance(page, RowPage) else self.cover
            )
        )
        ids, at = self.spell(before + text, rng if rng and rng.random() < SPELT_ANEW else None)
        if rng:
            ids = [
                rng.choice(self.noise) if rng.random() < TOKEN_NOISE and i in self.noise else i
                for i in ids
            ]
        places = [(at.get(len(before) + seen), choices, right) for seen, choices, right in slots]
        asked = [
            (place, self._legal(choices), self.index[right])
            for place, choices, right in places
            if right in self.index and place is not None
        ]
        return [(ids, asked)] if asked else []

    def asked(self, prompt: Prompt) -> Example:
        """A prompt of the main job with all its questions, as it reads them; what is right is not
        known.
        """
        ids, at = self.spell(prompt.text, None)
        return ids, [(at[q.seen], self._legal(q.choices), 0) for q in prompt.questions]

    def _legal(self, choices: tuple[str, ...]) -> tuple[int, ...]:
        if choices not in self.legal:
            self.legal[choices] = tuple(self.index[c] for c in choices)
        return self.legal[choices]

    def collate(self, group: list[Example]) -> dict[str, Tensor]:
        """input_ids and attention_mask [B, T]; where, right, weight [questions]; closed [questions,
        marks].
        """
        width = max(len(ids) for ids, _ in group)
        batch = torch.tensor([ids + [self.pad] * (width - len(ids)) for ids, _ in group])
        real = torch.tensor([[1] * len(ids) + [0] * (width - len(ids)) for ids, _ in group])
        asked = [
            (row * width + position, legal, right)
            for row, (_, slots) in enumerate(group)
            for position, legal, right in slots
        ]
        closed = torch.full((len(asked), len(self.names)), True)
        for i, (_, legal, _) in enumerate(asked):
            closed[i, list(legal)] = False
        where, right = (
            torch.tensor([w for w, _, _ in asked]),
            torch.tensor([r for _, _, r in asked]),
        )
        weight = torch.tensor(
            [CONCEPT_WEIGHT if legal is self.legal["concept",] else 1.0 for _, legal, _ in asked]
        )
        return {
            "input_ids": batch,
            "attention_mask": real,
            "where": where,
            "closed": closed,
            "right": right,
            "weight": weight,
        }


def tag_logits(model: PreTrainedModel, batch: dict[str, Tensor], mark_ids: Tensor) -> Tensor:
    """Logits of the marks at the questions, illegal ones closed. [questions, marks]"""
    hidden = model.model(
        input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], use_cache=False
    ).last_hidden_state
    logits = (
        hidden.reshape(-1, hidden.shape[-1])[batch["where"]].float()
        @ model.lm_head.weight[mark_ids.to(hidden.device)].float().T
    )
    return logits.masked_fill(batch["closed"], -1e4)


def tag_loss(logits: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Cross entropy of the right mark, smoothed over the legal ones."""
    logp, legal = logits.log_softmax(-1), (~batch["closed"]).float()
    hit = logp.gather(1, batch["right"][:, None])[:, 0]
    smooth = (logp * legal).sum(1) / legal.sum(1)
    return (
        -((hit * (1 - LABEL_SMOOTHING) + smooth * LABEL_SMOOTHING) * batch["weight"]).sum()
        / batch["weight"].sum()
    )


class TaggingLoop(Loop):
    def __init__(self, task: TaggingTask, **trainer) -> None:
        super().__init__(**trainer)
        self.task = task

    def create_optimizer(self, model=None) -> MuonAdamW:
        self.optimizer = MuonAdamW(self.model.named_parameters(), lambda _: self.args.learning_rate)
        return self.optimizer

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None) -> Tensor:
        with self.autocast():
            return tag_loss(tag_logits(model, inputs, self.task.ids), inputs)


@torch.no_grad()
def validation_scores(
    model: PreTrainedModel, task: TaggingTask, pages: Sequence[Page]
) -> dict[str, float]:
    """Share of questions answered right, by kind, on pages as they are."""
    model.eval()
    counts: dict[str, list[int]] = {}
    for page in pages:
        for ids, asked in task.ask(page, None):
            batch = {
                name: tensor.to(model.device)
                for name, tensor in task.collate([(ids, asked)]).items()
            }
            with torch.autocast(model.device.type, torch.bfloat16):
                guesses = tag_logits(model, batch, task.ids).argmax(-1).tolist()
            for guess, (_, legal, right) in zip(guesses, asked, strict=True):
                count = counts.setdefault(kind(task, page, legal, right), [0, 0])
                count[0] += guess == right
                count[1] += 1
    model.train()
    return {name: round(right / all_, 4) for name, (right, all_) in sorted(counts.items())}


def kind(task: TaggingTask, page: Page, legal: tuple[int, ...], right: int) -> str:
    """What a question is counted under."""
    name, rows = task.names[right], isinstance(page, RowPage)
    if legal is task.legal["concept",]:
        return "concept"
    if name in (YES, NO):
        return "chunk"
    return ("none/none" if rows else "none") if name == NONE else "row" if rows else "word"


def new_model(tokenizer: PreTrainedTokenizerFast, layers: int | None) -> Qwen3ForCausalLM:
    """Random weights. What answers a question stands below as often as above, so attention looks
    both ways.
    """
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=HIDDEN,
        num_hidden_layers=layers or LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=KV_HEADS,
        head_dim=HIDDEN // HEADS,
        intermediate_size=MLP,
        tie_word_embeddings=True,
        max_position_embeddings=8192,
        rope_theta=10_000.0,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        is_causal=False,
    )
    return Qwen3ForCausalLM(config)


def tagging_arguments(
    out: Path, steps: int, seed: int, rate: float | None = None
) -> TrainingArguments:
    return arguments(
        out, steps, seed, learning_rate=rate or PEAK_RATE, warmup_steps=min(WARMUP, steps // 2)
    )
