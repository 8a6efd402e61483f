"""Hidden text is not read, and is reported; visible text is read, however it is drawn. Real PDFs,
each with text hidden in a way of its own.
"""

import io
from pathlib import Path

import polars as pl
import pypdf
import pytest
from hidden_text import ROW, planted, text, white
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.visible import all_visible, find_hidden, visible
from extract_filings.pipeline.records import Document

SEEN = ["Total net sales 391,035", "Cost of sales 210,352"]


def draw(path: Path, hide, **paper) -> Path:
    """A page that prints SEEN; `hide` draws on it between the two lines."""
    canvas = Canvas(str(path), pagesize=(612, 792), **paper)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 700, SEEN[0])
    canvas.saveState()
    hide(canvas)
    canvas.restoreState()
    canvas.drawString(72, 640, SEEN[1])
    canvas.save()
    return path


def pale(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.98, 0.97, 0.96)
    text(canvas)


def clear(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    text(canvas)


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(72, 100, 50, 50)
    canvas.clipPath(path)
    text(canvas)


def covered(canvas: Canvas) -> None:
    text(canvas)
    canvas.setFillGray(1)
    canvas.rect(60, 660, 400, 25, stroke=0, fill=1)


def pictured(canvas: Canvas) -> None:
    text(canvas)
    canvas.drawImage(picture(), 60, 660, 400, 25)


def picture() -> ImageReader:
    data = io.BytesIO()
    Image.effect_noise((64, 64), 60).convert("RGB").save(data, "PNG")
    return ImageReader(data)


def beneath_the_row(canvas: Canvas) -> None:
    """At the very place of a printed line, so that there is ink where it stands."""
    text(canvas, y=700, mode=3)


def scratching(canvas: Canvas) -> None:
    """White letters beside those of a printed line: taken away each changes the picture, and no one
    can read them.
    """
    white(canvas, x=73, y=701, size=10)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("planted")
    white(canvas)
    canvas.endForm()
    canvas.doForm("planted")


def half_off(canvas: Canvas) -> None:
    text(canvas, x=560)


HIDDEN = {
    "render mode 3": lambda c: text(c, mode=3),
    "clip mode": lambda c: text(c, mode=7),
    "white": white,
    "nearly white": pale,
    "clear": clear,
    "clipped": clipped,
    "off the page": lambda c: text(c, x=700),
    "above the page": lambda c: text(c, y=900),
    "half off the page": half_off,
    "dust": lambda c: text(c, size=0.4),
    "no width": lambda c: text(c, scale=0.1),
    "covered": covered,
    "under a picture": pictured,
    "beneath a printed row": beneath_the_row,
    "scratching a printed row": scratching,
    "in a form": in_a_form,
}


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_text_is_not_read_and_is_reported(tmp_path, way):
    document = visible(read(draw(tmp_path / "a.pdf", HIDDEN[way])), [1])
    assert [line.text for line in document.pages[0]] == SEEN
    assert [(h.page, h.kind) for h in document.hidden] == [(1, "hidden")]
    assert document.hidden[0].words == ROW and document.hidden[0].characters == len(
        ROW.replace(" ", "")
    )
    assert [len(b) for b in boxes(document, [1])[1]] == [len(t) for t in SEEN]


def test_text_of_no_size_is_no_text(tmp_path):
    assert [
        line.text for line in read(draw(tmp_path / "a.pdf", lambda c: text(c, size=0.001))).pages[0]
    ] == SEEN


@pytest.mark.filterwarnings("error")
def test_text_beyond_all_numbers_warns_no_one(tmp_path):
    def huge(canvas: Canvas) -> None:
        canvas._code.append(f"BT /F1 {2**127}.5 Tf 1 0 0 1 72 600 Tm (4 ) Tj ET")

    assert find_hidden(read(draw(tmp_path / "a.pdf", huge)), [1]) is not None


def test_white_letters_over_a_printed_row_do_not_take_it_along(tmp_path):
    document = visible(
        read(draw(tmp_path / "a.pdf", lambda c: white(c, x=68, y=701, size=14))), [1]
    )
    assert [line.text for line in document.pages[0]] == SEEN and document.hidden[0].words == ROW


def test_a_layer_that_is_off_is_hidden(tmp_path):
    draw(tmp_path / "on.pdf", text)
    writer = pypdf.PdfWriter(clone_from=tmp_path / "on.pdf")
    layer = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/OCG"),
                NameObject("/Name"): pypdf.generic.TextStringObject("x"),
            }
        )
    )
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject([layer]),
            NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([layer])}),
        }
    )
    page = writer.pages[0]
    page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L"): layer})
    content, planted = page.get_contents().get_data(), f"({ROW})".encode()
    begin, end = (
        content.index(b"q\n", content.index(SEEN[0].encode())),
        content.index(b"Q\n", content.index(planted)) + 2,
    )
    stream = pypdf.generic.StreamObject()
    stream._data = content[:begin] + b"/OC /L BDC\n" + content[begin:end] + b"EMC\n" + content[end:]
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(tmp_path / "off.pdf")
    on, off = (visible(read(tmp_path / name), [1]) for name in ("on.pdf", "off.pdf"))
    assert ROW in [line.text for line in on.pages[0]] and not on.hidden
    assert [line.text for line in off.pages[0]] == SEEN and off.hidden[0].words == ROW


def dark(canvas: Canvas) -> None:
    canvas.rect(60, 660, 400, 25, stroke=0, fill=1)
    white(canvas)


def over_a_picture(canvas: Canvas) -> None:
    canvas.drawImage(picture(), 60, 660, 400, 25)
    canvas.setFillColorRGB(0, 0, 0)
    text(canvas)


