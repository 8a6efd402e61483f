"""What the tables of a run add up to, counted in the tables."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.records import (
    CRASHED,
    LEFT_OUT,
    NO_QUESTION,
    NOT_ASKED,
    Record,
)
from extract_filings.pipeline.status import FOUND, Status
from extract_filings.pipeline.tables.frames import Frames
from extract_filings.pipeline.tables.own_tables import OK, PARTIAL, WAS_READ
from extract_filings.schemas.base import Part
from extract_filings.schemas.names import plural

FEW = 0.1
"""Of the questions about a document; a filing answers two in three and more."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of the tables of a run.

    `asked`: the cells of all rows, the fields of a table without rows once, each failed document
    once. `checks_failed`: broken laws, and violations of the schema and its validators by an
    instance. `checks_warned`: broken rules that are warnings.
    """

    documents: int
    asked: int
    values: int
    problems: int
    checks_failed: int
    failed_documents: int
    checks_warned: int = 0
    to_check: int = 0  # values in doubt
    partly_read: int = 0  # documents with pages that were left out, or not asked
    not_asked: int = 0  # of the problems, those of documents whose time was over


def counted(values: int, problems: int, to_check: int, not_asked: int = 0) -> str:
    """
    >>> counted(82, 14, 0)
    '82 values · 14 not printed · 0 to check'
    >>> counted(82, 14, 0, 4)
    '82 values · 10 not printed · 4 not asked · 0 to check'
    """
    cut = f"{not_asked} not asked · " if not_asked else ""
    return (
        f"{plural(values, 'value')} · {problems - not_asked} not printed · {cut}{to_check} to check"
    )


def counted_of(record: Record) -> str:
    """The same of one document's record."""
    missing = sum(p.reason not in NO_QUESTION for p in record.problems)
    doubted = sum(v.status.doubted for v in record.values)
    cut = sum(p.reason == NOT_ASKED for p in record.problems)
    return counted(len(record.values), missing, doubted, cut)


def unlike(frames: Frames) -> list[str]:
    """The documents in which next to nothing was found, so that they are hardly of the schema."""
    missing = frames["problems"].filter(~pl.col("reason").is_in([*NO_QUESTION, "failed"]))
    values, problems = (Counter(f["document"]) for f in (frames["evidence"], missing))
    read = frames["documents"].filter(pl.col("status") == OK)["document"]
    return [d for d in read if values[d] < FEW * (values[d] + problems[d])]


def crashed(frames: Frames) -> list[str]:
    """What the schema's own code raised, each thing once, however many documents brought it up."""
    told = frames["problems"]["detail"]
    return sorted({*told.filter(told.str.starts_with(CRASHED))})


def summarize(frames: Frames, asked: Sequence[Part]) -> Summary:
    """Count the tables.

    Raises OutputError if a cell has neither a value nor a problem, or both.
    """
    values, problems = frames["evidence"], frames["problems"]
    missing = problems.filter(~pl.col("reason").is_in(NO_QUESTION))
    invalid = problems.filter(pl.col("reason") == "invalid")
    cells = sum(frames[p.name].height * len(p.fields) for p in asked)
    rowless = missing.filter(pl.col("path").str.contains("/-/", literal=True)).height
    failed = frames["documents"].filter(~WAS_READ).height
    total = cells + rowless + failed
    if total != values.height + missing.height:
        raise OutputError(
            f"{total} cells asked, but {values.height} values and {missing.height} problems;"
            " nothing was written; please report this"
        )
    return Summary(
        documents=frames["documents"].height,
        asked=total,
        values=values.height,
        problems=missing.height,
        checks_failed=_broken(values, asked, "failed") + invalid.height,
        failed_documents=failed,
        checks_warned=_broken(values, asked, "warned"),
        to_check=sum(Status.parse(text).doubted for text in values["status"]),
        partly_read=_partly_read(frames),
        not_asked=problems.filter(pl.col("reason") == NOT_ASKED).height,
    )


def _partly_read(frames: Frames) -> int:
    left = frames["problems"].filter(pl.col("reason").is_in(LEFT_OUT))
    cut = frames["documents"].filter(pl.col("status").str.starts_with(PARTIAL))
    return len({*left["document"], *cut["document"]})


def _broken(values: pl.DataFrame, asked: Sequence[Part], kind: Literal["failed", "warned"]) -> int:
    """The number of broken rules. A rule counts once for each row of its own table that it marks,
    however many cells it marks there, and once if it marks none.
    """
    marked: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    checked = values.filter(pl.col("status") != FOUND).select("document", "table", "path", "status")
    for document, table, path, status in checked.iter_rows():
        for name in getattr(Status.parse(status), kind):
            marked[document, name].add((table, path.rpartition("/")[0]))
    home = {c.name: c.table for c in asked[0].checks}
    return sum(
        sum(table == home.get(name, table) for table, _ in rows) or 1
        for (_, name), rows in marked.items()
    )
