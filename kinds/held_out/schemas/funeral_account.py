from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Person(BaseModel):
    name: str = Field(description="Full name with title, as addressed")
    postal_address: str = Field(
        description="Street, village, county and postcode, without the name"
    )


class Service(BaseModel):
    code: str = Field(description="Short line code in front of the service")
    service: str
    count: int | None = Field(None, description="How many, if a number is given")
    charge: Decimal


class PaidOut(BaseModel):
    recipient: str = Field(description="Third party whom the undertaker paid")
    purpose: str
    paid_on: date | None = None
    sum_paid: Decimal = Field(description="Amount passed on, in pounds")


class FuneralBill(BaseModel):
    account_no: str
    billed_on: date = Field(description="Date of this bill")
    bill_to: Person = Field(description="The family member who is asked to pay")
    deceased: str = Field(description="Name of the person who died, no title")
    died_on: date
    born_on: date | None = Field(None, description="Date of birth of the deceased")
    funeral_on: date = Field(description="Day of the service")
    estimate_total: Decimal | None = Field(
        None, description="What the earlier written estimate came to"
    )
    vat: Decimal | None = Field(None, description="VAT charged on this bill")
    total: Decimal = Field(description="Whole bill before anything already paid is taken off")
    already_paid: Decimal | None = None
    still_owed: Decimal = Field(description="What remains to be paid")
    pay_by: date | None = Field(
        None, description="Last day for ordinary payment (not for the reduction for early payment)"
    )
    early_payment_reduction: Decimal | None = None
    burial_plot_no: str | None = Field(
        None, description="Number of the plot or grave in a churchyard or cemetery"
    )
    own_services: list[Service] = Field(
        description="Charges for what the undertaker himself supplied"
    )
    paid_to_others: list[PaidOut]
