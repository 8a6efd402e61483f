from datetime import date

from pydantic import BaseModel, Field


class MeterReading(BaseModel):
    supply: str = Field(description="electricity, gas or the like, as printed")
    location: str
    serial: str | None = None
    value: str = Field(description="the reading as printed, without unit")


class Article(BaseModel):
    ref: str = Field(description="number of the entry")
    thing: str = Field(description="the item, short")
    looks: str = Field(description="description of the item")
    state: str = Field(description="condition noted by the clerk")
    tenant_says: str | None = Field(default=None, description="remark by the tenant")


class CheckIn(BaseModel):
    report_no: str
    flat_address: str = Field(description="address of the property let")
    owner: str = Field(description="the landlord, with title")
    inspector: str = Field(description="name of the inventory clerk")
    made_on: date = Field(description="day the inventory was put together")
    tenancy_start: date
    handover_day: date = Field(description="day on which the check-in took place")
    handover_time: str
    smoke_alarm_works: bool = Field(description="smoke alarm tested and found working")
    co_alarm: bool = Field(description="whether there is a carbon monoxide alarm")
    gas_certificate_date: date | None = Field(
        default=None, description="date of the gas safety record"
    )
    key_sets: int = Field(description="full sets of keys given to the tenants")
    deposit_certificate: str | None = Field(
        default=None, description="number of the deposit protection certificate"
    )
    parking_permit: str | None = Field(default=None, description="number of a parking permit")
    cleanliness: str = Field(description="overall remark on how clean the flat is")
    meters: list[MeterReading]
    articles: list[Article] = Field(description="everything listed room by room")
