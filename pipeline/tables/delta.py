"""The Delta log of a table: which of the files beside it the table consists of. One commit changes
that, so a reader sees the files before it or those after.

deltalake knows the protocol; keys of the stores come from the environment, as for fsspec.
"""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.tables.parquet import shape_of

APP = "extract-filings"  # under this name the log knows the number of the state that it shows
KEEP_HOURS = 7 * 24  # files that are in no table any more, for readers that are slow


def show(url: str, files: Mapping[str, Path], number: int) -> None:
    """The table shows these files {name in the store: the same here}, unless it shows a later state
    already.
    """
    from deltalake import DeltaTable, Schema  # an extra
    from deltalake.transaction import create_table_with_add_actions

    options = storage_options()
    schema = Schema.from_arrow(pl.Schema(shape_of([*files.values()][-1]))) if files else None
    if not DeltaTable.is_deltatable(url, storage_options=options):
        if schema:
            adds, mark = [_added(*file) for file in files.items()], _mark(number)
            create_table_with_add_actions(
                url, schema, adds, commit_properties=mark, storage_options=options
            )
        return
    shown = DeltaTable(url, storage_options=options)
    if (shown.transaction_version(APP) or 0) < number:
        _change(shown, files, schema or shown.schema(), number)


def _change(shown: Any, files: Mapping[str, Path], schema: Any, number: int) -> None:
    """Where a table gets a new column, all its files are new."""
    held = {Path(uri).name for uri in shown.file_uris()}
    adds = [_added(n, p) for n, p in files.items() if n not in held]
    gone = [_removed(n) for n in sorted(held - set(files))]
    mark = _mark(number)
    if schema != shown.schema():
        shown.create_write_transaction(adds, "overwrite", schema, commit_properties=mark)
    elif adds or gone:
        shown.create_write_transaction([*adds, *gone], "append", schema, commit_properties=mark)
    if gone:
        shown.vacuum(retention_hours=KEEP_HOURS, dry_run=False)


def _added(name: str, file: Path) -> Any:
    from deltalake.transaction import AddAction

    at, rows = file.stat(), pl.scan_parquet(file).select(pl.len()).collect().item()
    stats = json.dumps({"numRecords": rows})
    return AddAction(name, at.st_size, {}, int(at.st_mtime * 1000), True, stats)


def _removed(name: str) -> Any:
    from deltalake.transaction import RemoveAction

    return RemoveAction(name, True, int(time.time() * 1000))


def _mark(number: int) -> Any:
    from deltalake.transaction import CommitProperties, Transaction

    return CommitProperties(app_transactions=[Transaction(APP, number)])


def storage_options() -> dict[str, str]:
    """A store without TLS has to be allowed."""
    plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
    return {"allow_http": "true"} if plain else {}
