"""Prompts -> answers under their grammars. The only file that knows a model; it knows no schema and no document.

A prompt's text is read once and serves all its questions. A question that asks nothing further (`ask` is empty) is
answered by one token at its place, straight from that reading. Other questions are branches behind the text, all of
them in each pass: a grammar each, tokens that the grammar forces are appended without a choice, answers are greedy.
Where an answer copies the page, the page's next tokens are read along as a draft and kept as far as the model would
have chosen them.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # before torch: threads that wait by spinning take the cores that other programs need

import llguidance.numpy  # not llguidance.torch, which compiles as it is imported: seconds of a cold start, and a C++ compiler
import outlines
import torch
from llguidance import LLExecutor, LLMatcher
from outlines.backends.llguidance import LLGuidanceBackend
from outlines.processors.base_logits_processor import OutlinesLogitsProcessor
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache
from transformers.utils import logging

from models import EMBEDDED
from pipeline.chain import load_chain
from pipeline.errors import ModelError, SchemaError
from pipeline.lookup import Page, woven
from pipeline.records import NONE, Answer, Prompt, Question, mark
from schemas.base import Part

logging.disable_progress_bar()
SPLIT = "\u241e"  # stands between document and question while a chat template is applied
MAX_TOKENS = 400  # steps with a choice; no field of a filing is that long, a list of 40 securities is about that

ATTENTION = {"full_attention", "sliding_attention"}  # layers that can be told which tokens to see


def built(grammar: str, tokenizer) -> LLMatcher:
    """The grammar over the tokenizer's tokens. Raises SchemaError if it cannot be built."""
    matcher = LLMatcher(tokenizer, grammar)
    if error := matcher.get_error():
        why = next((n for n in error.splitlines() if n.startswith("error:")), error.splitlines()[0])
        raise SchemaError(f"grammar cannot be built: {why}; change the field's pattern in the schema; in: {grammar[:200]}")
    return matcher


class GrammarPerRow(OutlinesLogitsProcessor):
    """Masks each row of a batch by its own grammar; outlines' own processor has one grammar for all rows.

    `rows` are those that go on, each with its draft: it has a place for its next token, and one behind each token of
    the draft, as if that were said. Places of a row stand together, rows in their order.
    """

    def __init__(self, grammars: Sequence[str], tokenizer, executor: LLExecutor) -> None:
        super().__init__("torch")
        once = {g: built(g, tokenizer) for g in dict.fromkeys(grammars)}  # fields of a statement share theirs
        self.matchers = [once[g].deep_copy() for g in grammars]
        self.rows: list[tuple[LLMatcher, list[int]]] = [(m, []) for m in self.matchers]
        self.width, self.executor = tokenizer.vocab_size, executor

    def process_logits(self, input_ids: torch.Tensor | None, logits: torch.Tensor) -> torch.Tensor:
        """[places, vocabulary] -> the same with illegal tokens at minus infinity. The rows' answers are in the matchers.

        All masks are filled by llguidance's threads, taken to the logits' device in one go and unfolded there.
        """
        first = accumulate((1 + len(draft) for _, draft in self.rows), initial=0)
        rows = [(matcher, i, draft) for (matcher, draft), i in zip(self.rows, first)]
        bits = llguidance.numpy.allocate_token_bitmask(len(logits), self.width)
        if bare := [(m, i) for m, i, draft in rows if not draft]:
            llguidance.numpy.fill_next_token_bitmask_par(self.executor, bare, bits)
        if drafted := [row for row in rows if row[2]]:
            llguidance.numpy.fill_next_token_bitmask_par_with_draft_tokens(self.executor, drafted, bits)
        legal = torch.from_numpy(bits).to(logits.device)[:, :, None] >> torch.arange(32, device=logits.device) & 1  # 32 tokens a number
        return logits[:, : self.width].masked_fill(legal.flatten(1)[:, : self.width] == 0, -torch.inf)  # some models have more logits than tokens


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


