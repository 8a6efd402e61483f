"""Samples -> batches for the network: windows with the tokens where each field's values stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from extract_filings.pipeline.ask.field_text import field_text
from extract_filings.pipeline.decode.span_reader import KINDS
from extract_filings.pipeline.decode.span_windows import Window, field_tokens, windows
from extract_filings.training.spans.places import placed
from extract_filings.training.spans.sample import Asked, Sample

FIELDS = 12
"""Of a window at most, drawn anew each time."""
EMPTY = 0.5
"""Share of the windows without any value that are learnt from."""


@dataclass(frozen=True, slots=True)
class Target:
    """Tokens of the window where values of a field begin and end, and the row of each."""

    field: int  # of the batch's fields
    many: bool
    begins: Tensor
    ends: Tensor
    rows: Tensor
    owner: str


@dataclass(frozen=True, slots=True)
class Batch:
    """`page` tensors [b, n, ...]; `field` tensors [f, m]; `targets`: of each window."""

    ids: Tensor
    mask: Tensor
    features: Tensor
    ways: Tensor
    begins: Tensor
    ends: Tensor
    field_ids: Tensor
    field_mask: Tensor
    kinds: Tensor
    targets: list[list[Target]]


Item = tuple[Window, list[tuple[Asked, list[tuple[int, int, int]]]]]
"""A window, and of each field the first token, the last one and the row of each value in it."""


def items(sample: Sample, tokenizer: Tokenizer, random: Random) -> Iterator[Item]:
    """Windows of a sample, each with fields: those that it states, and some of those that it does
    not, whether or not another window does.
    """
    for window in windows(sample.page, tokenizer):
        lines = {*window.line.tolist()}
        found = [(f, [*placed(window, f.spans)]) for f in sample.fields]
        stated = [one for one in found if one[1]]
        absent = [one for one in found if not any({s.line, s.last} & lines for s in one[0].spans)]
        random.shuffle(stated), random.shuffle(absent)
        some = stated[:FIELDS]
        some += absent[: max(2, min(FIELDS - len(some), len(some)))]
        if stated or (some and random.random() < EMPTY):
            yield window, some


def batch(some: Sequence[Item], tokenizer: Tokenizer) -> Batch:
    """Padded to the longest. Fields of equal words are encoded once, the shortest first."""
    asked = [*{_key(f): f for _, fields in some for f, _ in fields}.values()]
    texts = field_tokens([field_text(f.name, f.description, f.owner) for f in asked], tokenizer)
    order = sorted(range(len(asked)), key=lambda i: len(texts[i]))
    asked, texts = [asked[i] for i in order], [texts[i] for i in order]
    numbers = {_key(f): i for i, f in enumerate(asked)}
    n = max(len(w.ids) for w, _ in some)
    targets = [[_target(numbers[_key(f)], f, places) for f, places in fields] for _, fields in some]
    stacked = {
        name: _stacked([getattr(w, name) for w, _ in some], n, name == "ways") for name in STACKED
    }
    mask = torch.arange(n)[None] < torch.tensor([len(w.ids) for w, _ in some])[:, None]
    kinds = torch.tensor([KINDS.index(f.kind) + len(KINDS) * f.many for f in asked])
    field_ids = _stacked([np.array(t) for t in texts], max(map(len, texts)))
    return Batch(
        mask=mask,
        field_ids=field_ids,
        field_mask=field_ids > 0,
        kinds=kinds,
        targets=targets,
        **stacked,
    )


STACKED = ("ids", "features", "ways", "begins", "ends")


def _key(field: Asked) -> tuple:
    return field.name, field.description, field.owner, field.kind, field.many


def _target(number: int, field: Asked, places: Sequence[tuple[int, int, int]]) -> Target:
    begins, ends, rows = torch.tensor(places, dtype=torch.long).reshape(-1, 3).T
    return Target(number, field.many, begins, ends, rows, field.owner)


def _stacked(arrays: Sequence[np.ndarray], n: int, square: bool = False) -> Tensor:
    """Each padded to n tokens: [b, n] or [b, n, features]; if they are square [b, n, n]."""
    made = []
    for a in arrays:
        more = n - len(a)
        pads = [(0, more)] + [(0, more if square else 0)] * (a.ndim - 1)
        made.append(torch.from_numpy(np.pad(a, pads)))
    whole = torch.stack(made)
    return whole if whole.dtype == torch.bool else whole.long()
