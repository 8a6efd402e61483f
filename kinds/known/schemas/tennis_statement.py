from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Member(BaseModel):
    name: str = Field(description="with title")
    address: str


class Entry(BaseModel):
    on: date
    text: str = Field(description="what it was for")
    voucher: str | None = Field(None, description="slip or voucher number")
    charge: Decimal | None = Field(None, description="amount added to the debt")
    credit: Decimal | None = Field(None, description="amount taken off the debt")


class ClubStatement(BaseModel):
    member: Member
    member_no: str
    statement_date: date
    period_start: date
    period_end: date
    opening_balance: Decimal = Field(description="owed from before the quarter")
    total_charges: Decimal = Field(description="all that was charged in the quarter")
    total_credits: Decimal = Field(description="all that was credited in the quarter")
    amount_owing: Decimal = Field(description="to be paid now")
    pay_by: date = Field(description="last day for payment")
    direct_debit: bool = Field(description="does the member pay by direct debit")
    bar_minimum: Decimal = Field(description="least to be spent at the bar each quarter")
    treasurer: str
    locker_no: str | None = Field(None, description="the member's locker")
    federation_no: str | None = Field(
        None, description="the member's number with the national federation"
    )
    entries: list[Entry] = Field(
        description="single movements of the quarter, no balances or totals"
    )
