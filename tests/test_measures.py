"""A number printed in another unit than its field's is converted exactly, or is none."""

from decimal import Decimal

import pytest

from extract_filings.pipeline.text.candidates import candidates
from extract_filings.pipeline.text.measures import unit_of
from extract_filings.schemas.base import FieldSpec

WEIGHT = FieldSpec("net_weight", Decimal, "net weight in kg")
HEIGHT = FieldSpec("height_ft", Decimal, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("22.5 t", ["22500"]),
        ("1,250 kg", ["1250"]),
        ("1,250", ["1250"]),
        ("1.2 million tonnes", ["1200000000"]),
        ("12 grams", ["0.012"]),
        ("40 bags", ["40"]),
        ("90 t/h", ["90"]),
        ("7 tons", ["7"]),  # of 907, 1,000 or 1,016 kg
        ("10 lbs", ["4.5359237"]),
    ],
)
def test_a_weight_is_in_the_unit_that_its_field_counts_in(text, said):
    assert [c.said for c in candidates(WEIGHT, text)] == said


def test_a_converted_value_is_derived_and_quotes_its_unit():
    [made] = candidates(WEIGHT, "net 22.5 t.")
    assert made.derived and "net 22.5 t."[made.start : made.end] == "22.5 t"


def test_what_has_no_exact_value_in_the_field_s_unit_is_none():
    assert candidates(HEIGHT, "1 m") == []


def test_bounds_are_those_of_the_field_s_unit():
    field = FieldSpec("area_sqm", int, "", rules=(("maximum", 20_000),))
    assert [c.said for c in candidates(field, "1.5 ha or 2.5 ha or 1.55555 ha")] == ["15000"]


@pytest.mark.parametrize(
    ("name", "description", "unit"),
    [
        ("weight_t", "", "t"),
        ("floor_area", "gross floor area (m²)", "m2"),
        ("rent", "rent in dollars", ""),
        ("output", "energy produced, in megawatt-hours", "mwh"),
        ("height", "height in metres above sea level", "m"),
        ("party", "first party (landlord)", ""),
    ],
)
def test_a_field_s_unit_is_told_by_its_name_or_description(name, description, unit):
    assert unit_of(FieldSpec(name, Decimal, description)) == unit
