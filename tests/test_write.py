"""Laws of the tables on the disk."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from make_records import PARTS, Q1, Q2, acme, beta, cell, record
from make_tables import bytes_of

from extract_filings.pipeline.errors import OutputError, SchemaError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.frames import Failure, Run, tables
from extract_filings.pipeline.tables.own_tables import DERIVED_KEYS, READ_KEYS
from extract_filings.pipeline.tables.summary import Summary, summarize
from extract_filings.pipeline.tables.swap import check_writable
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.filing import Filing

RUN = Run(
    "filing",
    "embedded",
    "extract-filings 0",
    {"acme": 1.5, "beta": 2.0},
    {"acme": "a", "beta": "b"},
)
BROKEN = Failure("broken", "ff", "broken.pdf: not a PDF")


def put(out: Path, *records, failures=(), run=RUN, **how) -> Summary:
    return write(records or [acme(), beta()], failures, Filing, out, run, **how)


def beside(folder: Path) -> list[str]:
    """All but the lock, an empty file that stays."""
    return [p.name for p in folder.iterdir() if p.name != ".out.lock"]


def rows(out: Path, table: str) -> list[dict]:
    return pl.read_parquet(out / table / "part-0.parquet").to_dicts()


def test_every_table_of_the_contract_is_a_folder_with_a_part(tmp_path):
    put(tmp_path / "out")
    names = [
        "balance_sheet",
        "cash_flow",
        "column",
        "documents",
        "evidence",
        "fact",
        "filing",
        "income_statement",
        "line_item",
        "problems",
        "security",
        "share_class",
    ]
    assert list(bytes_of(tmp_path / "out")) == [f"{n}/part-0.parquet" for n in names]


def test_columns_and_types_come_from_the_schema():
    frames = tables([acme()], [], PARTS, RUN)
    balance = frames["balance_sheet"].schema
    assert balance.names() == [
        "document",
        "period_end",
        "fiscal_year",
        "fiscal_quarter",
        *(f.name for f in next(p for p in PARTS if p.name == "balance_sheet").fields),
        "currency",
    ]
    assert {balance["document"], balance["period_end"], balance["total_assets"]} == {
        pl.String(),
        pl.Date(),
        pl.Decimal(38, 8),
    }
    assert frames["income_statement"].schema["eps_basic"] == pl.Decimal(38, 8)
    assert frames["income_statement"].schema["months"] == pl.Int64()


def test_newest_period_stands_first_whatever_the_order_of_the_values():
    turned = replace(acme(), values=acme().values[::-1])
    assert tables([turned], [], PARTS, RUN)["income_statement"]["period_end"].to_list() == [
        date(2024, 3, 31),
        date(2023, 3, 31),
    ]


def test_a_document_without_a_root_value_still_has_its_row():
    assert tables([record("empty", [])], [], PARTS, RUN)["filing"]["document"].to_list() == [
        "empty"
    ]


def test_no_value_changes_the_type_of_its_column():
    odd = record("odd", [cell("filing", (), "shares_outstanding", Decimal("68442.572"), "68,442")])
    frames = [tables([r], [], PARTS, RUN)["filing"] for r in (acme(), odd)]
    assert pl.concat(frames)["shares_outstanding"].to_list() == [None, Decimal("68442.572")]


@pytest.mark.parametrize("value", ["0.123456789", "1" + "0" * 30])
def test_a_decimal_that_does_not_fit_is_a_problem_and_none_is_rounded(value):
    odd = [
        cell("income_statement", Q1, "eps_basic", Decimal(value), value),
        cell("income_statement", Q2, "eps_basic", Decimal("-0.12345678"), "0.12345678"),
        cell("filing", (), "public_float", Decimal("182900000000.0"), "182.9"),
    ]
    frames = tables([record("odd", odd)], [], PARTS, RUN)
    assert frames["income_statement"]["eps_basic"].to_list() == [Decimal("-0.12345678")]
    assert frames["filing"]["public_float"].to_list() == [Decimal(182900000000)]
    refused = frames["problems"].filter(pl.col("reason") == "refused").row(0)
    assert refused[2] == "/income_statement/-/eps_basic" and refused[4].startswith(f"{value} has")
    summarize(frames, PARTS)


def test_evidence_says_where_each_value_stands(tmp_path):
    put(tmp_path / "out", acme())
    assert rows(tmp_path / "out", "evidence")[6] == {
        "document": "acme",
        "table": "income_statement",
        "path": "/income_statement/0/revenue",
        "value": "1234000000",
        "quote": "1,234",
        "page": 4,
        "line": 3,
        "x0": 10.0,
        "y0": 20.0,
        "x1": 30.5,
        "y1": 28.0,
        "confidence": 0.9,
        "status": "found",
        "operands": None,
        **dict.fromkeys(("anchor", "anchor_start", "anchor_end")),
        **dict.fromkeys(("xbrl_agrees", "xbrl_says", "xbrl_concept")),
        "item": "revenue",
        "row_number": None,
        "period_end": date(2024, 3, 31),
        "months": 3,
    }


def test_every_path_in_evidence_leads_to_its_value(tmp_path):
    put(tmp_path / "out")
    for row in rows(tmp_path / "out", "evidence"):
        _, table, *position, field = row["path"].split("/")
        mine = [r for r in rows(tmp_path / "out", table) if r["document"] == row["document"]]
        value = mine[int(*position) if position else 0][field]
        assert (
            str(value.normalize().__format__("f") if isinstance(value, Decimal) else value)
            == row["value"]
        ), row["path"]


def test_values_and_problems_are_what_was_asked(tmp_path):
    summary = put(tmp_path / "out", acme(), beta(), failures=[BROKEN])
    # root 15 fields, a security 3, income statement 16, balance sheet 15, cash flow 8
    asked = (15 + 2 * 3 + 2 * 16 + 15 + 8) + (15 + 3 + 16 + 15 + 8) + 1
    assert summary == Summary(
        documents=3,
        asked=asked,
        values=12,
        problems=asked - 12,
        checks_failed=1,
        failed_documents=1,
        to_check=2,
    )
    assert (
        len(rows(tmp_path / "out", "evidence")) + len(rows(tmp_path / "out", "problems")) == asked
    )


def test_a_cell_with_a_value_and_a_problem_is_not_written(tmp_path):
    both = replace(
        acme(), problems=(*acme().problems, replace(acme().problems[0], field="registrant_name"))
    )
    with pytest.raises(
        OutputError, match="76 cells asked, but 11 values and 66 problems; nothing was written"
    ):
        put(tmp_path / "out", both)
    assert not (tmp_path / "out").exists()


def test_a_failed_document_has_a_row_in_problems_and_in_documents(tmp_path):
    put(tmp_path / "out", acme(), failures=[BROKEN])
    broken = rows(tmp_path / "out", "documents")[1]
    assert {k: v for k, v in broken.items() if k not in {*READ_KEYS, *DERIVED_KEYS}} == {
        "document": "broken",
        "sha256": "ff",
        "pages": None,
        "schema": "filing",
        "model": "embedded",
        "versions": "extract-filings 0",
        "seconds": None,
        "status": "failed: broken.pdf: not a PDF",
        "key": None,
        "source": None,
        "pages_read": None,
    }
    assert rows(tmp_path / "out", "problems")[-1] == {
        "document": "broken",
        "table": None,
        "path": "",
        "reason": "failed",
        "detail": BROKEN.message,
    }


def test_a_cell_without_a_row_has_a_pointer_to_nothing(tmp_path):
    put(tmp_path / "out", beta())
    assert rows(tmp_path / "out", "problems")[-1]["path"] == "/cash_flow/-/dividends_paid"


def test_a_rerun_changes_no_byte(tmp_path):
    out = tmp_path / "out"
    put(out)
    before, made = bytes_of(out), out.stat().st_ino
    put(out, beta(), acme(), run=replace(RUN, seconds={"acme": 9.0, "beta": 9.0}))
    assert bytes_of(out) == before
    assert out.stat().st_ino == made


def test_two_folders_differ_in_nothing_but_the_seconds(tmp_path):
    put(tmp_path / "a")
    put(tmp_path / "b", run=replace(RUN, seconds={}))
    a, b = bytes_of(tmp_path / "a"), bytes_of(tmp_path / "b")
    assert {n for n in a if a[n] != b[n]} == {"documents/part-0.parquet"}


def test_a_run_adds_to_what_an_earlier_one_wrote_and_replaces_it_if_told(tmp_path):
    put(tmp_path / "out", beta())
    put(tmp_path / "out", acme())
    assert [r["document"] for r in rows(tmp_path / "out", "filing")] == ["acme", "beta"]
    put(tmp_path / "out", beta(), replace=True)
    assert [r["document"] for r in rows(tmp_path / "out", "filing")] == ["beta"]
    assert beside(tmp_path) == ["out"]


def test_a_folder_with_foreign_files_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(
        OutputError,
        match=(
            "holds thesis.doc, which extract did not write; give a new folder: --out"
            f" {tmp_path}/tables"
        ),
    ):
        put(tmp_path)
    assert bytes_of(tmp_path) == {"thesis.doc": b"years of work"}


def test_a_note_among_the_tables_makes_them_foreign(tmp_path):
    put(tmp_path / "out")
    (tmp_path / "out" / "filing" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds filing, which extract did not write"):
        check_writable(tmp_path / "out")


def test_a_file_in_the_place_of_out_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        check_writable(tmp_path / "out")


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        OutputError,
        match=r"file/out: cannot be written, Not a directory; give another folder with --out",
    ):
        check_writable(tmp_path / "file" / "out")


def test_a_check_of_out_leaves_nothing_behind(tmp_path):
    check_writable(tmp_path / "out")
    assert beside(tmp_path) == []


def test_leftovers_of_a_killed_run_are_cleared(tmp_path):
    (tmp_path / ".out.new" / "filing").mkdir(parents=True)
    put(tmp_path / "out")
    assert beside(tmp_path) == ["out"]


def test_a_swap_cut_short_is_taken_back(tmp_path):
    put(tmp_path / "out", acme())
    before = bytes_of(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.old")
    (tmp_path / ".out.new" / "filing").mkdir(parents=True)
    check_writable(tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    assert beside(tmp_path) == ["out"]


WRITER = """
import itertools, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from test_write import put
from make_records import acme, beta
print(flush=True)
for i in itertools.count():
    put(Path({out!r}), *([acme()], [beta()])[i % 2], replace=True)
