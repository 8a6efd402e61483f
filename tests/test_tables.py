"""Tables of notes: rows, heads, periods, units and titles. Pages are typed as in
test_statement.py."""

import json
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from test_statement import typed
from typer.testing import CliRunner

from extract_filings import tables
from extract_filings.benchmarks.accuracy.tables import kind_of
from extract_filings.cli.main import app
from extract_filings.pipeline.records import Document, PrintedTable
from extract_filings.pipeline.resolve.notes.document_grids import grids_of
from extract_filings.pipeline.resolve.notes.filing_cover import known_by_cover
from extract_filings.pipeline.resolve.notes.grid_periods import Asked, asked_of
from extract_filings.pipeline.resolve.notes.note_tables import note_tables
from extract_filings.pipeline.resolve.notes.period_model import Weights, chances, design
from extract_filings.pipeline.resolve.notes.period_neighbours import (
    NEIGHBOURS,
    Numbers,
    neighbours,
)

COVER = """
FORM 10-K
For the fiscal year ended December 31, 2023
"""
QUARTER = """
FORM 10-Q
For the quarterly period ended June 30, 2023
"""
SEGMENTS = """
Note 4. Segments

Revenue of our segments was as follows (in millions):
                        Year Ended December 31, 2023      Year Ended December 31, 2022
                        Pumps   Valves     Total          Pumps   Valves     Total
Revenue               $ 1,204  $   300  $  1,504        $ 1,100  $   250  $  1,350
Cost of sales            (700)    (200)     (900)          (650)    (150)     (800)
"""
ROLLED = """
Warranty liabilities changed as follows (in thousands):
                                  2023       2022
Balance at beginning of year    $  120     $  100
Accruals                            60         50
Payments                           (40)       (30)
Balance at end of year          $  140     $  120
"""
DUE = """
As of December 31, 2023, future payments of leases are as follows (in thousands):
2024            $  300
2025               200
Thereafter         100
Total           $  600
"""
FAIR = """
Assets at fair value were as follows (in millions):
                             Level 1    Level 2      Total
December 31, 2023
Money market funds          $     11    $     —    $    11
Foreign currency
  forwards                        —          28         28
December 31, 2022
Money market funds          $      7    $     —    $     7
"""
EQUITY = """
                             Shares     Amount      Total
Balance, December 31, 2021      437     $  820     $  820
Net income                        —        115        115
Balance, December 31, 2022      437     $  935     $  935
Net income                        —        120        120
Balance, December 31, 2023      437     $1,055     $1,055
"""
Key = tuple[str, str, date | None, int | None]


def read(*pages: str) -> tuple[PrintedTable, ...]:
    lines, boxes = typed(*pages)
    of = tuple(tuple(n for n in lines if n.page == p) for p in range(1, len(pages) + 1))
    return note_tables(Document("a.pdf", "a", "", "pdfium", of), lambda _: boxes)


def keyed(t: PrintedTable) -> dict[Key, Decimal]:
    """{(label, member, last day, months): value}"""
    labels = {r.row: r.label for r in t.rows}
    return {
        (labels[c.row], t.members[c.column - 1], c.period_end, c.months): c.value for c in t.cells
    }


def end(year: int) -> date:
    return date(year, 12, 31)


def test_a_cell_is_named_by_its_row_its_member_and_its_period():
    (t,) = read(COVER, SEGMENTS)
    cells = keyed(t)
    assert cells["Revenue", "Pumps", end(2023), 12] == 1_204_000_000
    assert cells["Cost of sales", "Valves", end(2022), 12] == -150_000_000
    assert (t.note, t.note_title) == ("4", "Segments")
    assert t.caption == "Revenue of our segments was as follows (in millions):"
    assert {c.period_from for c in t.cells} == {"column"}


def test_a_note_ends_where_another_item_of_the_form_begins():
    sales = (
        "In millions           2023     2022\nSales in Europe     1,204    1,180\nOther   12  11\n"
    )
    running, new = "Item 1. Financial Statements\n\n", "Item 2. Management's Discussion\n\n"
    found = read(COVER, SEGMENTS, running + sales, new + sales, "2. Outlook\n\n" + sales)
    assert [(t.pages[0], t.note) for t in found] == [(2, "4"), (3, "4"), (4, ""), (5, "")]
    title = "MANAGEMENT’S DISCUSSION AND ANALYSIS OF FINANCIAL CONDITION\n\n"
    assert [t.note for t in read(COVER, SEGMENTS, title + sales)] == ["4", ""]
    told = read(COVER, SEGMENTS, "as told in\nItem 7A. Quantitative Disclosures,\n\n" + sales)
    assert [t.note for t in told] == ["4", "4"]


