from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Deposit(BaseModel):
    on: date
    payer: str = Field(description="who sent the money")
    purpose: str
    amount: Decimal


class Payment(BaseModel):
    on: date
    payee: str = Field(description="who got the money")
    purpose: str = Field(description="what it was paid for")
    method: str
    check_no: str | None = Field(None, description="number of the check, if one was drawn")
    amount: Decimal


class EscrowAccount(BaseModel):
    escrow_no: str = Field(description="the agent's file number")
    officer: str = Field(description="escrow officer in charge")
    seller: str
    buyer: str = Field(description="all buyers as printed")
    property_address: str
    opened_on: date = Field(description="when the escrow was opened")
    closed_on: date = Field(description="closing of the sale")
    statement_date: date
    total_in: Decimal = Field(description="all money that came in")
    total_out: Decimal = Field(description="all money that went out")
    left_in_trust: Decimal = Field(description="what the agent still holds")
    held_until: date | None = Field(None, description="latest day to which the rest is held back")
    bank: str = Field(description="bank of the trust account")
    account_ending: str = Field(description="last digits of the trust account")
    deed_recording_no: str | None = Field(None, description="number the county gave to the deed")
    listing_commission_percent: Decimal | None = Field(
        None, description="rate of the commission on the listing side"
    )
    deposits: list[Deposit] = Field(description="money in, one by one")
    payments: list[Payment] = Field(description="money out, one by one")
