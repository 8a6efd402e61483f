from datetime import date
from typing import Literal

from pydantic import BaseModel, Field


class Analyte(BaseModel):
    name: str
    value: str = Field(description="Result as reported, with any < or >")
    mark: str | None = Field(None, description="Letter that marks an abnormal result")
    unit: str
    normal_range: str = Field(description="Lower and upper limit as printed")


class LabReport(BaseModel):
    sample_no: str = Field(description="Laboratory's number for this sample")
    patient: str = Field(description="As printed, surname first")
    patient_no: str = Field(description="The patient's number")
    birthday: date
    sex: Literal["F", "M"]
    age: int
    doctor: str = Field(description="Who asked for the tests")
    practice: str
    drawn_on: date = Field(description="Day the blood was taken")
    reported_on: date = Field(description="Day the results were released")
    fasting: bool | None = Field(None, description="Whether the patient had fasted")
    cholesterol: str | None = Field(None, description="Total cholesterol result")
    phoned_to: str | None = Field(
        None,
        description="Person who was told the critical value by telephone, with letters after the name",
    )
    earlier_hemoglobin: str | None = Field(
        None, description="Previous hemoglobin value, number only"
    )
    verified_by: str = Field(
        description="Person who verified the results, with letters after the name"
    )
    analytes: list[Analyte]
