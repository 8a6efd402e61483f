"""Few large files of the many small ones that runs have added, on a schedule. Waits for a run that
is just writing.
"""

from pathlib import Path

from prefect import flow, get_run_logger

from extract_filings.pipeline.tables.append import compact


@flow(name="compact-tables", persist_result=False)
def compact_tables(out: str) -> None:
    """Few large files of many small ones.

    Args:
        out: folder of the Parquet tables
    """
    get_run_logger().info("%s: %d files -> %d", out, *compact(Path(out)))
