from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Piece(BaseModel):
    letter: str = Field(description="letter in the list, without bracket")
    work: str = Field(description="what is made")
    price: Decimal
    working_days: int | None = Field(default=None, description="time needed, if given in days")


class DesignQuote(BaseModel):
    quote_no: str
    written: date = Field(description="day the offer was sent")
    designer: str = Field(description="full name of the designer")
    designer_address: str = Field(description="studio address")
    designer_registration: str | None = Field(
        default=None, description="chamber of commerce (KvK) number of the designer"
    )
    client: str = Field(description="company for which the offer is made")
    project_name: str
    whole_price: Decimal = Field(description="price for all pieces together")
    advance_percent: Decimal = Field(description="part to be paid before the start")
    free_revision_rounds: int
    hourly_rate: Decimal = Field(description="for work beyond what is included")
    can_start: date
    good_until: date = Field(description="last day on which the offer can be accepted")
    vat_number: str | None = Field(default=None, description="of the designer")
    iban: str | None = Field(default=None, description="account to which the client pays")
    pieces: list[Piece]
