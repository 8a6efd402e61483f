"""Laws of the score, and that it is the one of the independent scorer."""

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from make_records import END, Q1, Q2, cell, record

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.gold.evaluate import counts, evaluate
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.compile import parts
from extract_filings.schemas.credit_agreement import Agreement
from extract_filings.schemas.filing import Filing

SCORER = Path(__file__).parents[2] / "shared" / "score.py"
MILLION = Decimal(10**6)


def gold(path: Path, *facts: tuple) -> Path:
    """Facts: (section, item, period start, period end, value, printed, suspect)."""
    names = ("section", "item", "period_start", "period_end", "value", "printed", "suspect")
    types = dict.fromkeys(("doc_id", *names[:-1]), pl.String) | {"suspect": pl.Boolean}
    pl.DataFrame(
        [{"doc_id": "acme"} | dict(zip(names, f, strict=False)) for f in facts], schema=types
    ).write_parquet(path)
    return path


FACTS = (
    ("cover", "registrant_name", None, None, "ACME’s  CORP", "Acme’s  Corp", False),
    ("cover", "phone", None, None, "555-010-0000", "(555) 010-0000", False),
    ("cover", "period_end_date", None, None, "2024-03-31", "March 31, 2024", False),
    ("cover", "shares_outstanding", None, None, "1000", "1,000", False),
    ("cover", "city", None, None, "Springfield", "Springfield", False),
    ("cover", "security_title", None, None, "Common Stock", "Common Stock", False),
    ("cover", "security_title", None, None, "5% Notes", "5% Notes", False),
    ("cover", "trading_symbol", None, None, "ACME", "ACME", False),
    ("income_statement", "revenue", "2024-01-01", "2024-03-31", "1234000000", "1,234", False),
    ("income_statement", "revenue", "2023-01-01", "2023-03-31", "900000000", "900", False),
    ("income_statement", "net_income", "2024-01-01", "2024-03-31", "1", "1", True),
    ("balance_sheet", "total_assets", None, "2024-03-31", "5000000000", "5,000", False),
)
VALUES = [
    cell("filing", (), "registrant_name", "Acme's Corp"),
    cell("filing", (), "phone", "555.010.0000"),
    cell("filing", (), "period_end_date", date(2024, 3, 31)),
    cell("filing", (), "shares_outstanding", Decimal("1000"), "1,000"),
    cell("security", (("row", 0),), "title", "5% Notes"),
    cell("security", (("row", 0),), "trading_symbol", "ACME"),
    cell("security", (("row", 1),), "title", "Preferred Stock"),
    cell("income_statement", Q1, "revenue", 1234 * MILLION),
    cell("income_statement", Q2, "revenue", 901 * MILLION),
    cell("balance_sheet", END, "total_assets", 5000 * MILLION),
    cell("balance_sheet", END, "goodwill", 7 * MILLION),
]
EXPECTED = {
    "balance_sheet.total_assets": "right",
    "cover.city": "missing",
    "cover.period_end_date": "right",
    "cover.phone": "right",
    "cover.registrant_name": "right",
    "cover.security_title": "wrong",
    "cover.shares_outstanding": "right",
    "cover.trading_symbol": "right",
    "income_statement.revenue 2023-03-31": "wrong",
    "income_statement.revenue 2024-03-31": "right",
}


@pytest.fixture
def made(tmp_path) -> tuple[Path, Path]:
    write([record("acme", VALUES)], [], Filing, tmp_path / "out", Run("filing", "embedded", "", {}))
    return tmp_path / "out", gold(tmp_path / "gold.parquet", *FACTS)


def test_each_gold_cell_gets_its_verdict(made):
    names = {
        f"{j.key[1]}.{j.key[2]}" + (f" {j.key[3]}" if j.key[2] == "revenue" else ""): j.verdict
        for j in evaluate(*made)
    }
    assert names == EXPECTED


def test_counts_add_up(made):
    groups = counts(evaluate(*made), "section")
    assert groups == {
        "balance_sheet": {"right": 1, "wrong": 0, "missing": 0, "invented": 0},
        "cover": {"right": 5, "wrong": 1, "missing": 1, "invented": 0},
        "income_statement": {"right": 1, "wrong": 1, "missing": 0, "invented": 0},
        "TOTAL": {"right": 7, "wrong": 2, "missing": 1, "invented": 0},
    }


