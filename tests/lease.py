"""A schema of another kind, as a user would write it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from extract_filings.schemas.base import Cue, Flow


class Payment(BaseModel):
    """Schedule of rent payments."""

    due: date = Field(description="due date, payment date")
    amount: Annotated[Decimal, Cue(unit="USD")] = Field(
        description="amount due, installment", gt=0, le=100_000
    )
    method: Literal["check", "wire transfer"] | None = Field(
        default=None, description="method of payment"
    )


class Lease(BaseModel):
    """Lease agreement for commercial premises."""

    tenant: str = Field(description="name of the tenant, lessee")
    landlord: str | None = Field(default=None, description="landlord, lessor")
    lease_number: str | None = Field(
        default=None, description="lease number, contract no.", pattern=r"^LS-\d{4}-\d{3}$"
    )
    start: date = Field(description="commencement date, start of the lease")
    end: date | None = Field(default=None, description="expiration date, end of the lease")
    annual_rent: Annotated[Decimal | None, Cue(unit="USD", labels=("Base Rent",))] = Field(
        default=None, description="the yearly rent, rent per year", ge=1000
    )
    term_months: int | None = Field(default=None, description="term in months", ge=6, le=2400)
    kind: Literal["Gross", "Net", "Modified Gross"] | None = Field(
        default=None, description="lease type"
    )
    renewal: bool | None = Field(default=None, description="option to renew")
    payments: list[Payment] = Field(default_factory=list, max_length=12)

    @model_validator(mode="after")
    def begins_before_it_ends(self):
        if self.end and self.end <= self.start:
            raise ValueError("a lease begins before it ends")
        return self


class Results(Flow):
    """Results of the property."""

    rental_income: Annotated[Decimal | None, Cue(unit="USD", labels=("Rents received",))] = Field(
        default=None, description="rental income"
    )
    repairs: Annotated[Decimal | None, Cue(unit="USD", sign="cost")] = Field(
        default=None, description="repairs and maintenance"
    )
    per_unit: Annotated[Decimal | None, Cue(unit="USD/share")] = Field(
        default=None, description="distribution per unit"
    )


class Portfolio(BaseModel):
    """Yearly report of a property fund."""

    fund: str = Field(description="name of the fund")
    code: Annotated[str | None, Cue(make=lambda rng: f"Z{rng.randint(10, 99)}/x")] = Field(
        default=None, description="fund code"
    )
    strategy: str | None = Field(
        default=None, description="strategy", examples=["core", "value added"]
    )
    results: list[Results] = Field(default_factory=list)


ROOT = Lease
