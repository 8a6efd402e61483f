from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class GameLine(BaseModel):
    game: str
    sales: Decimal = Field(description="gross sales of the game")
    cancelled: Decimal | None = Field(None, description="tickets cancelled, if any")
    prizes: Decimal = Field(description="prizes paid out in the shop")
    commission: Decimal


class LotteryWeek(BaseModel):
    retailer_no: str = Field(description="the shop's number with the lottery")
    shop: str = Field(description="trading name of the retailer")
    statement_no: str
    week_from: date
    week_to: date
    gross_sales: Decimal = Field(description="all games together")
    prizes_paid: Decimal
    sales_commission: Decimal = Field(description="commission on sales, all games")
    cashing_bonus: Decimal = Field(description="bonus for paying out prizes")
    terminal_fee: Decimal = Field(description="fee for the terminals")
    net_due: Decimal = Field(description="what the lottery takes for this week")
    collected_on: date = Field(description="day of the withdrawal from the bank")
    bank_digits: str = Field(description="last four digits of the account debited")
    field_rep: str = Field(description="the lottery's representative for the shop")
    surety_amount: Decimal | None = Field(
        None, description="bond or security lodged by the shop, in dollars"
    )
    licence_expires: date | None = None
    games: list[GameLine]
