from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Step(BaseModel):
    step: str = Field(description="what is to be reached")
    by: date
    late_sum: Decimal | None = Field(
        default=None, description="sum to pay if this step is late, if one is named"
    )


class PowerContract(BaseModel):
    """Contract for the sale of power from a plant."""

    seller: str
    buyer: str
    dated: date = Field(description="date from which the contract binds")
    plant: str = Field(description="name of the plant")
    megawatts: Decimal
    handover_point: str = Field(description="where the power is handed over, no leading article")
    years: int = Field(description="years of delivery, without extension")
    price: Decimal = Field(description="dollars per MWh in the first year")
    yearly_rise: Decimal = Field(description="percent")
    start_promised: date = Field(
        description="day by which it must be in commercial operation, before any extension"
    )
    start_at_latest: date = Field(description="day after which the buyer may walk away")
    delay_cap: Decimal = Field(description="most that the seller pays in all for delay in starting")
    security_first: Decimal = Field(description="security to be posted shortly after signing")
    law: str = Field(description="state whose law governs the contract, its name alone")
    queue_no: str | None = Field(default=None, description="position in the grid operator's queue")
    buyer_signatory: str | None = Field(
        default=None, description="name of the person who signs for the buyer"
    )
    steps: list[Step] = Field(description="the lettered steps on the way to operation")
