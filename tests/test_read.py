"""Laws of the reader: lines and boxes agree; bad input ends in one line that says what to do."""

import gc
import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract_filings.benchmarks.speed import reading
from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.pdf import boxes as boxes_module
from extract_filings.pipeline.pdf import read as read_module
from extract_filings.pipeline.pdf import rows as rows_module
from extract_filings.pipeline.pdf.boxes import boxes
from extract_filings.pipeline.pdf.legible import with_text
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.pdf.rotation import upright
from extract_filings.pipeline.settings import Settings

ROW = (
    ("Total net sales", 72),
    ("$", 300),
    ("391,035", 320),
    ("$", 400),
    ("383,285", 420),
)  # text and its left edge


def draw(path: Path, pages: int = 1, text: bool = True, **encryption) -> Path:
    canvas = Canvas(str(path), pagesize=(612, 792), **encryption)
    for _ in range(pages):
        if text:
            canvas.drawString(72, 720, "Net\u00a0sales of  the cooperative:")
            for word, x in ROW:
                canvas.drawString(x, 700, word)
        canvas.showPage()
    canvas.save()
    return path


def refusal(path: Path, password: str | None = None) -> str:
    with pytest.raises(InputError) as error:
        read(path, password)
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{path}: ")


@pytest.fixture
def pypdf_reads(monkeypatch):
    """pdfium refuses every file."""

    def refuse(*_, **__):
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Data format error).")

    monkeypatch.setattr(read_module.pypdfium2, "PdfDocument", refuse)


def test_a_table_row_is_one_line(tmp_path):
    document = read(draw(tmp_path / "a.pdf", pages=2))
    assert [line.text for line in document.pages[1]] == [
        "Net sales of the cooperative:",
        "Total net sales $ 391,035 $ 383,285",
    ]
    assert [(line.page, line.number) for page in document.pages for line in page] == [
        (1, 0),
        (1, 1),
        (2, 0),
        (2, 1),
    ]
    assert (document.name, document.reader) == ("a", "pdfium")
    assert document.sha256 == hashlib.sha256((tmp_path / "a.pdf").read_bytes()).hexdigest()


def test_the_box_of_a_quote_is_where_it_was_drawn(tmp_path):
    document = read(draw(tmp_path / "a.pdf"))
    found = boxes(document, [1])[1]
    assert [len(b) for b in found] == [len(line.text) for line in document.pages[0]]
    start = document.pages[0][1].text.index("391,035")
    quote = found[1][start : start + 7]
    assert quote[0][0] == pytest.approx(320, abs=1) and quote[0][1] <= 700 <= quote[0][3]
    assert all(left[2] == pytest.approx(right[0], abs=0.1) for left, right in pairwise(quote))


def test_a_dropped_character_does_not_shift_the_boxes(tmp_path):
    document = read(draw(tmp_path / "a.pdf"))
    text, found = document.pages[0][0].text, boxes(document, [1])[1][0]
    gap = found[text.index("the")][0] - found[text.index(" the") - 1][2]
    assert gap > 1.5 * (
        found[text.index("sales")][0] - found[text.index(" sales") - 1][2]
    )  # two spaces were drawn, one is kept


def test_a_character_that_pdfium_leaves_out_does_not_shift_the_boxes(tmp_path):
    canvas = Canvas(str(tmp_path / "a.pdf"), pageCompression=0)
    canvas.drawString(72, 720, "Net~sales")
    canvas.drawString(72, 700, "Total")
    canvas.save()
    written = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(
        written.replace(b"Net~sales", b"Net\x02sales")
    )  # U+0002 is a hyphen to pdfium
    document = read(tmp_path / "a.pdf")
    first, second = boxes(document, [1])[1]
    assert [line.text for line in document.pages[0]] == ["Netsales", "Total"]
    assert (
        first[3][0] > first[2][2]
        and second[0][0] == pytest.approx(72, abs=0.1)
        and second[4][2] > second[4][0]
    )


@given(
    st.text("ab \t\u00a0\u2004\u200b\u00ad\u202e\ufeff\x1f\r\n\x0b\u2028\ufffe\u2011", max_size=12)
)
def test_a_line_is_cleaned_at_both_ends_behind_spaces_and_of_the_invisible(raw):
    unseen = read_module.INVISIBLE
    plain = [line.translate(str.maketrans(read_module.SAME)) for line in raw.splitlines()]
    lines = [
        re.sub(rf"^[\s{unseen}]+|[\s{unseen}]+$|(?<=\s)\s+|[{unseen}]+", "", line) for line in plain
    ]
    assert read_module._lines(raw) == list(filter(None, lines))
    kept = ["".join(raw[start + i] for i in where) for _, start, where in boxes_module._places(raw)]
    assert [text.translate(str.maketrans(read_module.SAME)) for text in kept] == read_module._lines(
        raw
    )


def test_invisible_characters_are_no_text():
    assert read_module._lines("in\u00adcome\u200b \u00a0 tax\r\n\u200b\r\n  long\ufffeterm ") == [
        "income tax",
        "long-term",
    ]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\U000e0041"])
