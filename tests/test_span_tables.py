"""Rows of a list as a table prints them: fields and columns are matched as a whole."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest

from extract_filings.pipeline.ask.lists.tables import rows_of
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.spans.cells import Grid
from extract_filings.pipeline.ask.spans.page import Place, SpanPage
from extract_filings.pipeline.printed_page import printed_page
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.pipeline.text.candidates import Candidate, is_open
from extract_filings.schemas.base import FieldSpec

WHAT, COUNT, PRICE, SUM = range(4)
SPECS = {
    WHAT: FieldSpec("what", str, ""),
    COUNT: FieldSpec("count", int, ""),
    PRICE: FieldSpec("price", Decimal, ""),
    SUM: FieldSpec("sum", Decimal, ""),
}
BILL = """
Sold to Acme on 3 May 2024
Goods                       Count    Price        Sum
Ball bearing, sealed          100     9.54     954.00
Oak board 6 mm                 23    56.46   1,298.58
Spare filters with
gaskets and a manual
                              250     2.00     500.00
LED panel                       3    39.06     117.18
Net amount                                   2,869.76
"""


def page(text: str, wide: float = 5.0) -> SpanPage:
    """Letters ten points high; blanks between cells are not of the lines."""
    lines, boxes = [], []
    for i, row in enumerate(text.strip("\n").split("\n")):
        kept = [x for x, c in enumerate(row) if c != " " or (x and row[x - 1] != " ")]
        kept = [x for x in kept if row[:x].strip() or row[x] != " "]
        lines.append(Line(1, i, "".join(row[x] for x in kept)))
        boxes.append([(wide * x, 700 - 12 * i, wide * x + wide, 710 - 12 * i) for x in kept])
    tokens = [(n, x) for n, line in enumerate(lines) for x in range(len(line.text))]
    ends = [(0, 0), *tokens, (0, 0)]
    window = SimpleNamespace(
        line=np.array([n for n, _ in ends]), start=np.array([x for _, x in ends])
    )
    passage = Passage((Chunk(tuple(lines)),))
    reader = SimpleNamespace(same_row=lambda *_: np.zeros((2, 2)))
    return SpanPage(passage, printed_page(lines, boxes), [SimpleNamespace(window=window)], reader)


def at(made: SpanPage, words: str, which: int = 0) -> tuple[int, int]:
    text, start = made.passage.text, -1
    for _ in range(which + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def found(made: SpanPage, field: int, words: str, share: float, which: int = 0):
    start, end = at(made, words, which)
    offers = [] if is_open(SPECS[field]) else made.passage.offers(SPECS[field])
    here = next((c for c in offers if (c.start, c.end) == (start, end)), None)
    return field, Place(here or Candidate(words, start, end), share, 0, 1)


def of_one(made: SpanPage, some: list) -> list:
    return rows_of(made, {"": some}, {"": SPECS})[""]


def said(rows) -> list[dict[int, str]]:
    return [{k: p.candidate.said for k, p in sorted(row.places.items())} for row in rows]


def bill(made: SpanPage) -> list:
    """What the span reader is sure of: some cells, the net amount, and a sum as a price."""
    return [
        found(made, WHAT, "Ball bearing", 0.2),
        found(made, WHAT, "LED panel", 0.4),
        found(made, WHAT, "Net amount", 0.3),
        found(made, COUNT, "100", 0.3),
        found(made, COUNT, "250", 0.2),
        found(made, PRICE, "9.54", 0.8),
        found(made, PRICE, "56.46", 0.5),
        found(made, PRICE, "954.00", 0.6),
        found(made, PRICE, "117.18", 0.1),
        found(made, SUM, "954.00", 0.3),
        found(made, SUM, "117.18", 0.4),
        found(made, SUM, "500.00", 0.3),
        found(made, SUM, "2,869.76", 0.9),
    ]


def test_every_row_and_cell_of_a_table_is_read_once_its_columns_are_known():
    made = page(BILL)
    assert said(of_one(made, bill(made))) == [
        {WHAT: "Ball bearing, sealed", COUNT: "100", PRICE: "9.54", SUM: "954.00"},
        {WHAT: "Oak board 6 mm", COUNT: "23", PRICE: "56.46", SUM: "1298.58"},
        {
            WHAT: "Spare filters with gaskets and a manual",
            COUNT: "250",
            PRICE: "2.00",
            SUM: "500.00",
        },
        {WHAT: "LED panel", COUNT: "3", PRICE: "39.06", SUM: "117.18"},
    ]


def test_words_that_a_row_must_have_are_the_widest_column_that_is_left():
    made = page(BILL)
    some = [f for f in bill(made) if f[0] != WHAT]
    must = {**SPECS, WHAT: replace(SPECS[WHAT], required=True, null=False)}
    (first, *_, last) = said(rows_of(made, {"": some}, {"": must})[""])
    assert first[WHAT] == "Ball bearing, sealed" and last[WHAT] == "LED panel"
    assert all(WHAT not in row for row in said(of_one(made, some))), "which may be null"
    sure = [r.places[WHAT].probability for r in rows_of(made, {"": some}, {"": must})[""]]
    assert max(sure) < 0.5, "it is for review"


def test_words_that_most_rows_wrap_are_a_column_too():
    made = page("""
