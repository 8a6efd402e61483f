"""Few large files of the many small ones that runs have added, on a schedule. Waits for a run that
is just writing.
"""

from pathlib import Path

from prefect import flow, get_run_logger

from extract_filings.pipeline.tables.append import compact
from extract_filings.pipeline.tables.publish import push, remote, stage


@flow(name="compact-tables", persist_result=False)
def compact_tables(out: str) -> None:
    """Few large files of many small ones.

    Args:
        out: folder or prefix (`s3://bucket/tables`) of the tables
    """
    folder = stage(out) if remote(out) else Path(out)
    get_run_logger().info("%s: %d files -> %d", out, *compact(folder))
    if remote(out):
        push(folder, out)
