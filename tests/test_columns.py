"""Laws of columns and currencies: what a column was read as is told, and RMB is not called USD."""

import json
import shutil
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from make_records import PARTS, acme, beta
from test_statement import INCOME, typed

from extract_filings.pipeline.pdf.boxes import with_head_boxes
from extract_filings.pipeline.records import Document, Occurrence, Pointer, ReadColumn
from extract_filings.pipeline.resolve.columns import Read, read_columns
from extract_filings.pipeline.resolve.merge import statement_values
from extract_filings.pipeline.resolve.periods import Known
from extract_filings.pipeline.resolve.sheet import read_sheet
from extract_filings.pipeline.resolve.statement import read_statement
from extract_filings.pipeline.tables.append import add, compact
from extract_filings.pipeline.tables.export import as_json
from extract_filings.pipeline.tables.frames import Run, about, tables
from extract_filings.pipeline.tables.own_tables import COLUMN, types
from extract_filings.pipeline.tables.parquet import about_of, put, read_part
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.currency import presented, settled, stated
from extract_filings.schemas.filing import Filing

RUN = Run("filing", "embedded", "extract-filings 0", {})
ROWS = """
Revenue                        1,200      1,100       {last}
Cost of revenue                  700        650       {last}
Gross profit                     500        450       {last}
Income tax                        50         45       {last}
Net income                       450        405       {last}
"""


FOUR = """
Revenue                        1,200      1,100       1,050       120
Cost of revenue                  700        650         600        70
Gross profit                     500        450         450        50
Income tax                        50         45          40         5
Net income                       450        405         410        45
"""


def columns_of(
    head: str, last: str = "160", cover: str = "", rows: str = ROWS
) -> tuple[ReadColumn, ...]:
    """Of an income statement, whose revenue was found."""
    lines, boxes = typed(cover or " ", head.strip("\n") + "\n" + rows.strip("\n").format(last=last))
    statement = tuple(line for line in lines if line.page == 2)
    row = next(line for line in statement if line.text.startswith("Revenue"))
    sheet = read_sheet(statement, boxes, True, Known(True, date(2022, 12, 31)))
    place = Occurrence(statement, (Pointer("income_statement", "revenue", row, 0, 0, 1.0),), 1.0)
    cells = read_statement(sheet, {"revenue": row}, INCOME)
    pages = tuple(tuple(n for n in lines if n.page == p) for p in (1, 2))
    document = Document("acme.pdf", "acme", "0", "pdfium", pages)
    values = statement_values(INCOME, [(place, cells)])
    found = read_columns([Read(INCOME, place, sheet, cells)], values, document, None)
    return with_head_boxes(found, boxes)


RMB = """
                       (RMB and US$ in thousands)
                           Years ended December 31,
                                2022       2021      2022
                                 RMB        RMB       US$
"""


def test_a_translation_is_no_period():
    columns = columns_of(RMB)
    assert [c.kind for c in columns] == ["period", "period", "translation"]
    assert [c.currency for c in columns] == ["CNY", "CNY", "USD"]
    assert [str(c.period_end) for c in columns[:2]] == ["2022-12-31", "2021-12-31"]


def test_a_translation_beside_columns_without_a_currency_of_their_own():
    head = RMB.replace(" RMB", "    ").replace("(    ", "(RMB ")
    kinds = [(c.kind, c.currency) for c in columns_of(head.replace("and US$ ", ""))]
    assert kinds == [("period", "CNY"), ("period", "CNY"), ("translation", "USD")]


@pytest.mark.parametrize("mark", ["2022    ", "2022 (1)"])
def test_a_translation_may_stand_first_with_the_mark_of_a_note(mark):
    columns = columns_of(f"""
                           Years ended December 31,
                          In US$      In RMB     In RMB
                          {mark}        2022       2021
""")
    assert [c.kind for c in columns] == ["translation", "period", "period"]
    assert [str(c.period_end) for c in columns[1:]] == ["2022-12-31", "2021-12-31"]


def test_a_currency_stands_in_the_middle_of_its_columns():
    columns = columns_of(
        """
                                           NOK                   USD
                                2022       2021       2020      2022
""",
        rows=FOUR,
    )
    assert [c.kind for c in columns] == ["period"] * 3 + ["translation"]
    assert [c.currency for c in columns] == ["NOK"] * 3 + ["USD"]


def test_words_above_a_year_are_of_its_column():
    """However far left of the numbers both stand."""
    lines, boxes = typed(
        """
                            September 30,               December 31,
                   Note          2022                       2021
Cash                  3                      1,200                  1,100
Receivables           4                        700                    650
Inventory                                      500                    450
Total assets                                 2,400                  2,200
""".strip("\n")
    )
    known = Known(False, date(2022, 9, 30))
    periods = [c.period for c in read_sheet(lines, boxes, False, known).columns if c.period]
    assert [str(end) for end, _ in periods] == ["2022-09-30", "2021-12-31"]


