from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Contact(BaseModel):
    name: str = Field(description="person who sent the film in")
    email: str = Field(description="that person's e-mail address")


class Upload(BaseModel):
    filename: str
    material: str = Field(description="what sort of material it is")
    megabytes: Decimal
    language: str | None = Field(None, description="language of the file, where given")


class Entry(BaseModel):
    entry_no: str = Field(description="number under which the festival keeps the entry")
    english_title: str
    original_title: str
    director: str = Field(description="who directed the film")
    minutes: int = Field(description="length of the film in full minutes, as given in the form")
    section: str = Field(description="competition section entered")
    premiere: Literal["World", "International", "European", "National", "None"]
    student_film: bool = Field(description="was it made as a student work")
    sent_on: date = Field(description="day the entry was submitted")
    total_charged: Decimal = Field(description="what was taken from the card in the end, in euro")
    payment_reference: str = Field(description="reference of the card payment")
    decision_by: date = Field(description="when entrants hear whether they are selected")
    sender: Contact
    screening_on: date | None = Field(None, description="day on which this film will be shown")
    screener_password: str | None = None
    uploads: list[Upload]
