"""An invoice of any length: who bills whom, what for, line by line, and what is due when."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from extract_filings.schemas.base import Cue
from extract_filings.schemas.checks import Check, exactly, unless

IBAN = r"^[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?$"


def item(description: str, **bounds):
    return Field(default=None, description=description, **bounds)


class Seller(BaseModel):
    """Who sells and wants to be paid."""

    name: str = Field(
        description="name of the company that issues the invoice, at its head; no slogan",
        max_length=100,
    )
    address: list[str] = Field(
        default_factory=list,
        max_length=6,
        description=(
            "the lines of the seller's postal address, below its name: street; postal code and"
            " town; country"
        ),
    )
    tax_id: Annotated[str | None, Cue(labels=("VAT No.", "VAT ID", "Tax ID", "EIN"))] = item(
        "VAT or tax number of the seller, without its label", max_length=30
    )


class Buyer(BaseModel):
    """Who has to pay."""

    name: str = Field(
        description=(
            "name of the customer to whom the invoice is addressed: bill to, invoice to, sold to"
        ),
        max_length=100,
    )
    address: list[str] = Field(
        default_factory=list,
        max_length=6,
        description=(
            "the lines of the buyer's postal address, below its name: bill to, invoice to; not"
            " where the goods go"
        ),
    )
    tax_id: Annotated[str | None, Cue(labels=("Customer VAT No.", "Your VAT ID"))] = item(
        "VAT or tax number of the customer, without its label", max_length=30
    )


class Line(BaseModel):
    """The items of the invoice, line by line, over all of its pages: description, quantity, unit
    price, amount. Not subtotals, nor sums brought or carried forward.
    """

    description: str = Field(
        description="what is sold, in full, without its number and details in small print",
        max_length=200,
    )
    quantity: Decimal = Field(description="how many, hours or pieces")
    unit: Annotated[str | None, Cue()] = item(
        "unit of the quantity, as printed: pcs, h, kg", max_length=12
    )
    unit_price: Decimal = Field(description="price of one unit, before tax, rate")
    tax_rate: Decimal | None = item("percentage of tax on this line, VAT %", ge=0, le=30)
    amount: Decimal = Field(description="amount of the line, before tax")


class Invoice(BaseModel):
    """Invoice."""

    number: str = Field(
        description="invoice number, invoice no.; neither order nor customer number", max_length=30
    )
    invoice_date: date = Field(
        description="date of the invoice, date of issue; neither of the order nor of the delivery"
    )
    due_date: date | None = item("due date, last day to pay, payable by")
    currency: Literal["USD", "EUR", "GBP", "CHF", "CAD"] = Field(
        description="currency of the amounts: by its code, or as $ (USD), € (EUR), £ (GBP)"
    )
    terms: str | None = item(
        "terms of payment, payment terms: net 30 days, discount for early payment", max_length=120
    )
    seller: Seller
    buyer: Buyer
    lines: list[Line] = Field(min_length=1)
    subtotal: Decimal | None = item(
        "net total, subtotal of all lines before tax, total excluding VAT"
    )
    tax: Decimal | None = item("total tax, VAT amount, sales tax, of all rates together")
    total: Decimal = Field(
        description="grand total, amount due, invoice total, total including VAT"
    )
    iban: str | None = item("IBAN of the bank account to pay to", pattern=IBAN)


ROOT = Invoice


def half_unit(quantity: Decimal, unit_price: Decimal, amount: Decimal) -> Decimal:
    """Amounts are rounded to cents, or to whole units of money where no price has cents."""
    return (
        Decimal("0.5")
        if unit_price == int(unit_price) and amount == int(amount)
        else Decimal("0.005")
    )


CHECKS = (
    Check(
        "line",
        "lines",
        "quantity x unit price = amount, to half a cent",
        lambda quantity, unit_price, amount: quantity * unit_price - amount,
        half_unit,
    ),
    Check(
        "lines",
        "invoice",
        "the lines add up to the subtotal",
        lambda subtotal, amount: subtotal - sum(amount),
        exactly,
        over="lines",
    ),
    Check(
        "total",
        "invoice",
        "subtotal + tax = total",
        lambda subtotal, tax, total: subtotal + tax - total,
        exactly,
    ),
    Check(
        "due",
        "invoice",
        "an invoice is not due before it is written",
        lambda invoice_date, due_date: unless(due_date >= invoice_date),
    ),
)
