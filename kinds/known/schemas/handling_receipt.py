from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class PieceLine(BaseModel):
    count: int
    kind: str = Field(description="sort of package")
    pounds: int | None = Field(None, description="weight of this kind")
    remark: str | None = Field(None, description="note on condition or weight")


class ChargeLine(BaseModel):
    service: str = Field(description="what is charged for")
    hundredweights: int | None = None
    rate: Decimal | None = None
    amount: Decimal


class HandlingReceipt(BaseModel):
    receipt_no: str = Field(description="number of this receipt, letters included")
    show: str = Field(description="name of the trade show")
    exhibitor: str = Field(description="firm whose goods they are")
    booth: str = Field(description="stand number")
    carrier: str = Field(description="haulier that brought the goods")
    waybill: str = Field(description="the carrier's progressive number")
    destination: Literal["advance warehouse", "show site"] = Field(
        description="where the freight was taken in"
    )
    arrived_on: date
    time_in: str = Field(description="clock time at which the truck came in")
    total_pieces: int
    certified_pounds: int = Field(description="net weight from the scale")
    billed_hundredweights: int
    special_handling: bool = Field(description="was special handling needed")
    amount_charged: Decimal = Field(description="sum of the charges")
    trailer_no: str | None = Field(None, description="number of the trailer")
    signed_for_exhibitor: str | None = Field(None, description="who signed on the exhibitor's side")
    pieces: list[PieceLine]
    charges: list[ChargeLine]
