from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Call(BaseModel):
    ship: str = Field(description="name without MV, MT and so on")
    berth: str = Field(description="quay or jetty now allocated, no crane numbers or side")
    arrives_on: date = Field(description="day of arrival at the berth under this plan")
    arrival_time: str = Field(description="local time of arrival at the berth, as written")
    draught_m: Decimal | None = Field(None, description="arrival draught in metres, where given")
    agent: str


class BerthPlan(BaseModel):
    plan_no: str
    revision: int
    sent_on: date
    valid_from: date = Field(description="first day the plan covers")
    valid_to: date
    sender: str = Field(description="person who signs the mail")
    duty_phone: str = Field(description="number of the duty berth planner")
    vhf_channel: int = Field(description="channel for the vessel traffic centre")
    closed_berth: str = Field(description="berth out of use in this period")
    wind_limit_knots: int = Field(description="wind at which container cranes stop")
    high_water: str = Field(description="time of the first high water on the first day, as written")
    objections_by: str = Field(
        description="latest time to object to the plan, hour only, as written"
    )
    pilot_surcharge: Decimal | None = Field(None, description="extra pilotage in euro")
    dredging_until: date | None = Field(None, description="end of the dredging work")
    calls: list[Call]
