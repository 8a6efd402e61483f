"""The review page in Chromium: fixtures, and what a person does on it."""

import os
import shutil
from base64 import b64decode
from pathlib import Path

import pytest
from make_records import acme

from extract_filings.pipeline.review.cells import cells
from extract_filings.pipeline.review.page import page
from extract_filings.pipeline.review.page_images import Scan, View
from extract_filings.pipeline.tables.frames import Run, tables
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTSg5QAAAABJRU5ErkJggg=="
)


@pytest.fixture
def frames():
    return tables([acme()], [], parts(Filing), Run("filing", "toy", "", {}))


@pytest.fixture
def html(frames, tmp_path):
    path = tmp_path / "review.html"
    path.write_text(page(frames, cells(frames), {}))
    return path


@pytest.fixture(scope="module")
def chromium():
    """The system's, else playwright's own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs `pip install playwright`")
    with playwright.sync_playwright() as started:
        own = started.chromium.executable_path
        path = next(filter(None, map(shutil.which, NAMES)), own)
        if not Path(path).exists():
            if os.environ.get("EXTRACT_CHROMIUM"):
                pytest.fail("EXTRACT_CHROMIUM is set, and there is none")
            pytest.skip("needs a Chromium: `playwright install chromium`")
        running = started.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def browser(chromium, html):
    tab = chromium.new_page(viewport={"width": 1280, "height": 720})
    tab.goto(html.as_uri())
    yield tab
    tab.close()


@pytest.fixture
def at_hand(frames, html, browser):
    """The page with a picture of the statement's page."""
    scan = Scan(
        4,
        PNG,
        View((0.0, 0.0, 612.0, 792.0)),
        (("Total 7,654", (1000, 6000, 1500, 6100, 3000, 6000, 3500, 6100)),),
    )
    html.write_text(page(frames, cells(frames), {"acme": [scan]}))
    browser.goto(html.as_uri())
    return browser


def go(browser, path, row=None):
    browser.evaluate(
        "([path, row]) => go(CELLS.find(c => c.path === path && (row === null || c.row === row)))",
        [path, row],
    )


def add_row(browser, *key):
    """To the table of the cell in hand, by the keyboard."""
    browser.keyboard.press("+")
    for place, text in zip(browser.locator("#add-key input").all(), key, strict=False):
        place.fill(text)
    browser.keyboard.press("Enter")


def export(browser, file):
    browser.fill("#who", "Ann")
    browser.locator("#who").blur()
    with browser.expect_download() as download:
        browser.click("#export")
    download.value.save_as(file)


def click(browser, box):
    """In the middle of a box in points of the page as it is shown."""
    size, paper = browser.evaluate("now.size"), browser.locator("#paper").bounding_box()
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    browser.locator("#paper").click(
        position={
            "x": paper["width"] * x / size[1],
            "y": paper["height"] * (size[2] - y) / size[2],
        },
        force=True,
    )
