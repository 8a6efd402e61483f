"""The key of a document's result: its bytes, the settings, the model's weights, and this program.

Equal keys mean equal results, whichever run made them; a change of any part calls for a new one.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.ocr.engine import engine_name
from extract_filings.pipeline.registry import hub
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.registry.presets import base, place
from extract_filings.pipeline.registry.server_address import SERVED, parse
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.frames import versions
from extract_filings.schemas.base import RULES

WEIGHTS = (".json", ".safetensors", ".jinja")
"""Files of a model's folder that decide its answers."""


@lru_cache
def fingerprint(settings: Settings) -> str:
    """Of all but the document. Reads the weights once: a second for each 1.5 GB. Raises ModelError.

    Files and folders count by their content, the other settings by their value.
    """
    by_content = {
        "schema": _schema(settings.schema),
        "model": _model(settings.model),
        "examples": _folder(settings.examples),
        "calibration": _files(settings.calibration) if settings.calibration else "",
        "ocr": engine_name() if settings.ocr == "auto" else settings.ocr,
    }
    values = settings.decisive() | by_content
    return _hash(settings.schema, *map(str, values.values()), CODE, versions())


def key(sha256: str, fingerprint: str, *circumstances: object) -> str:
    """Of a document's result. What failed could go better under other circumstances (limits,
    password), so they count there.

    >>> key("5e", "f1") == key("5e", "f1"), key("5e", "f1") == key("5e", "f1", 60)
    (True, False)
    """
    return _hash(sha256, fingerprint, *map(str, circumstances))


def part_of(key: str, unasked: str) -> str:
    """Of a result that the end of its time cut short. No run takes it for the whole one, so each
    goes on with the document.
    """
    return _hash(key, unasked)


def _hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]


def _files(*paths: Path) -> str:
    """Of files by name and content."""
    return _hash(*(word for path in sorted(paths) for word in (path.name, sha256_of(path))))


def _folder(folder: Path | None) -> str:
    return _files(*(p for p in folder.rglob("*") if p.is_file())) if folder else ""


def _schema(name: str) -> str:
    """A schema of the project is part of the code; one in a file counts with its rules' file."""
    file = Path(name.partition(":")[0])
    if file.suffix == ".json":
        rules = json.loads(file.read_text(encoding="utf-8")).get(RULES)
        return _files(file, *([file.parent / rules] if rules else []))
    return _files(file) if file.suffix == ".py" else name


def _model(name: str) -> str:
    """An adapter counts with its base."""
    if name.startswith(SERVED):
        return str(parse(name))  # the server does not say which weights are behind this name
    source = place(name)
    if isinstance(source, str):
        return f"{source}@{_revision(source)}"
    if source.is_file():  # GGUF
        return _files(source)
    files = _files(*(p for p in source.rglob("*") if p.suffix in WEIGHTS))
    below = base(source)
    return _hash(files, _model(below)) if below else files


def _revision(hub_id: str) -> str:
    """The commit of a hub's model: of the copy on this machine, else of the hub's newest."""
    from huggingface_hub import HfApi, try_to_load_from_cache  # half a second

    try:
        cached = try_to_load_from_cache(hub_id, "config.json")
        if isinstance(cached, str):
            return Path(cached).parent.name
        if not hub.answers():
            raise ModelError(f"model {hub_id}: {hub.refusal(hub_id)}")
        return str(HfApi().model_info(hub_id).sha)
    except ModelError:
        raise
    # bad names, no network, no such model: the hub's library has an exception for each
    except Exception as error:
        raise ModelError(
            f"model {hub_id}: not a folder, not on this machine, and the hub does not serve it"
            f" ({type(error).__name__}); see `extract models`"
        ) from error


CODE = _files(
    *(
        p
        for folder in ("pipeline", "schemas")
        for p in (Path(__file__).parents[2] / folder).rglob("*.py")
    )
)
"""Of the code that this process runs, read when it started."""
