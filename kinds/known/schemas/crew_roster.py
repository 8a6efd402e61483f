from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Sector(BaseModel):
    day: date
    flight: str
    from_airport: str
    departs: str = Field(description="scheduled departure as printed")
    to_airport: str
    arrives: str = Field(description="scheduled arrival as printed")


class Roster(BaseModel):
    pilot: str = Field(description="name as printed, surname first")
    employee_no: str
    position: str = Field(description="short code of the rank")
    home_base: str
    aircraft_type: str = Field(description="fleet the pilot flies")
    starts: date = Field(description="first day of the roster")
    ends: date
    released: date = Field(description="day this issue was published")
    issue_no: str
    block_time: str = Field(description="block hours of this roster period")
    free_days: int
    medical_valid_to: date = Field(description="expiry of the medical certificate")
    confirm_before: date = Field(description="day by which the pilot must acknowledge the roster")
    passport_valid_to: date | None = Field(default=None, description="expiry of the passport")
    leave_days_left: Decimal | None = Field(default=None, description="leave balance")
    sectors: list[Sector] = Field(description="flights only, no standby, training or days off")
