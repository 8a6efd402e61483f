from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Item(BaseModel):
    what: str = Field(description="food, drink or service offered")
    remark: str | None = Field(default=None, description="remark in smaller print below it")
    persons: int | None = Field(default=None, description="how many it is for")
    each: Decimal | None = None
    amount: Decimal


class WeddingOffer(BaseModel):
    reference: str
    dated: date
    couple: str = Field(description="first names as addressed")
    wedding_day: date = Field(description="day of the feast")
    venue: str = Field(description="place of the feast with all that is printed of its address")
    adults: int = Field(description="at the meal")
    children: int
    evening_guests: int = Field(description="about how many come in the evening")
    planner: str = Field(description="name of the caterer's person for this couple")
    vat: Decimal
    total: Decimal = Field(description="with VAT")
    down_payment: Decimal
    holds_until: date = Field(description="how long offer and date are kept")
    rest_due: date = Field(description="when the remainder is to be paid")
    tasting_on: date | None = Field(default=None, description="date fixed for the tasting")
    ceremony_at: str | None = Field(default=None, description="time of the ceremony")
    items: list[Item]
