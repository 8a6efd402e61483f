"""What becomes of a schema: its tables and fields, and the words with which one is refused that
cannot be asked for.
"""

import json
from decimal import Decimal
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from extract_filings.pipeline.errors import SchemaError
from extract_filings.schemas.base import Free
from extract_filings.schemas.compile import compiled, parts
from extract_filings.schemas.load import load_schema


class Address(BaseModel):
    street: str
    country: Literal["US", "DE"] | None = None


class Lender(BaseModel):
    name: str
    share: Decimal | None = None


class Facility(BaseModel):
    """Facilities of the agreement."""

    kind: str
    rate: float = Field(ge=0, le=1)
    lenders: list[Lender] = []


class Section(BaseModel):
    title: str
    within: list["Section"] = []


class Company(BaseModel):
    name: str
    held_by: "Company | None" = None


class Deal(BaseModel):
    borrower: str
    address: Address | None = None
    tags: list[str] = Field([], description="keywords", max_length=3)
    facilities: list[Facility]
    sections: list[Section] = []
    summary: str | None = Field(default=None, json_schema_extra={"x-cue": Free(80)})


DEAL = {p.name: p for p in parts(Deal)}


def test_lists_are_tables_and_objects_are_columns():
    assert {
        name: (p.parent, p.keys, [f.name for f in p.fields])
        for name, p in DEAL.items()
        if not name.startswith("sections")
    } == {
        "deal": ("", (), ["borrower", "address_street", "address_country", "summary"]),
        "tags": ("deal", (), ["value"]),
        "facilities": ("deal", ("row",), ["kind", "rate"]),
        "facilities_lenders": ("facilities", ("parent_row",), ["name", "share"]),
    }


def test_a_model_that_holds_itself_is_unfolded_three_times():
    assert [n for n in DEAL if n.startswith("sections")] == [
        "sections",
        "sections_within",
        "sections_within_within",
    ]


def test_an_object_that_may_hold_itself_is_unfolded_three_times():
    (company,) = parts(Company)
    assert [f.name for f in company.fields] == ["name", "held_by_name", "held_by_held_by_name"]


def test_what_an_instance_cannot_do_without():
    root, facilities = DEAL["deal"], DEAL["facilities"]
    assert [f.name for f in root.fields if root.sure(f)] == [
        "borrower"
    ]  # a street is needed only where there is an address
    assert [f.name for f in facilities.fields if f.must] == ["kind", "rate"]


def test_words_bounds_and_kinds_come_from_the_schema():
    street, rate, share = (
        DEAL["deal"].fields[1],
        DEAL["facilities"].fields[1],
        DEAL["facilities_lenders"].fields[1],
    )
    assert street.description == "street (of the address)" and dict(rate.rules) == {
        "minimum": 0,
        "maximum": 1,
    }
    assert (rate.type, rate.exact, share.type, share.exact) == (Decimal, False, Decimal, True)
    assert DEAL["deal"].fields[3].cue.free == 80


def test_references_all_of_and_choices_of_json_schema():
    source = {
        "allOf": [{"$ref": "#/$defs/party"}],
        "required": ["name"],
        "properties": {
            "level": {"enum": [1, 2, None]},
            "paid": {"type": ["boolean", "null"]},
            "rate": {"$ref": "#/$defs/party/properties/rate", "description": "interest"},
        },
        "$defs": {
            "party": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "maxLength": 9},
                    "rate": {"type": "number"},
                },
            }
        },
    }
    (root,) = compiled(source, "Any")
    assert [(f.name, f.type, f.required, f.choices, f.values) for f in root.fields] == [
        ("name", str, True, (), ()),
        ("rate", Decimal, False, (), ()),
        ("level", int, False, ("1", "2"), (1, 2)),
        ("paid", bool, False, ("Yes", "No"), (True, False)),
    ]
    assert root.fields[1].description == "interest"


