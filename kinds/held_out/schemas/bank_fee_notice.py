from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Fee(BaseModel):
    service: str
    before: Decimal | None = Field(default=None, description="charge up to now; none for a new one")
    after: Decimal
    unit: str = Field(description="how it is counted")


class FeeNotice(BaseModel):
    """Letter of a bank on new charges."""

    holder: str = Field(description="firm that has the account")
    addressee: str = Field(description="person written to, as in the address")
    reference: str
    written: date
    valid_from: date = Field(description="when the new charges start")
    account_ending: str
    sort_code: str = Field(description="of the account concerned")
    object_by: date = Field(description="last day to tell the bank that one does not agree")
    paid_last_year: Decimal = Field(
        description="what the charges came to in the past twelve months"
    )
    paid_under_new: Decimal = Field(description="what it would have been with the new charges")
    overdraft: Decimal = Field(description="limit agreed")
    overdraft_rate: Decimal
    manager: str = Field(description="name of the relationship manager")
    opened: date = Field(description="when the account was opened")
    iban: str | None = None
    manager_email: str | None = Field(default=None, description="e-mail of that manager")
    fees: list[Fee] = Field(description="charges that change")
