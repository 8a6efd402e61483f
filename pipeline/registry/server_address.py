"""The name of a model on a server, `openai:URL#MODEL`. It holds no secret, so it may be shown and
stored.

>>> parse("openai:http://127.0.0.1:8000/v1#Qwen/Qwen3-4B")
Address(url='http://127.0.0.1:8000/v1', model='Qwen/Qwen3-4B')
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from extract_filings.pipeline.errors import ModelError

SERVED = "openai:"


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    model: str


def parse(name: str) -> Address:
    """Raises ModelError if the name is no address, or holds what could be a secret."""
    url, _, model = name.removeprefix(SERVED).partition("#")
    parts = urlsplit(url)
    if "@" in parts.netloc or parts.query:
        raise ModelError(
            f"model {SERVED}{parts.scheme}://{parts.hostname}…: a key must not stand in the URL;"
            " put it into the environment: export EXTRACT_API_KEY=…"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModelError(
            f"model {name}: no URL of a server; type it like"
            f" {SERVED}http://127.0.0.1:8000/v1#Qwen/Qwen3-4B"
        )
    return Address(url, model)
