from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class HiredThing(BaseModel):
    name: str = Field(description="what is hired, as worded in the table")
    pieces: int
    asset_no: str | None = Field(
        default=None, description="the owner's number(s) of the individual machine, if given"
    )
    weekly_price: Decimal = Field(description="hire charge for one week, each")
    value_if_lost: Decimal = Field(description="what a replacement would cost")


class Customer(BaseModel):
    company: str
    postal_address: str = Field(description="the customer's own address without the company name")


class HireContract(BaseModel):
    contract_id: str = Field(description="the hire company's number of this contract")
    made_on: date = Field(description="day the contract was drawn up")
    customer: Customer
    customer_po: str | None = None
    jobsite: str = Field(description="where the tools go, address only")
    start: date = Field(description="first day of hire")
    planned_end: date = Field(description="day the hire is expected to end")
    actually_back: date | None = Field(
        default=None, description="day the tools came back, once they have"
    )
    id_documents_shown: str | None = Field(
        default=None, description="papers by which the customer proved who he is"
    )
    waiver_taken: bool = Field(description="whether the customer takes the damage waiver")
    delivery_charge: Decimal
    security_paid: Decimal = Field(description="refundable sum already paid by the customer")
    signatory: str = Field(description="printed name of the person who signed for the customer")
    customer_insurance_policy: str | None = Field(
        default=None,
        description="policy number of the customer's own insurance for the hired tools",
    )
    tools: list[HiredThing]
