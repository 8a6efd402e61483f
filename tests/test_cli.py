"""Laws of the command line: what goes to stdout, what to stderr, exit codes, and that bad input
harms no other file.

Files are read here by a toy in the model's place; `slow` tests elsewhere run the whole program.
"""

import dataclasses
import json
import re
import subprocess
import sys
from inspect import signature
from pathlib import Path

import polars as pl
import pytest
from make_records import acme, record, toy_read
from make_tables import bytes_of

from extract_filings.cli import extract as command
from extract_filings.cli import main
from extract_filings.cli.serve import serve as serve_command
from extract_filings.flows.extract import extract_filings
from extract_filings.pipeline.batch import jobs
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.records import CRASHED, Problem
from extract_filings.pipeline.settings import Settings

ROOT = Path(__file__).parents[1]


def toy(path: Path):
    if not path.read_bytes().startswith(b"%PDF"):
        raise InputError(f"{path.name}: not a PDF; open it to see what it is")
    if path.stem == "crash":
        raise ZeroDivisionError("by the toy")
    return acme()


@pytest.fixture(autouse=True)
def toy_model(monkeypatch):
    monkeypatch.setattr(jobs, "read", toy_read(toy))


@pytest.fixture
def pdf(tmp_path):
    def make(name: str, content: bytes = b"%PDF-1.7") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return make


def documents(out: Path) -> dict[str, str]:
    rows = pl.read_parquet(out / "documents" / "*.parquet").select("document", "status")
    return {Path(document).name: status for document, status in rows.iter_rows()}


def test_a_good_file_is_written_and_the_last_line_adds_up(extract, pdf, tmp_path):
    code, stdout, stderr = extract(pdf("a.pdf"), "--schema", "filing", "--out", tmp_path / "out")
    assert (code, stdout) == (0, "")
    assert (
        stderr.splitlines()[-1]
        == "1 filing, 76 asked: 11 values · 65 not printed · 2 to check; 1 check failed;"
        " 0 files failed;"
        f" {tmp_path / 'out'}: 1 added; 1 in all"
    )
    hint = f"extract: extract check {tmp_path / 'out'} shows what failed its checks"
    assert stderr.splitlines()[-2] == hint
    assert documents(tmp_path / "out") == {"a": "ok"}


def test_a_file_that_was_read_and_holds_nothing_is_no_failure(extract, pdf, monkeypatch):
    """It is named; exit code 1 is for files that failed, and the last line counts those."""
    monkeypatch.setattr(jobs, "read", toy_read(lambda path: record("acme", [])))
    code, _, stderr = extract(pdf("a.pdf"), "--format", "json")
    assert (code, "; 0 files failed;" in stderr) == (0, True)
    assert "extract: a: next to nothing was found of schema filing: did you mean" in stderr


def test_texts_that_a_folder_is_not_read_for_are_told(extract, pdf):
    folder = pdf("in/a.pdf").parent
    (folder / "b.txt").write_text("LEASE")
    (folder / "docs.parquet").write_text("a table")
    told = f"extract: {folder}: passed over b.txt: a folder is read for PDF and HTML; name a file"
    assert told in extract(folder, "--format", "json")[2]
    assert extract(folder, "--format", "json", "--quiet")[2] == ""


def test_what_the_code_of_a_schema_raises_is_told_once(extract, pdf, monkeypatch):
    wrong = Problem("filing", (), "", "invalid", f"{CRASHED} RuntimeError: boom; mend it there")
    made = acme()
    made = dataclasses.replace(made, problems=(*made.problems, wrong))
    monkeypatch.setattr(jobs, "read", toy_read(lambda path: made))
    code, _, stderr = extract(pdf("a.pdf"), pdf("b.pdf"), "--format", "json")
    told = "extract: schema filing: the schema's own code raised RuntimeError: boom; mend it there"
    assert (code, stderr.splitlines().count(told)) == (0, 1)


def test_a_profile_sums_up_the_run_and_goes_to_stderr(extract, pdf):
    _, stdout, stderr = extract(pdf("a.pdf"), "--quiet", "--profile", "--format", "json")
    steps = [line.rsplit(maxsplit=3)[0].strip() for line in stderr.splitlines()]
    seconds = [float(re.search(r"([\d.]+) s", line)[1]) for line in stderr.splitlines()]
    assert steps == ["starting", "reading", "writing", "all"] and json.loads(stdout)
    assert seconds[-1] > 0


