"""A row's concept and words speak for and against its tag: monotone, and silent without a file."""

import numpy as np
import pytest

from extract_filings.pipeline.decode.second_opinion import (
    FILE,
    Counted,
    Weights,
    evidence,
    load_counted,
)
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import NONE
from extract_filings.training.concepts import excluded, fit, item_shares

SHEET = "balance_sheet"
STOCK, DEBT = "<balance_sheet.inventory>", "<balance_sheet.long_term_debt>"
COUNTED = Counted(
    {"InventoryNet": {STOCK: 0.9}},
    {"Deposits": (STOCK,)},
    Weights(1.0, 0.5, -1.0, 1.0),
    "by hand",
)
OPINION = COUNTED.bound(["<is:Deposits>", "<is:InventoryNet>", "the", NONE])


def pooled(tag: float, concept: float, words: float | None = None) -> float:
    """Of inventory, by the tag's share, that of its concept, and what its words say."""
    said = {} if words is None else {NONE: 1 - words, STOCK: words}
    told = OPINION({NONE: 1 - tag, STOCK: tag}, np.array([1 - concept, concept]), said)
    assert sum(told.values()) == pytest.approx(1)
    return told[STOCK]


def test_it_is_monotone_in_both_opinions():
    shares = np.linspace(0.01, 0.99, 9)
    both = np.array([[pooled(t, c) for c in shares] for t in shares])
    assert (np.diff(both, axis=0) > 0).all() and (np.diff(both, axis=1) > 0).all()


def test_a_concept_that_is_no_item_speaks_against_the_tag():
    assert pooled(0.6, 0.01) < 0.1 < 0.5 < pooled(0.6, 0.99)


def test_words_speak_for_and_against_and_are_silent_where_there_are_none():
    against, silent, unsure, for_it = (pooled(0.5, 0.5, w) for w in (0.1, None, 0.5, 0.9))
    assert against < unsure < for_it and silent == pytest.approx(unsure)


def test_a_concept_is_named_by_page_and_words_together_or_not_at_all():
    page = np.array([0.6, 0.4])
    assert OPINION.named(page, None)[0] == ("Deposits", 0.6)
    name, sure = OPINION.named(page, np.array([0.1, 0.9, 0.0]))[0]
    assert name == "InventoryNet" and 0.8 < sure < 0.9
    assert OPINION.named(page, np.array([0.2, 0.2, 0.6])) == ()


def test_a_tag_that_no_concept_was_counted_for_is_left_to_none():
    told = OPINION.told([NONE, STOCK], np.array([0.5, 0.5]))
    assert told == {NONE: pytest.approx(0.55), STOCK: pytest.approx(0.45)}


def test_a_concept_excludes_what_statements_with_it_do_not_print():
    assert OPINION.excluded(np.array([0.8, 0.2])) == {STOCK: 0.8}
    assert OPINION.excluded(np.array([0.4, 0.6])) == {}


def test_what_is_counted():
    banks = [(f"bank{i}", SHEET, "Deposits", NONE) for i in range(60)]
    shops = [(f"shop{i}", SHEET, "InventoryNet", STOCK) for i in range(60)]
    both = [(f"shop{i}", SHEET, "LongTermDebt", DEBT if i % 2 else NONE) for i in range(59)]
    rows = [*banks, *shops, *both]
    assert item_shares(rows) == {
        "InventoryNet": {STOCK: round(60 / 61, 4)},
        "LongTermDebt": {DEBT: round(29 / 60, 4)},
    }
    elsewhere = ("shop", "cash_flow", "InventoryNet", NONE)
    assert item_shares([*rows, elsewhere]) == item_shares(rows)
    assert excluded(rows) == {"Deposits": (STOCK, DEBT)}
    assert excluded(rows[:3] + rows[60:]) == {}  # three banks are chance


def test_weights_are_fitted_and_never_below_zero():
    draw = np.random.default_rng(0)
    rows = []
    for _ in range(2_000):
        printed, sure = draw.random() < 0.3, draw.uniform(0.6, 0.9)
        told = sure if printed else 1 - sure
        noise = draw.uniform(0.1, 0.9)  # what the tag says means nothing here
        options = {NONE: 1 - noise, STOCK: noise}
        rows.append((evidence(options, {NONE: 1 - told, STOCK: told}, {}), int(printed)))
    made = fit(rows)
    assert made.concept > 1 and 0 <= made.tag < 0.2


def test_it_is_read_as_it_was_saved_and_a_model_without_the_file_has_none(tmp_path):
    assert load_counted(tmp_path) is None
    COUNTED.save(tmp_path)
    assert load_counted(tmp_path) == COUNTED


@pytest.mark.parametrize("text", ["", "[]", '{"items": {"A": 1}}'])
def test_a_damaged_file_is_told_by_name(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ModelError, match=r"concepts\.json is damaged"):
        load_counted(tmp_path)


def test_the_embedded_model_weighs_rows_and_leaves_words_alone(embedded):
    from extract_filings.pipeline.ask.tagging_prompt import rows_prompt
    from extract_filings.pipeline.records import Chunk, Line
    from extract_filings.schemas.compile import parts
    from extract_filings.schemas.load import load_schema

    texts = (
        "Consolidated balance sheets",
        "Cash and cash equivalents 5 4",
        "Inventories 5 4",
        "Prepaid expenses 3 2",
        "Total current assets 9 8",
    )
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(texts)))
    statements = [p for p in parts(load_schema("filing")) if p.kind == "statement"]
    [answers] = embedded.answer([rows_prompt(chunk, statements)])
    stock, prepaid = (dict(a.options)[STOCK] for a in answers[1:3])
    assert stock > 20 * prepaid and prepaid < 0.01
