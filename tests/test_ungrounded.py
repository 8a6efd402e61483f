"""Laws of the model that copies: what it is taught fits its grammar, columns are not lost, and what
it invents stays invented.
"""

import json
import random
from types import SimpleNamespace

import pytest
import torch
from conftest import random_qwen
from llguidance import LLMatcher
from test_table import YEARS, typed

from benchmarks.copying import as_json, numbers, row_text, rows_answer, words_answer
from benchmarks.ungrounded import (
    COVER,
    NOT_ASKED,
    PARTS,
    STATEMENTS,
    Copying,
    Writer,
    known,
    make_tokenizer,
    other_digits,
    sure,
)
from benchmarks.written import Written, nearest, opening, overlaid, overlay, paired
from pipeline.pick import SURE
from pipeline.records import NONE, Chunk, Line
from pipeline.table import read_statement
from pipeline.solved import UNKNOWN, RowPage, WordPage

INCOME = STATEMENTS[0]
ROWS = RowPage(
    "acme",
    [
        "(In millions)",
        "Net sales $ 9,978 $ 11,257",
        "Other, net (12) —",
        "Net income $ 1,234 $ (56)",
    ],
    [NONE, "<income_statement.revenue>", NONE, "<income_statement.net_income>"],
    [None] * 4,
    frozenset({"income_statement"}),
)
WORDS = WordPage(
    "acme",
    [
        "Acme Corp.",
        "10 Main Street, Springfield",
        "Common Stock ACME NYSE",
        "4,000 shares — “none”",
    ],
    [
        ["<filing.registrant_name>"] * 2,
        ["<filing.street>"] * 3 + ["<filing.city>"],
        ["<security.title>"] * 2 + ["<security.trading_symbol>", "<security.exchange>"],
        ["<filing.shares_outstanding>", NONE, NONE, NONE],
    ],
)


@pytest.fixture(scope="module")
def tokenizer():
    return make_tokenizer([ROWS, WORDS])


def test_a_row_is_written_as_its_printed_numbers():
    assert numbers("Net income (loss), note 3, $ 1,234 $ ( 56 ) — .12 -7 5 %") == [
        "1,234",
        "(56)",
        "—",
        ".12",
        "-7",
        "5%",
    ]


def test_the_answer_on_statements_has_every_field_of_those_on_the_page():
    answer = rows_answer(ROWS, STATEMENTS)
    assert {k: v for k, v in answer["income_statement"].items() if v} == {
        "revenue": ["9,978", "11,257"],
        "net_income": ["1,234", "(56)"],
    }
    assert answer["balance_sheet"] is answer["cash_flow"] is None


def test_the_answer_on_a_cover_has_the_printed_text():
    answer = words_answer(WORDS, COVER)
    assert {k: v for k, v in answer["filing"].items() if v} == {
        "registrant_name": "Acme Corp.",
        "street": "10 Main Street",
        "city": "Springfield",
        "shares_outstanding": "4,000",
    }
    assert answer["security"] == [
        {"title": "Common Stock", "trading_symbol": "ACME", "exchange": "NYSE"}
    ]


def test_every_digit_is_a_token_and_a_key_is_one(tokenizer):
    assert tokenizer.tokenize('{"revenue":["9,978"]}') == [
        "{",
        '"revenue":',
        "[",
        '"',
        "9",
        ",",
        "9",
        "7",
        "8",
        '"',
        "]",
        "}",
    ]


def test_only_the_answer_is_to_be_learnt(tokenizer):
    form = Copying(tokenizer)
    ((ids, shown),) = form.ask(WORDS, random.Random(0))
    labels = form.collate([(ids, shown), (ids[:-9], shown)])["labels"]
    assert (
        labels[0].tolist() == [NOT_ASKED] * shown + ids[shown:]
        and labels[1, -9:].tolist() == [NOT_ASKED] * 9
    )
    assert tokenizer.decode(ids[shown:], skip_special_tokens=True) == as_json(
        words_answer(WORDS, COVER)
    )


def test_a_page_of_which_a_part_is_unknown_is_not_asked(tokenizer):
    page = RowPage("acme", ROWS.lines, [UNKNOWN, *ROWS.targets[1:]], ROWS.concepts, ROWS.holds)
    assert not known(page) and Copying(tokenizer).ask(page, random.Random(0)) == []


def test_equal_digits_stay_equal():
    page = other_digits(RowPage("a", ["11 22 12"], [NONE], [None], frozenset()), random.Random(1))
    a, b, c = page.lines[0].split()
    assert page.lines[0] != "11 22 12" and a[0] == a[1] == c[0] != b[0] == b[1] == c[1]


