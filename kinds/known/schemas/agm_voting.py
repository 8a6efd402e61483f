from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Vote(BaseModel):
    number: str = Field(description="number of the resolution, with a mark if one is printed")
    proposal: str = Field(description="wording of the resolution in the table")
    in_favour: int
    opposed: int
    abstained: int = Field(description="votes withheld")


class Issuer(BaseModel):
    name: str
    company_number: str = Field(description="number in the companies register")
    isin: str
    lei: str | None = None


class PollResult(BaseModel):
    company: Issuer
    meeting_date: date
    meeting_time: str = Field(description="time of day at which the meeting began")
    venue: str = Field(description="where the meeting was held")
    presided_by: str = Field(description="who took the chair")
    notice_date: date = Field(description="date of the notice of the meeting")
    announcement_no: str = Field(description="number of the news release")
    shares_issued: int = Field(description="ordinary shares in issue, treasury shares included")
    treasury_shares: int
    company_secretary: str = Field(description="name only")
    dividend_per_share: Decimal | None = Field(
        default=None, description="amount of the final dividend for one share"
    )
    holders_present: int | None = Field(
        default=None, description="number of shareholders who attended or were represented"
    )
    dividend_paid_on: date | None = Field(
        default=None, description="day of payment of the final dividend"
    )
    votes: list[Vote]
