from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Importer(BaseModel):
    name: str | None = None
    tax_number: str | None = None


class EntryLine(BaseModel):
    line: str | None = Field(None, description="line number as printed")
    tariff_no: str | None = None
    goods: str | None = None
    origin: str | None = Field(None, description="country code")
    value: Decimal | None = Field(None, description="entered value in dollars")
    duty: Decimal | None = Field(None, description="amount of duty, empty if none is printed")


class EntrySummary(BaseModel):
    entry_no: str | None = None
    importer: Importer
    port: str | None = Field(None, description="code and name of the port of entry")
    vessel: str | None = Field(None, description="name of the ship without the voyage")
    master_bill: str | None = Field(None, description="number of the carrier's bill of lading")
    exported: date | None = Field(None, description="date of export")
    arrival: date | None = None
    total_value: Decimal | None = Field(None, description="total entered value")
    total_duty: Decimal | None = Field(None, description="duty of all lines, without fees")
    mpf: Decimal | None = Field(None, description="merchandise processing fee")
    total_due: Decimal | None = Field(None, description="duty and fees due to customs")
    debit_date: date | None = Field(
        None, description="day the customs money is taken from the account"
    )
    broker_license: str | None = None
    bond_number: str | None = Field(None, description="number of the customs bond")
    liquidation_date: date | None = None
    lines: list[EntryLine] = Field(default_factory=list)
