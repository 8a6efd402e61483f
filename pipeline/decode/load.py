"""The name of a model -> who answers with it. A server's answers come without a model library being
loaded.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.registry.server_address import SERVED

if TYPE_CHECKING:
    from extract_filings.pipeline.decode.engine import Engine
    from extract_filings.pipeline.decode.server import Served


def load_engine(name: str, threads: int | None = None) -> "Engine | Served":
    """`threads`: cores that a model on this machine computes on. Raises ModelError."""
    if not name.startswith(SERVED):
        return import_module("extract_filings.pipeline.decode.engine").Engine(name, threads)
    try:
        return import_module("extract_filings.pipeline.decode.server").Served(name)
    except ModuleNotFoundError as error:
        raise ModelError(
            f"model {SERVED}… needs {error.name}; type `pip install 'extract-filings[server]'`"
        ) from error
