from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Litigants(BaseModel):
    claimant: str
    defendant: str = Field(description="as on the slip")


class FeeReceipt(BaseModel):
    receipt_no: str
    paid_on: date
    paid_at: str = Field(description="time of day")
    court: str = Field(description="name of the court without the registry")
    case_no: str = Field(description="number of the claim")
    parties: Litigants
    payer: str = Field(description="firm or person that paid")
    payer_reference: str | None = Field(default=None, description="the payer's own file reference")
    main_fee: Decimal = Field(description="fee for the application alone, without copies")
    amount: Decimal = Field(description="all that was paid")
    means: Literal["CARD", "CASH", "CHEQUE"] = Field(description="how it was paid")
    authorisation: str | None = Field(default=None, description="approval code of the card payment")
    cashier: str
    fee_remission_no: str | None = Field(
        default=None, description="number of a granted remission of fees (help with fees)"
    )
    hearing_date: date | None = Field(
        default=None, description="when the application will be heard"
    )
