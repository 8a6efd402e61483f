from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Patient(BaseModel):
    name: str | None = None
    born: date | None = None
    hospital_id: str | None = Field(None, description="the hospital's own number for the patient")


class Drug(BaseModel):
    drug: str | None = Field(None, description="name of the medicine with its form")
    dose: str | None = None
    route: str | None = Field(None, description="how it is given")
    when: str | None = Field(None, description="times or frequency of giving")
    indication: str | None = Field(None, description="what it is for")
    previous_dose: str | None = Field(None, description="day and time when it was last given")


class Discontinued(BaseModel):
    drug: str | None = None
    date_stopped: date | None = None
    reason: str | None = None


class TransferMeds(BaseModel):
    patient: Patient
    discharge_date: date | None = Field(None, description="day the patient leaves the hospital")
    ward: str | None = None
    destination: str | None = Field(
        None, description="nursing home to which the patient goes, with its address as written"
    )
    weight_kg: Decimal | None = Field(None, description="body weight in kilograms")
    height_cm: Decimal | None = Field(None, description="body height in centimetres")
    allergies: str | None = None
    swallowing_problem: bool | None = Field(
        None, description="has difficulty in swallowing tablets"
    )
    blister_pack: bool | None = Field(None, description="medicines come in a dosage system")
    days_supplied: int | None = Field(
        None, description="for how many days medicines are sent along"
    )
    prescriber: str | None = Field(None, description="who wrote the list, as printed")
    pharmacist: str | None = Field(None, description="name of the pharmacist who verified it")
    pharmacist_registration: str | None = None
    next_of_kin: str | None = Field(None, description="relative to be contacted")
    current: list[Drug] = Field(default_factory=list, description="medicines to be continued")
    discontinued: list[Discontinued] = Field(
        default_factory=list, description="medicines ended during the stay"
    )
