"""Laws of the words over columns: dates cut short, relative years, first and last days."""

from dataclasses import replace
from datetime import date

import pytest
from test_statement import ANNUAL, CASH, INCOME, columns

from extract_filings.pipeline.records import (
    NO_TABLE,
    Answers,
    Chunk,
    Document,
    Line,
    Problem,
    Question,
    TagScores,
    tag,
)
from extract_filings.pipeline.resolve.head_words import readings
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.unread_heads import with_unread_heads

ROWS = """
Revenue                   1,011         1,012         1,013         1,014
Cost                        101           102           103           104
Net income                  910           910           910           910
"""
EDGES = (33, 47, 61, 75)  # of the columns, in characters


def head(*lines: str) -> str:
    """Lines of cells divided by |, right over the columns; one without is a title."""
    made = []
    for line in lines:
        cells = [c.strip() for c in line.split("|")]
        text = line if len(cells) == 1 else ""
        for cell, edge in zip(cells, EDGES, strict=False) if not text else ():
            text = text.ljust(edge - len(cell)) + cell
        made.append(text)
    width = EDGES[max(len(line.split("|")) for line in lines) - 1]
    return "\n".join([*made, *(row[:width] for row in ROWS.strip().split("\n"))])


@pytest.mark.parametrize(
    ("lines", "ends", "months"),
    [
        (["Years ended June 30", "’23 | ’22"], ["2023-06-30", "2022-06-30"], 12),
        (["Dec. 30 '23 | Dec. 31 '22", "52 weeks | 53 weeks"], ["2023-12-30", "2022-12-31"], 12),
        (["FYE 12/23 | FYE 12/22"], ["2023-12-31", "2022-12-31"], 12),
        (["FYE 9/2023 | FYE 9/2022"], ["2023-09-30", "2022-09-30"], 12),
        (["2023/12/31 | 2022/12/31"], ["2023-12-31", "2022-12-31"], 12),
        (["2023.6.30 | 2022.6.30"], ["2023-06-30", "2022-06-30"], 12),
        (["12.31.2023 | 12.31.2022"], ["2023-12-31", "2022-12-31"], 12),
        (["1-12/2023 | 1-12/2022"], ["2023-12-31", "2022-12-31"], 12),
        (["Jan–Sep 2023 | Jan–Sep 2022"], ["2023-09-30", "2022-09-30"], 9),
        (["7–9/23 | 7–9/22"], ["2023-09-30", "2022-09-30"], 3),
        (["Year ended June 30, 2023", "This year | Last year"], ["2023-06-30", "2022-06-30"], 12),
        (["Fiscal 2023", "Prior year | Current year"], ["2022-12-31", "2023-12-31"], 12),
        (["Year ended", "31-Dec-23 | 31-Dec-2022"], ["2023-12-31", "2022-12-31"], 12),
        (["CY23 | CY22"], ["2023-12-31", "2022-12-31"], 12),
        (["Qtr ended June 30", "2023 | 2022"], ["2023-06-30", "2022-06-30"], 3),
        (["2nd Qtr | 2nd Qtr", "2023 | 2022"], ["2023-06-30", "2022-06-30"], 3),
        (["3 mths to", "30/06/23 | 30/06/22"], ["2023-06-30", "2022-06-30"], 3),
        (["6 Mos | 6 Mos", "June 2023 | June 2022"], ["2023-06-30", "2022-06-30"], 6),
        (["2023Q2 | 2022Q2"], ["2023-06-30", "2022-06-30"], 3),
        (["2023 Q2 | 2022 Q2"], ["2023-06-30", "2022-06-30"], 3),
        (["Q1–Q3 2023 | Q1–Q3 2022"], ["2023-09-30", "2022-09-30"], 9),
        (["Jan–Sep | Jan–Sep", "2023 | 2022"], ["2023-09-30", "2022-09-30"], 9),
    ],
)
def test_days_and_years_in_short(lines, ends, months):
    known = Known(months == 12 or None, date.fromisoformat(max(ends)))
    assert columns(head(*lines), known) == [(end, months) for end in ends]


def test_quarters_and_years_to_date_over_days():
    page = head(
        "Q3 FY24 | Q3 FY23 | YTD FY24 | YTD FY23",
        "Dec 31, 2023 | Dec 31, 2022 | Dec 31, 2023 | Dec 31, 2022",
    )
    known = Known(False, date(2023, 12, 31), (), date(2023, 3, 31), 9)
    ends = ["2023-12-31", "2022-12-31"]
    assert columns(page, known) == [*((e, 3) for e in ends), *((e, 9) for e in ends)]
    alone = head("Q3 | FY23 YTD")
    assert columns(alone, Known(False, date(2023, 9, 30), (), None, 9))[1] == ("2023-09-30", 9)