class Tree:
    """A text that a model has read, and behind it branches: each sees the text and itself, none sees another.

    All stand in one row of the cache, so the text is kept once and no place is padded. What a branch sees is `seen`
    [branches, columns]; a token's position is the number of columns that it sees before its own.
    """

    def __init__(self, model, text: Sequence[int], branches: int) -> None:
        self.model, self.config = model, model.config.get_text_config()
        self.seen = torch.ones(branches, len(text), dtype=torch.bool, device=model.device)
        self.positions = torch.arange(len(text), device=model.device)
        self.cache = DynamicCache()  # keeps all columns, where a model's own may drop those outside a sliding window
        model(input_ids=torch.tensor([text], device=model.device), past_key_values=self.cache, use_cache=True, logits_to_keep=1)

    def read(self, tokens: Sequence[int], paths: Sequence[Sequence[int]], places: Sequence[int]) -> torch.Tensor:
        """Reads tokens, those at places `paths[b]` as the next of branch b. Logits behind some `places`. [places, vocabulary]"""
        before = self.read_last = self.seen.shape[1]
        mine = torch.zeros(len(paths), len(tokens), dtype=torch.bool)
        for branch, path in enumerate(paths):
            mine[branch, path] = True
        self.seen = torch.cat([self.seen, mine.to(self.seen.device)], 1)
        columns = torch.arange(self.seen.shape[1], device=self.seen.device)
        sees = self.seen[self.seen[:, before:].int().argmax(0)] & (columns <= columns[before:, None])
        positions = sees.sum(1) - 1
        self.positions = torch.cat([self.positions, positions])
        ids, keep = (torch.tensor(n, device=columns.device) for n in (tokens, places))
        return self.model(input_ids=ids[None], attention_mask=self._mask(sees, positions), position_ids=positions[None],
                          past_key_values=self.cache, use_cache=True, logits_to_keep=keep).logits[0]  # fmt: skip

    def _mask(self, sees: torch.Tensor, positions: torch.Tensor) -> torch.Tensor | dict[str, torch.Tensor]:
        """[1, 1, new, columns], to be added to the attention's scores; one for each kind of layer if there are two."""
        window = getattr(self.config, "sliding_window", None) or self.positions.numel()
        near = sees & (positions[:, None] - self.positions < window)
        added = lambda seen: torch.zeros(seen.shape, dtype=self.model.dtype, device=seen.device).masked_fill(~seen, torch.finfo(self.model.dtype).min)[None, None]
        if "sliding_attention" in (getattr(self.config, "layer_types", None) or ()):
            return {"full_attention": added(sees), "sliding_attention": added(near)}
        return added(near)

    def forget(self, wrong: Sequence[tuple[int, int]]) -> None:
        """(branch, place) of tokens read last that were guessed, and wrong: the branch sees them no more."""
        branches, places = torch.tensor(wrong, dtype=torch.long, device=self.seen.device).reshape(-1, 2).unbind(1)
        self.seen[branches, places + self.read_last] = False


