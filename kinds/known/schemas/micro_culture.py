from datetime import date
from typing import Literal

from pydantic import BaseModel, Field


class DrugResult(BaseModel):
    drug: str = Field(description="the antibiotic")
    mic: str | None = Field(
        default=None,
        description="minimum inhibitory concentration with its sign, if one was measured",
    )
    call: Literal["S", "I", "R"]


class PatientInfo(BaseModel):
    full_name: str = Field(description="as printed, surname first")
    born: date
    record_no: str = Field(description="medical record number of the patient")


class CultureReport(BaseModel):
    lab_number: str = Field(description="the laboratory's number of this specimen")
    patient: PatientInfo
    asked_for_by: str = Field(description="doctor who ordered the test")
    bed: str | None = Field(default=None, description="ward and bed")
    material: str = Field(description="kind of specimen")
    taken: date = Field(description="day the specimen was taken")
    state: Literal["FINAL", "PRELIM"]
    final_on: date = Field(description="day of the final culture result")
    gram_stain: str | None = None
    organism: str = Field(description="the germ that was identified")
    quantity: str = Field(description="colony count of that germ with unit")
    second_organism: str | None = Field(
        default=None, description="name of a second germ that was identified to species, if any"
    )
    blood_culture_result: str | None = Field(
        default=None, description="result of the blood cultures of the same stay"
    )
    signed_off_by: str = Field(description="who verified the report, name only")
    susceptibilities: list[DrugResult]
