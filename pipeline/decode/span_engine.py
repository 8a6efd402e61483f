"""The embedded span reader: pages and fields -> scores of words. Reads any schema.

Without a model library, as `tagging_engine.py`; windows side by side, each on one core, since sums
come out otherwise on several.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from threadpoolctl import ThreadpoolController

from extract_filings.models import ANY_SCHEMA
from extract_filings.pipeline.decode.span_offsets import Learnt
from extract_filings.pipeline.decode.span_reader import KINDS, Fields, ReadWindow, SpanReader
from extract_filings.pipeline.decode.span_windows import field_tokens, windows
from extract_filings.pipeline.decode.tagging_engine import tokenizer_of
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.pipeline.records import Form
from extract_filings.pipeline.registry import checksums
from extract_filings.pipeline.registry.presets import AGAIN
from extract_filings.schemas.base import Part


class SpanEngine:
    """`threads`: windows that are read side by side, unless said as many as there are cores.
    `learnt`: of the schema that will be asked. Raises ModelError.
    """

    form: Form = "spans"
    shots, at_once = 0, 1

    def __init__(
        self, name: str, folder: Path, threads: int | None = None, learnt: Learnt | None = None
    ) -> None:
        checksums.check(folder, AGAIN[folder == ANY_SCHEMA])
        self.name, self.threads = name, threads or os.cpu_count() or 1
        self.tokenizer = tokenizer_of(folder)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.reader, self.learnt = SpanReader(folder), learnt
        self.libraries = ThreadpoolController()

    def knows(self, parts: Sequence[Part]) -> None:
        """Raises ModelError for a table with a column per period: only `filing` has them."""
        if table := next((p.name for p in parts if p.kind == "statement"), ""):
            raise ModelError(
                f"model {self.name}: reads statements of the schema `filing` alone, not {table};"
                " train it on this schema (`extract train`), or name a general model with --model"
            )

    def fields(self, texts: Sequence[str], kinds: Sequence[str], many: Sequence[bool]) -> Fields:
        """Of fields in words (`ask/field_text.py`). `many`: of rows of a list. Raises ModelError if
        the model learnt other ones.
        """
        numbers = [KINDS.index(k) + len(KINDS) * m for k, m in zip(kinds, many, strict=True)]
        if self.learnt:
            self.learnt.check(self.name, [*zip(texts, kinds, many, strict=True)])
        with self.libraries.limit(limits=1, user_api="blas"):
            made = self.reader.fields(field_tokens(texts, self.tokenizer), numbers)
        return self.learnt.offsets.added(made) if self.learnt else made

    def read(self, pages: Sequence[PrintedPage], fields: Fields) -> list[list[ReadWindow]]:
        """The windows of each page."""
        cut = [[*windows(page, self.tokenizer)] for page in pages]
        with (
            self.libraries.limit(limits=1, user_api="blas"),
            ThreadPoolExecutor(self.threads) as side_by_side,
        ):
            made = side_by_side.map(lambda w: self.reader.read(w, fields), chain(*cut))
            return [[next(made) for _ in some] for some in cut]
