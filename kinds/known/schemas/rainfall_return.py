from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class HeavyFall(BaseModel):
    on: date
    began: str = Field(description="clock time of the start")
    minutes: int = Field(description="how long it lasted")
    depth_mm: Decimal = Field(description="rain that fell")
    remark: str | None = None


class RainfallMonth(BaseModel):
    station: str
    station_no: str = Field(description="official number of the gauge site")
    grid_reference: str
    altitude_m: int
    observer: str = Field(description="full name with title")
    month: str = Field(description="month and year of the return")
    gauge_inspected: date = Field(description="when the gauge was last inspected")
    total_mm: Decimal = Field(description="rain in the whole month by the main gauge")
    check_gauge_mm: Decimal = Field(description="the same by the second gauge")
    rain_days: int = Field(description="days with at least 0.2 mm")
    wet_days: int = Field(description="days with at least 1.0 mm")
    largest_daily_mm: Decimal = Field(description="most rain on one day")
    largest_daily_on: date
    year_to_date_mm: Decimal = Field(description="rain since the year began")
    october_normal_mm: Decimal | None = Field(None, description="long-term mean of the month")
    evaporation_mm: Decimal | None = None
    heavy_falls: list[HeavyFall] = Field(description="intense rain of short duration")