@pytest.mark.parametrize(
    "node, message",
    [
        (
            {"not": {"type": "string"}},
            "/a: the keyword not cannot be asked for; say what is allowed",
        ),
        (
            {"type": "object", "patternProperties": {"x": {}}},
            "/a: the keyword patternProperties cannot be asked for; name the properties",
        ),
        (
            {"type": "array", "prefixItems": [{}]},
            "prefixItems cannot be asked for; make it an object",
        ),
        ({"type": "array"}, "/a: the list does not say of what; give it items"),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
            "/a: a list of lists",
        ),
        ({"$ref": "other.json#/x"}, "/a: \\$ref other.json#/x (is not found|leads out)"),
        ({"$ref": "#/$defs/gone"}, "/a: \\$ref #/\\$defs/gone is not found"),
        ({"anyOf": [{"type": "object"}, {"type": "array"}]}, "/a: it may be one of several things"),
        (
            {"type": "string", "format": "date-time"},
            "/a: the format date-time cannot be asked for; make it date",
        ),
        ({"type": "string", "format": "binary"}, "/a: the format binary .* make it a string"),
        (
            {"type": "number", "x-cue": {"unit": "GBP"}},
            "/a: the Cue's unit GBP is unknown; take one of USD, shares, USD/share, or leave it",
        ),
        ({"type": "number", "x-cue": {"sign": "minus"}}, "/a: the Cue's sign minus is unknown"),
        ({"type": "string", "pattern": "(["}, "/a: the pattern \\(\\[ cannot be read"),
        ({}, "/a: its type is not said; make it one of string, number"),
        (True, "/a: True does not say what to look for"),
        ({"type": "integer", "minimum": 5, "maximum": 4}, "/a: no value obeys minimum 5 and max"),
        ({"type": "number", "exclusiveMinimum": 1, "maximum": 1}, "no value obeys exclusiveMin"),
        ({"type": "string", "minLength": 9, "maxLength": 8}, "/a: no value obeys minLength 9"),
        ({"type": "array", "minItems": 2, "maxItems": 1, "items": {"type": "string"}}, "minItems"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_the_way_round(node, message):
    with pytest.raises(SchemaError, match=message):
        compiled({"type": "object", "properties": {"a": node}}, "any")


@pytest.mark.parametrize(
    "content, message",
    [
        ("{", "no JSON .*; try `python -m json.tool"),
        ('{"type": "strange"}', "no JSON Schema of draft 2020-12: type: 'strange' is not valid"),
        ('{"type": "string"}', "the root is no object with properties"),
        ('{"$ref": "#"}', "it refers to itself without end, or is nested too deep"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "it refers to itself without end, or is nested too"),
        ("true", "True holds no properties; write an object"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_schema_is_refused(tmp_path, content, message):
    if content is not None:
        (tmp_path / "x.json").write_text(content)
    with pytest.raises(SchemaError, match=message):
        load_schema(str(tmp_path / "x.json"))


@pytest.mark.parametrize("schema", [{"properties": {}}, {"properties": {"a": {"properties": {}}}}])
def test_a_schema_without_a_field_is_refused(schema):
    with pytest.raises(SchemaError, match="#: it has no field to ask for; give it one"):
        compiled(schema, "a")


def test_a_value_may_be_bound_to_one():
    node = {"type": "integer", "minimum": 5, "maximum": 5}
    (root,) = compiled({"properties": {"a": node}}, "any")
    assert root.fields[0].rules == (("minimum", 5), ("maximum", 5))


def test_columns_that_would_be_named_alike_are_told_apart():
    source = {
        "type": "object",
        "properties": {
            "a_b": {"type": "string"},
            "a": {"type": "object", "properties": {"b": {"type": "string"}}},
            "a-b": {"type": "string"},
        },
    }
    assert [f.name for f in compiled(source, "any")[0].fields] == ["a_b", "a_b_2", "a_b_2_2"]


def test_a_schema_of_a_file_is_named_by_its_title(tmp_path):
    (tmp_path / "x.json").write_text(
        json.dumps(
            {
                "title": "Purchase Order",
                "type": "object",
                "properties": {"number": {"type": "string"}},
            }
        )
    )
    assert [p.name for p in parts(load_schema(str(tmp_path / "x.json")))] == ["purchase_order"]


LINES = {
    "type": "object",
    "properties": {
        "balanceSheet": {
            "type": "object",
            "description": "What the company owns and owes.",
            "properties": {
                "currentAssets": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
                "debtDue_2030": {
                    "type": "array",
                    "description": "Principal due by year.",
                    "items": {"$ref": "#/$defs/Line"},
                },
                "otherAssets": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
            },
        },
        "rent": {"$ref": "#/$defs/Money"},
        "deposit": {"$ref": "#/$defs/Money"},
    },
    "$defs": {
        "Line": {
            "type": "object",
            "description": "One line.",
            "properties": {"amountUSD": {"type": "number", "examples": [12, None]}},
        },
        "Money": {"type": "string", "description": "an amount with its currency"},
    },
}


def test_lists_and_fields_under_one_ref_keep_their_own_names_and_words():
    root, current, due, other = compiled(LINES, "any")
    assert [p.description for p in (current, due, other)] == [
        "balance sheet current assets: One line.",
        "Principal due by year.",
        "balance sheet other assets: One line.",
    ]
    assert (due.words, due.row) == ("debt due 2030", "One line.")
    assert {p.owner for p in (current, due)} == {"balance sheet (What the company owns and owes)"}
    assert [f.description for f in root.fields] == [
        "rent: an amount with its currency",
        "deposit: an amount with its currency",
    ]
    assert (due.fields[0].description, due.fields[0].examples) == ("amount USD", ("12",))


def test_fields_know_the_objects_around_them():
    street = DEAL["deal"].fields[1]
    assert (street.owner, street.words) == ("address", "street")
    assert DEAL["facilities_lenders"].owner == "facilities (Facilities of the agreement)"
