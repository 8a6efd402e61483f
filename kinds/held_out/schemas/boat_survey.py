from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Client(BaseModel):
    name: str
    address: str = Field(description="Postal address of the person who commissioned the survey")


class Fault(BaseModel):
    ref: str = Field(description="Paragraph number of the defect")
    where: str = Field(description="Item or place on the boat")
    what_is_wrong: str = Field(description="The finding")
    advice: str = Field(description="What should be done about it")
    urgency: Literal["1", "2", "3"] = Field(description="Category of urgency")
    rough_cost: Decimal | None = Field(None, description="Indicative cost in pounds")


class Moisture(BaseModel):
    place: str
    port_reading: int | None = None
    starboard_reading: int | None = Field(None, description="Meter reading, starboard side")


class Survey(BaseModel):
    report_no: str = Field(description="Surveyor's number for the report")
    client: Client
    surveyor: str = Field(description="Surveyor's typed name and letters after it")
    boat_name: str = Field(description="Name of the vessel, as in the list of particulars")
    model: str = Field(description="Class or design of the boat")
    built_year: int = Field(description="Year the boat was built")
    registration_no: str | None = Field(
        None, description="Number in the small ships register, with its letters"
    )
    overall_length_m: Decimal
    inspected_on: date = Field(description="Day on which the boat was looked over")
    report_date: date = Field(description="Day on which the report was issued")
    sea_trial_on: date | None = Field(None, description="Day on which the boat was tried at sea")
    engine_hours: int | None = None
    asking_price: Decimal | None = Field(
        None, description="Price at which the boat is offered for sale"
    )
    value_as_is: Decimal = Field(description="Surveyor's market value in present condition")
    gas_certificate_date: date | None = Field(
        None, description="Date of the gas safety certificate"
    )
    faults: list[Fault]
    moisture: list[Moisture] = Field(description="Moisture meter readings of the hull")
