"""A model of words: labels that run over are read whole, what it learns it says of other pages."""

import numpy as np
import pytest

from extract_filings.pipeline.ask.tagging_prompt import row_view, rows_prompt
from extract_filings.pipeline.decode.row_words import FILE, OTHER, load_row_words
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.gold.pages import RowPage
from extract_filings.pipeline.records import BUCKETS, NONE, Chunk, Line
from extract_filings.pipeline.text.row_words import labels, row_words
from extract_filings.training.row_words import Net, exported, read_rows, train

STOCK = "<balance_sheet.inventory>"


def read(*texts: str) -> list[str]:
    """The labels of the rows that print amounts."""
    views = [row_view(t) for t in texts]
    rows = [i for i, v in enumerate(views) if v.endswith("#")]
    return [label for label, *_ in labels(views, texts, rows)]


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (["Furs, pelts and", "hides 12 11"], "furs pelts and hides"),
        (["Furs, pelts and other skins", "12 11"], "furs pelts and other skins"),
        (["Furs (net of $3 in 2023", "and $2 in 2022) 12 11"], "furs net of in and in"),
        (["Furs 7 6", "Hides 12 11"], "hides"),
        (["Raw materials:", "Hides 12 11"], "hides"),
        (["Skins of all kinds", "Hides 12 11"], "hides"),
    ],
)
def test_a_label_that_runs_over_is_read_whole(texts, label):
    assert read(*texts)[-1] == label


def test_the_same_words_have_the_same_numbers_wherever_the_page_is_cut():
    texts = ["Assets", "Furs 7 6", "Hides 12 11", "Total 19 17"]
    views = [row_view(t) for t in texts]
    first, second, _ = row_words(views, texts, [1, 2, 3])
    assert second != first and all(0 <= n < BUCKETS for n in second)
    assert next(row_words(views[:3], texts[:3], [1, 2])) == first


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """A model that was trained on pages with furs and bread, saved and read again."""
    lines = ["Assets", "Furs in stock 7 6", "Bread and wine 5 4"]
    page = RowPage("a", lines, [NONE, STOCK, NONE], [None, "InventoryNet", "Bread"], frozenset("x"))
    items, concepts = [NONE, STOCK], ["InventoryNet", OTHER]
    net = Net(len(items), len(concepts))
    train([*read_rows([(1000.0, [page])], items, concepts)], net, 0)
    folder = tmp_path_factory.mktemp("model")
    exported(net, items, concepts).save(folder)
    return folder


def test_it_says_of_other_rows_what_it_has_learnt(words):
    texts = ["Furs in stock, at cost 12 11", "Bread 3 2"]
    chunk = Chunk(tuple(Line(1, i, t) for i, t in enumerate(texts)))
    model = load_row_words(words)
    items, concepts = model([q.words for q in rows_prompt(chunk, ()).questions])
    assert items[0, 1] > 0.8 > 0.2 > items[1, 1] and concepts[0, 0] > 0.8 > 0.2 > concepts[1, 0]
    assert np.allclose(items.sum(1), 1) and model.item_names == (NONE, STOCK)


def test_concepts_follow_the_order_of_the_model_and_unknown_ones_are_never_said(words):
    asked = load_row_words(words).bound(["Deposits", "InventoryNet"])
    (said,) = asked([(1, 2, 3)])[1]
    assert asked.concept_names == ("Deposits", "InventoryNet", OTHER) and said[0] < 1e-6


def test_a_folder_without_the_file_has_none_and_a_damaged_one_is_told_by_name(tmp_path):
    assert load_row_words(tmp_path) is None
    (tmp_path / FILE).write_bytes(b"no tensors")
    with pytest.raises(ModelError, match=r"row_words\.safetensors is damaged"):
        load_row_words(tmp_path)
