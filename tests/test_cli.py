"""Laws of the command line: what goes to stdout, what to stderr, exit codes, and that bad input
harms no other file.

Files are read here by a toy in the model's place; `slow` tests elsewhere run the whole program.
"""

import dataclasses
import json
import re
import subprocess
import sys
from dataclasses import replace
from inspect import signature
from pathlib import Path

import polars as pl
import pytest
from make_records import acme, toy_extractor

from extract_filings.cli import extract as command
from extract_filings.cli import main
from extract_filings.cli.serve import serve as serve_command
from extract_filings.flows.extract import extract_filings
from extract_filings.pipeline.errors import InputError, ModelError
from extract_filings.pipeline.settings import Settings

ROOT = Path(__file__).parents[1]


def toy(path: Path, note=lambda step: None):
    note("reading")
    if not path.read_bytes().startswith(b"%PDF"):
        raise InputError(f"{path.name}: not a PDF; open it to see what it is")
    if path.stem == "crash":
        raise ZeroDivisionError("by the toy")
    return replace(acme(), document=path.stem)


@pytest.fixture(autouse=True)
def toy_model(monkeypatch):
    monkeypatch.setattr(command, "load", lambda settings: toy_extractor(toy))


@pytest.fixture
def pdf(tmp_path):
    def make(name: str, content: bytes = b"%PDF-1.7") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return make


def documents(out: Path) -> dict[str, str]:
    return dict(
        pl.read_parquet(out / "documents" / "*.parquet").select("document", "status").iter_rows()
    )


def test_a_good_file_is_written_and_the_last_line_adds_up(extract, pdf, tmp_path):
    code, stdout, stderr = extract(pdf("a.pdf"), "--schema", "filing", "--out", tmp_path / "out")
    assert (code, stdout) == (0, "")
    assert (
        stderr.splitlines()[-1]
        == "1 filing: 76 asked = 11 values + 65 problems; 1 check failed; 0 files failed;"
        f" {tmp_path / 'out'}"
    )
    assert documents(tmp_path / "out") == {"a": "ok"}


def test_a_profile_sums_up_the_run_and_goes_to_stderr(extract, pdf):
    _, stdout, stderr = extract(pdf("a.pdf"), "--quiet", "--profile", "--format", "json")
    steps = [line.rsplit(maxsplit=3)[0].strip() for line in stderr.splitlines()]
    seconds = [float(line.split()[-3]) for line in stderr.splitlines()]
    assert steps == ["starting", "loading the model", "reading", "writing", "all"] and json.loads(
        stdout
    )
    assert seconds[-1] > 0 and abs(sum(seconds[:-1]) - seconds[-1]) < 0.03


def test_a_bad_file_fails_alone(extract, pdf, tmp_path):
    code, _, stderr = extract(
        pdf("a.pdf"), pdf("bad.pdf", b"<html>"), pdf("c.pdf"), "--out", tmp_path / "out"
    )
    assert code == 1
    assert "extract: bad.pdf: not a PDF; open it to see what it is\n" in stderr
    assert (
        stderr.splitlines()[-1]
        == "3 filings: 153 asked = 22 values + 131 problems; 2 checks failed; 1 file failed;"
        f" {tmp_path / 'out'}"
    )
    assert documents(tmp_path / "out") == {
        "a": "ok",
        "bad": "failed: bad.pdf: not a PDF; open it to see what it is",
        "c": "ok",
    }


def test_an_error_nobody_foresaw_is_one_line_and_ends_no_other_file(extract, pdf, tmp_path):
    code, _, stderr = extract(pdf("crash.pdf"), pdf("z.pdf"), "--out", tmp_path / "out")
    assert code == 1
    assert (
        f"extract: {tmp_path}/crash.pdf: unexpected ZeroDivisionError: by the toy; run it again"
        " with --debug and report what is printed" in stderr.splitlines()
    )
    assert list(documents(tmp_path / "out")) == ["crash", "z"]


def test_if_all_files_fail_nothing_is_written(extract, pdf, tmp_path):
    extract(pdf("a.pdf"), "--out", tmp_path / "out")
    code, _, stderr = extract(pdf("bad.pdf", b""), tmp_path / "gone.pdf", "--out", tmp_path / "out")
    assert code == 1
    assert (
        stderr.splitlines()[-1]
        == "2 filings: 2 asked = 0 values + 2 problems; 0 checks failed; 2 files failed; nothing"
        " written"
    )
    assert documents(tmp_path / "out") == {"a": "ok"}


