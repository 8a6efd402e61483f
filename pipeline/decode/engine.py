"""Prompts -> answers under their grammars. Knows a model, but no schema and no document.

A prompt's text is read once and serves all its questions. A question that asks nothing further
(`ask` is empty) is answered by one token at its place, straight from that reading. Other questions
are branches behind the text, read together in each pass: a grammar each, tokens that the grammar
forces are appended without a choice, answers are greedy. Where an answer copies the page, the
page's next tokens are read along as a draft and kept as far as the model would have chosen them.
Its parts: weights, masks, tree, reply, lookup, chain.
"""

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import prod
from pathlib import Path

os.environ.setdefault(
    "OMP_WAIT_POLICY", "passive"
)  # before torch: threads that wait by spinning take the cores that other programs need

import outlines
import torch
from llguidance import LLExecutor
from outlines.backends.llguidance import LLGuidanceBackend
from transformers import BatchEncoding

from extract_filings.pipeline.decode.branching_cache import State, Tree, read_once
from extract_filings.pipeline.decode.constrained import GrammarPerRow
from extract_filings.pipeline.decode.hmm import load_chain
from extract_filings.pipeline.decode.prompt_lookup import DraftSource, woven
from extract_filings.pipeline.decode.reply import Reply
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import (
    NONE,
    SHOTS,
    Answer,
    Prompt,
    Question,
    Turn,
    line_shares,
    messages,
    tag,
)
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.registry.weights import load_weights, rows
from extract_filings.schemas.base import Part

SPLIT = "\u241e"  # stands between document and question while a chat template is applied
# questions read together: enough to fill a pass, and what they hold in memory does not grow with a
# schema
BRANCHES = 64


def chat(tokenizer, text: str, ask: str, turns: Sequence[Turn] = ()) -> tuple[str, str]:
    """Earlier turns, document and question as the model's chat template words them, thinking off:
    what stands before and after.
    """
    if not tokenizer.chat_template:
        return "".join(asked + said for asked, said in turns) + text, ask
    whole = tokenizer.apply_chat_template(
        messages(turns, text + SPLIT + ask),
        tokenize=False,
        add_generation_prompt=True,
        enable_thinking=False,
    )
    before, _, after = whole.rpartition(SPLIT)  # the last one is ours, whatever the document holds
    return before, after


