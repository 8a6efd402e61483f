from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Institution(BaseModel):
    name: str
    address: str
    contact: str = Field(description="name of the person, no post")


class Work(BaseModel):
    inventory: str = Field(description="inventory number")
    title: str = Field(description="what it is")
    maker: str | None = None
    made: str = Field(description="date of making, as printed")
    value: Decimal


class Loan(BaseModel):
    loan_no: str = Field(description="the lender's number")
    lender: str = Field(description="name only")
    borrower: Institution
    show: str = Field(description="title of the exhibition")
    opens: date
    closes: date
    lent_from: date = Field(description="first day of the loan itself")
    lent_until: date
    insured_by: Literal["Lender", "Borrower", "State indemnity"] = Field(
        description="who takes out insurance, as ticked"
    )
    total_value: Decimal = Field(description="euro")
    visitors_may_photograph: bool
    credit: str = Field(description="wording of the credit line")
    insurance_certificate: str | None = Field(
        default=None, description="number of the certificate of insurance"
    )
    borrower_signed: date | None = Field(
        default=None, description="date next to the borrower's signature"
    )
    works: list[Work]
