from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Material(BaseModel):
    item: str
    quantity: Decimal
    unit: str
    unit_cost: Decimal | None = Field(None, description="dollars per unit; empty for county stock")
    cost: Decimal | None = Field(None, description="dollars for the line")


class RoadOrder(BaseModel):
    order_no: str = Field(description="number of this work order")
    priority: Literal["Emergency", "High", "Routine", "Deferred"] = Field(
        description="which box is ticked"
    )
    road: str = Field(description="road to be worked on")
    from_mile: Decimal = Field(description="milepost where the work begins")
    to_mile: Decimal = Field(description="milepost where the work ends")
    reported_by: str = Field(description="citizen or officer who reported it")
    reported_on: date
    scheduled_for: date
    finished_on: date
    foreman: str = Field(description="who led the crew")
    lane_closure: bool = Field(description="was a lane to be closed")
    one_call_ticket: str = Field(description="utility locate ticket")
    labor_hours: Decimal = Field(description="crew hours, all together")
    materials_total: Decimal
    fund_code: str | None = Field(None, description="fund or budget line to charge")
    inspected_on: date | None = Field(None, description="day of the engineer's inspection")
    materials: list[Material]
