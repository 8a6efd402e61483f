from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Charge(BaseModel):
    what: str = Field(description="wording of the charge, whole")
    net: Decimal
    vat: Decimal | None = Field(None, description="VAT on this charge, if any")


class FeeNote(BaseModel):
    number: str = Field(description="number of the fee note")
    dated: date
    client: str = Field(description="with title")
    client_address: str
    matter: str = Field(description="what the work was about, as in the heading")
    appeared_on: date = Field(description="day the client signed before the notary")
    register_entry: str = Field(description="entry in the notarial register")
    net_total: Decimal
    vat_total: Decimal
    paid_on_account: Decimal = Field(description="money received beforehand")
    still_owed: Decimal
    vat_registration: str
    sort_code: str
    bank_account: str = Field(description="account number for paying the note")
    apostille_no: str | None = Field(None, description="number of the apostille")
    due_on: date | None = Field(None, description="calendar day by which payment is due")
    charges: list[Charge] = Field(description="professional charges and disbursements")
