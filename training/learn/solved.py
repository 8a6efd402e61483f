"""Solved documents: a folder with `pdf/` and what is known of each of its documents.

Either `gold.parquet`, as `extract apply --gold` and `extract synth` write it, or `gold.jsonl` made
by hand, a line a document: `{"document": "lease-7", "tenant": "Acme", "payments": [{"due": …}]}`.
Fields of objects may be named by their path, `seller.name`. What a document does not state is null
or missing; a field that no line of `gold.jsonl` names is not known of any document.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.gold.format import sections
from extract_filings.schemas.base import FieldSpec, Part

Field = tuple[str, str]
"""Names of a part and of one of its fields."""
Row = Mapping[Field, str]
"""Values of a row of a list, or of the root."""
EMPTY = (None, "", [], {})
"""What `gold.jsonl` says of what a document does not state."""


@dataclass(frozen=True, slots=True)
class Solved:
    """`rows`: by part. `known`: the fields that someone has looked at; those without a value are
    known not to be stated.
    """

    path: Path
    rows: Mapping[str, Sequence[Row]]
    known: frozenset[Field]


def solved(folder: Path, parts: Sequence[Part]) -> list[Solved]:
    """Raises InputError."""
    made = []
    if (folder / "gold.parquet").exists():
        made = [*_of_table(folder, parts)]
    elif (folder / "gold.jsonl").exists():
        made = [*_of_lines(folder, parts)]
    if not made:
        raise InputError(
            f"{folder}: no solved documents; it needs pdf/ and gold.parquet, as `extract apply …"
            " --gold DIR` writes them, or pdf/ and gold.jsonl, a line of JSON a document"
        )
    if missing := [s.path for s in made if not s.path.is_file()]:
        raise InputError(f"{missing[0]}: no such file, but the gold of {folder} names it")
    return made


def _of_table(folder: Path, parts: Sequence[Part]) -> Iterator[Solved]:
    try:
        gold = pl.read_parquet(folder / "gold.parquet").to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{folder / 'gold.parquet'}: no gold; {_first(error)}") from error
    named = {g["section"] for g in gold}
    if named - sections(parts):
        raise _other_schema(folder / "gold.parquet", named, sections(parts))
    by_document: dict[str, list[dict]] = defaultdict(list)
    for line in gold:
        by_document[line["doc_id"]].append(line)
    fields = {(p.name, f.name) for p in parts for f in p.fields}
    for document, lines in by_document.items():
        doubtful = {(g["section"], g["item"]) for g in lines if g.get("suspect")}
        path = folder / "pdf" / f"{document}.pdf"
        yield Solved(path, _rows(g for g in lines if g["value"]), frozenset(fields - doubtful))


def _rows(lines: Iterable[dict]) -> dict[str, list[Row]]:
    made: dict[str, dict[Any, dict[Field, str]]] = defaultdict(lambda: defaultdict(dict))
    for g in lines:
        row = g.get("table_index"), g.get("row_index")
        made[g["section"]][row][g["section"], g["item"]] = g["value"]
    return {part: [*rows.values()] for part, rows in made.items()}


def _of_lines(folder: Path, parts: Sequence[Part]) -> Iterator[Solved]:
    file = folder / "gold.jsonl"
    paths = {path_of(parts, p, f): (p.name, f.name) for p in parts for f in p.fields}
    read = [_line(file, n, text) for n, text in enumerate(file.read_text().splitlines(), 1)]
    leaves = [[*_leaves({k: v for k, v in one.items() if k != "document"})] for one in read]
    named = {(path, value in EMPTY) for some in leaves for path, _, value in some}
    if unknown := {path for path, empty in named if not _known(path, empty, paths)}:
        raise _other_schema(file, unknown, paths)
    known = frozenset(k for p, k in paths.items() if any(_holds(path, p) for path, _ in named))
    for one, some in zip(read, leaves, strict=True):
        rows: dict[str, dict[Any, dict[Field, str]]] = defaultdict(lambda: defaultdict(dict))
        for path, row, value in some:
            if value not in EMPTY:
                rows[paths[path][0]][row][paths[path]] = str(value)
        made = {part: [*of_part.values()] for part, of_part in rows.items()}
        yield Solved(folder / "pdf" / f"{one['document']}.pdf", made, known)


def _known(path: str, empty: bool, paths: Iterable[str]) -> bool:
    """Whether it is a field, or an object or a list that a document does not state."""
    return path in paths or (empty and any(_holds(path, p) for p in paths))


def _holds(outer: str, path: str) -> bool:
    """
    >>> _holds("seller", "seller.name"), _holds("total", "total"), _holds("total", "total_tax")
    (True, True, False)
    """
    return path == outer or path.startswith(f"{outer}.")


def path_of(parts: Sequence[Part], part: Part, field: FieldSpec) -> str:
    """`lines.amount`, as the instance has it."""
    outer = next((p for p in parts if p.name == part.parent), None)
    above = path_of(parts, outer, FieldSpec("", str, "")) if outer else ""
    return ".".join(s for s in (above, *part.place.at, *field.at) if s)


def _line(file: Path, number: int, text: str) -> dict[str, Any]:
    try:
        made = json.loads(text)
    except ValueError as error:
        raise InputError(f"{file}, line {number}: no JSON; {_first(error)}") from error
    if not (isinstance(made, dict) and isinstance(made.get("document"), str)):
        raise InputError(f'{file}, line {number}: expected {{"document": NAME, FIELD: VALUE, …}}')
    return made


def _leaves(node: Any, path: str = "", row: tuple = ()) -> Iterator[tuple[str, tuple, Any]]:
    """Path, rows of the lists around it, value; what is empty is a leaf too.

    >>> [*_leaves({"a": {"b": 1}, "c": [{"d": 2}, {"d": 3}]})]
    [('a.b', (), 1), ('c.d', (0,), 2), ('c.d', (1,), 3)]
    """
    if isinstance(node, dict) and node:
        for name, child in node.items():
            yield from _leaves(child, f"{path}.{name}" if path else name, row)
    elif isinstance(node, list) and node:
        for i, child in enumerate(node):
            yield from _leaves(child, path, (*row, i))
    else:
        yield path, row, node


def _other_schema(file: Path, named: Iterable[str], known: Iterable[str]) -> InputError:
    return InputError(
        f"{file}: gold of another schema, it has {', '.join(sorted(named)[:5])}; the schema asked"
        f" has {', '.join(sorted(known)[:5])}"
    )


def _first(error: Exception) -> str:
    return f"{error}".splitlines()[0][:80] if f"{error}" else type(error).__name__
