from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class ParkingTicket(BaseModel):
    """A penalty notice found on a car."""

    ticket_no: str
    issuer: str = Field(description="council")
    plate: str
    make: str
    street: str = Field(description="street with the remark on the exact spot in the same line")
    officer: str = Field(description="number of the warden")
    offence_code: str = Field(description="code only")
    offence: str = Field(description="wording of the offence")
    served_on: date
    seen_from: str = Field(description="time when the warden first saw the car")
    served_at: str
    full_charge: Decimal = Field(description="pounds, if paid in the 28 days")
    reduced_charge: Decimal
    reduced_until: date = Field(description="last day for the lower sum")
    permit_no: str | None = Field(default=None, description="number of a permit shown in the car")
    driver: str | None = Field(default=None, description="name of the driver or keeper")
