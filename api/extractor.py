"""Read documents from Python: one call for one file, an `Extractor` for many."""

import time
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from extract_filings.api.result import Result
from extract_filings.pipeline.errors import ExtractError, unexpected
from extract_filings.pipeline.pdf.sandbox import Sandbox, in_process
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.sources import digest
from extract_filings.pipeline.tables.frames import Failure
from extract_filings.pipeline.text.escape import document_name, encodable


class Extractor:
    """A schema and a model, loaded once for many documents.

    `sandbox` opens each PDF in a process of its own, as the command line does, so that a damaged
    file cannot take this process down. Scripts that use it need the `if __name__ == "__main__":`
    guard of multiprocessing.
    """

    def __init__(self, settings: Settings | None = None, *, sandbox: bool = False) -> None:
        """Raises SchemaError or ModelError."""
        self.settings = settings or Settings()
        # its process starts while the libraries of the model load, which takes seconds
        apart = Sandbox(self.settings.opening_limit) if sandbox else in_process
        from extract_filings.pipeline.extract import Pipeline

        self.pipeline = Pipeline(self.settings, apart)
        self.schema = self.pipeline.schema

    def __call__(self, path: str | PathLike[str], on_step: OnStep = silent) -> Result:
        """One document. `on_step(step, done, of)` is told each step as it begins, and of long ones
        how many of the prompts, or pages, are done.

        Raises InputError if the file cannot be read.
        """
        start = time.perf_counter()
        answers = self._answers(Path(path))
        extracted = self.pipeline(Path(path), on_step, answers)
        if answers and not extracted.unasked:
            answers.unlink(missing_ok=True)
        seconds = round(time.perf_counter() - start, 2)
        return Result(extracted, self.schema, self.settings, seconds)

    def _answers(self, path: Path) -> Path | None:
        """Where a general model's answers are kept until the document is done."""
        from extract_filings.pipeline.batch.loose_answers import loose_answers

        return (
            loose_answers(path, self.settings) if self.pipeline.engine.form == "pointing" else None
        )

    def each(self, paths: Iterable[str | PathLike[str]]) -> Iterator[Result | Failure]:
        """Many documents, in their order. A bad file yields a Failure and never ends the others."""
        for path in paths:
            try:
                yield self(path)
            except Exception as error:  # a bug that the file brings to light is no reason to stop
                yield failure(Path(path), error)


def extract(path: str | PathLike[str], **settings: Any) -> Result:
    """Extract one document: `extract("report.pdf", schema="filing").tables`.

    `settings` are the fields of Settings. Loading the model takes seconds; for many documents make
    one Extractor. Raises ExtractError: InputError, SchemaError or ModelError.
    """
    return Extractor(Settings(**settings))(path)


def failure(path: Path, error: Exception) -> Failure:
    """A row for the tables that says why a document is missing."""
    message = str(error) if isinstance(error, ExtractError) else unexpected(path, error)
    return Failure(document_name(path), digest(path), encodable(message))
