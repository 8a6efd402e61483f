"""A schema that a user brings in a file: how it is loaded, and what its fields read."""

from datetime import date
from pathlib import Path

import pytest

from extract_filings.pipeline.errors import SchemaError
from extract_filings.pipeline.records import Line, Pointer
from extract_filings.pipeline.resolve.fields import choice, list_values, row_choices
from extract_filings.pipeline.text.parse import typed
from extract_filings.pipeline.text.patterns import spans
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema

FILE = Path(__file__).parent / "lease.py"
LEASE, PAYMENTS = parts(load_schema(f"{FILE}:Lease"))
FIELD = {f.name: f for p in (LEASE, PAYMENTS) for f in p.fields}


def test_a_class_of_a_file_is_a_schema():
    assert [(p.name, p.kind) for p in (LEASE, PAYMENTS)] == [
        ("lease", "root"),
        ("payments", "list"),
    ]
    assert load_schema(str(FILE)) is load_schema(f"{FILE}:Lease")


def test_labels_are_the_schemas_own_words():
    assert FIELD["annual_rent"].labels == (
        "Base Rent",
        "annual rent",
        "yearly rent",
        "rent per year",
    )


@pytest.mark.parametrize(
    "content, name, message",
    [
        (None, "x.py:A", "no such file; check the path"),
        (
            "1/0",
            "x.py:A",
            r"the file does not run \(ZeroDivisionError: division by zero\); try `python .*x.py`",
        ),
        ("import sys; sys.exit(7)", "x.py:A", r"the file does not run \(SystemExit: 7\)"),
        (
            "from pydantic import BaseModel\nclass B(BaseModel): a: str",
            "x.py:A",
            r"no Pydantic model A in it; there are: B; type `--schema .*x.py:B`",
        ),
        (
            "from pydantic import BaseModel\nclass Lease(BaseModel): a: str\nclass B(Lease): pass",
            "x.py:Leese",
            r"there are: Lease, B; type `--schema .*x.py:Lease`",
        ),
        (
            "from pydantic import BaseModel\nclass A(BaseModel): a: dict[str, int]",
            "x.py:A",
            "/a: a dictionary, or an object without properties; make it a model with a field for",
        ),
        (
            "from pydantic import BaseModel\nclass A(BaseModel): a: list[list[str]]",
            "x.py:A",
            "/a: a list of lists; make its elements objects",
        ),
        (
            (
                "from datetime import datetime\nfrom pydantic import BaseModel\nclass A(BaseModel):"
                " a: datetime"
            ),
            "x.py:A",
            "/a: the format date-time cannot be asked for; make it date",
        ),
        (
            (
                "from collections.abc import Callable\nfrom pydantic import BaseModel\nclass"
                " A(BaseModel): a: Callable"
            ),
            "x.py:A",
            r"has no JSON Schema \(Cannot generate a JsonSchema [^\n]*\); make it a string, a",
        ),
    ],
)
def test_a_schema_that_cannot_be_asked_is_refused_with_what_to_type(
    tmp_path, content, name, message
):
    if content is not None:
        (tmp_path / "x.py").write_text(content)
    with pytest.raises(SchemaError, match=message):
        load_schema(f"{tmp_path}/{name}")


@pytest.mark.parametrize(
    "printed",
    [
        "March 1, 2023",
        "MARCH 1, 2023",
        "Mar. 1, 2023",
        "1 March 2023",
        "1st day of March, 2023",
        "2023-03-01",
        "3/1/2023",
        "03/01/2023",
    ],
)
def test_dates_are_read_in_all_their_forms(printed):
    text = f"begins on {printed}, at noon"
    assert [typed(FIELD["start"], text, *s) for s in spans(FIELD["start"], text)] == [
        date(2023, 3, 1)
    ]


def test_whole_numbers_are_read_without_a_pattern():
    text = "a term of 1,200 (twelve hundred) months"
    assert [typed(FIELD["term_months"], text, *s) for s in spans(FIELD["term_months"], text)] == [
        1200
    ]


@pytest.mark.parametrize(
    "field, printed, value",
    [
        ("kind", "Lease type: ☐ Gross ☐ Net ☒ Modified Gross", "Modified Gross"),
        ("kind", "Lease type: Modified Gross", "Modified Gross"),
        ("kind", "This is a Net lease.", None),
        ("renewal", "Option to renew: Yes", True),
        ("renewal", "Option to renew ☐ Yes ☒ No", False),
        ("renewal", "Pets allowed ☒ Yes ☐ No", None),
    ],
)
def test_choices_are_read_by_box_or_behind_their_label(field, printed, value):
    hit = choice("lease", FIELD[field], [Line(1, 0, "LEASE"), Line(1, 1, printed)])
    assert (hit and hit[0]) == value


def test_a_choice_of_a_list_stands_on_the_row():
    line = Line(1, 0, "2023-03-01 5,000.00 Wire transfer")
    values = list_values(
        PAYMENTS, row_choices(PAYMENTS, [Pointer("payments", "due", line, 0, 10, 0.9)])
    )
    assert [(v.field, v.value, v.quote) for v in values] == [
        ("due", date(2023, 3, 1), "2023-03-01"),
        ("method", "wire transfer", "Wire transfer"),
    ]
