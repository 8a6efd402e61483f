"""Laws of `extract FILE --annotate DIR`: marks lie on the values however the page is turned, and
the original is left alone.
"""

import hashlib
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from pypdf.generic import RectangleObject
from review_case import PDF, record

from extract_filings.pipeline.annotate import DOUBTED, FAILED, SURE, annotate
from extract_filings.pipeline.errors import InputError, OutputError
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.review.page_images import view
from extract_filings.pipeline.status import Status

RED, YELLOW, ORANGE = (
    tuple(int(c[i : i + 2], 16) for i in (0, 2, 4)) for c in (FAILED, SURE, DOUBTED)
)


def changed(tmp_path, how):
    """The sample with each page changed, under its name."""
    writer = pypdf.PdfWriter(clone_from=PDF)
    for page in writer.pages:
        how(page)
    writer.write(tmp_path / PDF.name)
    return tmp_path / PDF.name


def turned(degrees):
    return lambda page: page.rotate(degrees)


def cut(page):
    page.mediabox, page.cropbox = (
        RectangleObject((-20, -30, 612, 792)),
        RectangleObject((30, 40, 600, 780)),
    )


def colour(pdf, value) -> tuple[int, int, int]:
    """Of the paper just inside the value's box, as it is seen: the commonest one that is no ink."""
    document = read(pdf)
    x0, y0, x1, y1 = view(document, value.line.page).shown(value.box)
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[value.line.page - 1]
        picture = page.render(scale=4).to_pil().convert("RGB")
        seen = picture.crop(
            [int(4 * v) for v in (x0, page.get_height() - y1, x1, page.get_height() - y0)]
        )
    return max(seen.getcolors(10**6))[1]


def near(one, other):
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "how", [turned(0), turned(90), turned(270), cut], ids=["upright", "90", "270", "cut"]
)
def test_a_mark_lies_on_its_value_and_says_how_it_stands(tmp_path, how):
    pdf = changed(tmp_path, how)
    made = record(pdf)
    copy = annotate(pdf, made, tmp_path / "marked")
    for value in made.values:
        assert near(colour(copy, value), RED if value.status.failed else YELLOW), value.field


def test_a_mark_says_field_and_value(tmp_path):
    copy = annotate(PDF, record(), tmp_path)
    notes = [
        note.get_object()["/Contents"]
        for page in pypdf.PdfReader(copy).pages
        for note in page.get("/Annots", ())
    ]
    assert (
        len(notes) == len(record().values)
        and "Cost of revenue: 2317000000 (check failed: gross)" in notes
        and "Period end date: 2012-12-30" in notes
    )


def test_a_value_in_doubt_has_another_colour(tmp_path):
    made = record()
    first, *others = made.values
    doubted = replace(made, values=(replace(first, status=Status("review")), *others))
    assert near(colour(annotate(PDF, doubted, tmp_path), first), ORANGE)


def test_the_original_is_left_alone_and_the_copy_is_the_same_each_time(tmp_path):
    before = hashlib.sha256(PDF.read_bytes()).hexdigest()
    one, other = (annotate(PDF, record(), tmp_path / name).read_bytes() for name in "ab")
    assert one == other and hashlib.sha256(PDF.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("algorithm", ["AES-256", "RC4-128"])
def test_an_encrypted_file_is_marked_with_its_password(tmp_path, algorithm):
    locked = pypdf.PdfWriter(clone_from=PDF)
    locked.encrypt("geheim", algorithm=algorithm)
    locked.write(tmp_path / PDF.name)
    made = record(tmp_path / PDF.name, "geheim")
    one, other = (annotate(tmp_path / PDF.name, made, tmp_path / name, "geheim") for name in "ab")
    assert one.read_bytes() == other.read_bytes() and near(colour(one, made.values[0]), YELLOW)
    with pytest.raises(InputError, match="cannot be marked"):
        annotate(tmp_path / PDF.name, made, tmp_path / "c")


def test_the_folder_of_the_originals_is_refused(tmp_path):
    pdf = changed(tmp_path, turned(0))
    with pytest.raises(
        OutputError, match="would take its place; give another folder with --annotate"
    ):
        annotate(pdf, record(pdf), tmp_path)


def test_the_command_marks_what_it_reads(extract, tmp_path):
    assert extract(PDF, "--quiet", "--annotate", tmp_path / "marked")[0] == 0
    assert (
        sum(
            len(page.get("/Annots", ()))
            for page in pypdf.PdfReader(tmp_path / "marked" / PDF.name).pages
        )
        > 50
    )
