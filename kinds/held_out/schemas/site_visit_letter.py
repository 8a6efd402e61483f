from datetime import date

from pydantic import BaseModel, Field


class Action(BaseModel):
    no: str
    task: str = Field(description="what is to be done")
    who: str
    until: date | None = Field(
        default=None, description="due date, also if already past; none if open"
    )


class VisitLetter(BaseModel):
    """Letter from a monitor to a trial site after a visit."""

    written_on: date
    protocol: str = Field(description="protocol number only")
    site: str = Field(description="number of the site")
    sponsor: str = Field(description="name of the firm, without town")
    investigator: str = Field(description="principal investigator with title, no post")
    first_day: date = Field(description="first day of the visit reported on")
    last_day: date
    monitor: str = Field(description="name of the one who visited and signs")
    eu_number: str | None = Field(
        default=None, description="number of the trial in the EU register"
    )
    screened: int = Field(description="patients screened up to now")
    randomised: int
    kits_left: int = Field(description="kits of study drug still in stock")
    consent_version: str = Field(description="version of the consent form, number only")
    next_visit: date | None = None
    ethics_opinion_on: date | None = Field(
        default=None, description="date of the ethics committee's opinion on Amendment 4"
    )
    medical_monitor: str | None = Field(
        default=None, description="name of the sponsor's medical monitor"
    )
    actions: list[Action]
