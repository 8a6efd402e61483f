"""Tables of notes beside the others: added, replaced and dropped with their documents."""

import sqlite3
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from make_records import PARTS
from make_tables import bytes_of, named, put
from typer.testing import CliRunner

from extract_filings.cli.main import app
from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.records import Line, PrintedTable, Record, TableCell, TableRow
from extract_filings.pipeline.tables import append, parquet
from extract_filings.pipeline.tables.append import compact, documents_of, merged
from extract_filings.pipeline.tables.databases import as_sqlite
from extract_filings.pipeline.tables.diff import diff
from extract_filings.pipeline.tables.frames import Failure, Run, tables


def noted(name: str, value: int = 7) -> Record:
    """With one table of one number."""
    place = Line(3, 5, f"Europe {value}")
    cell = TableCell(
        row=1,
        column=1,
        place=place,
        start=7,
        end=len(place.text),
        value=Decimal(value),
        unit="USD",
        scale=0,
        period_end=None,
        months=None,
        period_from="",
        confidence=0.5,
        box=(1.0, 2.0, 3.0, 4.0),
    )
    row = TableRow(1, "Europe", 0, None, "")
    heads = ("Sales",)
    table = PrintedTable(
        1, (3,), "Sales by region", "", "2", "Segments", heads, heads, (row,), (cell,), cell.box
    )
    return replace(named(name), tables=(table,))


def cells(out) -> list[tuple]:
    rows = pl.read_parquet(out / "table_cell" / "*.parquet").sort("document")
    return rows.select("document", "label", "value_float").rows()


def test_tables_of_notes_are_added_and_replaced_with_their_documents(tmp_path):
    put(tmp_path / "out", noted("a"), noted("b"))
    put(tmp_path / "out", noted("b", 8), noted("c"), tag="2")
    assert cells(tmp_path / "out") == [("a", "Europe", 7), ("b", "Europe", 8), ("c", "Europe", 7)]
    put(tmp_path / "out", named("a"), tag="3")  # read anew, without
    assert [d for d, *_ in cells(tmp_path / "out")] == ["b", "c"]
    tables_of_notes = pl.read_parquet(tmp_path / "out" / "table" / "*.parquet")
    assert tables_of_notes.select("document", "heads").rows() == [
        ("b", ["Sales"]),
        ("c", ["Sales"]),
    ]


def test_without_the_option_no_table_of_notes_is_written_until_a_document_has_some(tmp_path):
    put(tmp_path / "out", named("b"))
    assert not (tmp_path / "out" / "table").exists()
    put(tmp_path / "out", noted("a"))
    assert cells(tmp_path / "out") == [("a", "Europe", 7)]
    once = bytes_of(tmp_path / "out")
    put(tmp_path / "at_once", named("b"), noted("a"))
    assert bytes_of(tmp_path / "at_once") == once


def test_an_interruption_leaves_them_as_they_were(tmp_path, monkeypatch):
    put(tmp_path / "out", noted("a"))
    before = bytes_of(tmp_path / "out")
    write = parquet.write_through

    def full(path, data):
        if path.parent.name == "table_cell":
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(parquet, "write_through", full)
    with pytest.raises((OSError, OutputError)):
        put(tmp_path / "out", noted("a", 8), noted("b"), tag="2")
    assert bytes_of(tmp_path / "out") == before


def test_parts_of_documents_with_and_without_them_are_compacted(tmp_path, monkeypatch):
    monkeypatch.setattr(append, "PER_PART", 1)
    put(tmp_path / "out", named("a"), noted("b"), noted("c"))
    monkeypatch.setattr(append, "PER_PART", 5)
    compact(tmp_path / "out")
    assert [p.name for p in (tmp_path / "out" / "table_cell").iterdir()] == ["part-0.parquet"]
    assert [d for d, *_ in cells(tmp_path / "out")] == ["b", "c"]


def test_a_failed_document_has_none_and_diff_compares_values_alone(tmp_path):
    run = Run("filing", "embedded", "", {})
    failed = tables([], [Failure("x", "0", "x: no PDF", "k")], PARTS, run)
    both = merged([failed, tables([noted("a")], [], PARTS, run)])
    assert both["table_cell"].height == 1 and both["documents"].height == 2
    put(tmp_path / "one", noted("a"))
    put(tmp_path / "other", noted("a", 8))
    assert diff(tmp_path / "one", tmp_path / "other").is_empty()


def test_a_database_has_them_too(tmp_path):
    put(tmp_path / "out", noted("a"))
    as_sqlite(documents_of(tmp_path / "out", ["a"]), file := tmp_path / "out.sqlite")
    with sqlite3.connect(file) as base:
        rows = base.execute('select heads, value from "table" join table_cell using (document)')
        assert rows.fetchall() == [('["Sales"]', 7)]


def asked(*words) -> str:
    done = CliRunner().invoke(app, ["tables", *map(str, words)])
    return str(done.exception) if done.exit_code and done.exception else done.stdout


def test_tables_of_a_folder_are_found_by_their_words_and_printed(tmp_path):
    debt = replace(noted("b", 8).tables[0], title="Notes payable", note="9", note_title="DEBT")
    put(out := tmp_path / "out", noted("a"), replace(named("b"), tables=(debt,)))
    assert [n in asked(out) for n in ("a: 1 table\n", "b: 1 table\n", "region")] == [True] * 3
    found = asked(out, "--title", "debt NOTES")
    assert "Notes payable" in found and "region" not in found
    assert asked(out, "--note", "2") == asked(out, "--document", "a")
    whole = asked(out, "--title", "debt", "--table", "1").splitlines()
    assert whole[0] == "b: table 1, page 3 · note 9 DEBT: Notes payable"
    assert whole[-2].split() == ["Europe", "8"]
    rows = pl.read_csv(asked(out, "--page", "3", "--format", "csv").encode())
    assert rows.select("document", "value").rows() == [("a", 7.0), ("b", 8.0)]
    asked(out, "--document", "b", "--to", tmp_path)
    assert pl.read_parquet(tmp_path / "table.parquet")["note"].to_list() == ["9"]


def test_what_a_folder_does_not_hold_is_said_with_what_to_type(tmp_path):
    put(out := tmp_path / "out", noted("a"))
    assert f"{out}: has no tables of a document x, but of a" in asked(out, "--document", "x")
    assert f"{out}: has no table 2, but 1 to 1" in asked(out, "--table", "2")
    put(bare := tmp_path / "bare", named("a"))
    assert f"--notes --out {bare}" in asked(bare)


def test_tables_that_an_earlier_version_wrote_are_printed_without_headings(tmp_path):
    put(out := tmp_path / "out", noted("a"))
    part = out / "table" / "part-0.parquet"
    pl.read_parquet(part).drop("labels", "levels").write_parquet(part)
    assert asked(out, "--table", "1").splitlines()[-2].split() == ["Europe", "7"]
