"""An HMM tags words together: runs hold together, what never follows is doubted, nothing legal
is lost.
"""

import numpy as np
import pytest

from extract_filings.pipeline.decode.hmm import TagHmm, load_hmm
from extract_filings.pipeline.gold.pages import WordPage
from extract_filings.pipeline.records import NONE
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training.fit_hmm import learn_hmm

STREET, CITY = "<filing.street>", "<filing.city>"
PAGES = [WordPage(f"f{i}", ["One New Road", "Armonk"], [[STREET] * 3, [CITY]]) for i in range(20)]


@pytest.fixture(scope="module")
def hmm() -> TagHmm:
    return learn_hmm([(1.0, PAGES)], parts(Filing))


def test_a_word_between_two_of_a_field_joins_them(hmm):
    options = [{STREET: 0.9, CITY: 0.1}, {STREET: 0.4, CITY: 0.6}, {STREET: 0.9, CITY: 0.1}]
    assert [max(o, key=o.get) for o in hmm(options, [True, False, False])] == [STREET] * 3


def test_the_end_of_a_line_lets_the_next_field_begin(hmm):
    options = [{STREET: 0.9, CITY: 0.1}, {STREET: 0.5, CITY: 0.5}]
    assert hmm(options, [True, True])[1][CITY] > hmm(options, [True, False])[1][CITY]


def test_probabilities_stay_on_the_legal_tags_and_sum_to_one(hmm):
    for shares in hmm([{NONE: 1.0}, {NONE: 0.7, CITY: 0.3}], [True, False]):
        assert sum(shares.values()) == pytest.approx(1)
    assert set(hmm([{NONE: 0.7, CITY: 0.3}], [True])[0]) == {NONE, CITY}


def test_an_hmm_is_read_back_as_written(hmm, tmp_path):
    hmm.save(tmp_path)
    again = load_hmm(tmp_path)
    assert again.tags == hmm.tags and np.allclose(again.transitions, hmm.transitions, rtol=1e-3)
    assert (
        again.prior.min() > 0 and again.transitions.min() > 0
    )  # fields that no page of the training showed are only rare
    assert load_hmm(tmp_path / "elsewhere") is None
