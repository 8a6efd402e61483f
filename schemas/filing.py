"""A 10-K or 10-Q: cover page, registered securities, and the three consolidated statements."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from extract_filings.schemas.base import OPENING, Cue, Flow, Statement
from extract_filings.schemas.checks import (
    Check,
    exactly,
    excess,
    like,
    near,
    no_jump,
    not_negative,
    unless,
)
from extract_filings.schemas.jurisdictions import CODES, COUNTRIES, JURISDICTION, STATE, STATES

HYPHEN = "[-‐‑–—]"
FORM = (
    rf"(?:10 ?{HYPHEN}? ?[KQ](?:SB|T|405)?|[24]0 ?{HYPHEN} ?F|(?:6|8|11) ?{HYPHEN} ?K"
    rf"|[SF]{HYPHEN}(?:1|3|4|8|11)|N{HYPHEN}CSR|DEF 14A|424B\d)(?:/A)?"
    r"|(?i:(?:press|news|media|earnings|for immediate) release)"
)
"""Of the forms that a document may be on; those with statements of a period are PERIODIC."""
PERIODIC = r"^(?:10\W*[KQ]|[24]0\W*F)"
AMOUNT = r"\d{1,3}(?:\s?,\s?\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3}){2,}|\d+(?:\.\d+)?"
"""Spaces around commas too: some text layers set them."""
NOT_OUTSTANDING = (
    r"(?i)[$€£]\s?¦|¦\s*par value|¦[^¦\d]*\b(?:authori[sz]ed|non-?\s?affiliates)"
    r"|¦(?:(?!outstanding|exclu|net of|less|other than)[^\d])*\btreasury"
    r"|(?<!excluding )(?<!net of )treasury (?:shares|stock)\W{0,3}(?:of)?\W{0,3}¦"
    r"|¦\s*(?:[a-z]+\s+){0,6}issued(?!\W+(?:and|or|&)\W+outstanding).*(?:outstanding|treasury)"
    r"|¦\s*(?:share|stock)?holders"
    r"|\bpreferred (?:shares?|stock|securities)(?:(?!common|ordinary|purchase|rights)[^¦;]){0,60}¦"
)
"""Par values, preferred shares, those authorized, issued, in treasury or held by non-affiliates."""

PHONE = (
    r"(?<!\d[/.:\-])(?!\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2}(?![\d./]))"
    r"(?!(?:19|20)\d\d[/.\-]\d\d[/.\-]\d\d(?!\d))"
    r"\+?(?:\(\d{1,4}\)[\s.\-–—/]{0,3}|\d{1,4}[\s.\-–—/]{1,3})(?:\(0\))?\(?\d{1,4}\)?[\s.\-–—/]{1,3}"
    r"\d{2,8}(?:[\s.\-–—/]\d{2,4}){0,3}(?![/:]\d)"
)
"""No date, nor a date with the hour behind it."""
STAMPED = (
    r"\b(?:downloaded|printed|generated|created|accessed|retrieved|viewed|received)\b[^¦]{0,80}¦"
)
"""What a website or printer stamps on the pages."""

STREET = (
    r"(?i)\d|\bbox\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:street|avenue|road|drive|lane|way|parkway|highway|boulevard|square|plaza|park|place"
    r"|court|center|centre|tower|house|building|campus|quay|wharf)s?\b|(?:stra(?:ss|ß)e|gade|weg)\b"
)
"""Nearly every street has a number; the name of a person or firm above it has none."""

SUITE = (
    r"(?i),?\s+(?:(?:suite|ste\.?|unit|floor|room|rm\.?|building|bldg\.?|level|box|p\.?\s?o\.? box)"
    r"\s+(?:no\.\s?|#\s?)?(?=[a-z]?\d|[a-z]\b)[a-z\d-]+|\d+(?:st|nd|rd|th)\s+floor\b)"
)

INCORPORATED = (
    r"(?i)\b(?:state|jurisdiction)\s+of\s+incorporation(?:\s+or\s+organization)?\s*:?\s*¦"
    r"|\ban?\s+¦\s+(?:corporation|limited liability company|public limited company)\b"
    r"|¦\W*\((?:state\s+or\s+(?:other\s+)?)?jurisdiction\s+of\s+(?:its\s+)?incorporation\b"
)
ENDED = r"(?i)\bfor\s+the\s+(?:fiscal\s+|quarterly\s+)?(?:year|period|quarter)\s+ended:?\s*¦"
SIGNS = "$€£¥₩₹₦₪"
VALUED = (
    rf"(?i)\b(?:aggregate\s+market\s+value|market\s+value\s+of\b[^¦{SIGNS}]{{0,120}}?"
    rf"\b(?:stock|shares|units|equity))\b[^¦{SIGNS}]{{0,600}}?[{SIGNS}]\s?¦"
)
"""The first amount behind these words."""
COUNTED = (
    r"(?i)\bnumber\s+of\s+(?:shares|units)\b[^¦]{0,240}?\boutstanding\b[^¦]{0,240}?"
    r"\b(?:was|is|were|are)\s+¦"
)
ISSUER = (
    r"(?:(?:(?!\b(?i:stock|shares?|units?|notes?|warrants?|rights|debentures)\b)[^%\d])*?"
    r"\b(?i:inc|corp|corporation|company|co|llc|l\.l\.c|l\.?p|ltd|plc|limited)\b\.?,?\s+)"
    r"(?=\d|(?:Common|Class|Preferred|Preference|Ordinary|Depositary|American|Series|Senior|Junior"
    r"|Subordinated|Notes|Units|Warrants|Debentures|Floating|Fixed|Cumulative|Guarantee)\b)"
)
"""The name of a registrant ahead of the title of its security."""
NAME = r"(?i)^(?!(?:corporation|company|incorporated|inc\.?|limited|registrant)$)"
NAMED = r"(?i)¦\W*\bexact\s+name\s+of\s+(?:the\s+)?registrant"

DILUTED = date(1997, 12, 15)
"""SFAS 128. Before, one figure a share was the primary one."""
Usd = Cue(unit="USD")
Always = Cue(unit="USD", always=True)
"""Of 267 statements with gold 2 lack one of these."""
Cost = Cue(unit="USD", sign="cost")
Outflow = Cue(unit="USD", sign="outflow")


def item(description: str, pattern: str | None = None, title: str | None = None):
    return Field(default=None, description=description, pattern=pattern, title=title)


class Security(BaseModel):
    """Securities registered pursuant to Section 12(b) of the Act: title of each class, trading
    symbol, exchange.
    """

    model_config = OPENING

    title: Annotated[str | None, Cue(begins=ISSUER)] = item("title of each class of security")
    trading_symbol: Annotated[
        str | None,
        Cue(
            pattern=(
                r"[A-Z][A-Z0-9]{0,7}[a-z]?(?:"
                r" (?:\d{2,4}[A-Z]?|RT|WS|U|PR[A-Z]?)|[./\-][A-Z0-9]{1,4})?"
            )
        ),
    ] = item("trading symbol")
    exchange: Annotated[str | None, Cue(looks=r"(?i)exchange|market|nyse|nasdaq|cboe|\botc")] = (
        item("name of each exchange on which registered")
    )


class IncomeStatement(Flow):
    """Consolidated statements of income, operations or earnings: net sales, revenues, costs,
    expenses, earnings per share.
    """

    revenue: Annotated[
        Decimal | None, Cue(unit="USD", deducted=r"(?i)^\W*(?:total )?interest\b")
    ] = item("total revenues, net sales, sales and other operating revenues")
    cost_of_revenue: Annotated[Decimal | None, Cost] = item(
        "cost of revenue, cost of sales, cost of products sold"
    )
    gross_profit: Annotated[Decimal | None, Usd] = item("gross profit, gross margin")
    research_and_development: Annotated[Decimal | None, Cost] = item(
        "research and development expense, technology and development"
    )
    selling_general_and_administrative: Annotated[Decimal | None, Cost] = item(
        "selling, general and administrative expenses", title="Selling, general and administrative"
    )
    total_costs_and_expenses: Annotated[Decimal | None, Cost] = item(
        "total costs and expenses, all costs deducted from revenue"
    )
    operating_expenses: Annotated[Decimal | None, Cost] = item(
        "total operating expenses, deducted from gross profit"
    )
    operating_income: Annotated[Decimal | None, Usd] = item(
        "operating income or loss, income from operations"
    )
    interest_expense: Annotated[
        Decimal | None, Cue(unit="USD", sign="cost", summed=r"(?i)^(?!.*\bincome\b).*\binterest\b")
    ] = item("interest expense, interest and debt expense")
    pretax_income: Annotated[Decimal | None, Usd] = item(
        "income or loss before income taxes, earnings before taxes"
    )
    income_tax_expense: Annotated[
        Decimal | None, Cue(unit="USD", sign="provision", summed=r"(?i)\btax(?:es)?\b")
    ] = item("provision for income taxes, income tax expense or benefit")
    net_income: Annotated[Decimal | None, Always] = item("net income or loss, net earnings")
    eps_basic: Annotated[Decimal | None, Cue(unit="USD/share", twin="eps_diluted")] = item(
        "basic earnings per share, net income per share", title="Basic EPS"
    )
    eps_diluted: Annotated[
        Decimal | None, Cue(unit="USD/share", twin="eps_basic", since=DILUTED)
    ] = item("diluted earnings per share, net income per share", title="Diluted EPS")
    shares_basic: Annotated[
        Decimal | None, Cue(unit="shares", sign="cost", twin="shares_diluted")
    ] = item("weighted average shares outstanding, basic", title="Basic shares")
    shares_diluted: Annotated[
        Decimal | None, Cue(unit="shares", sign="cost", twin="shares_basic", since=DILUTED)
    ] = item("weighted average shares outstanding, diluted", title="Diluted shares")


class BalanceSheet(Statement):
    """Consolidated balance sheets, statement of financial position: assets, liabilities,
    shareholders' equity.
    """

    cash_and_equivalents: Annotated[Decimal | None, Usd] = item("cash and cash equivalents")
    short_term_investments: Annotated[Decimal | None, Usd] = item(
        "short-term investments, marketable securities", title="Short-term investments"
    )
    receivables: Annotated[Decimal | None, Usd] = item("accounts and notes receivable, net")
    inventory: Annotated[Decimal | None, Usd] = item("inventories, merchandise inventories")
    current_assets: Annotated[Decimal | None, Usd] = item("total current assets")
    property_plant_and_equipment: Annotated[Decimal | None, Usd] = item(
        "property, plant and equipment, net", title="Property, plant and equipment"
    )
    goodwill: Annotated[Decimal | None, Usd] = item("goodwill")
    total_assets: Annotated[Decimal | None, Always] = item("total assets")
    accounts_payable: Annotated[Decimal | None, Usd] = item("accounts payable, trade payables")
    current_liabilities: Annotated[Decimal | None, Usd] = item("total current liabilities")
    long_term_debt: Annotated[Decimal | None, Usd] = item(
        "long-term debt, long-term borrowings, less current portion", title="Long-term debt"
    )
    total_liabilities: Annotated[Decimal | None, Usd] = item("total liabilities")
    retained_earnings: Annotated[Decimal | None, Usd] = item(
        "retained earnings, accumulated deficit, reinvested earnings"
    )
    stockholders_equity: Annotated[Decimal | None, Usd] = item(
        "total stockholders' equity of the company, shareholders' equity",
        title="Stockholders' equity",
    )
    total_liabilities_and_equity: Annotated[Decimal | None, Always] = item(
        "total liabilities and stockholders' equity"
    )


class CashFlow(Flow):
    """Consolidated statements of cash flows: operating activities, investing activities, financing
    activities.
    """

    operating_cash_flow: Annotated[Decimal | None, Always] = item(
        "net cash provided by or used in operating activities"
    )
    investing_cash_flow: Annotated[Decimal | None, Always] = item(
        "net cash provided by or used in investing activities"
    )
    financing_cash_flow: Annotated[Decimal | None, Always] = item(
        "net cash provided by or used in financing activities"
    )
    depreciation_and_amortization: Annotated[Decimal | None, Cost] = item(
        "depreciation and amortization"
    )
    stock_based_compensation: Annotated[Decimal | None, Cost] = item(
        "stock-based compensation, share-based compensation expense",
        title="Stock-based compensation",
    )
    capital_expenditures: Annotated[Decimal | None, Outflow] = item(
        "capital expenditures, purchases of property, plant and equipment"
    )
    share_repurchases: Annotated[Decimal | None, Outflow] = item(
        "repurchases of common stock, purchases of treasury stock"
    )
    dividends_paid: Annotated[Decimal | None, Outflow] = item("cash dividends paid")


class Filing(BaseModel):
    """Cover page of an annual or quarterly report: registrant, commission file number, employer
    identification, address, filer status.
    """

    model_config = OPENING | ConfigDict(title="10-K or 10-Q")

    registrant_name: Annotated[str | None, Cue(told=NAMED, looks=NAME)] = item(
        "exact name of registrant as specified in its charter"
    )
    form_type: Annotated[
        str | None,
        Cue(
            pattern=FORM,
            refused="no periodic report; its statements are read all the same",
        ),
    ] = item("form 10-K or form 10-Q", PERIODIC)
    period_end_date: Annotated[
        date | None,
        Cue(
            told=ENDED,
            unlike=(
                r"(?i)\b(?:from|beginning|commencing)(?: on)?\W*¦|date of [^¦]{0,50}\bevent[^¦]*¦"
                r"|\bfiled\b[^¦]{0,60}\bon ¦"
            ),
        ),
    ] = item("for the fiscal year ended, for the quarterly period ended")
    fiscal_year_end: Annotated[
        str | None,
        Cue(
            pattern=r"[A-Za-z]+ +\d{1,2}",
            within="period_end_date",
            unless=r"(?i)quarter|transition period",
        ),
    ] = item("month and day on which the fiscal year ends")
    commission_file_number: Annotated[str | None, Cue(pattern=r"\d{1,3}-\d{2,6}(?:-\d{1,2})?")] = (
        item("commission file number")
    )
    state_of_incorporation: Annotated[str | None, Cue(pattern=JURISDICTION, told=INCORPORATED)] = (
        item("state or other jurisdiction of incorporation or organization")
    )
    employer_id: Annotated[str | None, Cue(pattern=r"\d{2}[-–]\s?\d{7}")] = item(
        "I.R.S. employer identification number"
    )
    street: Annotated[str | None, Cue(looks=STREET, tail=SUITE)] = item(
        "street address of principal executive offices"
    )
    city: Annotated[str | None, Cue(ends=",")] = item("city of principal executive offices")
    state: Annotated[str | None, Cue(pattern=STATE)] = item("state of principal executive offices")
    postal_code: Annotated[
        str | None,
        Cue(
            pattern=(
                r"\d{5}(?:[-–]\d{4})?|[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}|[A-Z]\d[A-Z]"
                r" \d[A-Z]\d|[A-Z]\d{2} [A-Z0-9]{4}|\d{4}"
            ),
            told=rf"¦\s+[^\d,¦]{{2,30}},\s+(?:the\s+)?(?:{COUNTRIES})\b",
        ),
    ] = item("zip code of principal executive offices")
    phone: Annotated[
        str | None,
        Cue(
            pattern=PHONE,
            near=(
                r"(?i)phone|\btel\b|area code|\bzip\b|executive offices?|address"
                r"|\b\d{5}(?:-\d{4})?\s+¦"
            ),
            unlike=r"(?i)\bfax|facsimile\W*¦|" + STAMPED,
        ),
    ] = item("registrant's telephone number, including area code")
    shares_outstanding: Annotated[
        Decimal | None,
        Cue(
            unit="shares",
            pattern=AMOUNT,
            near=r"(?i)outstanding|\bshares?\b|\bunits?\b",
            told=COUNTED,
            unlike=NOT_OUTSTANDING,
        ),
    ] = item("number of shares of common stock outstanding at the latest date")
    public_float: Annotated[
        Decimal | None,
        Cue(
            unit="USD",
            pattern=AMOUNT,
            near=r"(?i)market\s+value|non-?\s?affiliate",
            told=VALUED,
            unlike=(
                r"(?i)price\W+(?:\w+\W+){0,2}¦|¦\s*(?:per|a) share|¦\s*(?:share|unit)s"
                r"|¦\s+\d{1,2}/\d"
            ),
        ),
    ] = item("aggregate market value of the voting stock held by non-affiliates")
    filer_category: (
        Literal["Large Accelerated Filer", "Accelerated Filer", "Non-accelerated Filer"] | None
    ) = item(
        "filer status by check mark: large accelerated filer, accelerated filer, non-accelerated"
        " filer, smaller reporting company"
    )

    security: list[Security] = Field(default_factory=list)
    income_statement: list[IncomeStatement] = Field(default_factory=list)
    balance_sheet: list[BalanceSheet] = Field(default_factory=list)
    cash_flow: list[CashFlow] = Field(default_factory=list)


ROOT = Filing


CANADA = {*CODES.split()[-8:], *(s.upper() for s in STATES.split("|")[-8:])}
CANADIAN = r"[A-Z]\d[A-Z] \d[A-Z]\d"


QUARTERLY: tuple[tuple[str, str, Literal["error", "warning"]], ...] = (
    ("income", "income_statement", "error"),
    ("flow", "cash_flow", "warning"),
)
"""Some filers add the cash flows of the last twelve months, hardly any their income."""

ANNUAL = r"10\W*K(?!\W*T)|[24]0\W*F"
"""Forms of reports on a whole year."""


def alike(assets: Decimal, figures: Sequence[Decimal]) -> Decimal:
    """No gap if the largest figure of another statement goes with the total assets. Shells and
    biotechnology firms earn little, and dealers turn their assets over, but not that much.
    """
    largest = max(map(abs, figures))
    return unless(assets <= 0 or not largest or assets / 5_000 < largest < assets * 1_000)


def tenfold(product: Decimal, net_income: Decimal) -> Decimal:
    """No gap unless the two are a power of ten apart, to 3 %: a mistaken scale of the shares or of
    the EPS looks like that.
    """
    if not product or not net_income:
        return Decimal(0)
    ratio = abs(product / net_income)
    power = round(ratio.log10())
    return unless(not power or abs(ratio.scaleb(-power) - 1) > Decimal("0.03"))


def per_share(eps: Decimal, shares: Decimal, net_income: Decimal) -> Decimal:
    """EPS are rounded to cents; preferred dividends and participating shares take some of net
    income, and add to a loss: of the statements with gold up to 27 %.
    """
    taken = net_income - eps * shares
    return Decimal("0.005") * shares + Decimal("0.3" if taken > 0 else "0.02") * abs(net_income)


CHECKS = (
    Check(
        "sheet_date",
        "filing",
        "the newest balance sheet is of the day on which the cover's period ends",
        lambda period_end_date, period_end: unless(period_end_date == max(period_end)),
        over="balance_sheet",
    ),
    Check(
        "income_date",
        "filing",
        "the newest income statement ends with the cover's period",
        lambda period_end_date, period_end: unless(period_end_date == max(period_end)),
        over="income_statement",
    ),
    Check(
        "flow_date",
        "filing",
        "the newest cash flow statement ends with the cover's period",
        lambda period_end_date, period_end: unless(period_end_date == max(period_end)),
        over="cash_flow",
    ),
    Check(
        "year",
        "income_statement",
        "the periods of an annual report are years, unless it is one of a transition period",
        lambda form_type, months: unless(months >= 12 or not re.match(ANNUAL, form_type)),
        severity="warning",
    ),
    *(
        Check(
            f"{name}_quarter",
            table,
            "a quarterly report has no year that ends with its quarter",
            lambda form_type, period_end_date, period_end, months: unless(
                months < 12 or period_end < period_end_date or "Q" not in form_type
            ),
            severity=severity,
        )
        for name, table, severity in QUARTERLY
    ),
    Check(
        "income_size",
        "balance_sheet",
        "revenue or net income is neither 1,000 times the total assets nor a 5,000th of them",
        lambda total_assets, revenue, net_income: alike(total_assets, [*revenue, *net_income]),
        over="income_statement",
        severity="warning",
    ),
    Check(
        "flow_size",
        "balance_sheet",
        "the cash flows are neither 1,000 times the total assets nor a 5,000th of them",
        lambda total_assets, operating_cash_flow, investing_cash_flow, financing_cash_flow: alike(
            total_assets, [*operating_cash_flow, *investing_cash_flow, *financing_cash_flow]
        ),
        over="cash_flow",
        severity="warning",
    ),
    Check(
        "outstanding",
        "filing",
        "the shares outstanding are not 100 times the weighted average, nor the other way round",
        lambda shares_outstanding, shares_basic: near(
            shares_outstanding, max(shares_basic), times=100
        ),
        over="income_statement",
        severity="warning",
    ),
    Check(
        "float",
        "filing",
        "shares are worth between a cent and 10,000 dollars each",
        lambda public_float, shares_outstanding: unless(
            shares_outstanding / 100 <= public_float <= shares_outstanding * 10_000
        ),
        severity="warning",
    ),
    Check(
        "employer_id_form",
        "filing",
        "an employer identification number is NN-NNNNNNN",
        lambda employer_id: like(r"\d{2}[-–]\s?\d{7}", employer_id),
    ),
    Check(
        "file_number_form",
        "filing",
        "a commission file number is of a series that registrants of periodic reports have",
        lambda commission_file_number: like(
            r"(?:0{0,2}[0-2]|0?33|333)-\d{1,6}(?:-\d{1,2})?", commission_file_number
        ),
        severity="warning",
    ),
    Check(
        "postal_code_form",
        "filing",
        "postal codes of the United States have five or nine digits, those of Canada are A1A 1A1",
        lambda state, postal_code: like(
            CANADIAN if state.upper() in CANADA else r"\d{5}(?:[-–]\d{4})?", postal_code
        ),
    ),
    Check(
        "phone_form",
        "filing",
        "telephone numbers of the United States and Canada have ten digits, eleven with a 1 before"
        " them",
        lambda state, phone: like(r"(?:1\D*)?[2-9]\d{9}", "".join(c for c in phone if c.isdigit())),
        severity="warning",
    ),
    Check(
        "symbol_form",
        "security",
        "a trading symbol is of one to five capitals, before a number or a class",
        lambda trading_symbol: like(
            r"[A-Z]{1,5}\d{0,2}[A-Z]?[a-z]?(?:[ ./\-][A-Z0-9]+)?", trading_symbol
        ),
        severity="warning",
    ),
    Check(
        "gross",
        "income_statement",
        "revenue - cost of revenue = gross profit",
        lambda revenue, cost_of_revenue, gross_profit: revenue - cost_of_revenue - gross_profit,
    ),
    Check(
        "operating",
        "income_statement",
        "gross profit - operating expenses = operating income",
        lambda gross_profit, operating_expenses, operating_income: (
            gross_profit - operating_expenses - operating_income
        ),
    ),
    Check(
        "costs",
        "income_statement",
        "revenue - total costs and expenses = operating income, to 2 % of revenue (other income)",
        lambda revenue, total_costs_and_expenses, operating_income: (
            revenue - total_costs_and_expenses - operating_income
        ),
        lambda revenue, *_: abs(revenue) / 50,
    ),
    Check(
        "eps_basic",
        "income_statement",
        "basic EPS x shares = net income, to half a cent a share, 2 % and preferred dividends",
        lambda eps_basic, shares_basic, net_income: eps_basic * shares_basic - net_income,
        per_share,
    ),
    Check(
        "eps_diluted",
        "income_statement",
        "diluted EPS x shares = net income, to half a cent a share, 2 % and preferred dividends",
        lambda eps_diluted, shares_diluted, net_income: eps_diluted * shares_diluted - net_income,
        per_share,
    ),
    Check(
        "eps_basic_scale",
        "income_statement",
        "basic EPS x shares are not 10, 100, 1,000 ... times net income, nor the other way round",
        lambda eps_basic, shares_basic, net_income: tenfold(eps_basic * shares_basic, net_income),
        severity="warning",
    ),
    Check(
        "eps_diluted_scale",
        "income_statement",
        "diluted EPS x shares are not 10, 100, 1,000 ... times net income, nor the other way round",
        lambda eps_diluted, shares_diluted, net_income: tenfold(
            eps_diluted * shares_diluted, net_income
        ),
        severity="warning",
    ),
    Check(
        "eps_dilution",
        "income_statement",
        "diluted EPS are not above the basic ones",
        lambda eps_basic, eps_diluted: excess(eps_diluted, eps_basic),
        exactly,
    ),  # rounding changes no order
    Check(
        "dilution",
        "income_statement",
        "diluted shares include the basic ones",
        lambda shares_basic, shares_diluted: excess(shares_basic, shares_diluted),
        exactly,
    ),
    Check(
        "basic_shares",
        "income_statement",
        "there are shares",
        lambda shares_basic: unless(shares_basic > 0),
    ),
    Check(
        "diluted_shares",
        "income_statement",
        "there are shares",
        lambda shares_diluted: unless(shares_diluted > 0),
    ),
    Check(
        "balance",
        "balance_sheet",
        "total assets = total liabilities and equity",
        lambda total_assets, total_liabilities_and_equity: (
            total_assets - total_liabilities_and_equity
        ),
    ),
    Check(
        "current_assets",
        "balance_sheet",
        "current assets are part of total assets",
        lambda current_assets, total_assets: excess(current_assets, total_assets),
    ),
    Check(
        "current_liabilities",
        "balance_sheet",
        "current liabilities are part of total liabilities",
        lambda current_liabilities, total_liabilities: excess(
            current_liabilities, total_liabilities
        ),
    ),
    Check(
        "liabilities",
        "balance_sheet",
        "liabilities and the company's equity are part of total liabilities and equity, to 10 %"
        " (minority interests below nothing)",
        lambda total_liabilities, stockholders_equity, total_liabilities_and_equity: excess(
            total_liabilities + stockholders_equity, total_liabilities_and_equity
        ),
        lambda *amounts: abs(amounts[-1]) / 10,
    ),
    Check(
        "cash",
        "balance_sheet",
        "cash is part of current assets",
        lambda cash_and_equivalents, current_assets: excess(cash_and_equivalents, current_assets),
    ),
    Check(
        "receivables",
        "balance_sheet",
        "receivables are part of current assets",
        lambda receivables, current_assets: excess(receivables, current_assets),
    ),
    Check(
        "inventory",
        "balance_sheet",
        "inventory is part of current assets",
        lambda inventory, current_assets: excess(inventory, current_assets),
    ),
    Check(
        "payable",
        "balance_sheet",
        "accounts payable are part of current liabilities",
        lambda accounts_payable, current_liabilities: excess(accounts_payable, current_liabilities),
    ),
    *not_negative("income_statement", "revenue"),
    *not_negative(
        "balance_sheet",
        "cash_and_equivalents short_term_investments receivables inventory current_assets"
        " property_plant_and_equipment goodwill total_assets accounts_payable current_liabilities"
        " long_term_debt total_liabilities",
    ),
    *no_jump("income_statement", "revenue cost_of_revenue shares_basic shares_diluted", times=20),
    *no_jump(
        "balance_sheet",
        "current_assets total_assets current_liabilities total_liabilities"
        " total_liabilities_and_equity",
        times=20,
    ),
    *no_jump("cash_flow", "depreciation_and_amortization stock_based_compensation", times=20),
)
