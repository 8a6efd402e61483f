"""What the two ways of asking a model share: a tagger (tagger.py) and a pointer (pointer.py)."""

from collections.abc import Sequence
from typing import Protocol

from extract_filings.pipeline.locate.rank import Ranking
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import Answers, Chunk, Document, Turn
from extract_filings.schemas.base import Part


class Asker(Protocol):
    """A model and the way to ask it about a schema."""

    def ask(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        ranking: Ranking,
        on_step: OnStep = silent,
    ) -> dict[str, Answers]:
        """The answers for each part, by name. `chunks`: all of the document."""
        ...


class FewShot(Protocol):
    """LabeledPage pages to show ahead of a page (gold/few_shot.py)."""

    def turns(
        self, sha256: str, chunk: Chunk, asked: Sequence[Part], must: bool = False
    ) -> tuple[Turn, ...]:
        """Those for a page of the document with these bytes, none of which is its own."""
        ...
