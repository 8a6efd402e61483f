"""What comes out of one document: validated instance, tables, and where each value stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from extract_filings.pipeline.records import Record
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.decimals import floats
from extract_filings.pipeline.tables.frames import Failure, Run, tables, versions
from extract_filings.pipeline.tables.instance import Instance, assemble
from extract_filings.pipeline.tables.summary import Summary, summarize
from extract_filings.schemas.compile import parts

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Result:
    """One document, extracted.

    `extracted` holds every value and problem as the pipeline's plain records; the properties below
    are views of it.
    """

    extracted: Record
    schema: type[BaseModel]
    settings: Settings
    seconds: float

    @property
    def document(self) -> str:
        """The file's stem, the key of every table."""
        return self.extracted.document

    @property
    def data(self) -> dict:
        """The instance as JSON holds it, numbers as Decimal; valid or not."""
        return self._instance.data

    @cached_property
    def record(self) -> BaseModel | None:
        """The validated instance of the schema; None if the document does not print all that the
        schema requires. `problems` then says so, with the reason `invalid`.
        """
        try:
            return self.schema.model_validate_json(self._instance.text)
        except ValidationError:
            return None

    @property
    def tables(self) -> "dict[str, pl.DataFrame]":
        """The schema's tables by name. Amounts are exact decimals in base units."""
        return {part.name: self._frames[part.name] for part in parts(self.schema)}

    @property
    def floats(self) -> "dict[str, pl.DataFrame]":
        """The same tables with floats in place of decimals, for arithmetic."""
        return {name: floats(frame) for name, frame in self.tables.items()}

    @property
    def facts(self) -> "pl.DataFrame":
        """A row per value with all that is known of it: company, period, number, unit, confidence,
        page and words.
        """
        return self._frames["fact"]

    @property
    def evidence(self) -> "pl.DataFrame":
        """A row per value: path, quote, page, line, box in PDF points, confidence, status."""
        return self._frames["evidence"]

    @property
    def problems(self) -> "pl.DataFrame":
        """A row per question without an answer, and why."""
        return self._frames["problems"]

    @property
    def columns(self) -> "pl.DataFrame":
        """A row per column of the statements: what it was read as, its head, scale and currency."""
        return self._frames["column"]

    @property
    def line_items(self) -> "pl.DataFrame":
        """A row per number printed in a statement, in printed order: label, level, heading, sums,
        concept, item, period, value.
        """
        return self._frames["line_item"]

    @property
    def summary(self) -> Summary:
        """What the tables add up to: asked = values + problems."""
        return summary_of([self], [], self.schema, self.settings)

    def show(self) -> None:
        """Print the tables: HTML in a notebook, text in a terminal."""
        from rich.console import Console

        from extract_filings.api.render import show

        show(
            Console(highlight=False, emoji=False, markup=False), parts(self.schema), self.extracted
        )

    @cached_property
    def _instance(self) -> Instance:
        return assemble(parts(self.schema), self.extracted.values)

    @cached_property
    def _frames(self) -> "Mapping[str, pl.DataFrame]":
        return frames_of([self], [], self.schema, self.settings)


def frames_of(
    results: Sequence[Result],
    failures: Sequence[Failure],
    schema: type[BaseModel],
    settings: Settings,
) -> "dict[str, pl.DataFrame]":
    """Every table of a run by name, rows sorted by document."""
    run = Run(settings.schema, settings.model, versions(), {r.document: r.seconds for r in results})
    return tables([r.extracted for r in results], failures, parts(schema), run)


def write_tables(
    results: Sequence[Result],
    failures: Sequence[Failure],
    schema: type[BaseModel],
    settings: Settings,
    out: Path,
) -> Summary:
    """Write the tables as Parquet folders in `out`, all or nothing. Raises OutputError."""
    from extract_filings.pipeline.batch.fingerprint import fingerprint, key
    from extract_filings.pipeline.tables.write import write

    made = fingerprint(settings)
    keys = {r.document: key(r.extracted.sha256, made, r.document) for r in results}
    seconds = {r.document: r.seconds for r in results}
    run = Run(settings.schema, settings.model, versions(), seconds, keys)
    return write([r.extracted for r in results], failures, schema, out, run)


def summary_of(
    results: Sequence[Result],
    failures: Sequence[Failure],
    schema: type[BaseModel],
    settings: Settings,
) -> Summary:
    """What the tables of a run add up to, without writing them."""
    return summarize(frames_of(results, failures, schema, settings), parts(schema))
