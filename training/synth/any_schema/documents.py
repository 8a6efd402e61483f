"""Synthetic documents for any schema, with exact gold: `extract synth --schema leases.py:Lease`.

>>> generate(Lease, 2, Path("out"), seed=0)   # doctest: +SKIP
out/pdf/lease0000.pdf, out/pdf/lease0001.pdf, out/gold.parquet, out/docs.parquet, out/rows.jsonl

values (one record, drawn from the schema) -> printed (its words) -> forms, grids, filler (on paper)
-> gold. A gold line's `section` is the part and its `item` the field, both as the schema names
them.
"""

import random
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from extract_filings.pipeline.errors import SchemaError
from extract_filings.pipeline.locate.rank import OPENING_PAGES
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.training.synth.any_schema.filler import Filler
from extract_filings.training.synth.any_schema.forms import Desk, block
from extract_filings.training.synth.any_schema.grids import cells, common_scale, listed, statement
from extract_filings.training.synth.any_schema.printed import Printed, Style, printed
from extract_filings.training.synth.any_schema.values import draw
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.gold import Gold, save
from extract_filings.training.synth.base.paper import Paper

TRIES = 12


def generate(model: type[BaseModel], n: int, out: Path, seed: int = 0, full: bool = False) -> None:
    """`n` documents; each depends on schema, seed and its number only. Raises SchemaError."""
    _refuse_deep(model)
    folder = Path(out) / "pdf"
    folder.mkdir(parents=True, exist_ok=True)
    made = [document(model, folder, i, seed, full) for i in range(n)]
    save(
        Path(out),
        [g for g, _ in made],
        [d for _, d in made],
        statements=[p.name for p in parts(model) if p.kind == "statement"],
    )


def _refuse_deep(model: type[BaseModel]) -> None:
    """Only plain fields, and lists and statements of them, have a form on paper.

    Raises SchemaError.
    """
    for part in parts(model):
        owner = model if part.kind == "root" else _element(model, part)
        known = getattr(owner, "model_fields", {})
        deep = [
            "/".join(("", *part.place.at, *f.at))
            for f in part.fields
            if f.at != (f.name,) or f.name not in known
        ]
        if deep:
            raise SchemaError(
                f"schema {model.__name__}: documents are drawn for models of plain fields and"
                f" of lists of such models, and {deep[0]} is none of these; make it a plain field"
                " of a Pydantic model, or write a generator such as"
                " training/synth/invoice/invoice.py"
            )


def _element(model: type[BaseModel], part: Part) -> Any:
    """The model of a list's rows; None of what is no list of the root."""
    info = (
        model.model_fields.get(part.place.at[0])
        if len(part.place.at) == 1 and part.parent == parts(model)[0].name
        else None
    )
    return info and next(iter(get_args(info.annotation)), None)


def document(
    model: type[BaseModel], folder: Path, number: int, seed: int, full: bool
) -> tuple[Gold, dict]:
    """One PDF in `folder`, its gold, and its line of docs.parquet.

    Filler gives way where the fields need the room.
    """
    # the seed is in the name: two seeds are two sets, one to train on, one to evaluate on
    name = f"{model.__name__.lower()}{seed}-{number:04d}"
    for filler in (1.0, 0.3, 0.0):
        rng = random.Random(f"{model.__name__}/{seed}/{number}")
        gold, pages, opening = _print(model, folder / f"{name}.pdf", rng, full, filler)
        if opening <= OPENING_PAGES:
            statements = {
                f"{p.name}_pages": sorted(gold.pages.get(p.name, []))
                for p in parts(model)
                if p.kind == "statement"
            }
            doc = dict(doc_id=name, form=model.__name__, pages=pages, period_end=None)
            return gold, doc | statements
    raise SchemaError(
        f"schema {model.__name__}: its fields and lists take {opening} pages, and only the first"
        f" {OPENING_PAGES} are asked; give its lists a smaller max_length, or move fields into a"
        " Statement"
    )


