"""Cells over several lines, and rows as a file draws them cell by cell."""

import pytest
from span_case import pieces_page

from extract_filings.pipeline.ask.spans.blocks import whole_address
from extract_filings.pipeline.ask.spans.cells import Grid
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.ask.spans.wrapped import wrapped
from extract_filings.pipeline.text.candidates import Candidate
from extract_filings.schemas.base import FieldSpec

TOP = 700
VACCINES = [  # as reportlab draws tables: each cell with all its lines, then the next one
    ("Tetanus, diphtheria,", 100, TOP), ("pertussis", 100, TOP - 12), ("Boostrilan", 260, TOP),
    ("B", 400, TOP),
    ("Typhoid", 100, TOP - 30), ("Typhivi", 260, TOP - 30), ("1", 400, TOP - 30),
]  # fmt: skip


def grid_of(pieces):
    passage, printed = pieces_page(*pieces)
    starts = [passage.text.index(line.text) for line in passage.lines]
    return passage, printed, Grid(printed, starts)


def rows_of(pieces):
    passage, _, grid = grid_of(pieces)
    return [[passage.text[c.start : c.end] for c in row] for row in grid.rows]


def test_cells_beside_a_wrapped_one_are_of_its_row():
    assert rows_of(VACCINES) == [
        ["Tetanus, diphtheria,", "Boostrilan", "B"],
        ["pertussis"],
        ["Typhoid", "Typhivi", "1"],
    ]


def test_columns_of_a_page_are_no_rows():
    left = [(f"left {n}, more", 60, TOP - 12 * n) for n in range(3)]
    left += [(f"{n}", 200, TOP - 12 * n) for n in range(3)]
    left.sort(key=lambda piece: -piece[2])
    right = [(f"right {n}", 320, TOP - 12 * n) for n in range(3)]
    rows = rows_of([*left, *right])
    assert rows[:3] == [[f"left {n}, more", f"{n}"] for n in range(3)]
    assert rows[3:] == [["right 0"], ["right 1"], ["right 2"]]


def wrapped_texts(lines, rows, x=100):
    """`lines`: (text, y); `rows`: numbers of those that their row's number stands beside."""
    pieces = [(text, x, y) for text, y in lines]
    passage, _, grid = grid_of(pieces)
    cells = [row[0] for row in grid.rows]
    levels = {n: grid.rows[n][0].level for n in rows}
    found = wrapped(passage.text, cells, rows, levels)
    return {n: [passage.text[c.start : c.end] for c in block] for n, block in found.items()}


def test_a_cell_goes_on_where_the_next_word_had_no_room():
    lines = [("Spare filters with", 700), ("gaskets", 688), ("Oak board", 670)]
    assert wrapped_texts(lines, [0, 2]) == {0: ["Spare filters with", "gaskets"], 2: ["Oak board"]}


def test_a_heading_between_two_rows_is_of_neither():
    lines = [("Oak board with two holes", 700), ("Screws", 688), ("Other", 664), ("Glue", 652)]
    assert wrapped_texts(lines, [0, 1, 3])[1] == ["Screws"]


def test_lines_that_begin_alike_below_short_and_long_cells_are_of_none():
    lines = [("Oak board", 700), ("Article 771", 688), ("Spare filters with", 664)]
    lines += [("Article 44", 652), ("Glue", 630), ("Article 5", 618)]
    assert wrapped_texts(lines, [0, 2, 4]) == {
        0: ["Oak board"],
        2: ["Spare filters with"],
        4: ["Glue"],
    }


def test_wide_lines_below_a_table_say_nothing_of_its_columns():
    lines = [("Spare filters with", 700), ("gaskets", 688), ("Oak board", 670)]
    lines += [("Please remit by check or wire within thirty days", 646)]
    assert wrapped_texts(lines, [0, 2])[0] == ["Spare filters with", "gaskets"]


def test_a_column_s_head_is_no_part_of_its_first_cell():
    lines = [("Grade", 700), ("4AB", 688), ("5CC", 676)]
    assert wrapped_texts(lines, [1, 2]) == {1: ["4AB"], 2: ["5CC"]}


@pytest.mark.parametrize(
    ("field", "lines", "said"),
    [
        ("postal_address", ["8 Chapel Croft", "Nether Aldwick NA4 7PS", "Account 77"], 2),
        ("home_address", ["61880 Juniper Flat Rd", "Prosser Springs 97799"], 2),
        ("address", ["18 Hill Rd, Leeds LS9 0ZZ", "Unit 12345"], 1),
        ("address", ["18 Hill Road", "Tel. 0113 496 00123"], 1),
        ("address", ["18 Hill Road", "Leeds"], 1),
        ("venue", ["18 Hill Road", "Leeds LS9 0ZZ"], 1),
    ],
)
def test_an_address_goes_down_to_its_postal_code(field, lines, said):
    pieces = [(text, 60, TOP - 12 * n) for n, text in enumerate(lines)]
    passage, printed, _ = grid_of(pieces)
    page = SpanPage(passage, printed, [], None)
    first = Place(Candidate(lines[0], 0, len(lines[0])), 0.9, 0, 1)
    whole = whole_address(FieldSpec(field, str, ""), page, first)
    assert whole.candidate.said == " ".join(lines[:said])
