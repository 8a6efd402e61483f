from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Posting(BaseModel):
    day: date
    what: str = Field(description="text of the posting")
    voucher: str | None = Field(
        default=None, description="slip or reference number of the posting, where one is given"
    )
    amount: Decimal = Field(description="in euro; payments are negative")


class Guest(BaseModel):
    name: str = Field(description="the guest, with title as printed")
    employer: str | None = Field(default=None, description="firm named in the guest's address")


class Stay(BaseModel):
    bill_number: str
    guest: Guest
    room: str
    came: date = Field(description="day of arrival")
    went: date = Field(description="day of departure")
    price_per_night: Decimal = Field(description="agreed rate for a night")
    reservation_code: str | None = Field(default=None, description="reference of the booking")
    loyalty_number: str | None = Field(
        default=None, description="number of the guest in the hotel's bonus programme"
    )
    checked_out_at: str | None = Field(
        default=None, description="time of day at which the guest really checked out"
    )
    charges_sum: Decimal = Field(description="everything charged, before payments")
    still_open: Decimal = Field(description="what remains to be paid")
    vat_ten_percent: Decimal = Field(description="amount of tax at the rate of 10 %")
    hotel_tax_number: str = Field(description="VAT identification of the hotel")
    hotel_iban: str
    postings: list[Posting]
