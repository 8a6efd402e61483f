"""A 10-K or 10-Q: cover page, registered securities, and the three consolidated statements."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from schemas.base import OPENING, Cue, Flow, Statement

STATES = """Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia|Florida|Georgia|Hawaii|Idaho|Illinois
Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire
New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto Rico|Rhode Island|South Carolina|South Dakota
Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|Alberta|British Columbia|Manitoba|New Brunswick|Nova Scotia|Ontario
Quebec|Saskatchewan""".replace("\n", "|")
"""Of the United States and Canada; other countries' filers print none."""

CODES = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NS ON QC SK"
STATE = "|".join((STATES, STATES.upper(), "|".join(CODES.split()), r"D\.C\."))

Usd = Cue(unit="USD")
Cost = Cue(unit="USD", sign="cost")
Outflow = Cue(unit="USD", sign="outflow")


def item(description: str):
    return Field(default=None, description=description)


class Security(BaseModel):
    """Securities registered pursuant to Section 12(b) of the Act: title of each class, trading symbol, exchange."""

    model_config = OPENING

    title: Annotated[str | None, Cue()] = item("title of each class of security")
    trading_symbol: Annotated[str | None, Cue(pattern=r"[A-Z][A-Z0-9]{0,7}[a-z]?(?: (?:\d{2,4}[A-Z]?|RT|WS|U|PR[A-Z]?)|[./\-][A-Z0-9]{1,4})?")] = item("trading symbol")
    exchange: Annotated[str | None, Cue()] = item("name of each exchange on which registered")


class IncomeStatement(Flow):
    """Consolidated statements of income, operations or earnings: net sales, revenues, costs, expenses, earnings per share."""

    revenue: Annotated[Decimal | None, Usd] = item("total revenues, net sales, sales and other operating revenues")
    cost_of_revenue: Annotated[Decimal | None, Cost] = item("cost of revenue, cost of sales, cost of products sold")
    gross_profit: Annotated[Decimal | None, Usd] = item("gross profit, gross margin")
    research_and_development: Annotated[Decimal | None, Cost] = item("research and development expense, technology and development")
    selling_general_and_administrative: Annotated[Decimal | None, Cost] = item("selling, general and administrative expenses")
    total_costs_and_expenses: Annotated[Decimal | None, Cost] = item("total costs and expenses, all costs deducted from revenue")
    operating_expenses: Annotated[Decimal | None, Cost] = item("total operating expenses, deducted from gross profit")
    operating_income: Annotated[Decimal | None, Usd] = item("operating income or loss, income from operations")
    interest_expense: Annotated[Decimal | None, Cost] = item("interest expense, interest and debt expense")
    pretax_income: Annotated[Decimal | None, Usd] = item("income or loss before income taxes, earnings before taxes")
    income_tax_expense: Annotated[Decimal | None, Cue(unit="USD", sign="provision")] = item("provision for income taxes, income tax expense or benefit")
    net_income: Annotated[Decimal | None, Usd] = item("net income or loss, net earnings")
    eps_basic: Annotated[Decimal | None, Cue(unit="USD/share", twin="eps_diluted")] = item("basic earnings per share, net income per share")
    eps_diluted: Annotated[Decimal | None, Cue(unit="USD/share", twin="eps_basic")] = item("diluted earnings per share, net income per share")
    shares_basic: Annotated[Decimal | None, Cue(unit="shares", sign="cost", twin="shares_diluted")] = item("weighted average shares outstanding, basic")
    shares_diluted: Annotated[Decimal | None, Cue(unit="shares", sign="cost", twin="shares_basic")] = item("weighted average shares outstanding, diluted")


class BalanceSheet(Statement):
    """Consolidated balance sheets, statement of financial position: assets, liabilities, shareholders' equity."""

    cash_and_equivalents: Annotated[Decimal | None, Usd] = item("cash and cash equivalents")
    short_term_investments: Annotated[Decimal | None, Usd] = item("short-term investments, marketable securities")
    receivables: Annotated[Decimal | None, Usd] = item("accounts and notes receivable, net")
    inventory: Annotated[Decimal | None, Usd] = item("inventories, merchandise inventories")
    current_assets: Annotated[Decimal | None, Usd] = item("total current assets")
    property_plant_and_equipment: Annotated[Decimal | None, Usd] = item("property, plant and equipment, net")
    goodwill: Annotated[Decimal | None, Usd] = item("goodwill")
    total_assets: Annotated[Decimal | None, Usd] = item("total assets")
    accounts_payable: Annotated[Decimal | None, Usd] = item("accounts payable, trade payables")
    current_liabilities: Annotated[Decimal | None, Usd] = item("total current liabilities")
    long_term_debt: Annotated[Decimal | None, Usd] = item("long-term debt, long-term borrowings, less current portion")
    total_liabilities: Annotated[Decimal | None, Usd] = item("total liabilities")
    retained_earnings: Annotated[Decimal | None, Usd] = item("retained earnings, accumulated deficit, reinvested earnings")
    stockholders_equity: Annotated[Decimal | None, Usd] = item("total stockholders' equity of the company, shareholders' equity")
    total_liabilities_and_equity: Annotated[Decimal | None, Usd] = item("total liabilities and stockholders' equity")


