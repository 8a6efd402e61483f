"""What the words of a row say of it, whatever the model reads on the page: which item of the schema
it is, which us-gaap concept.

The mean of the vectors of its words' numbers (text/row_words.py), and a line to each item and each
concept from there: it has no notion of a page and so is not led astray by where a row stands. It is
trained in a minute on the pages of the model (training/row_words.py) and stands in its folder.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from extract_filings.pipeline.decode.encoder import softmax
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import BUCKETS

FILE = "row_words.safetensors"
OTHER = "other"
"""Stands for every concept that is none of the list."""
NEVER = -30.0


@dataclass(frozen=True, slots=True)
class RowWords:
    """`vectors` [BUCKETS, width], `items` and `concepts` [width + 1, names], the last row being
    what is added. `item_names`: tags, none among them.
    """

    vectors: np.ndarray
    items: np.ndarray
    concepts: np.ndarray
    item_names: tuple[str, ...]
    concept_names: tuple[str, ...]

    def __call__(self, rows: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities of each row's item and concept. [rows, items], [rows, concepts]"""
        width = self.vectors.shape[1]
        mean = np.ones((len(rows), width + 1), np.float32)
        for i, numbers in enumerate(rows):
            mean[i, :width] = self.vectors[[*numbers]].mean(0, dtype=np.float32) if numbers else 0
        return softmax(mean @ self.items), softmax(mean @ self.concepts)

    def bound(self, concepts: Sequence[str]) -> "RowWords":
        """With the concepts in this order, OTHER behind them; what it does not know is other."""
        at = {name: i for i, name in enumerate(self.concept_names)}
        lines = np.full((len(self.concepts), len(concepts) + 1), 0.0, np.float32)
        lines[-1] = NEVER
        for i, name in enumerate((*concepts, OTHER)):
            if name in at:
                lines[:, i] = self.concepts[:, at[name]]
        return replace(self, concepts=lines, concept_names=(*concepts, OTHER))

    def save(self, folder: Path) -> None:
        arrays = {"vectors": self.vectors, "items": self.items, "concepts": self.concepts}
        small = {k: np.ascontiguousarray(v, np.float16) for k, v in arrays.items()}
        names = {"items": json.dumps(self.item_names), "concepts": json.dumps(self.concept_names)}
        (folder / FILE).write_bytes(save(small, names))


def load_row_words(folder: Path) -> RowWords | None:
    """Of a model's folder, if it has one. Raises ModelError if it is damaged."""
    if not (folder / FILE).exists():
        return None
    try:
        with safe_open(folder / FILE, "np") as file:
            names = [tuple(json.loads(file.metadata()[k])) for k in ("items", "concepts")]
            vectors, *lines = (file.get_tensor(k) for k in ("vectors", "items", "concepts"))
        shapes = [(vectors.shape[1] + 1, len(some)) for some in names]
        if len(vectors) != BUCKETS or [a.shape for a in lines] != shapes:
            raise ValueError("shapes do not fit")
        return RowWords(vectors, *(a.astype(np.float32) for a in lines), *names)
    except (SafetensorError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(
            f"model {folder}: its {FILE} is damaged; delete it, or make it anew with `python -m"
            " extract_filings.training.row_words`"
        ) from error
