"""A value of each type, as one document prints it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extract_filings.training.spans.trades import drawn
from extract_filings.training.spans.trades.drawn import SPELLED, WORDS, pick, shape
from extract_filings.training.spans.trades.ink import Ink, joined, value, within

UNITS = frozenset({"days", "months", "weeks", "years", "hours"})


@dataclass(frozen=True, slots=True)
class Habits:
    """What one document does the same everywhere. `day`: the number of its form of dates;
    `year`: around which most of them lie.
    """

    day: int
    year: int
    sign: str
    code: str
    digits_only: bool


def _day(rng: random.Random, h: Habits) -> Ink:
    form = h.day if rng.random() < 0.9 else rng.randrange(len(drawn.DAYS))
    return value(drawn.day(form, _on(rng, h)))


def _on(rng: random.Random, h: Habits) -> date:
    """Near the document's own year, or any time."""
    near = rng.random() < 0.8
    year = h.year + rng.choice((-1, 0, 0, 0, 1, 2)) if near else rng.randint(1950, 2029)
    return date(year, 1, 1) + timedelta(rng.randint(0, 364))


def _monthyear(rng: random.Random, _: Habits) -> Ink:
    month = rng.choice(drawn.MONTHS)
    form = rng.choice(("{m} {y}", "{s} {y}", "{n:02}/{y}", "{y}"))
    n, y = drawn.MONTHS.index(month) + 1, rng.randint(1994, 2026)
    return value(form.format(m=month, s=month[:3], n=n, y=y))


def _period(rng: random.Random, h: Habits) -> Ink:
    first = _on(rng, h)
    last = first + timedelta(rng.choice((1, 4, 6, 13, 30, 89, 364, rng.randint(2, 900))))
    a, b = (value(drawn.day(h.day, d), part) for d, part in ((first, "from"), (last, "to")))
    made = within(a + rng.choice(WORDS["between"]) + b)
    return "From " + made if rng.random() < 0.06 else made


def _amount(rng: random.Random, h: Habits, top: int = 6) -> Ink:
    made = value(drawn.amount(rng, top))
    if h.code and rng.random() < 0.7:
        code = value(h.code, "currency")
        return rng.choice((code + " " + made, made + " " + code))
    return h.sign + made


def _percent(rng: random.Random, _: Habits) -> Ink:
    n = rng.choice(
        (f"{rng.randint(1, 60)}", f"{rng.uniform(0, 30):.1f}", f"{rng.uniform(0, 9):.2f}")
    )
    if n.isdigit() and int(n) in SPELLED and rng.random() < 0.15:
        return within(f"{SPELLED[int(n)]} percent (" + value(n) + "%)", "whole")
    return within(value(n) + rng.choice(("%", "%", "%", " %", " percent")), "whole")


def _duration(rng: random.Random, _: Habits) -> Ink:
    n = rng.choice((*list(SPELLED)[2:], rng.randint(2, 400)))
    form = rng.choice(
        WORDS["long"] if n in SPELLED else [f for f in WORDS["long"] if "w" not in f.split()[0]]
    )
    number, _, unit = form.partition(" ")
    if number == "{n}" and unit in UNITS:
        return within(value(str(n), unit) + " " + unit)
    return value(form.format(n=n, w=SPELLED.get(n, "")))


def _quantity(rng: random.Random, units: Sequence[str]) -> Ink:
    n = rng.choice((drawn.count(rng), f"{rng.uniform(0, 500):.1f}", f"{rng.uniform(0, 20):.2f}"))
    unit = rng.choice(units)
    return within(value(n) + rng.choice((" ", " ", "")) + value(unit, "unit"), "whole")


def _time(rng: random.Random, _: Habits) -> Ink:
    h = rng.randint(1, 12)
    form = rng.choice(WORDS["times"])
    hh = f"{h + rng.choice((0, 11)):02}"
    m = rng.choice(("00", "15", "30", "45", f"{rng.randint(0, 59):02}"))
    return value(form.format(h=h, hh=hh, m=m, ap=rng.choice(WORDS["ampm"])))


def _email(rng: random.Random, _: Habits) -> Ink:
    f, last = pick(rng, "first").lower(), pick(rng, "last").lower().replace(" ", "")
    host = pick(rng, "heads").lower().replace(" ", "") + rng.choice(("", "-inc", "group", "mail"))
    return value(rng.choice(WORDS["emails"]).format(f=f, l=last, i=f[0], h=host))


def _url(rng: random.Random, _: Habits) -> Ink:
    host = pick(rng, "heads").lower().replace(" ", "")
    return value(
        rng.choice(("www.{}.com", "https://{}.org", "{}.com/register", "www.{}.gov")).format(host)
    )


def _place(rng: random.Random, _: Habits) -> Ink:
    if rng.random() < 0.25:
        city, _code, country = rng.choice(WORDS["abroad"]).split("|")
        return value(rng.choice((city, f"{city}, {country}", city.upper())))
    city, state, _code = drawn.town(rng)
    site = drawn.street(rng)
    return value(
        rng.choice((city, f"{city}, {state}", f"{city}, {state}", site, f"{site}, {city}"))
    )


def _state(rng: random.Random, _: Habits) -> Ink:
    return value(pick(rng, "states" if rng.random() < 0.6 else "countries"))


