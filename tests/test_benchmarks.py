"""Laws of the page of figures: it counts as the score counts, and intervals come from whole
companies.
"""

import numpy as np
import polars as pl
import pytest

from extract_filings.benchmarks.accuracy import evaluation, false_alarms
from extract_filings.benchmarks.accuracy.evaluation import (
    Run,
    Sample,
    by_item,
    by_section,
    cells,
    compared,
    sections,
)
from extract_filings.benchmarks.speed import end_to_end
from extract_filings.pipeline.gold.evaluate import ScoredCell, counts
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema


def judged(document: str, section: str, item: str, verdict: str) -> ScoredCell:
    return ScoredCell((document, section, item, None, None), verdict, frozenset(), None)


CELLS = [
    judged("aa_10-k_1", "cover", "city", "right"),
    judged("aa_10-k_1", "cover", "street", "wrong"),
    judged("aa_10-q_2", "balance_sheet", "goodwill", "right"),
    judged("bb_10-k_3", "balance_sheet", "goodwill", "missing"),
    judged("bb_10-k_3", "cash_flow", "dividends_paid", "right"),
]


def test_groups_count_as_the_score_does():
    sample = Sample.of(CELLS)
    for by, name in (("section", lambda j: j.key[1]), ("item", lambda j: f"{j.key[1]}.{j.key[2]}")):
        ours = {
            group: dict(zip(evaluation.VERDICTS, map(int, c.sum(0)), strict=False))
            for group, c in cells(CELLS, sample, name).items()
        }
        assert ours == {k: v for k, v in counts(CELLS, by).items() if k != "TOTAL"}


def test_filings_of_one_company_are_drawn_together():
    sample = Sample.of(CELLS)
    assert sample.place == {"aa": 0, "bb": 1} and set(sample.drawn.sum(1)) == {2}
    assert cells(CELLS, sample, lambda j: "all")["all"].tolist() == [[2, 1, 0, 0], [1, 0, 1, 0]]


def test_a_section_is_whole_if_all_its_cells_are_right():
    assert sections(CELLS, Sample.of(CELLS)).tolist() == [[1, 2], [1, 2]]


def test_the_interval_holds_the_share_and_is_the_same_each_time():
    many = [
        judged(f"c{i}_10-k_1", "cover", "city", "right" if i % 4 else "wrong") for i in range(40)
    ]
    share = Sample.of(many).share(
        np.array([bool(i % 4) for i in range(40)]).astype(int), np.ones(40, int)
    )
    low, high = map(float, share.partition("[")[2].rstrip("]").split(", "))
    assert share.startswith("75.0 % [") and 55 < low < 68 and 82 < high < 90
    assert share == Sample.of(many).share(
        np.array([bool(i % 4) for i in range(40)]).astype(int), np.ones(40, int)
    )


def test_an_item_of_one_company_has_the_interval_of_one():
    assert (
        "| cash_flow.dividends_paid | 1 | 1 | 1 | 0 | 0 | 0 | 100.0 % [100.0, 100.0] |"
        in by_item(Run("main", CELLS, None), Sample.of(CELLS))
    )


def test_what_is_never_given_has_no_precision():
    missing = [judged("aa_10-k_1", "cover", "city", "missing")]
    assert "| total | 1 | 0 | 0 | 1 | 0 | 0.0 % [0.0, 0.0] | - | 0 of 1 |" in by_section(
        Run("main", missing, None), Sample.of(missing)
    )


def test_a_run_differs_from_itself_by_nothing_and_pairs_with_the_first():
    worse = [ScoredCell(j.key, "wrong", j.want, j.got) for j in CELLS]
    text = compared(
        [Run("main", CELLS, 1.5), Run("same", CELLS, None), Run("worse", worse, None)],
        Sample.of(CELLS),
    )
    assert (
        "| +0.0 [0.0, 0.0] | - |" in text
        and "| -60.0 [-66.7, -50.0] | - |" in text
        and "| 1.50 |" in text
    )


@pytest.mark.slow
def test_the_page_of_a_sample(samples, tmp_path):
    """From a filing to the page."""
    end_to_end.extract([str(samples / "synth0006_10-q.pdf")], tmp_path / "out")
    assert end_to_end.peak() > 100
    gold, page = tmp_path / "gold.parquet", tmp_path / "docs" / "page.md"
    pl.read_parquet(samples / "gold.parquet").filter(
        pl.col.doc_id == "synth0006_10-q"
    ).write_parquet(gold)
    evaluation.main([f"now={tmp_path / 'out'}", "--gold", str(gold), "--markdown", str(page)])
    assert (
        "of 1 filings of 1 companies" in " ".join(page.read_text().split())
        and "| now |" in page.read_text()
        and str(tmp_path) not in page.read_text()
    )


def test_no_rule_marks_gold_of_the_samples_and_a_planted_mistake_is_marked(samples):
    asked = parts(load_schema("filing"))
    verdicts = false_alarms.false_alarms_of(samples / "gold.parquet", asked)
    assert len(verdicts) > 500 and not [j for _, j in verdicts if j.broken]
    _, told = false_alarms.documents(samples / "gold.parquet", asked)[0]
    wrong = [
        w
        for kind, v, w in false_alarms.planted(told, asked)
        if kind == "x 1,000" and v.field == "total_assets"
    ]
    assert len(wrong) == 2 and all(not w.value % 1000 for w in wrong)
