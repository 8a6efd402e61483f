from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Grower(BaseModel):
    name: str
    address: str
    phone: str | None = Field(default=None, description="phone of the insured farm")


class Parcel(BaseModel):
    """One line of insured crop on one piece of land."""

    crop: str
    place: str = Field(description="legal description of the land")
    acres: Decimal
    yield_per_acre: Decimal = Field(description="insured bushels per acre")
    liability: Decimal
    hail_percent: Decimal | None = Field(
        default=None, description="rate for hail, if bought for the line"
    )


class CropCover(BaseModel):
    policy_no: str
    grower: Grower
    agent: str = Field(description="person who sold it, name only")
    issued: date = Field(description="date of this schedule")
    begins: date = Field(description="when cover starts")
    harvest_year: int
    cover_percent: Decimal = Field(description="level of cover chosen")
    price_basis: Literal["Base", "Market", "Contract"] = Field(description="which box is ticked")
    hail: bool
    unseeded: bool = Field(description="is land that could not be sown covered")
    gross_premium: Decimal = Field(description="before subsidy, credit and fee")
    owed_without_credit: Decimal = Field(
        description="what the insured owes if he does not pay early"
    )
    pay_by: date = Field(description="due date of that amount")
    lender: str | None = Field(default=None, description="creditor to whom payments are assigned")
    parcels: list[Parcel] = Field(description="without the line of totals")
