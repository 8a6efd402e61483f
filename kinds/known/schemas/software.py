from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Buyer(BaseModel):
    company: str | None = None
    address: str | None = None
    signatory: str | None = Field(
        None, description="name of the person who signs for the buyer, without the title"
    )
    vat_id: str | None = Field(None, description="VAT number of the buyer")


class Product(BaseModel):
    sku: str | None = None
    product: str | None = Field(None, description="name of the product or service")
    count: int | None = Field(None, description="how many")
    list_price: Decimal | None = None
    rebate: Decimal | None = Field(None, description="discount in percent, if any")
    net: Decimal | None = Field(None, description="net amount of the line")


class LicenceOrder(BaseModel):
    order_no: str | None = Field(None, description="number of the order form without its version")
    offer_expires: date | None = None
    buyer: Buyer
    invoice_mail: str | None = Field(
        None, description="e-mail address to which the buyer's invoices go"
    )
    term_begin: date | None = None
    term_end: date | None = None
    days_to_pay: int | None = Field(None, description="days from the invoice until payment is due")
    max_increase: Decimal | None = Field(
        None, description="highest percentage of price rise at renewal"
    )
    annual_fee: Decimal | None = Field(None, description="recurring fee per year in total")
    first_invoice: Decimal | None = None
    po_required: bool | None = Field(None, description="invoices must show a purchase order number")
    may_be_named: bool | None = Field(None, description="vendor may use the buyer as a reference")
    buyer_signed: date | None = Field(None, description="date on which the buyer signed")
    products: list[Product] = Field(
        default_factory=list, description="ordered products and services, no totals"
    )
