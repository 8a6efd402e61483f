"""`extract train --examples DIR`: each page is learnt with its most similar solved pages ahead of
it, as extraction will show them.

Never a page of its own document or company: extraction meets companies that no example is of.
Examples are as they are printed; only the page in front is varied.
"""

from collections.abc import Sequence

from extract_filings.pipeline.gold.few_shot import Examples
from extract_filings.pipeline.records import Chunk, Line, Turn
from extract_filings.schemas.base import Part
from extract_filings.training.data.pages import Page
from extract_filings.training.data.splits import company


class Shown:
    """What stands ahead of a page."""

    def __init__(self, examples: Examples) -> None:
        self.examples, self.owner = (
            examples,
            {s.document.name: company(s.document.name) for s in examples.pages},
        )

    def __call__(self, page: Page, asked: Sequence[Part]) -> tuple[Turn, ...]:
        mine, chunk = (
            company(page.document),
            Chunk(tuple(Line(1, i, text) for i, text in enumerate(page.lines))),
        )
        return (
            self.examples.beside(lambda document: self.owner[document.name] == mine, chunk, asked)
            if page.lines
            else ()
        )
