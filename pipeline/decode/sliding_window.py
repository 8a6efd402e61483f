"""Attention within a sliding window, computed in blocks: time and memory grow with tokens x window,
where a mask over all pairs costs their square.

A window W means what transformers makes of `sliding_window`: reading forward, a token sees itself
and the W - 1 before it; reading both ways, W on either side. Registered with transformers as the
kind of attention "near"; what is not a whole text read at once (questions behind a cached text,
padded batches, full layers) goes to its "sdpa" with a mask, as before.
"""

import torch
from torch.nn.functional import pad, scaled_dot_product_attention
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

NEAR = "near"


def attend(
    module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    is_causal: bool | None = None,
    **other,
) -> tuple[torch.Tensor, None]:
    """As transformers calls it: [batch, heads, tokens, size] -> [batch, tokens, heads, size]."""
    window, tokens = getattr(module, "sliding_window", None), key.shape[2]
    if attention_mask is not None or not window or not window < tokens == query.shape[2]:
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, is_causal=is_causal, **other
        )
    return in_blocks(query, key, value, window, is_causal is False, scaling), None


def in_blocks(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    window: int,
    both: bool,
    scaling: float | None,
) -> torch.Tensor:
    """A block of W queries sees its own W keys, the W before, and both ways the W behind. Shapes as
    of `attend`.
    """
    tokens, reach = query.shape[2], window * (3 if both else 2)
    blocks = -(-tokens // window)
    short = blocks * window - tokens
    padded = pad(query, (0, 0, 0, short))
    queries = padded.unflatten(2, (blocks, window)).transpose(1, 2).flatten(0, 1)
    shared = query.shape[1] // key.shape[1]
    keys, values = (
        pad(x, (0, 0, window, short + window * both))
        .unfold(2, reach, window)
        .permute(0, 2, 1, 4, 3)
        .flatten(0, 1)
        .repeat_interleave(shared, 1)
        for x in (key, value)
    )
    mask = _mask(tokens, blocks, window, reach, both, query.device).repeat(query.shape[0], 1, 1, 1)
    # [batch x blocks, heads, window, size]
    seen = scaled_dot_product_attention(queries, keys, values, attn_mask=mask, scale=scaling)
    return seen.transpose(1, 2).unflatten(0, (-1, blocks)).flatten(1, 2)[:, :tokens].contiguous()


def _mask(
    tokens: int, blocks: int, window: int, reach: int, both: bool, device: torch.device
) -> torch.Tensor:
    """What each query of a block sees among the keys in its reach. [blocks, 1, window, reach]"""
    key = torch.arange(reach, device=device) - window
    back = torch.arange(window, device=device)[:, None] - key
    near = (back.abs() <= window) if both else (back >= 0) & (back < window)
    place = torch.arange(blocks, device=device)[:, None] * window + key
    return near & ((place >= 0) & (place < tokens))[:, None, None]


def mask(**asked) -> torch.Tensor | None:
    """None where `attend` needs none: a window over a whole text that is read at once, nothing
    padded or packed.
    """
    plain = asked.get("allow_is_causal_skip") or asked.get("allow_is_bidirectional_skip")
    whole = asked.get("q_length") == asked["kv_length"] and not asked.get("q_offset")
    padding = asked.get("attention_mask")
    if asked.get("local_size") and plain and whole and (padding is None or bool(padding.all())):
        return None
    return sdpa_mask(**asked)


AttentionInterface.register(NEAR, attend)
AttentionMaskInterface.register(NEAR, mask)
