from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Surveyor(BaseModel):
    name: str | None = Field(None, description="name without letters after it")
    registration: str | None = Field(None, description="registration number as a valuer")


class HouseValuation(BaseModel):
    address: str | None = None
    lender: str | None = Field(None, description="name of the society that ordered the valuation")
    inspected: date | None = Field(None, description="day of the visit")
    signed: date | None = Field(None, description="date beside the valuer's signature")
    surveyor: Surveyor
    present_value: Decimal | None = Field(None, description="market value in the present condition")
    reinstatement_cost: Decimal | None = Field(
        None, description="cost of rebuilding, for the insurer"
    )
    purchase_price: Decimal | None = None
    bedrooms: int | None = Field(None, description="number of bedrooms; a word on the page counts")
    floor_area_m2: Decimal | None = None
    energy_band: str | None = Field(None, description="letter of the energy certificate")
    council_tax_band: str | None = None
    acceptable_security: bool | None = Field(None, description="may the lender lend on it")
    monthly_rent: Decimal | None = Field(None, description="rental value")
    service_charge: Decimal | None = Field(None, description="yearly service charge or ground rent")
