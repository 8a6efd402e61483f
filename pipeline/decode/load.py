"""The name of a model -> the engine that answers. Only that of a general model in a folder loads
torch.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from extract_filings.models import ANY_SCHEMA, EMBEDDED
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.decode.span_offsets import is_learnt, load
from extract_filings.pipeline.decode.tagging_engine import TaggingEngine, is_tagger
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Answer, Form, Prompt
from extract_filings.pipeline.registry.gguf_files import gguf_file, is_gguf
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.registry.server_address import SERVED
from extract_filings.schemas.base import Part


class EngineLike(Protocol):
    """Whatever answers prompts: a model on this machine, a server, or a wrapper of either.

    `shots`: how many labeled pages ahead of each page a tagging model learnt to read. `at_once`:
    prompts that are best given in one call, so that it need not wait for the next ones.
    """

    @property
    def form(self) -> Form: ...

    @property
    def shots(self) -> int: ...

    @property
    def at_once(self) -> int: ...

    def knows(self, parts: Sequence[Part]) -> None:
        """Raises ModelError for a schema that the model cannot be asked for."""

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order."""
        ...


def load_engine(
    name: str, threads: int | None = None, parts: Sequence[Part] = ()
) -> EngineLike | SpanEngine:
    """`threads`: cores that a model on this machine computes on. `parts`: what it is to read; the
    embedded model has one network for what it was trained on, and one for all else. Raises
    ModelError.
    """
    if name.startswith(SERVED):
        return _imported("server", f"{SERVED}…", "server").ServedEngine(name)
    if is_gguf(name):
        return _imported("gguf_engine", name, "gguf").GgufEngine(name, gguf_file(name), threads)
    folder = place(name)
    if isinstance(folder, Path) and is_tagger(folder):
        return _small(name, folder, threads, parts)
    if isinstance(folder, Path) and is_learnt(folder):
        return SpanEngine(name, ANY_SCHEMA, threads, load(name, folder))
    return _imported("engine", name, "models").Engine(name, threads)


def _small(
    name: str, folder: Path, threads: int | None, parts: Sequence[Part]
) -> TaggingEngine | SpanEngine:
    tagger = TaggingEngine(name, folder, threads)
    try:
        tagger.knows(parts)
    except ModelError:
        if folder != EMBEDDED:
            raise
        return SpanEngine(name, ANY_SCHEMA, threads)
    return tagger


def _imported(module: str, name: str, extra: str) -> ModuleType:
    try:
        return import_module(f"extract_filings.pipeline.decode.{module}")
    except ModuleNotFoundError as error:
        raise ModelError(
            f"model {name} needs {error.name}; type `pip install 'extract-filings[{extra}]'`"
        ) from error
