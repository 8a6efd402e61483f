"""Laws of the review page: what it holds, that no text of a document gets out of its data, and how
it works in Chromium.
"""

import json
import re
import shutil
import subprocess
from decimal import Decimal

import pypdf
import pytest
from review_browser import PNG, add_row, click, export, go
from review_case import COST, GROSS, PDF, clicked, corrections, decided, record

from extract_filings.pipeline.review.cells import (
    amount,
    cells,
    kind,
    load_tables,
    reading,
    unsigned,
)
from extract_filings.pipeline.review.page import TEMPLATES, page
from extract_filings.pipeline.review.page_images import Scan, View
from extract_filings.pipeline.tables.frames import Run
from extract_filings.pipeline.tables.parquet import put
from extract_filings.pipeline.tables.write import write
from extract_filings.pipeline.text.parse import is_share, printed
from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

NODE = shutil.which("node")
QUOTES = {
    "(1,138)": "-1138",
    "$182.9 billion": "182900000000",
    "—": "0",
    "1,234.50": "1234.5",
    ".05": "0.05",
    "none": None,
}
WORDS = [
    ("revenue", "$(1,138)", "", 6),
    ("interest_expense", "(104)", " 135", 6),
    ("eps_basic", "(0.65)", "", 0),
    ("public_float", "$182.9", " billion as of", 0),
    ("net_income", "loss", "", 6),
    ("revenue", "—", "", 6),
    ("revenue", "non-cash", "", 6),
    ("period_end_date", "DECEMBER 30, 2012", "", 0),
    ("period_end_date", "the 1st day of March, 2023", "", 0),
    ("period_end_date", "March", "", 0),
    ("city", "Fremont,", " California", 0),
    ("trading_symbol", "(TAH)", "", 0),
    ("phone", "phone: (555) 010-0000", "", 0),
    ("postal_code", "none", "", 0),
    ("discount", "2.5%", " of", 0),
    ("discount", "2.5", " percent", 0),
]
"""Field, words clicked, the rest of their line, power of ten of the table."""
WANT = [
    "-1138000000",
    "104000000",
    "-0.65",
    "182900000000",
    None,
    "0",
    None,
    "2012-12-30",
    "2023-03-01",
    None,
    "Fremont",
    "TAH",
    "(555) 010-0000",
    None,
    "0.025",
    "0.025",
]
PLAIN = Part("plain", "root", "", (FieldSpec("discount", Decimal, "", rules=(("maximum", 1),)),))


def test_every_value_and_problem_is_shown_doubt_first(frames):
    """Below the bar, failed checks, what another page disputes, empty cells, the rest."""
    shown = cells(frames, bar=0.9)
    assert len(shown) == frames["evidence"].height + frames["problems"].height
    assert [c.group for c in shown] == sorted(c.group for c in shown)
    doubted = [c for c in shown if c.group == 0]
    assert [c.confidence for c in doubted] == sorted(c.confidence for c in doubted)
    assert cells(frames, bar=1.0)[0].group == 0


def test_text_of_a_document_cannot_leave_its_data(frames):
    bad = frames["evidence"].with_columns(
        quote=frames["evidence"]["quote"] + "</script><script>alert(1)</script>{{js}}"
    )
    text = page(frames | {"evidence": bad}, cells(frames | {"evidence": bad}), {})
    assert "<script>alert" not in text and text.count("</script>") == 2
    data = json.loads(re.search(r'id="data">(.*?)</script>', text)[1])
    assert any("<script>alert(1)</script>{{js}}" in c[6] for c in data["cells"])


def test_the_page_forbids_the_network(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html.read_text())[1]
    assert policy.startswith("default-src 'none'; img-src data:;") and "unsafe" not in policy


@pytest.mark.parametrize("quote", QUOTES)
def test_a_number_is_read_with_its_sign_and_scale_word(quote):
    assert amount(quote) == (None if QUOTES[quote] is None else Decimal(QUOTES[quote]))


def test_a_missing_pdf_is_told_and_the_page_is_written(extract, frames, tmp_path):
    (tmp_path / "out").mkdir()
    put(frames, tmp_path / "out", 0, {})
    code, _, stderr = extract("review", tmp_path / "out", "--html", tmp_path / "r.html")
    assert code == 0 and "type `--pdf FOLDER`" in stderr and (tmp_path / "r.html").exists()


