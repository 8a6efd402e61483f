"""Rows with gold -> what a concept says of items (pipeline/decode/second_opinion.py), for a model's
folder that has its model of words (training/row_words.py):

    python -m extract_filings.training.concepts SPLITS/train WORK/synth --model MODEL
    [--unseen HALF=WORK/halves/b]

Counts how often each us-gaap concept is each item, and which items a statement hardly ever prints
beside it. `--unseen`: weighs tag, concept and words on the rows of documents that MODEL, or its
twin HALF, has not seen, rows that are no item of the schema among them; without it both count as
`Weights` has it.

Rules:
- A concept is an item as often as its rows on the item's own statement are, one more row counted
  that is none: net income is the item on the income statement alone, and the page says which it is.
- A concept excludes an item if fewer than RARELY of its companies print the item, and that is no
  chance.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.stats import binom

from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
from extract_filings.pipeline.decode.second_opinion import (
    Counted,
    SecondOpinion,
    Weights,
)
from extract_filings.pipeline.decode.tagging_engine import TaggingEngine
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage, gold_rows, labeled_pages
from extract_filings.pipeline.records import NONE, Likely, tag
from extract_filings.pipeline.registry.checksums import SUMS, seal
from extract_filings.pipeline.registry.presets import place
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.data.splits import company

SHOWN = 0.01  # shares below are left out of the file
RARELY = 0.05
CHANCE = 1e-4

Printed = tuple[str, str, str, str]  # company, statement, concept, tag of its row or none


def printed(folder: Path) -> Iterator[Printed]:
    """Each row of a statement whose concept is known."""
    for document, rows in gold_rows(folder).items():
        for row in rows:
            name = tag(row["statement"], row["item"]) if row["item"] else NONE
            yield company(document), row["statement"], row["concept"], name


def item_shares(rows: Iterable[Printed]) -> dict[str, dict[str, float]]:
    """Concept -> item -> how often it is the item."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for _, statement, concept, name in rows:
        seen[concept, statement][name] += 1
    made: dict[str, dict[str, float]] = {}
    for (concept, _), names in sorted(seen.items()):
        shares = {t: n / (names.total() + 1) for t, n in sorted(names.items()) if t != NONE}
        if kept := {t: round(s, 4) for t, s in shares.items() if s >= SHOWN}:
            made[concept] = made.get(concept, {}) | kept
    return made


def excluded(rows: Iterable[Printed]) -> dict[str, tuple[str, ...]]:
    """Concept -> items that hardly any company prints beside it."""
    concepts, items = defaultdict(set), defaultdict(set)
    for owner, _, concept, name in rows:
        concepts[concept].add(owner)
        items[name].add(owner)
    everyone = set().union(*concepts.values())
    items.pop(NONE, None)
    made = {
        concept: tuple(
            t for t in sorted(items) if _excludes(mine, items[t], len(items[t]) / len(everyone))
        )
        for concept, mine in sorted(concepts.items())
    }
    return {concept: some for concept, some in made.items() if some}


def _excludes(mine: set[str], printing: set[str], usual: float) -> bool:
    """Whether the companies with a concept print the item rarely, and that is no chance."""
    both, all_ = len(mine & printing), len(mine)
    return (both + 1) / (all_ + 2) < RARELY and binom.cdf(both, all_, usual) < CHANCE


# Weights


@dataclass(slots=True)
class Listener:
    """Stands in for the second opinion of an engine, and keeps what it is asked to weigh."""

    opinion: SecondOpinion
    heard: list[tuple[dict[str, float], np.ndarray]] = field(default_factory=list)

    @property
    def items(self) -> tuple[str, ...]:
        return self.opinion.items

    def __call__(
        self, options: dict[str, float], concepts: np.ndarray, words: Mapping[str, float]
    ) -> dict[str, float]:
        self.heard.append((options, self.opinion.evidence(options, concepts, words)))
        return options

    def excluded(self, concepts: np.ndarray) -> dict[str, float]:
        return {}

    def named(self, concepts: np.ndarray, words: np.ndarray | None) -> Likely:
        return self.opinion.named(concepts, words)


def weighed_rows(
    model: str, folder: Path, counted: Counted, asked: Sequence[Part]
) -> Iterator[tuple[np.ndarray, int]]:
    """The evidence of each row of a folder's statements, and the number of its right tag. Other
    pages count for nothing: how sure the model is that a page holds a statement is asked apart.
    """
    engine = TaggingEngine(model, Path(place(model)))
    engine.tags.use_opinion(counted)
    statements = [p for p in asked if p.kind == "statement"]
    for labeled in labeled_pages(folder, tuple(asked)):
        if not isinstance(labeled.page, RowPage) or not labeled.page.holds:
            continue
        engine.tags.opinion = listener = Listener(engine.tags.opinion)
        prompt = rows_prompt(labeled.chunk, statements)
        engine.answer([prompt])
        engine.tags.opinion = listener.opinion
        lines = {line: i for i, line in enumerate(labeled.chunk.lines)}
        rows = [q for q in prompt.questions if q.line]
        for question, (options, both) in zip(rows, listener.heard, strict=True):
            right = labeled.page.targets[lines[question.line]]
            if right != UNKNOWN:
                yield both, [*options].index(right)


def fit(rows: Iterable[tuple[np.ndarray, int]]) -> Weights:
    """The weights under which the right tags are likeliest, no opinion's below 0."""
    both, right = (np.array(some) for some in zip(*rows, strict=True))

    def surprise(weights: np.ndarray) -> float:
        score = both @ weights
        hit = np.take_along_axis(score, right[:, None], 1)[:, 0]
        return float((np.logaddexp.reduce(score, axis=1) - hit).mean())

    start = Weights()
    found = minimize(
        surprise,
        (start.tag, start.concept, start.item, start.words),
        method="L-BFGS-B",
        bounds=[(0, None), (0, None), (None, None), (0, None)],
    )
    return Weights(*(round(float(w), 4) for w in found.x))


def learn(
    data: Sequence[Path], unseen: Sequence[tuple[str, Path]], asked: Sequence[Part]
) -> Counted:
    """From folders with gold; the weights from what each model says of its unseen folder."""
    rows = [row for folder in data for row in printed(folder)]
    owners = {owner for owner, *_ in rows}
    made = f"{len(rows)} rows of {len(owners)} companies"
    counted = Counted(item_shares(rows), excluded(rows), Weights(), made)
    if not unseen:
        return counted
    heard = [row for model, folder in unseen for row in weighed_rows(model, folder, counted, asked)]
    told = f"{made}, weighed on {len(heard)} unseen ones"
    return replace(counted, weights=fit(heard), made=told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="+", type=Path, help="folders that the model was trained on")
    parser.add_argument("--model", required=True, type=Path, help="its folder")
    parser.add_argument("--unseen", action="append", default=[], metavar="[MODEL=]DIR")
    parser.add_argument("--schema", default="filing")
    given = parser.parse_args()
    named = [u.partition("=") if "=" in u else (str(given.model), "", u) for u in given.unseen]
    unseen = [(model, Path(folder)) for model, _, folder in named]
    counted = learn(given.data, unseen, parts(load_schema(given.schema)))
    counted.save(given.model)
    if (given.model / SUMS).exists():
        seal(given.model)
    print(f"{counted.made}: {len(counted.items)} concepts are items; {counted.weights}")


if __name__ == "__main__":
    main()
