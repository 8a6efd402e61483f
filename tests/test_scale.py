"""Scales that another table or another column states."""

from extract_filings.pipeline.records import Line
from extract_filings.pipeline.text.scale import UNSTATED, UNSTATED_IN_FULL, Scale, read_scale

SELECTED = ["Selected data (in thousands)", "Sales 38,215 31,806", "Costs 14,902 12,806"]
SELECTED += ["Income 2,118 902", "Assets 32,996 28,553"]
SHEET = ["Balance sheets", "Cash 4,118,206 2,906,114", "Securities 8,214,300 7,906,118"]
SHEET += ["Receivables 6,418,206 5,206,114", "Stock 5,114,208 4,902,118", "Other 12,400 11,200"]


def scale(row: str, *pages: list[str]) -> Scale:
    lines = [Line(p, n, t) for p, page in enumerate(pages, 1) for n, t in enumerate(page)]
    return read_scale(lines, next(n for n in lines if n.text.startswith(row)), None)


def test_the_scale_of_the_table_before_is_not_that_of_amounts_in_full():
    read = scale("Cash", SELECTED, SHEET)
    assert (read.power, read.probability) == (0, UNSTATED_IN_FULL)


def test_a_title_at_the_foot_of_the_page_before_and_a_table_that_goes_on_count():
    assert scale("Cash", ["Balance sheets (in thousands)"], SHEET[1:]).power == 3
    assert scale("Cash", [*SELECTED, "Total 61,118,206 50,906,114"], SHEET).power == 3
    assert scale("Cash", SELECTED, ["Cash 4,118 2,906", *SHEET[2:3]]).power == 3


def test_two_scales_of_one_head_are_doubted():
    head = ["Yen", "(Millions)", "U.S. dollars", "(Thousands)", "2007 2008 2008"]
    assert scale("Sales", [*head, "Sales 362,118 401,206 4,004,452"]).probability == UNSTATED
    assert scale("Sales", [*head[2:], "Sales 362,118 401,206 4,004,452"]).probability > UNSTATED
