from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Company(BaseModel):
    name: str | None = Field(None, description="registered name, without the translator's remark")
    town: str | None = Field(None, description="registered seat")
    street_address: str | None = Field(None, description="business address with postcode and town")
    purpose: str | None = Field(None, description="objects of the company")
    capital: Decimal | None = Field(None, description="present share capital")
    vat_number: str | None = None


class Representative(BaseModel):
    person: str | None = Field(None, description="name as printed, surname first")
    position: Literal["Managing director", "Prokura"] | None = None
    residence: str | None = None
    birth_date: date | None = None
    special_power: str | None = Field(
        None, description="power added to the entry of a managing director beyond the general rule"
    )


class RegisterExtract(BaseModel):
    court: str | None = Field(None, description="court that keeps the register")
    number: str | None = Field(None, description="register number of the company")
    company: Company
    retrieved: date | None = Field(None, description="day the extract was drawn")
    entry_count: int | None = Field(None, description="number of entries so far")
    articles_date: date | None = Field(
        None, description="date of the original articles of association"
    )
    last_entry: date | None = None
    translator: str | None = Field(None, description="full name of the translator")
    translator_file: str | None = Field(None, description="file number at the translator")
    certified_on: date | None = Field(None, description="date of the translator's certificate")
    fiscal_year_end: str | None = None
    representatives: list[Representative] = Field(
        default_factory=list, description="persons entered at present; deleted ones left out"
    )