def test_the_first_and_the_last_day_of_a_part_of_a_year():
    page = head(
        "Successor | Predecessor | Predecessor",
        "July 1, 2023 | January 1, | Year",
        "through | to | ended",
        "December 31, | June 30, | December 31,",
        "2023 | 2023 | 2022",
    )
    ends = [("2023-12-31", 6), ("2023-06-30", 6), ("2022-12-31", 12)]
    assert columns(page, ANNUAL) == ends
    page = head("For the period from August 14, 2023 (inception) to December 31, 2023 |", "| 2023")
    assert columns(page, ANNUAL)[-1] == ("2023-12-31", 5)


def test_what_runs_from_the_beginning_for_years_is_cumulative():
    page = head(
        "| | Inception",
        "Year | Year | (May 3, 2019)",
        "ended | ended | through",
        "December 31, | December 31, | December 31,",
        "2023 | 2022 | 2023",
    )
    assert columns(page, ANNUAL)[2] is None


def test_fractions_and_plurals_are_no_dates():
    for text in ("at 9 5/16 percent", "the '90s", "compared with last year's sales", "1-2/3 cups"):
        assert not [r for r in readings(text) if r[0] in ("month", "year", "relative") and r[3]]


def test_quarters_under_a_lone_year_do_not_all_end_with_it():
    page = """
                      First    Second     Third    Fourth
                    Quarter   Quarter   Quarter   Quarter      Year
2022:
Revenue                  11        12        13        14        50
Cost                      1         2         3         4        10
Net income               10        10        10        10        40
"""
    assert columns(page, ANNUAL) == [None] * 5


def test_heads_that_were_not_understood_are_told():
    rows = {"revenue": "Net sales 9 8", "gross_profit": "Gross 7 6", "net_income": "Net 5 4"}
    rows |= {"operating_income": "Operating 6 5"}
    text = ["Acme Company", "Years to MMXXIII and MMXXII", *rows.values()]
    lines = tuple(Line(2, i, t) for i, t in enumerate(text))
    page = Chunk(lines)
    tags = tuple(
        TagScores(page, Question(0, "", line=line), {tag(INCOME.name, field): 0.9})
        for line, field in zip(lines[2:], rows, strict=True)
    )
    document = Document("acme.pdf", "acme", "0", "pdfium", ((), lines))
    missing = [
        Problem(INCOME.name, (), "revenue", "not found", NO_TABLE),
        Problem(CASH.name, (), "net_income", "not found", NO_TABLE),
    ]
    nothing = Answers((page,), (), holds={page: 0.0})
    answers = {INCOME.name: Answers((page,), tags, holds={page: 0.9}), CASH.name: nothing}
    told = with_unread_heads([INCOME, CASH], missing, answers, document)
    assert told[0].detail == (
        "the heads of its columns on page 2 were not understood: Years to MMXXIII and MMXXII"
    )
    assert told[1].detail == NO_TABLE
    few = {INCOME.name: replace(answers[INCOME.name], tags=tags[:2]), CASH.name: nothing}
    assert with_unread_heads([INCOME, CASH], missing, few, document) == tuple(missing)


def test_a_year_that_is_called_by_both_of_its_years_is_the_second():
    known = Known(True, date(2023, 3, 31))
    for cells in ("2022/23 | 2021/22", "FY22/23 | FY21/22", "2022-23 | 2021-22"):
        assert columns(head(cells), known) == [("2023-03-31", 12), ("2022-03-31", 12)], cells
    assert not [r for r in readings("2022/27 2022-2023 22/23 ASU 2018-19") if r[0] == "nth"]


def test_first_and_last_days_in_digits():
    assert [r[3] for r in readings("1.4.-30.6.2023")][:2] == [date(2023, 6, 30), (4, 1)]
    days = [r[3] for r in readings("1/1/23-6/30/23") if r[0] == "date"]
    assert days == [date(2023, 1, 1), date(2023, 6, 30)]


def test_changes_within_a_year_are_no_period():
    read = columns(head("Q2 23 | Q2 22 | YoY"), Known(False, date(2023, 6, 30)))
    assert read == [("2023-06-30", 3), ("2022-06-30", 3), None]
