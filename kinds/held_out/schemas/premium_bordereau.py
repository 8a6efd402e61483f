from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Entry(BaseModel):
    certificate_no: str
    policyholder: str = Field(description="Name of the insured")
    movement: Literal["NB", "RN", "MTA", "CN"] = Field(description="Kind of transaction")
    effective_from: date
    endorsement: str | None = Field(
        None, description="Number of the endorsement, where there is one"
    )
    gross: Decimal = Field(description="Gross premium, negative for a return premium")


class Bordereau(BaseModel):
    agreement: str = Field(description="Unique market reference of the binding authority")
    agency: str = Field(description="The underwriting agent that writes the business")
    broker: str = Field(description="Intermediary through whom it is sent, name only")
    from_date: date = Field(description="First day of the month reported")
    to_date: date = Field(description="Last day of the month reported")
    sent_on: date = Field(description="Date of submission")
    line_of_business: str
    currency: str = Field(description="Three-letter code")
    commission_percent: Decimal
    total_gross: Decimal = Field(description="Gross premium of the whole month")
    total_commission: Decimal
    total_tax: Decimal = Field(description="Premium tax for the month")
    balance: Decimal = Field(
        description="What is finally due to the insurers on this bordereau, after share and brokerage"
    )
    pay_by: date | None = Field(
        None, description="Calendar date by which the balance is to be settled"
    )
    profit_commission: Decimal | None = None
    prepared_by: str = Field(description="Person who put it together, name only")
    entries: list[Entry]
