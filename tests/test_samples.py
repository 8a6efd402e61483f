"""The main job on the samples, with the embedded model, through the command line: what the README
promises.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from runpy import run_path

import duckdb
import polars as pl
import pypdfium2 as pdfium
import pytest

from extract_filings.benchmarks.robustness.injection import squeezed
from extract_filings.pipeline.series.figures import Vintage
from extract_filings.pipeline.series.over_time import series
from extract_filings.pipeline.series.table import frame, write
from extract_filings.pipeline.series.vintages import vintages_in

DOCS = Path(__file__).parents[1] / "docs"
EXTRACT = [sys.executable, "-m", "extract_filings.cli.main"]


def tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture(scope="module")
def extracted(tmp_path_factory, samples):
    """(tables, stderr) of one run over samples/."""
    out = tmp_path_factory.mktemp("run") / "out"
    done = subprocess.run(
        [*EXTRACT, str(samples), "--schema", "filing", "--out", str(out)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return out, done.stderr


def test_samples_are_exact(extracted, samples):
    done = subprocess.run(
        [*EXTRACT, "eval", str(extracted[0]), str(samples / "gold.parquet")],
        capture_output=True,
        text=True,
    )
    share = float(re.search(r"TOTAL.*?([\d.]+)%", done.stdout)[1])
    assert share >= 97, done.stdout


def test_every_value_stands_verbatim_at_its_page_and_box(extracted, samples):
    evidence = pl.read_parquet(extracted[0] / "evidence" / "*.parquet")
    assert evidence.height > 400
    for (name,), rows in evidence.group_by("document"):
        pdf = pdfium.PdfDocument(samples / f"{name}.pdf")
        for row in rows.iter_rows(named=True):
            page = pdf[row["page"] - 1].get_textpage()
            assert squeezed(row["quote"]) in squeezed(page.get_text_range()), row
            inside = page.get_text_bounded(
                row["x0"] - 1, row["y0"] - 1, row["x1"] + 1, row["y1"] + 1
            )
            assert squeezed(row["quote"]) in squeezed(inside), (row, inside)


def test_numbers_are_the_printed_digits(extracted):
    """A statement's value has the digits of its quote and nothing but zeros behind them."""
    evidence = pl.read_parquet(extracted[0] / "evidence" / "*.parquet").filter(
        pl.col.table.is_in(["income_statement", "balance_sheet", "cash_flow"])
    )
    for row in evidence.iter_rows(named=True):
        printed, value = (
            re.sub(r"\D", "", row["quote"]).lstrip("0"),
            re.sub(r"\D", "", row["value"]).lstrip("0"),
        )
        assert value.rstrip("0").startswith(printed.rstrip("0")) and printed.rstrip(
            "0"
        ) == value.rstrip("0"), row


def test_values_and_problems_are_what_was_asked(extracted):
    asked, values, problems = map(
        int, re.search(r"(\d+) asked: (\d+) values · (\d+) not printed", extracted[1]).groups()
    )
    assert asked == values + problems
    assert values == pl.read_parquet(extracted[0] / "evidence" / "*.parquet").height
    assert problems == pl.read_parquet(extracted[0] / "problems" / "*.parquet").height


def test_a_rerun_writes_the_same_bytes(extracted, samples):
    before, some = tree(extracted[0]), sorted(map(str, samples.glob("synth*.pdf")))[1:8:3]
    subprocess.run([*EXTRACT, *some, "--out", str(extracted[0]), "--quiet"], check=True)
    assert tree(extracted[0]) == before


