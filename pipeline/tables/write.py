"""Records -> Parquet tables, all or nothing, in place of those of an earlier run. Knows no document
format and no model.

A table is a folder with one part, its rows sorted by document. (`append.py` adds parts to what
stands there.)

The same input gives the same bytes: only `documents/` holds something that no two runs share, the
seconds. So where a run finds nothing else to say than what OUT holds already, it leaves OUT
untouched, seconds included.

What people said of OUT's cells holds in the new tables too, as `verdicts.py` has it.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.tables.frames import Failure, Run, about, tables
from extract_filings.pipeline.tables.parquet import put, read_part
from extract_filings.pipeline.tables.summary import Summary, summarize
from extract_filings.pipeline.tables.swap import replacing
from extract_filings.pipeline.tables.verdicts import reviewed, said_in
from extract_filings.schemas.compile import parts


def write(
    records: Sequence[Record],
    failures: Sequence[Failure],
    model: type[BaseModel],
    out: Path,
    run: Run,
) -> Summary:
    """Writes every table of the schema and evidence/, problems/, documents/. Raises OutputError;
    OUT is then as before.
    """
    frames = tables(records, failures, parts(model), run)
    summarize(frames, parts(model))
    with replacing(out) as new:
        frames = reviewed(frames, said_in(out), model)
        summary = summarize(frames, parts(model))
        put(frames, new, 0, about(run.schema, parts(model)))
        if _same(new, out):
            shutil.rmtree(new)
    return summary


def _same(new: Path, out: Path) -> bool:
    """Equal byte for byte, but for the seconds in documents/."""
    files = [{p.relative_to(root) for p in root.rglob("*.parquet")} for root in (new, out)]
    timed = Path("documents", "part-0.parquet")
    if files[0] != files[1] or any(
        (new / f).read_bytes() != (out / f).read_bytes() for f in files[0] - {timed}
    ):
        return False
    with suppress(OutputError):  # a damaged one is made anew by the run
        return read_part(new / timed).drop("seconds").equals(read_part(out / timed).drop("seconds"))
    return False
