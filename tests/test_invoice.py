"""Invoices: the schema, synthetic ones with exact gold; a perfect model gets every cell."""

from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")

from oracle_engine import digest, tables

from extract_filings.pipeline.gold.evaluate import evaluate
from extract_filings.pipeline.status import Status
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.schemas.compile import parts
from extract_filings.schemas.invoice import Invoice
from extract_filings.training.synth.check import check
from extract_filings.training.synth.invoice.invoice import generate

DOCUMENTS = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    generate(DOCUMENTS, out := tmp_path_factory.mktemp("invoices"), seed=32)
    return out


@pytest.fixture(scope="module")
def read(made, tmp_path_factory):
    """Tables and records of a perfect reading."""
    out = tmp_path_factory.mktemp("read") / "out"
    return out, tables("invoice", made, out)


def test_the_schema_is_a_root_and_lists_in_its_objects():
    assert [(p.name, p.place.at, len(p.fields)) for p in parts(Invoice)] == [
        ("invoice", (), 13),
        ("seller_address", ("seller", "address"), 1),
        ("buyer_address", ("buyer", "address"), 1),
        ("lines", ("lines",), 6),
    ]
    assert {f.name for f in parts(Invoice)[0].fields if parts(Invoice)[0].sure(f)} == {
        "number",
        "invoice_date",
        "currency",
        "seller_name",
        "buyer_name",
        "total",
    }


def test_same_seed_same_bytes(tmp_path):
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        generate(2, tmp_path / name, seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "two") != digest(tmp_path / "other")


def test_every_printed_value_stands_on_its_page(made):
    assert check(made) == []


def test_lines_run_over_pages_in_several_currencies(made):
    gold = pl.read_parquet(made / "gold.parquet")
    assert (
        gold.filter(pl.col.section == "lines")
        .group_by("doc_id")
        .agg(pl.col("page").n_unique())["page"]
        .max()
        > 2
    )
    assert gold.filter(pl.col.item == "currency")["value"].n_unique() > 2
    assert (
        gold.filter(pl.col.item == "description")["printed"].str.len_chars().max() > 70
    )  # wrapped


def test_account_numbers_have_right_check_digits(made):
    for iban in pl.read_parquet(made / "gold.parquet").filter(pl.col.item == "iban")["value"]:
        plain = iban.replace(" ", "")
        assert int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def test_a_perfect_model_reads_every_cell_and_no_other(made, read):
    judged = evaluate(read[0], made / "gold.parquet")
    assert [j for j in judged if j.verdict != "right"] == []
    assert sum(len(r.values) for r in read[1]) == pl.read_parquet(made / "gold.parquet").height


def test_gold_obeys_the_checks_and_is_an_instance(read):
    """Nothing on one of the invoices tells that 12/04/2015 has the month first."""
    for record in read[1]:
        doubted = {v.field for v in record.values if str(v.status).startswith("conflicting: with")}
        assert doubted in (set(), {"invoice_date", "due_date"})
        assert {str(v.status) for v in record.values if v.field not in doubted} == {"found"}
        assert not [p for p in record.problems if p.reason == "invalid"]
        bill = Invoice.model_validate_json(assemble(parts(Invoice), record.values).text)
        assert bill.total == bill.subtotal + bill.tax and bill.subtotal == sum(
            n.amount for n in bill.lines
        )


def test_a_cell_read_wrongly_is_marked(tmp_path):
    """The amount of the first line from its unit price."""
    generate(2, tmp_path, seed=32)
    gold = pl.read_parquet(tmp_path / "gold.parquet")
    price = gold.filter(pl.col.item == "unit_price", pl.col.row_index == 0).select(
        "doc_id", "row_index", price="printed", item=pl.lit("amount")
    )
    gold.join(
        price, on=["doc_id", "row_index", "item"], how="left", maintain_order="left"
    ).with_columns(printed=pl.coalesce("price", "printed")).drop("price").write_parquet(
        tmp_path / "gold.parquet"
    )
    for record in tables("invoice", tmp_path, tmp_path / "out"):
        marked = {
            (v.field, dict(v.key).get("row")): str(v.status)
            for v in record.values
            if v.status != Status()
        }
        assert (
            marked["amount", 0] == "check failed: line, lines"
            and marked["quantity", 0] == "check failed: line"
            and marked["subtotal", None] == "check failed: lines"
        )
