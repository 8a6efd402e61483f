from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Client(BaseModel):
    name: str
    address: str


class Lift(BaseModel):
    unit: str
    where: str = Field(description="building and spot")
    kind: str
    stops: int
    state_no: str | None = Field(default=None, description="number given by the state, if any")
    per_month: Decimal


class LiftService(BaseModel):
    """A contract to maintain lifts."""

    contract_no: str
    earlier_no: str | None = Field(default=None, description="contract that this one replaces")
    made_on: date = Field(description="date in the opening words")
    provider: str
    client: Client
    starts: date = Field(description="first day of service")
    years: int = Field(description="length of the first term")
    renewal_notice_days: int = Field(
        description="days before the end to say that it shall not be renewed"
    )
    monthly_price: Decimal = Field(description="for all units")
    max_rise_percent: Decimal = Field(description="cap on the increase in a year")
    arrive_within_hours: int = Field(description="normal call, nobody trapped")
    liability_cap: Decimal = Field(description="most that the provider owes in a year")
    law: str = Field(description="state whose law governs, its name alone")
    ends_on: date | None = Field(
        default=None, description="last day of the first term, if a date is written"
    )
    purchase_order: str | None = Field(default=None, description="client's order number")
    lifts: list[Lift]
