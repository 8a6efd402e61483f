"""The rows of a record's tables in the order in which they are written and shown.

Apart from `paths.py`, since processes that read files need no data frames: polars takes 0.1 s and
24 MiB of each.
"""

from collections.abc import Sequence
from datetime import date

from extract_filings.pipeline.records import RowKey, Value
from extract_filings.schemas.base import Part


def rows(part: Part, values: Sequence[Value]) -> list[tuple[RowKey, dict[str, Value]]]:
    """The newest period first and the shortest first among those of one end; lists as printed; the
    root's one row always.
    """
    cells: dict[RowKey, dict[str, Value]] = {(): {}} if part.kind == "root" else {}
    for v in values:
        if v.table == part.name:
            cells.setdefault(v.key, {})[v.field] = v
    return sorted(cells.items(), key=lambda row: order(row[0]))


def order(key: RowKey) -> list[int]:
    return [-v.toordinal() if isinstance(v, date) else v or 0 for _, v in key]
