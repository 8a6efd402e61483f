"""Laws of the forms for pipes, spreadsheets and terminals: exact, complete, one JSON document."""

import csv
import io
import json
import sqlite3
from dataclasses import replace
from decimal import Decimal
from urllib.parse import unquote

import duckdb
import openpyxl
from make_records import PARTS, acme, beta, cell, record
from pydantic import BaseModel
from reportlab.pdfgen.canvas import Canvas
from rich.console import Console

from extract_filings.api.render import show
from extract_filings.pipeline.records import Value
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.review.workbook import as_workbook
from extract_filings.pipeline.sources import digest
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.databases import as_duckdb, as_sqlite
from extract_filings.pipeline.tables.export import as_csv, as_json, safe
from extract_filings.pipeline.tables.frames import Failure, Frames, Run, tables
from extract_filings.pipeline.tables.restore import failures_of, records_of
from extract_filings.schemas.compile import parts

BROKEN = Failure("broken", "ff", "broken.pdf: not a PDF")


def made(*records, failures=()) -> Frames:
    return tables(records, failures, PARTS, Run("filing", "embedded", "", {}))


class Line(BaseModel):
    item: str
    price: str


class Order(BaseModel):
    name: str
    lines: list[Line]


def order(outcome: str) -> list[Value]:
    """A name, with this outcome, and two rows of which each lacks a field."""
    cells = [
        ("order", (), "name", outcome),
        ("lines", (("row", 0),), "item", "found"),
        ("lines", (("row", 1),), "price", "found"),
    ]
    return [
        replace(acme().values[0], table=t, key=k, field=f, value="x", status=Status(s))
        for t, k, f, s in cells
    ]


def shown(record_, asked=PARTS) -> str:
    console = Console(file=io.StringIO(), width=120)
    show(console, asked, record_)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_json_holds_an_instance_of_each_document():
    one, other, failed = json.loads(as_json(PARTS, made(acme(), beta(), failures=[BROKEN])))
    assert [
        one["document"],
        one["status"],
        one["data"]["registrant_name"],
        other["data"]["income_statement"],
    ] == ["acme", "ok", "Acme Corp.", []]
    assert {k: v for k, v in one["data"]["income_statement"][0].items() if v is not None} == {
        "period_end": "2024-03-31",
        "months": 3,
        "revenue": "1234000000",
        "eps_basic": "1.27",
    }
    assert failed == {
        "document": "broken",
        "sha256": "ff",
        "status": "failed",
        "error": "broken.pdf: not a PDF",
    }


def test_amounts_in_json_keep_every_digit():
    long = cell("filing", (), "public_float", Decimal("12345678901234567890.12"), "x")
    assert (
        json.loads(as_json(PARTS, made(record("a", [long]))))[0]["data"]["public_float"]
        == "12345678901234567890.12"
    )


def test_every_evidence_of_json_points_at_a_value():
    told = json.loads(as_json(PARTS, made(acme())))[0]
    for where, proof in told["evidence"].items():
        at = told["data"]
        for step in where.split("/")[1:]:
            at = at[int(step) if isinstance(at, list) else step]
        assert at is not None and proof["page"] > 0
    cells = len(acme().values) + len(acme().problems)
    assert len(told["evidence"]) + len(told["problems"]) == cells


def test_tables_hold_all_of_a_record():
    frames = made(acme(), beta(), failures=[BROKEN])
    assert failures_of(frames) == [BROKEN]
    back = tables(records_of(frames, PARTS), failures_of(frames), PARTS, Run("filing", "", "", {}))
    assert all(back[t].equals(frames[t]) for t in frames if t != "documents")


def test_csv_has_a_line_for_each_value_problem_and_failure():
    lines = list(csv.DictReader(io.StringIO(as_csv(PARTS, made(acme(), failures=[BROKEN])))))
    assert len(lines) == len(acme().values) + len(acme().problems) + 1
    assert {k: v for k, v in lines[6].items() if v} == {
        "document": "acme",
        "ticker": "ACME",
        "table": "income_statement",
        "period_start": "2024-01-01",
        "period_end": "2024-03-31",
        "months": "3",
        "item": "revenue",
        "value": "1234000000",
        "unit": "currency",
        "scale": "6",
        "confidence": "0.9",
        "page": "4",
        "quote": "1,234",
        "status": "found",
    }
    assert (lines[-1]["document"], lines[-1]["status"]) == (
        "broken",
        "failed: broken.pdf: not a PDF",
    )


