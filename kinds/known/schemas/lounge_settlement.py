from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Company(BaseModel):
    name: str
    vat_id: str


class FlightLine(BaseModel):
    flight: str = Field(description="flight number")
    flown_on: date
    voucher: str = Field(description="sort of voucher")
    accepted: int = Field(description="vouchers honoured on the flight")
    refused: int | None = Field(None, description="vouchers turned down, empty if none is shown")
    amount: Decimal = Field(description="euro for the line")


class Settlement(BaseModel):
    settlement_no: str
    contract: str = Field(description="lounge agreement on which it rests")
    airport: Company
    airline: Company
    first_day: date = Field(description="first day of the flights settled")
    last_day: date = Field(description="last day of the flights settled")
    vouchers_paid: int = Field(description="all vouchers accepted in the month")
    net: Decimal = Field(description="euro before VAT")
    vat_percent: Decimal
    total: Decimal = Field(description="amount payable with VAT")
    pay_until: date = Field(description="day by which the money must be there")
    airline_contact: str = Field(
        description="person at the airline to whom it is addressed, without title"
    )
    disputed_amount: Decimal | None = Field(
        None, description="sum under dispute from earlier settlements"
    )
    clearing_code: str | None = Field(None, description="clearing house code of the airline")
    lines: list[FlightLine]
