"""A credit agreement: parties, dates, facilities with each lender's commitment, pricing, covenants,
events of default.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from extract_filings.schemas.base import Cue
from extract_filings.schemas.checks import Check, exactly, unless

Usd = Cue(unit="USD")
LEVEL = r"^(?:[1-9]|I{1,3}|IV|VI{0,3})$"


def item(description: str, **bounds):
    return Field(default=None, description=description, **bounds)


class Address(BaseModel):
    """Where notices to the borrower go."""

    street: str | None = item(
        "street address for notices to the borrower: number and street, with suite or floor"
    )
    city: str | None = item("city of the borrower's address for notices", max_length=60)
    state: str | None = item("state of the borrower's address for notices", max_length=40)
    postal_code: str | None = item(
        "zip code of the borrower's address for notices", pattern=r"^\d{5}(?:-\d{4})?$"
    )


class Borrower(BaseModel):
    """The company that borrows, one of the parties among whom the agreement is entered into."""

    name: str = Field(
        description=(
            "full name of the borrower, as the first paragraph has it: this credit agreement is"
            " entered into among NAME, a corporation (the “Borrower”)"
        ),
        max_length=120,
    )
    jurisdiction: str | None = item(
        "state or country under whose law the borrower is organized, such as Delaware of “a"
        " Delaware corporation”; this agreement is entered into among",
        max_length=40,
    )
    address: Address = Field(default_factory=Address)


class Guarantor(BaseModel):
    """The guarantors, subsidiary guarantors: each company that guarantees the obligations, and
    where it is organized.
    """

    name: str = Field(description="full name of the guarantor", max_length=120)
    jurisdiction: str | None = item(
        "state or country under whose law the guarantor is organized", max_length=40
    )


class Commitment(BaseModel):
    """Commitments of the lenders: each lender's name and the amount that it lends under the
    facility.
    """

    lender: str = Field(description="name of the lender", max_length=120)
    amount: Annotated[Decimal, Usd] = Field(description="the lender's commitment, in dollars", gt=0)


class Facility(BaseModel):
    """The credit facilities: revolving commitments and term loans, each with its aggregate amount
    and maturity date.
    """

    kind: Literal["Revolving", "Term A", "Term B", "Delayed Draw"] = Field(
        description="kind of the facility"
    )
    commitment: Annotated[Decimal, Usd] = Field(
        description="aggregate commitments, aggregate principal amount of the facility", gt=0
    )
    maturity: date | None = item("date on which the facility matures or terminates")
    lenders: list[Commitment] = Field(default_factory=list)


class PricingLevel(BaseModel):
    """The pricing grid that determines the applicable rate or applicable margin: level by level the
    leverage ratio and, in percent a year, the margins and fees.
    """

    level: str = Field(description="pricing level: its number", pattern=LEVEL)
    ratio_from: Decimal | None = item(
        "leverage ratio from which on the level applies, greater than or equal to; the 2.50 of 2.50"
        " to 1.00",
        ge=0,
        le=20,
    )
    ratio_below: Decimal | None = item(
        "leverage ratio below which the level applies, less than; the 3.00 of 3.00 to 1.00",
        ge=0,
        le=20,
    )
    sofr_margin: Decimal = Field(description="margin of Term SOFR loans, in percent", ge=0, le=20)
    base_rate_margin: Decimal | None = item("margin of Base Rate loans, in percent", ge=0, le=20)
    commitment_fee: Decimal | None = item("commitment fee, unused fee, in percent", ge=0, le=5)


class Covenant(BaseModel):
    """Financial covenants: the leverage ratio, coverage ratio, liquidity or capital expenditures
    that the borrower shall not exceed or fall below.
    """

    kind: Literal[
        "Leverage Ratio",
        "Interest Coverage Ratio",
        "Fixed Charge Coverage Ratio",
        "Liquidity",
        "Capital Expenditures",
    ] = Field(description="what is measured")
    threshold: Decimal = Field(
        description="the limit: the 3.50 of 3.50 to 1.00, or an amount in dollars", gt=0
    )
    text: str = Field(
        description="the whole sentence that sets the limit, word for word", max_length=300
    )


class Defaults(BaseModel):
    """Thresholds in the events of default."""

    cross_default: Annotated[Decimal | None, Usd] = item(
        "cross-default, threshold amount of other indebtedness whose default is an event of"
        " default",
        gt=0,
    )
    judgments: Annotated[Decimal | None, Usd] = item(
        "judgments for the payment of money in excess of this amount are an event of default", gt=0
    )
    grace_days: int | None = item(
        "business days after which unpaid interest or fees are an event of default", ge=0, le=60
    )


class Agreement(BaseModel):
    """Credit agreement among a borrower, its guarantors, lenders and an administrative agent."""

    borrower: Borrower
    administrative_agent: str | None = item(
        "full name of the bank that is administrative agent for the lenders", max_length=120
    )
    guarantors: list[Guarantor] = Field(default_factory=list)
    closing_date: date | None = item("closing date, effective date of the agreement, dated as of")
    maturity_date: date | None = item(
        "final maturity date, the latest date on which the loans mature"
    )
    facilities: list[Facility] = Field(default_factory=list)
    pricing: list[PricingLevel] = Field(default_factory=list)
    covenants: list[Covenant] = Field(default_factory=list)
    governing_law: str | None = item(
        "governing law: the state whose law governs and construes the agreement, without"
        " “State of”",
        max_length=40,
    )
    defaults: Defaults = Field(default_factory=Defaults)


ROOT = Agreement

CHECKS = (
    Check(
        "commitments",
        "facilities",
        "the lenders' commitments add up to the facility's",
        lambda commitment, amount: commitment - sum(amount),
        exactly,
        over="facilities_lenders",
    ),
    Check(
        "maturity",
        "agreement",
        "the agreement matures with the last of its facilities",
        lambda maturity_date, maturity: unless(maturity_date == max(maturity)),
        over="facilities",
    ),
    Check(
        "closing",
        "agreement",
        "loans mature after the closing",
        lambda closing_date, maturity_date: unless(closing_date < maturity_date),
    ),
    Check(
        "level",
        "pricing",
        "a pricing level's ratio begins below its end",
        lambda ratio_from, ratio_below: unless(ratio_from < ratio_below),
    ),
)
