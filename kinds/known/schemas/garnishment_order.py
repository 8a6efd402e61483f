from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Party(BaseModel):
    name: str
    address: str


class Garnishment(BaseModel):
    case_no: str
    creditor: Party = Field(description="who won the judgment")
    debtor: Party = Field(description="the employee whose wages are taken")
    employer: Party = Field(description="who has to withhold")
    creditor_attorney: str = Field(description="name of the lawyer only")
    judgment_date: date
    interest: Decimal = Field(description="interest included in the sum now owed")
    total_due: Decimal
    max_percent: Decimal = Field(description="largest share of disposable earnings, in percent")
    ordered_on: date = Field(description="date the judge made this order")
    hearing_on: date | None = Field(
        None, description="day of the hearing, if the debtor asks for one"
    )
    debtor_ssn_last4: str | None = Field(
        None, description="last four digits of the social security number"
    )
    served_on: date | None = Field(None, description="when the employer was served")