"""


def test_a_killed_writer_leaves_the_old_tables_or_the_new_ones(tmp_path):
    out, whole = tmp_path / "out", []
    for record_ in (beta(), acme()):
        put(out, record_, replace=True)
        whole.append(dict(bytes_of(out).items()))
    code = WRITER.format(tests=str(Path(__file__).parent), out=str(out))
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    writer.stdout.readline()
    with pytest.raises(subprocess.TimeoutExpired):
        writer.wait(0.3)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    check_writable(out)
    assert bytes_of(out) in whole
    assert beside(tmp_path) == ["out"]


def test_a_schema_may_not_take_the_name_of_evidence():
    own = (replace(PARTS[0], name="evidence"),)
    with pytest.raises(SchemaError, match="the name evidence is taken by what every run writes"):
        tables([], [], own, RUN)


@pytest.mark.parametrize("taken", ["document", "parent_row"])
def test_a_taken_name_is_refused_before_a_document_is_read(tmp_path, taken):
    fields = {"type": "object", "properties": {taken: {"type": "string"}}}
    (tmp_path / "own.json").write_text(json.dumps(fields))
    with pytest.raises(SchemaError, match=f"the name {taken} is taken by what every run writes"):
        Pipeline(Settings(schema=str(tmp_path / "own.json")))
