from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Pipe(BaseModel):
    kind: str
    diameter_inches: Decimal
    top: str = Field(description="upper end in feet, as written")
    bottom: str = Field(description="lower end in feet, as written")
    wall: str | None = Field(default=None, description="gauge of the wall")
    made_of: str = Field(description="steel or the like")


class Layer(BaseModel):
    rock: str = Field(description="what was drilled through")
    top_ft: Decimal = Field(description="depth at which the layer begins")
    bottom_ft: Decimal
    water_gpm: Decimal | None = Field(
        default=None, description="water found in this layer, gallons a minute"
    )


class Person(BaseModel):
    name: str
    address: str = Field(description="street, town and zip")


class WellLog(BaseModel):
    permit: str
    tag: str = Field(description="number of the tag on the well")
    owner: Person
    county: str
    drilling_method: Literal["Mud rotary", "Air rotary", "Cable tool", "Auger"]
    begun: date = Field(description="day drilling began")
    done: date = Field(description="day the well was completed")
    finished_depth_ft: Decimal = Field(description="depth of the finished well, not of the hole")
    resting_water_level_ft: Decimal = Field(description="static water level below ground")
    tested_yield_gpm: Decimal = Field(description="yield in the well test")
    chlorinated: bool = Field(description="whether the well was disinfected")
    drilling_firm: str = Field(description="contractor that drilled the well")
    driller_license: str = Field(description="license of the driller in person, not of the firm")
    pump_hp: Decimal | None = Field(default=None, description="power of the installed pump")
    nitrate: Decimal | None = Field(default=None, description="nitrate found in the water, mg/l")
    pipes: list[Pipe]
    layers: list[Layer]
