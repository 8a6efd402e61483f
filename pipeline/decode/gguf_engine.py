"""Answers from a quantized model in a GGUF file, computed by llama.cpp on this machine.

The binding is xllamacpp: llama.cpp's own server in this process, whose wheel has llguidance in it,
so it takes our grammars as they are. Questions are asked one after another in one slot, which keeps
what it read: the document is read once for all its questions (a second slot would read it anew).
The chat template is the file's own, thinking off. Decoding is greedy, the same on any number of
threads, and every answer is checked against its grammar.
"""

import os
from collections.abc import Iterator, Sequence
from math import exp, prod
from pathlib import Path
from typing import Any

# before llama.cpp: threads that wait by spinning take the cores that other programs need
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import psutil
import xllamacpp
from llguidance import LLMatcher

from extract_filings.pipeline.decode.said import MAX_TOKENS, byte_matcher, follows
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Answer, Form, Prompt, Question, messages
from extract_filings.pipeline.registry.gguf_files import architecture
from extract_filings.schemas.base import Part

llama: Any = xllamacpp  # compiled, and without stubs
CONTEXT = 16_384  # tokens of examples, document, question and answer
LIKELIEST = 200  # tokens told at each place, over which a probability is shared out
LARK = "%llguidance {}\n"  # says that what follows is no GBNF
MANY = 1_000  # threads
LOOK, BUSY = 0.2, 50  # seconds, and the share of them in percent that makes a core another's
ROOM = 1.3  # memory a file takes when loaded: some matrices are kept in a second order


class GgufEngine:
    """A general model in a GGUF file. Raises ModelError."""

    form: Form = "pointing"
    shots, at_once = 0, 1

    def __init__(self, name: str, file: Path, threads: int | None = None) -> None:
        self.name = name
        self.server = _loaded(name, file, min(threads or MANY, _idle()))

    def knows(self, parts: Sequence[Part]) -> None:
        """Any schema will do: the model is asked in the schema's own words."""

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order. Raises ModelError."""
        return [[self._ask(p, q, i > 0) for i, q in enumerate(p.questions)] for p in prompts]

    def _ask(self, prompt: Prompt, question: Question, further: bool) -> Answer:
        """`further`: behind the same text. Only then what was read is kept: it changes sums a
        little, and an answer must not depend on which prompt came before.
        """
        matcher = byte_matcher(question.grammar)
        said = self.server.handle_chat_completions(
            {
                "messages": messages(prompt.before, prompt.text + question.ask),
                "grammar": LARK + question.grammar,
                "chat_template_kwargs": {"enable_thinking": False},
                "temperature": 0,
                "max_tokens": MAX_TOKENS,
                "logprobs": True,
                "top_logprobs": LIKELIEST,
                "cache_prompt": further,
            }
        )
        if error := said.get("error"):
            raise ModelError(f"model {self.name}: {error['message']}; give it fewer pages")
        return self._checked(matcher, said["choices"][0])

    def _checked(self, matcher: LLMatcher, choice: dict[str, Any]) -> Answer:
        """An answer that was cut off has probability 0, as in Engine. Raises ModelError if it is
        not in the grammar.
        """
        tokens = choice["logprobs"]["content"]
        steps = tuple(_steps(matcher, tokens))
        said, cut = b"".join(_bytes(t) for t in tokens), choice["finish_reason"] == "length"
        if matcher.get_error() or not (cut or matcher.is_accepting()):
            raise ModelError(
                f"model {self.name}: llama.cpp does not keep to grammars, it said {said[:60]!r};"
                " type `pip install -U 'extract-filings[gguf]'`"
            )
        share = 0.0 if cut else prod(p for _, p in steps)
        return Answer(_text(said).rstrip("\n"), share, steps=steps)


def _steps(matcher: LLMatcher, tokens: Sequence[dict[str, Any]]) -> Iterator[tuple[int, float]]:
    """For each choice the characters said before it and its probability under the grammar. A token
    that the grammar forces is none. Moves the matcher to the end of what was said.
    """
    said = b""
    for token in tokens:
        own = _bytes(token)
        if matcher.is_stopped() or not follows(matcher, own):
            matcher.consume_tokens([*own])  # leaves its error there
            return
        if not (own and matcher.compute_ff_bytes().startswith(own)):
            yield len(_text(said)), _share(matcher, token)
        matcher.consume_tokens([*own])
        said += own


def _share(matcher: LLMatcher, token: dict[str, Any]) -> float:
    """llama.cpp tells probabilities before the grammar: they are shared out over those of the
    likeliest tokens that the grammar allows.
    """
    others = [t for t in token["top_logprobs"] if t["id"] != token["id"] and _may(matcher, t)]
    mine = exp(token["logprob"])
    return mine / (mine + sum(exp(t["logprob"]) for t in others))


def _may(matcher: LLMatcher, token: dict[str, Any]) -> bool:
    """A token without bytes ends the answer."""
    return follows(matcher, _bytes(token)) if token["bytes"] else matcher.is_accepting()


def _bytes(token: dict[str, Any]) -> bytes:
    return bytes(token["bytes"])


def _text(said: bytes) -> str:
    """Without a character that was cut in two."""
    return said.decode(errors="ignore")


def _idle() -> int:
    """Cores that other programs leave idle: all threads wait for the last one at each matrix, so
    one that shares its core makes an answer take ten times as long. Two of one core count once.
    """
    usable = [p < BUSY for p in psutil.cpu_percent(LOOK, percpu=True)]
    real = psutil.cpu_count(logical=False) or len(usable)
    return max(1, min(sum(usable), real))


def _loaded(name: str, file: Path, threads: int) -> Any:
    """Raises ModelError for a file that cannot be read, or that the memory cannot hold."""
    try:
        kind, size = architecture(file), file.stat().st_size
    except OSError as error:
        raise ModelError(f"model {name}: {error.strerror}: {file}") from error
    needed, free = ROOM * size, psutil.virtual_memory().available
    if needed > free:
        raise ModelError(
            f"model {name}: needs some {needed / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB are"
            " free; end other programs, or name a smaller model"
        )
    try:
        return llama.Server(_settings(file, threads))
    except RuntimeError as error:
        raise ModelError(
            f"model {name}: llama.cpp cannot load it: the file is damaged or cut off, or this"
            f" xllamacpp does not know its architecture, {kind or 'which it does not name'}; copy"
            " the file again, or type `pip install -U xllamacpp`"
        ) from error


def _settings(file: Path, threads: int) -> Any:
    found = llama.CommonParams()
    found.model.path = str(file)
    found.n_ctx, found.n_parallel, found.cache_ram_mib = CONTEXT, 1, 0
    # it shares a sum out among threads, whose number depends on how busy the machine is
    found.flash_attn_type = llama.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    for pool in (found.cpuparams, found.cpuparams_batch):
        pool.n_threads = threads
    found.warmup, found.verbosity = False, -1  # silent: its log would stand among our lines
    return found
