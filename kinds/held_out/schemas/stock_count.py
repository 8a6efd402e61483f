from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class CountLine(BaseModel):
    location: str = Field(description="Bin")
    item_code: str
    item: str = Field(description="Text describing the article")
    on_books: int = Field(description="Quantity according to the system")
    first_count: int
    second_count: int | None = Field(None, description="Recount, where one was made")


class CountSheet(BaseModel):
    sheet: str = Field(description="Number of the count sheet")
    company: str = Field(description="Firm whose stock is counted")
    kind: Literal["CYCLE", "FULL", "SPOT"]
    counted_on: date
    frozen_on: date = Field(description="Day on which book stock was frozen")
    last_counted_on: date | None = Field(None, description="Day of the previous count")
    first_counter: str
    second_counter: str | None = Field(None, description="The other person counting")
    supervisor: str
    blind: bool = Field(description="Whether the counters worked without seeing book quantities")
    lines_with_difference: int = Field(description="How many lines do not agree with the books")
    net_difference_value: Decimal = Field(description="Value of all differences together")
    approved_by: str | None = Field(None, description="Depot manager who approved the adjustment")
    adjusted_on: date | None = Field(None, description="Date the adjustment was posted")
    lines: list[CountLine]