def test_years_of_weeks_end_as_they_are_printed_elsewhere():
    head = """
                           Years ended September 28, 2022
                                2022       2021       2020
"""
    lines, boxes = typed(head.strip("\n") + "\n" + ROWS.strip("\n").format(last="1,050"))
    printed = (date(2022, 9, 28), date(2021, 9, 29), date(2020, 9, 23))
    for told, days in (((), ["28", "28", "28"]), (printed, ["28", "29", "23"])):
        known = Known(True, date(2022, 9, 28), printed=told)
        columns = read_sheet(lines, boxes, True, known).columns
        assert [f"{c.period[0]:%d}" for c in columns if c.period] == days


SERIES = """
                           Years ended December 31,
                      Series A    Series B       Total       Total
                          2022        2022        2022        2021
"""
SERIES_ROWS = """
Revenue                  1,200         100       1,300       1,250
Cost of revenue            700          50         {last}         700
Depreciation               700          50         {last}         700
Income tax                  50          10          60          70
Operating income           480          50         530         540
Net income                 450          40         490         480
"""


@pytest.mark.parametrize(
    ("last", "kinds"), [("750", ["member"] * 2 + ["period"] * 2), ("751", ["period"] * 4)]
)
def test_columns_of_one_period_that_add_up_to_another_are_its_parts(last, kinds):
    columns = columns_of(SERIES, last, rows=SERIES_ROWS)
    assert [c.kind for c in columns] == kinds


def test_each_column_has_the_year_right_over_it():
    head = """
                      December 31, 2022 and 2021
                 Series A 2022  Series I 2022  Fund 2022  Fund 2021
"""
    lines, boxes = typed(head.strip("\n") + "\n" + SERIES_ROWS.strip("\n").format(last="750"))
    columns = read_sheet(lines, boxes, False, Known(True, date(2022, 12, 31))).columns
    periods = [str(c.period[0]) if c.period else c.column.no_period for c in columns]
    assert periods == ["part", "part", "2022-12-31", "2021-12-31"]


def test_lengths_right_over_columns_count_on_whatever_lines_they_stand():
    columns = columns_of("""
                           Successor         Predecessor
                            4 months
                               ended
                                        8 months
                                           ended Year ended
                            Dec. 31,
                                        Aug. 31,
                                2022        2022   Dec. 31,
                                                       2021
""")
    assert [(str(c.period_end), c.months) for c in columns] == [
        ("2022-12-31", 4),
        ("2022-08-31", 8),
        ("2021-12-31", 12),
    ]


def test_increases_and_decreases_are_no_period():
    head = RMB.replace("and US$ ", "").replace("   2022\n", "Inc. (Dec.)\n")
    kinds = [c.kind for c in columns_of(head.replace("RMB        RMB       US$", ""))]
    assert kinds == ["period", "period", "change"]


def test_a_unit_over_the_last_column_is_that_of_all():
    head = (
        RMB.replace("RMB and US$ in", "Amounts in")
        .replace("RMB", "   ")
        .replace("2022\n", "2020\n")
    )
    assert [(c.kind, c.currency) for c in columns_of(head)] == [("period", "USD")] * 3


def test_the_head_and_the_scale_of_a_column_are_shown():
    first = columns_of(RMB)[0]
    assert " ".join(n.text[i:j] for n, i, j in first.head) == "Years ended December 31, 2022"
    assert first.box and first.box[0] < first.box[2]
    assert (first.scale, first.scale_line.text) == (3, "(RMB and US$ in thousands)")
    assert first.scale_confidence == 0.995 and 0.5 < first.confidence <= 1


def test_a_percentage_is_told_as_one():
    head = RMB.replace("RMB and US$", "$").replace("     2022\n", "         %\n")
    head = "\n".join(head.split("\n")[:-2])
    columns = columns_of(head, last="9.1%", cover="UNITED STATES SECURITIES AND EXCHANGE")
    assert [(c.kind, c.currency, c.scale) for c in columns] == [
        ("period", "USD", 3),
        ("period", "USD", 3),
        ("percent", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("(in millions of yen)", "JPY"),
        ("(Renminbi in thousands, except per share data)", "CNY"),
        ("US$'000", "USD"),
        ("(Expressed in thousands of C$)", "CAD"),
        ("($ millions CDN)", "CAD"),
        ("A$m", "AUD"),
        ("€ million", "EUR"),
        ("£m", "GBP"),
        ("(Rs. crore)", "INR"),
        ("NT$ in thousands", "TWD"),
        ("HK$’000", "HKD"),
        ("CHF million", "CHF"),
        ("(In NOK 1,000)", "NOK"),
        ("R’000", "ZAR"),
        ("(in thousands)", ""),
        ("Class A common stock, par value $0.01", ""),
        ("We won in every market", ""),
    ],
)
def test_lines_say_what_amounts_are_in(text, token):
    assert stated(text) == token