def test_a_missing_file_is_one_line(extract, pdf, tmp_path):
    code, _, stderr = extract(tmp_path / "gone.pdf", pdf("a.pdf"), "--quiet")
    assert (code, stderr) == (
        1,
        f"extract: {tmp_path}/gone.pdf: no such file or folder; look with `ls {tmp_path}`\n",
    )


def test_folders_and_globs_name_the_files_below(extract, pdf, tmp_path):
    (
        pdf("in/b.pdf"),
        pdf("in/deep/a.PDF"),
        pdf("in/notes.txt"),
        pdf("other/x1.pdf"),
        pdf("other/x2.pdf"),
    )
    extract(
        tmp_path / "in",
        tmp_path / "other" / "x?.pdf",
        tmp_path / "in" / "b.pdf",
        "--out",
        tmp_path / "out",
    )
    assert list(documents(tmp_path / "out")) == ["a", "b", "x1", "x2"]


def test_an_empty_folder_is_told(extract, tmp_path):
    assert extract(tmp_path, "--quiet")[::2] == (
        1,
        f"extract: {tmp_path}: no PDF in this folder; name the folder that holds them\n",
    )


def test_two_files_of_one_stem_are_refused_before_the_work(extract, pdf, tmp_path):
    one, two = pdf("x/a.pdf"), pdf("y/a.pdf")
    code, stdout, stderr = extract(one, two, "--out", tmp_path / "out")
    assert (code, stdout) == (2, "")
    assert (
        stderr
        == f"extract: {one} and {two} would both be document a; rename one, or run them apart with"
        " an --out each\n"
    )
    assert not (tmp_path / "out").exists()


def test_json_is_all_that_stdout_says(extract, pdf):
    code, stdout, _ = extract(pdf("a.pdf"), pdf("bad.pdf", b"x"), "--format", "json")
    assert code == 1
    assert [(d["document"], d["status"]) for d in json.loads(stdout)] == [
        ("a", "ok"),
        ("bad", "failed"),
    ]


