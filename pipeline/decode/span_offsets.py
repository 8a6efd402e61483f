"""What the span reader has learnt of one schema: how much what is sought of each of its fields
differs from what the field's words alone say. The network itself is as it ships.

Stored as a folder that `--model` names: the offsets, and which weights and fields they belong to.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from extract_filings.models import ANY_SCHEMA
from extract_filings.pipeline.decode.span_reader import Fields
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.registry.presets import ADAPTER

WEIGHTS = "adapter_model.safetensors"


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
        some = (fields.label, fields.begin, fields.finish, fields.none, fields.no_value)
        return cls(*map(np.zeros_like, some), np.zeros_like(fields.tables[fields.table]))

    def added(self, fields: Fields) -> Fields:
        moved = {name: getattr(fields, name) + change for name, change in asdict(self).items()
                 if name != "tables"}
        tables = fields.tables[fields.table] + self.tables
        return replace(fields, **moved, tables=tables, table=np.arange(len(tables)))
