"""Gold's documents in the tables. Gold names files by their stems, tables by their paths."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any


def in_tables(ids: Iterable[str], documents: Collection[str]) -> dict[str, str]:
    """{gold's name: the document}: the one of this name, else the only one whose file has it.

    >>> in_tables(["a", "10-K", "x"], ["a", "AAPL/10-K", "p/x", "q/x"])
    {'a': 'a', '10-K': 'AAPL/10-K'}
    """
    files = defaultdict(list)
    for document in documents:
        files[document.rpartition("/")[2]].append(document)
    found = {i: [i] if i in documents else files[i] for i in ids}
    return {i: some[0] for i, some in found.items() if len(some) == 1}


def renamed(
    lines: Sequence[Mapping[str, Any]], documents: Collection[str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The lines of gold under the names of the tables, and {gold's name: the document}."""
    names = in_tables(dict.fromkeys(line["doc_id"] for line in lines), documents)
    return [{**line, "doc_id": names.get(line["doc_id"], line["doc_id"])} for line in lines], names
