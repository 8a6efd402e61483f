"""Bias audit: a document and its counterfactuals (`counterfactuals.py`) are extracted alike, and
values that change but should not are reported.

A value whose quote was left alone must be the same in the counterfactual, and what was not found
must stay not found. A text whose quote was exchanged must be the new text; an amount, a date or a
choice must stay the same. No value is right as well where a place became unknown or blank, or where
the schema's pattern does not allow the new words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from extract_filings.pipeline.audit.counterfactuals import NOWHERE, Counterfactual, counterfactuals
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.errors import ModelError
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
from extract_filings.pipeline.tables.export import csv_text, json_text
from extract_filings.pipeline.tables.frames import Run, versions
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.parse import legal, printed, typed
from extract_filings.pipeline.text.patterns import spans
from extract_filings.schemas.base import FieldSpec, Part

COLUMNS = ("model", "axis", "table", "field", "compared", "exchanged", "changed")


class CachingEngine:
    """An engine that answers no prompt twice: most pages of counterfactuals are alike."""

    def __init__(self, engine: EngineLike) -> None:
        self.engine = engine
        self.form: Form = engine.form
        self.shots, self.at_once = engine.shots, engine.at_once
        self.known: dict[Prompt, list[Answer]] = {}

    def knows(self, parts: Sequence[Part]) -> None:
        self.engine.knows(parts)

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        new = [p for p in dict.fromkeys(prompts) if p not in self.known]
        self.known |= zip(new, self.engine.answer(new), strict=True)
        return [self.known[p] for p in prompts]


class CellComparison(NamedTuple):
    """A cell of a counterfactual. `touched`: its quote was exchanged.

    `want`: the right values, None for no value.
    """

    axis: str
    counterfactual: str
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
class Compared:
    """A counterfactual, its record, and its cells beside those of the source."""

    made: Counterfactual
    record: Record
    cells: list[CellComparison]


@dataclass(frozen=True, slots=True)
class Audited:
    """The document's own record, and its counterfactuals."""

    record: Record
    counterfactuals: list[Compared]

    @property
    def cells(self) -> list[CellComparison]:
        return [c for other in self.counterfactuals for c in other.cells]


def audit(
    document: Document, extractor: Pipeline, axes: Sequence[str], count: int, seed: int
) -> Audited:
    """Extract a visible document and its counterfactuals. Raises ModelError."""
    if isinstance(extractor.engine, SpanEngine):  # it needs boxes, and these have no file
        raise ModelError(
            "model embedded: audits the schema `filing` alone; name a general model with --model"
        )
    extractor = extractor.using(engine=CachingEngine(extractor.engine))
    record = extractor.of(document)
    specs = {(p.name, f.name): f for p in extractor.parts for f in p.fields}
    found = []
    for made in counterfactuals(document, record.values, axes, count, seed):
        other = extractor.of(made.document, boxes=partial(_boxes, made))
        found.append(Compared(made, other, [*compare(record, other, made, specs)]))
    return Audited(record, found)


def _boxes(made: Counterfactual, _: Document, pages: Sequence[int]) -> dict:
    return made.boxes(boxes(made.source, pages))


def compare(
    record: Record,
    other: Record,
    made: Counterfactual,
    specs: Mapping[tuple[str, str], FieldSpec],
) -> Iterator[CellComparison]:
    """Every cell of either record, in the order of the document's own."""
    before, after = ({(v.table, v.key, v.field): v for v in r.values} for r in (record, other))
    open_cells = [p for p in record.problems if p.reason not in NO_QUESTION]
    missing = [(p.table, p.key, p.field) for p in open_cells]
    for cell in dict.fromkeys([*before, *missing, *after]):
        table, key, field = cell
        touched, want = _wanted(before.get(cell), made, specs[table, field])
        yield CellComparison(
            axis=made.axis,
            counterfactual=made.name,
            document=record.document,
            table=table,
            row=" ".join(printed(k) for _, k in key),
            field=field,
            touched=touched,
            want=want,
            got=after[cell].value if cell in after else None,
        )


def _wanted(
    value: Value | None, made: Counterfactual, spec: FieldSpec
) -> tuple[bool, tuple[Any, ...]]:
    """Whether the cell's quote was exchanged, and the right values."""
    if value is None:
        return False, (None,)
    text, touched = made.quote(value)
    if not touched or spec.type is not str or spec.choices:
        return touched, (value.value,)
    text = text.strip()
    new = typed(spec, text, 0, len(text))
    fits = legal(spec, new) and (0, len(text)) in spans(spec, text)
    nothing = not fits or made.name.endswith(NOWHERE)
    return True, (new,) * fits + (None,) * nothing


def as_lines(model: str, cells: Sequence[CellComparison]) -> str:
    """A line for each cell that changed, then a line for each axis."""
    totals = [
        f"{model}, {axis}: {c['compared']} cells compared, {c['exchanged']} of them exchanged,"
        f" {c['changed']} changed"
        for (axis,), c in counts(cells, ("axis",)).items()
    ]
    return "".join(f"{line}\n" for line in (*(_line(c) for c in cells if c.changed), *totals))


def _line(c: CellComparison) -> str:
    where = " ".join(filter(None, (c.document, c.table, c.row, c.field)))
    want = " or ".join(_text(value) for value in c.want)
    return f"{where}, {c.counterfactual}: {want} -> {_text(c.got)}"


def _text(value: Any) -> str:
    return "nothing" if value is None else printed(value)


def as_rows(model: str, cells: Sequence[CellComparison]) -> list[dict[str, Any]]:
    """A row of COLUMNS for each axis and field."""
    by = ("axis", "table", "field")
    groups = counts(cells, by).items()
    return [{"model": model} | dict(zip(by, group, strict=True)) | c for group, c in groups]


def as_json(model: str, cells: Sequence[CellComparison]) -> str:
    return json_text(as_rows(model, cells))


def as_csv(model: str, cells: Sequence[CellComparison]) -> str:
    return csv_text(COLUMNS, as_rows(model, cells))


def write_tables(
    done: Sequence[Audited], asked: type[BaseModel], schema: str, model: str, out: Path
) -> None:
    """Write the tables of the documents as they are, and of each counterfactual.

    Raises OutputError.
    """
    records = {"as is": [a.record for a in done]}
    for a in done:
        for other in a.counterfactuals:
            records.setdefault(other.made.name, []).append(other.record)
    for name, some in records.items():
        write(some, [], asked, out / name.replace(" ", "-"), Run(schema, model, versions(), {}))


def counts(cells: Sequence[CellComparison], by: Sequence[str]) -> dict[tuple, dict[str, int]]:
    """Group cells by these fields, and count those compared, those whose quote was exchanged, and
    those that changed but should not have.
    """
    groups: dict[tuple, Counter[str]] = {}
    for c in cells:
        groups.setdefault(tuple(getattr(c, name) for name in by), Counter()).update(
            {"compared": 1, "exchanged": int(c.touched), "changed": int(c.changed)}
        )
    return {group: dict(counter) for group, counter in groups.items()}
