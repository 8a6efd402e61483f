from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Client(BaseModel):
    name: str
    address: str = Field(description="where the extinguishers are")


class Unit(BaseModel):
    tag: str
    place: str = Field(description="where it hangs")
    medium: str = Field(description="water, foam and so on")
    capacity: str = Field(description="size with unit")
    extended_due: int | None = Field(None, description="year of the next extended service")
    outcome: str = Field(description="what became of it at this visit")


class ServiceList(BaseModel):
    client: Client
    contract_no: str = Field(description="number of the service contract")
    visited_on: date
    previous_visit: date = Field(description="the visit before this one")
    technician: str = Field(description="full name")
    technician_card: str
    standard: str = Field(description="standard after which the service was done")
    certificate_no: str
    units_listed: int
    units_condemned: int = Field(description="how many were taken out of use")
    next_service: str = Field(description="month in which the next yearly service falls")
    log_book_signed: bool = Field(description="was the log book signed")
    customer_order_no: str | None = Field(None, description="purchase order of the client")
    visit_charge: Decimal | None = Field(None, description="what this visit costs")
    units: list[Unit]
