"""Learns a `TagHmm` from pages: which mark follows which on the words of cover pages."""

from collections.abc import Iterator

import numpy as np

from extract_filings.pipeline.decode.hmm import TagHmm
from extract_filings.pipeline.gold.pages import UNKNOWN, WordPage
from extract_filings.pipeline.records import NONE, tag
from extract_filings.schemas.base import Part
from extract_filings.training.data.pages import Sources

LIKE_PAGES = 100  # what a source of weight 1 counts as, however many pages it has
SMOOTH = (
    1.0  # follows of each mark that are spread as the marks are in all, so that none is impossible
)


def steps(page: WordPage) -> Iterator[tuple[str | None, str, bool]]:
    """Mark before, mark, and whether the word opens a line."""
    before = None
    for targets in page.targets:
        for i, target in enumerate(targets):
            yield before, target, i == 0
            before = target


def learn_hmm(sources: Sources, schema: tuple[Part, ...]) -> TagHmm:
    """From the pages that hold an answer."""
    marks = (
        NONE,
        *(
            tag(p.name, f.name)
            for p in schema
            if p.kind != "statement"
            for f in p.fields
            if f.pointed
        ),
    )
    index = {m: i for i, m in enumerate(marks)}
    prior, after = np.full(len(marks), 1e-3), np.zeros((2, len(marks), len(marks)))
    for weight, pages in sources:
        told = [
            p
            for p in pages
            if isinstance(p, WordPage)
            and any(t not in (NONE, UNKNOWN) for line in p.targets for t in line)
        ]
        for page in told:
            for before, target, opens in steps(page):
                if target in index:
                    prior[index[target]] += weight * LIKE_PAGES / len(told)
                if target in index and before in index:
                    after[int(opens), index[before], index[target]] += (
                        weight * LIKE_PAGES / len(told)
                    )
    prior /= prior.sum()
    after += SMOOTH * prior + 0.02
    return TagHmm(marks, prior, after / after.sum(-1, keepdims=True))