class CashFlow(Flow):
    """Consolidated statements of cash flows: operating activities, investing activities, financing activities."""

    operating_cash_flow: Annotated[Decimal | None, Usd] = item("net cash provided by or used in operating activities")
    investing_cash_flow: Annotated[Decimal | None, Usd] = item("net cash provided by or used in investing activities")
    financing_cash_flow: Annotated[Decimal | None, Usd] = item("net cash provided by or used in financing activities")
    depreciation_and_amortization: Annotated[Decimal | None, Cost] = item("depreciation and amortization")
    stock_based_compensation: Annotated[Decimal | None, Cost] = item("stock-based compensation, share-based compensation expense")
    capital_expenditures: Annotated[Decimal | None, Outflow] = item("capital expenditures, purchases of property, plant and equipment")
    share_repurchases: Annotated[Decimal | None, Outflow] = item("repurchases of common stock, purchases of treasury stock")
    dividends_paid: Annotated[Decimal | None, Outflow] = item("cash dividends paid")


class Filing(BaseModel):
    """Cover page of an annual or quarterly report: registrant, commission file number, employer identification, address, filer status."""

    model_config = OPENING

    registrant_name: Annotated[str | None, Cue()] = item("exact name of registrant as specified in its charter")
    form_type: Annotated[str | None, Cue(pattern=r"10-[KQ](?:/A|T)?")] = item("form 10-K or form 10-Q")
    period_end_date: Annotated[date | None, Cue()] = item("for the fiscal year ended, for the quarterly period ended")
    fiscal_year_end: Annotated[str | None, Cue(pattern=r"[A-Za-z]+ +\d{1,2}", within="period_end_date", unless=r"(?i)quarter|transition period")] = item("month and day on which the fiscal year ends")
    commission_file_number: Annotated[str | None, Cue(pattern=r"\d{1,3}-\d{2,6}(?:-\d{1,2})?")] = item("commission file number")
    state_of_incorporation: Annotated[str | None, Cue(pattern=rf"{STATE}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){{0,2}}")] = item("state or other jurisdiction of incorporation or organization")
    employer_id: Annotated[str | None, Cue(pattern=r"\d{2}[-–]\s?\d{7}")] = item("I.R.S. employer identification number")
    street: Annotated[str | None, Cue()] = item("street address of principal executive offices")
    city: Annotated[str | None, Cue()] = item("city of principal executive offices")
    state: Annotated[str | None, Cue(pattern=STATE)] = item("state of principal executive offices")
    postal_code: Annotated[str | None, Cue(pattern=r"\d{5}(?:[-–]\d{4})?|[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|[A-Z]\d{2} [A-Z0-9]{4}|\d{4}")] = item("zip code of principal executive offices")
    phone: Annotated[str | None, Cue(pattern=r"\+?(?:\(\d{1,4}\)[\s.\-–—/]{0,3}|\d{1,4}[\s.\-–—/]{1,3})\(?\d{1,4}\)?[\s.\-–—/]{1,3}\d{2,4}(?:[\s.\-–—/]\d{2,4}){0,2}")] = item("registrant's telephone number, including area code")
    shares_outstanding: Annotated[Decimal | None, Cue(unit="shares", pattern=r"\d[\d,]*(?:\.\d+)?")] = item("number of shares of common stock outstanding at the latest date")
    public_float: Annotated[Decimal | None, Cue(unit="USD", pattern=r"\d[\d,]*(?:\.\d+)?")] = item("aggregate market value of the voting stock held by non-affiliates")
    filer_category: Literal["Large Accelerated Filer", "Accelerated Filer", "Non-accelerated Filer"] | None = item("filer status by check mark: large accelerated filer, accelerated filer, non-accelerated filer, smaller reporting company")

    security: list[Security] = Field(default_factory=list)
    income_statement: list[IncomeStatement] = Field(default_factory=list)
    balance_sheet: list[BalanceSheet] = Field(default_factory=list)
    cash_flow: list[CashFlow] = Field(default_factory=list)


ROOT = Filing