def test_balances_that_open_and_close_are_of_days():
    (t,) = read(COVER, ROLLED)
    cells = keyed(t)
    assert cells["Balance at beginning of year", "", end(2022), None] == 120_000
    assert cells["Payments", "", end(2022), 12] == -30_000
    assert cells["Balance at end of year", "", end(2022), None] == 120_000


def test_years_that_lie_ahead_are_rows_of_a_day():
    (t,) = read(COVER, DUE)
    assert [r.label for r in t.rows] == ["2024", "2025", "Thereafter", "Total"]
    assert {(c.period_end, c.months, c.period_from) for c in t.cells} == {(end(2023), None, "text")}


def test_a_line_of_a_day_is_the_period_of_the_rows_below():
    (t,) = read(COVER, FAIR)
    cells = keyed(t)
    assert cells["Money market funds", "Level 1", end(2023), None] == 11_000_000
    assert cells["Foreign currency forwards", "Level 2", end(2023), None] == 28_000_000
    assert cells["Money market funds", "Total", end(2022), None] == 7_000_000


def test_between_two_balances_lies_the_time_between():
    (t,) = read(COVER, EQUITY)
    cells = keyed(t)
    assert cells["Net income", "Amount", end(2022), 12] == 115
    assert cells["Balance, December 31, 2021", "Shares", end(2021), None] == 437
    assert {c.unit for c in t.cells if c.column == 1} == {"shares"}


def test_what_only_the_cover_suggests_is_never_sure():
    (t,) = read(QUARTER, "Parts of things\n\nBolts     12     40\nScrews    13     50")
    assert {c.period_from for c in t.cells} == {"cover"}
    assert all(c.confidence <= 0.5 for c in t.cells)


def test_what_nothing_says_is_left_open():
    (t,) = read("Parts of things\n\nBolts     12     40\nScrews    13     50")
    assert {(c.period_end, c.months, c.period_from) for c in t.cells} == {(None, None, "")}
    assert all(c.confidence <= 0.5 for c in t.cells)


def asked(*pages: str) -> list[Asked]:
    lines, boxes = typed(*pages)
    of = tuple(tuple(n for n in lines if n.page == p) for p in range(1, len(pages) + 1))
    document = Document("a.pdf", "a", "", "pdfium", of)
    found = asked_of(grids_of(document, boxes), known_by_cover(document))[1]
    return [a for a in found if a]


def test_the_right_period_is_among_the_choices():
    (rolled,) = asked(COVER, ROLLED)
    wanted = {(end(y), m) for y in (2023, 2022) for m in (12, None)} | {(end(2021), None)}
    assert wanted <= {*rolled.choices.periods}


def test_probabilities_are_those_of_all_that_speaks_for_a_choice():
    (a,) = asked(COVER, EQUITY)
    rows, columns = a.places
    size = design(a.choices, 0, 0).shape[1]
    by = Weights(np.linspace(-1, 1, size), np.zeros(3), {}, np.zeros(1 + NEIGHBOURS))
    made = chances(a.choices, a.bags, rows, columns, by)
    for n, (i, j) in enumerate(zip(rows, columns, strict=True)):
        score = np.exp(design(a.choices, i, j) @ by.features)
        assert made[n] == pytest.approx(score / score.sum(), abs=1e-5)


