"""Documents of many kinds, each with a schema of its own and gold: what is read of them, judged.

A folder has docs/, schemas/ and gold/KIND.json: `file`, `schema` ("schemas/x.py:Root"), `single`
{dotted path: text, or null if the document does not state it} and `lists` {dotted path: rows}.
Rows are paired in order, so that most of their cells are alike.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.alike import same
from extract_filings.pipeline.records import Value
from extract_filings.pipeline.resolve.confidence import signs
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.instance import Instance, assemble

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A value that was read. `signs`: as of `resolve.confidence`. `absent`: whether the document
    does not state its field."""

    value: Value
    kind: Literal["root", "list"]
    signs: np.ndarray
    right: bool
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """`stated`: values that gold has, of single fields and of cells; `absent`: single fields that
    it has not."""

    name: str
    values: Sequence[Judged]
    stated: Mapping[str, int]
    absent: int


def judged(folder: Path, calibrated: bool = True) -> Iterator[Document]:
    """All documents of the folder. `calibrated`: whether values have the confidence that `extract`
    gives them, or that of the network."""
    for file in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(file.read_text())
        pipeline = Pipeline(Settings(f"{folder / gold['schema']}"))
        if not calibrated:
            pipeline.calibration = None
        yield _document(file.stem, gold, pipeline, pipeline(folder / gold["file"]).values)


def _document(
    name: str, gold: Mapping[str, Any], pipeline: Pipeline, values: Sequence[Value]
) -> Document:
    made = assemble(pipeline.parts, values)
    told = dict(zip(map(id, values), signs(pipeline.parts, values), strict=True))
    verdicts = [*_singles(gold["single"], made), *_cells(gold["lists"], made)]
    cells = [v for rows in gold["lists"].values() for row in rows for v in row.values()]
    single = [*gold["single"].values()]
    asked = {"root": single, "list": cells}
    stated = {kind: sum(v is not None for v in some) for kind, some in asked.items()}
    read = [Judged(v, kind, told[id(v)], right, absent) for v, kind, right, absent in verdicts]
    return Document(name, read, stated, len(single) - stated["root"])


Verdict = tuple[Value, Literal["root", "list"], bool, bool]


def _singles(gold: Mapping[str, Any], made: Instance) -> Iterator[Verdict]:
    for path, want in gold.items():
        pointer = "/" + path.replace(".", "/")
        if value := made.places.get(pointer):
            right = want is not None and same(_at(made.data, path)) == same(want)
            yield value, "root", right, want is None


def _cells(gold: Mapping[str, Sequence[Row]], made: Instance) -> Iterator[Verdict]:
    for path, want in gold.items():
        given = _at(made.data, path) or []
        pairs = dict(paired(given, want))
        for i, row in enumerate(given):
            own = want[pairs[i]] if i in pairs else {}
            for name, said in row.items():
                if value := made.places.get(f"/{path.replace('.', '/')}/{i}/{name}"):
                    yield value, "list", _alike(said, own.get(name)), False


def _at(node: Any, path: str) -> Any:
    for step in path.split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def paired(given: Sequence[Row], want: Sequence[Row]) -> list[tuple[int, int]]:
    """Rows of both, in order, so that most cells are alike.

    >>> paired([{"a": "1"}, {"a": "3"}], [{"a": "1"}, {"a": "2"}, {"a": "3"}])
    [(0, 0), (1, 2)]
    """
    best = np.zeros((len(given) + 1, len(want) + 1), int)
    alike = np.array([[_shared(g, w) for w in want] for g in given]).reshape(len(given), len(want))
    for i, j in np.ndindex(alike.shape):
        both = best[i, j] + alike[i, j]
        best[i + 1, j + 1] = max(best[i, j + 1], best[i + 1, j], both)
    pairs, i, j = [], len(given), len(want)
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _shared(given: Row, want: Row) -> int:
    return sum(_alike(given.get(name), said) for name, said in want.items())


def _alike(given: Any, want: Any) -> bool:
    return want is not None and given is not None and same(given) == same(want)
