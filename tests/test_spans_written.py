"""Templates written one by one: pages of them, and faults told by their line."""

import re

import pytest

from extract_filings.models import ANY_SCHEMA
from extract_filings.pipeline.errors import InputError
from extract_filings.training.spans.sample import write
from extract_filings.training.spans.score import score
from extract_filings.training.spans.trades.__main__ import printed
from extract_filings.training.spans.written import sample, templates
from extract_filings.training.spans.written.template import read_templates

CARD = """\
%% club card | membership card
# {club}
:: [Member|Card holder] | {member}
? :: Valid until | {until}
|| Visit | Fee
* {visits.day} | {visits.fee}
+ Sum | {paid}
%fields
club | org | club; issued_by |
member | person | member; holder | whose card it is
until | date | valid_until; expires_on |
visits | rows | visits; entries |
visits.day | date | day; visited_on |
visits.fee | money(2-9) | fee; price |
paid | money(10-90) | total_paid; paid |
- | id | card_number; membership_no |
"""


@pytest.fixture
def card(tmp_path):
    file = tmp_path / "cards.txt"
    file.write_text(CARD)
    return file


def drawn(card, count=60):
    (one,) = templates([card])
    return [sample(one, 1, n) for n in range(count)]


def test_the_same_seed_draws_the_same_page(card):
    (one,) = templates([card])
    assert sample(one, 3, 7) == sample(one, 3, 7) != sample(one, 4, 7)


def test_each_value_is_printed_where_its_span_says(card):
    for page in drawn(card):
        for field in page.fields:
            for span in field.spans:
                assert printed(page, span).strip()


def test_absent_fields_and_dropped_lines_have_no_value(card):
    lacking = [f for page in drawn(card) for f in page.fields if not f.spans]
    plain = {f.name.lower().replace("_", "").replace(" ", "") for f in lacking}
    assert plain & {"cardnumber", "membershipno", "membershipnumber"}
    assert plain & {"validuntil", "expireson"}


def test_rows_are_told_apart(card):
    fees = [f for page in drawn(card) for f in page.fields if f.many]
    assert fees and any(len({s.row for s in f.spans}) > 2 for f in fees)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{member}", "no field tells what {holder} is"),
        ("person | member", "no kind of value is called 'preson'"),
        ("money(2-9)", "'visits.fee' has no range"),
        ("%fields", "no line %fields"),
        (":: [Member|Card holder]", "the label of a form prints no slot"),
    ],
)
def test_a_fault_is_told_by_its_line(card, wrong, told):
    worse = {
        "{member}": "{holder}", "person | member": "preson | member",
        "money(2-9)": "money", "%fields": "%felds",
        ":: [Member|Card holder]": ":: Member {club}",
    }  # fmt: skip
    card.write_text(CARD.replace(wrong, worse[wrong], 1))
    with pytest.raises(InputError, match=r"cards\.txt:1") as fault:
        list(read_templates(card))
    assert told in str(fault.value)


def test_all_that_stand_here_are_well_formed():
    for one in templates():
        assert sample(one, 0, 0).fields


def test_a_score_counts_what_is_stated_given_and_filled(card, tmp_path):
    pages = drawn(card, 6)
    write(pages, tmp_path / "cards.jsonl.gz")
    told = score(ANY_SCHEMA, [tmp_path / "cards.jsonl.gz"])
    counts = [int(n) for n in re.findall(r"\d+(?![\d.%])", told.replace("F1", ""))]
    right, given, stated, *_, absent, filled = counts
    fields = [f for page in pages for f in page.fields if not f.many]
    assert (stated, absent) == (sum(bool(f.spans) for f in fields), stated_not(fields))
    assert 0 < right <= given and filled <= absent


def stated_not(fields):
    return sum(not f.spans for f in fields)
