from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Vendor(BaseModel):
    name: str | None = None
    address: str | None = None
    account: str | None = Field(None, description="the vendor's account number with the house")


class Item(BaseModel):
    lot: int | None = Field(None, description="number on the receipt")
    object: str | None = Field(None, description="description of the object")
    estimate_from: Decimal | None = None
    estimate_to: Decimal | None = None
    reserve: Decimal | None = Field(None, description="reserve price if a sum was fixed")


class ConsignmentReceipt(BaseModel):
    receipt_no: str | None = None
    received: date | None = Field(None, description="day the goods were taken in")
    house: str | None = Field(None, description="name of the auction house without its trade")
    vendor: Vendor
    auction_title: str | None = Field(None, description="number and title of the sale")
    auction_day: date | None = Field(None, description="day of the sale")
    commission_percent: Decimal | None = Field(None, description="vendor's commission before VAT")
    insurance_percent: Decimal | None = Field(
        None, description="charge for loss and damage, percent of the hammer price"
    )
    photo_fee: Decimal | None = Field(None, description="charge for a photograph of a lot")
    transport_fee: Decimal | None = Field(None, description="charge for fetching the goods")
    bank_details_known: bool | None = None
    staff: str | None = Field(None, description="employee who accepted the goods")
    iban: str | None = Field(None, description="account to which proceeds are paid")
    buyers_premium_percent: Decimal | None = None
    items: list[Item] = Field(default_factory=list)
