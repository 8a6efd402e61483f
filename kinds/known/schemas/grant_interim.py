from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Tranche(BaseModel):
    which: str = Field(description="first, second and so on, as printed")
    received: date
    bank_ref: str
    amount: Decimal


class BudgetLine(BaseModel):
    heading: str
    footnote: str | None = Field(default=None, description="number of the note, where there is one")
    budgeted: Decimal = Field(description="amount approved")
    this_period: Decimal = Field(description="spent in the period under report")
    so_far: Decimal = Field(description="spent from the start of the grant on")
    left: Decimal


class GrantReport(BaseModel):
    grant_no: str
    project: str = Field(description="title of the project")
    recipient: str = Field(description="organisation that received the grant")
    donor: str = Field(description="organisation that gives the money")
    period_from: date
    period_to: date
    agreement_date: date = Field(description="date of the grant agreement")
    awarded: Decimal = Field(description="whole grant in euro")
    next_tranche_asked: Decimal = Field(description="instalment that the recipient asks to be paid")
    interest: Decimal = Field(description="interest earned at the bank")
    cash_left: Decimal = Field(
        description="unspent funds held at the end of the period, bank and cash together"
    )
    auditor: str | None = Field(default=None, description="name of the audit firm")
    exchange_rate: Decimal | None = Field(
        default=None, description="rate at which local money was converted"
    )
    prepared_by: str = Field(description="name of the person who prepared the report")
    signed_by_director_on: date = Field(description="day on which the executive director approved")
    tranches: list[Tranche] = Field(description="payments received, without the total")
    lines: list[BudgetLine] = Field(description="budget heads, without the total")
