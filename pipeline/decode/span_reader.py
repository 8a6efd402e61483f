"""The span reader in plain numpy: which words of a page are the value of which field.

A small BERT (https://arxiv.org/abs/1810.04805) that started as MiniLM-L6; scores of attention also
depend on how two words stand to each other on the page. A page is read once for any number of
fields; a field is known by its name, its description and what holds it. Trained by
`training/spans/`, where `network.py` computes the same in torch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from extract_filings.pipeline.decode.encoder import softmax, weights_of
from extract_filings.pipeline.decode.span_windows import Window

KINDS = ("text", "date", "number", "choice")
"""Of fields; those of lists are numbered behind them."""
HEADS, LEAST = 12, np.float32(1e-12)
FAR = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Fields:
    """What is sought of each field in the words of a page, [f, width]: its label, the begin and the
    end of its value, and what says that a window has none; `no_value` [f] is added to that.
    `tables` [t, ways]: how a label's place speaks for a value's; `table` [f]: the one of a field.
    `words` of each [m, pair]; `alike` [f, 2]: what a word that fits one of them adds to label and
    begin. `whole`: the fields themselves, before any window changes them.
    """

    whole: np.ndarray
    label: np.ndarray
    begin: np.ndarray
    finish: np.ndarray
    none: np.ndarray
    no_value: np.ndarray
    tables: np.ndarray
    table: np.ndarray
    words: Sequence[np.ndarray]
    alike: np.ndarray


@dataclass(frozen=True, slots=True)
class ReadWindow:
    """`hidden`, `last` [n, …]: of its tokens, whatever is asked. `change` [f, width]: of what the
    fields are, by its words. `begin` [f, n]: score that a field's value begins with a token;
    `none` [f]: that the window has none of it.
    """

    window: Window
    hidden: np.ndarray
    last: np.ndarray
    change: np.ndarray
    begin: np.ndarray
    none: np.ndarray


class SpanReader:
    """Raises ModelError for weights that cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.weights = weights_of(folder)
        self.layers, self.looks = (
            sum(n.startswith(of) and n.endswith(".query.weight") for n in self.weights)
            for of in ("blocks.", "looks.")
        )

    def fields(self, tokens: Sequence[Sequence[int]], kinds: Sequence[int]) -> Fields:
        """Of fields in words, as tokens."""
        w, numbers = self.weights, np.array(kinds)
        hidden = [self._encoded(np.array(ids)) for ids in tokens]
        pooled = np.stack([some.mean(0) for some in hidden])
        words = [self._linear(some[1:-1], "word") for some in hidden]  # without the marks
        whole = self._linear(pooled, "asked") + w["kind.weight"][numbers]
        vectors = whole * _scale(whole)
        return Fields(
            whole=whole,
            label=vectors @ w["label.weight"],
            begin=vectors @ w["begin.weight"],
            finish=vectors @ w["finish.weight"],
            none=vectors @ w["none.weight"],
            no_value=w["none_bias"][numbers],
            tables=w["from_label"],
            table=numbers,
            words=words,
            alike=w["alike"][numbers],
        )

    def read(self, window: Window, fields: Fields) -> ReadWindow:
        hidden = self._encoded(window.ids, window)
        return self.scored(window, hidden, self._change(hidden, fields.whole), fields)

    def scored(
        self, window: Window, hidden: np.ndarray, change: np.ndarray, fields: Fields
    ) -> ReadWindow:
        """Fields sought in what a window's tokens are encoded as."""
        fields = self.changed(fields, change)
        label, begin = self.labels(hidden, fields)
        for table in np.unique(fields.table):
            own = fields.table == table
            begin[own] += label[own] @ fields.tables[table][window.ways]
        none = fields.none @ hidden[0] + fields.no_value
        return ReadWindow(window, hidden, self._linear(hidden, "last"), change, begin, none)

    def labels(self, hidden: np.ndarray, fields: Fields) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities of each token as a field's label, and its scores as the begin of a value
        whose label says nothing. [f, n] each
        """
        to_label, to_begin = self._alike(hidden, fields)
        return softmax(fields.label @ hidden.T + to_label), fields.begin @ hidden.T + to_begin

    def changed(self, fields: Fields, change: np.ndarray) -> Fields:
        """As they are sought in a window that changes them so."""
        moved = {
            name: getattr(fields, name) + change * _scale(change) @ self.weights[f"{name}.weight"]
            for name in ("label", "begin", "none")
        }
        return replace(fields, **moved)

    def _change(self, hidden: np.ndarray, whole: np.ndarray) -> np.ndarray:
        """The fields look at a window's tokens, as a decoder does."""
        x = whole
        for i in range(self.looks):
            at = f"looks.{i}."
            x = x + self._seen(self._norm(x, f"{at}norm1"), hidden, at)
            inner = _gelu(self._linear(self._norm(x, f"{at}norm2"), f"{at}up"))
            x = x + self._linear(inner, f"{at}down")
        return x - whole

    def _alike(self, hidden: np.ndarray, fields: Fields) -> np.ndarray:
        """What a token adds as it fits that word of a field that it fits best. [2, f, n]"""
        seen = self._linear(hidden, "seen").T
        score = np.concatenate(fields.words) @ seen * np.float32(len(seen) ** -0.5)
        first = np.cumsum([0, *map(len, fields.words[:-1])])
        return fields.alike.T[..., None] * np.maximum.reduceat(score, first)

    def finish(self, read: ReadWindow, field: np.ndarray, begin: int) -> np.ndarray:
        """Logarithms of the probabilities that a value that begins with a token ends with each.
        `field`: what is sought of its end. [width] -> [n]
        """
        length, first = self.weights["length"], self._linear(read.hidden[begin], "first")
        score = read.hidden @ field + read.last @ first * np.float32(len(first) ** -0.5)
        may = np.zeros(len(score), bool)
        may[begin : begin + len(length)] = True
        score[may] += length[: may.sum()]
        score[~(may & read.window.ends)] = FAR
        return score - _logsumexp(score)

    def same_row(self, read: ReadWindow, places: np.ndarray) -> np.ndarray:
        """Scores that two values, by their first tokens, are of one row. [v] -> [v, v]"""
        some = read.hidden[places]
        score = self._linear(some, "row1") @ self._linear(some, "row2").T
        score *= np.float32(len(self.weights["row1.bias"]) ** -0.5)
        return score + self.weights["row_ways"][read.window.ways[np.ix_(places, places)]]

    def _encoded(self, ids: np.ndarray, window: Window | None = None) -> np.ndarray:
        """[n] -> [n, width]; without a window they stand nowhere, as a field's words."""
        w = self.weights
        x = w["tokens.weight"][ids] * w["tokens.scale"][ids] + w["places.weight"][: len(ids)]
        bias = None
        if window:
            for i, feature in enumerate(window.features.T):
                x = x + w[f"features.{i}.weight"][feature]
            bias = np.ascontiguousarray(w["ways.weight"].T)[:, window.ways]
        x = self._norm(x, "norm")
        for i in range(self.layers):
            at = f"blocks.{i}."
            x = self._norm(x + self._seen(x, x, at, bias), f"{at}norm1")
            inner = _gelu(self._linear(x, f"{at}up"))
            x = self._norm(x + self._linear(inner, f"{at}down"), f"{at}norm2")
        return x

    def _seen(
        self, x: np.ndarray, page: np.ndarray, at: str, bias: np.ndarray | None = None
    ) -> np.ndarray:
        """Attention of x [f, width] to page [n, width]; bias [heads, f, n]."""
        query, key, value = (
            self._linear(some, at + name).reshape(len(some), HEADS, -1).transpose(1, 0, 2)
            for some, name in ((x, "query"), (page, "key"), (page, "value"))
        )
        score = query * _scale(query) @ key.transpose(0, 2, 1)
        seen = softmax(score if bias is None else score + bias) @ value
        return self._linear(seen.transpose(1, 0, 2).reshape(x.shape), at + "out")

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        bias = self.weights.get(f"{name}.bias")
        made = x @ self.weights[f"{name}.weight"].T
        return made if bias is None else made + bias

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + LEAST)
        return x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _scale(vectors: np.ndarray) -> np.float32:
    """What scores of such vectors are multiplied by."""
    return np.float32(vectors.shape[-1] ** -0.5)


def _logsumexp(score: np.ndarray) -> float:
    most = score.max()
    return float(most + np.log(np.exp(score - most).sum()))


def _gelu(x: np.ndarray) -> np.ndarray:
    """By tanh, as it was trained."""
    inner = np.float32((2 / np.pi) ** 0.5) * (x + np.float32(0.044715) * x * x * x)
    return np.float32(0.5) * x * (1 + np.tanh(inner))
