from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Exercise(BaseModel):
    name: str
    sets: int
    repetitions: str = Field(description="how often per set, as printed")
    load: str | None = Field(None, description="weight or band")
    rest: str = Field(description="pause between sets")
    cue: str | None = Field(None, description="hint on how to do it")


class Prescription(BaseModel):
    client: str
    born: date
    referring_doctor: str = Field(description="doctor who sent the client, with title")
    condition: str = Field(description="illnesses for which the programme was asked for")
    tested_on: date = Field(description="day of the measurements")
    issued_on: date
    retest_on: date = Field(description="day on which the client will be tested again")
    resting_pulse: int = Field(description="beats a minute at rest")
    peak_pulse: int = Field(description="highest pulse reached in the test")
    zone_low: int = Field(description="lower end of the training pulse")
    zone_high: int = Field(description="upper end of the training pulse")
    outings_per_week: int = Field(description="how many times a week to walk or cycle")
    effort_range: str = Field(description="target on the effort scale, from and to")
    physiologist: str
    body_weight_kg: Decimal | None = None
    hba1c_percent: Decimal | None = Field(None, description="long-term blood sugar value")
    strength_exercises: list[Exercise]