class Engine:
    """A language model with its tokenizer, loaded once. `name` is "embedded", a preset, a folder or
    a hub id.
    """

    def __init__(self, name: str = "embedded", threads: int | None = None) -> None:
        if threads:
            torch.set_num_threads(threads)
        self.name = name
        self.model, self.tokenizer = load_weights(name)
        if getattr(
            self.model.config, "use_sliding_window", False
        ):  # of layers that `extract tune-attention` chose, say
            from extract_filings.pipeline.decode.sliding_window import NEAR

            self.model.set_attn_implementation(NEAR)
        self.mark_form = NONE in self.tokenizer.get_vocab()
        self.shots = getattr(
            self.model.config, SHOTS, 0
        )  # of a model that answers in marks: solved pages that it learnt with
        self.outlines = outlines.from_transformers(self.model, self.tokenizer)
        self.rows = rows(self.model)
        self._check_frame()
        self.llg = LLGuidanceBackend(
            self.outlines
        ).llg_tokenizer  # 0.8 s with Qwen's vocabulary, so once
        self.executor = LLExecutor(threads)
        self.chain = load_chain(Path(place(name)))
        self.allowed = lru_cache(100_000)(self._allowed)

    def knows(self, parts: Sequence[Part]) -> None:
        """Refuses a schema whose fields a model that answers in marks was not trained on."""
        fields = [tag(p.name, f.name) for p in parts for f in p.fields if f.pointed]
        unknown = [m for m in fields if m not in self.tokenizer.get_vocab()]
        if self.mark_form and unknown:
            raise ModelError(
                f"model {self.name}: not trained on {len(unknown)} fields of this schema, first"
                f" {unknown[0]}; train it on the schema or name a general model with --model"
            )

    def _check_frame(self) -> None:
        """Refuses a model whose chat template says what its weights do not know."""
        frame = self.tokenizer("".join(chat(self.tokenizer, "", "")), add_special_tokens=False)[
            "input_ids"
        ]
        if unknown := [t for t in frame if t >= self.rows]:
            raise ModelError(
                f"model {self.name}: its chat template says {self.tokenizer.decode(unknown[:1])},"
                f" and its weights know only {self.rows:,} tokens, not that one; name the model"
                " that tokenizer and template are of"
            )

    @torch.inference_mode()
    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order."""
        return [
            (
                self._asked(p)
                if any(q.ask for q in p.questions)
                else self._places(p)
                if p.questions
                else []
            )
            for p in prompts
        ]

    def _allowed(self, grammar: str) -> torch.Tensor:
        """Ids of the tokens with which an answer can start. [choices]"""
        logits = GrammarPerRow([grammar], self.llg, self.executor).process_logits(
            None, torch.zeros(1, self.llg.vocab_size)
        )
        return logits[0].isfinite().nonzero().flatten()

    def _places(self, prompt: Prompt) -> list[Answer]:
        """Mark questions: one reading of the text, and at each place the best of the legal marks."""
        before = "".join(asked + said for asked, said in prompt.before)
        encoded = self._encode(before + prompt.text)
        at = {end: i for i, (_, end) in enumerate(encoded["offset_mapping"])}
        ids = torch.tensor([encoded["input_ids"]], device=self.model.device)
        hidden = self.model.model(input_ids=ids, use_cache=False).last_hidden_state[0]
        logits = self.model.lm_head(
            hidden[[at[len(before) + q.seen] for q in prompt.questions]]
        ).float()
        options = [self._options(row, q) for row, q in zip(logits.cpu(), prompt.questions)]
        return [
            Answer(*max(o.items(), key=lambda o: o[1]), tuple(o.items()))
            for o in self._chained(prompt.questions, options)
        ]

    def _options(self, logits: torch.Tensor, question: Question) -> dict[str, float]:
        ids = self.allowed(question.grammar)
        return dict(
            zip(
                self.tokenizer.convert_ids_to_tokens(ids.tolist()), logits[ids].softmax(-1).tolist()
            )
        )

    def _chained(
        self, questions: Sequence[Question], options: list[dict[str, float]]
    ) -> list[dict[str, float]]:
        """Words in view of each other, if the model's chain knows all their marks."""
        if not self.chain or not set().union(*options) <= set(self.chain.marks):
            return options
        opens = [
            before is None or q.line != before.line
            for before, q in zip((None, *questions), questions)
        ]
        return self.chain(options, opens)

    def _asked(self, prompt: Prompt) -> list[Answer]:
        """Questions behind the text: one reading of it, and a branch for each of them, so many at a
        time.
        """
        asks = [chat(self.tokenizer, prompt.text, q.ask, prompt.before) for q in prompt.questions]
        text = self._encode(asks[0][0])
        page, tree = (
            DraftSource(
                asks[0][0], text["input_ids"], text["offset_mapping"], asks[0][0].rfind(prompt.text)
            ),
            read_once(self.model, text["input_ids"]),
        )
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
        replies = [Reply(m, self._encode(ask)["input_ids"]) for m, ask in zip(masks.matchers, asks)]
        tree.branch(len(replies))
        self._decode(tree, replies, masks, page)
        return [self._answer(r) for r in replies]

    def _decode(
        self, tree: Tree | State, replies: list[Reply], masks: GrammarPerRow, page: DraftSource
    ) -> None:
        """Greedy, all branches a pass; a branch that has ended is left out. Ends with the replies
        closed or at MAX_TOKENS.
        """
        # behind the page all questions begin alike; later each branch stands behind its own
        together = True
        while going := [(b, r) for b, r in enumerate(replies) if r.open]:
            masks.rows = [(r.matcher, [token for token, _ in r.draft]) for _, r in going]
            ahead = [[] for _ in replies]
            for (b, r), (_, draft) in zip(going, masks.rows):
                ahead[b] = r.pending + draft
            tokens, paths = woven(ahead, together)
            logits = tree.read(
                tokens, paths, [i for b, r in going for i in paths[b][len(r.pending) - 1 :]]
            )
            best = self._best(masks.process_logits(None, logits.float()))
            wrong = []
            for b, r in going:
                path = paths[b][len(r.pending) :]
                agreed = r.hear([*islice(best, 1 + len(path))])
                wrong += [(b, i) for i in path[agreed:]]
                if tree.beside:
                    r.guess(page.after(self.tokenizer.decode(r.said)))
            tree.forget(wrong)
            together = False

    def _best(self, logits: torch.Tensor) -> Iterator[tuple[float, int]]:
        """Probability and id of the likeliest token at each place, fetched in one transfer."""
        shares, tokens = logits.softmax(-1).max(-1)
        return (
            (share, int(token))
            for share, token in torch.stack([shares.double(), tokens.double()], 1).tolist()
        )

    def _answer(self, reply: Reply) -> Answer:
        """An answer that its matcher gave up, or that did not end within MAX_TOKENS choices, has
        probability 0.
        """
        done = (
            reply.matcher.is_stopped()
            and reply.matcher.is_accepting()
            and not reply.matcher.get_error()
        )
        show = lambda tokens: self.tokenizer.decode(tokens, skip_special_tokens=True)
        lines = line_shares((show(reply.said[:at]), share) for at, share in reply.heard)
        return Answer(
            show(reply.said).strip("\n"),
            prod(share for _, share in reply.heard) if done else 0.0,
            (),
            lines,
        )
