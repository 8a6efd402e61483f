"""Pages that are pictures are read by OCR: their lines, boxes and doubts, turned or side by side;
without the extra they are left out by name.
"""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from make_records import cell
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.ocr import document as ocr
from extract_filings.pipeline.ocr.cache import kept
from extract_filings.pipeline.ocr.document import ocr_problems, seen, with_ocr
from extract_filings.pipeline.ocr.doubt import doubted
from extract_filings.pipeline.ocr.engine import Piece, installed
from extract_filings.pipeline.ocr.glyphs import Alphabet, Glyph
from extract_filings.pipeline.ocr.lines import lines, rows, slant
from extract_filings.pipeline.ocr.page import Read
from extract_filings.pipeline.ocr.picture import MOST_PIXELS, Picture, picture
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.legible import legible, with_text
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.records import Document, Line, LineAmount, LineItem, OcrPage, OcrWord

needs_ocr = pytest.mark.skipif(
    not installed(), reason="needs an OCR engine: pip install 'extract-filings[ocr]'"
)
SHEET = [
    ("Consolidated Balance Sheets", "", ""),
    ("(in thousands)", "2021", "2020"),
    ("Cash and cash equivalents", "10,482", "9,377"),
    ("Receivables", "3,915", "(4,260)"),
    ("Total assets", "14,397", "5,117"),
]
LINES = [" ".join(filter(None, row)) for row in SHEET]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("EXTRACT_OCR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def printed(size=(400, 300), x=40) -> Image.Image:
    """A sheet as a scanner sees it, at 150 dots an inch."""
    canvas = Canvas(made := io.BytesIO(), pagesize=size)
    for n, (label, *numbers) in enumerate(SHEET):
        canvas.drawString(x, size[1] - 60 - 20 * n, label)
        for right, number in zip((280, 360), numbers, strict=True):
            canvas.drawRightString(x + right - 40, size[1] - 60 - 20 * n, number)
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as pdf:
        return pdf[0].render(scale=150 / 72, grayscale=True).to_pil().rotate(0.5, fillcolor=255)


def pictures(path: Path, *images: Image.Image, beside: str = "") -> Path:
    """A PDF of pictures, and of a page of text."""
    canvas = Canvas(str(path))
    for image in images:
        size = image.width * 72 / 150, image.height * 72 / 150
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(image), 0, 0, *size)
        canvas.showPage()
    if beside:
        canvas.drawString(60, 60, beside)
        canvas.showPage()
    canvas.save()
    return path


@needs_ocr
def test_pictures_are_read_turned_or_not_and_words_stand_in_their_boxes(tmp_path):
    sheet = printed()
    path = pictures(tmp_path / "a.pdf", sheet, sheet.rotate(90, expand=True), beside="Good text")
    document = with_ocr(legible(read(path)), None, 2)
    assert [[line.text for line in page] for page in document.pages] == [
        LINES,
        LINES,
        ["Good text"],
    ]
    assert [p.turn for p in document.ocr] == [0, 90] and document.left_out == ()
    (problem,) = ocr_problems("filing", document)
    assert (problem.field, problem.reason) == ("pages 1 to 2", "ocr")
    assert "read by OCR (rapidocr" in problem.detail
    straight, turned = (upright(boxes(document, [1, 2])[n]) for n in (1, 2))
    for page in (straight, turned):
        assert [len(b) for b in page] == [len(text) for text in LINES]
        rights = [
            page[n][LINES[n].index(number) + 5][2] for n, number in ((2, "10,482"), (4, "14,397"))
        ]
        assert abs(rights[0] - rights[1]) < 4  # a column
    start = LINES[2].index("10,482")
    x0, y0, x1, y1 = straight[2][start][0], *straight[2][start][1:2], *straight[2][start + 5][2:]
    assert 230 < x0 < x1 < 290 and 190 < y0 < y1 < 215
    again = seen(read(path), [2])
    assert again.pages[1] == document.pages[1] and again.pages[0] == ()


def quad(x, y, wide, high=10.0):
    return np.array([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]], np.float32)


