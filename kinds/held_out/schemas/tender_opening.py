from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Bid(BaseModel):
    number: int
    bidder: str = Field(
        description="Tendering firm, with its joint venture note if any, without address"
    )
    price: Decimal = Field(description="Bid price as read out")
    guarantee: Decimal | None = Field(None, description="Amount of the bid security")
    completion_days: int = Field(description="Time for completion offered")
    signed: bool = Field(description="Whether the form of tender was signed")


class Attendee(BaseModel):
    name: str
    organisation: str = Field(description="Whom the person represents")
    role: str | None = None


class Opening(BaseModel):
    reference: str = Field(description="Number of the tender")
    works: str = Field(description="What is to be built")
    closing_date: date = Field(description="Deadline day")
    closing_time: str = Field(description="Deadline time, digits only with colon")
    opening_time: str
    validity_days: int = Field(description="How long bids must remain open")
    required_security: Decimal
    sets_sold: int = Field(description="Number of tender documents sold")
    late_bidder: str | None = Field(None, description="Firm whose envelope came too late")
    withdrawn_bidder: str | None = None
    site_visit_on: date | None = None
    engineers_estimate: Decimal | None = Field(
        None, description="The authority's own cost estimate"
    )
    winner: str | None = Field(None, description="Firm to which the contract was awarded")
    ended_at: str = Field(description="Time the meeting ended")
    bids: list[Bid] = Field(description="Bids that were opened and read")
    attendees: list[Attendee]