def test_a_bad_file_fails_alone(extract, pdf, tmp_path):
    code, _, stderr = extract(
        pdf("a.pdf"), pdf("bad.pdf", b"<html>"), pdf("c.pdf"), "--out", tmp_path / "out"
    )
    assert code == 1
    assert "extract: bad.pdf: not a PDF; open it to see what it is\n" in stderr
    assert (
        stderr.splitlines()[-1]
        == "3 filings, 153 asked: 22 values · 130 not printed · 4 to check; 2 checks failed;"
        " 1 file failed;"
        f" {tmp_path / 'out'}: 3 added; 3 in all"
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


def test_a_file_that_fails_is_written_down_and_tried_again_and_one_that_is_not_there_is_not(
    extract, pdf, tmp_path
):
    extract(pdf("a.pdf"), "--out", tmp_path / "out")
    for told in ("1 added", "nothing new"):
        code, _, stderr = extract(
            pdf("bad.pdf", b"x"), tmp_path / "gone.pdf", "--out", tmp_path / "out"
        )
        assert code == 1 and "extract: bad.pdf: not a PDF" in stderr
        assert (
            stderr.splitlines()[-1]
            == "2 filings, 2 asked: 0 values · 0 not printed · 0 to check; 0 checks failed;"
            " 2 files failed;"
            f" {tmp_path / 'out'}: {told}; 2 in all"
        )
    assert documents(tmp_path / "out").keys() == {"a", "bad"}


def test_out_adds_and_what_is_there_is_not_read_again(extract, pdf, tmp_path, monkeypatch):
    out = tmp_path / "out"
    extract(pdf("a.pdf"), "--out", out)
    extract(pdf("b.pdf", b"%PDF b"), "--out", out)
    assert documents(out) == {"a": "ok", "b": "ok"}
    read = []
    monkeypatch.setattr(jobs, "read", toy_read(lambda path: read.append(path.name) or acme()))
    said = extract(pdf("b.pdf", b"%PDF new"), pdf("a.pdf"), "--out", out)[2]
    assert said.endswith("out: 1 replaced, 1 unchanged; 2 in all\n")
    said = extract(pdf("c.pdf", b"%PDF-1.7"), "--out", out)[2]
    assert said.endswith("out: 1 unchanged; 2 in all\n"), "a copy of a.pdf is that document"
    assert read == ["b.pdf"]
    said = extract(pdf("b.pdf", b"%PDF new"), "--out", out, "--replace")[2]
    assert said.endswith("out: 1 unchanged, 1 dropped; 1 in all\n")
    assert documents(out) == {"b": "ok"} and read == ["b.pdf"]


def test_files_of_one_name_are_told_apart_by_their_folders(extract, pdf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for company in ("AAPL", "MSFT"):
        pdf(f"in/{company}/10-K.pdf", f"%PDF {company}".encode())
    both = ["AAPL/10-K", "MSFT/10-K"]
    for n, words in enumerate(
        (
            ["in/AAPL/10-K.pdf", "in/MSFT/10-K.pdf"],
            ["in"],
            ["in/*/10-K.pdf"],
            ["in/AAPL", "in/MSFT"],
            [tmp_path / "in/AAPL/10-K.pdf", tmp_path / "in/MSFT/10-K.pdf"],
        )
    ):
        code, stdout, _ = extract(*words, "--out", f"out{n}", "--format", "json", "--quiet")
        names = [d["document"].removeprefix("in/") for d in json.loads(stdout)]
        assert (code, names) == (0, both), words
    for company in ("AAPL", "MSFT"):
        extract(f"in/{company}", "--out", "apart")
    made = pl.read_parquet("apart/documents/*.parquet")
    assert made["document"].to_list() == ["10-K", "MSFT/10-K"]
    assert made["source"].to_list() == ["in/AAPL/10-K.pdf", "in/MSFT/10-K.pdf"]


def test_the_same_bytes_whatever_the_number_of_jobs(extract, pdf, tmp_path):
    for name in "abcdef":
        pdf(f"in/{name}.pdf", f"%PDF {name}".encode())
    for n in "14":
        assert extract(tmp_path / "in", "--out", tmp_path / n, "--jobs", n)[0] == 0
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "4")


@pytest.mark.parametrize(("command", "folders"), [("check", 1), ("diff", 2), ("review", 1)])
def test_a_folder_without_tables_is_one_line(command, folders, extract, tmp_path):
    told = f"extract: {tmp_path}: no tables in it; give a folder that --out named\n"
    assert extract(command, *[tmp_path] * folders) == (2, "", told)


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
    assert sorted(documents(tmp_path / "out")) == ["a", "b", "x1", "x2"]


def test_an_empty_folder_is_told(extract, tmp_path):
    assert extract(tmp_path, "--quiet")[::2] == (
        1,
        f"extract: {tmp_path}: no filing in this folder; name the folder that holds them\n",
    )


def test_json_is_all_that_stdout_says(extract, pdf):
    code, stdout, _ = extract(pdf("a.pdf"), pdf("bad.pdf", b"x"), "--format", "json")
    assert code == 1
    assert [(Path(d["document"]).name, d["status"]) for d in json.loads(stdout)] == [
        ("a", "ok"),
        ("bad", "failed"),
    ]


def test_without_out_a_table_is_shown_and_nothing_written(extract, pdf, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, stdout, stderr = extract(pdf("a.pdf"))
    assert code == 0 and stdout.splitlines()[0].startswith(
        "a: 40 pages · 11 values · 65 not printed · 2 to check"
    )
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


def test_a_missing_model_is_one_line(extract, pdf):
    assert extract(pdf("a.pdf"), "--model", "x") == (
        2,
        "",
        "extract: model x: no folder or model of this name; see `extract models`\n",
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
            "missing acme income_statement net_income 2024-03-31 3: want 5, got nothing",
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
    assert code == 2
    assert stderr == "extract: evla: no such command or file; did you mean `extract eval`?\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a.pdf --jobs 0", "--jobs 0: expected 1 or more; type `extract a.pdf -h` for help"),
        ("--jobs 0 a.pdf", "--jobs 0: expected 1 or more; type `extract files -h` for help"),
        ("a.pdf -j x", "--jobs x: expected a whole number; type `extract a.pdf -h` for help"),
        ("a.pdf --out", "Option '--out' needs a value; type `extract a.pdf -h` for help"),
        ("diff a b --format x", "--format x: expected table, json, csv; type `extract diff -h`"),
        ("review a --min-confidence 2", "--min-confidence 2: expected 1 or less; type `extract re"),
        ("diff a", "OUT2 is missing: extract diff [OPTIONS] {OUT1} {OUT2}; type `extract diff -h"),
        ("diff a b c", "expected fewer words; unknown is (c); type `extract diff -h` for help"),
        ("a.pdf --fromat csv", "--fromat: no such option (did you mean `--format` or `--out`?)"),
        ("export a -o b.foo", "b.foo: a name that ends in .csv, .db, .duckdb, .json, .sqlite, "),
    ],
)
def test_wrong_words_are_one_plain_line(extract, words, said):
    code, stdout, stderr = extract(*words.split())
    assert (code, stdout, stderr.count("\n")) == (2, "", 1)
    assert stderr.startswith(f"extract: {said}")


