from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Traveller(BaseModel):
    name: str = Field(description="as printed, with slash and title")
    home: str = Field(description="permanent address")
    mobile: str


class Leg(BaseModel):
    flight: str
    origin: str = Field(description="three letters")
    destination: str = Field(description="three letters")
    note: str | None = None


class Bag(BaseModel):
    tag: str
    type_code: str = Field(description="code for colour and shape")
    last_seen: str = Field(description="place and time")
    forward_tag: str | None = Field(default=None, description="tag under which it is sent on")


class LostBagFile(BaseModel):
    """Report of bags that did not arrive."""

    file_no: str
    opened: date
    airport: str = Field(description="where the report was made, three-letter code")
    clerk: str = Field(description="who took it down, name as printed")
    traveller: Traveller
    booking: str
    ticket: str = Field(description="ticket number")
    stays_at: str = Field(description="hotel with its address")
    stays_until: date | None = None
    checked: int = Field(description="bags handed in")
    cash_given: Decimal = Field(description="paid out at the desk")
    has_keys: bool = Field(description="airline has the keys")
    handed_over: date | None = Field(
        default=None, description="date on which the missing bags were delivered"
    )
    insurer: str | None = Field(default=None, description="the traveller's insurance company")
    legs: list[Leg]
    bags: list[Bag] = Field(description="missing ones")
