"""Models in one quantized file, as llama.cpp reads them: presets, their place in the hub's cache,
and what the head of a file says. Knows no model library.

>>> GGUFS["qwen3-4b-gguf"].command
'hf download Qwen/Qwen3-4B-GGUF Qwen3-4B-Q4_K_M.gguf'
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from extract_filings.pipeline.errors import ModelError

SUFFIX = ".gguf"
STRING = 8  # the number of a text's type in a file's head


@dataclass(frozen=True, slots=True)
class Quantized:
    """A file on the hub. `twin`: the preset of the same model in full, for its sizes. `size`: of
    the file, in bytes.
    """

    hub: str
    file: str
    twin: str
    size: int

    @property
    def command(self) -> str:
        return f"hf download {self.hub} {self.file}"


GGUFS = {
    "qwen3-4b-gguf": Quantized(
        "Qwen/Qwen3-4B-GGUF", "Qwen3-4B-Q4_K_M.gguf", "qwen3-4b", 2_497_280_256
    )
}


def is_gguf(name: str) -> bool:
    return name in GGUFS or name.endswith(SUFFIX)


def gguf_file(name: str) -> Path:
    """The file of a preset or a path. Raises ModelError if it is not on this machine."""
    if name in GGUFS:
        return _cached(name, GGUFS[name])
    if not Path(name).is_file():
        raise ModelError(f"model {name}: no such file; see `extract models`")
    return Path(name)


def _cached(name: str, preset: Quantized) -> Path:
    from huggingface_hub import try_to_load_from_cache  # 0.2 s

    found = try_to_load_from_cache(preset.hub, preset.file)
    if not isinstance(found, str):
        raise ModelError(
            f"model {name}: not on this machine; where there is a network, type `{preset.command}`"
            f" ({preset.size / 1e9:.1f} GB)"
        )
    return Path(found)


def architecture(file: Path) -> str:
    """What the head of a file names, such as qwen3; it stands first by custom, and is empty where
    it does not. Raises ModelError for a file of another kind, OSError.
    """
    with file.open("rb") as opened:
        head = opened.read(256)
    if head[:4] != b"GGUF":
        raise ModelError(f"model {file}: no GGUF file, it begins with {head[:4]!r}; copy it again")
    key, rest = _text(head[24:])  # behind the version and two counts
    if key != "general.architecture" or rest[:4] != struct.pack("<I", STRING):
        return ""
    return _text(rest[4:])[0]


def _text(data: bytes) -> tuple[str, bytes]:
    """A text with its length before it, and what follows."""
    size = int.from_bytes(data[:8], "little")
    return data[8 : 8 + size].decode(errors="replace"), data[8 + size :]
