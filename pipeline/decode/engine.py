"""Prompts -> answers under their grammars, by a model on this machine.

A prompt's text is read once and serves all its questions. A question that asks nothing further
(`ask` is empty) is answered by one token at its place, straight from that reading. Other questions
are branches behind the text (branching_cache), read together in each pass: each has its own
grammar, tokens that the grammar forces are appended without a choice (constrained), and decoding is
greedy. Where an answer copies the page, the page's next tokens are read along as a draft
(prompt_lookup) and kept as far as the model would have chosen them. What a tagging model says is
read by tags.py; small ones need no model library (tagging_engine.py).
"""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from math import prod
from pathlib import Path
from typing import cast

# before torch: threads that wait by spinning take the cores that other programs need
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import outlines
import torch
from llguidance import LLExecutor
from outlines.backends.llguidance import LLGuidanceBackend
from transformers import BatchEncoding, PreTrainedTokenizer, PreTrainedTokenizerBase

from extract_filings.pipeline.decode.branching_cache import State, Tree, read_once
from extract_filings.pipeline.decode.constrained import GrammarPerRow, Reply
from extract_filings.pipeline.decode.prompt_lookup import DraftSource, woven
from extract_filings.pipeline.decode.tags import Tags
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import (
    NONE,
    SHOTS,
    Answer,
    Form,
    Prompt,
    Question,
    Turn,
    messages,
)
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.registry.weights import load_weights, rows
from extract_filings.schemas.base import Part

SPLIT = "\u241e"  # stands between document and question while a chat template is applied
# questions read together: enough to fill a pass, and their memory does not grow with the schema
BRANCHES = 64


def chat(
    tokenizer: PreTrainedTokenizerBase, text: str, ask: str, turns: Sequence[Turn] = ()
) -> tuple[str, str]:
    """Earlier turns, document and question in the model's chat template, thinking off.

    In two halves: up to the end of the document, and from the question on.
    """
    if not tokenizer.chat_template:
        return "".join(asked + said for asked, said in turns) + text, ask
    whole = tokenizer.apply_chat_template(
        messages(turns, text + SPLIT + ask),
        tokenize=False,
        add_generation_prompt=True,
        enable_thinking=False,
    )
    # the last one is ours, whatever the document holds
    before, _, after = cast(str, whole).rpartition(SPLIT)  # str, as tokenize is False
    return before, after


