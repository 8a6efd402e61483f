"""Documents of many kinds with gold: the folders hold what they say, and are judged by it."""

import json
from pathlib import Path

import pytest

from extract_filings.benchmarks.accuracy.kinds import main, table
from extract_filings.pipeline.gold.alike import same
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.spans.judged import judged, paired

KINDS = Path(__file__).parents[1] / "kinds"
ORDER = """
from datetime import date
from decimal import Decimal
from pydantic import BaseModel

class Line(BaseModel):
    item: str
    price: Decimal

class Order(BaseModel):
    order_number: str
    order_date: date
    delivery_date: date | None = None
    total: Decimal
    lines: list[Line]
"""
PAGE = """
Order number: A-1733                         Order date: March 4, 2025

Item                         Price
Oak table                   120.00
Pine shelf                   80.00
Total                       200.00
"""
GOLD = {
    "file": "docs/order.txt",
    "schema": "schemas/order.py:Order",
    "single": {
        "order_number": "A-1733",
        "order_date": "2025-03-04",
        "delivery_date": None,
        "total": "300.00",
    },
    "lists": {
        "lines": [{"item": "Oak table", "price": "120"}, {"item": "Pine shelf", "price": "81"}]
    },
}


@pytest.mark.parametrize("folder", ["known", "held_out"])
def test_gold_has_all_fields_of_its_schema(folder):
    files = sorted((KINDS / folder / "gold").glob("*.json"))
    assert len(files) == {"known": 56, "held_out": 28}[folder]
    for file in files:
        gold = json.loads(file.read_text())
        assert (KINDS / folder / gold["file"]).is_file()
        root, *others = parts(load_schema(f"{KINDS / folder / gold['schema']}"))
        assert {".".join(f.at) for f in root.fields} == gold["single"].keys(), file.name
        assert {".".join(p.place.at) for p in others} == gold["lists"].keys(), file.name


@pytest.fixture
def folder(tmp_path):
    for name, text in (
        ("docs/order.txt", PAGE),
        ("schemas/order.py", ORDER),
        ("gold/order.json", json.dumps(GOLD)),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    return tmp_path


def test_values_are_judged_by_gold(folder, capsys):
    (one,) = judged(folder)
    assert (one.stated, one.absent) == ({"root": 3, "list": 4}, 1)
    assert {v.value.field: v.right for v in one.values if v.kind == "root"} == {
        "order_number": True,
        "order_date": True,
        "total": False,
    }
    assert [v.right for v in one.values if v.kind == "list"] == [True, True, True, False]
    assert "| single | 3 | 2 | 3 | 66.7% | 66.7% | 66.7% |" in table([one])
    main([str(folder), "--misses"])
    assert "order: 2 of 7 values not right" in capsys.readouterr().out


def test_rows_are_paired_in_order():
    rows = [{"a": n, "b": "x"} for n in "1234"]
    assert paired(rows[1:3], rows) == [(0, 1), (1, 2)]
    assert paired([], rows) == paired(rows, []) == []
    assert same("1,250.00") == same("1250")