def test_what_a_row_of_a_list_lacks_has_the_row_s_number_in_the_csv():
    asked = parts(Order)
    told = record("a", order("found"))
    told = replace(told, problems=problems(asked, told.values))
    frames = tables([told], [], asked, Run("order", "embedded", "", {}))
    lines = csv.DictReader(io.StringIO(as_csv(asked, frames)))
    assert [(r["item"], r["row_number"], r["status"]) for r in lines] == [
        ("name", "", "found"),
        ("item", "0", "found"),
        ("price", "1", "found"),
        ("price", "0", "not found"),
        ("item", "1", "not found"),
    ]


def test_no_cell_of_the_csv_is_a_formula():
    assert ',registrant_name,"\'=BETA, Inc."' in as_csv(PARTS, made(beta()))
    assert [safe(t) for t in ("=A1", "@x", "-x", "-1,234.50", "-.5", "(5)", "—", "")] == [
        "'=A1",
        "'@x",
        "'-x",
        "-1,234.50",
        "-.5",
        "(5)",
        "—",
        "",
    ]


def test_sqlite_and_duckdb_hold_every_table(tmp_path):
    frames = made(acme(), beta())
    as_sqlite(frames, tmp_path / "a.sqlite")
    as_duckdb(frames, tmp_path / "a.duckdb")
    asked = "select revenue, eps_basic from income_statement order by revenue desc"
    light = sqlite3.connect(tmp_path / "a.sqlite")
    assert light.execute(asked).fetchall() == [(1234000000, 1.27), (900000000, None)]
    exact = duckdb.connect(str(tmp_path / "a.duckdb"))
    assert exact.execute(asked).fetchone() == (Decimal(1234000000), Decimal("1.27"))
    for name, frame in frames.items():
        counted = f'select count(*) from "{name}"'
        for base in (light, exact):
            assert base.execute(counted).fetchone() == (frame.height,)


def test_a_cell_of_the_workbook_links_to_the_picture_of_its_page(tmp_path):
    canvas = Canvas(str(tmp_path / "acme.pdf"), pagesize=(200, 100))
    for page in range(5):
        canvas.drawString(10, 20, f"page {page}")
        canvas.showPage()
    canvas.save()
    frames = made(replace(acme(), sha256=digest(tmp_path / "acme.pdf")), beta())
    file = tmp_path / "my books 100%.xlsx"
    missing = as_workbook(frames, PARTS, file, tmp_path / "out", [str(tmp_path)])
    assert [line.partition(":")[0] for line in missing] == ["beta"]
    book = openpyxl.load_workbook(file)
    head, row = (list(r) for r in list(book["income_statement"].rows)[:2])
    cell_ = row[[c.value for c in head].index("revenue")]
    target = cell_.hyperlink.target  # a relative URI, as every program reads it
    assert (cell_.value, target) == (1234000000, "my%20books%20100%25_pages/acme-4.png")
    assert (tmp_path / unquote(target)).read_bytes().startswith(b"\x89PNG")
    assert book["fact"].max_row == frames["fact"].height + 1
    before = file.read_bytes()
    as_workbook(frames, PARTS, file, tmp_path / "out", [str(tmp_path)])
    assert file.read_bytes() == before, "same tables, same bytes"
    assert book["filing"]["C3"].value != "=BETA, Inc." or book["filing"]["C3"].data_type == "s"


def test_the_terminal_shows_periods_pages_and_crosses():
    text = shown(acme())
    for line in (
        "acme: 40 pages · 11 values · 65 not printed · 2 to check",
        "income_statement (amounts in millions)",
        "revenue          1,234          900     4",
        "total_assets                     5,000 ✗     5",
        "  ✗ balance: total assets = total liabilities and equity does not hold",
        "cash_flow: nothing found",
    ):
        assert line in text.splitlines(), text


def test_the_terminal_marks_what_is_to_check_and_says_which_rows_lack_what():
    asked = parts(Order)
    told = record("a", order("review"))
    said = [" ".join(line.split()) for line in shown(told, asked).splitlines()]
    assert f"name x ? {told.values[0].line.page}" in said
    assert "not printed: price (row 1); item (row 2)" in said
    assert len([line for line in said if line.startswith("? to check")]) == 1


def test_the_terminal_drops_no_digit():
    odd = [
        cell("balance_sheet", acme().values[-1].key, f, Decimal(v), "x")
        for f, v in (("total_assets", 5_000_000_000), ("goodwill", 1_234_000))
    ]
    lines = [" ".join(line.split()) for line in shown(record("a", odd)).splitlines()]
    assert [
        line
        for line in (
            "balance_sheet (amounts in thousands)",
            "total_assets 5,000,000 1",
            "goodwill 1,234 1",
        )
        if line not in lines
    ] == []


def test_brackets_in_a_value_are_text_and_no_markup():
    assert "[red]Acme[/red]" in shown(
        record("a", [cell("filing", (), "registrant_name", "[red]Acme[/red]")])
    )
