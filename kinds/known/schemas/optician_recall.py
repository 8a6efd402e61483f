from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Person(BaseModel):
    name: str = Field(description="with title, as in the address")
    address: str = Field(description="postal address without the name")


class Recall(BaseModel):
    patient: Person
    patient_number: str
    written_on: date
    which_reminder: Literal["first", "second", "final"] = Field(
        description="the how-manieth reminder this is"
    )
    previous_test_on: date = Field(description="day of the most recent eye examination")
    tested_by: str = Field(
        description="optometrist who did the most recent examination, without title"
    )
    interval_months: int
    due_since: date = Field(description="day on which the new examination became due")
    private_test_price: Decimal = Field(description="what a sight test costs a paying patient")
    oct_price: Decimal = Field(description="extra for the OCT scan")
    answer_by: date = Field(description="last day to get in touch before the record is archived")
    booking_phone: str = Field(description="number to ring to make an appointment")
    signed_by: str
    appointment_on: date | None = Field(
        None, description="day of an appointment already made for the patient"
    )
    lens_check_due: date | None = Field(None, description="when the contact lens check is due")
