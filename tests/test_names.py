"""Names of files and words of documents are data: they lead no output astray, and no spreadsheet,
terminal or browser takes them for orders.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from make_records import PARTS, acme, cell, record, toy_read
from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.annotate import annotate
from extract_filings.pipeline.batch import jobs
from extract_filings.pipeline.batch.names import apart
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.sources import fetched, find, find_sources
from extract_filings.pipeline.tables.export import TIDY, as_csv, safe, safe_csv
from extract_filings.pipeline.tables.frames import Failure, Run, tables

NAMES = [
    "...pdf",
    "-rf.pdf",
    "--out.pdf",
    "[red]x[bold].pdf",
    "a\nb.pdf",
    "tab\there.pdf",
    "\x1b[31mred\x1b[0m.pdf",
    "con.pdf",
    "NUL.pdf",
    "$(touch x).pdf",
    "%2e%2e%2fup.pdf",
    "..\\up.pdf",
    "C:up.pdf",
    " .pdf",
    "=cmd|' !A1.pdf",
    "<script><b>.pdf",
    "{{js}}.pdf",
    "é" * 100 + ".pdf",
    "x" * 251 + ".pdf",
    os.fsdecode(b"caf\xe9.pdf"),
    "\u202egnp.pdf",
]
TOO_LONG = 250  # bytes; a copy is first written beside its place under a longer name


@pytest.fixture
def toy_model(monkeypatch):
    monkeypatch.setattr(jobs, "read", toy_read(lambda path: read(path) and acme()))


def draw(path: Path) -> Path:
    canvas = Canvas(io.BytesIO())
    canvas.drawString(72, 700, "Acme Corp. 5")
    path.write_bytes(canvas.getpdfdata())
    return path


def files(folder: Path) -> set[str]:
    return {os.fsdecode(os.path.relpath(p, folder)) for p in folder.rglob("*")}


def test_no_name_of_a_file_leads_the_tables_out_of_their_folder(extract, toy_model, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in NAMES:
        draw(tmp_path / "in" / "deep" / name)
    before = files(tmp_path)
    code, stdout, stderr = extract(
        tmp_path / "in", "--out", tmp_path / "out" / "tables", "--format", "csv"
    )
    assert code == 0, stderr
    made = pl.read_parquet(tmp_path / "out" / "tables" / "documents" / "*.parquet")
    assert made.height == len(NAMES) and set(made["document"]) >= {
        "..",
        "[red]x[bold]",
        "a\nb",
        "caf\\udce9",
        "--out",
    }
    new = files(tmp_path) - before
    assert all(p.startswith("out") for p in new) and {
        Path(p).name for p in new if p.endswith("parquet")
    } == {"part-0.parquet"}
    assert (
        len(stderr.splitlines()) == len(NAMES) + 2  # what failed its checks, and all together
        and "\x1b" not in stderr
        and "[red]x[bold]: 11 values" in stderr
        and "a\\nb: " in stderr
    )
    assert all(not row["document"].startswith("=") for row in csv.DictReader(io.StringIO(stdout)))


def test_no_name_of_a_file_leads_a_marked_copy_out_of_its_folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name in (n for n in NAMES if len(os.fsencode(n)) < TOO_LONG):
        path = draw(tmp_path / "in" / name)
        assert (
            annotate(path, replace(acme(), values=()), tmp_path / "marked").parent
            == tmp_path / "marked"
        )
    assert files(tmp_path) == {"in", "marked"} | {
        f"{folder}/{n}"
        for folder in ("in", "marked")
        for n in NAMES
        if len(os.fsencode(n)) < TOO_LONG
    }


def test_a_marked_copy_takes_the_place_of_a_link_and_not_of_what_it_points_at(tmp_path):
    path = draw(tmp_path / "a.pdf")
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "marked").mkdir()
    (tmp_path / "marked" / "a.pdf").symlink_to(tmp_path / "mine.txt")
    annotate(path, replace(acme(), values=()), tmp_path / "marked")
    assert (tmp_path / "mine.txt").read_text() == "mine" and not (
        tmp_path / "marked" / "a.pdf"
    ).is_symlink()


def test_a_name_that_is_no_text_goes_all_the_way_through_the_program(samples, tmp_path):
    """The real command, whose bytes are the shell's: a good file and a bad one."""
    good = os.fsencode(tmp_path) + b"/caf\xe9\x1b[2J.pdf"
    shutil.copy(samples / "synth0006_10-q.pdf", good)
    bad = os.fsencode(tmp_path) + b"/b\xe9d.pdf"
    Path(os.fsdecode(bad)).write_text("no pdf")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "extract_filings.cli.main",
            good,
            bad,
            "--out",
            tmp_path / "out",
            "--format",
            "json",
        ],
        capture_output=True,
    )
    assert (
        done.returncode == 1 and b"Traceback" not in done.stderr and b"\x1b" not in done.stderr
    ), done.stderr
    documents = pl.read_parquet(tmp_path / "out" / "documents" / "*.parquet")
    assert (
        [*map(os.path.basename, documents["document"])] == ["b\\udce9d", "caf\\udce9\x1b[2J"]
        and documents["status"][1] == "ok"
        and b"b\\\\udce9d" in done.stdout
    )


