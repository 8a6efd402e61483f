from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Stop(BaseModel):
    seq: int
    time: str = Field(description="clock time of the halt")
    place: str = Field(description="where the bus halts")
    side: Literal["R", "L", "OFF"] = Field(description="side of the road, or off the road")
    boarding: int | None = Field(None, description="pupils who get on")
    note: str | None = Field(None, description="hint for the driver")


class RouteSheet(BaseModel):
    route_no: str = Field(description="number with letter")
    route_name: str = Field(description="what the route is called")
    valid_from: date = Field(description="first day this sheet counts")
    operator: str = Field(description="bus company")
    bus_no: str = Field(description="number of the vehicle")
    seats: int = Field(description="how many fit in")
    wheelchair_lift: bool
    driver: str
    driver_phone: str = Field(description="the driver's own phone")
    yard_departure: str = Field(description="when the bus leaves the yard in the morning")
    morning_riders: int = Field(description="all pupils who get on in the morning")
    loaded_miles: Decimal = Field(description="morning miles with pupils on board")
    approved_on: date
    approved_by: str = Field(description="name only")
    substitute_driver: str | None = None
    attendant: str | None = Field(None, description="adult helper on the bus")
    morning_stops: list[Stop]
