from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Tray(BaseModel):
    bed: str = Field(description="full bed number, with the ward")
    patient: str
    diet: str = Field(description="kind of diet")
    allergies: str | None = Field(None, description="allergens to avoid, where given")
    lunch: str
    supper: str = Field(description="evening main choice")


class MenuOrder(BaseModel):
    hospital: str
    ward: str
    sheet_no: str = Field(description="number of this order")
    for_day: date = Field(description="day on which the meals are eaten")
    entered_by: str = Field(description="who took the order on the ward")
    entered_on: date
    lunch_at: str = Field(description="time the lunch trolley reaches the ward, as printed")
    supper_at: str = Field(description="time the supper trolley reaches the ward, as printed")
    trays: int = Field(description="number of trays ordered")
    red_trays: int = Field(description="how many of them need help with eating")
    nil_by_mouth: int
    kitchen_phone: str = Field(description="extension for late changes")
    checked_by_nurse: bool = Field(description="has a nurse checked the sheet")
    dietitian: str | None = Field(None, description="name of the dietitian in charge")
    price_per_tray: Decimal | None = None
    orders: list[Tray]
