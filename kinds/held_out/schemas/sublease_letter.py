from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class RentStep(BaseModel):
    starts: date
    ends: date
    per_square_foot: Decimal = Field(description="Annual rate per square foot")
    yearly: Decimal = Field(description="Base rent for a full year")
    per_month: Decimal = Field(description="Base rent for one month")
    note: str | None = None


class Company(BaseModel):
    name: str
    contact_person: str | None = Field(
        None, description="Person to whose attention the letter goes, without her position"
    )
    street_address: str = Field(description="Address with suite, city, state and zip")


class RentLetter(BaseModel):
    letter_date: date
    subtenant: Company = Field(description="The company that occupies the rooms under the sublease")
    head_landlord: str = Field(
        description="Owner of the building, from whom the writer himself leases"
    )
    sublease_date: date = Field(description="Date of the original sublease")
    area_sq_ft: int
    late_charge_percent: Decimal = Field(description="Percentage added when an installment is late")
    grace_days: int = Field(description="Days after which a late charge is due")
    opex_share_percent: Decimal = Field(description="Subtenant's share of operating expenses")
    deposit_now_held: Decimal = Field(
        description="Security deposit in hand on the date of the letter"
    )
    deposit_required: Decimal = Field(description="New amount of the security deposit")
    top_up_due: date = Field(description="Day by which the additional deposit has to arrive")
    free_parking_spaces: int
    termination_fee: Decimal | None = Field(
        None, description="Sum payable for ending the sublease early"
    )
    insurance_valid_until: date | None = Field(
        None, description="Expiry of the renewed insurance certificate"
    )
    steps: list[RentStep] = Field(description="Rent periods one after another")
