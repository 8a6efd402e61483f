"""A text that is read once, and questions behind it that are read side by side in one row of a model's cache."""

from collections.abc import Sequence
from inspect import signature

import torch
from transformers import DynamicCache


class Tree:
    """A text that a model has read, and behind it branches: each sees the text and itself, none sees another.

    All stand in one row of the cache, so the text is kept once and no place is padded. What a branch sees is `seen`
    [branches, columns]; a token's position is the number of columns that it sees before its own.
    """

    def __init__(self, model, text: Sequence[int]) -> None:
        self.model, self.config, self.text = model, model.config.get_text_config(), len(text)
        self.cache = DynamicCache()  # keeps all columns, where a model's own may drop those outside a sliding window
        self.cached = {"cache" if "cache" in signature(model.forward).parameters else "past_key_values": self.cache, "use_cache": True}  # renamed within transformers 5
        model(input_ids=torch.tensor([text], device=model.device), logits_to_keep=1, **self.cached)

    def branch(self, branches: int) -> None:
        """Begins branches behind the text; those before are forgotten."""
        if behind := self.cache.get_seq_length() - self.text:
            self.cache.crop(-behind)
        self.seen = torch.ones(branches, self.text, dtype=torch.bool, device=self.model.device)
        self.positions = torch.arange(self.text, device=self.model.device)

    def read(self, tokens: Sequence[int], paths: Sequence[Sequence[int]], places: Sequence[int]) -> torch.Tensor:
        """Reads tokens, those at places `paths[b]` as the next of branch b. Logits behind some `places`. [places, vocabulary]"""
        before = self.read_last = self.seen.shape[1]
        mine = torch.zeros(len(paths), len(tokens), dtype=torch.bool)
        for branch, path in enumerate(paths):
            mine[branch, path] = True
        self.seen = torch.cat([self.seen, mine.to(self.seen.device)], 1)
        columns = torch.arange(self.seen.shape[1], device=self.seen.device)
        sees = self.seen[self.seen[:, before:].int().argmax(0)] & (columns <= columns[before:, None])
        positions = sees.sum(1) - 1
        self.positions = torch.cat([self.positions, positions])
        ids, keep = (torch.tensor(n, device=columns.device) for n in (tokens, places))
        return self.model(input_ids=ids[None], attention_mask=self._mask(sees, positions), position_ids=positions[None],
                          logits_to_keep=keep, **self.cached).logits[0]  # fmt: skip

    def _mask(self, sees: torch.Tensor, positions: torch.Tensor) -> torch.Tensor | dict[str, torch.Tensor]:
        """[1, 1, new, columns], to be added to the attention's scores; one for each kind of layer if there are two."""
        window = getattr(self.config, "sliding_window", None) or self.positions.numel()
        near = sees & (positions[:, None] - self.positions < window)
        added = lambda seen: torch.zeros(seen.shape, dtype=self.model.dtype, device=seen.device).masked_fill(~seen, torch.finfo(self.model.dtype).min)[None, None]
        if "sliding_attention" in (getattr(self.config, "layer_types", None) or ()):
            return {"full_attention": added(sees), "sliding_attention": added(near)}
        return added(near)

    def forget(self, wrong: Sequence[tuple[int, int]]) -> None:
        """(branch, place) of tokens read last that were guessed, and wrong: the branch sees them no more."""
        branches, places = torch.tensor(wrong, dtype=torch.long, device=self.seen.device).reshape(-1, 2).unbind(1)
        self.seen[branches, places + self.read_last] = False
