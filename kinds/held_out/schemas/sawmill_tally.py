from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Pack(BaseModel):
    pack_no: str = Field(description="Number of the pack")
    size_mm: str = Field(description="Thickness and width as printed, with the x")
    length_m: Decimal
    pieces: int = Field(description="Boards in the pack")
    moisture: Decimal | None = Field(None, description="Moisture content in per cent")
    cubic_metres: Decimal


class Tally(BaseModel):
    tally_no: str
    buyer: str = Field(description="Firm to which the timber is sold")
    drop_off: str = Field(description="Where the load is to go")
    order_no: str = Field(description="The buyer's order")
    wood: str = Field(description="Kind of tree")
    loading_date: date = Field(description="Day of loading")
    truck_plate: str = Field(description="Registration of the lorry")
    strapped: bool
    preservative_treated: bool
    number_of_packs: int = Field(description="How many packs are on the load")
    all_pieces: int = Field(description="Boards on the whole load")
    running_metres: Decimal = Field(description="Total linear metres")
    volume: Decimal = Field(description="Total cubic metres of the load")
    net_tonnes: Decimal = Field(description="Weight of the load without the vehicle")
    price_per_m3: Decimal | None = Field(None, description="Price of a cubic metre in pounds")
    received_on: date | None = Field(None, description="Date on which the load was signed for")
    packs: list[Pack]
