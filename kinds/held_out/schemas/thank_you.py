from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Pledge(BaseModel):
    purpose: str
    amount: Decimal = Field(description="Amount of each payment")
    rhythm: Literal["once", "monthly", "yearly"] = Field(description="How often it is given")
    when: date = Field(description="Day by which, or from which, it is to be paid")
    method: str | None = Field(None, description="Way of paying, if said, without 'by'")


class ThankYou(BaseModel):
    supporter_no: str
    charity: str
    charity_registration: str
    signed_by: str = Field(description="Full name of the writer of the letter")
    sent: date = Field(description="Date of the mail")
    gift: Decimal = Field(description="Donation that has already arrived")
    gift_received_on: date
    gift_method: str = Field(description="How the money came")
    plaque_text: str | None = Field(None, description="Wording for the plaque")
    event_total: Decimal = Field(description="What the whole dinner brought in")
    gift_aid: bool = Field(description="Whether the donor said yes to reclaiming tax")
    voucher: str | None = Field(None, description="Code of the prize voucher")
    tax_receipt_no: str | None = None
    donor_postcode: str | None = Field(None, description="Postcode of the donor's home")
    pledges: list[Pledge] = Field(description="Promises of future gifts")
