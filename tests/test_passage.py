"""Pages shown together: each character of the text has its place on a line, and the other way."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from extract_filings.pipeline.ask.keyed_prompt import shown
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.records import Chunk, Line, quoted

TEXTS = st.text(st.sampled_from('ab1 "\\<>\t\u200b€é|'), max_size=9)
PAGES = st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=3)


def passage(pages: list[list[str]]) -> Passage:
    return Passage(
        tuple(
            Chunk(tuple(Line(page, i, t) for i, t in enumerate(texts)))
            for page, texts in enumerate(pages, 3)
        )
    )


@settings(max_examples=200, deadline=None, derandomize=True)
@given(pages=PAGES, data=st.data())
def test_a_span_of_the_text_is_the_same_words_on_its_lines(pages, data):
    made = passage(pages)
    start = data.draw(st.integers(0, len(made.text)))
    end = data.draw(st.integers(start, len(made.text)))
    words = made.text[start:end]
    if not words or words[0] == "\n" or words[-1] == "\n":
        return  # nothing that a value begins or ends with
    line, at, to, rest = made.span(start, end)
    assert quoted(line, at, to, rest) == words.replace("\n", " ")
    over = [line, *(piece.line for piece in rest)]
    assert over == [*made.lines[made.lines.index(line) :][: 1 + words.count("\n")]]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(pages=PAGES)
def test_what_is_shown_has_its_places_where_the_text_has_them(pages):
    made = passage(pages)
    assert len(made.shown) == len(made.run_on) == len(made.text)
    same = zip(made.shown, made.text, strict=True)
    assert all(a == b for a, b in same if b.isalnum() or b in " €|\n")
    assert not set('"\\<>\t\u200b') & {*made.shown} and "\n" not in made.run_on


def test_a_value_may_run_over_lines_and_pages():
    made = passage([["lent by Acme"], ["Bank, the", "lender"]])
    start = made.text.index("Acme")
    line, at, end, rest = made.span(start, start + len("Acme\nBank"))
    assert (line.page, at, end) == (3, 8, 12)
    assert [(p.line.page, p.start, p.end) for p in rest] == [(4, 0, 4)]
    assert quoted(line, at, end, rest) == "Acme Bank"


@pytest.mark.parametrize("count", [1, 3, 6, 7, 8, 14, 20, 33])
def test_what_stands_on_seven_lines_is_in_a_block(count):
    made = passage([[f"line {i} " * (i % 3 + 1) for i in range(count)]])
    starts = [made.text.index(n.text) for n in made.lines]
    ends = [start + len(n.text) for start, n in zip(starts, made.lines, strict=True)]
    blocks = made.blocks()
    for i, start in enumerate(starts):
        end = ends[min(i + 6, count - 1)]
        assert any(a <= start and end <= b for a, b in blocks), (i, blocks)
    assert all(a in starts and b in ends for a, b in blocks)


def test_a_head_that_is_repeated_is_shown_once():
    head, row, more = Line(1, 0, "Lender Amount"), Line(1, 1, "Acme 5"), Line(2, 0, "Orchard 6")
    together = Passage((Chunk((head, row)), Chunk((head, more), repeated=1)))
    assert together.lines == (head, row, more)
    alone = Passage((Chunk((head, more), repeated=1),))
    assert alone.lines == (head, more)


def test_every_page_is_led_by_its_number():
    assert shown(passage([["one"], ["two", "three"]])) == "Page 3:\none\n\nPage 4:\ntwo\nthree\n"


def test_what_stands_around_a_value_is_of_the_lines_beside_it():
    made = passage([["far", "(in thousands)", "Rent"], ["1,250", "a month", "more", "most"]])
    start = made.text.index("1,250")
    assert made.around(start, start + 5) == ("(in thousands) Rent", "a month more")
