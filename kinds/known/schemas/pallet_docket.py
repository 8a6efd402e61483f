from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class PalletLine(BaseModel):
    kind: str = Field(description="size or type of pallet, as written")
    brought_in: int = Field(description="how many came in")
    mended: int
    thrown_out: int = Field(description="how many were beyond repair")
    price_each: Decimal | None = Field(None, description="charge per mended pallet")


class Docket(BaseModel):
    docket_number: str
    customer: str = Field(description="the firm whose pallets these are")
    customer_account: str = Field(description="customer's account code in our books")
    customer_order: str = Field(description="the customer's own purchase order reference")
    arrived_on: date
    promised_for: date = Field(description="day by which the job was promised")
    done_on: date = Field(description="day the work was completed")
    lorry_registration: str = Field(description="number plate of the vehicle that brought them")
    driver: str
    gang_leader: str = Field(description="who led the repair gang")
    heat_restamped: bool = Field(
        description="were the pallets given the heat treatment stamp again"
    )
    deck_boards_used: int
    net_charge: Decimal = Field(description="total of the job before VAT")
    vat: Decimal | None = Field(None, description="VAT in pounds")
    collected_on: date | None = Field(None, description="day the customer fetched the pallets")
    lines: list[PalletLine]
