"""What the work on a document hangs on, as one key: its bytes, the schema, the model, the examples
that it is shown, and this program.

A result with the same key is the same result, whoever made it and when; a change of any of them
asks for it anew.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from huggingface_hub import HfApi, try_to_load_from_cache

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.registry.presets import base, place
from extract_filings.pipeline.registry.server_address import SERVED, parse
from extract_filings.pipeline.tables.frames import versions
from extract_filings.schemas.base import RULES


@lru_cache
def fingerprint(
    schema: str,
    model: str,
    exhaustive: bool = False,
    examples: Path | None = None,
    shots: int = 1,
    calibration: Path | None = None,
    min_confidence: float = 0.0,
    target_precision: float | None = None,
) -> str:
    """Of all but the document. Reads the weights once: a second for each 1.5 GB. Raises ModelError."""
    shown = (
        [_files(*(p for p in examples.rglob("*") if p.is_file())), str(shots)] if examples else []
    )
    rating = [
        _files(calibration) if calibration else "",
        str(min_confidence),
        str(target_precision),
    ]
    return _hash(
        schema, str(exhaustive), _schema(schema), _model(model), CODE, versions(), *rating, *shown
    )


def key(sha256: str, fingerprint: str, *circumstances: object) -> str:
    """Of a document's result. What failed could go better under other circumstances (limits,
    password), so they count there.

    >>> key("5e", "f1") == key("5e", "f1"), key("5e", "f1") == key("5e", "f1", 60)
    (True, False)
    """
    return _hash(sha256, fingerprint, *map(str, circumstances))


def _hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]


def _files(*paths: Path) -> str:
    """Of files by name and content."""
    return _hash(*(word for path in sorted(paths) for word in (path.name, sha256_of(path))))


def _schema(name: str) -> str:
    """A schema of the project is part of the code; one in a file is the file, and that of its
    rules.
    """
    file = Path(name.partition(":")[0])
    rules = (
        json.loads(file.read_text(encoding="utf-8")).get(RULES) if file.suffix == ".json" else None
    )
    return (
        _files(file, *([file.parent / rules] if rules else []))
        if file.suffix in (".py", ".json")
        else name
    )


def _model(name: str) -> str:
    """An adapter is another one on another base."""
    if name.startswith(SERVED):
        return str(parse(name))  # what the server has behind this name, it does not say
    source = place(name)
    if isinstance(source, str):
        return f"{source}@{_revision(source)}"
    files, below = (
        _files(*(p for p in source.iterdir() if p.suffix in (".json", ".safetensors", ".jinja"))),
        base(source),
    )
    return _hash(files, _model(below)) if below else files


def _revision(hub_id: str) -> str:
    """The commit of a hub's model: of the copy on this machine, else of the hub's newest."""
    try:
        cached = try_to_load_from_cache(hub_id, "config.json")
        return (
            Path(cached).parent.name if isinstance(cached, str) else HfApi().model_info(hub_id).sha
        )
    # names that are none, no network, no such model: the hub's library has an exception for each
    except Exception as error:
        raise ModelError(
            f"model {hub_id}: not a folder, not on this machine, and not to be had from the hub"
            f" ({type(error).__name__}); see `extract models`"
        ) from error


CODE = _files(
    *(
        p
        for folder in ("pipeline", "schemas")
        for p in (Path(__file__).parents[2] / folder).rglob("*.py")
    )
)
"""As it was when this process began: what it runs, whatever is installed meanwhile."""
