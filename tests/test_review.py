"""Laws of the review page: what it holds, that no text of a document gets out of its data, and how it works in Chromium."""

import json
import re
import shutil
from base64 import b64decode
from decimal import Decimal

import pytest
from toys import acme

from pipeline.frames import Run, tables
from pipeline.retell import amount, cells
from pipeline.review import page
from pipeline.scans import Scan
from pipeline.swap import put
from schemas.compile import parts
from schemas.filing import Filing

CHROMIUM = shutil.which("chromium")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTSg5QAAAABJRU5ErkJggg==")
QUOTES = {"(1,138)": "-1138", "$182.9 billion": "182900000000", "—": "0", "1,234.50": "1234.5", ".05": "0.05", "none": None}


@pytest.fixture
def frames():
    return tables([acme()], [], parts(Filing), Run("filing", "toy", "", {}))


@pytest.fixture
def html(frames, tmp_path):
    path = tmp_path / "review.html"
    path.write_text(page(frames, cells(frames), {}))
    return path


@pytest.fixture
def browser(html):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs `pip install playwright`")
    if not CHROMIUM:
        pytest.skip("needs a Chromium: `apt-get install chromium`")
    with playwright.sync_playwright() as started:
        tab = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_page()
        tab.goto(html.as_uri())
        yield tab


def test_every_value_and_problem_is_shown_failed_checks_first(frames):
    shown = cells(frames)
    assert len(shown) == frames["evidence"].height + frames["problems"].height
    assert [c.group for c in shown] == sorted(c.group for c in shown) and shown[0].group == 0


def test_text_of_a_document_cannot_leave_its_data(frames):
    bad = frames["evidence"].with_columns(quote=frames["evidence"]["quote"] + "</script><script>alert(1)</script>{{js}}")
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


def test_a_folder_without_tables_is_one_line(extract, tmp_path):
    assert extract("review", tmp_path) == (2, "", f"extract: {tmp_path}: no tables in it; give a folder that --out named\n")


def test_a_missing_pdf_is_told_and_the_page_is_written(extract, frames, tmp_path):
    (tmp_path / "out").mkdir()
    put(frames, tmp_path / "out", 0, {})
    code, _, stderr = extract("review", tmp_path / "out", "--html", tmp_path / "r.html")
    assert code == 0 and "type `--pdf FOLDER`" in stderr and (tmp_path / "r.html").exists()


def test_chromium_reads_numbers_as_python_does(browser):
    assert {q: browser.evaluate("q => readNumber(q, {shift: 0})", q) for q in QUOTES} == QUOTES


def test_chromium_steps_decides_and_exports(browser):
    browser.fill("#who", "Ann")
    browser.locator("#who").blur()
    browser.keyboard.press("a")
    browser.keyboard.press("r")
    with browser.expect_download() as download:
        browser.click("#export")
    found = json.loads(download.value.path().read_text())
    assert found["who"] == "Ann" and found["items"][0]["action"] == "accept" and found["items"][0]["value"] == found["items"][0]["was"]
    assert browser.inner_text("#done") == str(len(found["items"]))


def test_a_click_on_the_page_corrects_a_number(frames, html, browser):
    cell = next(c for c in cells(frames) if c.kind == "number" and c.value and c.page)
    scan = Scan(cell.page, PNG, (612.0, 792.0), (("Total 7,654", (1000, 1500, 3000, 3500), 6000, 6100),))
    html.write_text(page(frames, cells(frames), {cell.document: [scan]}))
    browser.goto(html.as_uri())
    browser.evaluate("path => go(CELLS.find(c => c.path === path))", cell.path)
    browser.keyboard.press("c")
    paper = browser.locator("#paper").bounding_box()
    browser.locator("#paper").click(position={"x": paper["width"] * 325 / 612, "y": paper["height"] * (792 - 605) / 792})
    browser.keyboard.press("Enter")
    [item] = browser.evaluate("exported().items")
    want = f"{Decimal(7654).scaleb(cell.shift).normalize():f}"
    assert (item["action"], item["value"], item["quote"], item["page"], item["box"], item["was"]) == ("correct", want, "7,654", cell.page, [300, 600, 350, 610], cell.value)
