"""Which filings are of one company: those whose covers share a number: of the SEC, of the tax
office, of the file. A name counts where a cover has no number; a filing with neither is of none.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

NUMBERS = ("cik", "employer_id", "file_number")


def companies(rows: Iterable[Mapping[str, Any]]) -> dict[str, str | None]:
    """{document: its company}: the best number of all documents that are joined by any.

    >>> companies([{"document": "a", "cik": None, "employer_id": "12-3456789"},
    ...     {"document": "b", "cik": "0000000007", "employer_id": "12 3456789"}])
    {'a': '0000000007', 'b': '0000000007'}
    """
    groups: list[tuple[set[tuple[int, str]], list[str]]] = []
    for row in rows:
        numbers, documents = _numbers(row), [row["document"]]
        for group in [g for g in groups if g[0] & numbers]:
            groups.remove(group)
            numbers, documents = numbers | group[0], group[1] + documents
        groups.append((numbers, documents))
    return {d: min(numbers)[1] if numbers else None for numbers, some in groups for d in some}


def _numbers(row: Mapping[str, Any]) -> set[tuple[int, str]]:
    """With the rank of each kind, the best first."""
    told = {(i, _plain(n, str(row[n]))) for i, n in enumerate(NUMBERS) if row.get(n)}
    name = row.get("registrant_name")
    return told or ({(len(NUMBERS), name.casefold())} if name else set())


def _plain(kind: str, number: str) -> str:
    """The tax office's as it is printed most often: 12-3456789."""
    digits = re.sub(r"\D", "", number)
    return f"{digits[:2]}-{digits[2:]}" if kind == "employer_id" else number
