from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Load(BaseModel):
    ticket: str
    tipped_on: date
    plate: str = Field(description="registration of the lorry")
    waste_code: str = Field(description="six figure code of the waste, as printed")
    net_tonnes: Decimal
    charge: Decimal | None = Field(
        None, description="amount for the load, nothing where not charged"
    )


class WeighStatement(BaseModel):
    statement_no: str
    customer: str
    account: str = Field(description="customer's account code")
    from_day: date = Field(description="first day covered")
    to_day: date = Field(description="last day covered")
    site_permit: str = Field(description="environmental permit of the landfill")
    carrier_licence: str = Field(description="the customer's registration as a waste carrier")
    total_tonnes: Decimal = Field(description="net weight of all loads of the month")
    gate_fees: Decimal
    landfill_tax: Decimal = Field(description="tax part of the month's charges, all rates together")
    vat: Decimal
    to_pay: Decimal = Field(description="sum for the month including VAT")
    pay_by: date
    order_no: str | None = Field(None, description="the customer's purchase order")
    last_calibrated_on: date | None = Field(None, description="day the weighbridge was last tested")
    loads: list[Load]