def test_a_lone_dollar_is_another_one_where_the_document_says_so():
    assert settled(["$"], [], ["USD", "$"], True) == "USD"
    assert settled(["$"], [], ["AUD"], True) is None
    assert settled(["$"], [], [], False) is None
    assert settled([], [], ["$"], True) == "USD", "a statement without signs, a cover with some"
    assert settled([], [], [], True) is None
    text = 'Unless otherwise noted, all amounts and references to "$" are in Canadian dollars.'
    assert settled(["$"], presented([text], "$"), ["CAD", "USD"], True) == "CAD"
    assert settled([], presented(["The presentation currency is the euro."], ""), [], True) == "EUR"


def test_columns_are_a_table_and_statements_say_their_currency():
    key = dict(acme().values[-1].key)
    told = replace(acme(), columns=columns_of(RMB))
    frames = tables([told, beta()], [], PARTS, RUN)
    assert dict(frames["column"].schema) == types(COLUMN) and frames["column"].height == 3
    assert frames["column"]["quote"][0] == "Years ended December 31, 2022"
    assert set(frames["income_statement"]["currency"]) == {None}, "a period of no column"
    own = replace(told.columns[0], table="balance_sheet", months=None, **_end(key))
    frames = tables([replace(told, columns=(own,))], [], PARTS, RUN)
    assert frames["balance_sheet"]["currency"].to_list() == ["CNY"]
    assert frames["balance_sheet"].schema["currency"] == pl.String


def _end(key: dict) -> dict:
    return {"period_end": key["period_end"]}


def test_columns_stand_in_the_json():
    told = replace(acme(), columns=columns_of(RMB))
    frames = tables([told], [], PARTS, RUN)
    made = json.loads(as_json(PARTS, frames))[0]["columns"]
    assert [c["kind"] for c in made] == ["period", "period", "translation"]
    assert made[0]["period_end"] == "2022-12-31" and made[0]["currency"] == "CNY"


def test_tables_of_earlier_versions_have_no_columns_and_go_on(tmp_path):
    out, run = tmp_path / "out", Run("filing", "embedded", "extract-filings 0", {})
    write([acme()], [], Filing, out, run)
    shutil.rmtree(out / "column")
    old = out / "income_statement" / "part-0.parquet"
    put({"income_statement": read_part(old).drop("currency")}, out, 0, about_of(old))
    told = replace(beta(), columns=columns_of(RMB))
    made = tables([told], [], PARTS, run)
    assert add({"beta": "k"}, lambda _: made, out, Filing, about("filing", PARTS)) == ["beta"]
    compact(out)
    rows = pl.read_parquet(out / "column" / "*.parquet")
    assert rows["document"].unique().to_list() == ["beta"]
    assert "currency" in pl.read_parquet(out / "income_statement" / "*.parquet").columns


def test_a_head_on_two_lines_over_the_last_column_alone():
    head = """
                              Millions of yen      Thousands of
                                                  U.S. dollars
                           Years ended December 31,
                                2022       2021      2022
"""
    kinds = [(c.kind, c.currency) for c in columns_of(head)]
    assert kinds == [("period", "JPY"), ("period", "JPY"), ("translation", "USD")]


def test_the_scale_over_a_translation_is_its_own():
    head = """
                                      Yen     U.S. dollars
                                   (Millions)
                                              (Thousands)
                           Years ended March 31,
                                2022       2021      2022
"""
    columns = columns_of(head)
    assert [c.kind for c in columns[:2]] == ["period", "period"]
    assert {c.scale for c in columns if c.kind == "period"} == {6}
    lone = columns_of(head.replace("(Millions)", ""))
    assert {c.scale for c in lone if c.kind == "period"} == {3}


def test_one_currency_over_all_columns_translates_none():
    head = """
                           Years ended December 31,
                                2022       2021      2020
                                      US$ million
"""
    assert [(c.kind, c.currency) for c in columns_of(head)] == [("period", "USD")] * 3


def test_columns_that_end_a_quarter_apart_are_no_years():
    """Eight quarters of a 10-K's unaudited data, whose lengths only its title tells."""
    head = """
                              Dec. 28,   Sept. 28,   June 29,
                                2019       2019        2019
"""
    known = Known(True, date(2019, 12, 28), (), date(2019, 12, 28))
    lines, boxes = typed(head.strip("\n") + "\n" + ROWS.strip("\n").format(last="1,050"))
    sheet = read_sheet(lines, boxes, True, known)
    assert [c.period and c.period[1] for c in sheet.columns] == [3, 3, 3]
