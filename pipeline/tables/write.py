"""Records at hand -> Parquet tables, through `append.py`, as runs write them.

The same input gives the same bytes: only `documents/` holds something that no two runs share, the
seconds. So where the tables hold a document by its key already, they are left untouched.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from extract_filings.pipeline.records import Record
from extract_filings.pipeline.tables.append import add, documents_of, merged
from extract_filings.pipeline.tables.frames import Failure, Frames, Run, about, tables
from extract_filings.pipeline.tables.summary import Summary, summarize
from extract_filings.schemas.compile import parts


def write(
    records: Sequence[Record],
    failures: Sequence[Failure],
    model: type[BaseModel],
    out: Path,
    run: Run,
    replace: bool = False,
) -> Summary:
    """Adds the documents to the tables in OUT, in place of what these have of them; `replace`: in
    place of all. Returns what OUT has of them. Raises OutputError; OUT is then as before.
    """
    asked = parts(model)
    frames = {r.document: tables([r], [], asked, run) for r in records}
    frames |= {f.document: tables([], [f], asked, run) for f in failures}
    summarize(merged([*frames.values()]), asked)
    keys = {r.document: run.keys.get(r.document) or _digest(frames[r.document]) for r in records}
    keys |= {f.document: f.key for f in failures}
    add(keys, frames.get, out, model, about(run.schema, asked), keys if replace else None)
    return summarize(documents_of(out, frames), asked)


def _digest(frames: Frames) -> str:
    """In place of a key, for a record that has none."""
    told = repr([frame.rows() for frame in frames.values()])
    return hashlib.sha256(told.encode()).hexdigest()
