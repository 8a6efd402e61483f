from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Client(BaseModel):
    name: str
    address: str


class PastDividend(BaseModel):
    paid_on: date
    pence_per_share: Decimal = Field(description="dividend rate in pence")
    amount: Decimal = Field(description="dividend in pounds")
    price_pence: Decimal | None = Field(
        None, description="price at which new shares were bought, in pence"
    )
    shares_added: int | None = None


class DripStatement(BaseModel):
    account: str = Field(description="the client's plan account")
    client: Client
    company: str = Field(
        description="name of the company that paid the dividend, without the class of share"
    )
    isin: str
    record_date: date
    dividend_paid_on: date = Field(
        description="payment day of the dividend reinvested by this statement"
    )
    bought_on: date = Field(description="trade date of the purchase of the new shares")
    dividend_rate_pence: Decimal
    dividend_total: Decimal = Field(description="this dividend on the whole holding, in pounds")
    purchase_price_pence: Decimal = Field(description="price per new share in pence")
    new_shares: int
    commission: Decimal = Field(description="broker's dealing commission, pounds")
    cash_left: Decimal = Field(description="pounds carried over to the next reinvestment")
    book_cost: Decimal | None = Field(None, description="what the client's whole holding has cost")
    next_dividend_on: date | None = Field(None, description="pay day of the next dividend")
    history: list[PastDividend] = Field(
        description="earlier and current dividends of the plan, row by row"
    )
