"""What people accepted and corrected -> gold: a folder that `extract eval OUT DIR/gold.parquet` and
`extract train --data DIR` read.

A document of which no value was accepted or corrected is left out. Of the others every value is a
line; those that no one looked at are `suspect` ("not reviewed"): no score counts them, and training
takes them as the model found them.

In which row of another list a row lies is said by the person who added it, else by the model, and
no one looks at that.
"""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from extract_filings.pipeline.errors import InputError, OutputError
from extract_filings.pipeline.gold.format import COLUMNS, COVER, PARENT, name_of
from extract_filings.pipeline.ocr.document import seen
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Document
from extract_filings.pipeline.resolve.amounts import ITEM
from extract_filings.pipeline.review.cells import load_tables
from extract_filings.pipeline.review.page import at_hand
from extract_filings.pipeline.tables.index import TableIndex
from extract_filings.pipeline.tables.paths import field_of, position_of
from extract_filings.pipeline.tables.verdicts import REVIEWED
from extract_filings.schemas.base import Part

NOT_REVIEWED = "not reviewed"
"""Tables of the filing schema that gold calls the cover, and the columns that it calls otherwise.
"""


def write_gold(out: Path, folder: Path, pdfs: Sequence[str]) -> tuple[int, list[str]]:
    """Returns the number of reviewed cells, and a line for each document that cannot be trained on.
    Raises InputError, OutputError.
    """
    frames, asked = load_tables(out)
    evidence = frames["evidence"].with_columns(reviewed=pl.col("status").str.contains(REVIEWED))
    evidence = evidence.filter(pl.col("reviewed").any().over("document"))
    if evidence.is_empty():
        raise InputError(
            f"{out}: no value is accepted or corrected, so there is no gold; see `extract apply"
            " --help`"
        )
    about = frames["documents"].filter(
        pl.col("document").is_in(evidence["document"].unique().to_list())
    )
    paths, left_out = at_hand(about, pdfs, out)
    read_ = dict(_readable(paths, evidence, left_out))
    lines = [*_lines(evidence, frames, asked, read_)]
    try:
        (folder / "pdf").mkdir(parents=True, exist_ok=True)
        for name in read_:
            copy = folder / "pdf" / f"{name}.pdf"
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(paths[name], copy)
        _docs(about.filter(pl.col("document").is_in([*read_])), evidence, asked).write_parquet(
            folder / "docs.parquet"
        )
        (folder / "rows.jsonl").write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(lines))
        )
        pl.DataFrame(lines, schema=COLUMNS, orient="row").write_parquet(folder / "gold.parquet")
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written, {error.strerror}; give another folder with --gold"
        ) from error
    return int(evidence["reviewed"].sum()), left_out


def _readable(
    paths: Mapping[str, Path], evidence: pl.DataFrame, left_out: list[str]
) -> Iterator[tuple[str, Document]]:
    """Training opens no encrypted files."""
    for name, path in paths.items():
        try:
            yield (
                name,
                seen(
                    read(path),
                    evidence.filter(pl.col("document") == name)["page"].drop_nulls().to_list(),
                ),
            )
        except InputError as error:
            left_out.append(f"{error}; its cells are in the gold, and it cannot be trained on")


def _lines(
    evidence: pl.DataFrame,
    frames: Mapping[str, pl.DataFrame],
    asked: Sequence[Part],
    documents: Mapping[str, Document],
) -> Iterator[dict[str, Any]]:
    part_of, own = {p.name: p for p in asked}, TableIndex.of(frames, asked).added
    rows = {p.name: frames[p.name].rows_by_key("document", named=True) for p in asked}
    for (document, table, at), cells in groupby(
        evidence.iter_rows(named=True),
        lambda e: (e["document"], e["table"], position_of(e["path"])),
    ):
        part, row = part_of[table], rows[table][document][at]
        yield from (made := [_line(e, part, row, at, asked, documents) for e in cells])
        for home in (
            (
                i
                for i, r in enumerate(rows[part.parent].get(document, ()))
                if r["row"] == row["parent_row"]
            )
            if "parent_row" in part.keys
            else ()
        ):
            yield made[0] | {
                "item": PARENT,
                "value": str(home),
                "unit": None,
                "printed": "",
                "suspect": None if (document, table, at) in own else NOT_REVIEWED,
            }


def _line(
    e: Mapping[str, Any],
    part: Part,
    row: Mapping[str, Any],
    at: int,
    asked: Sequence[Part],
    documents: Mapping[str, Document],
) -> dict[str, Any]:
    field = field_of(e["path"])
    spec = next(f for f in part.fields if f.name == field)
    section, item = name_of(asked[0].name, part.name, field)
    made = {
        "doc_id": e["document"],
        "section": section,
        "item": item,
        "value": e["value"].lower() if spec.type is bool else e["value"],
        "unit": spec.cue.unit,
        "page": e["page"],
        "printed": _number(e["quote"]) if part.kind == "statement" else e["quote"],
        "suspect": None if e["reviewed"] else NOT_REVIEWED,
    }
    if part.kind == "statement":
        document = documents.get(e["document"])
        text = document.pages[e["page"] - 1][e["line"]].text if document else ""
        label = re.match(r"[^\d$(—–]*", text)
        made |= {
            "period_end": str(row["period_end"]),
            "period_start": _start(row["period_end"], row.get("months")),
            "table_index": e["page"],
            "row_index": e["line"],
            "label": (label and label[0].strip()) or None,
        }
    elif part.kind == "list" and section != COVER:
        made |= {"table_index": 0, "row_index": at}
    return dict.fromkeys(COLUMNS) | made


def _number(quote: str) -> str:
    """Without brackets and signs, as gold has the printed numbers of statements."""
    found = None if re.fullmatch(r"[\d\s.,]+", quote) else ITEM.search(quote)
    return found["number"] if found else quote


def _start(end: date, months: int | None) -> str | None:
    """The first day of a period of whole months.

    >>> _start(date(2024, 3, 31), 3), _start(date(2024, 2, 29), 12)
    ('2024-01-01', '2023-03-01')
    """
    if months is None:
        return None
    behind = end + timedelta(days=1)
    year, month = divmod(behind.year * 12 + behind.month - 1 - months, 12)
    return str(date(year, month + 1, min(behind.day, 28)))


def _docs(
    about: pl.DataFrame,
    evidence: pl.DataFrame,
    asked: Sequence[Part],
) -> pl.DataFrame:
    """A row per document: its pages, and which of them print each statement."""
    docs = about.select(doc_id="document", pages=pl.col("pages").cast(pl.Int32))
    for part in (p for p in asked if p.kind == "statement"):
        pages = (
            evidence.filter(pl.col("table") == part.name)
            .group_by("document")
            .agg(pl.col("page").cast(pl.Int32).unique().sort().alias(f"{part.name}_pages"))
        )
        docs = docs.join(
            pages, left_on="doc_id", right_on="document", how="left", maintain_order="left"
        )
    return docs


def _rows(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of statements as training reads them: the numbers of each printed line."""
    found: dict[tuple, list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        if line["period_end"] is not None:
            found[line["doc_id"], line["section"], line["table_index"], line["row_index"]].append(
                line
            )
    return [
        {
            "doc_id": doc,
            "statement": section,
            "table_index": table,
            "row_index": row,
            "label": cells[0]["label"],
            "page": cells[0]["page"],
            "cells": [
                {"text": c["printed"], "facts": [{"concept": "", "printed": c["printed"]}]}
                for c in cells
            ],
        }
        for (doc, section, table, row), cells in found.items()
    ]