def test_orders_to_write_from_the_right_and_tags_are_no_text(mark):
    assert read_module._lines(f"{mark}Acme {mark}Cor{mark}p.{mark}") == ["Acme Corp."]


def test_threads_read_the_same(tmp_path):
    path = draw(tmp_path / "a.pdf", pages=20)

    def places(_: int) -> tuple:
        document = read(path)
        return document, boxes(document, range(1, 21))

    with ThreadPoolExecutor(8) as pool:
        first, *others = pool.map(places, range(16))
    assert all(other == first for other in others)


def test_one_page_is_open_at_a_time(tmp_path, monkeypatch):
    """An open page holds a megabyte."""
    opened, printed_rows = [], rows_module.printed_rows

    def count(text):
        opened.append(sum(type(thing) is pypdfium2.PdfPage for thing in gc.get_objects()))
        return printed_rows(text)

    for module in (read_module, boxes_module):
        monkeypatch.setattr(module, "printed_rows", count)
    boxes(read(draw(tmp_path / "a.pdf", pages=3)), [1, 2, 3])
    assert opened == [1] * 6


def test_what_pdfium_reads_does_not_wait_for_pypdf_or_numpy(tmp_path):
    path = str(draw(tmp_path / "a.pdf"))
    code = (
        f"import sys; from extract_filings.pipeline.pdf.read import read; read({path!r});"
        " sys.exit('pypdf' in sys.modules or 'numpy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1]).returncode == 0
    )


def test_the_fallback_reads_the_same_words(tmp_path, pypdf_reads):
    document = read(draw(tmp_path / "a.pdf"))
    assert document.reader == "pypdf"
    assert "Total net sales $ 391,035 $ 383,285" in [line.text for line in document.pages[0]]


def test_the_fallback_has_boxes_in_order_from_left_to_right(tmp_path, pypdf_reads):
    document = read(draw(tmp_path / "a.pdf"))
    for line, found in zip(document.pages[0], boxes(document, [1])[1], strict=True):
        assert len(found) == len(line.text)
        assert all(a[2] <= b[0] for a, b in pairwise(found))


def test_the_right_password_opens(tmp_path):
    path = draw(tmp_path / "a.pdf", encrypt="secret")
    document = read(path, "secret")
    assert (
        document.pages[0][1].text.startswith("Total net sales")
        and len(boxes(document, [1])[1]) == 2
    )
    assert "secret" not in repr(document)


def test_an_encrypted_file_asks_for_its_password(tmp_path):
    path = draw(tmp_path / "a.pdf", encrypt="secret")
    assert refusal(path) == "it is encrypted; give the right password with --password"
    assert (
        refusal(path, "guess") == "the password is wrong; give the right password with --password"
    )


def test_a_file_locked_for_its_owner_only_opens(tmp_path):
    path = draw(tmp_path / "a.pdf", encrypt=StandardEncryption("", ownerPassword="secret"))
    assert read(path).pages == read(path, "secret").pages
    assert (
        refusal(path, "guess") == "the password is wrong; give the right password with --password"
    )


def test_a_missing_file_is_named(tmp_path):
    assert refusal(tmp_path / "a.pdf") == "no such file; check the path"


def test_a_directory_is_refused(tmp_path):
    assert refusal(tmp_path) == "is a directory; name a file in it"


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    path = draw(tmp_path / "a.pdf")

    def forbid(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    assert refusal(path) == "no permission to read it; try `chmod u+r a.pdf`"


def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.pdf") == "is not a regular file; save it to disk first"


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "a.pdf").touch()
    assert refusal(tmp_path / "a.pdf") == "the file is empty; download or export it again"


def test_what_is_no_pdf_is_refused(tmp_path):
    (tmp_path / "a.pdf").write_text("<html>a 10-K</html>")
    assert (
        refusal(tmp_path / "a.pdf")
        == "not a PDF (starts with b'<html>a '); convert it to PDF first"
    )


def test_a_huge_file_is_refused_unread(tmp_path):
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(5 * 1024**3)
    assert refusal(tmp_path / "a.pdf").startswith("5.0 GiB is over the limit of 2 GiB; split it")


def test_a_truncated_file_is_damaged(tmp_path):
    data = draw(tmp_path / "a.pdf").read_bytes()
    (tmp_path / "b.pdf").write_bytes(data[:200])
    assert refusal(tmp_path / "b.pdf").startswith("the PDF is damaged (")


def test_printed_rows_are_lines_whatever_pdfium_makes_of_them(monkeypatch):
    class Text:
        def get_text_range(self):
            return (  # two rows in one, one row in two, a line feed for a space
                "Debt 7 – Gain (4) –\r\nOther\r\n5\nor 6"
            )

    places = (
        [(6 * i, 90) for i in range(8)]
        + [(0, 0)]
        + [(6 * i, 80) for i in range(10)]
        + [(0, 0)] * 2
        + [(6 * i, 70) for i in range(15)]
    )
    monkeypatch.setattr(rows_module, "_origin", lambda text, index: places[index])
    monkeypatch.setattr(rows_module, "_box", lambda text, index: (*places[index],) * 2)
    assert read_module._lines(rows_module.whole_rows(Text())) == [
        "Debt 7 –",
        "Gain (4) –",
        "Other 5 or 6",
    ]


