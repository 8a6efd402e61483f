"""Documents that no run could read. Each stands as failed in documents/ until its file is mended
and read, or until someone who has seen to it dismisses it.
"""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.tables.append import part_number, parts_of
from extract_filings.pipeline.tables.own_tables import DISMISSED, FAILED
from extract_filings.pipeline.tables.parquet import about_of, put, read_part
from extract_filings.pipeline.tables.swap import replacing


def standing(out: Path) -> dict[str, str]:
    """{document: reason} of all that failed and were not dismissed, by name. Raises OutputError."""
    parts = [read_part(p, columns=["document", "status"]) for p in parts_of(out / "documents")]
    rows = [row for part in parts for row in part.iter_rows()]
    return {d: s.removeprefix(FAILED) for d, s in sorted(rows) if s.startswith(FAILED)}


def dismiss(out: Path, documents: Sequence[str]) -> None:
    """Failures of these documents are no news any more. A run that reads the file anew, since it or
    the limits changed, reports it again. Raises InputError, OutputError; OUT is then as before.
    """
    known = standing(out)
    if unknown := [d for d in documents if d not in known]:
        stand = "no failure stands there" if not known else f"failed are {', '.join(known)}"
        raise InputError(f"{out}: {unknown[0]} is no document that failed; {stand}")
    with replacing(out) as new:
        for part in (p for table in out.iterdir() for p in parts_of(table)):
            if part.parent.name == "documents":
                rows = _dismissed(read_part(part), documents)
                put({"documents": rows}, new, part_number(part), about_of(part))
            else:
                (new / part.parent.name).mkdir(exist_ok=True)
                os.link(part, new / part.parent.name / part.name)


def _dismissed(rows: pl.DataFrame, documents: Collection[str]) -> pl.DataFrame:
    reason = pl.col("status").str.strip_prefix(FAILED)
    mine = pl.col("document").is_in(documents) & pl.col("status").str.starts_with(FAILED)
    return rows.with_columns(
        pl.when(mine).then(DISMISSED + reason).otherwise("status").alias("status")
    )
