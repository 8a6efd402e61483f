"""The name of a model -> the engine that answers. A server's engine loads no model library."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Answer, Form, Prompt
from extract_filings.pipeline.registry.server_address import SERVED
from extract_filings.schemas.base import Part


class EngineLike(Protocol):
    """Whatever answers prompts: a model on this machine, a server, or a wrapper of either.

    `shots`: how many labeled pages ahead of each page a tagging model learnt to read.
    """

    @property
    def form(self) -> Form: ...

    @property
    def shots(self) -> int: ...

    def knows(self, parts: Sequence[Part]) -> None:
        """Raises ModelError for a schema that the model cannot be asked for."""

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order."""
        ...


def load_engine(name: str, threads: int | None = None) -> EngineLike:
    """`threads`: cores that a model on this machine computes on. Raises ModelError."""
    if not name.startswith(SERVED):
        return import_module("extract_filings.pipeline.decode.engine").Engine(name, threads)
    try:
        return import_module("extract_filings.pipeline.decode.server").ServedEngine(name)
    except ModuleNotFoundError as error:
        raise ModelError(
            f"model {SERVED}… needs {error.name}; type `pip install 'extract-filings[server]'`"
        ) from error