def piece(text, x, y, wide=50.0, sure=1.0):
    step = 1 / len(text)
    return Piece(
        quad(x, y, wide),
        tuple(Glyph(c, i * step, (i + 1) * step, sure) for i, c in enumerate(text)),
    )


def test_rows_are_level_though_the_picture_is_not():
    slope = 0.02  # over 400 pixels nearly a row
    made = [
        piece(f"{r}{c}", 200 * c, 14 * r + slope * 200 * c, 60) for r in range(4) for c in range(3)
    ]
    for p in made:
        p.quad[1:3, 1] += slope * 60
    assert [[p.text for p in row] for row in rows(made, np.arctan(slope))] == [
        [f"{r}{c}" for c in range(3)] for r in range(4)
    ]


def test_the_ink_says_how_a_picture_is_skewed():
    levels = np.full((600, 800), 255, np.uint8)
    for x in range(40, 760):
        for n in range(20):
            levels[round(40 + 26 * n - 0.02 * (x - 400)) + np.arange(8), x] = 0 if x % 7 else 255
    assert slant(levels) == pytest.approx(-0.02, abs=0.001)


def test_two_pages_with_words_on_both_are_told_from_a_wide_table():
    paper = Picture(np.zeros((300, 800), np.uint8), 1, (0, 0, 800, 300), 0)
    words = [
        piece(f"words {side}{n}", 20 + 420 * side, 20 * n, 200)
        for side in (0, 1)
        for n in range(10)
    ]
    assert [t[6] for t in lines(paper, words)[0]] == ["0"] * 10 + ["1"] * 10
    table = [*words[:10], *(piece("1,234", 700, 20 * n) for n in range(10))]
    assert lines(paper, table)[0] == [f"words 0{n} 1,234" for n in range(10)]


@pytest.mark.parametrize(
    ("texts", "read_as"),
    [
        (["1,234"] * 4 + ["33.914", "169.148"], ["1,234"] * 4 + ["33,914", "169,148"]),
        (["1.234"] * 4 + ["33.914"], ["1.234"] * 4 + ["33.914"]),
        (["1,234"] * 20 + ["4.125"], ["1,234"] * 20 + ["4.125"]),
        (["1,234"] * 4 + ["169.148%", "1.25"], ["1,234"] * 4 + ["169.148%", "1.25"]),
    ],
)
def test_points_are_commas_where_the_page_says_so(texts, read_as):
    paper = Picture(np.zeros((999, 99), np.uint8), 1, (0, 0, 99, 999), 0)
    found, words = lines(paper, [piece(t, 5, 20 * n) for n, t in enumerate(texts)])
    assert found == read_as
    assert words[-1].sure == (0.5 if texts[-1] == "4.125" else 1)


def test_letters_in_numbers_are_digits_in_doubt():
    known = ["", *"S5$1,234l ", "中"]
    alphabet = Alphabet(known)
    assert "中" not in alphabet.characters

    def shares(*steps):
        made = np.zeros((len(steps), len(alphabet.characters)))
        for row, step in zip(made, steps, strict=True):
            for c, share in step.items():
                row[alphabet.characters.index(c)] = share
        return made

    said = shares({"l": 0.9, "1": 0.1}, {"": 1}, {",": 1}, *({c: 1} for c in "234"))
    made = alphabet.glyphs(said, np.linspace(0, 1, 6).tolist())
    assert [(g.text, g.sure) for g in made][:2] == [("1", 0.5), (",", 1)]
    assert "".join(g.text for g in made) == "1,234"
    assert alphabet.glyphs(shares({"5": 0.6, "$": 0.4}), [0.5])[0].text == "$"


def document(*texts: str, words=()) -> Document:
    pages = tuple(
        tuple(Line(n, i, t) for i, t in enumerate(text.splitlines()))
        for n, text in enumerate(texts, 1)
    )
    return Document("a.pdf", "a", "0" * 64, "pdfium", pages, ocr=tuple(words))


