"""Labels that say a field's very words: what stands behind such a label, or below it, is the
likelier to be the field's value.

The span reader knows labels by what they mean, so that "Buyer" finds a customer. Among several that
mean about the same, the one that has the field's own name is meant, none that has the word for its
other side ("net" for "gross"). Labels themselves are no values.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract_filings.pipeline.ask.spans.beside import Beside, beside
from extract_filings.pipeline.ask.spans.page import SpanPage
from extract_filings.pipeline.ask.spans.sides import Side, as_first, opposed, sides
from extract_filings.pipeline.ask.spans.stems import stems
from extract_filings.pipeline.decode.span_reader import ReadWindow

BEHIND, BELOW = 4.0, 2.0
"""What a label with all of a field's words adds to the score of what stands there."""
IN_LIST = (0.5, 0.75)
"""How much of either of a list's field, whose column says more than one cell."""
OTHER, LABEL = -2.0, -4.0
"""What one of its other side adds, and what it adds to a text that it is a field's name itself."""
SHORT, ONCE = 40, 2
"""Characters of a label; times that a page prints the same one, while a column says one word over
and over."""


@dataclass(frozen=True, slots=True)
class Labels:
    """`said` [fields, cells + 1]: share of a field's words that a cell has, squared, as half of
    them are little; `other`: whether it is of the field's other side. The last cell is empty.
    `label` [cells]: whether it is a field's name. `weight` [2, fields, 1]: what all words add,
    behind and below.
    """

    beside: Beside
    said: np.ndarray
    other: np.ndarray
    label: np.ndarray
    weight: np.ndarray

    def bonus(self) -> np.ndarray:
        """[fields, cells]"""
        behind, below = self.beside.behind, self.beside.below
        ahead, above = self.weight
        said = np.maximum(ahead * self.said[:, behind], above * self.said[:, below])
        alone = self.said[:, behind] == 0
        other = np.maximum(self.other[:, behind], alone * self.other[:, below])
        return said + OTHER * other + LABEL * self.label

    def cell(self, starts: np.ndarray) -> np.ndarray:
        """Numbers of the cells that these characters stand in."""
        return np.clip(np.searchsorted(self.beside.starts, starts, "right") - 1, 0, None)

    def named(self, field: int, start: int) -> bool:
        """Whether a label with all of the field's words stands beside what begins there."""
        (cell,) = self.cell(np.array([start]))
        near = self.beside.behind[cell], self.beside.below[cell]
        return bool(self.said[field, near].max() > 1 - 1e-6)


def labelled(
    page: SpanPage, names: Sequence[str], every: Sequence[str], many: Sequence[bool]
) -> SpanPage:
    """The same page, its scores raised where labels have words of the fields' names; "" for fields
    that no label stands beside. `every`: the names of all fields. `many`: whether a field is a
    list's.
    """
    near = beside(page.grid, page.passage.text)
    if near is None:
        return page
    said, other = _said(near.texts, names), _other(near.texts, names)
    labels = Labels(near, said, other, _label(near, every), _weight(many))
    bonus = labels.bonus()
    windows = [
        _raised(read, bonus[:, labels.cell(begins)])
        for read, begins in zip(page.windows, page.begins, strict=True)
    ]
    return SpanPage(page.passage, page.printed, windows, page.reader, labels.named)


def _raised(read: ReadWindow, added: np.ndarray) -> ReadWindow:
    """The marks at the window's ends stand in no cell."""
    added[:, [0, -1]] = 0
    return replace(read, begin=read.begin + added)


def _weight(many: Sequence[bool]) -> np.ndarray:
    single = np.array([BEHIND, BELOW])[:, None, None]
    in_list = single * np.array(IN_LIST)[:, None, None]
    return np.where(np.array(many)[None, :, None], in_list, single)


def _label(near: Beside, names: Sequence[str]) -> np.ndarray:
    said, count = {stems(name) for name in names} - {frozenset()}, Counter(near.texts)
    return np.array([stems(text) in said and count[text] <= ONCE for text in near.texts])


def _other(texts: Sequence[str], names: Sequence[str]) -> np.ndarray:
    made, asked = np.zeros((len(names), len(texts) + 1)), [sides(name) for name in names]
    for j, label in enumerate(sides(t) if len(t) <= SHORT else frozenset[Side]() for t in texts):
        if label:
            made[:, j] = [opposed(name, label) for name in asked]
    return made


def _said(texts: Sequence[str], names: Sequence[str]) -> np.ndarray:
    cells, asked = ([stems(as_first(t)) for t in some] for some in (texts, names))
    words = {w: i for i, w in enumerate(sorted(frozenset().union(*asked)))}
    has = np.zeros((len(words), len(cells) + 1))
    for j, some in enumerate(cells):
        has[[words[w] for w in some if w in words], j] = 1
    share = np.zeros((len(asked), len(words)))
    for k, some in enumerate(asked):
        share[k, [words[w] for w in some]] = 1 / max(1, len(some))
    return (share @ has) ** 2
