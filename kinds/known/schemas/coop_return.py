from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class CommitteeMember(BaseModel):
    name: str
    role: str | None = Field(default=None, description="office held, if any")
    since: date = Field(description="first elected")
    home: str = Field(description="number of the home")


class CoopReturn(BaseModel):
    society: str = Field(description="registered name")
    register_no: str
    seat: str = Field(description="registered office")
    year_end: date
    accounts_adopted_on: date = Field(
        description="day of the general meeting that adopted the accounts"
    )
    members_at_end: int
    joined: int = Field(description="new members in the year")
    own_homes: int = Field(description="homes that belong to the society")
    vacant: int
    rent_income: Decimal = Field(description="rents and service charges of the year")
    result: Decimal = Field(description="surplus of the year after tax, negative for a loss")
    debt: Decimal = Field(description="mortgages and loans at the end of the year")
    full_audit_waived: bool
    secretary: str
    charity_no: str | None = Field(default=None, description="registration as a charity")
    auditor: str | None = Field(
        default=None, description="name of a registered auditor who audited the accounts in full"
    )
    committee: list[CommitteeMember]
