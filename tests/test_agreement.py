"""Credit agreements: a list in a list, values in sentences; a perfect model gets every cell."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("reportlab")

from oracle_engine import digest, tables, taken

from extract_filings.pipeline.ask.keyed_answer import listing_of, root_pointers, row_pointers
from extract_filings.pipeline.ask.keyed_prompt import keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.gold.evaluate import evaluate
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import rank
from extract_filings.pipeline.pdf.read import read as read_pdf
from extract_filings.pipeline.records import Answer, Chunk, Line, quoted
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.credit_agreement import Agreement
from extract_filings.training.synth.agreement.agreement import generate
from extract_filings.training.synth.check import check

DOCUMENTS = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    generate(DOCUMENTS, out := tmp_path_factory.mktemp("agreements"), seed=26)
    return out


@pytest.fixture(scope="module")
def read(made, tmp_path_factory):
    """Tables and records of a perfect reading."""
    out = tmp_path_factory.mktemp("read") / "out"
    return out, tables("credit_agreement", made, out)


def test_the_schema_is_a_root_with_objects_and_a_list_in_a_list():
    asked = {p.name: p for p in parts(Agreement)}
    assert [*asked] == [
        "agreement",
        "guarantors",
        "facilities",
        "facilities_lenders",
        "pricing",
        "covenants",
    ]
    assert (
        asked["facilities"].keys,
        asked["facilities_lenders"].keys,
        asked["facilities_lenders"].parent,
    ) == (("row",), ("parent_row",), "facilities")
    assert ("borrower", "address", "street") in {f.at for f in asked["agreement"].fields}


def test_same_seed_same_bytes(tmp_path):
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        generate(1, tmp_path / name, seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "two") != digest(tmp_path / "other")


def test_every_printed_value_stands_on_its_page(made):
    assert check(made) == []
    pages = pl.read_parquet(made / "docs.parquet")["pages"]
    assert pages.min() >= 15 and pages.max() <= 60


def test_the_pages_of_all_values_are_among_those_asked(made):
    gold = pl.read_parquet(made / "gold.parquet").filter(pl.col.printed != "")
    for (name,), facts in gold.group_by("doc_id"):
        chunks = chunk_pages(read_pdf(made / "pdf" / f"{name}.pdf"))
        asked = {
            (part, f): {c.page for c in some}
            for part, fields in rank(parts(Agreement), chunks).items()
            for f, some in fields.items()
        }
        assert [
            f
            for f in facts.select("section", "item", "page").iter_rows()
            if f[2] not in asked[f[:2]]
        ] == []


def test_a_perfect_model_reads_every_cell_and_no_other(made, read):
    judged = evaluate(read[0], made / "gold.parquet")
    assert [j for j in judged if j.verdict != "right"] == []
    assert (
        sum(len(r.values) for r in read[1])
        == pl.read_parquet(made / "gold.parquet").filter(pl.col.printed != "").height
    )


def test_gold_obeys_the_checks_and_is_an_instance(read):
    for record in read[1]:
        assert {str(v.status) for v in record.values} == {"found"} and not [
            p for p in record.problems if p.reason == "invalid"
        ]
        deal = Agreement.model_validate_json(assemble(parts(Agreement), record.values).text)
        assert [f.commitment for f in deal.facilities] == [
            sum(c.amount for c in f.lenders) for f in deal.facilities
        ]


def test_lenders_stand_in_sentences_and_in_schedules(made):
    gold = pl.read_parquet(made / "gold.parquet").filter(pl.col.section == "facilities")
    share = (
        gold.join(pl.read_parquet(made / "docs.parquet"), on="doc_id")
        .select(pl.col("page") / pl.col("pages"))
        .to_series()
    )
    assert share.min() < 0.5 < share.max()


FACILITIES, LENDERS, ROOT = (
    next(p for p in parts(Agreement) if p.name == n)
    for n in ("facilities", "facilities_lenders", "agreement")
)


def answered(part: Part, text: list[str], answer: str) -> list[tuple[str, str, int, int]]:
    """Field, quote, line and start of each value that the answer points at; the grammar must take
    it.
    """
    passage = Passage((Chunk(tuple(Line(1, i, t) for i, t in enumerate(text))),))
    [question] = keyed_prompt(passage, [part]).questions
    assert taken(question.grammar, answer)
    told = Answer(answer, 1.0)
    if part.kind == "list":
        places = row_pointers(passage, part, listing_of(part, told).rows, 0, set())
    else:
        places = root_pointers(passage, part, told)
    return [
        (p.field, quoted(p.line, p.start, p.end, p.rest), p.line.number, p.start) for p in places
    ]


def test_a_span_may_end_between_two_signs():
    assert answered(
        LENDERS,
        ["lent by Acme Bank, N.A., $5,000,000; and"],
        '{"lenders": [{"lender": "Acme Bank, N.A.", "amount": 5000000}]}',
    ) == [("lender", "Acme Bank, N.A.", 0, 8), ("amount", "5,000,000", 0, 26)]


def test_of_equal_amounts_each_row_has_the_one_beside_its_name():
    text = ["Acme Bank, $40,000,000; Orchard Bank, $20,000,000; Quarry Bank,", "$40,000,000"]
    assert answered(
        LENDERS,
        text,
        '{"lenders": [{"lender": "Acme Bank", "amount": 40000000}, '
        '{"lender": "Orchard Bank", "amount": 20000000}, '
        '{"lender": "Quarry Bank", "amount": 40000000}]}',
    )[-2:] == [("lender", "Quarry Bank", 0, 51), ("amount", "40,000,000", 1, 1)]


def test_a_number_stands_where_it_is_one_that_the_schema_allows():
    """$5 million is 5,000,000, which are too many days."""
    days = replace(ROOT, fields=tuple(f for f in ROOT.fields if f.name == "defaults_grace_days"))
    [(field, quote, line, _)] = answered(
        days,
        ["not exceeding $5 million, or fails to pay within", "five (5) Business Days"],
        '{"defaults": {"grace_days": 5}}',
    )
    assert field == "defaults_grace_days" and quote in ("five", "5") and line == 1
