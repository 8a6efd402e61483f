from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Aid(BaseModel):
    serial: str
    receiver: str = Field(description="strength and length of the receiver")


class SaleLine(BaseModel):
    item: str = Field(description="what was sold")
    code: str | None = Field(None, description="billing code")
    quantity: int
    amount: Decimal


class FittingRecord(BaseModel):
    buyer: str
    born: date
    chart_no: str = Field(description="the patient's file number")
    delivered_on: date = Field(description="day the aids were fitted and handed over")
    dispenser: str = Field(description="who fitted them, with degree")
    license_no: str
    right: Aid = Field(description="aid for the right ear")
    left: Aid = Field(description="aid for the left ear")
    real_ear_done: bool = Field(description="was the fitting measured in the ear")
    plan_allowance: Decimal = Field(description="part borne by the health plan")
    still_owed: Decimal = Field(description="left to pay by the patient after today's payment")
    return_until: date = Field(description="last day to bring the aids back")
    warranty_end: date | None = Field(None, description="end of the maker's warranty")
    mobile_phone: str | None = Field(None, description="the buyer's cell phone number")
    sale_lines: list[SaleLine]
