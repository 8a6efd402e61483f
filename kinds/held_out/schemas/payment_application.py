from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Firm(BaseModel):
    name: str
    address: str


class Line(BaseModel):
    line_no: str = Field(description="number at the left of the line, change orders too")
    work: str
    value: Decimal = Field(description="price agreed for this line")
    this_month: Decimal | None = Field(
        default=None, description="work done in this period; empty if none is printed"
    )
    on_site: Decimal | None = Field(
        default=None, description="materials stored but not yet built in; empty if none is printed"
    )
    percent_done: Decimal


class ProgressClaim(BaseModel):
    """What a builder asks for at the end of a month."""

    running_no: int = Field(description="which claim of this contract it is")
    project: str = Field(description="name of the building work, without the place")
    client: Firm
    builder: Firm
    designer: str = Field(description="architect's firm, name only")
    contract_signed: date = Field(description="date of the contract")
    work_through: date = Field(description="work up to this day is claimed")
    original_price: Decimal
    changes_net: Decimal = Field(description="net sum of all change orders")
    held_back: Decimal = Field(description="total retainage")
    certified_before: Decimal = Field(description="sum of earlier certificates")
    asked_now: Decimal = Field(description="amount claimed for this month")
    amount_approved: Decimal | None = Field(
        default=None, description="amount that the architect has certified for this claim"
    )
    designer_signed_on: date | None = None
    lines: list[Line] = Field(
        description="every line of the breakdown including change orders, without subtotals and totals"
    )
