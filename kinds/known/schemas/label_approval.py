from datetime import date
from typing import Literal

from pydantic import BaseModel, Field


class Approver(BaseModel):
    name: str
    role: str


class Correction(BaseModel):
    number: int
    place: str = Field(description="which part of the label")
    current: str | None = Field(None, description="what stands there now")
    wanted: str = Field(description="what it shall be instead")
    requested_by: str | None = None


class ArtworkApproval(BaseModel):
    artwork_no: str
    version: str = Field(description="version that the verdict is about")
    product: str = Field(description="brand and product together")
    item_code: str
    barcode: str = Field(description="digits of the bar code")
    material: str = Field(description="what the label is printed on")
    verdict: Literal["approved", "approved with changes", "rejected"]
    sent_on: date = Field(description="day the verdict was sent")
    approver: Approver = Field(description="who gives the verdict")
    next_version_due: date
    print_run: int = Field(description="labels ordered from the printer")
    purchase_order: str = Field(description="order to which this round is charged")
    vegan_logo: bool = Field(description="does the vegan logo stay on the label")
    months_after_opening: int | None = Field(
        None, description="how long it keeps once opened, in months"
    )
    lot_code: str | None = Field(None, description="batch printed for this product")
    corrections: list[Correction]
