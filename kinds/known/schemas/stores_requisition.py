from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field


class Agent(BaseModel):
    name: str
    phone: str | None = None


class Article(BaseModel):
    line: int
    impa_code: str | None = Field(None, description="catalogue code, with its spaces")
    article: str
    unit: str = Field(description="unit of measure")
    quantity: int = Field(description="how many are asked for")
    remark: str | None = Field(None, description="note beside the article")


class Requisition(BaseModel):
    ship: str = Field(description="ship as printed, prefix included")
    imo: str
    flag: str
    number: str = Field(description="number of this request")
    raised_on: date = Field(description="date of this request")
    department: Literal["Deck", "Engine", "Cabin", "Galley"] = Field(
        description="the one that is ticked"
    )
    supply_port: str = Field(description="where the goods shall be delivered")
    arrival: date = Field(description="expected arrival there")
    agent: Agent = Field(description="ship's agent in port")
    account: str = Field(description="budget account, number and name")
    master: str = Field(description="captain, with title")
    master_signed_on: date
    estimated_value: Decimal | None = Field(None, description="what the office thinks it will cost")
    superintendent: str | None = Field(
        None, description="name of the superintendent who approved it"
    )
    articles: list[Article]
