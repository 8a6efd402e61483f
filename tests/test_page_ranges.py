"""`--pages`: these pages of a file are read, under their own numbers, and no others."""

from dataclasses import replace

import polars as pl
import pytest

from extract_filings.api.extractor import Extractor
from extract_filings.pipeline.batch.fingerprint import fingerprint
from extract_filings.pipeline.errors import ExtractError, InputError
from extract_filings.pipeline.page_ranges import chosen
from extract_filings.pipeline.pdf.legible import only
from extract_filings.pipeline.records import Document, LeftOut, Line
from extract_filings.pipeline.settings import Settings


@pytest.mark.parametrize("words", ["", "x", "0", "1-0", "3,,4", "1--3", "-", "2-1", "-0", "1;2"])
def test_other_words_are_refused_with_what_was_expected(words):
    with pytest.raises(ExtractError, match=r"expected page numbers such as|runs backwards"):
        Settings(pages=words)


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("1-3", [1, 2, 3]),
        (" 2, 9 ", [2, 9]),
        ("8-", [8, 9]),
        ("-2", [8, 9]),
        ("8-30", [8, 9]),
        ("-30", [*range(1, 10)]),
        ("3,1-2,2-3", [1, 2, 3]),
    ],
)
def test_pages_of_a_file_of_nine(words, pages):
    assert chosen(words, 9) == pages


DOCUMENT = Document(
    "a.pdf",
    "a",
    "",
    "pdfium",
    tuple((Line(n, 0, f"page {n}"),) for n in range(1, 10)),
    left_out=(LeftOut((2, 7), "picture", "a picture"),),
)


def test_the_others_are_left_out_and_told():
    made = only(DOCUMENT, "1-3")
    assert [page for page in made.pages if page] == [*DOCUMENT.pages[:3]]
    assert len(made.pages) == 9, "pages keep their numbers"
    assert [(left.pages, left.reason) for left in made.left_out] == [
        ((2,), "picture"),
        ((4, 5, 6, 7, 8, 9), "not named"),
    ]
    assert only(replace(DOCUMENT, left_out=()), "1-").left_out == ()


def test_a_range_beyond_the_file_is_one_line():
    told = r"^a\.pdf: --pages 1-2,12: none of its pages is 12, it has 9 pages$"
    with pytest.raises(InputError, match=told):
        only(DOCUMENT, "1-2,12")


def test_a_filing_read_in_part_has_the_file_s_page_numbers_and_a_key_of_its_own(samples):
    path = samples / "synth0004_10-q.pdf"
    whole = Extractor()(path)
    wanted = [*{*whole.evidence["page"]} - {1}]
    part = Extractor(Settings(pages=",".join(map(str, wanted))))(path)
    values = ["path", "value", "page", "line"]
    assert {*part.evidence["page"]} <= {*wanted}
    same = whole.evidence.filter(pl.col("page").is_in(wanted), pl.col("table") == "balance_sheet")
    mine = part.evidence.filter(pl.col("table") == "balance_sheet")
    assert mine.select(values).equals(same.select(values)) and mine.height
    assert (part.extracted.pages, chosen(part.extracted.pages_read, 17)) == (17, sorted(wanted))
    assert fingerprint(Settings()) != fingerprint(Settings(pages="1-2"))
