from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Unit(BaseModel):
    code: str | None = None
    topic: str | None = Field(None, description="title of the module")
    hours: int | None = None
    score: Decimal | None = Field(None, description="percent reached in the theory test")
    completed: date | None = Field(None, description="day the module was passed")


class Certificate(BaseModel):
    number: str | None = Field(None, description="number of this certificate")
    holder: str | None = None
    birth_date: date | None = Field(None, description="of the holder")
    birth_place: str | None = Field(None, description="town where the holder was born")
    course: str | None = Field(None, description="title of the course")
    course_code: str | None = Field(None, description="number of this run of the course")
    first_day: date | None = None
    last_day: date | None = None
    total_hours: int | None = Field(None, description="length of the whole course")
    standard: str | None = Field(
        None, description="name of the syllabus whose requirements are met, without its issue"
    )
    issued: date | None = None
    expires: date | None = None
    instructor: str | None = Field(None, description="name of the instructor")
    language: str | None = Field(None, description="language in which the course was given")
    overall_score: Decimal | None = Field(
        None, description="overall mark in percent for the whole course"
    )
    employer: str | None = Field(None, description="company that sent the holder")
    units: list[Unit] = Field(default_factory=list, description="modules of the course")
