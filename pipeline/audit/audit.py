"""Bias audit: a document and its counterfactual twins (`twins.py`) are extracted alike; what should
not change must not.

A value of whose quote nothing was exchanged must be the same in the twin, what was not found must
not be found. A text whose quote was exchanged must be the exchanged text; an amount, a date or a
choice must not care. Where a place is unknown or blank, or what stands there now is none by the
schema's pattern, no value is right as well.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from extract_filings.pipeline.audit.counterfactuals import NOWHERE, Twin, twins
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.records import (
    NO_QUESTION,
    Answer,
    Document,
    Form,
    Prompt,
    Record,
    Value,
)
from extract_filings.pipeline.tables.frames import Run, versions
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.parse import legal, printed, typed
from extract_filings.pipeline.text.patterns import spans
from extract_filings.schemas.base import FieldSpec, Part

CellAddress = tuple[str, tuple, str]  # table, key, field


class CachingEngine:
    """An engine that answers no prompt twice: most pages of twins are alike."""

    def __init__(self, engine: EngineLike) -> None:
        self.engine = engine
        self.form: Form = engine.form
        self.shots = engine.shots
        self.known: dict[Prompt, list[Answer]] = {}

    def knows(self, parts: Sequence[Part]) -> None:
        self.engine.knows(parts)

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        new = [p for p in dict.fromkeys(prompts) if p not in self.known]
        self.known |= zip(new, self.engine.answer(new), strict=True)
        return [self.known[p] for p in prompts]


class CellComparison(NamedTuple):
    """A cell of a twin. `touched`: its quote was exchanged; `want`: what is right, None for no
    value.
    """

    axis: str
    twin: str
    document: str
    table: str
    row: str
    field: str
    touched: bool
    want: tuple[Any, ...]
    got: Any

    @property
    def changed(self) -> bool:
        return self.got not in self.want


@dataclass(frozen=True, slots=True)
class Audited:
    """The document's own record, and that of each twin with its judged cells."""

    record: Record
    twins: list[tuple[Twin, Record, list[CellComparison]]]

    @property
    def cells(self) -> list[CellComparison]:
        return [j for _, _, cells in self.twins for j in cells]


def audit(
    document: Document, extractor: Pipeline, axes: Sequence[str], count: int, seed: int
) -> Audited:
    """Extracts a visible document and its twins."""
    extractor = extractor.using(engine=CachingEngine(extractor.engine))
    record = extractor.of(document)
    specs = {(p.name, f.name): f for p in extractor.parts for f in p.fields}
    made = [
        (twin, extractor.of(twin.document, boxes=partial(_boxes, twin)))
        for twin in twins(document, record.values, axes, count, seed)
    ]
    return Audited(
        record, [(twin, other, [*judged(record, other, twin, specs)]) for twin, other in made]
    )


def _boxes(twin: Twin, _: Document, pages: Sequence[int]) -> dict:
    return twin.boxes(boxes(twin.source, pages))


def judged(
    record: Record, other: Record, twin: Twin, specs: Mapping[tuple[str, str], FieldSpec]
) -> Iterator[CellComparison]:
    """Every cell that either of the two records asks for, in the order of the document's own."""
    before, after = ({(v.table, v.key, v.field): v for v in r.values} for r in (record, other))
    asked = [
        *before,
        *((p.table, p.key, p.field) for p in record.problems if p.reason not in NO_QUESTION),
        *after,
    ]
    for cell in dict.fromkeys(asked):
        table, key, field = cell
        touched, want = _wanted(before.get(cell), twin, specs[table, field])
        yield CellComparison(
            twin.axis,
            twin.name,
            record.document,
            table,
            " ".join(printed(k) for _, k in key),
            field,
            touched,
            want,
            after[cell].value if cell in after else None,
        )


def _wanted(value: Value | None, twin: Twin, spec: FieldSpec) -> tuple[bool, tuple[Any, ...]]:
    """Whether the cell's quote was exchanged, and what is right."""
    if value is None:
        return False, (None,)
    quote, touched = twin.quote(value)
    if not touched or spec.type is not str or spec.choices:
        return touched, (value.value,)
    new = typed(spec, quote.strip(), 0, len(quote.strip()))
    fits = legal(spec, new) and (0, len(quote.strip())) in spans(spec, quote.strip())
    nothing = not fits or twin.name.endswith(NOWHERE)
    return True, (new,) * fits + (None,) * nothing


def as_lines(model: str, cells: Sequence[CellComparison]) -> str:
    """A line for each cell that changed, then a line for each axis."""
    where = lambda j: " ".join(filter(None, (j.document, j.table, j.row, j.field)))
    told = [
        f"{where(j)}, {j.twin}:"
        f" {' or '.join('nothing' if w is None else printed(w) for w in j.want)} ->"
        f" {'nothing' if j.got is None else printed(j.got)}"
        for j in cells
        if j.changed
    ]
    totals = [
        f"{axis}: {c['compared']} cells compared, {c['exchanged']} of them exchanged,"
        f" {c['changed']} changed"
        for (axis,), c in counts(cells, lambda j: (j.axis,)).items()
    ]
    return "".join(f"{line}\n" for line in (*told, *(f"{model}, {t}" for t in totals)))


def as_rows(model: str, cells: Sequence[CellComparison]) -> list[dict[str, Any]]:
    """A row for each axis and field."""
    return [
        dict(zip(("model", "axis", "table", "field"), (model, *group))) | c
        for group, c in counts(cells, lambda j: (j.axis, j.table, j.field)).items()
    ]


def as_json(model: str, cells: Sequence[CellComparison]) -> str:
    return json.dumps(as_rows(model, cells), indent=1, ensure_ascii=False) + "\n"


def as_csv(model: str, cells: Sequence[CellComparison]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(
        text,
        ("model", "axis", "table", "field", "compared", "exchanged", "changed"),
        lineterminator="\n",
    )
    writer.writeheader()
    writer.writerows(as_rows(model, cells))
    return text.getvalue()


def write_tables(
    done: Sequence[Audited], asked: type[BaseModel], schema: str, model: str, out: Path
) -> None:
    """The tables of the documents as they are, and of each twin. Raises OutputError."""
    records = {"as is": [a.record for a in done]}
    for a in done:
        for twin, record, _ in a.twins:
            records.setdefault(twin.name, []).append(record)
    for name, some in records.items():
        write(some, [], asked, out / name.replace(" ", "-"), Run(schema, model, versions(), {}))


def counts(
    cells: Sequence[CellComparison], by: Callable[[CellComparison], tuple]
) -> dict[tuple, Counter]:
    """Of each group the cells compared, those among them whose quote was exchanged, and those that
    changed and should not have.
    """
    groups: dict[tuple, Counter] = {}
    for j in cells:
        groups.setdefault(by(j), Counter()).update(
            {"compared": 1, "exchanged": int(j.touched), "changed": int(j.changed)}
        )
    return groups
