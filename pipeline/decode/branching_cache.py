"""A text that is read once, and questions behind it: side by side in one row of a model's cache, or
one after the other from copies of its state.
"""

from collections.abc import Sequence
from copy import deepcopy
from inspect import signature

import torch
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

SLIDING = "sliding_attention"


class Window(DynamicLayer):
    """Of the text that is read first a layer keeps the last columns, which are all that a window
    behind it can reach; of the rest all.
    """

    def __init__(self, window: int) -> None:
        super().__init__()
        self.window = window

    def update(
        self, keys: torch.Tensor, values: torch.Tensor, *other, **named
    ) -> tuple[torch.Tensor, torch.Tensor]:
        first = not self.is_initialized
        seen = super().update(keys, values, *other, **named)
        if first:
            # cloned, as a view would keep the whole
            self.keys, self.values = (x[:, :, 1 - self.window :].clone() for x in seen)
        return seen


class Tree:
    """A text that a model has read, and behind it branches: each sees the text and itself, none
    sees another.

    All stand in one row of the cache, so the text is kept once and no place is padded. What a
    branch sees is `seen` [branches, columns]; a token's position is the number of columns that it
    sees before its own.
    """

    beside = True  # branches stand side by side, and tokens read last can be forgotten

    def __init__(self, model, text: Sequence[int]) -> None:
        config = model.config.get_text_config()
        self.model, self.text = model, len(text)
        self.layers: Sequence[str] = getattr(config, "layer_types", None) or ()
        self.window: int = getattr(config, "sliding_window", None) or 0  # 0: none
        # not the model's own: that drops what stands outside a window, also of branches
        self.cache = DynamicCache()
        self.cache.layers.extend(
            Window(self.window) if kind == SLIDING else DynamicLayer() for kind in self.layers
        )
        self.positions = torch.arange(len(text), device=model.device)
        self.cached = _named(model, self.cache)
        model(input_ids=torch.tensor([text], device=model.device), logits_to_keep=1, **self.cached)

    def branch(self, branches: int) -> None:
        """Begins branches behind the text; those before are forgotten."""
        if behind := self.positions.numel() - self.text:
            self.cache.crop(-behind)
        self.seen = torch.ones(branches, self.text, dtype=torch.bool, device=self.model.device)
        self.positions = torch.arange(self.text, device=self.model.device)

    def read(
        self, tokens: Sequence[int], paths: Sequence[Sequence[int]], places: Sequence[int]
    ) -> torch.Tensor:
        """Reads tokens, those at places `paths[b]` as the next of branch b. Logits behind some
        `places`. [places, vocabulary]
        """
        before = self.read_last = self.seen.shape[1]
        mine = torch.zeros(len(paths), len(tokens), dtype=torch.bool)
        for branch, path in enumerate(paths):
            mine[branch, path] = True
        self.seen = torch.cat([self.seen, mine.to(self.seen.device)], 1)
        columns = torch.arange(self.seen.shape[1], device=self.seen.device)
        sees = self.seen[self.seen[:, before:].int().argmax(0)] & (
            columns <= columns[before:, None]
        )
        positions = sees.sum(1) - 1
        self.positions = torch.cat([self.positions, positions])
        ids, keep = (torch.tensor(n, device=columns.device) for n in (tokens, places))
        return self.model(
            input_ids=ids[None],
            attention_mask=self._mask(sees, positions),
            position_ids=positions[None],
            logits_to_keep=keep,
            **self.cached,
        ).logits[0]

    def _mask(
        self, sees: torch.Tensor, positions: torch.Tensor
    ) -> torch.Tensor | dict[str, torch.Tensor]:
        """[1, 1, new, columns], to be added to the attention's scores; one for each kind of layer
        if there are two.
        """
        reach = self.window or self.positions.numel()
        near = sees & (positions[:, None] - self.positions < reach)
        if SLIDING in self.layers:
            kept = near[:, max(0, self.text - self.window + 1) :]
            return {"full_attention": self._scores(sees), SLIDING: self._scores(kept)}
        # a window without kinds of layers is all layers'
        return self._scores(sees if self.layers else near)

    def _scores(self, seen: torch.Tensor) -> torch.Tensor:
        """0 where a column is seen, the least number where it is not. [1, 1, new, columns]"""
        dtype = self.model.dtype
        zeros = torch.zeros(seen.shape, dtype=dtype, device=seen.device)
        return zeros.masked_fill(~seen, torch.finfo(dtype).min)[None, None]

    def forget(self, wrong: Sequence[tuple[int, int]]) -> None:
        """(branch, place) of tokens read last that were guessed, and wrong: the branch sees them no
        more.
        """
        branches, places = (
            torch.tensor(wrong, dtype=torch.long, device=self.seen.device).reshape(-1, 2).unbind(1)
        )
        self.seen[branches, places + self.read_last] = False


class State:
    """A Tree of one branch at a time, for models with linear attention (Qwen3.5): each branch
    starts with a copy of what they hold behind the text.

    Their state is of all that was read. So none of it can be hidden from a question beside, and no
    wrong guess be taken back.
    """

    beside = False

    def __init__(self, model, text: Sequence[int]) -> None:
        self.model, self.behind = model, DynamicCache(config=model.config.get_text_config())
        self.cache = self.behind
        self.read(text, [], [len(text) - 1])

    def branch(self, branches: int) -> None:
        """Begins anew behind the text."""
        self.cache = deepcopy(self.behind)

    def read(
        self, tokens: Sequence[int], paths: Sequence[Sequence[int]], places: Sequence[int]
    ) -> torch.Tensor:
        """Reads the tokens, all of them the branch's next. Logits behind some `places`. [places,
        vocabulary]
        """
        ids, keep = (torch.tensor(n, device=self.model.device) for n in (tokens, places))
        return self.model(
            input_ids=ids[None], logits_to_keep=keep, **_named(self.model, self.cache)
        ).logits[0]

    def forget(self, wrong: Sequence[tuple[int, int]]) -> None:
        """Nothing: decode makes no drafts for it."""


def _named(model, cache: DynamicCache) -> dict:
    # renamed within transformers 5
    name = "cache" if "cache" in signature(model.forward).parameters else "past_key_values"
    return {name: cache, "use_cache": True}


def read_once(model, text: Sequence[int]) -> Tree | State:
    """The text, read in the way that the model's layers allow."""
    layers = getattr(model.config.get_text_config(), "layer_types", None) or ()
    return (State if "linear_attention" in layers else Tree)(model, text)