def test_without_out_a_table_is_shown_and_nothing_written(extract, pdf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, stdout, stderr = extract(pdf("a.pdf"))
    assert (code, stdout.splitlines()[0]) == (0, "a: 40 pages, 11 values, 65 problems")
    assert stderr.splitlines()[-1].endswith("; nothing written; add --out FOLDER")
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_csv_comes_beside_the_tables(extract, pdf, tmp_path):
    code, stdout, _ = extract(pdf("a.pdf"), "--format", "csv", "--out", tmp_path / "out")
    assert (code, len(stdout.splitlines())) == (0, 77)
    assert documents(tmp_path / "out") == {"a": "ok"}


def test_quiet_says_nothing(extract, pdf, tmp_path):
    assert extract(pdf("a.pdf"), "--quiet", "--out", tmp_path / "out") == (0, "", "")


def test_an_unwritable_out_is_told_before_the_work(extract, pdf, tmp_path):
    code, _, stderr = extract(pdf("a.pdf"), "--out", pdf("file") / "out")
    assert (code, stderr) == (
        2,
        (
            f"extract: {tmp_path}/file/out: cannot be written, Not a directory; give another folder"
            " with --out\n"
        ),
    )


def test_an_unknown_schema_is_one_line(extract, pdf):
    assert extract(pdf("a.pdf"), "--schema", "nope") == (
        2,
        "",
        (
            "extract: schema nope: not found; there are: credit_agreement, filing, invoice; see"
            " `extract schemas`\n"
        ),
    )


def test_a_missing_model_is_one_line(extract, pdf, monkeypatch):
    def missing(settings):
        raise ModelError("model x: no config.json; see `extract models`")

    monkeypatch.setattr(command, "load", missing)
    assert extract(pdf("a.pdf"), "--model", "x") == (
        2,
        "",
        "extract: model x: no config.json; see `extract models`\n",
    )


def test_an_unknown_option_is_a_usage_error(extract):
    assert extract("a.pdf", "--fromat", "json")[0] == 2


def test_schemas_are_listed_and_explained(extract):
    code, listed, _ = extract("schemas")
    assert (code, [line.split()[0] for line in listed.splitlines()]) == (
        0,
        ["credit_agreement", "filing", "invoice"],
    )
    explained = extract("schemas", "filing")[1]
    assert (
        "  eps_basic                           decimal  USD/share  basic earnings per share, net"
        " income per share" in [line.rstrip() for line in explained.splitlines()]
    )
    assert (
        "  check balance_sheet.balance (error): total assets = total liabilities and equity"
        in explained.splitlines()
    )


def test_eval_prints_a_total_and_the_misses(extract, pdf, tmp_path):
    extract(pdf("acme.pdf"), "--out", tmp_path / "out")
    facts = {
        "doc_id": "acme",
        "section": "income_statement",
        "item": ["revenue", "net_income"],
        "period_start": "2024-01-01",
        "period_end": "2024-03-31",
        "value": ["1234000000", "5"],
        "printed": "x",
        "suspect": False,
    }
    pl.DataFrame(
        facts | {k: [v] * 2 for k, v in facts.items() if not isinstance(v, list)}
    ).write_parquet(tmp_path / "gold.parquet")
    code, stdout, _ = extract("eval", tmp_path / "out", tmp_path / "gold.parquet", "--misses", "5")
    lines = [" ".join(line.split()) for line in stdout.splitlines()]
    assert (code, lines[-2:]) == (
        0,
        [
            "TOTAL 2 1 0 1 0 50.0% 100.0%",
            "missing acme income_statement net_income 2024-03-31 3: want 5, got None",
        ],
    )


def test_help_lists_every_command_and_how_to_begin(extract):
    code, stdout, _ = extract("--help")
    assert code == 0
    assert "extract filings/ --out tables" in stdout
    listed = re.findall(r"^│ ([a-z]+) {2,}\S", stdout, flags=re.M)
    assert listed == [c.name for c in main.app.registered_commands]


def test_help_and_version_have_short_names(extract):
    assert extract("-h")[1].strip() == extract("--help")[1].strip() == extract()[1].strip()
    assert extract("--version")[1].startswith("extract-filings ")


def test_a_misspelled_command_is_told_from_a_file(extract):
    code, _, stderr = extract("evla")
    assert code == 1
    assert "no such file or folder" in stderr
    assert "did you mean `extract eval`?" in stderr


def test_debug_shows_where_an_unexpected_error_was_raised(extract, pdf, monkeypatch):
    monkeypatch.setenv("EXTRACT_DEBUG", "")  # restored when the test ends
    plain = extract(pdf("crash.pdf"))[2]
    assert "Traceback" not in plain
    assert "ZeroDivisionError: by the toy; run it again with --debug" in plain
    assert "Traceback" in extract(pdf("crash.pdf"), "--debug")[2]


def test_an_interruption_is_one_line(extract, pdf, monkeypatch):
    def interrupted(settings):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "load", interrupted)
    code, _, stderr = extract(pdf("a.pdf"), "--quiet")
    assert (code, stderr.strip()) == (130, "extract: interrupted")


def test_command_serve_flow_and_python_fill_the_same_settings():
    """A setting that one of them lacks would drift apart unnoticed."""
    fields = {f.name for f in dataclasses.fields(Settings)}
    files, serve = (set(signature(f).parameters) for f in (command.files, serve_command))
    flow = set(signature(extract_filings.fn).parameters)
    assert fields - files == {"threads"}  # all cores
    assert fields - flow == {"threads", "password", "time_limit"}  # workers; the environment
    assert flow - serve == set()


def test_a_result_does_not_depend_on_what_is_left_out_of_its_key():
    fields = {f.name for f in dataclasses.fields(Settings)}
    assert fields - Settings().decisive().keys() == {"password", "threads", "time_limit"}


def test_help_imports_nothing_heavy():
    heavy = {"torch", "polars", "transformers", "outlines", "pydantic", "fsspec", "prefect"}
    code = (
        "import sys; sys.argv = ['extract', '--help']\n"
        "from extract_filings.cli.main import main\n"
        f"try: main()\nfinally: print(sorted({heavy!r} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.splitlines()[-1] == "[]"