def test_debug_shows_where_an_unexpected_error_was_raised(extract, pdf, monkeypatch):
    monkeypatch.setenv("EXTRACT_DEBUG", "")  # restored when the test ends
    plain = extract(pdf("crash.pdf"))[2]
    assert "Traceback" not in plain
    assert "ZeroDivisionError: by the toy; run it again with --debug" in plain
    assert "Traceback" in extract(pdf("crash.pdf"), "--debug")[2]


def test_an_interruption_is_one_line(extract, pdf, monkeypatch):
    def interrupted(path, document, job, *_):
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs, "read", interrupted)
    code, _, stderr = extract(pdf("a.pdf"), "--quiet")
    assert (code, stderr.strip()) == (130, "extract: stopped, nothing written")


def test_command_serve_flow_and_python_fill_the_same_settings():
    """A setting that one of them lacks would drift apart unnoticed."""
    fields = {f.name for f in dataclasses.fields(Settings)}
    files, serve = (set(signature(f).parameters) for f in (command.files, serve_command))
    flow = set(signature(extract_filings.fn).parameters)
    assert fields - files == {"threads"}  # one, or what --jobs leaves
    assert fields - flow == {"threads", "password", "opening_limit"}  # workers; the environment
    assert flow - serve == set()


def test_a_result_does_not_depend_on_what_is_left_out_of_its_key():
    fields = {f.name for f in dataclasses.fields(Settings)}
    assert fields - Settings().decisive().keys() == {
        "password",
        "threads",
        "time_limit",
        "opening_limit",
    }


def test_help_imports_nothing_heavy():
    heavy = {"torch", "polars", "transformers", "outlines", "pydantic", "fsspec", "prefect"}
    code = (
        "import sys; sys.argv = ['extract', '--help']\n"
        "from extract_filings.cli.main import main\n"
        f"try: main()\nfinally: print(sorted({heavy!r} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.splitlines()[-1] == "[]"
