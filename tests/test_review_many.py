"""Laws of the review page where one act decides many cells: folds of empty cells, a page, a row,
a table, a column; and of its layout.
"""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from review_browser import click, export, go
from review_case import COST, PDF, clicked, record, rows, value

from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.resolve.rules import validate
from extract_filings.pipeline.review.page import bar_of, review
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.write import write
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

REVENUE = "/income_statement/0/revenue"
BEFORE = (("period_end", date(2011, 12, 25)), ("months", 3))


def two_columns():
    """The sample's record of review_case.py, and a column beside its income statement. The cost of
    both is that of "Other revenues", the line above the total.
    """
    document, first = read(PDF), record()
    told = (("revenue", 5698, "5,698", 11), ("cost_of_revenue", 2805, "2,805", 10))
    more = [
        value(document, "income_statement", BEFORE, field, Decimal(n * 10**6), quote, 3, line)
        for field, n, quote, line in told
    ]
    values = validate(parts(Filing), [*first.values, *more])
    return replace(first, values=values, problems=problems(parts(Filing), values))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Folder with tables and their page."""
    folder = tmp_path_factory.mktemp("made")
    write([two_columns()], [], Filing, folder / "out", Run("filing", "embedded", "", {}))
    review(folder / "out", [str(PDF)], folder / "review.html")
    return folder


@pytest.fixture
def opened(made, browser, tmp_path):
    shutil.copytree(made / "out", tmp_path / "out")
    browser.goto((made / "review.html").as_uri())
    return browser


@pytest.fixture
def applied(opened, extract, tmp_path):
    """What `extract apply` says of the decisions on the page."""

    def call():
        export(opened, tmp_path / "c.json")
        return extract("apply", tmp_path / "c.json", tmp_path / "out", "--pdf", PDF)

    return call


def exported(browser):
    return browser.evaluate("exported().items")


def test_empty_cells_of_a_field_are_one_line_and_are_accepted_together(opened):
    browser = opened
    browser.fill("#search", "research")
    fold = browser.locator(".fold")
    assert "empty in 1 document · Income statement" in fold.inner_text()
    fold.click()
    browser.locator("#search").blur()
    assert browser.inner_text("#accept") == "Rightly empty: all 2"
    assert (
        browser.evaluate("list.cells.filter(c => c.field === 'research_and_development').length")
        == 3
    )
    browser.keyboard.press("a")
    items = exported(browser)
    assert {(i["action"], i["value"], i["path"].split("/")[-1]) for i in items} == {
        ("accept", None, "research_and_development")
    }
    assert len(items) == 2 and "2 cells rightly empty" in browser.inner_text("#toast-text")
    browser.click("#undo")
    assert exported(browser) == []


def test_a_page_a_table_or_all_above_a_bar_is_accepted_at_once(opened, applied):
    browser = opened
    go(browser, REVENUE)
    browser.keyboard.press("A")
    page, table, sure = browser.locator("#many-offers button").all()
    assert page.inner_text().startswith("Page 3 of synth0003_10-q")
    assert "empty cells" in table.inner_text() and sure.is_disabled()
    page.click()
    assert {i["page"] for i in exported(browser)} == {3}
    assert "6 accepted, 0 corrected, 0 rejected, 0 refused" in applied()[1]


def test_a_line_is_taken_for_all_columns_and_read_again(opened, applied, tmp_path):
    browser = opened
    go(browser, COST)
    before = browser.locator("#paper").bounding_box()
    browser.keyboard.press("c")
    click(browser, clicked("Cost of operations.", 3, 12)["box"])
    assert browser.inner_text("#keep-row").startswith("Whole row: 2 values")
    assert browser.locator("#paper").bounding_box() == before, "the page must not jump"
    browser.keyboard.press("Shift+Enter")
    assert applied()[1].endswith("0 accepted, 2 corrected, 0 rejected, 0 refused\n")
    costs = [r["cost_of_revenue"] for r in rows(tmp_path / "out", "income_statement")]
    assert costs == [3081 * 10**6, 2806 * 10**6]


def test_a_line_whose_values_are_forged_is_refused(opened, applied):
    browser = opened
    go(browser, COST)
    browser.keyboard.press("c")
    click(browser, clicked("Cost of operations.", 3, 12)["box"])
    browser.keyboard.press("Shift+Enter")
    browser.evaluate(
        "for (const d of decisions.values()) d.value = d.value.replace('3081', '3082')"
    )
    code, stdout, stderr = applied()
    assert code == 1 and "1 corrected, 0 rejected, 1 refused" in stdout
    assert "reads as 3081000000, and the corrections say 3082000000" in stderr


def test_a_column_of_a_wrong_period_is_corrected_at_its_head(opened, applied, tmp_path):
    browser = opened
    go(browser, REVENUE)
    browser.keyboard.press("h")
    browser.fill("#head-day", "2012-09-30")
    assert browser.inner_text("#head-hint") == "4 values become those of 2012-09-30, 3 months"
    browser.keyboard.press("Enter")
    _, stdout, stderr = applied()
    assert "4 corrected, 0 rejected, 1 row added, 1 row removed, 0 refused" in stdout, stderr
    only = rows(tmp_path / "out", "income_statement")[0]
    assert str(only["period_end"]) == "2012-09-30" and only["revenue"] == 6847 * 10**6


def test_columns_that_were_mistaken_for_each_other_change_places(opened, applied, tmp_path):
    browser = opened
    go(browser, REVENUE)
    browser.keyboard.press("h")
    browser.fill("#head-day", "2011-12-25")
    assert browser.inner_text("#head-hint") == "The two columns change places"
    browser.keyboard.press("Enter")
    assert "6 corrected, 2 rejected, 0 refused" in applied()[1]
    made = [
        (str(r["period_end"]), r["revenue"] // 10**6, r["gross_profit"])
        for r in rows(tmp_path / "out", "income_statement")
    ]
    assert made == [("2012-12-30", 5698, None), ("2011-12-25", 6847, 3766 * 10**6)]


def test_a_wrong_scale_is_corrected_once_for_all_amounts(opened, applied, tmp_path):
    browser = opened
    go(browser, REVENUE)
    browser.keyboard.press("h")
    browser.select_option("#head-scale", "0")
    assert browser.inner_text("#head-hint") == "5 amounts of the table shrink 1,000,000 times"
    browser.click("#head-keep")
    assert "5 corrected" in applied()[1]
    only, other = rows(tmp_path / "out", "income_statement")
    assert (only["revenue"], other["revenue"], float(only["eps_basic"])) == (6847, 5698, -0.65)


def test_clicks_after_a_scale_correction_take_the_new_scale(opened):
    browser = opened
    go(browser, REVENUE)
    browser.keyboard.press("h")
    browser.select_option("#head-scale", "3")
    browser.click("#head-keep")
    go(browser, COST)
    browser.keyboard.press("c")
    click(browser, clicked("Cost of operations.", 3, 12)["box"])
    assert browser.inner_text("#value") == "3,081,000"
    browser.keyboard.press("Enter")
    go(browser, "/income_statement/0/research_and_development")
    browser.keyboard.press("c")
    click(browser, clicked("Cost of operations.", 3, 12)["box"])
    assert browser.inner_text("#value") == "3,081,000"


def test_a_scale_that_was_corrected_holds_on_a_page_made_anew(opened, applied, tmp_path):
    browser = opened
    go(browser, REVENUE)
    browser.keyboard.press("h")
    browser.select_option("#head-scale", "0")
    browser.click("#head-keep")
    assert "5 corrected" in applied()[1]
    review(tmp_path / "out", [str(PDF)], tmp_path / "again.html")
    browser.goto((tmp_path / "again.html").as_uri())
    go(browser, REVENUE)
    browser.keyboard.press("h")
    assert browser.input_value("#head-scale") == "0"
    browser.keyboard.press("Escape")
    go(browser, "/income_statement/0/research_and_development")
    browser.keyboard.press("c")
    click(browser, clicked("Cost of operations.", 3, 12)["box"])
    assert browser.inner_text("#value") == "3,081"
    browser.keyboard.press("Enter")
    assert "1 corrected, 0 rejected, 0 refused" in applied()[1]


def test_an_entry_of_a_list_is_rejected_at_once_and_a_period_removed(opened, applied, tmp_path):
    browser = opened
    go(browser, "/security/0/trading_symbol")
    assert browser.inner_text("#minus").startswith("Reject row")
    browser.keyboard.press("-")
    go(browser, "/income_statement/1/revenue")
    assert browser.inner_text("#minus").startswith("Remove row")
    browser.keyboard.press("-")
    _, stdout, stderr = applied()
    assert "0 corrected, 1 rejected, 1 row removed, 0 refused" in stdout, stderr
    assert len(rows(tmp_path / "out", "income_statement")) == 1


@pytest.mark.parametrize("width", [1280, 800, 400])
def test_nothing_is_cut_off(opened, width):
    browser = opened
    browser.set_viewport_size({"width": width, "height": 800})
    go(browser, COST)
    for key in ("Escape", "c", "Escape", "h"):
        browser.keyboard.press(key)
        out_of_sight = browser.evaluate(
            """[...document.querySelectorAll("header *, aside nav *, #card *, .row, footer *")]
            .filter(e => e.offsetParent && e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.outerHTML)"""
        )
        assert out_of_sight == []
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


def test_labels_are_english_and_no_probability_is_100_percent(opened):
    assert opened.evaluate("title('income_statement', 'eps_diluted')") == "Diluted EPS"
    shares = opened.evaluate("[1, 0.9996, 0.999, 0.9989, 0.5, 0].map(sureness)")
    assert shares == ["over 99.9 %"] * 3 + ["99.8 %", "50 %", "under 0.1 %"]


def test_the_order_of_a_document_is_that_of_its_schema(opened):
    opened.click("[data-order=document]")
    assert opened.evaluate("list.cells[0].field") == "registrant_name"


def test_a_bar_over_tables_needs_no_pdf(tmp_path):
    write([record()], [], Filing, tmp_path, Run("filing", "embedded", "", {}))
    assert bar_of(tmp_path, None, None) == 0.9 and bar_of(tmp_path, 0.7, None) == 0.7
    assert bar_of(tmp_path, None, 0.995) > 0.9
