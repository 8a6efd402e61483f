from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Home(BaseModel):
    street: str
    city: str
    state: str


class RateLock(BaseModel):
    borrower: str
    co_borrower: str | None = None
    loan_id: str = Field(description="lender's number of the loan")
    home: Home = Field(description="the house that secures the loan")
    loan_purpose: Literal["Purchase", "Refinance", "Cash-out refinance"] = Field(
        description="what the loan is for"
    )
    amount: Decimal = Field(description="sum lent")
    rate_percent: Decimal = Field(description="interest rate of the note")
    points_percent: Decimal = Field(description="points paid for the rate, in percent")
    locked: date = Field(description="day the lock began")
    good_until: date = Field(description="last day of the lock")
    lock_days: int
    float_down: bool = Field(description="may the borrower take a lower rate later")
    apr: Decimal | None = Field(None, description="annual percentage rate")
    monthly_payment: Decimal | None = Field(None, description="principal and interest per month")
