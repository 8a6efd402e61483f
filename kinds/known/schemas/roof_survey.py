from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Defect(BaseModel):
    ref: str = Field(description="number of the item in the report")
    place: str = Field(description="part of the roof")
    urgency: Literal["Urgent", "Necessary", "Desirable"]
    remedy: str = Field(description="what the surveyor recommends, whole text")
    budget: Decimal | None = Field(None, description="cost allowed for, if a figure is given")


class RoofSurvey(BaseModel):
    report_no: str
    client: str = Field(description="body that ordered the survey")
    property_name: str
    property_address: str = Field(description="without the name of the building")
    surveyor: str = Field(description="name only, no qualifications")
    inspected_on: date
    reported_on: date = Field(description="date of issue of the report")
    covering: str = Field(description="material of the main slopes")
    area_m2: Decimal = Field(description="area of all the roofs together")
    pitch_degrees: Decimal = Field(description="slope of the main roof")
    scaffold_used: bool = Field(description="was scaffolding used for the inspection")
    budget_total: Decimal = Field(
        description="sum of the budget figures before contingency and VAT"
    )
    next_inspection: str = Field(description="when the roof should be looked at again, as worded")
    guarantee_until: date | None = Field(
        None, description="end of a guarantee on the roof covering"
    )
    insulation_mm: int | None = None
    defects: list[Defect]
