"""The span reader in torch: a BERT encoder that also sees where words stand, and scores of words.

A page is read once for any number of fields. Names as in `pipeline/decode/span_reader.py`, which
computes the same in numpy.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from extract_filings.pipeline.decode.span_reader import KINDS
from extract_filings.pipeline.decode.span_windows import (
    ALIGNED,
    CLS,
    DOWN,
    FEATURES,
    LEVEL,
    OVER,
    SEP,
    WAYS,
    way,
)

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
LOOKS, LOOK_INNER = 2, 768
"""Times that a field looks at a window before it is sought there."""
PAIR, LONGEST = 64, 48
AT_ONCE = 16  # fields
RIGHT = (OVER + 1, OVER + 2)
MANY = 5.0
"""At first: a window has some hundreds of words that a value could begin with."""


@dataclass(frozen=True, slots=True)
class FieldsRead:
    """`whole` [f, width]; `words` [f, m, pair], of which `mask` [f, m] counts; `kinds` [f]."""

    whole: Tensor
    words: Tensor
    mask: Tensor
    kinds: Tensor

    def __getitem__(self, numbers: Tensor) -> "FieldsRead":
        return FieldsRead(
            self.whole[numbers], self.words[numbers], self.mask[numbers], self.kinds[numbers]
        )


class Layer(nn.Module):
    """What a block and a look have in common: attention, then each vector by itself."""

    def __init__(self, inner: int) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def seen(self, x: Tensor, page: Tensor, bias: Tensor) -> Tensor:
        """What x [b, m, width] sees of page [b, n, width]; bias [b, heads or 1, m or 1, n] is added
        to the scores of attention.
        """
        q, k, v = (
            m(some).unflatten(2, (HEADS, -1)).transpose(1, 2)
            for m, some in ((self.query, x), (self.key, page), (self.value, page))
        )
        score = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(2, 3) + bias.to(q.dtype)
        seen = score.softmax(-1).to(v.dtype) @ v
        return self.out(seen.transpose(1, 2).flatten(2))

    def each(self, x: Tensor) -> Tensor:
        return self.down(functional.gelu(self.up(x), approximate="tanh"))


class Block(Layer):
    """A layer of the encoder."""

    def __init__(self) -> None:
        super().__init__(INNER)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x [b, n, width]; bias as of `seen`."""
        x = self.norm1(x + self.seen(x, x, bias))
        return self.norm2(x + self.each(x))