def test_words_whose_letters_stand_alone_and_raised_ordinals_are_whole(monkeypatch):
    """For some writers' files pdfium breaks the line at each letter, and where one is raised."""
    raw = "4\r\n,\r\n1\r\no\r\nf\r\n34\r\nth St"

    class Text:
        def get_text_range(self):
            return raw

    rights = {"4": 78, ",": 81, "1": 87, "o": 98, "f": 103, "34": 118, "th St": 150}
    lefts = {"4": 72, ",": 78, "1": 81, "o": 92, "f": 98, "34": 106, "th St": 118}
    at = {
        i: (lefts[m.group()], 2.0 if m.group() == "th St" and i == m.start() else 0.0, m.group())
        for m in re.finditer(r"[^\r\n]+", raw)
        for i in range(*m.span())
    }
    monkeypatch.setattr(rows_module, "_origin", lambda text, i: at[i][:2])
    monkeypatch.setattr(
        rows_module, "_box", lambda text, i: (at[i][0], 0.0, rights[at[i][2]], 10.0)
    )
    assert read_module._lines(rows_module.whole_rows(Text())) == ["4,1 of 34th St"]


def test_a_file_without_pages_is_refused(tmp_path):
    pypdf.PdfWriter().write(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.pdf") == "the PDF has 0 pages; print or export it again"


def test_a_file_without_text_is_read_and_then_refused(tmp_path):
    document = read(draw(tmp_path / "a.pdf", pages=3, text=False))
    with pytest.raises(InputError, match="no text on any of 3 pages; all of them are empty"):
        with_text(document)


def test_the_readers_are_measured(tmp_path, capsys):
    files = {tmp_path / f"{pages}.pdf": pages for pages in (1, 2)}
    for path, pages in files.items():
        draw(path, pages)
    reading.compare(files, (reading.pdfium, read, reading.pypdf), 1)
    reading.places([tmp_path / "1.pdf"], 1)
    out = capsys.readouterr().out
    assert "2 files, 3 pages, 1 rounds" in out and "(1 pages, 1 rounds)" in out
    number = r"[\d,.]+"
    assert re.search(rf"\n\| pdfium \| {number} \| 1.00 \| 1.00 \|\n", out)
    for name in ("read", "pypdf"):
        assert re.search(rf"\n\| {name} \| {number} \| {number} \| {number} \|\n", out)


def test_some_pages_of_a_file_are_spread_over_it(tmp_path):
    draw(tmp_path / "9.pdf", 9)
    for count, pages in ((4, 4), (20, 9)):
        cut = reading.cut(tmp_path / "9.pdf", count, tmp_path / "cut.pdf")
        assert len(read(cut).pages) == pages


TURNS = {
    90: (0, 1, -1, 0, 792, 0),
    180: (-1, 0, 0, -1, 612, 792),
    270: (0, -1, 1, 0, 0, 612),
}  # of what is drawn, counterclockwise, and the paper with it


def turn(path: Path, to: Path, drawn: int, shown: int) -> Path:
    """All pages drawn turned, and shown turned the other way."""
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        if drawn:
            page.add_transformation(TURNS[drawn])
            wide, high = (792, 612) if drawn != 180 else (612, 792)
            page.mediabox = page.cropbox = pypdf.generic.RectangleObject((0, 0, wide, high))
        page.rotate(shown)
    writer.write(to)
    return to


@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
def test_a_page_is_read_the_same_however_it_is_drawn_and_shown(tmp_path, drawn, shown):
    """Upright, on its side or on its head. Its boxes are where it is drawn."""
    plain, other = (
        read(draw(tmp_path / "a.pdf")),
        read(turn(tmp_path / "a.pdf", tmp_path / "b.pdf", drawn, shown)),
    )
    assert other.pages == plain.pages
    start = plain.pages[0][1].text.index("391,035")
    left, low, *_ = boxes(plain, [1])[1][1][start]
    placed, frame = (
        boxes(other, [1])[1],
        {0: (0, 0), 90: (0, -792), 180: (-612, -792), 270: (-612, 0)}[drawn],
    )
    assert upright(placed)[1][start][:2] == pytest.approx(
        (left + frame[0], low + frame[1]), abs=0.1
    )
    assert (placed == boxes(plain, [1])[1]) == (not drawn)


def test_a_filing_drawn_or_shown_on_its_head_or_side_gives_its_values(samples, tmp_path):
    """Of its cover and its first statement."""
    extractor, values = (
        Pipeline(Settings()),
        lambda path: [
            (v.table, v.key, v.field, v.value, v.quote, v.line) for v in extractor(path).values
        ],
    )
    writer = pypdf.PdfWriter()
    writer.append(samples / "synth0003_10-q.pdf", pages=(0, 3))
    writer.write(tmp_path / "a.pdf")
    wanted = values(tmp_path / "a.pdf")
    assert len(wanted) > 40
    for drawn, shown in ((0, 180), (90, 90)):
        assert values(turn(tmp_path / "a.pdf", tmp_path / "b.pdf", drawn, shown)) == wanted
