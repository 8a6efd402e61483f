"""Qwen3's layers in plain numpy, for small models that read a page once: no model library is
loaded, and on a processor they take no longer than torch's.

Qwen3: normalised queries and keys, rotary positions, grouped heads, SwiGLU
(https://arxiv.org/abs/2505.09388). Computes in float32 whatever the weights are stored in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, deserialize

from extract_filings.pipeline.errors import ModelError

CONFIG, WEIGHTS = "config.json", "model.safetensors"
PLAIN = {
    "model_type": "qwen3",
    "hidden_act": "silu",
    "attention_bias": False,
    "use_sliding_window": False,
}
"""What a config must say; what it does not say is so."""


def fits(folder: Path) -> bool:
    """Whether the model in a folder is one that is read here."""
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        rope = config.get("rope_parameters") or {"rope_type": "default"}
        plain = all(config.get(name, value) == value for name, value in PLAIN.items())
        layers = {*config.get("layer_types", ("full_attention",))}
    except (OSError, ValueError, AttributeError):
        return False
    alone = rope.get("rope_type") == "default" and layers == {"full_attention"}
    return plain and alone and config.get("model_type") == "qwen3" and (folder / WEIGHTS).is_file()


@dataclass(frozen=True, slots=True)
class Layer:
    """Matrices [in, out] and norms [width] of a layer."""

    before: np.ndarray
    qkv: np.ndarray
    query: np.ndarray
    key: np.ndarray
    out: np.ndarray
    between: np.ndarray
    up: np.ndarray
    down: np.ndarray


class Encoder:
    """`config`: as the model's folder has it. `embedding`, `head`: [tokens, width]."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError."""
        self.config: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        c = self.config
        self.heads, self.groups = c["num_attention_heads"], c["num_key_value_heads"]
        self.size = c.get("head_dim") or c["hidden_size"] // self.heads
        self.least = np.float32(c["rms_norm_eps"])
        self.causal = c.get("is_causal", True)
        rope = c.get("rope_parameters") or c
        self.turns = 1 / rope["rope_theta"] ** (
            np.arange(0, self.size, 2, dtype=np.float32) / self.size
        )
        stored = weights_of(folder)
        try:
            self.embedding = stored["model.embed_tokens.weight"]
            self.head = stored.get("lm_head.weight", self.embedding)
            self.last = stored["model.norm.weight"]
            self.layers = [_layer(stored, i) for i in range(c["num_hidden_layers"])]
        except KeyError as error:
            raise ModelError(
                f"model {folder}: its weights lack {error}; copy them anew, all files"
            ) from error

    def __call__(self, tokens: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The last hidden states of one text at these places. [tokens], [places] -> [places, width]

        The last layer is computed there alone: a statement asks at one token in ten.
        """
        x, every = self.embedding[tokens], np.arange(len(tokens))
        angles = every.astype(np.float32)[:, None] * self.turns
        turn = np.cos(angles)[:, None], np.sin(angles)[:, None]
        for layer in self.layers:
            told = at if layer is self.layers[-1] else every
            x = x[told] + self._attention(layer, self._norm(x, layer.before), turn, told)
            x += _swiglu(self._norm(x, layer.between) @ layer.up) @ layer.down
        return self._norm(x, self.last)

    def _norm(self, x: np.ndarray, weight: np.ndarray) -> np.ndarray:
        squares = np.einsum("...i,...i->...", x, x)[..., None]
        return x * (1 / np.sqrt(squares / np.float32(x.shape[-1]) + self.least)) * weight

    def _attention(
        self, layer: Layer, x: np.ndarray, turn: tuple[np.ndarray, np.ndarray], told: np.ndarray
    ) -> np.ndarray:
        """`told`: the places that are told of all."""
        many, size, ones = self.heads + self.groups, self.size, np.ones(len(x), np.float32)
        both = (x @ layer.qkv).reshape(len(x), -1, size)
        query = self._norm(both[told, : self.heads], layer.query * np.float32(size**-0.5))
        query = _turned(query, *(t[told] for t in turn))
        key = _turned(self._norm(both[:, self.heads : many], layer.key), *turn)
        value = both[:, many:]
        made = np.empty((len(told), self.heads, size), np.float32)
        for head in range(self.heads):
            group = head * self.groups // self.heads
            score = query[:, head] @ key[:, group].T
            if self.causal:
                score[np.arange(len(x)) > told[:, None]] = -np.inf
            score -= score.max(-1, keepdims=True)
            np.exp(score, out=score)
            made[:, head] = (score @ value[:, group]) / (score @ ones)[:, None]
        return made.reshape(len(told), -1) @ layer.out


def _turned(x: np.ndarray, cos: np.ndarray, sin: np.ndarray) -> np.ndarray:
    """Rotary positions: the two halves of each head turn together."""
    left, right = np.split(x, 2, -1)
    return np.concatenate([left * cos - right * sin, right * cos + left * sin], -1)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities, over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def _swiglu(x: np.ndarray) -> np.ndarray:
    gate, up = np.split(x, 2, -1)
    return gate / (1 + np.exp(-gate)) * up


def _layer(stored: Mapping[str, np.ndarray], number: int) -> Layer:
    def get(name: str) -> np.ndarray:
        return stored[f"model.layers.{number}.{name}.weight"]

    def matrix(*names: str) -> np.ndarray:
        return np.ascontiguousarray(np.concatenate([get(n) for n in names]).T)

    return Layer(
        get("input_layernorm"),
        matrix("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
        get("self_attn.q_norm"),
        get("self_attn.k_norm"),
        matrix("self_attn.o_proj"),
        get("post_attention_layernorm"),
        matrix("mlp.gate_proj", "mlp.up_proj"),
        matrix("mlp.down_proj"),
    )


def weights_of(folder: Path) -> dict[str, np.ndarray]:
    """All arrays of the file, as float32. numpy has no bf16: its bits are the upper half of
    float32's."""
    try:
        told = dict(deserialize((folder / WEIGHTS).read_bytes()))
        return {name: _array(t).reshape(t["shape"]) for name, t in told.items()}
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"model {folder}: {WEIGHTS} is damaged ({str(error).splitlines()[0]}); copy it anew"
        ) from error


def _array(told: Mapping[str, Any]) -> np.ndarray:
    if told["dtype"] == "BF16":
        bits = np.frombuffer(told["data"], np.uint16).astype(np.uint32) << 16
        return bits.view(np.float32)
    kinds = {"F32": np.float32, "F16": np.float16, "I8": np.int8}
    return np.frombuffer(told["data"], kinds[told["dtype"]]).astype(np.float32)