class Look(Layer):
    """What fields are, changed by the words of a window. At first it changes nothing."""

    def __init__(self) -> None:
        super().__init__(LOOK_INNER)
        for last in (self.out, self.down):
            nn.init.zeros_(last.weight), nn.init.zeros_(last.bias)

    def forward(self, x: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        """x [f, width], hidden [n, width], mask [n] -> [f, width]"""
        bias = (~mask).float()[None, None, None] * -1e4
        x = x + self.seen(self.norm1(x)[None], hidden[None], bias)[0]
        return x + self.each(self.norm2(x))


class SpanReader(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.tokens = nn.Embedding(30_522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.features = nn.ModuleList(nn.Embedding(k, WIDTH) for k in FEATURES.values())
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.looks = nn.ModuleList(Look() for _ in range(LOOKS))
        self.ways = nn.Embedding(WAYS, HEADS)
        self.kind = nn.Embedding(2 * len(KINDS), WIDTH)
        self.asked = nn.Linear(WIDTH, WIDTH)
        self.label, self.begin, self.finish, self.none = (
            nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4)
        )
        self.none_bias = nn.Parameter(torch.full((2 * len(KINDS),), MANY))
        self.from_label = nn.Parameter(torch.zeros(2 * len(KINDS), WAYS))
        self.word, self.seen = (nn.Linear(WIDTH, PAIR, bias=False) for _ in range(2))
        self.alike = nn.Parameter(torch.zeros(2 * len(KINDS), 2))
        self.first, self.last = (nn.Linear(WIDTH, PAIR) for _ in range(2))
        self.length = nn.Parameter(torch.zeros(LONGEST))
        self.row1, self.row2 = (nn.Linear(WIDTH, PAIR) for _ in range(2))
        self.row_ways = nn.Parameter(torch.zeros(WAYS))
        self._begin()

    def _begin(self) -> None:
        for table in (*self.features, self.kind, self.ways):
            nn.init.zeros_(table.weight)
        nn.init.eye_(self.asked.weight), nn.init.zeros_(self.asked.bias)
        nn.init.eye_(self.label.weight)
        nn.init.orthogonal_(self.word.weight)
        for matrix in (self.begin, self.finish, self.none):
            nn.init.normal_(matrix.weight, std=0.02)
        with torch.no_grad():
            for across in RIGHT:
                self.from_label[:, way(across, LEVEL)] = 10.0
            for across in (OVER, ALIGNED):
                self.from_label[:, way(across, LEVEL + 1)] = 5.0
                for down in range(LEVEL + 2, len(DOWN) + 1):  # below a column's head
                    self.from_label[len(KINDS) :, way(across, down)] = 4.0

    @classmethod
    def from_bert(cls, folder: Path) -> "SpanReader":
        """With the weights of a BERT of this size, such as MiniLM-L6."""
        made = cls()
        made.load_state_dict(_renamed(load_file(folder / "model.safetensors")), strict=False)
        made.seen.weight.data.copy_(made.word.weight.data)
        made.tokens.weight.requires_grad_(False)  # of rare words, some samples would spoil them
        return made

    @classmethod
    def exported(cls, folder: Path) -> "SpanReader":
        """With the weights that `spans.export` wrote."""
        made, kept = cls(), load_file(folder / "model.safetensors")
        kept["tokens.weight"] = kept["tokens.weight"] * kept.pop("tokens.scale")
        made.load_state_dict({name: w.float() for name, w in kept.items()})
        made.tokens.weight.requires_grad_(False)
        return made

    def encode(
        self, ids: Tensor, mask: Tensor, features: Tensor | None = None, ways: Tensor | None = None
    ) -> Tensor:
        """ids, mask [b, n]; features [b, n, k] -> [b, n, width]"""
        x = self.tokens(ids) + self.places.weight[: ids.shape[1]]
        if features is not None:
            for i, table in enumerate(self.features):
                x = x + table(features[..., i])
        x = self.norm(x)
        bias = (~mask)[:, None, None].float() * -1e4
        if ways is not None:
            bias = bias + self.ways(ways).permute(0, 3, 1, 2)
        bias = bias.to(_precision()).contiguous()
        for block in self.blocks:
            x = block(x, bias)
        return x

    def fields(self, ids: Tensor, mask: Tensor, kinds: Tensor, learn: bool = True) -> FieldsRead:
        """ids, mask [f, m]; kinds [f]. `learn`: the encoder from them too."""
        with torch.set_grad_enabled(learn and torch.is_grad_enabled()):
            hidden = self._short(ids, mask)
        shares = mask.float() / mask.sum(1, keepdim=True)
        whole = self.asked((hidden * shares[..., None]).sum(1)) + self.kind(kinds)
        marks = (ids == CLS) | (ids == SEP)
        return FieldsRead(whole, self.word(hidden), mask & ~marks, kinds)

    def _short(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Some at a time, each as long as the longest of them: they come in order of length."""
        made = []
        for some, of_them in zip(ids.split(AT_ONCE), mask.split(AT_ONCE), strict=True):
            m = int(of_them.sum(1).max())
            hidden = self.encode(some[:, :m], of_them[:, :m])
            made.append(functional.pad(hidden, (0, 0, 0, ids.shape[1] - m)))
        return torch.cat(made)

    def begins(
        self, hidden: Tensor, fields: FieldsRead, ways: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Of one page: hidden [n, width], ways [n, n], mask [n].

        Scores that the value begins with a word [f, n], and that there is none [f].
        """
        scale = WIDTH**-0.5
        whole, kinds = fields.whole, fields.kinds
        for look in self.looks:
            whole = look(whole, hidden, mask)
        to_label, to_value = (self.alike[kinds].T[..., None] * self._alike(hidden, fields)).unbind()
        label = whole @ self.label(hidden).T * scale + to_label
        label = label.float().masked_fill(~mask, -1e4).softmax(-1)
        some, which = kinds.unique(return_inverse=True)
        from_label = functional.embedding(ways, self.from_label[some].T)  # [label, value, kinds]
        hop = torch.einsum("fj,jik->fik", label, from_label)[torch.arange(len(kinds)), :, which]
        score = whole @ self.begin(hidden).T * scale + to_value + hop
        none = (whole @ self.none(hidden[0])) * scale + self.none_bias[kinds]
        return score.float(), none.float()

    def _alike(self, hidden: Tensor, fields: FieldsRead) -> Tensor:
        """How well a token of the page fits that word of a field that it fits best: [f, n]."""
        score = fields.words @ self.seen(hidden).T * PAIR**-0.5
        return score.masked_fill(~fields.mask[..., None], -1e4).amax(1)

    def finishes(self, hidden: Tensor, field: Tensor, begin: Tensor) -> Tensor:
        """hidden [n, width]; of each value its field [v, width] and first token [v] -> [v, n]:
        scores that it ends with a token; far below 0 before the first and too far behind it.
        """
        score = field @ self.finish(hidden).T * WIDTH**-0.5
        score = score + self.first(hidden[begin]) @ self.last(hidden).T * PAIR**-0.5
        behind = torch.arange(len(hidden))[None] - begin[:, None]
        near = (behind >= 0) & (behind < LONGEST)
        score = score + self.length[behind.clamp(0, LONGEST - 1)]
        return score.float().masked_fill(~near, -1e4)

    def same_row(self, hidden: Tensor, ways: Tensor, places: Tensor) -> Tensor:
        """places [v] -> [v, v]: scores that two values are of one row."""
        some = hidden[places]
        score = self.row1(some) @ self.row2(some).T * PAIR**-0.5
        return (score + self.row_ways[ways[places][:, places]]).float()


def _precision() -> torch.dtype:
    """Of products of matrices."""
    return torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else torch.float32


def _renamed(bert: dict[str, Tensor]) -> dict[str, Tensor]:
    names = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "out",
        "attention.output.LayerNorm": "norm1",
        "intermediate.dense": "up",
        "output.dense": "down",
        "output.LayerNorm": "norm2",
    }
    made = {
        "tokens.weight": bert["embeddings.word_embeddings.weight"],
        "places.weight": bert["embeddings.position_embeddings.weight"]
        + bert["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": bert["embeddings.LayerNorm.weight"],
        "norm.bias": bert["embeddings.LayerNorm.bias"],
    }
    for i in range(LAYERS):
        for theirs, ours in names.items():
            for kind in ("weight", "bias"):
                made[f"blocks.{i}.{ours}.{kind}"] = bert[f"encoder.layer.{i}.{theirs}.{kind}"]
    return made
