"""Rows of a list as letters and reports print them, and rows of tables over several lines."""

from dataclasses import replace

from test_span_tables import COUNT, PRICE, SPECS, SUM, WHAT, found, of_one, page, said

from extract_filings.pipeline.ask.lists.entries import series
from extract_filings.pipeline.ask.lists.tables import rows_of
from extract_filings.schemas.base import FieldSpec

LETTER = """
I would make for you:
  a) Logo and wordmark
     EUR 1,450 -- 10 working days
  b) Paper bag and bread
     wrapper, print-ready
     EUR 620 -- 4 working days
  c) Photo day
     EUR 710 -- date to be agreed
All in that comes to EUR 2,780.
"""
REPORT = """
4.1 Gutter, south
Splits of 40 mm, patched with tape 3 years ago.
Rank: Urgent
We recommend: Take up the two lowest bays and relay
in code 8 lead.
4.2 Main slope
Fourteen slates have slipped.
Rank: Necessary
We recommend: Refix them.
5 What it costs
"""
BILL = """
Item  Work done                      Disbursements   Costs
1     Attending the claimant, first
      instructions (48 minutes)                     208.80
19 April 2023
2     Hospital, for records                50.00
3     Letter of claim, settled by
      counsel (1 hour)                              327.00
4     Court fee on issue                1,250.00
5     Checking the bill                              26.10
      To summary                        1,300.00    535.80
"""
UNITS = """
No.  Where              Kind     Due    Result
001  Reception, door    Water    2029   OK
002  Sewing room        Foam            Condemned
003  Glue store         Powder   2025   OK
004  Guillotine bay     Foam     2026   OK
"""


def fronts(text: str) -> list[list[str]]:
    return [[entry.front.said for entry in some] for some in series(page(text))]


def test_entries_are_numbered_on_in_the_same_way():
    assert fronts(LETTER) == [["a", "b", "c"]]
    assert fronts(REPORT) == [["4.1", "4.2"]]
    assert fronts("1) Oak\n2) Elm\n4) Ash") == [["1", "2"]]
    assert fronts("- Oak\n- Elm") == [] and fronts("- Oak\n- Elm\n- Ash") == [["-"] * 3]
    assert fronts("1 Oak\n2 Elm") == fronts("I. Oak\n3. Elm") == []


def test_a_field_stands_in_each_entry_where_it_stands_in_the_others():
    made = page(LETTER)
    rows = of_one(
        made,
        [
            found(made, WHAT, "Logo and wordmark", 0.9),
            found(made, WHAT, "Photo day", 0.6),
            found(made, COUNT, "10", 0.7),
            found(made, COUNT, "4", 0.9, 1),
            found(made, PRICE, "1,450", 0.6),
            found(made, PRICE, "710", 0.5),
        ],
    )
    assert said(rows) == [
        {WHAT: "Logo and wordmark", COUNT: "10", PRICE: "1450"},
        {WHAT: "Paper bag and bread wrapper, print-ready", COUNT: "4", PRICE: "620"},
        {WHAT: "Photo day", PRICE: "710"},
    ]


def test_what_stands_behind_a_label_is_read_whole_and_fronts_are_numbers_of_entries(monkeypatch):
    monkeypatch.setitem(SPECS, SUM, FieldSpec("ref", str, ""))
    monkeypatch.setitem(SPECS, COUNT, FieldSpec("remedy", str, ""))
    made = page(REPORT)
    rows = of_one(
        made,
        [
            found(made, WHAT, "Gutter, south", 0.8),
            found(made, COUNT, "Take up the two", 0.9),
            found(made, COUNT, "Refix them.", 0.2),
        ],
    )
    assert said(rows) == [
        {
            WHAT: "Gutter, south",
            COUNT: "Take up the two lowest bays and relay in code 8 lead.",
            SUM: "4.1",
        },
        {WHAT: "Main slope", COUNT: "Refix them.", SUM: "4.2"},
    ]


def test_bullets_are_no_numbers_of_entries(monkeypatch):
    monkeypatch.setitem(SPECS, SUM, FieldSpec("item", str, ""))
    monkeypatch.setitem(SPECS, COUNT, FieldSpec("number", int, ""))
    made = page("Pledged:\n- Roof fund\n- Choir robes\n- Organ tuning")
    rows = of_one(made, [found(made, WHAT, w, 0.8) for w in ("Roof fund", "Organ tuning")])
    assert [[*row.items()] for row in said(rows)] == [
        [(WHAT, words)] for words in ("Roof fund", "Choir robes", "Organ tuning")
    ]


def test_rows_over_lines_are_told_by_a_column_with_one_value_each():
    made = page(BILL)
    some = [found(made, COUNT, n, 0.9, which) for n, which in (("1", 0), ("2", 3), ("3", 1))]
    some += [found(made, SUM, n, 0.8) for n in ("208.80", "327.00")]
    some += [found(made, PRICE, n, 0.8) for n in ("50.00", "1,250.00")]
    some.append(found(made, WHAT, "Hospital, for records", 0.6))
    assert [{k: v for k, v in row.items() if k != WHAT} for row in said(of_one(made, some))] == [
        {COUNT: "1", SUM: "208.80"},
        {COUNT: "2", PRICE: "50.00"},
        {COUNT: "3", SUM: "327.00"},
        {COUNT: "4", PRICE: "1250.00"},
        {COUNT: "5", SUM: "26.10"},
    ]


def test_a_row_may_lack_the_value_that_tells_the_others():
    made = page(UNITS)
    some = [found(made, COUNT, n, 0.9) for n in ("2029", "2025", "2026")]
    some += [found(made, WHAT, n, 0.7) for n in ("Reception, door", "Sewing room", "Glue store")]
    some += [found(made, SUM, n, 0.6, w) for n, w in (("001", 0), ("003", 0), ("004", 0))]
    assert [row.get(WHAT) for row in said(of_one(made, some))] == [
        "Reception, door",
        "Sewing room",
        "Glue store",
        "Guillotine bay",
    ]


def test_clauses_of_a_contract_are_no_entries():
    clause = "\n".join(["{}. Term", *["The parties agree on what follows."] * 16])
    assert fronts("\n".join(clause.format(n) for n in (1, 2, 3))) == []


def test_entries_are_rows_of_one_list():
    made = page(LETTER)
    some = [found(made, WHAT, w, 0.9) for w in ("Logo and wordmark", "Photo day")]
    some += [found(made, PRICE, n, 0.6) for n in ("1,450", "710")]
    faint = [(k, replace(place, probability=0.5 * place.probability)) for k, place in some]
    rows = rows_of(made, {"faint": faint, "sure": some}, {"faint": SPECS, "sure": SPECS})
    assert [len(rows[name]) for name in ("faint", "sure")] == [0, 3]
