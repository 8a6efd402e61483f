"""Laws of `extract apply`: what a person says holds in the tables, with who and when; nothing that
the page does not print gets in.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from make_tables import bytes_of
from review_case import (
    CITY,
    COST,
    FIXED,
    GROSS,
    NAME,
    PDF,
    RUN,
    TAX,
    cell,
    clicked,
    corrections,
    decided,
    record,
    row,
    rows,
)

from extract_filings.pipeline.review.cells import BROKEN, load_tables
from extract_filings.pipeline.tables.append import add, compact
from extract_filings.pipeline.tables.frames import about, tables
from extract_filings.pipeline.tables.summary import summarize
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.schemas.load import load_schema


def test_the_tables_hold_a_mistake_that_a_law_has_marked(out):
    assert row(out, COST)["status"] == "check failed: gross" and cell(out, GROSS).group == BROKEN


def test_a_correction_changes_the_cell_its_evidence_and_the_checks(out, review):
    assert review(decided(out, COST, "correct", **FIXED)) == (
        0,
        f"{out}: 0 accepted, 1 corrected, 0 rejected, 0 refused\n",
        "",
    )
    assert rows(out, "income_statement")[0]["cost_of_revenue"] == 3081 * 10**6
    found = row(out, COST)
    assert {k: found[k] for k in ("value", "quote", "page", "line", "confidence", "status")} == {
        "value": "3081000000",
        "quote": "3,081",
        "page": 3,
        "line": 12,
        "confidence": None,
        "status": "corrected",
    }
    assert [found[c] for c in ("x0", "y0", "x1", "y1")] == pytest.approx(FIXED["box"], abs=0.1)
    assert row(out, GROSS)["status"] == "found"


def test_who_and_when_and_what_the_model_said_are_kept(out, review):
    review(decided(out, COST, "correct", **FIXED))
    told = [
        (
            r["verdict"],
            r["was"],
            r["value"],
            r["quote"],
            r["who"],
            r["when"] and r["when"].isoformat(),
            r["row"],
            r["state"],
        )
        for r in rows(out, "reviews")
    ]
    assert told == [
        ("found", None, "2317000000", "2,317", "embedded", None, "2012-12-30, 3 months", "found"),
        (
            "correct",
            "2317000000",
            "3081000000",
            "3,081",
            "Ann",
            "2026-03-01T10:00:00+00:00",
            "2012-12-30, 3 months",
            "holds",
        ),
    ]


def test_a_rejected_cell_is_empty_and_a_problem(out, review):
    review(decided(out, COST, "reject"))
    assert rows(out, "income_statement")[0]["cost_of_revenue"] is None and row(out, COST) is None
    assert row(out, COST, "problems") == {
        "document": NAME,
        "table": "income_statement",
        "path": COST,
        "reason": "rejected",
        "detail": "Ann",
    }


def test_corrections_keep_facts_right(out, review):
    review(
        decided(out, COST, "correct", **FIXED),
        decided(out, GROSS, "reject"),
        decided(out, "/filing/period_end_date", "reject"),
    )
    cost = row(out, COST, "fact")
    assert (cost["value"], cost["value_float"], cost["scale"]) == (3081000000, 3081e6, 6)
    assert (cost["status"].split(",")[0], cost["quote"]) == ("corrected", "3,081")
    assert row(out, GROSS, "fact") is None
    assert [f["path"] for f in rows(out, "fact")] == [e["path"] for e in rows(out, "evidence")]
    assert (
        rows(out, "documents")[0]["fiscal_year"] == rows(out, "income_statement")[0]["fiscal_year"]
    )


def test_an_accepted_value_stays_and_says_so(out, review):
    before = row(out, "/filing/period_end_date")
    review(decided(out, "/filing/period_end_date", "accept"), decided(out, CITY, "accept"))
    assert row(out, "/filing/period_end_date") == before | {"status": "accepted"}
    assert row(out, CITY, "problems")["reason"] == "accepted"


def test_an_open_question_can_be_answered(out, review):
    review(
        decided(out, CITY, "correct", value="Fremont", **clicked("Fremont,", 1, 15)),
        decided(out, TAX, "correct", value="-49000000", **clicked("49", 3, 23)),
    )
    assert rows(out, "filing")[0]["city"] == "Fremont" and row(out, CITY, "problems") is None
    assert rows(out, "income_statement")[0]["income_tax_expense"] == -49 * 10**6


def test_values_and_problems_are_what_was_asked_after_every_verdict(out, review):
    frames, asked = load_tables(out)
    before = summarize(frames, asked)
    review(
        decided(out, COST, "reject"),
        decided(out, CITY, "correct", value="Fremont", **clicked("Fremont,", 1, 15)),
        decided(out, TAX, "accept"),
    )
    assert summarize(load_tables(out)[0], asked).asked == before.asked


@pytest.mark.parametrize(
    ("path", "more", "why"),
    [
        (COST, FIXED | {"line": 11}, "“3,081” does not stand at that place of page 3, line 11"),
        (COST, FIXED | {"box": [10, 20, 30, 40]}, "does not stand at that place"),
        (COST, FIXED | {"quote": "9,999"}, "“9,999” does not stand"),
        (COST, FIXED | {"page": 99}, "does not stand"),
        (
            COST,
            FIXED | {"value": "3081"},
            "“3,081” reads as 3081000000, and the corrections say 3081",
        ),
        (COST, clicked("Cost", 3, 12) | {"value": "1"}, "“Cost” does not read as a number"),
        (
            "/filing/period_end_date",
            clicked("THE", 1, 6) | {"value": "2012-01-01"},
            "does not read as a date",
        ),
        (
            "/filing/filer_category",
            clicked("Accelerated filer", 1, 29) | {"value": "Tiny Filer"},
            "'Tiny Filer' is none of Large Accelerated Filer",
        ),
        (COST, FIXED | {"sha256": "0" * 64}, "reviewed in a file of sha256 000000000000…"),
        (COST, FIXED | {"was": "5"}, "holds 2317000000, and the reviewer saw 5"),
        (
            COST,
            FIXED | {"row": "2011-12-25, 3 months"},
            "no such cell in a row '2011-12-25, 3 months'",
        ),
        (COST, FIXED | {"document": "other"}, "the tables in OUT have no such document"),
    ],
)
def test_what_the_page_does_not_print_is_refused_and_changes_nothing(out, review, path, more, why):
    before = bytes_of(out)
    code, _, stderr = review(decided(out, path, "correct", **more))
    assert code == 1 and why in stderr and stderr.count("\n") == 1 and bytes_of(out) == before


def test_an_accepted_value_must_be_the_one_in_evidence(out, review):
    code, _, stderr = review(decided(out, COST, "accept", quote="9"))
    assert code == 1 and "evidence/ says otherwise" in stderr


def test_a_refused_item_does_not_hold_up_the_others(out, review):
    assert review(
        decided(out, COST, "correct", **FIXED | {"page": 99}), decided(out, GROSS, "accept")
    )[1].endswith("1 accepted, 0 corrected, 0 rejected, 1 refused\n")
    assert row(out, GROSS)["status"].startswith("accepted")


def test_a_correction_without_its_pdf_says_what_to_type(extract, out, tmp_path):
    code, _, stderr = extract(
        "apply", corrections(tmp_path / "c.json", decided(out, COST, "correct", **FIXED)), out
    )
    assert code == 1 and "type `--pdf FOLDER` with the folder that holds it" in stderr


@pytest.mark.parametrize(
    "text", ["{", '{"who": "Ann", "items": [{}]}', '{"who": " ", "items": []}']
)
def test_a_file_that_holds_no_corrections_is_one_line(extract, out, tmp_path, text):
    (tmp_path / "c.json").write_text(text)
    code, _, stderr = extract("apply", tmp_path / "c.json", out)
    assert code == 2 and stderr.count("\n") == 1 and "export" in stderr


def test_a_correction_that_breaks_a_law_is_made_and_told(out, review):
    code, _, stderr = review(
        decided(out, COST, "correct", value="8582000000", **clicked("$8,582", 3, 18))
    )
    assert (code, stderr) == (0, f"extract: {NAME}{COST}: corrected, check failed: gross\n")


def test_applied_twice_it_is_the_same_to_the_byte(out, review, tmp_path):
    review(decided(out, COST, "correct", **FIXED), decided(out, GROSS, "reject"))
    before = bytes_of(out)
    assert review(files=[tmp_path / "0.json"])[1].endswith(
        "0 accepted, 0 corrected, 0 rejected, 0 refused\n"
    )
    assert bytes_of(out) == before


def test_files_on_different_cells_may_come_in_any_order(out, extract, tmp_path):
    first = corrections(tmp_path / "a.json", decided(out, COST, "correct", **FIXED))
    second = corrections(
        tmp_path / "b.json",
        decided(out, TAX, "correct", value="-49000000", **clicked("49", 3, 23)),
        decided(out, GROSS, "reject"),
        who="Bob",
    )
    found = []
    for n, order in enumerate(([[first], [second]], [[second], [first]], [[first, second]])):
        write([record()], [], Filing, tmp_path / f"out{n}", RUN)
        for files in order:
            assert extract("apply", *files, tmp_path / f"out{n}", "--pdf", PDF)[0] == 0
        found.append(bytes_of(tmp_path / f"out{n}"))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("order", [0, 1])
def test_of_two_verdicts_the_later_holds_and_both_are_kept(out, review, order):
    both = [
        (decided(out, COST, "reject", when="2026-03-01T09:00:00Z"), "Bob"),
        (decided(out, COST, "correct", **FIXED), "Ann"),
    ]
    for item, who in both[:: -1 if order else 1]:
        review(item, who=who)
    assert row(out, COST)["value"] == "3081000000"
    assert [(r["who"], r["state"]) for r in rows(out, "reviews")] == [
        ("embedded", "found"),
        ("Bob", "overruled"),
        ("Ann", "holds"),
    ]


def test_a_later_run_keeps_what_was_reviewed(out, review):
    review(decided(out, COST, "correct", **FIXED), decided(out, GROSS, "accept"))
    before = bytes_of(out)
    write([record()], [], Filing, out, RUN)
    assert bytes_of(out) == before


def test_a_later_run_that_finds_something_else_keeps_it_too(out, review):
    review(decided(out, COST, "correct", **FIXED), decided(out, GROSS, "accept"))
    worse = replace(
        record(),
        values=tuple(
            replace(v, value=Decimal(1)) if v.field in ("cost_of_revenue", "gross_profit") else v
            for v in record().values
        ),
    )
    write([worse], [], Filing, out, RUN)
    assert [(row(out, p)["value"], row(out, p)["status"]) for p in (COST, GROSS)] == [
        ("3081000000", "corrected"),
        ("3766000000", "accepted"),
    ]
    assert [r["value"] for r in rows(out, "reviews") if r["verdict"] == "found"] == ["1", "1"]


def test_verdicts_on_another_version_of_the_file_wait_and_are_told(out, review, capsys):
    from extract_filings.cli.extract import say_waiting

    review(decided(out, COST, "correct", **FIXED))
    write([replace(record(), sha256="f" * 64)], [], Filing, out, RUN)
    assert row(out, COST)["value"] == "2317000000" and [
        r["state"] for r in rows(out, "reviews")
    ] == ["waits"]
    say_waiting(out)
    assert capsys.readouterr().err.startswith(
        f"extract: {NAME}: 1 reviewed cells wait in {out / 'reviews'}"
    )
    write([record()], [], Filing, out, RUN)
    assert row(out, COST)["value"] == "3081000000"


def test_tables_that_grow_keep_what_was_reviewed(out, review):
    """The nightly run reads a document anew with a new version of the program."""
    review(decided(out, COST, "correct", **FIXED))
    asked = parts(Filing)

    def fresh(name):
        return tables([replace(record(), document=name)], [], asked, RUN)

    add({NAME: "new", "zebra": "k"}, fresh, out, Filing, about("filing", asked))
    assert compact(out)[1] >= 8
    assert row(out, COST)["value"] == "3081000000" and {
        r["document"] for r in rows(out, "filing")
    } == {NAME, "zebra"}


def test_gold_is_what_was_reviewed(out, review, extract, tmp_path):
    review(
        decided(out, COST, "correct", **FIXED),
        decided(out, GROSS, "reject"),
        decided(out, "/filing/period_end_date", "accept"),
        decided(out, "/security/0/trading_symbol", "accept"),
    )
    code, stdout, stderr = extract(
        "apply", tmp_path / "0.json", out, "--pdf", PDF, "--gold", tmp_path / "gold"
    )
    assert (code, stderr) == (0, "") and stdout.endswith(
        f"{tmp_path / 'gold'}: 3 reviewed cells as gold\n"
    )
    code, stdout, _ = extract("eval", out, tmp_path / "gold" / "gold.parquet", "--misses", 9)
    assert code == 0 and [
        line.split()[:2]
        for line in stdout.splitlines()
        if line.strip().startswith(("TOTAL", "cover", "income"))
    ] == [["cover", "2"], ["income_statement", "1"], ["TOTAL", "3"]]
    write([record()], [], Filing, tmp_path / "before", RUN)
    assert (
        "want 3081000000, got 2317000000"
        in extract("eval", tmp_path / "before", tmp_path / "gold" / "gold.parquet", "--misses", 9)[
            1
        ]
    )


def test_a_model_can_be_trained_on_a_review(out, review, extract, tmp_path, monkeypatch):
    pytest.importorskip("reportlab")
    from extract_filings.training import loop, tagging

    for module, values in {
        tagging: {
            "HIDDEN": 32,
            "LAYERS": 2,
            "HEADS": 2,
            "KV_HEADS": 1,
            "MLP": 64,
            "PAGES": 4,
            "TOKENS_PER_STEP": 600,
        },
        loop: {"SAY_EVERY": 0},
    }.items():
        for name, value in values.items():
            monkeypatch.setattr(module, name, value)
    review(decided(out, COST, "correct", **FIXED))
    extract("apply", tmp_path / "0.json", out, "--pdf", PDF, "--gold", tmp_path / "gold")
    code, stdout, _stderr = extract(
        "train",
        "--data",
        tmp_path / "gold",
        "--out",
        tmp_path / "model",
        "--steps",
        2,
        "--threads",
        1,
    )
    assert code == 0 and "step 2 " in stdout and (tmp_path / "model" / "model.safetensors").exists()


def test_an_instance_that_lacks_what_it_must_have_is_told(extract, tmp_path):
    schema = tmp_path / "note.py"
    schema.write_text(
        '"""Notes."""\nfrom pydantic import BaseModel\n\n\nclass Note(BaseModel):\n   '
        ' """Note."""\n\n    title: str\n'
    )
    note, name = (
        load_schema(f"{schema}:Note"),
        replace(record().values[0], table="note", field="title"),
    )
    made = replace(record(), values=(name,), problems=())
    write([made], [], note, tmp_path / "out", replace(RUN, schema=f"{schema}:Note"))
    file = corrections(tmp_path / "c.json", decided(tmp_path / "out", "/note/title", "reject"))
    assert extract("apply", file, tmp_path / "out")[0] == 0
    assert [(r["reason"], r["path"]) for r in rows(tmp_path / "out", "problems")] == [
        ("rejected", "/note/title"),
        ("invalid", ""),
    ]
