"""What a cover's value looks like, and where the cover is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate
from extract_filings.pipeline.records import (
    NONE,
    Chunk,
    Document,
    Line,
    Problem,
    Question,
    TagScores,
    quoted,
    tag,
)
from extract_filings.pipeline.resolve.cover.cover_fields import cover
from extract_filings.pipeline.resolve.cover.list_rows import list_rows
from extract_filings.pipeline.resolve.cover.plausible import plausibility, told
from extract_filings.pipeline.resolve.cover.refused import with_refused
from extract_filings.pipeline.resolve.cover.spans import cell_edges
from extract_filings.pipeline.resolve.cover.wrapped import wrapped_date
from extract_filings.pipeline.resolve.fields import inner, list_values
from extract_filings.pipeline.resolve.merge import problems
from extract_filings.pipeline.text.parse import legal, typed
from extract_filings.pipeline.text.patterns import spans, words
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

ROOT, SECURITY = parts(Filing)[:2]
FIELD = {f.name: f for f in ROOT.fields}
COVER = "\n".join(f.description for f in ROOT.fields)


def likely(field: str, *text: str) -> list[str]:
    """The spans that are no worse than plausible."""
    lines = [Line(1, i, t) for i, t in enumerate(text)]
    return [
        n.text[s:e]
        for n in lines
        for s, e in spans(FIELD[field], n.text)
        if plausibility(FIELD[field], lines, n.number, s, e) >= 0.5
    ]


@pytest.mark.parametrize(
    ("field", "text", "right"),
    [
        ("state_of_incorporation", ["State of Incorporation: Ohio"], ["Ohio"]),
        ("state_of_incorporation", ["A Nevada Corporation 12-3456789"], ["Nevada"]),
        ("state_of_incorporation", ["incorporation by reference: Ohio"], []),
        (
            "public_float",
            ["The aggregate market value of its stock", "amounted to $24.6 billion on June 30."],
            ["24.6"],
        ),
        ("public_float", ["The market value of $3 was lower than 5"], []),
        (
            "public_float",
            ["Aggregate market value of common stock held by", "non-affiliates: $418,206,904."],
            ["418,206,904"],
        ),
        ("public_float", ["Aggregate market value of shares held: €418,206,904"], ["418,206,904"]),
        (
            "public_float",
            ["aggregate market value on that day of", "$102,055,415"],
            ["102,055,415"],
        ),
        ("public_float", ["aggregate market value of shares at $9 3/8, $1,055,415"], ["9"]),
        (
            "shares_outstanding",
            ["The number of shares outstanding at May 1 was 5,518,306, excluding", "214,118 held"],
            ["5,518,306"],
        ),
        (
            "period_end_date",
            ["For the year ended June 30, 1998", "on May 1, 1999"],
            ["June 30, 1998"],
        ),
        ("state_of_incorporation", ["Jurisdiction of incorporation Ohio"], ["Ohio"]),
        (
            "state_of_incorporation",
            ["Kingdom of Norway", "(Jurisdiction of incorporation or organization)"],
            ["Kingdom of Norway"],
        ),
        ("postal_code", ["Strandgata 41, 6508 Vik, Norway"], ["6508"]),
        ("postal_code", ["6508 Vik Road, Reno, Nevada"], []),
        (
            "registrant_name",
            ["FIELD & MILL COMPANY", "(Exact name of registrant as specified in its charter)"],
            ["FIELD & MILL COMPANY"],
        ),
    ],
)
def test_words_around_a_value_tell_it_by_themselves(field, text, right):
    lines = [Line(1, i, t) for i, t in enumerate(text)]
    found = [line.text[s:e] for line in lines for s, e in told(FIELD[field], lines, line.number)]
    assert found == right


@pytest.mark.parametrize(
    ("field", "text", "right"),
    [
        ("phone", "Bristol BS30 8XP; telephone number: +44 117 9753200", ["+44 117 9753200"]),
        ("phone", "ONE MILL WAY, RENO, NEVADA 89052-6399 (425) 882-8080", ["(425) 882-8080"]),
        (
            "shares_outstanding",
            "50,000,000 shares issued, 44,120,963 outstanding and 5,879,037 in treasury.",
            ["44,120,963"],
        ),
        ("shares_outstanding", "Outstanding44,120,963shares, $0.01 par value.", ["44,120,963"]),
        ("shares_outstanding", "100 shares are outstanding; see page 12 of 2020.", ["100"]),
        ("public_float", "Market value of $93, 800,000, at a price of $31.20.", ["93, 800,000"]),
        ("phone", "Printed by 555 120 2210", []),
        (
            "phone",
            "Telephone: +31 (0)20 555 1234, 01.42.55.12.12",
            ["+31 (0)20 555 1234", "01.42.55.12.12"],
        ),
        ("phone", "Telephone: 03/12/2024 10:31, 2024-03-12 10:31:05, 12.03.24 10", []),
        ("phone", "Telephone number above. viewed by 4711 555 2000", []),
        ("shares_outstanding", "Outstanding: Preferred stock 150,000 Common 44,120", ["44,120"]),
        (
            "shares_outstanding",
            "Shares outstanding: with Preferred Stock Purchase Rights 44,120",
            ["44,120"],
        ),
        ("state_of_incorporation", "(An Illinois Corporation)", ["Illinois"]),
        ("state_of_incorporation", "Acme Steel Inc. Kingdom of Norway", ["Kingdom of Norway"]),
        ("state_of_incorporation", "Karnataka, India", ["Karnataka, India"]),
        ("state_of_incorporation", "Via Industria 47", []),
        ("public_float", "Aggregate market value: 48,206 units", []),
        ("public_float", "Aggregate market value at $11 3/8: $168,440,000", ["168,440,000"]),
        (
            "shares_outstanding",
            "Outstanding 2,318,406 shares of Stock. The value held by non-affiliates",
            ["2,318,406"],
        ),
        ("period_end_date", "from July 1, 2021 to December 31, 2021", ["December 31, 2021"]),
    ],
)
def test_a_value_looks_like_itself(field, text, right):
    assert likely(field, text) == right


def test_a_street_has_a_number_or_a_word_for_it():
    def share(text: str) -> float:
        return plausibility(FIELD["street"], [Line(1, 0, text)], 0, 0, len(text))

    odd, number, word, box = map(share, ("Jane Doe", "12 Elm", "Two Harbour Place", "P.O. Box 7"))
    assert odd < number == word == box


@pytest.mark.parametrize(
    ("street", "town"),
    [
        ("875 Third Avenue, 31st Floor", "Chicago"),
        ("141 Granary Boulevard, Suite 1400", "St. Paul"),
        ("7500 Old Road Suite 11-B", "Reno"),
        ("12 Box Elder Lane", "Floor"),
    ],
)
def test_a_street_has_its_suite_and_a_town_has_none(street, town):
    line = Line(1, 0, f"{street}, {town}, Illinois 60604")
    number_and_name, end = len(re.split(",| Suite", street)[0]), len(street) + 2 + len(town)
    tags = [
        TagScores(Chunk((line,)), Question(0, "", (), line, s, e), {tag("filing", name): 0.9})
        for s, e in words(line.text[:end])
        for name in ["street" if s < number_and_name else "city"]
    ]
    found = {p.field: p.line.text[p.start : p.end] for p in cover(ROOT, tags)}
    assert found == {"street": street, "city": town}


def worded(text: str, *likely: tuple[str, float], number: int = 0) -> list[TagScores]:
    """A line whose words are of these fields, with these probabilities."""
    line = Line(1, number, text)
    return [
        TagScores(
            Chunk((line,)),
            Question(0, "", (), line, s, e),
            {tag("filing", name): share, NONE: 1 - share},
        )
        for (s, e), (name, share) in zip(words(text), likely, strict=True)
    ]


def test_a_text_begins_with_its_line_or_behind_a_comma():
    city = [("street", 0.6), ("city", 0.9), ("city", 0.9), ("state", 0.9)]
    tags = worded("SALT LAKE CITY, Utah", *city)
    tags[0] = replace(tags[0], options={**tags[0].options, tag("filing", "city"): 0.3})
    street = worded("1 Elm Street", *[("street", 0.9)] * 3, number=1)
    said = {p.field: p.line.text[p.start : p.end] for p in cover(ROOT, [*street, *tags])}
    assert (said["street"], said["city"]) == ("1 Elm Street", "SALT LAKE CITY")
    box = ("street", 0.05), ("street", 0.05), ("street", 0.9)
    (whole,) = cover(ROOT, worded("P.O. Box 1204", *box))
    assert whole.start == 0
    (cut,) = cover(ROOT, worded("P.O. Box 1204", ("street", 0.01), *box[1:]))
    assert cut.start == 9


def test_a_text_ends_with_its_cell():
    tags = worded("Incorporated in Hartford", ("city", 0.7), ("city", 0.7), ("city", 0.9))
    (over,) = cover(ROOT, tags)
    assert over.start == 0
    boxes = [(7.0 * i + 50 * (i > 15), 0.0, 7.0 * (i + 1) + 50 * (i > 15), 10.0) for i in range(24)]
    (found,) = cover(ROOT, tags, cell_edges({1: [boxes]}))
    assert found.line.text[found.start : found.end] == "Hartford"


def test_a_name_goes_on_to_the_end_of_its_line():
    name = [("registrant_name", 0.9)] * 3 + [("registrant_name", 0.3)] * 2
    (found,) = cover(ROOT, worded("Acme Income III, LIMITED PARTNERSHIP", *name))
    assert found.end == len(found.line.text)


@pytest.mark.parametrize("form", ["10-K405", "10-KT/A", "10-KSB", "10-Q/A", "20-F", "40-F"])
def test_periodic_forms_are_values_and_others_are_read_but_refused(form):
    spec, text = FIELD["form_type"], f"FORM {form}"
    assert [text[s:e] for s, e in spans(spec, text)] == [form]
    assert legal(spec, form) and not legal(spec, "8-K")


def opinions(*words: tuple[str, dict[str, float]]) -> list[TagScores]:
    """A page of one word a line, with what the model thinks of each."""
    lines = tuple(Line(1, i, text) for i, (text, _) in enumerate(words))
    return [
        TagScores(Chunk(lines), Question(0, "", (), line, 0, len(line.text)), options)
        for line, (_, options) in zip(lines, words, strict=True)
    ]


def test_a_row_of_a_class_and_its_shares_is_no_title():
    shares, title = tag("filing", "shares_outstanding"), tag("security", "title")
    tags = opinions(
        ("Outstanding", {NONE: 1.0}),
        ("40,120,963", {title: 0.98, shares: 0.01, NONE: 0.001}),
        ("8,772,044", {title: 0.98, shares: 0.01, NONE: 0.001}),
    )
    rows = (
        "Class B stock 8,772,044 shares",
        "Units 150,000 July 1, 2023",
        "Class A, $0.01 par value",
    )
    (row,) = list_rows(SECURITY, opinions(*((text, {title: 1.0}) for text in rows)))
    assert row.line.text == rows[2]
    (found,) = cover(ROOT, tags)
    assert (found.field, found.line.text) == ("shares_outstanding", "40,120,963")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (("For the fiscal year ended July 1,", "2023"), "July 1, 2023"),
        (("for the quarterly period ended", "June", "30, 2023"), "June 30, 2023"),
        (("For the fiscal year ended July 1, 2023", "Ohio"), None),
        (("As of July 1,", "2023"), None),
    ],
)
def test_a_date_may_run_over_the_end_of_a_line(text, said):
    lines = [Line(1, i, t) for i, t in enumerate(text)]
    p = wrapped_date(ROOT, FIELD["period_end_date"], lines)
    assert (p and quoted(p.line, p.start, p.end, p.rest)) == said
    if p and p.line.number == 0:
        day = inner(FIELD["fiscal_year_end"], p, "")
        assert day and quoted(day.line, day.start, day.end) == "July 1"


def form_problem(*text: str) -> Problem:
    lines = tuple(Line(2, i, t) for i, t in enumerate(text))
    document = Document("a.pdf", "a", "", "pdfium", ((), lines))
    missing = with_refused([ROOT], problems([ROOT], []), document)
    assert len(missing) == len(ROOT.fields)
    return next(p for p in missing if p.field == "form_type")


@pytest.mark.parametrize("form", ["8-K", "6-K/A", "S-1", "F-1", "424B4", "Press Release"])
def test_a_form_that_is_no_periodic_report_is_named(form):
    told = form_problem("UNITED STATES", f"FORM {form}", "Form 11-K").detail
    assert told == f"page 2 says {form}: no periodic report; its statements are read all the same"
    assert form_problem("FORM 10-K").detail == form_problem("A letter").detail != told


def test_the_scale_word_may_begin_the_next_line():
    spec, text = FIELD["public_float"], "$2.4 billion"
    assert typed(spec, text, 1, 4) == Decimal("2400000000")


def test_the_cover_is_wherever_it_is():
    def pages(*texts):
        lines = (
            tuple(Line(n, i, t) for i, t in enumerate(text.split("\n")))
            for n, text in enumerate(texts, 1)
        )
        document = Document("a.pdf", "a", "", "pdfium", tuple(lines))
        return [c.page for c in locate(parts(Filing)[:2], chunk_pages(document))["filing"]]

    letter = "Dear shareholders, our common stock did well"
    assert pages(*[letter] * 8, COVER, letter) == [9, 10]
    assert pages(*[letter] * 8) == []


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Mill & Field Inc. Common Stock, par value $0.01", "Common Stock, par value $0.01"),
        ("The Field Power Company 0.500% Notes due 2027", "0.500% Notes due 2027"),
        ("3.600% Mill & Field, Inc. notes due 2025", "3.600% Mill & Field, Inc. notes due 2025"),
        ("Common Stock of Mill Co. Class B", "Common Stock of Mill Co. Class B"),
    ],
)
def test_a_title_begins_behind_the_name_of_its_registrant(printed, title):
    issuer = re.match(SECURITY.fields[0].cue.begins, printed)
    assert printed[issuer.end() if issuer else 0 :] == title


@pytest.mark.parametrize(
    ("printed", "told", "read"),
    [
        (
            ["Common Stock | QXR | New York Stock Exchange", "Notes | | QXR26C New York Exchange"],
            "a symbol that is taken for part of the exchange",
            [
                ("Common Stock", "QXR", "New York Stock Exchange"),
                ("Notes", "QXR26C", "New York Exchange"),
            ],
        ),
        (
            ["Class A Stock | QXR | Nasdaq Stock Market", " | | (Nasdaq Select Market)"],
            "a note in brackets",
            [("Class A Stock", "QXR", "Nasdaq Stock Market")],
        ),
        (
            ["Common Shares | QXR | NYSE", " | | Tromso Stock Exchange"],
            "a second exchange",
            [("Common Shares", "QXR", "NYSE"), ("Common Shares", "QXR", "Tromso Stock Exchange")],
        ),
        (
            ["Common Shares | QXR | NYSE", " | | Quixor Inc. had"],
            "what looks like no exchange is no further one",
            [("Common Shares", "QXR", "NYSE")],
        ),
        (
            [
                "Units, each of",
                "half a share and | | ",
                "a warrant | QXR.U | NYSE",
                "Preferred | | ",
            ],
            "a long title, and a class without symbol and exchange",
            [("Units, each of half a share and a warrant", "QXR.U", "NYSE")],
        ),
    ],
)
def test_rows_of_securities_are_whole(printed, told, read):
    names = [f.name for f in SECURITY.fields]
    found = {}
    for value in list_values(SECURITY, list_rows(SECURITY, [*columns(names, printed)])):
        found.setdefault(value.key, {})[value.field] = value.value
    assert [tuple(row.get(n) for n in names) for row in found.values()] == read, told


def columns(fields: list[str], rows: list[str]) -> Iterator[TagScores]:
    """A page of rows, and a model that takes what stands between bars for the fields."""
    lines = tuple(Line(1, i, " ".join(row.replace("|", " ").split())) for i, row in enumerate(rows))
    for line, row in zip(lines, rows, strict=True):
        cells = zip(fields, row.split("|"), strict=False)
        marks = [tag("security", f) for f, cell in cells for _ in cell.split()]
        for (start, end), mark in zip(words(line.text), marks, strict=True):
            yield TagScores(Chunk(lines), Question(0, "", (), line, start, end), {mark: 1.0})
