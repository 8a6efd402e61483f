from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Extra(BaseModel):
    what: str
    part_or_term: str | None = Field(
        default=None, description="part number or length of cover, where stated"
    )
    price: Decimal


class Buyer(BaseModel):
    name: str
    address: str


class CarOrder(BaseModel):
    order_no: str = Field(description="the dealer's number of the deal")
    ordered: date
    buyer: Buyer
    make: str = Field(description="make of the car that is bought")
    model: str = Field(description="model of the car that is bought")
    vin: str = Field(description="identification number of the car that is bought")
    model_year: int = Field(description="of the car that is bought")
    miles: int = Field(description="odometer of the car that is bought")
    car_price: Decimal = Field(description="price of the car alone, before extras and tax")
    allowed_for_old_car: Decimal = Field(description="credit for the trade-in")
    paid_down: Decimal = Field(description="deposit")
    due_at_handover: Decimal
    sold_without_warranty: bool = Field(description="sold as is")
    loan_payoff_of_old_car: Decimal | None = Field(
        default=None, description="loan still to be paid off on the trade-in"
    )
    lender: str | None = Field(
        default=None, description="name of the bank or finance company that finances the purchase"
    )
    extras: list[Extra] = Field(description="added equipment and services, without the total")
