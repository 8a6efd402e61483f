"""Pages -> batches: how often a page is drawn, how it is varied, what is packed together. Knows no
model and no tokenizer.

All draws come from one seed, so a run that is resumed sees the batches that it would have seen.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from torch.utils.data import IterableDataset

from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage
from extract_filings.pipeline.records import NONE
from extract_filings.training.data.augment import Pool, vary_rows, vary_words
from extract_filings.training.data.pages import Page, Sources

SHARES = {"statement": 0.5, "other rows": 0.17, "cover": 0.28, "other words": 0.05}
"""Of the pages drawn; pages without an answer are many and alike."""

Example = tuple[list[int], Any]  # token ids, and what is asked of them


def by_kind(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """Pages that hold answers and pages that do not, apart."""
    kinds: dict[str, list[Page]] = {}
    for page in pages:
        if isinstance(page, RowPage):
            kind = "statement" if page.holds else "other rows"
        else:
            kind = (
                "cover"
                if any(m not in (NONE, UNKNOWN) for marks in page.targets for m in marks)
                else "other words"
            )
        kinds.setdefault(kind, []).append(page)
    return kinds


class Drawer:
    """Draws a page by the weight of its source and the share of its kind, and varies it."""

    def __init__(self, sources: Sources) -> None:
        groups = [
            (weight * SHARES[kind], group)
            for weight, pages in sources
            for kind, group in by_kind(pages).items()
        ]
        self.weights, self.groups = [w for w, _ in groups], [g for _, g in groups]
        self.pool = Pool(page for _, pages in sources for page in pages)

    def __call__(self, rng: random.Random) -> Page:
        page = rng.choice(rng.choices(self.groups, self.weights)[0])
        return (vary_rows if isinstance(page, RowPage) else vary_words)(page, self.pool, rng)


def packed(examples: Sequence[Example], tokens: int) -> list[list[Example]]:
    """Examples of like length together, so that little is padding: at most so many tokens a group,
    or one example.
    """
    examples, groups, start = sorted(examples, key=lambda e: len(e[0])), [], 0
    for i in range(1, len(examples) + 1):
        if i == len(examples) or len(examples[i][0]) * (i - start + 1) > tokens:
            groups.append(examples[start:i])
            start = i
    return [g for g in groups if g]


class Batches(IterableDataset):
    """Endless batches of about `tokens` tokens, packed from `pages` pages at a time.

    Iterated anew it draws the same again: a resumed run skips what it had, and a changed order
    would be another run.
    """

    def __init__(
        self,
        draw: Drawer,
        ask: Callable[[Page, random.Random], list[Example]],
        collate: Callable[[list[Example]], dict],
        tokens: int,
        pages: int,
        seed: int,
    ) -> None:
        self.draw, self.ask, self.collate, self.tokens, self.pages, self.seed = (
            draw,
            ask,
            collate,
            tokens,
            pages,
            seed,
        )

    def __iter__(self) -> Iterator[dict]:
        rng = random.Random(self.seed)
        while True:
            groups = packed(
                [e for _ in range(self.pages) for e in self.ask(self.draw(rng), rng)], self.tokens
            )
            rng.shuffle(groups)
            yield from map(self.collate, groups)
