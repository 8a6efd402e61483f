from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Recipient(BaseModel):
    person: str = Field(description="name with title")
    institute: str
    country: str


class Sample(BaseModel):
    accession: str
    species: str = Field(description="scientific name")
    origin: str = Field(description="country where it was collected")
    seeds: int = Field(description="number of seeds sent")
    viability_percent: Decimal | None = Field(None, description="germination result, if tested")
    remark: str | None = None


class SeedShipment(BaseModel):
    list_no: str = Field(description="number of this distribution list")
    request_no: str = Field(description="number of the request answered")
    requested_on: date
    sent_on: date = Field(description="day the parcel went off")
    recipient: Recipient
    transfer_agreement: str = Field(description="reference of the material transfer agreement")
    phyto_certificate: str
    packed_by: str = Field(description="who packed the parcel")
    bags: int = Field(description="number of sachets in the parcel")
    purpose: str = Field(description="use for which the seed was asked")
    carrier: str = Field(description="courier firm")
    tracking_no: str | None = Field(None, description="the courier's consignment number")
    import_permit: str | None = Field(
        None, description="number of the import permit of the receiving country"
    )
    samples: list[Sample]