@pytest.fixture(scope="module")
def writer(tokenizer, tmp_path_factory) -> Writer:
    """Random weights."""
    folder = tmp_path_factory.mktemp("copying")
    random_qwen(len(tokenizer)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return Writer(folder)


def legal(writer: Writer, tokenizer, group, answer: str) -> bool:
    matcher = LLMatcher(writer.llg, writer.grammars[group])
    return (
        matcher.try_consume_tokens(ids := tokenizer(answer, add_special_tokens=False)["input_ids"])
        == len(ids)
        and matcher.is_accepting()
    )


def test_what_is_taught_is_legal_and_what_is_not_well_formed_is_not(tokenizer, writer):
    taught = as_json(rows_answer(ROWS, STATEMENTS))
    assert legal(writer, tokenizer, STATEMENTS, taught) and legal(
        writer, tokenizer, COVER, as_json(words_answer(WORDS, COVER))
    )
    assert legal(
        writer, tokenizer, STATEMENTS, taught.replace("9,978", "777,777")
    )  # nothing says that it must be printed
    for right, wrong in (
        ("9,978", "9,97"),
        ('"9,978"', "9978"),
        ('"revenue"', '"sales"'),
        (',"cash_flow":null', ""),
    ):
        assert not legal(writer, tokenizer, STATEMENTS, taught.replace(right, wrong))


class Scripted:
    """A model that is sure of each token of a script, whatever it reads before."""

    def __init__(self, script: list[int], width: int) -> None:
        self.script, self.width, self.read = script, width, None

    def __call__(self, input_ids, **_):
        self.read = 0 if self.read is None else self.read + input_ids.shape[1]
        logits = torch.zeros(1, 1, self.width)
        logits[0, 0, self.script[self.read]] = 20
        return SimpleNamespace(logits=logits, past_key_values=None)


def test_an_answer_is_read_as_it_was_written(tokenizer, writer, monkeypatch):
    script = rows_answer(ROWS, STATEMENTS)
    ids = tokenizer(as_json(script), add_special_tokens=False)["input_ids"] + [
        tokenizer.eos_token_id
    ]
    monkeypatch.setattr(writer, "model", Scripted(ids, len(tokenizer)))
    said = writer(Chunk((Line(1, 0, "Net sales 9,978 11,257"),)), STATEMENTS)
    assert (
        said.answer == script
        and said.sure["income_statement", "revenue"]
        > 0.99
        > 0.01
        > said.sure["income_statement", "eps_basic"]
    )


def test_a_row_is_written_if_it_is_likely_enough_to_be_printed(writer):
    shares = torch.zeros(len(writer.tokenizer))
    shares[writer.open["["]], shares[5] = SURE + 0.01, 0.8
    assert (
        writer.choose(shares, '{"revenue":')[0] == writer.open["["]
        and writer.choose(shares, '{"revenue"')[0] == 5
    )
    shares[writer.open["["]] = SURE - 0.01
    assert writer.choose(shares, '{"revenue":')[0] == 5


def test_probabilities_are_found_by_path():
    text = as_json(
        {
            "income_statement": {"revenue": ["1"], "net_income": None},
            "security": [{"title": "A"}, {"title": None}],
        }
    )
    shares = {i: i / 1000 for i in range(len(text))}
    found = sure(text, shares)
    assert (
        found["income_statement", "net_income"] == text.index("null") / 1000
        and found["security", 1, "title"] == text.rindex("null") / 1000
    )
    assert found["income_statement",] == text.index('{"revenue') / 1000


def test_written_numbers_stand_in_the_columns_of_the_printed_row():
    """A wrong digit gives a wrong value in the right cell; a number too many gives none."""
    lines, boxes = typed(
        YEARS
        + "(In millions)\nNet sales            $ 9,978   $ 11,257\nNet income               (12)   "
        "      —"
    )
    row = nearest(Chunk(tuple(lines)), ["9,976", "11,257", "3"])
    new_lines, new_boxes, new = overlaid(lines, boxes, {row: ["9,976", "(11,257)", "3"]})
    cells = read_statement(new_lines, new_boxes, {"revenue": new[row]}, INCOME)["revenue"]
    assert [(c.period_end.year, int(c.value)) for c in cells] == [
        (2023, 9_976_000_000),
        (2022, -11_257_000_000),
    ]


def test_a_number_left_out_does_not_move_the_others():
    assert (
        overlay(
            Line(1, 0, "Sales 3 9,978 11,257"),
            [(i, 0, i + 1, 1) for i in range(20)],
            ["9,978", "11,258"],
        )[0]
        == "Sales 9,978 11,258 "
    )
    assert paired(["3", "9,978", "11,257"], ["9,978", "11,258"]) == [(1, 0), (2, 1)]
    assert paired(["9,978", "11,257"], ["9,978", "4", "11,258"]) == [(0, 0), (1, 2)]


def test_two_fields_with_one_number_take_two_rows():
    chunk = Chunk(
        (Line(1, 0, "Total assets 100 90"), Line(1, 1, "Total liabilities and equity 100 90"))
    )
    first = nearest(chunk, ["100", "90"])
    assert first.number == 0 and nearest(chunk, ["100", "90"], {first}).number == 1


def test_text_that_is_printed_nowhere_is_a_line_of_its_own():
    filing = next(p for p in PARTS if p.kind == "root")
    said = dict.fromkeys(words_answer(WORDS, COVER)["filing"]) | {
        "city": "Springfield",
        "street": "11 Main Street",
    }
    values = {
        v.field: v
        for v in opening(
            filing,
            [Written(Chunk((Line(1, 0, "10 Main Street, Springfield"),)), {"filing": said}, {})],
        )
    }
    assert values["city"].line.number == 0 and values["city"].start == 16
    assert values["street"].line.number == -1 and values["street"].value == "11 Main Street"


def test_a_row_is_shown_with_its_numbers():
    assert row_text("Net SALES ..... $ 9,978 $ (11)") == "net sales 9,978 (11)" and json.loads(
        as_json({"a": ["—"]})
    ) == {"a": ["—"]}


def test_an_amount_of_the_cover_is_no_longer_than_a_table_can_hold(tokenizer, writer):
    answer = words_answer(WORDS, COVER)
    long = as_json(answer | {"filing": answer["filing"] | {"shares_outstanding": "1" * 40}})
    assert not legal(writer, tokenizer, COVER, long) and legal(
        writer, tokenizer, COVER, long.replace("1" * 40, "1,735,184,289")
    )
