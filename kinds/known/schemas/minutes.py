from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Motion(BaseModel):
    proposal: str | None = Field(
        None, description="what was moved, in the words of the minutes, beginning with 'to'"
    )
    mover: str | None = Field(None, description="name of the person who moved it, without the unit")
    seconder: str | None = Field(
        None, description="name of the person who seconded it, without the unit"
    )
    votes_for: int | None = None
    votes_against: int | None = None
    result: Literal["carried", "failed"] | None = Field(
        None, description="empty if there was no vote"
    )


class Candidate(BaseModel):
    name: str | None = None
    unit: str | None = None
    votes: int | None = None
    term_until: str | None = Field(None, description="year in which the term ends, if elected")


class OwnersMeeting(BaseModel):
    association: str | None = None
    day: date | None = None
    room: str | None = Field(None, description="where the meeting took place")
    chair: str | None = Field(None, description="name of the person who led the meeting")
    secretary: str | None = Field(None, description="name of the person who took the minutes")
    began: str | None = Field(None, description="clock time at which the meeting was opened")
    ended: str | None = Field(None, description="clock time at which the meeting was closed")
    total_units: int | None = None
    present: int | None = Field(None, description="units represented by owners in the room")
    proxies: int | None = Field(None, description="units represented by proxy")
    reserves: Decimal | None = Field(None, description="latest balance of the reserve fund")
    new_budget: Decimal | None = None
    new_monthly_fee: Decimal | None = Field(
        None, description="what each unit is to pay per month in the coming year"
    )
    next_meeting: date | None = Field(None, description="date of the next annual meeting of owners")
    approved_on: date | None = Field(None, description="day on which these minutes were approved")
    insurance_premium: Decimal | None = Field(None, description="cost of the insurance in money")
    motions: list[Motion] = Field(
        default_factory=list, description="every motion with a named mover"
    )
    candidates: list[Candidate] = Field(default_factory=list, description="election of the board")
