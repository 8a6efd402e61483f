from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Contact(BaseModel):
    name: str
    email: str


class SourceFile(BaseModel):
    filename: str
    words: int
    pages: int | None = None


class FeeLine(BaseModel):
    service: str = Field(description="kind of work")
    quantity: Decimal
    unit: str = Field(description="what the quantity counts")
    unit_price: Decimal | None = Field(None, description="pay for one unit")
    amount: Decimal


class JobOrder(BaseModel):
    job_no: str = Field(description="number of this order")
    linguist: str = Field(description="the translator who gets the job")
    source_language: str = Field(description="language to translate from, with its variant")
    target_language: str = Field(description="language to translate into, with its variant")
    domain: str = Field(description="specialist area of the texts")
    start_date: date
    due_date: date = Field(description="day of delivery")
    manager: Contact = Field(description="project manager at the agency")
    software: str = Field(description="translation program to be used, name and version")
    client_reference: str | None = Field(None, description="the end client's mark")
    total_fee: Decimal = Field(description="whole pay before tax")
    sworn: bool = Field(description="is a sworn translation wanted")
    payment_days: int = Field(description="days until the agency pays the invoice")
    rush_percent: Decimal | None = Field(None, description="surcharge for urgency, in percent")
    linguist_vat_id: str | None = Field(None, description="tax number of the translator")
    files: list[SourceFile] = Field(
        description="files to be translated, without reference material"
    )
    fee_lines: list[FeeLine]
