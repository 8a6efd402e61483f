"""The data dictionary: every table and column, in every file, read by every library alike."""

import json
import runpy
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from make_records import PARTS, acme, beta
from make_tables import put

from extract_filings.pipeline.tables.append import compact, parts_of
from extract_filings.pipeline.tables.dictionary import TABLE, dictionary
from extract_filings.pipeline.tables.frames import Run, tables
from extract_filings.pipeline.tables.parquet import about_of
from extract_filings.schemas.compile import parts
from extract_filings.schemas.credit_agreement import Agreement
from extract_filings.schemas.invoice import Invoice

ROOT = Path(__file__).parents[1]
RUN = Run("filing", "embedded", "", {})
NO_SIGN = {"", "points", "probability", "months", "weeks", "seconds", "shares"}


@pytest.mark.parametrize("asked", [PARTS, parts(Invoice), parts(Agreement)])
def test_every_column_of_every_table_is_described(asked):
    told = {t.name: t for t in dictionary(asked)}
    frames = tables([], [], asked, RUN)
    assert told.keys() == frames.keys() | {"reviews", "table", "table_cell"}
    for name, frame in frames.items():
        assert {c.name: c.type for c in told[name].columns} == dict(frame.schema), name
    assert all(c.meaning for t in told.values() for c in t.columns)
    assert all(t.meaning and t.rows for t in told.values())


def test_keys_name_rows():
    frames = tables([acme(), beta()], [], PARTS, RUN)
    for table in dictionary(PARTS):
        if table.key and table.name in frames:
            assert not frames[table.name].select(table.key).is_duplicated().any(), table.name


def test_money_has_a_rule_of_signs():
    for table in dictionary(PARTS):
        for column in table.columns:
            assert bool(column.sign) == (column.unit not in NO_SIGN), (table.name, column)


def test_files_carry_their_table_in_all_libraries(tmp_path):
    put(out := tmp_path / "out", acme(), beta())
    put(again := tmp_path / "again", acme(), beta())
    for table in (t for t in dictionary(PARTS) if (out / t.name).exists()):
        (file,) = parts_of(out / table.name)
        want, key = json.loads(table.text), TABLE + table.name
        rows = duckdb.execute("from parquet_kv_metadata(?)", [str(file)]).fetchall()
        read = {k.decode(): v.decode() for _, k, v in rows}
        assert json.loads(read[key]) == want
        assert json.loads(pq.read_metadata(file).metadata[key.encode()]) == want
        assert json.loads(pl.read_parquet_metadata(file)[key]) == want
        assert pq.read_table(file).num_rows == pl.read_parquet(file).height
        if table.name != "documents":  # seconds
            assert file.read_bytes() == (again / table.name / file.name).read_bytes()


def test_tables_written_anew_keep_it(tmp_path):
    put(out := tmp_path / "out", acme())
    (part,) = parts_of(out / "fact")
    part.rename(part.with_name("part-1.parquet"))
    for table in out.iterdir():
        for old in parts_of(table):
            old.rename(table / "part-1.parquet")
    put(out, beta())
    compact(out)
    assert TABLE + "fact" in about_of(parts_of(out / "fact")[0])


def test_the_reference_of_the_tables_is_what_the_code_says():
    """If not: `python docs/make_tables.py`."""
    page = runpy.run_path(str(ROOT / "docs" / "make_tables.py"))["page"]()
    assert (ROOT / "docs" / "tables.md").read_text() == page