def test_neighbours_say_nothing_of_a_number_alone():
    days = (end(2023), None), (end(2023), 12)
    at = np.array([0])
    none = np.array([-1, -1])
    lone = Numbers(
        days, np.array([[0.3, 0.7]]), at, at, ["1"], ["Bolts"], none[:1], [""], at, False
    )
    pair = Numbers(
        days,
        np.array([[0.3, 0.7], [0.9, 0.1]]),
        np.array([0, 1]),
        at[[0, 0]],
        ["1", "2"],
        ["Bolts", "Screws"],
        none,
        ["", ""],
        at[[0, 0]],
        False,
    )
    said, of_pair = neighbours([lone, pair])
    assert not said.any() and said.shape == (1, 2, NEIGHBOURS)
    assert of_pair[0, 0].sum() > of_pair[0, 1].sum()  # the other one is rather of a day


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("Diluted                 $ 1.25   $ 1.10", {"USD/share"}),
        ("2.5 percent notes         750      600", {"USD"}),
        ("Common stock, $1 par value; shares issued   66    65", {"USD"}),
    ],
)
def test_units_are_told_by_form_and_words(line, units):
    head = "(in millions)              2023     2022\n"
    (t,) = read(
        COVER, f"{head}Net income         1,204    1,100\nOther           315    300\n{line}"
    )
    last = max(c.row for c in t.cells)
    assert {c.unit for c in t.cells if c.row == last} == units


def test_the_upper_end_of_a_range_is_of_the_column_of_the_lower_one():
    (t,) = read(
        COVER,
        """
Assumptions of grants were as follows:
                          2023                2022
Volatility         21.5 % -   24.0 %    20.5 %  -  23.0 %
Interest rate       3.5 % -    4.0 %     1.5 %  -   2.0 %
""",
    )
    years = {c.value: c.period_end.year for c in t.cells}
    assert [years[Decimal(v)] for v in ("21.5", "24.0", "20.5", "23.0")] == [2023, 2023, 2022, 2022]


@pytest.mark.parametrize(
    ("page", "annual", "day"),
    [(COVER, True, date(2023, 12, 31)), (QUARTER, False, date(2023, 6, 30))],
)
def test_the_cover_says_form_and_period(page, annual, day):
    lines, _ = typed(page)
    known = known_by_cover(Document("a.pdf", "a", "", "pdfium", (tuple(lines),)))
    assert (known.annual, known.period_end) == (annual, day)


def test_prose_and_contents_are_no_tables():
    contents = "Business            3\nRisk Factors       12\nProperties         40"
    prose = "We paid dividends of $ 1,200 in the year and of 1,100 in the year before that one."
    assert read(COVER, contents, prose) == ()


def test_percentages_stay_as_printed_and_the_box_is_that_of_the_digits():
    (t,) = read(
        COVER,
        "                 2023     2022\nTax rate       21.5 %   20.0 %\nOther    3.5 %  4.0 %",
    )
    cell = t.cells[0]
    assert (cell.value, cell.unit, cell.scale) == (Decimal("21.5"), "percent", 0)
    assert cell.box == (90.0, 788.0, 114.0, pytest.approx(798.8))


def test_tables_are_frames_and_commands_print_them(tmp_path):
    pdf = "samples/synth0004_10-q.pdf"
    frames = tables(pdf)
    assert frames["table"].height > 5
    assert set(frames["table_cell"]["table"]) == set(frames["table"]["table"])
    assert frames["table_cell"]["value"].dtype == pl.Decimal(38, 8)
    run = CliRunner().invoke
    listed = run(app, ["tables", pdf])
    assert listed.exit_code == 0
    assert f"{frames['table'].height} tables" in listed.stdout
    cells = json.loads(run(app, ["tables", pdf, "--table", "2", "--format", "json"]).stdout)
    assert {c["table"] for c in cells} == {2}
    whole = run(app, ["tables", pdf, "--table", "2"]).stdout
    assert [line for line in frames["table"]["labels"][1] if line not in whole] == []
    run(app, ["tables", pdf, "--to", str(tmp_path)])
    assert pl.read_parquet(tmp_path / "table.parquet").equals(frames["table"])
    refused = run(app, ["tables", pdf, "--table", "999"])
    assert "has no table 999" in str(refused.exception)


def test_the_benchmark_tells_kinds_of_faults():
    (t,) = read(COVER, SEGMENTS)
    gold = {
        "end": 9,
        "printed": "1,204",
        "unit": "USD",
        "scale": 6,
        "printed_negative": False,
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
    }
    cell = t.cells[0]
    assert kind_of(gold, "", cell) == "right"
    assert kind_of(gold | {"scale": 3}, "", cell) == "value"
    assert kind_of(gold | {"period_start": None}, "", cell) == "day or length"
    assert kind_of(gold | {"period_end": "2022-12-31"}, "", cell) == "other period"
    assert kind_of(gold, "1,204 notes", None) == "in words"
