"""Tables that are drawn column by column have their rows, and boxes where they are printed."""

from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.read import read

LABELS = ["Assets", "Cash", "Receivables, less allowances of $21 and", "$19", "Inventory", "Total"]
NUMBERS = {1: "$ 204", 3: "1,120", 4: "(35)", 5: "$ 1,289"}


def draw(path, columns, numbers=NUMBERS):
    """Labels from the top, then each column's numbers."""
    canvas = Canvas(str(path))
    for n, label in enumerate(LABELS):
        canvas.drawString(60, 700 - 14 * n, label)
    for x in columns:
        for n, text in numbers.items():
            canvas.drawRightString(x, 700 - 14 * n, text)
    canvas.save()
    return read(path)


def said(document):
    return [line.text for line in document.pages[0]]


def test_numbers_drawn_behind_all_labels_stand_beside_them(tmp_path):
    assert said(draw(tmp_path / "a.pdf", [400, 500])) == [
        "Assets",
        "Cash $ 204 $ 204",
        "Receivables, less allowances of $21 and",
        "$19 1,120 1,120",
        "Inventory (35) (35)",
        "Total $ 1,289 $ 1,289",
    ]


def test_their_boxes_are_where_they_are_printed(tmp_path):
    document = draw(tmp_path / "a.pdf", [400, 500])
    line = document.pages[0][3]
    found = boxes(document, [1])[1][3]
    assert len(found) == len(line.text)
    right = [round(found[line.text.index(n, at) + 4][2]) for n, at in (("1,120", 0), ("1,120", 6))]
    assert right == [400, 500]


def test_a_single_such_line_leaves_a_page_as_it_is_drawn(tmp_path):
    document = draw(tmp_path / "a.pdf", [400], {1: "204"})
    assert said(document) == [*LABELS, "204"]


def test_numbers_without_a_label_beside_them_stay(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for n, text in enumerate(["Sales by year", "2021", "2022", "2023", "2024"]):
        canvas.drawString(60 if n == 0 else 300, 700 - 14 * n, text)
    canvas.save()
    assert said(read(tmp_path / "a.pdf"))[1:] == ["2021", "2022", "2023", "2024"]


def test_what_stands_above_a_row_comes_before_it(tmp_path):
    """A head whose cells have two lines each, drawn behind "Note" beside their last ones."""
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(60, 686, "Note")
    for x, day, year in ((300, "September 30,", "2022"), (400, "December 31,", "2021")):
        canvas.drawCentredString(x, 700, day)
        canvas.drawCentredString(x, 686, year)
    canvas.drawString(60, 672, "Cash")
    for x, amount in ((300, "204"), (400, "198")):
        canvas.drawRightString(x, 672, amount)
    canvas.save()
    assert said(read(tmp_path / "a.pdf")) == [
        "September 30, December 31,",
        "Note 2022 2021",
        "Cash 204 198",
    ]
