"""Pages whose text is no words, pages that are pictures and a second filing in the file are told,
and not read.
"""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from make_records import PARTS, cell, record
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extract_filings.pipeline.errors import InputError
from extract_filings.pipeline.pdf.covers import Cover, cover
from extract_filings.pipeline.pdf.legible import left_out_problems, legible, with_text
from extract_filings.pipeline.pdf.read import page_lines, read
from extract_filings.pipeline.pdf.visible import with_lines
from extract_filings.pipeline.records import Document, Problem
from extract_filings.pipeline.tables.frames import Run, tables
from extract_filings.pipeline.tables.summary import summarize

ABC = "abcdefghijklmnopqrstuvwxyz"
ENGLISH = """The company leases warehouses and shops under agreements that expire at various dates
through 2031. Rent is recognized over the term of the lease. Total lease cost 1,204 1,187 966"""
OTHERS = [
    """Die Gesellschaft mietet Lagerhallen und Läden; die Verträge laufen bis 2031. Die Miete wird
    über die Laufzeit verteilt. Der Aufwand für das Geschäftsjahr betrug 1.204 Tausend Euro.""",
    """La société loue des entrepôts et des boutiques ; les contrats courent jusqu'en 2031. Le loyer
    est réparti sur la durée du bail. La charge de l'exercice s'élève à 1 204 milliers d'euros.""",
    """La sociedad alquila almacenes y tiendas con contratos que vencen hasta 2031. El alquiler se
    reconoce durante el plazo. El gasto del ejercicio fue de 1.204 miles de euros.""",
    """Het bedrijf huurt magazijnen en winkels; de contracten lopen tot 2031. De huur wordt over de
    looptijd verdeeld. De kosten van het boekjaar waren 1.204 duizend euro.""",
    """Η εταιρεία μισθώνει αποθήκες και καταστήματα με συμβάσεις που λήγουν έως το 2031. Το μίσθωμα
    αναγνωρίζεται κατά τη διάρκεια της μίσθωσης.""",
    "DAU/MAU: --62%-----63%---- 1,204 1,187 966 (12) A-1 BBB+ 10-K 8-K USD EUR JPY",
]
COVER = """UNITED STATES SECURITIES AND EXCHANGE COMMISSION
FORM 10-{form}
For the {length} ended {end}
Commission file number {number}
{name}
(Exact name of registrant as specified in its charter)"""


def shifted(text: str, by: int) -> str:
    turned = ABC[by:] + ABC[:by]
    return text.translate(str.maketrans(ABC + ABC.upper(), turned + turned.upper()))


def symbols(text: str) -> str:
    """As a font whose codes are its glyphs' numbers prints them."""
    return "".join(chr(ord(c) - 43) if c.isalpha() else c for c in text).replace(" ", "\x01")


def document(*texts: str) -> Document:
    pages = tuple(page_lines(n, text) for n, text in enumerate(texts, 1))
    return Document("a.pdf", "a", "0" * 64, "pypdf", pages)


def cover_of(name: str, end: str, form: str = "K", length: str = "fiscal year") -> str:
    number = f"001-{len(name) * 100}"
    return COVER.format(name=name, end=end, form=form, length=length, number=number)


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.upper(), *OTHERS])
def test_words_of_any_language_and_tables_are_read(text):
    assert legible(document(text)) == document(text)


@pytest.mark.parametrize(
    "garble",
    [*(lambda t, n=n: shifted(t, n) for n in range(1, 26)), symbols, lambda t: "\ufffd" * 99],
)
def test_letters_that_stand_for_others_are_told_and_not_read(garble):
    left = legible(document(ENGLISH, garble(ENGLISH * 4), ENGLISH, garble(ENGLISH * 4).upper()))
    assert left.pages == (*document(ENGLISH, "", ENGLISH, "").pages,)
    (problem,) = left_out_problems(PARTS, left, ())
    assert (problem.field, problem.reason) == ("pages 2, 4", "unreadable")
    assert "pip install 'extract-filings[ocr]'" in problem.detail


