from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field


class Contact(BaseModel):
    name: str | None = None
    address: str | None = None
    phone: str | None = None


class Match(BaseModel):
    day: str | None = Field(None, description="day as printed above the matches")
    kick_off: str | None = None
    home: str | None = Field(None, description="home team")
    away: str | None = Field(None, description="visiting team")
    ground: str | None = None
    referee: str | None = Field(None, description="appointed referee if there is one")


class Standing(BaseModel):
    rank: int | None = None
    team: str | None = Field(None, description="without mark of a footnote")
    played: int | None = None
    won: int | None = None
    difference: int | None = Field(None, description="goal difference")
    points: int | None = None


class LeagueSheet(BaseModel):
    league: str | None = None
    division: str | None = Field(None, description="the division whose table this is")
    season: str | None = None
    sheet_no: int | None = Field(None, description="number of the bulletin")
    issued: date | None = None
    sponsor: str | None = None
    secretary: Contact = Field(description="secretary of the league")
    late_result_fine: Decimal | None = Field(None, description="fine for a result reported late")
    pitch_fee: Decimal | None = Field(None, description="what each club must pay for pitches")
    final_day: str | None = Field(None, description="day of the cup final, as printed")
    final_ground: str | None = Field(None, description="where the cup final is played")
    referees_contact: str | None = Field(
        None, description="name of the person responsible for referees"
    )
    website: str | None = None
    prize_money: Decimal | None = None
    matches: list[Match] = Field(
        default_factory=list, description="matches still to be played, with day and ground"
    )
    standings: list[Standing] = Field(default_factory=list)