def test_the_page_reads_words_as_python_does(frames):
    """Run by node: what a click shows is what `extract apply` will read."""
    if not NODE:
        pytest.skip("needs node")
    specs = {f.name: (p, f) for p in parts(Filing) for f in p.fields} | {
        "discount": (PLAIN, PLAIN.fields[0])
    }
    asked = [
        {
            "kind": kind(specs[f][1]),
            "shift": shift,
            "unsigned": unsigned(specs[f][1]),
            "pattern": specs[f][1].cue.pattern,
            "share": is_share(specs[f][1]),
            "quote": q,
            "behind": b,
        }
        for f, q, b, shift in WORDS
    ]
    code = (
        (TEMPLATES / "reading.js").read_text()
        + f"console.log(JSON.stringify({json.dumps(asked)}.map((c) => read(c.quote, c, c.behind))))"
    )
    said = json.loads(
        subprocess.run([NODE, "-"], input=code, capture_output=True, text=True, check=True).stdout
    )
    assert said == [
        None if v is None else printed(v)
        for v in (reading(*specs[f], q, b, shift) for f, q, b, shift in WORDS)
    ]
    assert said == WANT


def test_chromium_steps_decides_and_exports(browser):
    browser.fill("#who", "Ann")
    browser.locator("#who").blur()
    browser.keyboard.press("a")
    browser.keyboard.press("r")
    with browser.expect_download() as download:
        browser.click("#export")
    found = json.loads(download.value.path().read_text())
    assert (
        found["who"] == "Ann"
        and found["items"][0]["action"] == "accept"
        and found["items"][0]["value"] == found["items"][0]["was"]
    )
    assert browser.inner_text("#done") == str(len(found["items"]))


def test_a_click_on_the_page_corrects_a_number(frames, html, browser):
    cell = next(c for c in cells(frames) if c.kind == "number" and c.value and c.page)
    scan = Scan(
        cell.page,
        PNG,
        View((0.0, 0.0, 612.0, 792.0)),
        (("Total 7,654", (1000, 6000, 1500, 6100, 3000, 6000, 3500, 6100)),),
    )
    html.write_text(page(frames, cells(frames), {cell.document: [scan]}))
    browser.goto(html.as_uri())
    browser.evaluate("path => go(CELLS.find(c => c.path === path))", cell.path)
    browser.keyboard.press("c")
    paper = browser.locator("#paper").bounding_box()
    browser.locator("#paper").click(
        position={"x": paper["width"] * 325 / 612, "y": paper["height"] * (792 - 605) / 792}
    )
    browser.keyboard.press("Enter")
    [item] = browser.evaluate("exported().items")
    want = f"{Decimal(7654).scaleb(cell.shift).normalize():f}"
    assert (
        item["action"],
        item["value"],
        item["quote"],
        item["page"],
        item["box"],
        item["was"],
    ) == ("correct", want, "7,654", cell.page, [300, 600, 350, 610], cell.value)


def test_from_the_page_to_the_tables(html, browser, tmp_path, extract):
    """The way of a correction: click, export, apply. The sample's tables hold a mistake; see
    review_case.py.
    """
    out = tmp_path / "out"
    write([record()], [], Filing, out, Run("filing", "embedded", "", {}))
    assert extract("review", out, "--pdf", PDF, "--html", html)[0] == 0
    browser.goto(html.as_uri())
    browser.fill("#who", "Ann")
    browser.locator("#who").blur()
    go(browser, COST)
    browser.keyboard.press("c")
    click(browser, clicked("3,081", 3, 12)["box"])
    browser.keyboard.press("Enter")
    go(browser, GROSS)
    browser.keyboard.press("a")
    go(browser, "/filing/registrant_name")
    browser.keyboard.press("r")
    with browser.expect_download() as download:
        browser.click("#export")
    download.value.save_as(tmp_path / "corrections.json")
    exported = json.loads((tmp_path / "corrections.json").read_text())["items"]
    assert all(item.keys() == decided(out, COST, "accept").keys() for item in exported)
    assert extract("apply", tmp_path / "corrections.json", out, "--pdf", PDF) == (
        0,
        f"{out}: 1 accepted, 1 corrected, 1 rejected, 0 refused\n",
        "",
    )
    frames = load_tables(out)[0]
    status = dict(frames["evidence"].select("path", "status").iter_rows())
    assert (frames["income_statement"]["cost_of_revenue"][0], status[COST], status[GROSS]) == (
        3081 * 10**6,
        "corrected",
        "accepted",
    )
    assert frames["filing"]["registrant_name"][0] is None