def test_two_files_of_one_name_that_is_no_text_are_told_apart(extract, toy_model, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        draw(tmp_path / folder / os.fsdecode(b"caf\xe9.pdf"))
    stdout = extract(tmp_path / "a", tmp_path / "b", "--format", "json")[1]
    assert "a/caf\\\\udce9" in stdout and "b/caf\\\\udce9" in stdout


def test_a_glob_is_not_taken_from_a_name(tmp_path):
    draw(tmp_path / "[ab].pdf"), draw(tmp_path / "a.pdf")
    assert find(str(tmp_path / "[ab].pdf")) == [tmp_path / "[ab].pdf"]


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "－1+1",
    '=HYPERLINK("http://x")',
    "-1+cmd|' /C calc'!A0",
    "+1 (555) 010-0000",
]
NUMBERS = ["-1", "-1,234.50", "+5", "-.5", "0", "1234", "(5)"]


def test_no_cell_of_any_csv_is_a_formula_and_numbers_stay_numbers():
    values = [cell("filing", (), "registrant_name", FORMULAS[0], FORMULAS[1])] + [
        cell("security", (("row", i),), "title", t, t) for i, t in enumerate(FORMULAS + NUMBERS)
    ]
    how = Run("filing", "embedded", "", {})
    bad = [Failure("@b", None, "=1")]
    text = as_csv(PARTS, tables([replace(record("a", values), document="=a")], bad, PARTS, how))
    item, value = TIDY.index("item"), TIDY.index("value")
    rows = [*csv.reader(io.StringIO(text))]
    assert {
        c for row in rows for c in row if c.strip()[:1] in ("=", "+", "-", "@", "＝", "－")
    } == set(NUMBERS) - {"0", "1234", "(5)"}
    assert [row[value] for row in rows if row[item] == "title"] == [
        f"'{t}".replace("\r", " ") for t in FORMULAS
    ] + NUMBERS
    made = pl.read_csv(
        io.StringIO(safe_csv(pl.DataFrame({"before": FORMULAS, "n": range(len(FORMULAS))}))),
        infer_schema=False,
    )
    assert made["before"].to_list() == [f"'{t}".replace("\r", " ") for t in FORMULAS] and all(
        safe(n) == n for n in NUMBERS
    )


def test_the_difference_of_two_runs_as_csv_is_no_formula(extract, monkeypatch, tmp_path):
    (tmp_path / "in").mkdir()
    draw(tmp_path / "in" / "=a.pdf")
    for out, name in (("one", "=1+1"), ("two", "@x")):
        values = (cell("filing", (), "registrant_name", name, name),)
        read = toy_read(lambda path, values=values: record("=a", values))
        monkeypatch.setattr(jobs, "read", read)
        extract(tmp_path / "in", "--out", tmp_path / out, "--quiet")
    code, stdout, _ = extract("diff", tmp_path / "one", tmp_path / "two", "--format", "csv")
    assert code == 1 and stdout.splitlines()[1] == "filing,'=a,0,registrant_name,'=1+1,'@x"


def test_orders_to_the_terminal_in_a_value_are_spelt_out(extract, monkeypatch, tmp_path):
    values = (cell("filing", (), "registrant_name", "Acme \x1b[2J Corp. [bold]", "x"),)
    monkeypatch.setattr(jobs, "read", toy_read(lambda path: record("a", values)))
    stdout = extract(draw(tmp_path / "a.pdf"))[1]
    assert "\x1b" not in stdout and "Acme \\x1b[2J Corp. [bold]" in stdout


def test_a_filing_as_pdf_and_as_html_in_one_folder_are_two_documents(tmp_path):
    for name in ("a.pdf", "a.htm", "b.htm"):
        (tmp_path / name).write_bytes(b"x")
    found = find_sources([str(tmp_path)]).sources

    assert sorted(apart(found).values()) == ["a.htm", "a.pdf", "b"]


def test_filings_in_a_zip_file_are_read_where_they_lie(samples, tmp_path):
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(samples / "synth0006_10-q.pdf", "in/a.pdf")
        made.writestr("in/notes.docx", "x")
    found = find_sources([str(archive)])
    (source,) = found.sources

    assert source.url == f"zip://in/a.pdf::{archive}" and source.document == "a"
    assert found.passed_over == [f"zip://in/notes.docx::{archive}"]
    with fetched(source, tmp_path) as path:
        assert path.read_bytes() == (samples / "synth0006_10-q.pdf").read_bytes()


def test_a_damaged_zip_file_is_told(tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK no zip")
    with pytest.raises(InputError, match="not a zip file, or a damaged one; download it again"):
        find_sources([str(tmp_path / "bad.zip")])
