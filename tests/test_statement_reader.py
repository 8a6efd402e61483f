"""What words leave open about shares is settled by what must agree. Pages are typed as in
test_statement.py."""

import pytest
from make_records import PARTS
from test_statement import INCOME, typed

from extract_filings.pipeline.records import Occurrence, Pointer
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement_reader import AGREED, StatementReader

PAGE = """
                     (In thousands, except {words})
                                             Years ended December 31,
                                                  2023        2022
Net income                                      15,160      13,359
Earnings per share, basic                        {earned}
Average shares outstanding, basic            {shares}
"""
ROWS = {"net_income": "Net income", "eps_basic": "Earnings", "shares_basic": "Average"}
FULL, THOUSANDS, MILLIONS = "6,389,114   6,371,950", "6,389       6,372", "6.389       6.372"


@pytest.mark.parametrize(
    ("words", "shares", "earned", "read", "by_words"),
    [
        ("per share data", FULL, "2.37        2.10", "6389114", False),
        ("per share data", THOUSANDS, "2.37        2.10", "6389000", True),
        ("per share data", MILLIONS, "2.37        2.10", "6389000", False),
        ("share data", THOUSANDS, "2.37        2.10", "6389000", False),
        ("share data", THOUSANDS, "9.99        8.88", "6389", True),
    ],
)
def test_shares_have_the_scale_that_fits_their_earnings(words, shares, earned, read, by_words):
    lines, boxes = typed(PAGE.format(words=words, shares=shares, earned=earned))
    rows = {f: next(n for n in lines if n.text.startswith(start)) for f, start in ROWS.items()}
    pointers = tuple(Pointer(INCOME.name, f, n, 0, len(n.text), 1.0) for f, n in rows.items())
    place = Occurrence(tuple(lines), pointers, 1.0)
    sheet = read_sheet(lines, boxes, True, Known(None, None))
    reader = StatementReader(PARTS, INCOME, sheet, None).with_agreeing_shares(place)
    newest = reader.cells(place)["shares_basic"][0]
    assert (str(newest.value), newest.scale > AGREED) == (read, by_words)
    assert str(reader.cells(place)["net_income"][0].value) == "15160000"
