"""What invoices are about: countries with their money, taxes and numbers, firms in them, and goods."""

import random
from dataclasses import dataclass
from decimal import Decimal

from extract_filings.training.synth.base import names


@dataclass(frozen=True, slots=True)
class Land:
    """`sign` stands before amounts; `numbers`: what the tax number is called; `bank`: country and
    length of its account numbers.
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


def _rates(*percent: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, percent))


VAT = ("VAT No.", "VAT ID", "VAT reg. no.")
LANDS = (
    Land(
        "Germany",
        "EUR",
        "€",
        "VAT",
        _rates("19", "7"),
        VAT,
        "DE999999999",
        ("DE", 18),
        ("GmbH", "AG", "GmbH & Co. KG", "KG"),
        ("Lindenallee", "Hafenstraße", "Am Mühlbach", "Schillerplatz", "Industrieweg"),
        ("20457 Hamburg", "50667 Köln", "80331 München", "04109 Leipzig"),
    ),
    Land(
        "Netherlands",
        "EUR",
        "€ ",
        "VAT",
        _rates("21", "9"),
        VAT,
        "NL999999999B01",
        None,
        ("B.V.", "N.V."),
        ("Kanaalweg", "Molenstraat", "Havenkade", "Parklaan"),
        ("3526 KL Utrecht", "1017 CE Amsterdam", "3011 AA Rotterdam"),
    ),
    Land(
        "Ireland",
        "EUR",
        "€",
        "VAT",
        _rates("23", "13.5"),
        VAT,
        "IE9999999WA",
        None,
        ("Ltd.", "plc", "DAC"),
        ("Merchants Quay", "Harbour Road", "Station Road"),
        ("Dublin 2", "Galway", "Cork"),
    ),
    Land(
        "United Kingdom",
        "GBP",
        "£",
        "VAT",
        _rates("20", "5"),
        VAT,
        "GB 999 9999 99",
        None,
        ("Ltd", "Limited", "PLC", "LLP"),
        ("Mill Lane", "High Street", "Canal Wharf", "Kingsway"),
        ("London EC2A 4NE", "Leeds LS1 4AP", "Bristol BS1 6QF"),
    ),
    Land(
        "Switzerland",
        "CHF",
        "CHF ",
        "VAT",
        _rates("8.1", "2.6"),
        ("VAT No.", "UID"),
        "CHE-999.999.999",
        ("CH", 17),
        ("AG", "SA", "GmbH"),
        ("Seestrasse", "Bahnhofstrasse", "Gewerbestrasse"),
        ("6300 Zug", "8002 Zürich", "3011 Bern"),
    ),
    Land(
        "United States",
        "USD",
        "$",
        "Sales tax",
        _rates("7.25", "0"),
        ("EIN", "Tax ID"),
        "99-9999999",
        None,
        ("Inc.", "LLC", "Corp.", "& Co."),
        ("Commerce Drive", "Foundry Road", "Lakeshore Boulevard", "Depot Street"),
        ("Columbus, OH 43215", "Austin, TX 78701", "Peoria, IL 61602", "Boston, MA 02110"),
    ),
    Land(
        "Canada",
        "CAD",
        "CA$",
        "GST",
        _rates("5", "0"),
        ("GST No.", "Business No."),
        "99999 9999 RT0001",
        None,
        ("Ltd.", "Inc.", "Corp."),
        ("Portage Avenue", "Bay Street", "Granville Street"),
        ("Toronto, ON M5H 2N2", "Calgary, AB T2P 3N9", "Winnipeg, MB R3C 0A1"),
    ),
)

KINDS = (
    "Tools",
    "Logistics",
    "Printing",
    "Bürotechnik",
    "Metalworks",
    "Consulting",
    "Catering",
    "Electrics",
    "Packaging",
    "Gardens",
    "Labs",
    "Software",
    "Textiles",
    "Optics",
)
GOODS = (
    ("{size} mm hex bolts, {steel}, {pack}", "pcs", True, 0.4),
    ("Cable tray {steel}, width {size} mm, with fittings for wall mounting", "m", False, 18),
    ("Copy paper A4, 80 g, {pack}", "box", True, 24),
    ("Consulting on site: {task}", "h", False, 120),
    ("{task}, by a senior engineer, travel included", "h", False, 145),
    ("Hydraulic hose {size} mm, {steel} fittings on both ends", "pcs", True, 35),
    ("Transport of pallets from {town} to {town2}, tail lift and toll included", "trip", True, 480),
    ("Granulate type {code}, in bags, free of dust", "kg", False, 2.2),
    ("Monthly licence of the module {code}, up to {size} users", "mo", True, 260),
    ("LED panel {size} W, neutral white, dimmable", "pcs", True, 62),
    ("Cleaning of offices, {task}", "day", True, 210),
    ("Paint RAL {size}, water based, {pack}", "l", False, 11),
    ("Ball bearing {code}, sealed on both sides", "pcs", True, 7),
    (
        (
            "Spare filter set for compressor {code} including gaskets and instructions in three"
            " languages"
        ),
        "set",
        True,
        88,
    ),
    ("Lunch buffet with drinks", "pers.", True, 32),
    (
        (
            "Printing of brochures, {size} pages, four colours, stapled, on coated paper of 135 g,"
            " cut and packed in boxes"
        ),
        "pcs",
        True,
        1.3,
    ),
    ("Oak boards, planed, {size} mm", "m2", False, 54),
    ("Calibration of gauge {code} with certificate", "pcs", True, 75),
)
"""Words, unit, whole quantities only, usual price."""
FILL = {
    "steel": ("galvanised", "stainless steel", "brass", "zinc plated"),
    "pack": ("box of 100", "pack of 5", "loose", "carton"),
    "task": (
        "fault finding on conveyor 3",
        "review of the safety concept",
        "installation and first run",
        "training of staff",
        "migration of data to the new server",
    ),
    "town": ("Hamburg", "Leeds", "Zug", "Columbus"),
    "town2": ("Rotterdam", "Galway", "Bern", "Calgary"),
}


def land(rng: random.Random) -> Land:
    return rng.choice(LANDS)


def firm(rng: random.Random, where: Land) -> tuple[str, tuple[str, ...]]:
    """Name and the lines of the address."""
    name = f"{rng.choice(names.HEADS)} {rng.choice(KINDS)} {rng.choice(where.tails)}"
    street = rng.choice(where.streets)
    line = (
        f"{street} {rng.randint(1, 180)}"
        if where.currency in ("EUR", "CHF") and where.name != "Ireland"
        else f"{rng.randint(1, 900)} {street}"
    )
    first = [
        rng.choice(
            (
                "Accounts payable",
                "Building B",
                f"Unit {rng.randint(2, 40)}",
                f"P.O. Box {rng.randint(10, 999)}",
            )
        )
    ] * (rng.random() < 0.3)
    return name, (*first, line, rng.choice(where.towns), *[where.name] * (rng.random() < 0.5))


def tax_number(rng: random.Random, where: Land) -> str:
    return "".join(str(rng.randint(0, 9)) if c == "9" else c for c in where.number)


def account(rng: random.Random, where: Land) -> str:
    """An IBAN whose check digits are right, in groups of four or in one."""
    code, length = where.bank
    digits = "".join(str(rng.randint(0, 9)) for _ in range(length))
    as_number = int("".join(str(int(c, 36)) for c in digits + code + "00"))
    iban = f"{code}{98 - as_number % 97:02d}{digits}"
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if rng.random() < 0.7 else iban


def goods(rng: random.Random) -> tuple[str, str, bool, float]:
    text, unit, whole, price = rng.choice(GOODS)
    fill = {k: rng.choice(v) for k, v in FILL.items()} | dict(
        size=rng.choice((6, 8, 10, 12, 16, 24, 40, 60, 100)),
        code=f"{rng.choice('ABKX')}{rng.randint(10, 999)}",
    )
    return text.format(**fill), unit, whole, price
