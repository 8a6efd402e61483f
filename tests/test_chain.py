"""A chain judges words together: runs hold together, what never follows is doubted, nothing legal
is lost.
"""

import numpy as np
import pytest

from extract_filings.pipeline.decode.hmm import Chain, load_chain
from extract_filings.pipeline.gold.pages import WordPage
from extract_filings.pipeline.records import NONE
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing
from extract_filings.training.fit_hmm import learn_chain

STREET, CITY = "<filing.street>", "<filing.city>"
PAGES = [WordPage(f"f{i}", ["One New Road", "Armonk"], [[STREET] * 3, [CITY]]) for i in range(20)]


@pytest.fixture(scope="module")
def chain() -> Chain:
    return learn_chain([(1.0, PAGES)], parts(Filing))


def test_a_word_between_two_of_a_field_joins_them(chain):
    options = [{STREET: 0.9, CITY: 0.1}, {STREET: 0.4, CITY: 0.6}, {STREET: 0.9, CITY: 0.1}]
    assert [max(o, key=o.get) for o in chain(options, [True, False, False])] == [STREET] * 3


def test_the_end_of_a_line_lets_the_next_field_begin(chain):
    options = [{STREET: 0.9, CITY: 0.1}, {STREET: 0.5, CITY: 0.5}]
    assert chain(options, [True, True])[1][CITY] > chain(options, [True, False])[1][CITY]


def test_probabilities_stay_on_the_legal_marks_and_sum_to_one(chain):
    for shares in chain([{NONE: 1.0}, {NONE: 0.7, CITY: 0.3}], [True, False]):
        assert sum(shares.values()) == pytest.approx(1)
    assert set(chain([{NONE: 0.7, CITY: 0.3}], [True])[0]) == {NONE, CITY}


def test_a_chain_is_read_back_as_written(chain, tmp_path):
    chain.save(tmp_path)
    again = load_chain(tmp_path)
    assert again.marks == chain.marks and np.allclose(again.after, chain.after, rtol=1e-3)
    assert (
        again.prior.min() > 0 and again.after.min() > 0
    )  # fields that no page of the training showed are only rare
    assert load_chain(tmp_path / "elsewhere") is None
