from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Fill(BaseModel):
    plate: str = Field(description="Registration of the vehicle whose card was used")
    day: date
    station: str = Field(description="Filling station")
    quantity: Decimal = Field(description="Litres, or pieces for a wash")
    odometer_km: int | None = Field(None, description="Mileage keyed in at the pump")
    gross: Decimal = Field(description="Amount with VAT")


class Card(BaseModel):
    card_no: str
    plate: str
    spent: Decimal = Field(description="Sum of the card in this period, VAT included")


class Customer(BaseModel):
    name: str = Field(description="Company name only")
    street: str = Field(description="Street and house number")
    town: str = Field(description="Postcode and town, with the country letter")
    vat_id: str | None = None


class FuelInvoice(BaseModel):
    invoice_no: str = Field(description="Number of the invoice, blanks as printed")
    invoice_date: date
    customer_no: str = Field(description="The supplier's number for the customer")
    customer: Customer
    billed_until: date = Field(description="Last day of the billing period")
    net: Decimal = Field(description="Invoice total without VAT, after fee and rebate")
    vat: Decimal = Field(description="VAT of the whole invoice, after fee and rebate")
    to_pay: Decimal = Field(description="Amount that will be collected")
    collected_on: date = Field(description="Day of the direct debit")
    mandate: str | None = None
    blocked_card: str | None = Field(None, description="Number of a card that was blocked")
    cost_centre: str | None = Field(None, description="Customer's own cost centre")
    purchase_order: str | None = Field(None, description="The customer's order number")
    fills: list[Fill] = Field(description="Every purchase, washes and additives too")
    cards: list[Card] = Field(description="One entry for each card used")