def product(rng: random.Random, _: Habits) -> Ink:
    parts = (pick(rng, "product_heads"), pick(rng, "product_nouns"), pick(rng, "product_tails"))
    return value(" ".join(filter(None, parts)).replace(" ,", ","))


def _either(rng: random.Random, _: Habits) -> Ink:
    return drawn.org(rng) if rng.random() < 0.6 else drawn.person(rng)


def _id(rng: random.Random, h: Habits) -> Ink:
    digits = [s for s in WORDS["ids"] if not set(s) - set("#-0")]
    return value(shape(rng, rng.choice(digits if h.digits_only else WORDS["ids"])))


def _range(rng: random.Random, _: Habits) -> Ink:
    a, b = sorted((rng.uniform(0, 50), rng.uniform(0, 90)))
    return value(
        rng.choice((f"{a:.1f} - {b:.1f}", f"< {b:.1f}", f"max. {b:.0f}", f"{a:.0f}-{b:.0f}"))
    )


def _shaped(*patterns: str) -> Callable[[random.Random, Habits], Ink]:
    return lambda rng, _: value(shape(rng, rng.choice(patterns)))


def _listed(name: str) -> Callable[[random.Random, Habits], Ink]:
    return lambda rng, _: value(pick(rng, name))


def drawn_address(rng: random.Random, _: Habits) -> Ink:
    return within(joined(drawn.address(rng), ", "))


VALUES: dict[str, Callable[[random.Random, Habits], Ink]] = {
    "date": _day,
    "monthyear": _monthyear,
    "period": _period,
    "amount": _amount,
    "percent": _percent,
    "duration": _duration,
    "time": _time,
    "email": _email,
    "url": _url,
    "place": _place,
    "state": _state,
    "product": product,
    "either": _either,
    "id": _id,
    "range": _range,
    "address": drawn_address,
    "person": lambda rng, _: drawn.person(rng),
    "org": lambda rng, _: drawn.org(rng),
    "phone": _shaped(*WORDS["phones"]),
    "count": lambda rng, _: value(drawn.count(rng)),
    "smallcount": lambda rng, _: value(str(rng.randint(1, 12))),
    "bigcount": lambda rng, _: value(drawn.count(rng, 9_000_000)),
    "year": lambda rng, _: value(str(rng.randint(1950, 2026))),
    "decimal": lambda rng, _: value(f"{rng.uniform(0, 400):,.2f}"),
    "quantity": lambda rng, _: _quantity(rng, ("kg", "m", "bar", "°C", "kW", "l", "ft", "lb", "V")),
    "street": lambda rng, _: value(drawn.street(rng)),
    "shortid": _shaped("#####", "@####", "@##.#"),
    "ticker": _shaped("@@@", "@@@@", "@@", "########@"),
    "container": _shaped("@@@U#######", "@@@U ######-#", "CASE #", "PLT ##", "BOX #-#"),
    "flight": _shaped("@@ ###", "@@####", "@@ ####", "###"),
    "seat": _shaped("##@", "#@", "1#@"),
    "hs": _shaped("####.##", "####.##.####", "##########", "####.##.##"),
    "vin": _shaped("1@@@@##@#@@######", "#@@@#######"),
    "upc": _shaped("0 ##### ##### #", "############"),
    "iban": _shaped("DE## #### #### #### #### ##", "GB##@@@@##############", "##########"),
    "patent": _shaped("US #,###,### B2", "#,###,###", "EP # ### ### A1", "20##/0######"),
    "course": lambda rng, _: value(f"{pick(rng, 'course_prefixes')} {rng.randint(100, 499)}"),
    "dose": lambda rng, _: value(f"{rng.choice((5, 10, 20, 25, 40, 50, 81, 100, 250, 500))} mg"),
    "size": _listed("sizes"),
    "currency": lambda rng, _: value(rng.choice(("USD", "EUR", "GBP", "CAD", "CHF", "JPY"))),
}  # fmt: skip
LISTED = {
    "title": "titles", "unit": "units", "memo": "memos", "form": "forms",
    "country": "countries", "method": "methods", "procedure": "procedures", "paytype": "paytypes",
    "deduction": "deductions", "coverage": "coverages", "analyte": "analytes", "car": "cars",
    "checkpoint": "checkpoints", "condition": "conditions", "coursetitle": "coursetitles",
    "term": "terms", "grade": "grades", "relation": "relations", "shareclass": "shareclasses",
    "sector": "sectors", "cabin": "cabins", "drug": "drugs", "frequency": "frequencies",
    "vote": "votes", "status": "statuses", "passfail": "passfail", "costtype": "costtypes",
    "degree": "degrees", "subject": "subjects", "leftbecause": "leftbecause", "skill": "skills",
    "ingredient": "ingredients", "hazard": "hazards",
}  # fmt: skip
VALUES |= {kind: _listed(name) for kind, name in LISTED.items()}


def remark(rng: random.Random) -> Ink:
    """A free text of one sentence or two."""
    text = " ".join(rng.sample(WORDS["remarks"], rng.choice((1, 1, 2))))
    return value(text[:-1]) + "."


def draw(rng: random.Random, habits: Habits, kind: str, options: tuple[str, ...] = ()) -> Ink:
    if kind == "quantity" and options:
        return _quantity(rng, options)
    if kind == "id" and options:
        return value(shape(rng, rng.choice(options)))
    return value(rng.choice(options)) if options else VALUES[kind](rng, habits)