@pytest.mark.skipif(
    not SCORER.exists(), reason="../shared/score.py, the independent scorer, is not on this machine"
)
@pytest.mark.parametrize("by", ["section", "item", "document"])
def test_the_independent_scorer_agrees(made, tmp_path, by):
    out, facts = made
    subprocess.run(
        [sys.executable, SCORER, facts, out, "--by", by, "--json", tmp_path / "score.json"],
        check=True,
        capture_output=True,
    )
    mine = counts(evaluate(out, facts), by)
    for group in mine.values():
        assert group.pop("invented") == 0  # the scorer knows nothing of absence
    theirs = json.loads((tmp_path / "score.json").read_text())
    total = mine.pop("TOTAL")
    assert mine == theirs["by"]
    assert total == {v: theirs[v] for v in total}


def deal(*lenders: tuple[int, int, str, str]) -> list:
    """Values: two facilities, and lenders as (row, facility, name, amount)."""
    rows = [
        cell("facilities", (("row", i),), "kind", k) for i, k in enumerate(("Revolving", "Term A"))
    ]
    return rows + [
        cell("facilities_lenders", (("row", r), ("parent_row", home)), f, v)
        for r, home, name, amount in lenders
        for f, v in (("lender", name), ("amount", Decimal(amount)))
    ]


def rows_of_gold(path: Path, lenders: list[tuple[int, str, str]], suspect: int = -1) -> Path:
    cells = [("facilities", "kind", i, k, None) for i, k in enumerate(("Revolving", "Term A"))]
    cells += [
        ("facilities_lenders", f, i, v, "not reviewed" if i == suspect else None)
        for i, row in enumerate(lenders)
        for f, v in zip(("parent_row", "lender", "amount"), map(str, row), strict=False)
    ]
    pl.DataFrame(
        [
            dict(doc_id="acme", section=s, item=f, row_index=i, value=v, printed=v, suspect=why)
            for s, f, i, v, why in cells
        ],
        schema_overrides={"suspect": pl.String},
    ).write_parquet(path)
    return path


def verdicts(folder: Path, values: list, gold_: Path) -> dict:
    asked = parts(Agreement)
    write(
        [Record("acme", "", 1, tuple(values), problems(asked, values))],
        [],
        Agreement,
        folder / "out",
        Run("credit_agreement", "m", "", {}),
    )
    return {
        (j.key[2], j.key[4]): j.verdict
        for j in evaluate(folder / "out", gold_)
        if j.key[1] == "facilities_lenders"
    }


LENDERS = [(0, "First", "10"), (0, "Second", "20"), (1, "First", "10")]


def test_rows_of_a_list_are_paired_in_order_and_each_cell_is_judged(tmp_path):
    found = verdicts(
        tmp_path,
        deal((0, 0, "First", "10"), (1, 1, "First", "11")),
        rows_of_gold(tmp_path / "g.parquet", LENDERS),
    )
    assert found == {
        ("lender", 0): "right",
        ("amount", 0): "right",
        ("parent_row", 0): "right",
        ("lender", 1): "missing",
        ("amount", 1): "missing",
        ("parent_row", 1): "missing",
        ("lender", 2): "right",
        ("amount", 2): "wrong",
        ("parent_row", 2): "right",
    }


def test_a_row_too_many_and_a_row_under_the_wrong_parent_are_wrong(tmp_path):
    found = verdicts(
        tmp_path,
        deal(
            (0, 0, "First", "10"),
            (1, 1, "Second", "20"),
            (2, 1, "First", "10"),
            (3, 1, "Nobody", "5"),
        ),
        rows_of_gold(tmp_path / "g.parquet", LENDERS),
    )
    assert {k for k, v in found.items() if v != "right"} == {
        ("parent_row", 1),
        ("lender", 6),
        ("amount", 6),
        ("parent_row", 6),
    }


def test_a_suspect_row_of_gold_keeps_its_partner_and_is_not_judged(tmp_path):
    found = verdicts(
        tmp_path,
        deal((0, 0, "First", "10"), (1, 0, "Second", "20"), (2, 1, "First", "10")),
        rows_of_gold(tmp_path / "g.parquet", LENDERS, suspect=1),
    )
    assert set(found.values()) == {"right"} and {row for _, row in found} == {0, 2}


def test_a_folder_that_is_no_output_is_refused(tmp_path):
    with pytest.raises(InputError, match="documents: no Parquet table to read there"):
        evaluate(tmp_path, gold(tmp_path / "gold.parquet", *FACTS))