def bold(canvas: Canvas) -> None:
    """As word processors make it: printed twice."""
    text(canvas)
    text(canvas, x=72.3)


def turned(canvas: Canvas) -> None:
    canvas.translate(300, 670)
    canvas.rotate(90)
    text(canvas, x=0, y=0)


def grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.75)
    text(canvas)


def under_a_watermark(canvas: Canvas) -> None:
    text(canvas)
    stamp(canvas)


def stamp(canvas: Canvas) -> None:
    canvas.setFillGray(0.8)
    canvas.setFont("Helvetica-Bold", 100)
    canvas.drawString(90, 640, "I")


VISIBLE = {
    "white on dark": dark,
    "over a picture": over_a_picture,
    "bold": bold,
    "turned": turned,
    "grey": grey,
    "under a watermark": under_a_watermark,
    "small": lambda c: text(c, size=4),
    "outline": lambda c: text(c, mode=1),
}


@pytest.mark.parametrize("way", VISIBLE)
def test_what_can_be_seen_is_read(tmp_path, way):
    plain = read(draw(tmp_path / "a.pdf", VISIBLE[way]))
    document = visible(plain, [1])
    assert (
        not document.hidden
        and document.pages == plain.pages
        and ROW in " ".join(line.text for line in document.pages[0])
    )


def test_what_lies_all_under_a_letter_of_a_watermark_is_hidden(tmp_path):
    def hide(canvas: Canvas) -> None:
        text(canvas, x=100.5, y=660, size=1.5)
        stamp(canvas)

    (hidden,) = visible(read(draw(tmp_path / "a.pdf", hide)), [1]).hidden
    assert hidden.words == ROW


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_hides_no_more(tmp_path, turn):
    draw(tmp_path / "a.pdf", white)
    writer = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.pages[0].rotate(turn)
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((50, 600, 400, 780))
    writer.write(tmp_path / "b.pdf")
    document = visible(read(tmp_path / "b.pdf"), [1])
    assert [line.text for line in document.pages[0]] == SEEN and document.hidden[0].words == ROW


def scanned(canvas: Canvas) -> None:
    canvas.drawImage(picture(), 0, 0, 612, 792)
    for y in (500, 480, 460):
        text(canvas, y=y, mode=3)


def test_a_scan_with_a_text_layer_is_read_and_marked(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(612, 792))
    scanned(canvas)
    canvas.save()
    plain = read(tmp_path / "a.pdf")
    document = visible(plain, [1])
    assert document.pages == plain.pages and len(document.pages[0]) == 3
    assert [(h.kind, h.places) for h in document.hidden] == [("scan", ())]


def test_a_page_that_prints_and_hides_below_a_picture_is_no_scan(tmp_path):
    document = visible(
        read(
            draw(
                tmp_path / "a.pdf",
                lambda c: (text(c, mode=3), c.drawImage(picture(), 0, 0, 612, 500)),
            )
        ),
        [1],
    )
    assert [line.text for line in document.pages[0]] == SEEN


def test_a_filing_with_hidden_rows_gives_the_same_tables_and_a_problem_that_answers_no_question(
    extract, samples, tmp_path
):
    sample = samples / "synth0004_10-q.pdf"
    assert extract(sample, "--out", tmp_path / "clean", "--quiet")[0] == 0
    evidence = pl.read_parquet(tmp_path / "clean" / "evidence" / "*.parquet")
    page = evidence.filter(pl.col("table") == "income_statement")["page"][0]
    path = planted(
        sample,
        tmp_path / sample.name,
        page - 1,
        lambda c: [white(c, y=y) for y in range(100, 700, 9)],
    )
    code, _, said = extract(path, "--out", tmp_path / "out")
    assert code == 0
    problems = pl.read_parquet(tmp_path / "out" / "problems" / "*.parquet")
    told = problems.filter(pl.col("reason") == "hidden")
    assert (
        told["path"].to_list() == [f"page {page}"]
        and "that no one sees on the page were not read: “Planted sales" in told["detail"][0]
    )
    assert extract("diff", tmp_path / "clean", tmp_path / "out")[0] == 0
    proof = ["path", "value", "quote", "page", "line", "status"]
    assert (
        pl.read_parquet(tmp_path / "out" / "evidence" / "*.parquet")
        .select(proof)
        .equals(evidence.select(proof))
    )
    clean = pl.read_parquet(tmp_path / "clean" / "problems" / "*.parquet")
    assert problems.filter(pl.col("reason") != "hidden").equals(clean)
    assert f": {evidence.height} values · {clean.height} not printed" in said


@pytest.mark.parametrize("decoys", [2, 7])
def test_pages_to_which_hidden_text_led_away_from_others_are_looked_at_one_after_the_other(
    tmp_path, decoys
):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for number in range(decoys + 1):
        canvas.drawString(72, 700, SEEN[0])
        if number < decoys:
            white(canvas)
        canvas.showPage()
    canvas.save()

    def likely(document: Document) -> list[int]:
        """The first page that tells of planted sales, the last one if there is none."""
        told = [ROW in [line.text for line in page] for page in document.pages]
        return [told.index(True) + 1 if True in told else len(told)]

    document = all_visible(read(tmp_path / "a.pdf"), likely)
    assert [h.page for h in document.hidden] == [*range(1, decoys + 1)]
    assert all([line.text for line in page] == SEEN[:1] for page in document.pages)


def test_a_file_whose_text_is_all_hidden_is_refused(extract, tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    white(canvas)
    canvas.save()
    code, _, said = extract(tmp_path / "a.pdf", "--quiet")
    assert (
        code == 1
        and said
        == f"extract: {tmp_path}/a.pdf: all text of its 1 pages is hidden; print the file and"
        " run OCR on that\n"
    )
