"""Models that have a short name, and where a model is found. Knows no model library.

>>> f"{PRESETS['qwen3-4b'].parameters:,}", PRESETS["qwen3-4b"].cache
('4,022,468,096', 73728)
>>> place("qwen3-4b")
'Qwen/Qwen3-4B'
"""

import json
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.registry.gguf_files import GGUFS, gguf_file, is_gguf

ADAPTER = "adapter_config.json"
AGAIN = {
    True: (
        "type `pip install --force-reinstall --no-deps extract-filings`, or `git checkout models`"
        " in a clone"
    ),
    False: "copy the folder again; if the file was changed on purpose, delete SHA256SUMS there",
}
"""How to repair a model's folder: the embedded one, any other."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A general model's hub id, and the sizes that decide its memory. All are Qwen3's: 8 key heads
    of 128 numbers. `tied`: one matrix for tokens in and out.
    """

    hub: str
    layers: int
    hidden: int
    heads: int
    inner: int
    tied: bool = True
    vocabulary: int = 151_936

    @property
    def parameters(self) -> int:
        attention = 2 * self.hidden * 128 * (self.heads + 8) + 2 * 128
        layer = attention + 3 * self.hidden * self.inner + 2 * self.hidden
        tokens = self.vocabulary * self.hidden * (1 if self.tied else 2)
        return self.layers * layer + self.hidden + tokens

    @property
    def cache(self) -> int:
        """Numbers kept of each token read."""
        return self.layers * 2 * 8 * 128


PRESETS = {
    "qwen3-0.6b": Preset("Qwen/Qwen3-0.6B", 28, 1024, 16, 3072),
    "qwen3-1.7b": Preset("Qwen/Qwen3-1.7B", 28, 2048, 16, 6144),
    "qwen3-4b": Preset("Qwen/Qwen3-4B", 36, 2560, 32, 9728),
    "qwen3-4b-2507": Preset("Qwen/Qwen3-4B-Instruct-2507", 36, 2560, 32, 9728),
    "qwen3-8b": Preset("Qwen/Qwen3-8B", 36, 4096, 32, 12288, tied=False),
    "qwen3-14b": Preset("Qwen/Qwen3-14B", 40, 5120, 40, 17408, tied=False),
}

HYBRIDS = {"qwen3.5-4b": "Qwen/Qwen3.5-4B"}
"""Short names of models with linear attention, whose questions are read one by one; their sizes
are not Qwen3's.
"""


def place(name: str) -> Path | str:
    """The folder of a model, its GGUF file, or its hub id. Raises ModelError for a folder without a
    model.
    """
    if is_gguf(name):
        return gguf_file(name)
    if name in PRESETS:
        return PRESETS[name].hub
    if name in HYBRIDS:
        return HYBRIDS[name]
    folder = EMBEDDED if name == "embedded" else Path(name)
    if folder.is_dir() and any((folder / file).exists() for file in ("config.json", ADAPTER)):
        return folder
    if name == "embedded":
        raise ModelError(f"model {name}: no config.json in {folder}; {AGAIN[True]}")
    if folder.is_absolute() or folder.exists():
        raise ModelError(
            f"model {name}: no config.json in {folder}; see `extract models`, or give a folder that"
            " `save_pretrained` wrote"
        )
    if "/" not in name:  # hub ids have an owner
        near = get_close_matches(name, ["embedded", *PRESETS, *HYBRIDS, *GGUFS], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ModelError(
            f"model {name}: no folder or model of this name{hint}; see `extract models`"
        )
    return name


def base(folder: Path | str) -> str | None:
    """The model that a folder's LoRA adapter was trained on, a folder or a hub id; None if the
    folder holds a whole model. Raises ModelError.
    """
    file = Path(folder) / ADAPTER
    if not file.is_file():
        return None
    try:
        named = json.loads(file.read_text()).get("base_model_name_or_path")
    except ValueError:
        named = None
    if not named:
        raise ModelError(
            f"model {folder}: {ADAPTER} names no base_model_name_or_path; write there the hub id or"
            " the folder that it was trained on"
        )
    return named
