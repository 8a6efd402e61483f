from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class FeeEarner(BaseModel):
    name: str
    position: str = Field(description="what he or she is in the firm")
    grade: str
    hourly_rate: Decimal
    qualified_year: int | None = None


class WorkItem(BaseModel):
    item_no: int
    done_on: date | None = Field(
        None, description="date heading under which the item is entered, if it is a date"
    )
    work: str = Field(description="wording of the entry, in full")
    vat: Decimal | None = None
    disbursement: Decimal | None = None
    profit_costs: Decimal | None = Field(None, description="solicitor's own charge for the item")


class CostsBill(BaseModel):
    claim_number: str = Field(description="the court's number")
    receiving_party: str = Field(description="who claims the costs")
    paying_party: str = Field(description="the party against whom the costs are claimed")
    ordering_judge: str = Field(description="judge whose order gave the right to costs, with title")
    order_date: date
    basis: Literal["standard", "indemnity"] = Field(description="basis of assessment")
    firm: str = Field(description="solicitors who render this bill")
    firm_address: str = Field(description="street and town of the firm")
    firm_reference: str
    vat_registration: str | None = None
    retainer_date: date | None = Field(
        None, description="when the funding agreement with the client was made"
    )
    paid_on_account: Decimal | None = Field(
        None, description="already paid towards the costs by the other side"
    )
    grand_total: Decimal = Field(description="all that is claimed, tax included")
    signed_on: date = Field(description="date of the certificates")
    success_fee_percent: Decimal | None = Field(
        None, description="uplift agreed with the client, in percent"
    )
    dispute_deadline: date | None = Field(None, description="last day for points of dispute")
    fee_earners: list[FeeEarner] = Field(description="people who did the work")
    items: list[WorkItem] = Field(description="numbered entries of the bill")
