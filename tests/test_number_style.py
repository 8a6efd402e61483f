"""Laws of numbers as registrants of any country and age print them."""

import pytest
from test_statement import ANNUAL, typed

from extract_filings.pipeline.ask.tagging_prompt import row_view
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.text.patterns import american

HEAD = """
                       Years ended December 31,
                                2023       2022
"""


def read(*rows: str) -> list[list[str]]:
    """The values of each row, as they are read."""
    lines, boxes = typed(HEAD + "\n".join(rows))
    sheet = read_sheet(lines, boxes, True, ANNUAL)
    return [[str(a.value) for a, _ in sheet.rows.get(n, [])] for n in sheet.lines[2:]]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        (("98'799", "98’101"), ["98799", "98101"]),
        (("<1,234>", "<510>"), ["-1234", "-510"]),
        (("$<1,234>", "510"), ["-1234", "510"]),
        (("1,234-", "510-"), ["-1234", "-510"]),
        (("1,234 CR", "510"), ["-1234", "510"]),
        (("1,234", "510DR"), ["1234", "-510"]),
        (("– 3,210", "– 2,110"), ["-3210", "-2110"]),
        (("- 210", "2,110"), ["-210", "2110"]),
        (("–", "2,110"), ["0", "2110"]),
    ],
)
def test_a_cell_in_another_form(printed, values):
    plain = ["Cost                           1,000      1,100"] * 3
    row = f"Financing{'':27}"
    for cell, edge in zip(printed, (36, 47), strict=True):
        digits = max(i for i, c in enumerate(cell) if c.isdigit() or cell == "–") + 1
        row = row[: edge - digits] + cell + row[edge - digits + len(cell) :] + " " * 11
    assert read(*plain, row, *plain)[3] == values


def test_blanks_set_thousands_apart_where_all_cells_say_so():
    rows = [
        "Revenue                       100 121    98 799",
        "Cost                          (61 350)  (60 100)",
        "Tax                              (702)    - 310",
        "Net income                  1 038 069     38 389",
    ]
    assert read(*rows) == [
        ["100121", "98799"],
        ["-61350", "-60100"],
        ["-702", "-310"],
        ["1038069", "38389"],
    ]
    # columns a blank apart: the second is not always of three digits
    assert (
        read("Revenue      100 121", "Cost          61 35", "Tax    10 101", "Net  1 100")[0] == []
    )
    decimals = [
        "Revenue                       9 206,7    8 799,1",
        "Cost                          1 350,0    1 100,4",
        "Per share                        0,31       0,30",
    ]
    assert read(*decimals)[::2] == [["9206.7", "8799.1"], ["0.31", "0.30"]]


def test_points_set_thousands_apart_where_no_cell_speaks_against_it():
    rows = [
        "Revenue                       102.284     98.799",
        "Cost                          (61.350)   (60.100)",
        "Tax                              (702)      (310)",
    ]
    assert read(*rows)[0] == ["102284", "98799"]
    assert read(*rows, "Per share                        0,31       0,30")[3] == ["0.31", "0.30"]
    for other in ("1,102.284", "0.284", "102.28"):  # a decimal point after all
        row = f"Other                         {other.rjust(7)}     98.799"
        assert read(*rows, row)[0] == ["102.284", "98.799"]


def test_numbers_of_no_one_form_are_left_out():
    rows = ["Revenue                     102,284     98,799"] * 3
    assert read(*rows, "Per share                      0,31       0,30")[3] == []
    marked = ["Revenue                   102,284 CR  98,799 DR"]
    assert read(*rows, *marked)[3] == []


def test_the_model_is_shown_the_usual_form():
    assert american("Tax <1,234> 98'799 1,234- 5 CR 0,31") == "Tax (1,234) 98,799 (1,234) (5) 0.31"
    assert row_view("Financing activities <1,234> 1,234-") == "financing activities # #"
    assert american("its 1990's costs, 10-K, page 4 - 5, 1,234") == (
        "its 1990's costs, 10-K, page 4 - 5, 1,234"
    )
