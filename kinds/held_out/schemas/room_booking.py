from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Extra(BaseModel):
    item: str = Field(description="Charged item, first line only without dietary notes")
    serve_at: str | None = Field(None, description="Time of day")
    number: int = Field(description="Quantity")
    unit_price: Decimal
    line_total: Decimal


class Organiser(BaseModel):
    company: str = Field(description="Firm for which the room is booked")
    person: str
    phone: str | None = None


class RoomBooking(BaseModel):
    code: str = Field(description="Code that confirms the booking")
    day: date = Field(description="Day of the meeting")
    starts: str = Field(description="Time when the meeting begins, hh:mm")
    finishes: str
    room: str = Field(description="Name of the room only")
    layout: str = Field(description="How tables and chairs are arranged")
    guests: int = Field(description="How many will attend")
    organiser: Organiser
    display_title: str | None = Field(None, description="Title shown on screens")
    total_with_vat: Decimal = Field(description="Whole price, before the deposit is taken off")
    deposit: Decimal | None = Field(None, description="Amount paid beforehand")
    free_cancel_until: date = Field(description="Last day to cancel without charge")
    po_number: str | None = Field(None, description="The customer's purchase order number")
    host_name: str | None = Field(
        None, description="Staff member looking after the party on the day"
    )
    charges: list[Extra] = Field(description="All items charged, the room included")
