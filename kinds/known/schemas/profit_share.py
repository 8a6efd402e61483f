from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Shipment(BaseModel):
    file_no: str
    house_document: str = Field(description="house bill of lading or house air waybill")
    carrier_document: str | None = Field(
        default=None, description="master bill or air waybill number, if any"
    )
    revenue: Decimal
    cost: Decimal
    partner_part: Decimal = Field(description="share of the receiving agent; negative for a loss")


class Agent(BaseModel):
    name: str
    address: str = Field(description="street to country, without the contact person")
    code: str | None = Field(
        default=None, description="short code under which the sender keeps this agent"
    )


class ShareStatement(BaseModel):
    number: str = Field(description="number of this statement")
    date_of_statement: date
    sender: str = Field(description="forwarder that issues the statement")
    agent: Agent = Field(description="forwarder to whom the statement goes")
    contract_ref: str = Field(description="number of the agreement between the two")
    first_day: date = Field(description="begin of the period covered")
    last_day: date
    currency: str
    joint_profit: Decimal = Field(description="profit of all shipments before it is divided")
    fee_deducted: Decimal = Field(description="documentation fee in total, signed as printed")
    payable: Decimal = Field(description="final amount due to the agent")
    pay_by: date | None = Field(
        default=None,
        description="calendar date by which it must be paid, only if a date is printed",
    )
    agent_tax_id: str | None = Field(
        default=None, description="tax or VAT number of the receiving agent"
    )
    shipments: list[Shipment]