class Engine:
    """A language model with its tokenizer, loaded once.

    `name` is "embedded", a preset, a folder or a hub id. `shots`: how many labeled pages ahead of
    each page a tagging model learnt to read. Raises ModelError.
    """

    def __init__(self, name: str = "embedded", threads: int | None = None) -> None:
        if threads:
            torch.set_num_threads(threads)
        self.name = name
        self.model, self.tokenizer = load_weights(name)
        self._use_windows()
        self.form: Form = "tagging" if NONE in self.tokenizer.get_vocab() else "pointing"
        self.shots: int = getattr(self.model.config, SHOTS, 0)
        self.at_once = 1
        self.rows = rows(self.model)
        self._check_frame()
        # outlines takes any tokenizer of transformers, but names only the slow ones
        tokenizer = cast(PreTrainedTokenizer, self.tokenizer)
        self.outlines = outlines.from_transformers(self.model, tokenizer)
        # 0.8 s with Qwen's vocabulary, so once
        self.llg = LLGuidanceBackend(self.outlines).llg_tokenizer
        self.executor = LLExecutor(threads)
        self.tags = self._tags() if self.form == "tagging" else None

    def knows(self, parts: Sequence[Part]) -> None:
        """Raises ModelError for a schema with fields that a tagging model was not trained on."""
        if self.tags:
            self.tags.knows(parts)

    def _tags(self) -> Tags:
        head = self.model.lm_head.weight.detach().float().cpu().numpy()
        return Tags(self.name, Path(place(self.name)), self.tokenizer.get_vocab(), head)

    def _use_windows(self) -> None:
        """For a model with sliding windows, such as `extract tune-attention` writes."""
        if getattr(self.model.config, "use_sliding_window", False):
            from extract_filings.pipeline.decode.sliding_window import NEAR

            self.model.set_attn_implementation(NEAR)

    def _check_frame(self) -> None:
        """Raises ModelError if the chat template has tokens that the weights do not know."""
        frame = "".join(chat(self.tokenizer, "", ""))
        tokens = self.tokenizer(frame, add_special_tokens=False)["input_ids"]
        if unknown := [t for t in tokens if t >= self.rows]:
            raise ModelError(
                f"model {self.name}: its chat template says {self.tokenizer.decode(unknown[:1])},"
                f" and its weights know only {self.rows:,} tokens, not that one; name the model"
                " that tokenizer and template are of"
            )

    @torch.inference_mode()
    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order."""
        return [self._answers(p) for p in prompts]

    def _answers(self, prompt: Prompt) -> list[Answer]:
        if not prompt.questions:
            return []
        if any(q.ask for q in prompt.questions) or not self.tags:
            return self._written(prompt)
        return self._tagged(prompt, self.tags)

    def _tagged(self, prompt: Prompt, tags: Tags) -> list[Answer]:
        """Tag questions: one reading of the text."""
        before = "".join(asked + said for asked, said in prompt.before)
        encoded = self._encode(before + prompt.text)
        at = {end: i for i, (_, end) in enumerate(encoded["offset_mapping"])}
        ids = torch.tensor([encoded["input_ids"]], device=self.model.device)
        hidden = self.model.model(input_ids=ids, use_cache=False).last_hidden_state[0]
        told = hidden.float().cpu().numpy()
        places = np.array([at[len(before) + q.seen] for q in prompt.questions])
        ahead = places[tags.rows(prompt.questions)] - 1
        return tags.answers(prompt.questions, told[places], told[ahead])

    def _written(self, prompt: Prompt) -> list[Answer]:
        """Questions behind the text: one reading of it, and a branch for each question, BRANCHES at
        a time.
        """
        asks = [chat(self.tokenizer, prompt.text, q.ask, prompt.before) for q in prompt.questions]
        frame = asks[0][0]  # all begin with the same text
        text = self._encode(frame)
        page = DraftSource(
            frame, text["input_ids"], text["offset_mapping"], frame.rfind(prompt.text)
        )
        tree = read_once(self.model, text["input_ids"])
        many = BRANCHES if tree.beside else 1
        groups = (slice(i, i + many) for i in range(0, len(asks), many))
        return [
            a
            for g in groups
            for a in self._group(tree, page, prompt.questions[g], [after for _, after in asks[g]])
        ]

    def _encode(self, text: str) -> BatchEncoding:
        """Tokens that the weights do not know, such as a [PAD] that was added, are read as a blank
        where a page prints them.
        """
        encoded = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        if max(encoded["input_ids"], default=0) >= self.rows:
            blank = self.tokenizer(" ", add_special_tokens=False)["input_ids"][-1]
            encoded["input_ids"] = [t if t < self.rows else blank for t in encoded["input_ids"]]
        return encoded

    def _group(
        self,
        tree: Tree | State,
        page: DraftSource,
        questions: Sequence[Question],
        asks: Sequence[str],
    ) -> list[Answer]:
        masks = GrammarPerRow([q.grammar for q in questions], self.llg, self.executor)
        replies = [
            Reply(m, self._encode(ask)["input_ids"])
            for m, ask in zip(masks.matchers, asks, strict=True)
        ]
        tree.branch(len(replies))
        self._decode(tree, replies, masks, page)
        return [self._answer(r) for r in replies]

    def _decode(
        self, tree: Tree | State, replies: list[Reply], masks: GrammarPerRow, page: DraftSource
    ) -> None:
        """Greedy, all open branches in each pass, until every reply is closed or at MAX_TOKENS."""
        # behind the page all questions begin alike; later each branch stands behind its own
        together = True
        while going := [(b, r) for b, r in enumerate(replies) if r.open]:
            masks.rows = [(r.matcher, [token for token, _ in r.draft]) for _, r in going]
            ahead = [r.pending + [token for token, _ in r.draft] if r.open else [] for r in replies]
            tokens, paths = woven(ahead, together)
            places = [i for b, r in going for i in paths[b][len(r.pending) - 1 :]]
            logits = tree.read(tokens, paths, places)
            best = self._best(masks.process_logits(None, logits.float()))
            wrong = []
            for b, r in going:
                drafted = paths[b][len(r.pending) :]
                agreed = r.accept([*islice(best, 1 + len(drafted))])
                wrong += [(b, i) for i in drafted[agreed:]]
                if tree.beside:
                    r.propose(page.after(self._text(r.said)))
            tree.forget(wrong)
            together = False

    def _best(self, logits: torch.Tensor) -> Iterator[tuple[float, int]]:
        """Probability and id of the likeliest token at each place, fetched in one transfer."""
        shares, tokens = logits.softmax(-1).max(-1)
        both = torch.stack([shares.double(), tokens.double()], 1).tolist()
        return ((share, int(token)) for share, token in both)

    def _answer(self, reply: Reply) -> Answer:
        """An answer that its matcher gave up, or that did not end within MAX_TOKENS choices, has
        probability 0.
        """
        before = [len(self._text(reply.said[:at], plain=True)) for at, _ in reply.chosen]
        shares = [share for _, share in reply.chosen]
        return Answer(
            self._text(reply.said, plain=True).rstrip("\n"),
            prod(shares) if reply.complete else 0.0,
            steps=tuple(zip(before, shares, strict=True)),
        )

    def _text(self, tokens: list[int], plain: bool = False) -> str:
        """`plain`: without special tokens."""
        text = self.tokenizer.decode(tokens, skip_special_tokens=plain)
        return cast(str, text)  # a list only for a batch
