from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Product(BaseModel):
    article_no: str
    name: str
    unit: str = Field(description="pack or unit to which the price refers")
    price: Decimal | None = Field(default=None, description="empty if only on application")


class SalesRep(BaseModel):
    name: str
    mobile: str


class PriceList(BaseModel):
    list_number: str = Field(description="number of this list")
    supplier: str = Field(description="full company name")
    supplier_address: str
    valid_from: date
    valid_to: date | None = Field(
        default=None, description="last day on which the prices hold, only if printed"
    )
    replaces: str | None = Field(default=None, description="number of the earlier list")
    smallest_order: Decimal
    carriage: Decimal = Field(description="charge for delivery of small orders")
    free_carriage_from: Decimal = Field(description="order value below which carriage is charged")
    order_before: str = Field(description="latest time of day for orders")
    delivery_days: str
    payment_days: int = Field(description="credit for account holders")
    crate_deposit: Decimal = Field(description="for each crate or pail")
    rep: SalesRep
    organic_certificate_no: str | None = Field(
        default=None, description="number of the certificate for the organic lines"
    )
    products: list[Product]
