from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Learner(BaseModel):
    name: str
    uln: str = Field(description="unique learner number")


class Unit(BaseModel):
    title: str
    status: str = Field(description="where the learner stands with this unit")
    mark: int | None = Field(None, description="percent mark, if marked")


class Target(BaseModel):
    task: str = Field(description="what is to be done before the next review")
    who: str = Field(description="who has to do it")
    by: date


class Review(BaseModel):
    learner: Learner
    employer: str = Field(description="firm where the learner works")
    college: str = Field(description="training provider")
    programme: str = Field(description="apprenticeship being followed")
    skills_coach: str = Field(description="person from the college who holds the review")
    review_no: int = Field(description="running number of this review")
    held_on: date
    next_review_on: date = Field(description="when the next review is to be held")
    planned_end: date = Field(description="planned end of the practical training period")
    hours_logged: Decimal = Field(description="off-the-job hours recorded so far")
    hours_expected: Decimal = Field(
        description="off-the-job hours that should have been done by now"
    )
    on_schedule: bool
    colour: Literal["Red", "Amber", "Green"] = Field(
        description="overall rating given at this review"
    )
    final_assessment_on: date | None = Field(None, description="day of the end-point assessment")
    hourly_wage: Decimal | None = Field(None, description="pay per hour in pounds")
    units: list[Unit]
    targets: list[Target]