def _print(
    model: type[BaseModel], path: Path, rng: random.Random, full: bool, share: float
) -> tuple[Gold, int, int]:
    """The gold, the number of pages, and the last page of the opening parts."""
    schema, style = parts(model), Style(rng)
    record, values = _distinct(model, rng, style)
    paper = Paper(
        str(path),
        rng.choice(("times",) * 5 + ("helvetica",) * 4 + ("courier", "vera")),
        rng.choice((8, 8.5, 9, 9.5, 10, 11)),
        rng.choice((44, 54, 64)),
    )
    if paper.family in ("courier", "vera"):
        paper.size = 7.5
    title = _title(model, rng)
    gold = Gold(path.stem, date.min, date.min)
    desk = Desk(rng, paper, gold, style, _noun(model), names.company(rng)[0])
    tables = {p.name: cells(p, record.get(p.name, []), desk) for p in schema if p.kind == "list"}
    listed_values = (v for rows in tables.values() for row in rows for v in row.values())
    filler = Filler(rng, paper, schema, {v.text for v in (*values, *listed_values)})
    paper.header = rng.choice(("", "", "", title))
    paper.footer = rng.choice(("", "", "Page {}", "- {} -", "{}"))
    if filler.free("Page 1") and rng.random() < 0.2:
        filler.stamp()
    paper.write(
        title,
        rng.choice(("left", "center", "center")),
        bold=True,
        size=paper.size + rng.choice((1, 2, 4)),
    )
    paper.down(0.8)
    if rng.random() < 0.15 * share:
        for _ in range(3):
            filler.paragraph()
        paper.new_page()
    _opening(desk, schema, values, tables, filler, share)
    last = paper.page
    statements = [p for p in schema if p.kind == "statement"]
    for number, part in enumerate(statements):
        for _ in range(rng.randint(0, 3)):
            filler.some()
        statement(desk, part, record[part.name], common_scale(statements, record), 100 + number)
    for _ in range(rng.randint(60, 200) if full else rng.choice((0, 2, 6, 15, 25))):
        filler.some()
    paper.close()
    return gold, paper.page, last


def _distinct(
    model: type[BaseModel], rng: random.Random, style: Style
) -> tuple[dict[str, Any], list[Printed]]:
    """A record in which no root value is printed inside another, if one can be drawn.

    Their places could not be told apart.
    """
    root = parts(model)[0]
    for _ in range(TRIES):
        record = draw(model, rng)
        values = [
            printed(root.name, f, record[f.name], style) for f in root.fields if f.name in record
        ]
        plain = [v.text for v in values if not v.spec.choices]
        if not any(
            i != j and re.search(rf"(?<!\w){re.escape(a)}(?!\w)", b)
            for i, a in enumerate(plain)
            for j, b in enumerate(plain)
        ):
            break
    return record, values


def _opening(
    desk: Desk,
    schema: Sequence[Part],
    values: list[Printed],
    tables: dict[str, list],
    filler: Filler,
    share: float,
) -> None:
    """Root fields in blocks, and lists between or after them."""
    rng, lists = desk.rng, [p for p in schema if p.kind == "list"]
    values = [v for v in values if not v.spec.cue.within]
    if rng.random() < 0.25:
        rng.shuffle(values)
    blocks: list = []
    while values:
        size = rng.choice((1, 2, 3, 3, 4, 5, 6))
        blocks.append(values[:size])
        values = values[size:]
    for part in lists:
        blocks.insert(rng.randint(0, len(blocks)) if rng.random() < 0.4 else len(blocks), part)
    for one in blocks:
        if rng.random() < 0.5 * share:
            filler.some()
        if isinstance(one, Part):
            if tables[one.name]:
                listed(desk, one, tables[one.name], 1 + lists.index(one))
        else:
            block(desk, one)
            desk.paper.down(rng.choice((0.3, 0.8)))


def _title(model: type[BaseModel], rng: random.Random) -> str:
    """The schema's own words: its name, or the first sentence of its docstring."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__)
    first = re.split(r"[.:\n]", (model.__doc__ or name).strip())[0]
    text = rng.choice([name, name, first if len(first) < 70 else name])
    return rng.choice((text.upper(), text, text.title()))


def _noun(model: type[BaseModel]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
