from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Container(BaseModel):
    label: str | None = Field(None, description="code on the container")
    chemical: str | None = None
    cas: str | None = Field(None, description="CAS registry number")
    amount: str | None = Field(None, description="size with its unit")
    stored_in: str | None = Field(None, description="cupboard, shelf or fridge")
    use_by: str | None = Field(None, description="month of expiry as printed")


class LabStock(BaseModel):
    institution: str | None = None
    department: str | None = None
    building: str | None = None
    room: str | None = Field(None, description="room number")
    responsible: str | None = Field(
        None, description="person who is responsible for the room, as printed"
    )
    counted: date | None = Field(None, description="day of the latest stock-taking")
    counted_by: str | None = None
    printed: date | None = None
    safety_officer: str | None = None
    containers_total: int | None = Field(None, description="number of containers on the list")
    missing: int | None = Field(None, description="number of containers that could not be found")
    flammable_litres: Decimal | None = Field(None, description="flammable liquids kept in the room")
    flammable_limit: Decimal | None = Field(None, description="highest quantity allowed, in litres")
    precursors_present: bool | None = Field(None, description="are drug precursors kept here")
    next_count: date | None = Field(None, description="date fixed for the next stock-taking")
    owner_check: date | None = Field(
        None, description="day on which the person responsible confirmed the list"
    )
    containers: list[Container] = Field(
        default_factory=list, description="every container on the list"
    )
