from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Holder(BaseModel):
    name: str = Field(description="shareholder as addressed, without the account designation")
    designation: str | None = Field(
        default=None,
        description="designation of the holding, as printed between the angle brackets under the name",
    )
    address: str


class DividendPaper(BaseModel):
    """A notice to a shareholder that a dividend has been paid."""

    company: str = Field(description="the company that pays")
    holder: Holder
    register_account: str = Field(
        description="number under which the registrar knows this shareholder"
    )
    document_no: str = Field(description="number of this paper itself")
    security_code: str = Field(description="international securities number")
    shares_owned: int
    rate_pence: Decimal = Field(description="pence per share of the dividend now paid")
    amount: Decimal = Field(description="money paid to the shareholder, pounds")
    paid_on: date
    register_day: date = Field(description="day on which one had to be in the register to get it")
    business_year_end: date = Field(
        description="last day of the year for which the dividend is paid"
    )
    bank_account_ending: str = Field(description="last digits of the account to which it went")
    reinvestment_price: Decimal | None = Field(
        default=None, description="price at which new shares were bought with this dividend"
    )
    holder_email: str | None = Field(default=None, description="e-mail of the shareholder")
