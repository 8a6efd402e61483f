"""The name of a model -> who answers with it. A server's answers come without a model library being
loaded.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.address import SERVED
from pipeline.errors import ModelError

if TYPE_CHECKING:
    from pipeline.decode import Engine
    from pipeline.served import Served


def load(name: str, threads: int | None = None) -> "Engine | Served":
    """`threads`: cores that a model on this machine computes on. Raises ModelError."""
    if not name.startswith(SERVED):
        return import_module("pipeline.decode").Engine(name, threads)
    try:
        return import_module("pipeline.served").Served(name)
    except ModuleNotFoundError as error:
        raise ModelError(
            f"model {SERVED}… needs {error.name}; type `pip install 'extract-filings[server]'`"
        ) from error
