"""Pseudo-labels: only what the laws confirm and the model is sure of; the gold of made-up filings
says how true they are.
"""

from pathlib import Path

import polars as pl
import pytest

from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.pages import UNKNOWN, RowPage
from extract_filings.pipeline.records import NONE
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.status import Status
from extract_filings.training.data.pseudo_labels import confirmed, pseudo_pages

FILE = "synth0001_10-k"


@pytest.fixture(scope="module")
def extractor() -> Pipeline:
    return Pipeline(Settings())


@pytest.fixture(scope="module")
def pages(extractor, samples: Path) -> list:
    return list(pseudo_pages([samples / f"{FILE}.pdf"], extractor))


def test_labelled_rows_print_what_gold_says(pages, samples):
    gold = pl.read_parquet(samples / "gold.parquet").filter(
        pl.col.doc_id == FILE, pl.col.section != "cover"
    )
    printed = {f"<{g['section']}.{g['item']}>": g["printed"] for g in gold.iter_rows(named=True)}
    told = [
        (t, line)
        for p in pages
        if isinstance(p, RowPage)
        for t, line in zip(p.targets, p.lines, strict=False)
        if t in printed
    ]
    assert len(told) >= 20
    assert sum(printed[t] in line for t, line in told) >= 0.95 * len(told)


def test_only_statement_pages_carry_marks_and_doubt_is_not_taught(pages):
    rows = [p for p in pages if isinstance(p, RowPage)]
    assert any(p.holds for p in rows)
    assert all(t in (NONE, UNKNOWN) for p in rows if not p.holds for t in p.targets)
    assert all(
        t in (NONE, UNKNOWN) or t.strip("<>").partition(".")[0] in p.holds
        for p in rows
        for t in p.targets
    )


def test_a_broken_law_or_a_missing_figure_confirms_nothing(extractor, samples):
    from dataclasses import replace

    values = extractor(samples / f"{FILE}.pdf").values
    part = next(p for p in extractor.statements if p.name == "balance_sheet")
    fine = [replace(v, status=Status()) for v in values if v.table == part.name]
    assert confirmed(part, fine)
    assert not confirmed(part, [replace(fine[0], status=Status(failed=("balance",))), *fine[1:]])
    assert not confirmed(part, [v for v in fine if v.field != "total_assets"])