def test_a_file_without_a_readable_page_is_refused():
    left = legible(document(shifted(ENGLISH, 5), shifted(ENGLISH, 7)))
    with pytest.raises(InputError, match=r"of 2 pages; pages 1 to 2: no readable words: .*\[ocr\]"):
        with_text(left)


def test_what_is_left_out_stays_out_when_hidden_text_is_taken_away():
    left = legible(document(ENGLISH, shifted(ENGLISH, 5)))
    assert with_lines(left, dict(enumerate(document("a", "b").pages, 1)), ()).pages[1] == ()


def scanned(path: Path) -> Path:
    """A page of text, one that is a picture with a heading, one with a picture in its text."""
    canvas = Canvas(str(path), pagesize=(612, 792))
    Image.new("RGB", (60, 80), "gray").save(picture := io.BytesIO(), "PNG")
    for words, size in ((ENGLISH, None), ("Balance sheets", 500), (ENGLISH * 2, 500)):
        for n, line in enumerate(words.splitlines()):
            canvas.drawString(30, 760 - 14 * n, line)
        if size:
            canvas.drawImage(ImageReader(picture), 50, 50, size, 650)
        canvas.showPage()
    canvas.save()
    return path


def test_pictures_are_told_where_a_table_was_not_found(tmp_path):
    left = legible(read(scanned(tmp_path / "a.pdf")))
    (problem,) = left_out_problems(PARTS, left, ())
    assert (problem.field, problem.reason) == ("page 2", "picture")
    everything = [cell(p.name, (), "any", "x") for p in PARTS]
    assert left_out_problems(PARTS, left, everything) == ()


def test_a_second_filing_is_told_and_only_the_first_is_read():
    first, other = cover_of("Acme Corp.", "June 30, 2021"), cover_of("Beta plc", "May 1, 2021")
    left = legible(document("Two reports", first, *[ENGLISH] * 5, other, ENGLISH))
    assert [bool(page) for page in left.pages] == [True] * 7 + [False] * 2
    (problem,) = left_out_problems(PARTS, left, ())
    assert (problem.field, problem.reason) == ("pages 8 to 9", "other filing")
    assert "(Beta plc, 2021-05-01) than that of page 2 (Acme Corp., 2021-06-30)" in problem.detail
    assert "--pages . 8-z" in problem.detail


@pytest.mark.parametrize(
    ("name", "end", "gap", "two"),
    [
        ("ACME CORP.", "June 30, 2021", 6, False),  # the same cover, printed twice
        ("ACME CORP.", "June 30, 2020", 6, True),
        ("Acme Power Company", "June 30, 2021", 6, True),
        ("Acme Power Company", "June 30, 2021", 1, False),  # two registrants of one report
    ],
)
def test_covers_of_one_filing_are_not_two(name, end, gap, two):
    pages = [cover_of("Acme Corp.", "June 30, 2021"), *[ENGLISH] * (gap - 1), cover_of(name, end)]
    assert bool(legible(document(*pages)).left_out) == two


def test_a_cover_says_whose_and_of_when_it_is():
    (page,) = document(cover_of("Acme Corp.", "\nMarch 31, 2022", "Q", "quarterly period")).pages
    assert cover(page) == Cover(1, "Acme Corp.", date(2022, 3, 31), frozenset({"001-1000"}))
    assert cover(document(ENGLISH).pages[0]) is None


def test_partly_read_documents_are_counted():
    problem = Problem("filing", (), "pages 2 to 4", "unreadable", "no words")
    made = replace(plain := record("a", []), problems=(*plain.problems, problem))
    frames = tables([made, record("b", [])], [], PARTS, Run("filing", "embedded", "", {}))
    assert summarize(frames, PARTS).partly_read == 1
    assert "pages 2 to 4" in frames["problems"]["path"].to_list()
