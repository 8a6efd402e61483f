from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Patient(BaseModel):
    name: str
    born: date
    home: str = Field(description="Address")


class Step(BaseModel):
    tooth: str | None = Field(None, description="Tooth number, if the step is for one tooth")
    tariff_code: str
    work: str = Field(description="What is to be done")
    points: Decimal | None = Field(None, description="Tariff points, if given")
    price: Decimal


class Instalment(BaseModel):
    label: str
    amount: Decimal
    due: date


class Plan(BaseModel):
    number: str = Field(description="Number of the plan with its letters")
    made_on: date = Field(description="Date of the plan")
    good_until: date = Field(description="Last day on which the prices hold")
    patient: Patient
    dentist: str = Field(description="The one who will treat the patient")
    allergy: str | None = Field(None, description="Known allergy from the general history")
    reduction: Decimal | None = Field(None, description="Discount in francs, as a positive number")
    recommended_total: Decimal = Field(description="Estimate for option A after discount")
    alternative_total: Decimal = Field(description="Estimate for option B")
    chosen: Literal["A", "B"] | None = Field(None, description="Option the patient has marked")
    wants_instalments: bool | None = Field(None, description="Whether paying in parts is wished")
    signed_on: date | None = Field(None, description="Date of the patient's signature")
    insurer_pays: Decimal | None = Field(
        None, description="Contribution that the insurer has granted for this plan"
    )
    missed_appointment_fee: Decimal = Field(
        description="Charge for an appointment not cancelled in time"
    )
    steps: list[Step] = Field(description="Positions of option A")
    instalments: list[Instalment] = Field(description="Proposed part payments for option A")
