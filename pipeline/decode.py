"""Prompts -> answers under their grammars. The only file that knows a model; it knows no schema and no document.

A prompt's text is read once and serves all its questions. A question that asks nothing further (`ask` is empty) is
answered by one token at its place, straight from that reading. Other questions go on from the kept cache in one
batch: a grammar each, tokens that the grammar forces are appended without a choice, answers are greedy.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import llguidance.torch
import outlines
import torch
from llguidance import LLMatcher
from outlines.backends.llguidance import LLGuidanceBackend
from outlines.processors.base_logits_processor import OutlinesLogitsProcessor
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

from models import EMBEDDED
from pipeline.chain import load_chain
from pipeline.errors import ModelError, SchemaError
from pipeline.records import NONE, Answer, Prompt, Question, mark
from schemas.base import Part

logging.disable_progress_bar()
SPLIT = "\u241e"  # stands between document and question while a chat template is applied
MAX_TOKENS = 400  # steps with a choice; no field of a filing is that long, a list of 40 securities is about that


class GrammarPerRow(OutlinesLogitsProcessor):
    """Masks each row of a batch by its own grammar; outlines' own processor has one grammar for all rows."""

    def __init__(self, grammars: Sequence[str], tokenizer) -> None:
        super().__init__("torch")
        self.matchers = [LLMatcher(tokenizer, g) for g in grammars]
        for matcher, grammar in zip(self.matchers, grammars):
            if error := matcher.get_error():
                why = next((n for n in error.splitlines() if n.startswith("error:")), error.splitlines()[0])
                raise SchemaError(f"grammar cannot be built: {why}; change the field's pattern in the schema; in: {grammar[:200]}")
        self.width = tokenizer.vocab_size
        self.bits = llguidance.torch.allocate_token_bitmask(len(grammars), tokenizer.vocab_size)

    def process_logits(self, input_ids: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        """[rows, vocabulary] -> the same with illegal tokens at minus infinity. The rows' answers are in the matchers."""
        for row, matcher in enumerate(self.matchers):
            llguidance.torch.fill_next_token_bitmask(matcher, self.bits, row)
        logits = logits[:, : self.width].clone()  # some models have more logits than tokens
        llguidance.torch.apply_token_bitmask_inplace(logits, self.bits.to(logits.device))
        return logits


def chat(tokenizer, text: str, ask: str) -> tuple[str, str]:
    """Document and question as the model's chat template words them, thinking off: what stands before and after."""
    if not tokenizer.chat_template:
        return text, ask
    message = [{"role": "user", "content": text + SPLIT + ask}]
    whole = tokenizer.apply_chat_template(message, tokenize=False, add_generation_prompt=True, enable_thinking=False)
    before, _, after = whole.rpartition(SPLIT)  # the last one is ours, whatever the document holds
    return before, after


def take(matcher: LLMatcher, token: int) -> list[int]:
    """The chosen token and all that the grammar then forces."""
    matcher.consume_token(token)
    forced = [] if matcher.is_stopped() else matcher.compute_ff_tokens()
    for one in forced:
        matcher.consume_token(one)
    return [token, *forced]


class Engine:
    """A language model with its tokenizer, loaded once. `name` is "embedded", a folder or a hub id."""

    def __init__(self, name: str = "embedded", threads: int | None = None) -> None:
        if threads:
            torch.set_num_threads(threads)
        folder = EMBEDDED if name == "embedded" else Path(name)
        if not (folder / "config.json").exists() and (name == "embedded" or folder.is_absolute() or folder.exists()):
            raise ModelError(f"model {name}: no config.json in {folder}; see `extract models`, or give a folder that `save_pretrained` wrote")
        self.name, source = name, folder if folder.exists() else name
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(source)
            self.mark_form = NONE in self.tokenizer.get_vocab()
            dtype = torch.float32 if self.mark_form else torch.bfloat16  # a small model's answers must not hang on the machine's bf16
            device = "cuda" if torch.cuda.is_available() else "cpu"
            self.model = AutoModelForCausalLM.from_pretrained(source, dtype=dtype, use_safetensors=True).to(device).eval()
        except (OSError, ValueError) as error:
            raise ModelError(f"model {name}: {str(error).splitlines()[0]}; see `extract models`") from error
        self.outlines = outlines.from_transformers(self.model, self.tokenizer)
        self.llg = LLGuidanceBackend(self.outlines).llg_tokenizer  # 0.8 s with Qwen's vocabulary, so once
        self.chain = load_chain(folder)
        self.allowed = lru_cache(100_000)(self._allowed)

    def knows(self, parts: Sequence[Part]) -> None:
        """Refuses a schema whose fields a model that answers in marks was not trained on."""
        fields = [mark(p.name, f.name) for p in parts for f in p.fields if f.pointed]
        unknown = [m for m in fields if m not in self.tokenizer.get_vocab()]
        if self.mark_form and unknown:
            raise ModelError(f"model {self.name}: not trained on {len(unknown)} fields of this schema, first {unknown[0]}; train it on the schema or name a general model with --model")

    @torch.inference_mode()
    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order."""
        return [self._places(p) if not any(q.ask for q in p.questions) else self._asked(p) for p in prompts]

    def _allowed(self, grammar: str) -> torch.Tensor:
        """Ids of the tokens with which an answer can start. [choices]"""
        bits = GrammarPerRow([grammar], self.llg)
        logits = bits.process_logits(torch.zeros(1, 0), torch.zeros(1, self.llg.vocab_size))
        return logits[0].isfinite().nonzero().flatten()

    def _places(self, prompt: Prompt) -> list[Answer]:
        """Mark questions: one reading of the text, and at each place the best of the legal marks."""
        encoded = self.tokenizer(prompt.text, return_offsets_mapping=True, add_special_tokens=False)
        at = {end: i for i, (_, end) in enumerate(encoded["offset_mapping"])}
        ids = torch.tensor([encoded["input_ids"]], device=self.model.device)
        hidden = self.model.model(input_ids=ids, use_cache=False).last_hidden_state[0]
        logits = self.model.lm_head(hidden[[at[q.seen] for q in prompt.questions]]).float()
        options = [self._options(row, q) for row, q in zip(logits.cpu(), prompt.questions)]
        return [Answer(*max(o.items(), key=lambda o: o[1]), tuple(o.items())) for o in self._chained(prompt.questions, options)]

    def _options(self, logits: torch.Tensor, question: Question) -> dict[str, float]:
        ids = self.allowed(question.grammar)
        return dict(zip(self.tokenizer.convert_ids_to_tokens(ids.tolist()), logits[ids].softmax(-1).tolist()))

    def _chained(self, questions: Sequence[Question], options: list[dict[str, float]]) -> list[dict[str, float]]:
        """Words in view of each other, if the model's chain knows all their marks."""
        if not self.chain or not set().union(*options) <= set(self.chain.marks):
            return options
        opens = [before is None or q.line != before.line for before, q in zip((None, *questions), questions)]
        return self.chain(options, opens)

    def _asked(self, prompt: Prompt) -> list[Answer]:
        """Questions behind the text: one reading, its cache repeated for all of them, decoded in one batch."""
        asks = [chat(self.tokenizer, prompt.text, q.ask) for q in prompt.questions]
        encode = lambda text: self.tokenizer(text, add_special_tokens=False)["input_ids"]
        document = torch.tensor([encode(asks[0][0])], device=self.model.device)
        cache = self.model(input_ids=document, use_cache=True, logits_to_keep=1).past_key_values
        cache.batch_repeat_interleave(len(asks))
        return self._decode(cache, document.shape[1], [encode(after) for _, after in asks], [q.grammar for q in prompt.questions])

    def _decode(self, cache, length: int, pending: list[list[int]], grammars: list[str]) -> list[Answer]:
        """Greedy, a grammar per row. `pending`: tokens of each row not yet read; forced ones are read in one go.

        An answer that its matcher gives up, or that does not end within MAX_TOKENS steps, has probability 0.
        """
        rows, masks = range(len(grammars)), GrammarPerRow(grammars, self.llg)
        seen = torch.ones(len(grammars), length, dtype=torch.long, device=self.model.device)
        said, probability = [[] for _ in rows], [1.0 for _ in rows]
        for _ in range(MAX_TOKENS):
            width = max(map(len, pending))
            ids = torch.tensor([[0] * (width - len(p)) + p for p in pending], device=seen.device)
            real = torch.tensor([[0] * (width - len(p)) + [1] * len(p) for p in pending], device=seen.device)
            positions = (seen.sum(1, keepdim=True) + real.cumsum(1) - 1).clamp(min=0)
            seen = torch.cat([seen, real], 1)
            out = self.model(input_ids=ids, attention_mask=seen, position_ids=positions, past_key_values=cache, use_cache=True, logits_to_keep=1)
            shares = masks.process_logits(ids, out.logits[:, -1].float().cpu()).softmax(-1)
            best = shares.max(-1)
            pending = [[] if m.is_stopped() else take(m, best.indices[r].item()) for r, m in enumerate(masks.matchers)]
            for r in rows:
                probability[r] *= best.values[r].item() if pending[r] else 1.0
                said[r] += pending[r]
            if all(m.is_stopped() for m in masks.matchers):
                break
        done = [m.is_stopped() and m.is_accepting() and not m.get_error() for m in masks.matchers]
        return [Answer(self.tokenizer.decode(s, skip_special_tokens=True).strip("\n"), p if ok else 0.0) for s, p, ok in zip(said, probability, done)]
