"""What invoices are about: countries with their currency, taxes and firms; goods."""

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.words import load_words


@dataclass(frozen=True, slots=True)
class Country:
    """A country.

    `sign` stands before amounts; `numbers`: what the tax number is called; `bank`: country code
    and length of its account numbers.
    """

    name: str
    currency: str
    sign: str
    tax: str
    rates: tuple[Decimal, ...]
    numbers: tuple[str, ...]
    number: str  # 9: a digit
    bank: tuple[str, int] | None
    tails: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]


def _country(told: dict[str, Any]) -> Country:
    rates = tuple(map(Decimal, told.pop("rates")))
    bank = told.pop("bank")
    lists: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Country(rates=rates, bank=(bank[0], bank[1]) if bank else None, **lists)


_WORDS = load_words(__name__)
KINDS: list[str] = _WORDS["kinds"]
FILL: dict[str, list[str]] = _WORDS["fill"]
COUNTRIES = [_country(told) for told in _WORDS["countries"]]
GOODS: list[dict[str, Any]] = _WORDS["goods"]
"""Text, unit, whether only whole quantities are sold, usual price."""


def country(rng: random.Random) -> Country:
    return rng.choice(COUNTRIES)


def firm(rng: random.Random, where: Country) -> tuple[str, tuple[str, ...]]:
    """Name and the lines of the address."""
    name = f"{rng.choice(names.HEADS)} {rng.choice(KINDS)} {rng.choice(where.tails)}"
    street = rng.choice(where.streets)
    if where.currency in ("EUR", "CHF") and where.name != "Ireland":
        line = f"{street} {rng.randint(1, 180)}"
    else:
        line = f"{rng.randint(1, 900)} {street}"
    unit, box = f"Unit {rng.randint(2, 40)}", f"P.O. Box {rng.randint(10, 999)}"
    first = rng.choice(("Accounts payable", "Building B", unit, box))
    lines = [first, line] if rng.random() < 0.3 else [line]
    lines.append(rng.choice(where.towns))
    if rng.random() < 0.5:
        lines.append(where.name)
    return name, tuple(lines)


def tax_number(rng: random.Random, where: Country) -> str:
    return "".join(str(rng.randint(0, 9)) if c == "9" else c for c in where.number)


def account(rng: random.Random, where: Country) -> str:
    """An IBAN whose check digits are right, in groups of four or in one."""
    code, length = where.bank
    digits = "".join(str(rng.randint(0, 9)) for _ in range(length))
    as_number = int("".join(str(int(c, 36)) for c in digits + code + "00"))
    iban = f"{code}{98 - as_number % 97:02d}{digits}"
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if rng.random() < 0.7 else iban


def goods(rng: random.Random) -> tuple[str, str, bool, float]:
    text, unit, whole, price = rng.choice(GOODS).values()
    fill = {k: rng.choice(v) for k, v in FILL.items()} | dict(
        size=rng.choice((6, 8, 10, 12, 16, 24, 40, 60, 100)),
        code=f"{rng.choice('ABKX')}{rng.randint(10, 999)}",
    )
    return text.format(**fill), unit, whole, price