def test_other_files_in_the_batch_change_nothing_and_a_bad_one_stops_no_other(
    extracted, samples, tmp_path
):
    one, bad = samples / "synth0007_10-k.pdf", tmp_path / "note.pdf"
    bad.write_text("hello")
    done = subprocess.run(
        [*EXTRACT, str(bad), str(one), "--out", str(tmp_path / "out"), "--format", "json"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "not a PDF" in done.stderr and "Traceback" not in done.stderr
    assert json.loads(done.stdout)
    for table in ("filing", "income_statement", "balance_sheet", "cash_flow", "evidence"):
        alone = pl.read_parquet(tmp_path / "out" / table / "*.parquet")
        assert not alone.is_empty() and alone.equals(
            pl.read_parquet(extracted[0] / table / "*.parquet").filter(pl.col.document == one.stem)
        )


def test_the_readme_shows_what_the_command_prints(extracted):
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    last = extracted[1].strip().splitlines()[-1]
    assert last.split(" files failed;")[0] in readme, last


def test_the_queries_about_checks_run(extracted, monkeypatch):
    monkeypatch.chdir(extracted[0].parent)
    queries = re.findall(r"^```sql\n(.*?)^```$", (DOCS / "checks.md").read_text(), re.M | re.S)
    found = [duckdb.sql(query).fetchall() for query in queries]
    assert not all(found)  # the samples break no rule


def test_check_finds_in_the_tables_what_extraction_found_and_what_was_planted_since(
    extracted, tmp_path
):
    """Nothing in the samples; one cell made a thousand times too large in one document."""

    def run(out):
        words = [*EXTRACT, "check", str(out), "--format", "json"]
        return subprocess.run(words, capture_output=True, text=True)

    assert (run(extracted[0]).returncode, run(extracted[0]).stdout) == (0, "[]\n")
    shutil.copytree(extracted[0], tmp_path / "out")
    path = next((tmp_path / "out" / "balance_sheet").glob("*.parquet"))
    sheets = pl.read_parquet(path)
    sheets.with_columns(
        total_assets=pl.when(pl.int_range(pl.len()) == 0)
        .then(pl.col("total_assets") * 1000)
        .otherwise(pl.col("total_assets"))
    ).cast(sheets.schema).write_parquet(path)
    planted = run(tmp_path / "out")
    found = {(row["document"], row["row"], row["check"]) for row in json.loads(planted.stdout)}
    where = (sheets["document"][0], str(sheets["period_end"][0]))
    assert planted.returncode == 1 and found == {(*where, "balance"), (*where, "total_assets_jump")}


def test_the_queries_of_the_questions_run(extracted, tmp_path, monkeypatch):
    """On samples/, and where these have one filing a company, on a company with two."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").symlink_to(extracted[0])
    made = series([*vintages_in(extracted[0]), *two_filings()])
    write(frame(made), "series.parquet")
    base = duckdb.connect()
    page, other = ((DOCS / name).read_text() for name in ("questions.md", "statements.md"))
    queries, others = (re.findall(r"^```sql\n(.*?)^```$", p, re.M | re.S) for p in (page, other))
    assert len(queries) == 22
    found = {q: base.execute(q).fetchall() for q in queries}
    assert [base.execute(q) for q in others]
    empty = [q for q, rows in found.items() if not rows and not q.startswith("create")]
    assert empty == []


def test_the_notebook_runs_and_its_picture_is_fresh(extracted, tmp_path, monkeypatch, capsys):
    """If it is stale: `python docs/make_charts.py OUT`, with tables of samples/. The picture of the
    sums changes with every change of the reading, so it may be older.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").symlink_to(extracted[0])
    write(frame(series(vintages_in(extracted[0]))), "series.parquet")
    page, cells = (DOCS / "notebook.md").read_text(), {"pl": pl}
    of_series = (DOCS / "statements.md").read_text()
    for code in re.findall(r"^```python\n(.*?)^```$", page + of_series, re.M | re.S):
        exec(code, cells)  # noqa: S102  our own docs
    assert "free_cash_flow" in capsys.readouterr().out
    drawn = run_path(str(DOCS / "make_charts.py"))["pictures"](extracted[0])
    assert [name for name in drawn if f"]({name})" not in page] == []
    fresh = drawn["notebook_margins.svg"]
    assert (DOCS / "notebook_margins.svg").read_text() == fresh


def two_filings() -> list[Vintage]:
    """Of a year, and of its nine months with those before; the year's revenue is told anew."""
    days = {12: date(2022, 12, 31), 9: date(2023, 9, 30), -9: date(2022, 9, 30)}
    told = [("k", 12, 400), ("q", 9, 330), ("q", -9, 290)]
    return [
        Vintage(
            company="12-3456789",
            name="Acme",
            table="income_statement",
            item=item,
            period_start=date(days[m].year, 1, 1),
            period_end=days[m],
            months=abs(m),
            value=Decimal(value),
            unit="currency",
            currency="USD",
            document=document,
            known=date(2023, 1 if document == "k" else 11, 1),
            amended=False,
            page=1,
            quote=str(value),
            confidence=0.99,
        )
        for item in ("revenue", "net_income")
        for document, m, value in [*told, *([("q2", 12, 390)] if item == "revenue" else [])]
    ]
