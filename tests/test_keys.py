"""Keys of companies, filings and periods: found where they are printed, null where they are not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from make_records import PARTS, cell, record

from extract_filings.pipeline.records import Document, FilingIds, Line, ReadColumn, Record
from extract_filings.pipeline.resolve.cover.company import (
    common_stock,
    filing_ids,
    normal_exchange,
    normal_file_number,
    normal_form,
)
from extract_filings.pipeline.resolve.fiscal_calendar import (
    Calendar,
    period_start,
    weeks_in,
    year_end,
    year_shift,
)
from extract_filings.pipeline.tables.frames import Run, tables


def document(path: str, *pages: str, metadata: tuple[str, ...] = ()) -> Document:
    lines = tuple(
        tuple(Line(n, i, text) for i, text in enumerate(page.splitlines()))
        for n, page in enumerate(pages or ("",), 1)
    )
    return Document(path, "a", "", "pdfium", lines, metadata=metadata)


@pytest.mark.parametrize(
    "path, cik, accession",
    [
        ("in/0000320193-23-000106.pdf", None, "0000320193-23-000106"),
        ("edgar/data/320193/000032019323000106/a.pdf", "0000320193", "0000320193-23-000106"),
        ("320193/000032019323000106/a.pdf", "0000320193", "0000320193-23-000106"),
        ("CIK0000320193.pdf", "0000320193", None),
        ("acme_cik-320193_10-K.pdf", "0000320193", None),
        ("0000320193_10-K_2023.pdf", "0000320193", None),
        ("10-K_20230930.pdf", None, None),
        ("invoice_4711_1234567.pdf", None, None),
        ("CIK0000320193_CIK0000789019.pdf", None, None),
    ],
)
def test_numbers_of_the_sec_in_the_name_of_a_file(path, cik, accession):
    ids = filing_ids(document(path), (), ())
    assert (ids.cik, ids.accession_number) == (cik, accession)


def test_numbers_of_the_sec_in_metadata_and_on_pages():
    url = "https://www.sec.gov/Archives/edgar/data/789019/000095017023035122/msft.htm 1/97"
    found = FilingIds("0000789019", "0000950170-23-035122")
    other = "See edgar/data/1/000000000123000001 for the agreement."
    assert filing_ids(document("a.pdf", metadata=(url,)), (), ()) == found
    assert (
        filing_ids(document("a.pdf", f"a\n{url}", f"b\n{url}", f"{other}\n{url}"), (), ()) == found
    )
    assert filing_ids(document("a.pdf", "Central Index Key: 789019"), (), ()).cik == "0000789019"
    assert filing_ids(document("a.pdf", *["x"] * 5, other), (), ()) == FilingIds()


def test_an_amendment_says_so_in_a_line_of_its_own():
    assert filing_ids(document("a.pdf", "FORM 10-K\n(Amendment No. 1)"), (), ()).amended
    sentence = "Indicate any amendment to this Form 10-K. See Amendment No. 1 to the Plan."
    assert not filing_ids(document("a.pdf", f"FORM 10-K\n{sentence}"), (), ()).amended


@pytest.mark.parametrize(
    "printed, form",
    [
        ("10-K", "10-K"),
        ("Form 10–K/A", "10-K/A"),
        ("10 Q", "10-Q"),
        ("10-KT", "10-KT"),
        ("10-K405", "10-K405"),
        ("20-F", "20-F"),
        ("annual report", None),
        (None, None),
    ],
)
def test_forms_as_edgar_calls_them(printed, form):
    assert normal_form(printed) == form


@pytest.mark.parametrize(
    "printed, number",
    [("1-434", "001-00434"), ("0-23985", "000-23985"), ("001–35565", "001-35565"), ("n/a", None)],
)
def test_file_numbers_have_their_zeros(printed, number):
    assert normal_file_number(printed) == number


@pytest.mark.parametrize(
    "printed, name",
    [
        ("New York Stock Exchange", "NYSE"),
        ("The New York Stock Exchange, Inc.", "NYSE"),
        ("NYSE American", "NYSE American"),
        ("NYSE Chicago", "NYSE Chicago"),
        ("Nasdaq Global Select Market", "Nasdaq"),
        ("The NASDAQ Stock Market LLC", "Nasdaq"),
        ("Cboe BZX Exchange", "Cboe"),
        ("London Stock Exchange", "London Stock Exchange"),
        ("AbbVie Inc. had", None),
        (None, None),
    ],
)
def test_exchanges_by_one_name(printed, name):
    assert normal_exchange(printed) == name


def test_the_ticker_is_that_of_the_common_stock():
    titles = {
        "3.125% Notes due 2028": "X28",
        "Depositary Shares, each representing a share of Preferred Stock": "XPRA",
        "Warrants, each to purchase one share of common stock": "XW",
        "Class A Common Stock, $0.01 par value": "X",
        "Class B Common Stock, $0.01 par value": "X.B",
    }
    rows = [{"title": t, "trading_symbol": s} for t, s in titles.items()]
    assert common_stock(rows)["trading_symbol"] == "X"
    assert common_stock(rows[:3]) == {}


COVERS = {
    "in a sentence": (
        "market value held by non-affiliates was $1,234,567 for Class A common stock.\n"
        "As of May 3, 2024, there were 2,047,249,237 shares of the registrant’s Class A common\n"
        "stock, 96,998,144 shares of Class B common stock and 1,005,000 shares of Class F stock."
    ),
    "in lines": (
        "Class   Outstanding at May 3, 2024\n"
        "Class A Common Stock, $0.001 par value  2,047,249,237\n"
        "Class B Common Stock, $0.001 par value  96,998,144\n"
        "Class F Common Stock, $0.001 par value  1,005,000"
    ),
    "in short": (
        "Shares outstanding at May 3, 2024: Class A: 2,047,249,237; Class B: 96,998,144; Class F:"
        " 1,005,000"
    ),
    "in a row": "May 3, 2024: Class A 2,047,249,237, Class B 96,998,144, Class F 1,005,000",
    "in millions": "On May 3, 2024 there were 5 million Class A and 7 million Class B shares.",
}


def classes_in(cover: str, number: str) -> list[tuple]:
    """What is read around the number that a model points at."""
    made = document("a.pdf", cover)
    line = next(n for n in made.pages[0] if number in n.text)
    start = line.text.index(number)
    pointed = replace(cell("filing", (), "shares_outstanding", Decimal(1), number), line=line)
    pointed = replace(pointed, start=start, end=start + len(number))
    found = filing_ids(made, [pointed], ()).share_classes
    assert all(c.line.text[c.start : c.end].replace(",", "").isdigit() for c in found)
    return [(c.title[:7], int(c.shares), c.as_of) for c in found]


@pytest.mark.parametrize("cover", [*COVERS])
def test_all_classes_of_a_cover_are_read(cover):
    day, number = date(2024, 5, 3), "5 million" if "million" in cover else "2,047,249,237"
    sizes = (5 * 10**6, 7 * 10**6) if "million" in cover else (2047249237, 96998144, 1005000)
    titles = ("Class A", "Class B", "Class F")
    found = classes_in(COVERS[cover], number.split()[0])
    assert found == [(t, n, day) for t, n in zip(titles, sizes, strict=False)]


@pytest.mark.parametrize(
    "cover",
    [
        "15,115,823 shares of common stock were outstanding as of October 18, 2024.",
        "15,115,823 shares of Class A common stock are outstanding. Class B has no holder.",
        "15,115,823 shares of Class A common stock; 1,000 shares of Class A preferred stock",
        "15,115,823 Class A shares outstanding and 9,000,000 shares of Class A treasury stock",
    ],
)
def test_one_class_or_a_doubtful_one_is_no_list(cover):
    assert classes_in(cover, "15,115,823") == []


RETAIL = Calendar(date(2024, 2, 3), -1)


@pytest.mark.parametrize(
    "calendar, day, year, quarter",
    [
        (Calendar(date(2023, 12, 31)), date(2023, 12, 31), 2023, 4),
        (Calendar(date(2023, 12, 31)), date(2024, 3, 31), 2024, 1),
        (Calendar(date(2023, 12, 31)), date(2021, 9, 30), 2021, 3),
        (Calendar(date(2023, 6, 30)), date(2023, 9, 30), 2024, 1),
        (Calendar(date(2023, 9, 30)), date(2023, 7, 1), 2023, 3),
        (Calendar(date(2023, 9, 30)), date(2022, 9, 24), 2022, 4),
        (Calendar(date(2023, 1, 1)), date(2023, 1, 1), 2022, 4),  # 52 weeks to a Sunday
        (Calendar(date(2022, 12, 31)), date(2023, 9, 9), 2023, 3),  # 12, 12, 12, 16 weeks
        (Calendar(date(2023, 1, 28)), date(2023, 5, 20), None, 1),  # 16, 12, 12, 12 weeks
        (RETAIL, date(2023, 10, 28), 2023, 3),
        (RETAIL, date(2023, 1, 28), 2022, 4),
        (Calendar(date(2024, 1, 28), 0), date(2023, 10, 29), 2024, 3),
        (Calendar(date(2024, 1, 28)), date(2024, 1, 28), None, 4),  # 2023 or 2024?
        (Calendar(date(2023, 12, 31)), date(2023, 11, 15), 2023, None),
        (Calendar(), date(2023, 12, 31), None, None),
    ],
)
def test_years_and_quarters_of_a_company_s_own_calendar(calendar, day, year, quarter):
    assert (calendar.year(day), calendar.quarter(day)) == (year, quarter)


JUNE, DECEMBER = date(2023, 6, 30), date(2022, 12, 31)


@pytest.mark.parametrize(
    "form, cover, flows, balances, end",
    [
        ("10-K", date(2023, 12, 31), {(date(2023, 12, 31), 12)}, set(), date(2023, 12, 31)),
        ("10-K", date(2023, 12, 31), {(date(2022, 12, 31), 12)}, set(), None),
        ("10-K", None, {(JUNE, 12)}, {JUNE}, JUNE),
        ("10-Q", JUNE, {(JUNE, 3), (JUNE, 6)}, {JUNE, DECEMBER}, DECEMBER),
        ("10-Q", JUNE, {(JUNE, 6)}, {JUNE}, date(2022, 12, 28)),
        ("10-Q", JUNE, {(JUNE, 3)}, {JUNE}, None),
        ("10-Q", JUNE, {(JUNE, 9)}, {JUNE, DECEMBER}, None),
        ("10-Q", JUNE, set(), {JUNE, DECEMBER, date(2022, 6, 30)}, DECEMBER),
        (None, None, {(JUNE, 12)}, {JUNE}, JUNE),
        (None, None, set(), set(), None),
    ],
)
def test_the_end_of_a_year_is_learnt_from_what_is_printed(form, cover, flows, balances, end):
    found = year_end(form, cover, flows, balances)
    assert found == end or abs(found - end) < timedelta(4)


@pytest.mark.parametrize(
    "text, shift",
    [
        ("Fiscal 2023 ended on February 3, 2024.", -1),
        ("the fiscal year ended February 3, 2024 (“fiscal 2023”)", -1),
        ("Our fiscal years 2024 and 2023 ended February 3, 2024 and January 28, 2023", 0),
        ("the fiscal year ended February 3, 2024 fiscal 2024: our plan", None),
        ("In fiscal 2024 we paid for the quarter ended April 29, 2023", None),
        ("fiscal 2023 " * 30 + "fiscal 2022 " * 25, -1),
        ("fiscal 2024 " * 30 + "fiscal 2023 " * 35, 0),
        ("fiscal 2024 " * 3 + "fiscal 2023 " * 10, None),
        ("Fiscal 2023 ended on February 3, 2024. " + "fiscal 2024 " * 30, None),
        ("", None),
    ],
)
def test_years_are_called_what_the_company_calls_them(text, shift):
    end = date(2024, 2, 3)
    assert year_shift(end, end, [text], []) == shift


def test_a_head_with_the_year_before_names_its_year():
    end = date(2024, 2, 3)
    assert year_shift(end, end, [], [("Fiscal 2023", end)]) == -1
    assert year_shift(end, end, [], [("February 3, 2024", end)]) is None


@pytest.mark.parametrize(
    "end, months, weeks, ends, start",
    [
        (date(2023, 9, 9), 8, 36, [], date(2023, 1, 1)),
        (date(2023, 9, 30), 12, None, [date(2022, 9, 24)], date(2022, 9, 25)),
        (date(2024, 2, 29), 3, None, [date(2023, 2, 28)], date(2023, 12, 1)),
        (date(2023, 12, 31), 12, None, [], date(2023, 1, 1)),
        (date(2023, 7, 1), 3, None, [date(2022, 9, 24)], None),
        (date(2023, 12, 15), 12, None, [], None),
    ],
)
def test_periods_begin_where_the_one_before_ends(end, months, weeks, ends, start):
    calendar = all(e.day > 27 for e in (end, *ends))
    assert period_start(end, months, weeks, ends, calendar) == start


def test_weeks_are_those_printed():
    assert weeks_in("36 Weeks Ended", 8) == 36
    assert weeks_in("fifty-two weeks ended", 12) == 52
    assert weeks_in("12 and 36 Weeks Ended", 8) == 36
    assert weeks_in("nine months ended", 9) is None


def weekly() -> Record:
    """The third quarter of a company that counts weeks."""
    end, before = date(2023, 9, 9), date(2022, 12, 31)
    key = (("period_end", end), ("months", 8))
    made = record(
        "weekly",
        [
            cell("filing", (), "form_type", "10-Q"),
            cell("filing", (), "commission_file_number", "1-1183"),
            cell("filing", (), "period_end_date", end, "September 9, 2023"),
            cell("security", (("row", 0),), "title", "Common Stock, par value 1-2/3 cents"),
            cell("security", (("row", 0),), "trading_symbol", "PEP"),
            cell("security", (("row", 0),), "exchange", "The Nasdaq Stock Market LLC"),
            cell("income_statement", key, "revenue", Decimal(10**9)),
            cell("balance_sheet", (("period_end", end),), "total_assets", Decimal(10**9)),
            cell("balance_sheet", (("period_end", before),), "total_assets", Decimal(10**9)),
        ],
    )
    head = Line(3, 0, "36 Weeks Ended")
    column = ReadColumn("income_statement", 3, 1, "period", end, 8, 0.9, ((head, 0, 14),))
    return Record(made.document, made.sha256, 9, made.values, made.problems, (column,))


def test_keys_stand_in_documents_and_in_statements():
    frames = tables([weekly()], [], PARTS, Run("filing", "embedded", "", {}))
    told = frames["documents"].row(0, named=True)
    assert {k: told[k] for k in ("ticker", "exchange", "form", "file_number", "cik")} == {
        "ticker": "PEP",
        "exchange": "Nasdaq",
        "form": "10-Q",
        "file_number": "001-01183",
        "cik": None,
    }
    assert (told["fiscal_year_end"], told["fiscal_year"], told["fiscal_quarter"]) == (
        date(2022, 12, 31),
        2023,
        3,
    )
    row = frames["income_statement"].row(0, named=True)
    assert (row["months"], row["weeks"], row["period_start"], row["fiscal_quarter"]) == (
        8,
        36,
        date(2023, 1, 1),
        3,
    )
    sheets = frames["balance_sheet"].select("fiscal_year", "fiscal_quarter").rows()
    assert sheets == [(2023, 3), (2022, 4)]
    assert frames["fact"].filter(pl.col("weeks") == 36)["item"].to_list() == ["revenue"]