def test_from_a_row_that_is_missing_to_the_tables_and_gold(html, browser, tmp_path, extract):
    """The sample's tables have no balance sheet. Its page is at hand, its scale is as that page
    says, and what the page shows is what apply writes.
    """
    out = tmp_path / "out"
    write([record()], [], Filing, out, Run("filing", "embedded", "", {}))
    extract("review", out, "--pdf", PDF, "--html", html)
    browser.goto(html.as_uri())
    go(browser, "/balance_sheet/-/total_assets")
    assert (
        browser.evaluate("now.page") == 5 and browser.locator("[data-action=correct]").is_disabled()
    )
    add_row(browser, "2012-12-30")
    browser.locator("#adding").wait_for(state="hidden")
    shown = {}
    for field, quote, line in (
        ("total_assets", "$24,778", 17),
        ("retained_earnings", "(15,978)", 35),
        ("stockholders_equity", "$15,272", 38),
    ):
        go(browser, f"/balance_sheet/-/{field}", "2012-12-30")
        browser.keyboard.press("c")
        click(browser, clicked(quote, 5, line)["box"])
        told = "on page 5, in millions as the page says"
        browser.wait_for_function(f"document.querySelector('#hint').innerText.endsWith('{told}')")
        browser.keyboard.press("Enter")
        shown[field] = browser.evaluate(
            "f => decisions.get(idOf(CELLS.find(c => c.mine && c.field === f))).value", field
        )
    browser.reload()
    assert browser.inner_text("#decisions") == "4", "decisions and new rows outlive a reload"
    export(browser, tmp_path / "c.json")
    assert (
        extract("apply", tmp_path / "c.json", out, "--pdf", PDF, "--gold", tmp_path / "gold")[1]
        == f"{out}: 0 accepted, 3 corrected, 0 rejected, 1 row added, 0"
        f" refused\n{tmp_path / 'gold'}: 3 reviewed cells as gold\n"
    )
    [row] = load_tables(out)[0]["balance_sheet"].to_dicts()
    assert (
        {f: printed(row[f]) for f in shown}
        == shown
        == {
            "total_assets": "24778000000",
            "retained_earnings": "-15978000000",
            "stockholders_equity": "15272000000",
        }
    )
    extract("review", out, "--pdf", PDF, "--html", html)
    browser.goto(html.as_uri())
    assert browser.inner_text("#decisions") == "", "the tables have them by now"
    go(browser, "/balance_sheet/0/total_assets")
    browser.keyboard.press("-")
    export(browser, tmp_path / "d.json")
    assert (
        extract("apply", tmp_path / "d.json", out, "--pdf", PDF)[1]
        == f"{out}: 0 accepted, 0 corrected, 0 rejected, 1 row removed, 0 refused\n"
    )
    assert load_tables(out)[0]["balance_sheet"].is_empty()


def test_the_page_waits_for_the_browser_before_it_reads_what_was_decided(html, browser):
    """Storage that is touched before an answer about cookies may be an empty one; see review.js."""
    browser.add_init_script(
        """
        window.asked = [];
        for (const [of, name] of [[Document.prototype, "cookie"], [window, "localStorage"]]) {
          const own = Object.getOwnPropertyDescriptor(of, name).get;
          Object.defineProperty(of, name, { get() { asked.push(name); return own.call(this); } });
        }
        """
    )
    browser.goto(html.as_uri())
    assert browser.evaluate("asked") == ["cookie", "localStorage"]


def test_a_new_row_is_taken_back_before_it_is_exported(at_hand):
    browser = at_hand
    before = browser.inner_text("#total")
    go(browser, "/income_statement/0/revenue")
    add_row(browser, "2011-12-25", "3")
    browser.locator("#adding").wait_for(state="hidden")
    browser.keyboard.press("a")
    assert browser.inner_text("#decisions") == "2" and browser.inner_text("#where").endswith(
        "2011-12-25, 3 months"
    )
    browser.keyboard.press("-")
    assert (browser.inner_text("#total"), browser.inner_text("#decisions")) == (
        before,
        "",
    ) and browser.evaluate("exported().items") == []


def test_a_row_that_is_there_is_not_added_again(at_hand):
    browser = at_hand
    go(browser, "/income_statement/0/revenue")
    add_row(browser, "2024-03-31", "3")
    assert (
        browser.inner_text("#add-note").startswith("There is such a row already")
        and browser.locator("#adding").is_visible()
    )


@pytest.mark.parametrize("turn", [90, 270])
def test_a_click_lands_on_a_turned_page(turn, html, browser, tmp_path, extract):
    turned = pypdf.PdfWriter(clone_from=PDF)
    for one in turned.pages:
        one.rotate(turn)
    turned.write(pdf := tmp_path / PDF.name)
    out = tmp_path / "out"
    write([record(pdf)], [], Filing, out, Run("filing", "embedded", "", {}))
    extract("review", out, "--pdf", pdf, "--html", html)
    browser.goto(html.as_uri())
    go(browser, COST)
    browser.keyboard.press("c")
    click(browser, clicked("3,081", 3, 12, pdf)["box"])
    browser.keyboard.press("Enter")
    item = browser.evaluate("exported().items")[0]
    assert item["quote"] == "3,081"
    corrections(tmp_path / "c.json", item)
    assert extract("apply", tmp_path / "c.json", out, "--pdf", pdf)[0] == 0
