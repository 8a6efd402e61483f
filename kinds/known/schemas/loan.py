from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Person(BaseModel):
    name: str | None = Field(None, description="as in the address block, with title")
    address: str | None = Field(None, description="postal address without the name")


class Instalment(BaseModel):
    number: int | None = Field(None, description="running number of the instalment")
    date_due: date | None = None
    amount: Decimal | None = Field(None, description="what the member pays that month")
    interest_part: Decimal | None = Field(None, description="share of the payment that is interest")
    capital_part: Decimal | None = Field(
        None, description="share of the payment that reduces the debt"
    )
    balance_after: Decimal | None = None


class LoanPlan(BaseModel):
    borrower: Person
    member_id: str | None = Field(None, description="number of the membership")
    letter_reference: str | None = Field(None, description="the lender's reference of this letter")
    written_on: date | None = None
    original_principal: Decimal | None = None
    drawdown_date: date | None = None
    purpose: str | None = None
    debt_now: Decimal | None = Field(None, description="amount owed at the time of the letter")
    extra_payment: Decimal | None = Field(
        None, description="lump sum paid into the loan by the member"
    )
    rate_per_month: Decimal | None = Field(None, description="interest in percent a month")
    apr: Decimal | None = None
    new_instalment: Decimal | None = Field(None, description="regular monthly payment from now on")
    signed_by: str | None = Field(None, description="name of the person who signs the letter")
    guarantor: str | None = Field(None, description="person who stands surety for the loan")
    arrears: Decimal | None = Field(None, description="overdue amount")
    instalments: list[Instalment] = Field(default_factory=list, description="the repayment plan")
