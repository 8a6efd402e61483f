"""Laws of the synthetic filings: reproducible, consistent, printed where gold says."""

import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")

from extract_filings.schemas.filing import BalanceSheet, CashFlow, IncomeStatement
from extract_filings.training.synth import generate
from extract_filings.training.synth.check import check
from extract_filings.training.synth.filing.wording.wording import variants

SAMPLES = Path(__file__).parents[1] / "samples"
ITEMS = [
    n
    for m in (IncomeStatement, BalanceSheet, CashFlow)
    for n in m.model_fields
    if n not in ("period_end", "months")
]


def digest(folder: Path) -> str:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return hashlib.sha256(b"".join(p.name.encode() + p.read_bytes() for p in files)).hexdigest()


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("synth")
    generate(40, out, seed=3)
    return out


@pytest.fixture(scope="module")
def cells(made) -> dict:
    """{(document, section): {period: {item: value}}} of the statements."""
    found = defaultdict(lambda: defaultdict(dict))
    for r in (
        pl.read_parquet(made / "gold.parquet")
        .filter(pl.col.section != "cover")
        .iter_rows(named=True)
    ):
        found[r["doc_id"], r["section"]][r["period_start"], r["period_end"]][r["item"]] = Decimal(
            r["value"]
        )
    return found


@pytest.fixture(scope="module")
def rows(made) -> list[dict]:
    return [json.loads(line) for line in (made / "rows.jsonl").open()]


def amounts(rows: list[dict], concept: str) -> dict[tuple, Decimal]:
    """{(document, start, end): value} of the rows whose concept holds the word."""
    return {
        (r["doc_id"], f["period_start"], f["period_end"]): Decimal(f["value"])
        for r in rows
        if concept in (r["concept"] or "")
        for c in r["cells"]
        for f in c["facts"]
    }


def columns(cells: dict, section: str) -> list[dict]:
    return [
        items for (_, s), periods in cells.items() if s == section for items in periods.values()
    ]


def test_same_seed_same_bytes(tmp_path):
    for name in ("one", "two"):
        generate(2, tmp_path / name, seed=5)
    generate(2, tmp_path / "other", seed=6)
    assert digest(tmp_path / "one") == digest(tmp_path / "two") != digest(tmp_path / "other")


def test_a_filing_depends_on_its_number_only(tmp_path, made):
    generate(1, tmp_path, seed=3, first=17)
    path = next((tmp_path / "pdf").glob("*.pdf"))
    assert path.read_bytes() == (made / "pdf" / path.name).read_bytes()


def test_assets_equal_liabilities_and_equity(cells):
    pairs = [
        (c["total_assets"], c["total_liabilities_and_equity"])
        for c in columns(cells, "balance_sheet")
    ]
    assert len(pairs) == 80 and all(a == b for a, b in pairs)


def test_gross_profit_is_revenue_less_cost(cells):
    found = [c for c in columns(cells, "income_statement") if "gross_profit" in c]
    assert found and all(c["revenue"] - c["cost_of_revenue"] == c["gross_profit"] for c in found)


def test_operating_income_is_gross_profit_less_expenses(cells):
    found = [
        c
        for c in columns(cells, "income_statement")
        if {"gross_profit", "operating_expenses"} <= set(c)
    ]
    assert found and all(
        c["gross_profit"] - c["operating_expenses"] == c["operating_income"] for c in found
    )


def test_operating_income_is_revenue_less_all_costs(cells):
    found = [
        c
        for c in columns(cells, "income_statement")
        if {"operating_income", "total_costs_and_expenses"} <= set(c)
    ]
    assert found and all(
        c["revenue"] - c["total_costs_and_expenses"] == c["operating_income"] for c in found
    )


def test_earnings_per_share_follow_from_profit_and_shares(cells, rows):
    """From what preferred shares and participating awards leave, where the statement says that."""
    common = amounts(rows, "NetIncomeLossAvailableToCommonStockholdersBasic")
    found = [
        (c, common.get((doc, start, end), c["net_income"]))
        for (doc, s), periods in cells.items()
        if s == "income_statement"
        for (start, end), c in periods.items()
        if {"eps_basic", "shares_basic", "net_income"} <= set(c)
    ]
    assert len(found) > 40 and all(
        abs(profit / c["shares_basic"] - c["eps_basic"]) <= Decimal("0.006") for c, profit in found
    )


def test_cash_flows_add_up_to_the_change_in_cash(cells, rows):
    changes, rates = amounts(rows, "PeriodIncreaseDecrease"), amounts(rows, "EffectOfExchangeRate")
    for (doc, section), periods in cells.items():
        for period, c in periods.items() if section == "cash_flow" else ():
            assert (
                c["operating_cash_flow"]
                + c["investing_cash_flow"]
                + c["financing_cash_flow"]
                + rates.get((doc, *period), 0)
                == changes[doc, *period]
            ), (doc, period)


def test_every_printed_value_stands_on_its_page(made):
    assert check(made) == []


@pytest.mark.parametrize("item", ITEMS)
def test_every_item_is_worded_in_many_ways(item):
    assert len(set(variants(item))) >= 10


def test_the_gold_of_the_samples_agrees_with_the_samples():
    gold = pl.read_parquet(SAMPLES / "gold.parquet")
    assert set(gold["doc_id"]) == {p.stem for p in SAMPLES.glob("*.pdf")}
    assert check(SAMPLES) == []
