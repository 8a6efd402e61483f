from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Earning(BaseModel):
    song: str = Field(description="Title of the work, repeated for each of its sources")
    source: str
    country: str = Field(description="Territory of the income")
    units: int | None = Field(None, description="Number of copies, streams or downloads")
    gross_received: Decimal = Field(description="Income at source before any split")
    royalty: Decimal = Field(description="Writer's amount")


class Writer(BaseModel):
    name: str
    care_of: str | None = Field(None, description="Agent or manager to whom mail goes, without c/o")


class Statement(BaseModel):
    statement_no: str
    writer: Writer
    client_code: str
    issued: date = Field(description="Date the statement was drawn up")
    period_end: date = Field(description="Last day of the half-year accounted for")
    currency: str = Field(description="Three-letter code")
    royalty_percent: Decimal = Field(
        description="Royalty rate on receipts at source, before multiplying by the share in the song"
    )
    opening_balance: Decimal = Field(
        description="Balance brought in, negative if the advance is not yet earned"
    )
    earned: Decimal = Field(description="Royalties of this period")
    reserve: Decimal | None = Field(None, description="Amount held back against returns, positive")
    foreign_tax: Decimal | None = Field(
        None, description="Tax withheld abroad, as a positive number"
    )
    payable: Decimal = Field(description="What is to be paid out now")
    vat_registered: bool
    paid_on: date | None = Field(None, description="Calendar day of the payment")
    ipi_number: str | None = Field(
        None, description="The writer's number at the collecting societies"
    )
    earnings: list[Earning] = Field(description="One entry for each work and source")
