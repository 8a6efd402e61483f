"""Laws of the forms for pipes, spreadsheets and terminals: exact, complete, one JSON document."""

import csv
import io
import json
from decimal import Decimal

from make_records import PARTS, acme, beta, cell, record
from rich.console import Console

from extract_filings.api.render import show
from extract_filings.pipeline.tables.export import as_csv, as_json, safe
from extract_filings.pipeline.tables.frames import Failure

BROKEN = Failure("broken", "ff", "broken.pdf: not a PDF")


def shown(record_) -> str:
    console = Console(file=io.StringIO(), width=120)
    show(console, PARTS, record_)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_json_holds_an_instance_of_each_document():
    one, other, failed = json.loads(as_json(PARTS, [acme(), beta()], [BROKEN]))
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
        json.loads(as_json(PARTS, [record("a", [long])], []))[0]["data"]["public_float"]
        == "12345678901234567890.12"
    )


def test_every_evidence_of_json_points_at_a_value():
    made = json.loads(as_json(PARTS, [acme()], []))[0]
    for where, proof in made["evidence"].items():
        at = made["data"]
        for step in where.split("/")[1:]:
            at = at[int(step) if isinstance(at, list) else step]
        assert at is not None and proof["page"] > 0
    assert len(made["evidence"]) + len(made["problems"]) == len(acme().values) + len(
        acme().problems
    )


def test_csv_has_a_line_for_each_value_problem_and_failure():
    lines = list(csv.DictReader(io.StringIO(as_csv(PARTS, [acme()], [BROKEN]))))
    assert len(lines) == len(acme().values) + len(acme().problems) + 1
    assert lines[6] == {
        "document": "acme",
        "table": "income_statement",
        "row": "0",
        "period_end": "2024-03-31",
        "months": "3",
        "item": "revenue",
        "value": "1234000000",
        "page": "4",
        "quote": "1,234",
        "status": "found",
    }
    assert (lines[-1]["document"], lines[-1]["status"]) == (
        "broken",
        "failed: broken.pdf: not a PDF",
    )


def test_no_cell_of_the_csv_is_a_formula():
    assert '\nbeta,filing,0,,,registrant_name,"\'=BETA, Inc."' in as_csv(PARTS, [beta()], [])
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
