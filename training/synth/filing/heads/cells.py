"""What is printed where a row and a column meet, and what it means."""

import random
import re
from dataclasses import dataclass

from extract_filings.training.synth.filing.heads.calendar import Period
from extract_filings.training.synth.filing.heads.choices import Choices
from extract_filings.training.synth.filing.heads.columns import Column
from extract_filings.training.synth.filing.heads.rows import Company, Row
from extract_filings.training.synth.filing.heads.wording import CURRENCIES, UNITS

MINUS = {"brackets": "({})", "spaced": "( {} )", "hyphen": "-{}", "sign": "−{}", "dash": "–{}"}
ZERO = {"em": "—", "en": "–", "hyphen": "-", "zero": "0", "nil": "nil"}
SAYS_LOSS = re.compile(
    r"\bloss\b|deficit|\bused\b|purchase|expenditure|repay|payments|dividends|acqui|additions", re.I
)
EITHER = re.compile(r"\((loss|used in|deficit|accumulated deficit|decrease|income)", re.I)
RATES = {"CNY": 7, "JPY": 140}  # of a dollar
DOLLAR_SCALES = {"millions": "thousands"}  # of a translation from yen


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as printed, `printed` its digits or dash. `period`: none where the column is none."""

    text: str
    printed: str
    unit: str | None
    scale: int | None
    negative: bool = False
    printed_negative: bool = False
    period: Period | None = None
    money: bool = False
    symbol: str = ""
    value: int = 0
    places: int = 0


@dataclass(slots=True)
class Cells:
    """Fills one table. `rows`: all of it, for what is computed from other rows."""

    rng: random.Random
    document: Choices
    company: Company
    columns: list[Column]
    rows: list[Row]

    def of(self, row: Row) -> list[Cell | None]:
        if not row.values:
            return [None] * len(self.columns)
        return [self.cell(row, column) for column in self.columns]

    def cell(self, row: Row, column: Column) -> Cell | None:
        if column.kind == "note":
            noted = row.unit == "money" and self.rng.random() < 0.4
            return self.plain(str(self.rng.randint(2, 24)), None) if noted else None
        if column.kind == "percent":
            return self.share(row, column)
        if column.kind in ("change", "change_percent"):
            return self.change(row, column)
        return self.amount(row, column)

    def plain(self, text: str, unit: str | None) -> Cell:
        return Cell(text, text, unit, 0 if unit is None else -2)

    def share(self, row: Row, column: Column) -> Cell | None:
        items = ("revenue", "total_assets")
        whole = next(r.values[column.period] for r in self.rows if r.item in items)
        if row.unit != "money":
            return None
        return self.percentage(row.values[column.period] / whole * 100)

    def percentage(self, number: float) -> Cell:
        digits = f"{abs(number):.1f}"
        negative = number < 0 and float(digits) > 0
        text = self.signed(digits, negative)
        sign = "%" if self.document["zero"] != "zero" else ""
        return Cell(text + sign, digits, "pure", -2, negative, negative)

    def signed(self, digits: str, negative: bool) -> str:
        return MINUS.get(self.document["minus"], "({})").format(digits) if negative else digits

    def change(self, row: Row, column: Column) -> Cell | None:
        now, then = row.values[column.period], row.values[column.before]
        if row.unit == "shares":
            return None
        if column.kind == "change_percent":
            far = not then or abs(now - then) > abs(then) * 9.99
            return None if far else self.percentage((now - then) / abs(then) * 100)
        return self.number(row, column, now - then, False)

    def amount(self, row: Row, column: Column) -> Cell | None:
        value = row.values[column.period]
        if column.kind == "convenience":
            return self.translated(row, column, value)
        if column.kind in ("pro_forma", "as_adjusted", "entity"):
            if row.unit != "money":
                return None
            value = round(value * self.factor(column))
        return self.number(row, column, value, self.bare(row))

    def factor(self, column: Column) -> float:
        if column.kind == "entity":
            low, high = (-0.5, -0.01) if re.search("limin|Adjust", column.head) else (0.02, 0.8)
        else:
            low, high = 0.8, 1.3
        return self.rng.uniform(low, high)

    def bare(self, row: Row) -> bool:
        """Whether the label tells the sign and nothing else does."""
        below = all((-v if row.flip else v) <= 0 for v in row.values.values())
        told = SAYS_LOSS.search(row.label) and not EITHER.search(row.label)
        return self.document["minus"] == "bare" and below and bool(told)

    def translated(self, row: Row, column: Column, value: int) -> Cell | None:
        """In dollars, rounded to whole ones of the scale."""
        if row.unit == "shares":
            return None
        rate = RATES[self.document["currency"]]
        if row.unit == "per_share":
            return self.number(row, column, round(value / rate), self.bare(row))
        scale = self.company.scale
        power = UNITS[scale] - UNITS[dollar_scale(self.document)]
        made = round(value * 10 ** (power - self.company.places) / rate)
        return self.number(row, column, made, self.bare(row))

    def number(self, row: Row, column: Column, value: int, bare: bool) -> Cell:
        places, scale, unit, symbol = self.measure(row, column)
        shown = -value if row.flip else value
        dash = value == 0 and row.unit == "money"
        digits = ZERO[self.document["zero"]] if dash else grouped(abs(value), places)
        negative = shown < 0 and not bare
        return Cell(
            self.signed(digits, negative),
            digits,
            unit,
            None if dash and not digits.isdigit() else scale,
            value < 0,
            negative,
            column.period if column.is_period else None,
            row.unit != "shares",
            symbol,
            value,
            places,
        )

    def measure(self, row: Row, column: Column) -> tuple[int, int, str, str]:
        """Decimals, power of ten, unit, and the sign before an amount."""
        company, currency = self.company, self.document["currency"]
        if row.unit == "shares":
            return company.share_places, company.share_scale, "shares", ""
        places, scale = company.places, UNITS[company.scale]
        if column.kind == "convenience":
            currency, places, scale = "USD", 0, UNITS[dollar_scale(self.document)]
        symbol = CURRENCIES[currency][2]
        if row.unit == "per_share":
            return 2, 0, f"{currency}/shares", symbol
        return places, scale, currency, symbol


def dollar_scale(document: Choices) -> str:
    """Of a translation: yen are so many that dollars are counted finer."""
    scale = document["scale"]
    return DOLLAR_SCALES.get(scale, scale) if document["currency"] == "JPY" else scale


def grouped(number: int, places: int) -> str:
    """1234567 with two decimals is 12,345.67."""
    whole, rest = divmod(number, 10**places)
    return f"{whole:,}.{rest:0{places}d}" if places else f"{whole:,}"
