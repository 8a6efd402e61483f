from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class CostLine(BaseModel):
    code: str | None = None
    work: str | None = None
    budgeted: Decimal | None = None
    open_orders: Decimal | None = Field(None, description="ordered but not yet invoiced")
    spent: Decimal | None = Field(None, description="cost so far")
    variance: Decimal | None = Field(
        None, description="expected gain, or loss as a negative number"
    )


class JobCost(BaseModel):
    builder: str | None = Field(None, description="the firm whose report it is")
    job_number: str | None = None
    project: str | None = Field(None, description="name of the job")
    client: str | None = None
    surveyor: str | None = Field(None, description="quantity surveyor in charge")
    site_start: date | None = Field(None, description="day the work began")
    period_end: date | None = Field(None, description="day the period was closed")
    original_contract: Decimal | None = None
    agreed_variations: Decimal | None = None
    current_contract: Decimal | None = Field(None, description="contract sum with the variations")
    certified: Decimal | None = None
    retention: Decimal | None = Field(None, description="amount of money kept back")
    percent_done: Decimal | None = Field(None, description="how far the job is, in percent")
    total_spent: Decimal | None = Field(None, description="cost of the whole job so far")
    completion_due: date | None = Field(None, description="planned or contractual completion date")
    overhead_percent: Decimal | None = Field(None, description="surcharge for overheads")
    lines: list[CostLine] = Field(default_factory=list, description="cost headings, no totals")