@dataclass(slots=True)
class Reply:
    """An answer on its way. `pending`: said or asked, not yet read by the model. `choices`: tokens that the model chose."""

    matcher: LLMatcher
    pending: list[int]
    draft: list[tuple[int, bool]] = field(default_factory=list)  # a token, and whether the model has a choice there
    said: list[int] = field(default_factory=list)
    probability: float = 1.0
    choices: int = 0

    @property
    def open(self) -> bool:
        return self.choices < MAX_TOKENS and not self.matcher.is_stopped()

    def guess(self, tokens: Sequence[int]) -> None:
        """Makes a draft of the tokens, as far as the grammar goes along; what it forces between them is no choice."""
        self.draft, rest = [], list(tokens)[: MAX_TOKENS - self.choices - 1]
        while rest and not self.matcher.is_stopped() and self.matcher.validate_tokens(rest[:1]):
            took = take(self.matcher, rest[0])
            self.draft += [(token, i == 0) for i, token in enumerate(took)]
            rest = rest[len(took) :] if rest[: len(took)] == took else []
        self.matcher.rollback(len(self.draft))

    def hear(self, best: Sequence[tuple[float, int]]) -> int:
        """Takes in the model's choice at each place (probability, token). How many tokens of the draft it agrees with."""
        agreed = next((i for i, (token, chosen) in enumerate(self.draft) if chosen and best[i][1] != token), len(self.draft))
        right = self.draft[:agreed]
        self.matcher.consume_tokens([token for token, _ in right])
        self.said += [token for token, _ in right]
        heard = [i for i, (_, chosen) in enumerate(right) if chosen] + [agreed] * (not self.matcher.is_stopped())
        self.choices += len(heard)
        for i in heard:
            self.probability *= best[i][0]
        self.pending = [] if self.matcher.is_stopped() else take(self.matcher, best[agreed][1])
        self.said += self.pending
        return agreed


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
        if other := set(getattr(self.model.config.get_text_config(), "layer_types", None) or ()) - ATTENTION:
            raise ModelError(f"model {name}: its layers of {min(other)} cannot read questions side by side; name a model of attention alone, such as Qwen3, Llama or SmolLM2")
        self.outlines = outlines.from_transformers(self.model, self.tokenizer)
        self.llg = LLGuidanceBackend(self.outlines).llg_tokenizer  # 0.8 s with Qwen's vocabulary, so once
        self.executor = LLExecutor(threads)
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
        logits = GrammarPerRow([grammar], self.llg, self.executor).process_logits(None, torch.zeros(1, self.llg.vocab_size))
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
        """Questions behind the text: one reading of it, and a branch for each of them."""
        asks = [chat(self.tokenizer, prompt.text, q.ask) for q in prompt.questions]
        encode = lambda text: self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        text = encode(asks[0][0])
        page = Page(asks[0][0], text["input_ids"], text["offset_mapping"])
        masks = GrammarPerRow([q.grammar for q in prompt.questions], self.llg, self.executor)
        replies = [Reply(m, encode(after)["input_ids"]) for m, (_, after) in zip(masks.matchers, asks)]
        self._decode(Tree(self.model, page.tokens, len(asks)), replies, masks, page)
        return [self._answer(r) for r in replies]

    def _decode(self, tree: Tree, replies: list[Reply], masks: GrammarPerRow, page: Page) -> None:
        """Greedy, all branches a pass; a branch that has ended is left out. Ends with the replies closed or at MAX_TOKENS."""
        together = True  # behind the page all questions begin alike; later each branch stands behind its own
        while going := [(b, r) for b, r in enumerate(replies) if r.open]:
            masks.rows = [(r.matcher, [token for token, _ in r.draft]) for _, r in going]
            ahead = [[] for _ in replies]
            for (b, r), (_, draft) in zip(going, masks.rows):
                ahead[b] = r.pending + draft
            tokens, paths = woven(ahead, together)
            logits = tree.read(tokens, paths, [i for b, r in going for i in paths[b][len(r.pending) - 1 :]])
            best = self._best(masks.process_logits(None, logits.float()))
            wrong = []
            for b, r in going:
                path = paths[b][len(r.pending) :]
                agreed = r.hear([*islice(best, 1 + len(path))])
                wrong += [(b, i) for i in path[agreed:]]
                r.guess(page.after(self.tokenizer.decode(r.said)))
            tree.forget(wrong)
            together = False

    def _best(self, logits: torch.Tensor) -> Iterator[tuple[float, int]]:
        """Probability and id of the likeliest token at each place, fetched in one transfer."""
        shares, tokens = logits.softmax(-1).max(-1)
        return ((share, int(token)) for share, token in torch.stack([shares.double(), tokens.double()], 1).tolist())

    def _answer(self, reply: Reply) -> Answer:
        """An answer that its matcher gave up, or that did not end within MAX_TOKENS choices, has probability 0."""
        done = reply.matcher.is_stopped() and reply.matcher.is_accepting() and not reply.matcher.get_error()
        return Answer(self.tokenizer.decode(reply.said, skip_special_tokens=True).strip("\n"), reply.probability if done else 0.0)
