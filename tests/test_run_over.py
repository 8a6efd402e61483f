"""A row stands where its amounts are, whichever line of its label the model took."""

from extract_filings.pipeline.records import Line, Occurrence, Pointer
from extract_filings.pipeline.resolve.run_over import in_last_lines

LINES = [
    Line(1, i, text)
    for i, text in enumerate(
        [
            "Receivables (net of allowances of $86 in 2023",
            "and $72 in 2022) 11,030 9,450",
            "Plant at cost, net of depreciation of $18 in 2023",
            "at home, and abroad of $3 in 2023",
            "and $2 in 2022 22,231 21,422",
            "Goodwill, $7 of it in 2023",
            "Licences 5 4",
        ]
    )
]
DATED = {LINES[1], LINES[4], LINES[6]}


def read(*found: tuple[str, int, float]) -> dict[str, int]:
    """Field -> number of its line."""
    rows = tuple(Pointer("sheet", f, LINES[i], 0, 9, sure) for f, i, sure in found)
    return {
        r.field: r.line.number
        for r in in_last_lines(Occurrence(tuple(LINES), rows, 1.0, rows), DATED).rows
    }


def test_a_row_is_moved_to_the_line_of_its_amounts():
    assert read(("receivables", 0, 0.9), ("plant", 2, 0.5)) == {"receivables": 1, "plant": 4}


def test_what_does_not_go_on_stays():
    assert read(("goodwill", 5, 0.9)) == {"goodwill": 5}


def test_of_two_fields_for_a_line_the_likelier_has_it():
    assert read(("receivables", 0, 0.9), ("inventory", 1, 0.8)) == {"receivables": 1}
    assert read(("receivables", 0, 0.8), ("inventory", 1, 0.9)) == {"inventory": 1}
