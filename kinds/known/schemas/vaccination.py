from datetime import date
from typing import Literal

from pydantic import BaseModel, Field


class Shot(BaseModel):
    given: date | None = None
    disease: str | None = Field(None, description="disease or diseases it protects from")
    product: str | None = Field(None, description="name of the vaccine")
    lot: str | None = None
    dose: str | None = Field(
        None, description="number of the dose in the course, or mark of a booster"
    )
    due_again: str | None = Field(None, description="when the next one is due, as printed")


class TravelVaccines(BaseModel):
    record_no: str | None = Field(None, description="number of this record")
    traveller: str | None = Field(None, description="full name as printed")
    birth_date: date | None = None
    gender: Literal["F", "M"] | None = None
    citizenship: str | None = None
    passport: str | None = Field(None, description="number of the passport only")
    passport_expiry: date | None = None
    clinic: str | None = Field(None, description="name of the clinic")
    countries: str | None = Field(None, description="where the journey goes")
    departure: date | None = None
    nurse: str | None = Field(
        None, description="name of the nurse who saw the traveller, without letters after it"
    )
    yf_certificate: str | None = Field(None, description="number of the yellow fever certificate")
    yf_valid_from: date | None = Field(
        None, description="first day on which the yellow fever certificate is valid"
    )
    blood_type: str | None = None
    return_date: date | None = Field(None, description="day of return from the journey")
    shots: list[Shot] = Field(default_factory=list, description="each vaccine dose")
