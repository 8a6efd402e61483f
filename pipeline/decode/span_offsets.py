"""What the span reader has learnt of one schema: how much what is sought of each of its fields
differs from what the field's words alone say. The network is the one that ships.

Stored as a folder that `--model` names: the offsets, and which weights and fields they belong to.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as members
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from extract_filings.models import ANY_SCHEMA, EMBEDDED
from extract_filings.pipeline.decode.span_reader import Fields
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.registry import checksums
from extract_filings.pipeline.registry.presets import ADAPTER

FILE, KIND, CALIBRATION = "adapter_model.safetensors", "span offsets", "calibration.json"
Asked = tuple[str, str, bool]
"""A field in words, its kind, and whether it is of rows of a list."""


@dataclass(frozen=True, slots=True)
class Offsets:
    """As `Fields` has them; `tables` [f, ways]: one for each field."""

    label: np.ndarray
    begin: np.ndarray
    finish: np.ndarray
    none: np.ndarray
    no_value: np.ndarray
    tables: np.ndarray

    @classmethod
    def none_of(cls, fields: Fields) -> "Offsets":
        """Nothing learnt yet."""
        tables = fields.tables[fields.table]
        vectors = fields.label, fields.begin, fields.finish, fields.none
        return cls(*map(np.zeros_like, (*vectors, fields.no_value, tables)))

    def added(self, fields: Fields) -> Fields:
        moved = {k: getattr(fields, k) + v for k, v in asdict(self).items() if k != "tables"}
        tables = fields.tables[fields.table] + self.tables
        return replace(fields, **moved, tables=tables, table=np.arange(len(tables)))


@dataclass(frozen=True, slots=True)
class Learnt:
    """`weights`: the SHA-256 of the network's file; `asked`: the fields, in the schema's order."""

    weights: str
    asked: tuple[Asked, ...]
    offsets: Offsets

    def check(self, name: str, asked: Sequence[Asked]) -> None:
        """Raises ModelError if other fields are asked."""
        if (*asked,) != self.asked:
            other = [text for text, *_ in {*asked} ^ {*self.asked}] or ["their order"]
            raise ModelError(
                f"model {name}: learnt another schema, {len(other)} fields differ, such as"
                f" `{min(other)}`; learn this one with `extract learn SOLVED --schema … --out`"
            )

    def save(self, folder: Path) -> None:
        """Beside it how confidence is computed, which is the network's own way."""
        folder.mkdir(parents=True, exist_ok=True)
        config = {
            "base_model_name_or_path": EMBEDDED.name,
            "kind": KIND,
            "weights": self.weights,
            "fields": self.asked,
        }
        (folder / ADAPTER).write_text(json.dumps(config, indent=1) + "\n")
        (folder / FILE).write_bytes(save(asdict(self.offsets)))
        (folder / CALIBRATION).write_bytes((ANY_SCHEMA / CALIBRATION).read_bytes())
        checksums.seal(folder)


def weights_sum() -> str:
    """The SHA-256 of the network's weights."""
    return checksums.sha256_of(ANY_SCHEMA / "model.safetensors")


def is_learnt(folder: Path) -> bool:
    """Whether a folder holds what the span reader has learnt of a schema."""
    try:
        return json.loads((folder / ADAPTER).read_text()).get("kind") == KIND
    except (OSError, ValueError, AttributeError):
        return False


def load(name: str, folder: Path) -> Learnt:
    """Raises ModelError if it is damaged, or of other weights than those that are here."""
    checksums.check(folder, "learn it again with `extract learn`")
    try:
        config = json.loads((folder / ADAPTER).read_text())
        asked = tuple((text, kind, many) for text, kind, many in config["fields"])
        arrays = load_file(folder / FILE)
        made = Learnt(
            config["weights"], asked, Offsets(*(arrays[m.name] for m in members(Offsets)))
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelError(
            f"model {name}: cannot be read ({type(error).__name__}); learn it again with `extract"
            " learn`"
        ) from error
    if made.weights != weights_sum():
        raise ModelError(
            f"model {name}: learnt for other weights of the embedded model than those that are"
            " installed; learn it again with `extract learn`"
        )
    return made