Goods                       Count    Price        Sum
Spare filters with
gaskets and a manual
                              250     2.00     500.00
Oak board, sanded and
oiled on both sides
                               23    56.46   1,298.58
LED panel                       3    39.06     117.18
""")
    sums = [found(made, SUM, w, 0.9) for w in ("500.00", "1,298.58", "117.18")]
    prices = [found(made, PRICE, w, 0.9) for w in ("2.00", "56.46", "39.06")]
    must = {**SPECS, WHAT: replace(SPECS[WHAT], required=True, null=False)}
    rows = said(rows_of(made, {"": sums + prices}, {"": must})[""])
    assert [row[WHAT] for row in rows] == [
        "Spare filters with gaskets and a manual",
        "Oak board, sanded and oiled on both sides",
        "LED panel",
    ]


def test_a_cell_is_as_likely_as_its_column_at_least():
    made = page(BILL)
    first, second, *_ = of_one(made, bill(made))
    assert first.places[PRICE].probability == 0.8
    assert second.places[PRICE].probability == 0.5
    assert second.places[COUNT].probability == pytest.approx((0.3 + 0.2) / 4)


def test_a_value_of_two_tables_of_a_page_is_read_in_both():
    made = page(BILL + "\n\n\n\n" + BILL.replace("9.54", "8.08").replace("39.06", " 4.04"))
    more = [found(made, PRICE, "8.08", 0.7), found(made, PRICE, "4.04", 0.7)]
    prices = [row.get(PRICE) for row in said(of_one(made, bill(made) + more))]
    assert prices == ["9.54", "56.46", "2.00", "39.06", "8.08", "56.46", "2.00", "4.04"]


def test_what_stands_in_no_table_is_read_by_itself():
    made = page("We sold 12 of them at 9.54 each")
    some = [found(made, COUNT, "12", 0.9), found(made, PRICE, "9.54", 0.8)]
    assert said(of_one(made, some)) == [{COUNT: "12", PRICE: "9.54"}]


def test_a_cell_that_runs_over_two_columns_makes_them_no_single_one():
    made = page("""
Part        Count       Price
Oak board     100        9.54
Pine board  12345678 8,500.20
Ash board     300        2.25
""")
    some = [
        found(made, COUNT, "100", 0.6),
        found(made, COUNT, "300", 0.6),
        found(made, PRICE, "9.54", 0.6),
        found(made, PRICE, "8,500.20", 0.6),
        found(made, PRICE, "2.25", 0.6),
    ]
    rows = said(of_one(made, some))
    assert [row.get(PRICE) for row in rows] == ["9.54", "8500.20", "2.25"]
    assert [row.get(COUNT) for row in rows][::2] == ["100", "300"]


def test_a_table_is_of_one_list():
    made = page(BILL)
    other = [(k, replace(p, probability=p.probability / 3)) for k, p in bill(made)]
    rows = rows_of(made, {"taxes": other, "goods": bill(made)}, {"taxes": SPECS, "goods": SPECS})
    assert said(rows["goods"]) == said(of_one(made, bill(made))) and not rows["taxes"]


@pytest.mark.parametrize("wide", [5.0, 6.0, 8.0])
def test_words_close_together_are_one_cell_in_wide_letters_of_a_typewriter_too(wide):
    made = page("Oak board 6 mm     23   56.46", wide)
    texts = [
        [made.passage.text[c.start : c.end] for c in row]
        for row in Grid(made.printed, made.starts).cells
    ]
    assert texts == [["Oak board 6 mm", "23", "56.46"]]


PUMPS = """
Event                    Rate / total      Sum
Air in line, low           66 / 332      20.00
Start, by key              33 / 551      14.50
Stop                       92 / 248       7.25
"""


def pumps(made: SpanPage) -> list:
    return [
        found(made, SUM, "20.00", 0.6),
        found(made, SUM, "7.25", 0.6),
        found(made, COUNT, "332", 0.5),
        found(made, COUNT, "33", 0.4, which=1),
        found(made, COUNT, "551", 0.3),
        found(made, COUNT, "248", 0.4),
    ]


def test_of_cells_that_print_two_numbers_the_same_one_is_read_in_each_row():
    made = page(PUMPS)
    assert [row[COUNT] for row in said(of_one(made, pumps(made)))] == ["332", "551", "248"]


@pytest.mark.parametrize(("whole", "read"), [(0.1, "by key"), (0.4, "Start, by key")])
def test_texts_are_parts_of_their_cells_where_the_parts_are_much_likelier(whole, read):
    made = page(PUMPS)
    texts = [
        found(made, WHAT, "low", 0.4),
        found(made, WHAT, "by key", 0.3),
        found(made, WHAT, "Start, by key", whole),
    ]
    assert said(of_one(made, pumps(made) + texts))[1][WHAT] == read


def test_a_choice_has_the_column_that_prints_its_words_before_a_text_takes_it():
    made = page("No.     Grade     Fate\n1       4AB       Frozen\n2       5CC       Discarded")
    fate = replace(SPECS[WHAT], choices=("frozen", "discarded"))
    some = [found(made, WHAT, w, 0.9) for w in ("Frozen", "Discarded")]
    words = (("Frozen", "frozen"), ("Discarded", "discarded"))
    some += [(SUM, Place(Candidate(said, *at(made, w)), 0.5, 0, 1)) for w, said in words]
    some += [found(made, WHAT, w, 0.3) for w in ("4AB", "5CC")]
    rows = rows_of(made, {"": some}, {"": {WHAT: SPECS[WHAT], SUM: fate}})[""]
    assert said(rows) == [{WHAT: "4AB", SUM: "frozen"}, {WHAT: "5CC", SUM: "discarded"}]


def test_a_table_with_more_of_a_lists_fields_fits_better():
    made = page(BILL)
    some = bill(made)
    whole, part = (of_one(made, x)[0].fit for x in (some, [f for f in some if f[0] != PRICE]))
    assert 0 < part < whole < 1


PAID = """
Money received
Date         From               For               Amount
04/09/2025   C. and Y. Adisa    Initial deposit   12,500.00
05/27/2025   C. and Y. Adisa    Closing funds     86,412.37
Money paid out
Paid         Payee              How               Amount
05/28/2025   Harrow Savings     Wire             188,204.61
05/29/2025   Tessaly Brokers    Check             10,312.50
05/30/2025   Cobalt Title       Transfer           2,204.00
"""


def test_two_tables_with_the_same_columns_are_of_the_lists_that_they_fit():
    made = page(PAID)
    sums = ("12,500.00", "86,412.37", "188,204.61", "10,312.50", "2,204.00")
    both = [found(made, SUM, words, 0.9) for words in sums]
    received = both + [found(made, WHAT, w, 0.6) for w in ("Initial deposit", "Closing funds")]
    paid = both + [found(made, WHAT, w, 0.8) for w in ("Wire", "Check", "Transfer")]
    lists = {"received": received, "paid": paid}
    rows = rows_of(made, lists, {key: {WHAT: SPECS[WHAT], SUM: SPECS[SUM]} for key in lists})
    assert [r[SUM] for r in said(rows["received"])] == ["12500.00", "86412.37"]
    assert [r[WHAT] for r in said(rows["paid"])] == ["Wire", "Check", "Transfer"]


def test_the_only_column_of_choices_is_a_choice_s():
    made = page("""
