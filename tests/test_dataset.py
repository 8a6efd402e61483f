"""Laws of tables that grow from run to run, and that the readers of data teams see the same in
them.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Thread

import duckdb
import pandas as pd
import polars as pl
import polars.selectors as cs
import pyarrow.parquet as pq
import pytest
from make_records import PARTS, acme, beta
from make_tables import ABOUT, bytes_of, named, put

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.tables import append, deal
from extract_filings.pipeline.tables.append import add, compact, keys_in
from extract_filings.pipeline.tables.frames import Failure, Run, about, tables
from extract_filings.pipeline.tables.swap import check_writable, lock
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.filing import Filing


def column(out: Path, table: str, name: str) -> list:
    return pl.read_parquet(out / table / "*.parquet")[name].to_list()


def test_documents_added_apart_are_tables_as_one_run_writes_them(tmp_path):
    records = [acme(), beta()]
    write(
        records,
        [],
        Filing,
        tmp_path / "one",
        Run("filing", "embedded", "", {}, {"acme": "key of acme", "beta": "key of beta"}),
    )
    put(tmp_path / "grown", *records)
    assert bytes_of(tmp_path / "grown") == bytes_of(tmp_path / "one")


def test_documents_fill_the_last_part(tmp_path):
    put(tmp_path / "one", named("a"), named("b"), named("c"))
    for name in "bca":
        put(tmp_path / "grown", named(name))
    assert bytes_of(tmp_path / "grown") == bytes_of(tmp_path / "one")


def test_full_parts_are_left_untouched(tmp_path, monkeypatch):
    monkeypatch.setattr(append, "PER_PART", 1)
    put(tmp_path / "out", acme())
    before = (tmp_path / "out" / "filing" / "part-0.parquet").stat().st_ino
    assert put(tmp_path / "out", beta()) == ["beta"]
    assert (tmp_path / "out" / "filing" / "part-0.parquet").stat().st_ino == before
    assert column(tmp_path / "out", "filing", "document") == ["acme", "beta"]


def test_what_the_tables_hold_by_the_same_key_is_not_added_again(tmp_path):
    put(tmp_path / "out", acme(), beta())
    before, made = bytes_of(tmp_path / "out"), (tmp_path / "out").stat().st_ino
    assert put(tmp_path / "out", beta(), acme()) == []
    assert bytes_of(tmp_path / "out") == before
    assert (tmp_path / "out").stat().st_ino == made


def test_a_document_with_a_new_key_replaces_its_rows_in_all_tables(tmp_path):
    put(tmp_path / "out", named("a", "1"), named("b", "2"))
    put(tmp_path / "out", named("a", "9"), tag=" anew")
    assert dict(
        zip(
            column(tmp_path / "out", "income_statement", "document"),
            column(tmp_path / "out", "income_statement", "revenue"),
            strict=False,
        )
    ) == {"b": 2, "a": 9}
    assert column(tmp_path / "out", "filing", "document") == ["a", "b"]
    assert keys_in(tmp_path / "out") == {"b": "key of b", "a": "key of a anew"}


@pytest.mark.parametrize("most", [1, 5])
def test_all_other_documents_go_if_told(tmp_path, monkeypatch, most):
    monkeypatch.setattr(append, "PER_PART", most)
    put(tmp_path / "out", named("a"), named("b"), named("c"))
    frames = tables([named("d")], [], PARTS, Run("filing", "embedded", "", {}, {"d": "key of d"}))
    put(tmp_path / "one", named("b"), named("d"))
    done = add({"d": "key of d"}, {"d": frames}.get, tmp_path / "out", Filing, ABOUT, only={"b"})
    assert done == ["d"] and bytes_of(tmp_path / "out") == bytes_of(tmp_path / "one")
    assert add({}, {}.get, tmp_path / "out", Filing, ABOUT, only={"b"}) == []
    assert column(tmp_path / "out", "filing", "document") == ["b"]


def test_a_document_whose_new_result_is_gone_keeps_its_rows(tmp_path):
    put(tmp_path / "out", named("a", "1"), named("b", "2"))
    before = bytes_of(tmp_path / "out")
    with pytest.raises(OutputError, match="another run has changed a meanwhile"):
        add({"a": "of a third run"}, lambda document: None, tmp_path / "out", Filing, ABOUT)
    assert (
        add({"c": "put there and dropped"}, lambda document: None, tmp_path / "out", Filing, ABOUT)
        == []
    )
    assert bytes_of(tmp_path / "out") == before


def test_a_mishap_does_not_replace_what_is_known(tmp_path):
    put(tmp_path / "out", acme())

    def mishap(document):
        return tables(
            [], [Failure(document, None, "no network")], PARTS, Run("filing", "embedded", "", {})
        )

    assert add({"acme": None, "new": None}, mishap, tmp_path / "out", Filing, ABOUT) == ["new"]
    assert dict(
        zip(
            column(tmp_path / "out", "documents", "document"),
            column(tmp_path / "out", "documents", "status"),
            strict=False,
        )
    ) == {"acme": "ok", "new": "failed: no network"}


def test_compacted_tables_are_those_of_one_run(tmp_path, monkeypatch):
    records = [named(f"d{i}", str(i)) for i in range(7)]
    monkeypatch.setattr(append, "PER_PART", 1)
    for r in random.Random(0).sample(records, 7):
        put(tmp_path / "grown", r)
    monkeypatch.setattr(append, "PER_PART", 3)
    put(tmp_path / "one", *records)
    assert compact(tmp_path / "grown") == (7 * 12, 3 * 12)
    assert bytes_of(tmp_path / "grown") == bytes_of(tmp_path / "one")
    assert compact(tmp_path / "grown") == (3 * 12, 3 * 12)


@pytest.mark.parametrize("rows", [1, 10, 10_000])
def test_compacting_reads_each_part_once_however_few_rows_at_once(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(append, "PER_PART", 4)
    put(tmp_path / "one", *[named(f"d{i}") for i in range(9)])
    monkeypatch.setattr(append, "PER_PART", 2)
    monkeypatch.setattr(deal, "ROWS", rows)
    for i in random.Random(0).sample(range(9), 9):
        put(tmp_path / "grown", named(f"d{i}"))
    seen, kept = [], deal.read_part
    monkeypatch.setattr(deal, "read_part", lambda p: seen.append(p) or kept(p))
    parts = {*(tmp_path / "grown").rglob("*.parquet")}
    monkeypatch.setattr(append, "PER_PART", 4)
    compact(tmp_path / "grown")
    assert sorted(seen) == sorted(parts)
    assert bytes_of(tmp_path / "grown") == bytes_of(tmp_path / "one")


def test_parts_that_are_as_few_but_not_in_order_are_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(append, "PER_PART", 3)
    put(tmp_path / "one", *[named(f"d{i}") for i in range(4)])
    put(tmp_path / "grown", named("d2"), named("d3"))
    put(tmp_path / "grown", named("d0"), named("d1"))
    assert compact(tmp_path / "grown") == (2 * 12, 2 * 12)
    assert bytes_of(tmp_path / "grown") == bytes_of(tmp_path / "one")


def test_compacting_that_waited_for_a_run_keeps_what_that_run_added(tmp_path):
    for out, names in (("out", "mn"), ("next", "mnz")):
        for name in names:
            put(tmp_path / out, named(name))
    waiting = Thread(target=compact, args=[tmp_path / "out"])
    with lock(tmp_path / "out"):
        waiting.start()
        time.sleep(0.5)
        shutil.rmtree(tmp_path / "out")
        (tmp_path / "next").rename(tmp_path / "out")
    waiting.join()
    assert column(tmp_path / "out", "filing", "document") == ["m", "n", "z"]


def of_width(out: Path, digits: int) -> dict[str, bytes]:
    """The tables as an earlier version wrote them, decimals as wide as their values need."""
    for path in out.rglob("*.parquet"):
        frame = pl.read_parquet(path).cast({cs.decimal(): pl.Decimal(38, digits)})
        frame.write_parquet(path, metadata=ABOUT)
    return bytes_of(out)


def test_older_tables_get_the_one_type_of_decimals(tmp_path):
    put(tmp_path / "one", named("a", "1"), named("b", "0.12345"))
    for digits, name, revenue in ((2, "b", "0.12345"), (5, "a", "1")):
        out = tmp_path / name
        put(out, *(r for r in (named("a", "1"), named("b", "0.12345")) if r.document != name))
        of_width(out, digits)
        put(out, named(name, revenue))
        compact(out)
        assert bytes_of(out) == bytes_of(tmp_path / "one")
    of_width(tmp_path / "one", 5)
    assert compact(tmp_path / "one") == (12, 12)
    assert bytes_of(tmp_path / "one") == bytes_of(out)


def test_an_older_value_that_does_not_fit_is_refused_not_rounded(tmp_path):
    put(tmp_path / "out", named("a"))
    path = tmp_path / "out" / "income_statement" / "part-0.parquet"
    fine = pl.lit(Decimal("0.1234567891"), pl.Decimal(38, 10)).alias("revenue")
    pl.read_parquet(path).with_columns(fine).write_parquet(path, metadata=ABOUT)
    before = bytes_of(tmp_path / "out")
    for run in (compact, lambda out: put(out, named("b"))):
        with pytest.raises(
            OutputError, match=r"a value of revenue has more than .* another folder"
        ):
            run(tmp_path / "out")
        assert bytes_of(tmp_path / "out") == before


def wider() -> tuple:
    """The filing schema with a field more."""
    statement = next(p for p in PARTS if p.name == "income_statement")
    return tuple(
        (
            replace(p, fields=(*p.fields, replace(p.fields[0], name="restructuring")))
            if p is statement
            else p
        )
        for p in PARTS
    )


@pytest.mark.parametrize("most", [1, 2])
def test_a_new_field_is_a_new_column_of_the_old_parts(tmp_path, monkeypatch, most):
    monkeypatch.setattr(append, "PER_PART", most)
    put(tmp_path / "out", named("a"))
    put(tmp_path / "out", named("b"), asked=wider(), about_it=about("filing", wider()))
    assert column(tmp_path / "out", "income_statement", "restructuring") == [None, None]
    versions = [
        pl.read_parquet_metadata(p)["extract.schema_version"]
        for p in sorted((tmp_path / "out" / "income_statement").iterdir())
    ]
    assert (
        versions
        == [about("filing", wider())["extract.schema_version"]] * (3 - most)
        != [ABOUT["extract.schema_version"]] * (3 - most)
    )


def test_a_field_that_is_gone_is_refused_and_nothing_is_lost(tmp_path):
    put(tmp_path / "out", named("a"), asked=wider(), about_it=about("filing", wider()))
    before = bytes_of(tmp_path / "out")
    with pytest.raises(
        OutputError,
        match=(
            r"income_statement.restructuring is Decimal\(precision=38, scale=8\) in the tables and"
            r" not there in the schema; .* give another folder"
        ),
    ):
        put(tmp_path / "out", named("b"))
    assert bytes_of(tmp_path / "out") == before


def test_tables_of_another_schema_are_refused(tmp_path):
    put(tmp_path / "out", named("a"))
    with pytest.raises(
        OutputError, match="holds tables of the schema filing, not lease; give another folder"
    ):
        put(tmp_path / "out", named("b"), about_it=ABOUT | {"extract.schema": "lease"})


def test_polars_duckdb_pyarrow_and_pandas_read_the_same_decimals(tmp_path):
    for r in (named("a", "1"), named("b", "0.123456"), acme()):
        put(tmp_path / "out", r)
    folder = tmp_path / "out" / "income_statement"
    want = sorted(
        zip(
            column(tmp_path / "out", "income_statement", "document"),
            column(tmp_path / "out", "income_statement", "revenue"),
            strict=False,
        )
    )
    assert len(want) == 4 and all(isinstance(v, Decimal) for _, v in want)
    assert (
        sorted(duckdb.sql(f"select document, revenue from '{folder}/*.parquet'").fetchall()) == want
    )
    arrow = pq.read_table(folder)
    assert (
        sorted(zip(arrow["document"].to_pylist(), arrow["revenue"].to_pylist(), strict=False))
        == want
    )
    frame = pd.read_parquet(folder)
    assert sorted(zip(frame["document"], frame["revenue"], strict=False)) == want


GROWING = """
import itertools, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from extract_filings.pipeline.tables import append
from make_tables import named, put
append.PER_PART = 2
print(flush=True)
for i in range(16):
    put(Path({out!r}), *[named(f"d{{i:02}}{{x}}") for x in "abc"])
    if i % 4 == 3:
        append.compact(Path({out!r}))
"""


@pytest.mark.slow
def test_a_run_killed_anywhere_while_it_adds_or_compacts_goes_on_to_the_same_bytes(
    tmp_path, monkeypatch
):
    out, kills, chance = tmp_path / "out", 0, random.Random(0)
    code = GROWING.format(tests=str(Path(__file__).parent), out=str(out))
    for patience in (*[chance.uniform(0, 0.8) for _ in range(5)], 60):
        run = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
        )
        run.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            run.wait(patience)
        kills += run.poll() is None
        os.kill(run.pid, signal.SIGKILL) if run.poll() is None else None
        run.communicate()
        check_writable(out)
        names = column(out, "filing", "document") if out.exists() else []
        assert len(names) == len(set(names)) and len(names) % 3 == 0, (
            "a run's documents are there once, all or none"
        )
        assert sorted(names) == sorted(column(out, "documents", "document") if names else [])
    monkeypatch.setattr(append, "PER_PART", 2)
    put(tmp_path / "one", *[named(f"d{i:02}{x}") for i in range(16) for x in "abc"])
    compact(out)
    assert kills >= 3 and bytes_of(out) == bytes_of(tmp_path / "one")
