"""Pages with gold -> a model of the words of rows (pipeline/decode/row_words.py), for a model's
folder:

    python -m extract_filings.training.row_words --data SPLITS/train --data 0.5:WORK/pseudo.jsonl
    --model MODEL

Learns which item and which us-gaap concept each row of a statement is, from its words and those
around it, in about a minute on one core. A source's weight says how often each of its rows is seen
in an epoch. A concept that the model has no token for is OTHER.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import AutoTokenizer

from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
from extract_filings.pipeline.decode.row_words import OTHER, RowWords
from extract_filings.pipeline.decode.second_opinion import name_of
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage
from extract_filings.pipeline.records import BUCKETS, CONCEPT, NONE, Chunk, Line, tag
from extract_filings.pipeline.registry.checksums import SUMS, seal
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.data.pages import Sources, load_pages

WIDTH = 48
EPOCHS = 6
BATCH = 256
RATE = 0.01
DROPPED = 0.15
"""Of a row's words, in training: none of them is to decide alone."""
SMOOTHED = 0.01
CONCEPTS_WEIGH = 0.5
STEEP = 4.0
"""Factor of the mean of vectors: that of many small ones is small."""
UNASKED = -1
"""The number of a concept that gold does not say."""


@dataclass(frozen=True, slots=True)
class Row:
    """`item`, `concept`: numbers of their names."""

    words: tuple[int, ...]
    item: int
    concept: int


class Net(torch.nn.Module):
    """The mean of words' vectors, and scores of items and concepts from there."""

    def __init__(self, items: int, concepts: int) -> None:
        super().__init__()
        self.vectors = torch.nn.EmbeddingBag(BUCKETS, WIDTH, mode="mean", sparse=True)
        torch.nn.init.normal_(self.vectors.weight, std=0.1)
        self.items, self.concepts = torch.nn.Linear(WIDTH, items), torch.nn.Linear(WIDTH, concepts)

    def forward(self, rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        starts = np.cumsum([0, *map(len, rows)])[:-1]
        numbers = torch.tensor([n for r in rows for n in r])
        mean = STEEP * self.vectors(numbers, torch.tensor(starts))
        return self.items(mean), self.concepts(mean)


def read_rows(
    sources: Sources, items: Sequence[str], concepts: Sequence[str]
) -> Iterator[tuple[float, list[Row]]]:
    """Weight and rows of each source; pages that hold no statement count for nothing."""
    item, concept = ({n: i for i, n in enumerate(names)} for names in (items, concepts))
    for weight, pages in sources:
        held = [p for p in pages if isinstance(p, RowPage) and p.holds]
        yield weight, [row for page in held for row in _rows(page, item, concept)]


def _rows(page: RowPage, item: dict[str, int], concept: dict[str, int]) -> Iterator[Row]:
    lines = tuple(Line(0, i, text) for i, text in enumerate(page.lines))
    for question in rows_prompt(Chunk(lines), ()).questions:
        at = question.line.number
        target, name = page.targets[at], page.concepts[at]
        if target != UNKNOWN and question.words:
            number = concept.get(name, concept[OTHER]) if name else UNASKED
            yield Row(question.words, item[target], number)


def train(sources: Sequence[tuple[float, list[Row]]], net: Net, seed: int) -> None:
    draw = random.Random(seed)
    steps = [
        torch.optim.SparseAdam(net.vectors.parameters(), lr=RATE),
        torch.optim.Adam([*net.items.parameters(), *net.concepts.parameters()], lr=RATE),
    ]
    for epoch in range(EPOCHS):
        rows = [r for weight, some in sources for r in _drawn(some, weight, draw)]
        draw.shuffle(rows)
        for step in steps:
            step.param_groups[0]["lr"] = RATE * (1 - epoch / EPOCHS)
        losses = [_step(net, rows[i : i + BATCH], steps, draw) for i in range(0, len(rows), BATCH)]
        print(f"epoch {epoch + 1} of {EPOCHS}, {len(rows)} rows: loss {np.mean(losses):.4f}")


def _drawn(rows: list[Row], weight: float, draw: random.Random) -> list[Row]:
    """Each row `weight` times; what is left over is drawn."""
    whole = int(weight)
    return rows * whole + draw.sample(rows, round((weight - whole) * len(rows)))


def _step(net: Net, rows: list[Row], steps: Sequence, draw: random.Random) -> float:
    kept = [[n for n in r.words if draw.random() > DROPPED] or r.words for r in rows]
    items, concepts = net(kept)
    loss = cross_entropy(items, torch.tensor([r.item for r in rows]), label_smoothing=SMOOTHED)
    named = torch.tensor([r.concept for r in rows])
    if (named != UNASKED).any():
        loss = loss + CONCEPTS_WEIGH * cross_entropy(concepts, named, ignore_index=UNASKED)
    for step in steps:
        step.zero_grad()
    loss.backward()
    for step in steps:
        step.step()
    return loss.item()


def exported(net: Net, items: Sequence[str], concepts: Sequence[str]) -> RowWords:
    """Its arrays, what is added as the last row of each line."""

    def line(layer: torch.nn.Linear) -> np.ndarray:
        return torch.vstack([STEEP * layer.weight.T, layer.bias]).detach().numpy()

    vectors = net.vectors.weight.detach().numpy()
    return RowWords(vectors, line(net.items), line(net.concepts), tuple(items), tuple(concepts))


def learn(data: Sequence[str], model: Path, asked: tuple[Part, ...], seed: int) -> RowWords:
    """From sources as `extract train --data` takes them; the concepts are those of the model."""
    vocabulary = AutoTokenizer.from_pretrained(model).get_vocab()
    concepts = [*sorted(name_of(t) for t in vocabulary if t.startswith(CONCEPT[:4])), OTHER]
    statements = [p for p in asked if p.kind == "statement"]
    items = [NONE, *(tag(p.name, f.name) for p in statements for f in p.fields)]
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    net = Net(len(items), len(concepts))
    train([*read_rows(load_pages(data, asked), items, concepts)], net, seed)
    return exported(net, items, concepts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", action="append", required=True, metavar="[WEIGHT:]DIR|FILE.jsonl")
    parser.add_argument("--model", required=True, type=Path, help="its folder")
    parser.add_argument("--schema", default="filing")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    made = learn(given.data, given.model, parts(load_schema(given.schema)), given.seed)
    made.save(given.model)
    if (given.model / SUMS).exists():
        seal(given.model)


if __name__ == "__main__":
    main()
