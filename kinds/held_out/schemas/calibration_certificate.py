from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Customer(BaseModel):
    name: str
    address: str
    contact: str | None = Field(default=None, description="person at the customer")


class Point(BaseModel):
    applied: Decimal
    shown: Decimal = Field(description="value that the device indicated")
    error: Decimal
    hysteresis: Decimal | None = None
    uncertainty: Decimal


class Calibration(BaseModel):
    """Certificate for one instrument."""

    certificate: str
    customer: Customer
    order_no: str = Field(description="the customer's order")
    device: str = Field(description="what was calibrated, with its range")
    maker: str = Field(description="manufacturer of the device")
    model: str
    serial: str
    tag: str = Field(description="the customer's own mark")
    arrived: date = Field(description="when the laboratory got it")
    issued: date = Field(description="date of the certificate")
    room_temperature: Decimal = Field(description="degrees Celsius, without the tolerance")
    humidity: Decimal = Field(description="percent, without the tolerance")
    technician: str = Field(description="who did the measurements")
    next_due: date | None = Field(
        default=None, description="when this device is to be calibrated again"
    )
    points: list[Point] = Field(description="measured after adjustment only")