def test_doubt_lowers_a_value_unless_a_sum_proves_it():
    words = (OcrWord(0, 0, 6, (0, 0, 1, 1), 0.9), OcrWord(0, 7, 12, (0, 0, 1, 1), 0.5))
    page = document("Assets 1,234", words=[OcrPage(1, "picture", "an engine", 0, words)])
    line = page.pages[0][0]
    value = replace(cell("filing", (), "any", "x"), line=line, start=7, end=12, confidence=1.0)
    (made,) = doubted(page, [value], (), (), lambda v: v)
    assert made.confidence == pytest.approx(0.85)
    amount = LineAmount(line, 7, 12, None, None, 1234, 0, 1.0, adds_up=True)
    item = LineItem("balance_sheet", 1, "Assets", 1, amounts=(amount,))
    assert doubted(page, [value], (), [item], lambda v: v)[0].confidence == 1
    assert doubted(replace(page, ocr=()), [value], (), (), lambda v: v) == (value,)


def test_of_many_pictures_those_alone_are_read_that_can_hold_an_answer(monkeypatch):
    asked = []

    def read_page(_, page, threads, whole):
        asked.append((page, whole))
        text = "Balance sheet" if page == 11 else "" if whole and page == 2 else "Photo"
        return Read((text,) if text else (), (), 0)

    monkeypatch.setattr(ocr, "read_page", read_page)
    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "kept", lambda document, page, whole, read: read())
    pages = document(*["x"] * 12)
    left = replace(pages, left_out=(ocr.LeftOut(tuple(range(1, 13)), "picture", "told"),))

    def likely(glanced):
        return {n for n, page in enumerate(glanced.pages, 1) if page[0].text == "Balance sheet"}

    made = with_ocr(left, likely, 1)
    assert [p for p, whole in asked if whole] == [1, 2, 11] and len(asked) == 15
    assert [p.page for p in made.ocr] == [1, 11]
    (rest,) = made.left_out
    assert rest.pages == (*range(3, 11), 12) and "--exhaustive" in rest.told


def test_a_picture_that_cannot_be_read_is_named_and_the_others_are_read(monkeypatch):
    def read_page(_, page, threads, whole):
        if page == 2:
            raise InputError("a.pdf: not read after 120 s of processor time")
        return Read(("Balance sheet",), (), 0)

    monkeypatch.setattr(ocr, "read_page", read_page)
    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "kept", lambda document, page, whole, read: read())
    left = replace(document("", ""), left_out=(ocr.LeftOut((1, 2), "picture", "told"),))
    made = with_ocr(left, None, 1)
    assert [bool(page) for page in made.pages] == [True, False]
    (rest,) = made.left_out
    assert rest.pages == (2,) and "not read after 120 s" in rest.told


def test_without_the_extra_pictures_are_left_out_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "installed", lambda: False)
    path = pictures(tmp_path / "a.pdf", Image.new("L", (400, 300), 200))
    with pytest.raises(InputError, match=r"a.pdf: no text on any of 1 pages; page 1: .*\[ocr\]"):
        with_text(with_ocr(legible(read(path)), None, 1))


def test_pages_are_kept_by_content_and_a_spoilt_one_is_read_anew(tmp_path, cache):
    path = pictures(tmp_path / "a.pdf", Image.new("L", (40, 30), 200))
    made = Read(("Assets 12",), (OcrWord(0, 0, 6, (0.5, 1, 2, 3), 0.25),), 90)
    opened = read(path)
    assert kept(opened, 1, True, lambda: made) == made
    assert kept(opened, 1, True, lambda: pytest.fail("read twice")) == made
    assert kept(opened, 1, False, lambda: made) == made
    for file in (f for f in cache.rglob("*") if f.is_file()):
        file.write_text("[[")
    assert kept(opened, 1, True, lambda: made) == made
    secret = replace(opened, password="x")
    assert [kept(secret, 1, True, lambda: made) for _ in range(2)] == [made, made]


def test_paper_a_mile_wide_is_drawn_small(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(14_400, 14_400))
    canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert picture(pdf[0]).levels.size <= 1.01 * MOST_PIXELS
