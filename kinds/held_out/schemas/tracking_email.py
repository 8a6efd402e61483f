from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Receiver(BaseModel):
    name: str
    address: str


class Box(BaseModel):
    no: int = Field(description="which of the boxes")
    pounds: Decimal
    size: str = Field(description="as printed, with unit")
    contents: str | None = None


class Event(BaseModel):
    at: str = Field(description="day and time as printed")
    place: str | None = None
    what: str


class Parcel(BaseModel):
    tracking: str
    service: str
    shipper: str = Field(description="who sends it, name only")
    receiver: Receiver
    order_no: str = Field(description="the receiver's own order number")
    shipped: date = Field(description="day of shipping")
    first_promise: date = Field(description="delivery day promised before")
    expected: date = Field(description="delivery day now expected")
    pieces: int
    weight: Decimal = Field(description="pounds in all")
    worth: Decimal | None = Field(default=None, description="declared value")
    signature: bool = Field(description="somebody has to sign")
    case: str | None = Field(default=None, description="number to give when one calls")
    signed_by: str | None = Field(default=None, description="who signed for this shipment")
    delivered: date | None = Field(
        default=None, description="day on which this shipment was delivered"
    )
    boxes: list[Box]
    events: list[Event] = Field(description="in the order of the page")
