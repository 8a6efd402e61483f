"""Which cells differ between two sets of tables."""

from decimal import Decimal
from pathlib import Path

import polars as pl
from make_records import Q1, acme, beta, cell, record
from make_tables import named, put


def test_equal_tables_do_not_differ_whatever_their_parts_and_widths(tmp_path, extract):
    put(tmp_path / "a", named("x", "1"), acme())
    put(tmp_path / "b", acme())
    put(tmp_path / "b", named("x", "1.000"), named("y", "0.12345"))
    put(tmp_path / "a", named("y", "0.12345"))
    assert extract("diff", tmp_path / "a", tmp_path / "b") == (
        0,
        "",
        "0 cells differ in 0 documents\n",
    )


def test_changed_added_and_removed_cells_are_told_one_by_one(tmp_path, extract):
    put(tmp_path / "a", named("x", "1500"))
    put(
        tmp_path / "b",
        record(
            "x",
            [
                cell("filing", (), "registrant_name", "X"),
                cell("income_statement", Q1, "revenue", Decimal(1600), "1"),
                cell("filing", (), "city", "Ulm"),
            ],
        ),
        beta(),
    )
    code, told, counted = extract("diff", tmp_path / "a", tmp_path / "b")
    assert (code, counted) == (1, "3 cells differ in 2 documents\n")
    assert told.splitlines() == [
        "beta filing 0 registrant_name: nothing -> =BETA, Inc.",
        "x filing 0 city: nothing -> Ulm",
        "x income_statement 2024-03-31 3 revenue: 1500 -> 1600",
    ]


def test_columns_of_a_users_schema_may_have_any_name(tmp_path, extract):
    for name, number in (("a", "7"), ("b", "8")):
        (tmp_path / name / "documents").mkdir(parents=True)
        (tmp_path / name / "bill").mkdir()
        row = {"document": "x", "number": number, "value": "v", "field": "f", "variable": "w"}
        pl.DataFrame([row]).write_parquet(tmp_path / name / "bill" / "part-0.parquet")
    told = extract("diff", tmp_path / "a", tmp_path / "b")
    assert told == (1, "x bill 0 number: 7 -> 8\n", "1 cell differs in 1 document\n")


def test_csv_has_a_row_per_cell(tmp_path, extract):
    put(tmp_path / "a", named("x", "1500"))
    put(tmp_path / "b", named("x", "1600"))
    assert extract("diff", tmp_path / "a", tmp_path / "b", "--format", "csv")[1].splitlines() == [
        "table,document,row,field,before,after",
        "income_statement,x,2024-03-31 3,revenue,1500,1600",
    ]


def test_compact_says_how_many_files_it_made(tmp_path, extract):
    put(tmp_path / "out", acme())
    put(tmp_path / "out", beta())
    assert extract("compact", tmp_path / "out") == (0, f"{tmp_path / 'out'}: 12 files -> 12\n", "")
    assert extract("compact", Path("nowhere"))[0] == 2
