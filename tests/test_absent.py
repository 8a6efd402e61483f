"""What a filing does not print is known only where every row of its statement is something else."""

import json
from decimal import Decimal

import polars as pl
import pytest

from extract_filings.pipeline.gold.absent import absent
from extract_filings.pipeline.gold.evaluate import counts, evaluate, verdicts
from extract_filings.pipeline.gold.format import COLUMNS

DAY = "2023-12-31"


def line(document: str, item: str, label: str, value: int) -> dict:
    return dict.fromkeys(COLUMNS) | {
        "doc_id": document,
        "section": "balance_sheet",
        "item": item,
        "period_end": DAY,
        "value": str(value),
        "printed": str(value),
        "label": label,
    }


GOLD = [
    line("a", "total_assets", "Total assets", 9),
    line("a", "inventory", "Inventories, net", 2),
    line("b", "total_assets", "Total assets", 7),
]


def row(label: str, concept: str | None, dims: dict | None = None, **more) -> dict:
    facts = [{"concept": concept, "dims": dims}] if concept else []
    cells = [{"text": label, "facts": []}, {"text": "5", "facts": facts}]
    told = {"doc_id": "b", "statement": "balance_sheet", "kind": "data", "label": label}
    return told | {"texts": [label, "5"], "cells": cells} | more


KNOWN = [
    row("Prepaid expenses", "us-gaap:PrepaidExpenseCurrent"),
    row("Total assets", "us-gaap:Assets"),
]


def of_b(tmp_path, *rows: dict) -> frozenset[str]:
    told = "".join(json.dumps(r) + "\n" for r in (*KNOWN, *rows))
    (tmp_path / "rows.jsonl").write_text(told)
    return absent(tmp_path / "gold.parquet", GOLD)["b", "balance_sheet"]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], {"inventory"}),
        ([row("Inventory of parts", "acme:Parts")], set()),  # the filer's own concept
        ([row("Inventory", None)], set()),
        ([row("Inventories", "us-gaap:InventoryNet", {"class": "A"})], set()),
        ([row("Inventory, net", "us-gaap:InventoryGross")], set()),  # labelled as elsewhere
        ([row("", "acme:Parts")], set()),  # nobody says what it is
        ([row("Deferred rent", "acme:Rent")], {"inventory"}),
        ([row("Inventories:", None, texts=["Inventories:"])], {"inventory"}),  # a heading
    ],
)
def test_an_item_is_absent_unless_a_row_that_nobody_knows_may_be_it(tmp_path, rows, wanted):
    assert of_b(tmp_path, *rows) == wanted


def test_rows_of_reviewed_gold_are_not_all_rows(tmp_path):
    part = {k: v for k, v in row("Total assets", "").items() if k != "texts"}
    assert of_b(tmp_path, part) == set()


def test_without_rows_nothing_is_known_to_be_absent(tmp_path):
    assert absent(tmp_path / "gold.parquet", GOLD) == {}


def test_values_of_absent_items_are_invented_and_wrong(tmp_path):
    of_b(tmp_path)
    pl.DataFrame(GOLD, schema=COLUMNS).write_parquet(tmp_path / "gold.parquet")
    sheet = [
        {"document": d, "period_end": DAY, "total_assets": Decimal(9 if d == "a" else 7)}
        | {"inventory": Decimal(2)}
        for d in "ab"
    ]
    paths = [f"balance_sheet/{n}/{f}" for n in (0,) for f in ("total_assets", "inventory")]
    told = [
        {"document": d, "table": "balance_sheet", "path": p, "value": str(r[p.split("/")[-1]])}
        for d, r in zip("ab", sheet, strict=True)
        for p in paths
    ]
    documents = [{"document": d} for d in "ab"]
    for name, rows in (("balance_sheet", sheet), ("evidence", told), ("documents", documents)):
        (tmp_path / "out" / name).mkdir(parents=True)
        pl.DataFrame(rows).write_parquet(tmp_path / "out" / name / "0.parquet")
    total = counts(evaluate(tmp_path / "out", tmp_path / "gold.parquet"), "section")["TOTAL"]
    assert total == {"right": 3, "wrong": 0, "missing": 0, "invented": 1}
    right = verdicts(tmp_path / "out", tmp_path / "gold.parquet")
    assert [k for k, v in right.items() if not v] == [("b", "balance_sheet/0/inventory")]
