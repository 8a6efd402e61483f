from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Candidate(BaseModel):
    name: str = Field(description="first and last name, no form of address")
    address: str = Field(description="postal")


class Benefit(BaseModel):
    benefit: str
    carrier: str
    cost: Decimal | None = Field(
        default=None,
        description="figure printed for what the employee pays each payday, none if no figure stands there",
    )
    begins: str = Field(description="when cover starts")
    brief: str


class JobOffer(BaseModel):
    candidate: Candidate
    employer: str = Field(description="full name of the firm")
    job: str = Field(description="title of the post")
    boss: str = Field(description="name of the one to report to, with title")
    sent: date
    first_day: date = Field(description="when work should start")
    salary: Decimal = Field(description="base pay in a year")
    paid: Literal["weekly", "bi-weekly", "semi-monthly", "monthly"]
    bonus_percent: Decimal = Field(description="target of the yearly bonus")
    welcome_bonus: Decimal = Field(description="paid once on joining")
    moving_limit: Decimal | None = Field(
        default=None, description="most that is refunded for moving"
    )
    vacation_days: Decimal
    answer_by: date = Field(description="last day to accept")
    personnel_no: str | None = None
    option_shares: int | None = Field(default=None, description="number of shares under option")
    benefits: list[Benefit]
