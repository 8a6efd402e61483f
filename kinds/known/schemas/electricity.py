from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Rate(BaseModel):
    band: str | None = None
    hours: str | None = Field(None, description="time of day when it applies")
    list_price: Decimal | None = Field(None, description="cent per kWh before the discount")
    my_price: Decimal | None = Field(
        None, description="cent per kWh that this customer pays or gets"
    )


class PowerContract(BaseModel):
    supplier: str | None = Field(None, description="company with its legal form")
    customer: str | None = None
    customer_number: str | None = None
    supplied_address: str | None = None
    meter_point: str | None = Field(None, description="number of the meter point")
    tariff: str | None = Field(None, description="name of the plan")
    start: date | None = Field(None, description="first day of supply")
    price_guarantee_end: date | None = None
    withdrawal_until: date | None = Field(None, description="last day to cancel without a reason")
    exit_fee: Decimal | None = None
    standing_charge_year: Decimal | None = Field(None, description="fixed charge per year")
    discount_percent: Decimal | None = None
    renewable: bool | None = Field(None, description="is it green electricity")
    payment: Literal["direct debit", "card", "bank transfer"] | None = Field(
        None, description="how bills are paid"
    )
    former_supplier: str | None = Field(None, description="supplier before the switch")
    deposit: Decimal | None = Field(None, description="security deposit")
    rates: list[Rate] = Field(default_factory=list, description="unit prices")
