"""A field in words, as the span reader encodes it."""

from datetime import date
from decimal import Decimal

from extract_filings.schemas.base import FieldSpec, Part
from extract_filings.schemas.names import spoken


def field_text(name: str, description: str, owner: str) -> str:
    """
    >>> field_text("grossAmount", "in all", "order")
    'gross amount. in all. of order'
    """
    said = (spoken(name), " ".join(description.split()), owner and f"of {spoken(owner)}")
    return ". ".join(s for s in said if s)


def kind_of(field: FieldSpec) -> str:
    if field.choices or field.type is bool:
        return "choice"
    return {date: "date", Decimal: "number", int: "number", float: "number"}.get(field.type, "text")


def text_of(part: Part, field: FieldSpec) -> str:
    """`field_text` of a schema's field."""
    holders = [part.owner, part.words if part.kind == "list" else part.name, part.description]
    holders += [" ".join(map(spoken, field.at[:-1])), field.owner]
    owner = ", ".join(h for h in holders if h)
    description = field.description if field.description.casefold() != field.words else ""
    return field_text(field.words, description, owner)