Drug            MIC     Call
Ampicillin      32      R
Cefazolin        4      S
Gentamicin       1      S
""")
    call = replace(SPECS[PRICE], type=str, choices=("S", "I", "R"))
    some = [found(made, COUNT, w, 0.8) for w in ("32", "4", "1")]
    some += [found(made, WHAT, w, 0.6) for w in ("Ampicillin", "Cefazolin", "Gentamicin")]
    rows = rows_of(made, {"": some}, {"": {WHAT: SPECS[WHAT], COUNT: SPECS[COUNT], PRICE: call}})
    assert [r[PRICE] for r in said(rows[""])] == ["R", "S", "S"]
    assert all(row.places[PRICE].probability <= 0.5 for row in rows[""]), "it is for review"


NAMES = """
Barcode   Substance              Place
C-10442   Acetone, pure          Shelf 1
C-09817   Acrylamide solution    Fridge 2
          ** EXPIRED **
C-11260   Chloroform             Shelf 2
"""
TEXTS = {k: FieldSpec(name, str, "") for k, name in enumerate(("label", "chemical", "place"))}


def of_texts(made: SpanPage, *some: tuple[int, str, float]) -> list[dict[int, str]]:
    places = [(k, Place(Candidate(w, *at(made, w)), share, 0, 1)) for k, w, share in some]
    return said(rows_of(made, {"": places}, {"": TEXTS})[""])


def test_a_list_of_texts_alone_is_a_table_too():
    made = page(NAMES)
    sure = [(0, w, 0.9) for w in ("C-10442", "C-09817", "C-11260")]
    rows = of_texts(made, *sure, (1, "Acetone, pure", 0.6), (1, "Chloroform", 0.7))
    assert [(r[0], r[1]) for r in rows] == [
        ("C-10442", "Acetone, pure"),
        ("C-09817", "Acrylamide solution"),
        ("C-11260", "Chloroform"),
    ]


def test_of_its_cells_parts_are_read_that_are_sure():
    made = page(NAMES)
    rows = of_texts(
        made,
        *[(0, w, 0.9) for w in ("C-10442", "C-09817", "C-11260")],
        *[(1, "Acetone, pure", 0.6), (1, "Acrylamide", 0.9), (1, "Chloroform", 0.7)],
    )
    assert [r[1] for r in rows] == ["Acetone, pure", "Acrylamide", "Chloroform"]
