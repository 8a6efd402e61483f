"""Invoices: the schema, made-up ones with exact gold, and that a model without faults would have every cell of them."""

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")

from perfect import tables

from pipeline.assemble import assemble
from pipeline.evaluate import evaluate
from schemas.compile import parts
from schemas.invoice import Invoice
from training.synth.check import check
from training.synth.invoice import generate

DOCUMENTS = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    generate(DOCUMENTS, out := tmp_path_factory.mktemp("invoices"), seed=9)
    return out


@pytest.fixture(scope="module")
def read(made, tmp_path_factory):
    """Tables and records of a perfect reading."""
    out = tmp_path_factory.mktemp("read") / "out"
    return out, tables("invoice", made, out)


def test_the_schema_is_a_root_and_lists_in_its_objects():
    assert [(p.name, p.place.at, len(p.fields)) for p in parts(Invoice)] == [("invoice", (), 13), ("seller_address", ("seller", "address"), 1), ("buyer_address", ("buyer", "address"), 1), ("lines", ("lines",), 6)]
    assert {f.name for f in parts(Invoice)[0].fields if parts(Invoice)[0].sure(f)} == {"number", "invoice_date", "currency", "seller_name", "buyer_name", "total"}


def test_same_seed_same_bytes(tmp_path):
    digest = lambda out: hashlib.sha256(b"".join(p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file())).hexdigest()
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        generate(2, tmp_path / name, seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "two") != digest(tmp_path / "other")


def test_every_printed_value_stands_on_its_page(made):
    assert check(made) == []


def test_lines_run_over_pages_in_several_currencies(made):
    gold = pl.read_parquet(made / "gold.parquet")
    assert gold.filter(pl.col.section == "lines").group_by("doc_id").agg(pl.col("page").n_unique())["page"].max() > 2
    assert gold.filter(pl.col.item == "currency")["value"].n_unique() > 2
    assert gold.filter(pl.col.item == "description")["printed"].str.len_chars().max() > 70  # wrapped


def test_account_numbers_have_right_check_digits(made):
    for iban in pl.read_parquet(made / "gold.parquet").filter(pl.col.item == "iban")["value"]:
        plain = iban.replace(" ", "")
        assert int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def test_a_perfect_model_reads_every_cell_and_no_other(made, read):
    judged = evaluate(read[0], made / "gold.parquet")
    assert [j for j in judged if j.verdict != "right"] == []
    assert sum(len(r.values) for r in read[1]) == pl.read_parquet(made / "gold.parquet").height


def test_gold_obeys_the_checks_and_is_an_instance(read):
    for record in read[1]:
        assert {v.status for v in record.values} == {"found"} and not [p for p in record.problems if p.reason == "invalid"]
        bill = Invoice.model_validate_json(assemble(parts(Invoice), record.values).text)
        assert bill.total == bill.subtotal + bill.tax and bill.subtotal == sum(n.amount for n in bill.lines)


def test_a_page_that_says_another_sum_is_marked(made, tmp_path, monkeypatch):
    """One line's amount read from its unit price."""
    from perfect import Perfect

    words = Perfect.words
    monkeypatch.setattr(Perfect, "words", lambda self, part, fact: next((f["printed"] for f in self.facts if (f["item"], f["row_index"]) == ("unit_price", 0)), None) if (fact["item"], fact["row_index"]) == ("amount", 0) else words(self, part, fact))
    records = tables("invoice", made, tmp_path / "out")
    wrong = [r for r in records if {"check failed: line, lines", "check failed: lines"} & {v.status for v in r.values}]
    single = {d for (d,), g in pl.read_parquet(made / "gold.parquet").filter((pl.col.row_index == 0) & (pl.col.item == "quantity")).group_by("doc_id") if Decimal(g["value"][0]) == 1}
    assert {r.document for r in wrong} == {r.document for r in records} - single and len(wrong) > 3
