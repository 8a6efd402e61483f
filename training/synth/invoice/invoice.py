"""Invoices with exact gold: `extract synth --schema invoice`.

bill (who, what, how much; the sums hold) -> Sheet (one way to print it: letterhead, a table over
pages, totals) -> gold. The cells of a line are drawn one after the other, so that a reader gets a
wrapped description in one piece.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from extract_filings.training.synth.any_schema.printed import day
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.gold import Gold, exact, save
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.invoice.trade import (
    Country,
    account,
    country,
    firm,
    goods,
    tax_number,
)

CENT = Decimal("0.01")
_WORDS = load_words(__name__)
DATES: list[str] = _WORDS["dates"]
TERMS: list[str] = _WORDS["terms"]
CLOSINGS: list[str] = _WORDS["closings"]
WORDS: dict[str, list[str]] = _WORDS["words"]
HEADS: dict[str, list[str]] = _WORDS["heads"]
WIDTHS = {"pos": 30, "quantity": 55, "unit": 50, "unit_price": 75, "tax_rate": 50, "amount": 85}


@dataclass(frozen=True, slots=True)
class Bill:
    """The record: `root` and `rows` as the schema names them, None for what is not printed."""

    country: Country
    root: dict
    addresses: dict[str, tuple[str, ...]]
    rows: list[dict]


def generate(n: int, out: Path, seed: int = 0, full: bool = False) -> None:
    """`n` invoices; each depends on seed and number only. `full`: four to six pages each."""
    (folder := Path(out) / "pdf").mkdir(parents=True, exist_ok=True)
    made = [document(folder, i, seed, full) for i in range(n)]
    save(Path(out), [g for g, _ in made], [d for _, d in made], statements=())


def document(folder: Path, number: int, seed: int, full: bool) -> tuple[Gold, dict]:
    """One PDF in `folder`, its gold, and its line of docs.parquet."""
    rng, name = random.Random(f"invoice/{seed}/{number}"), f"invoice{number:04d}"
    bill = draw(rng, rng.randint(60, 92) if full else _length(rng))
    paper = Paper(
        str(folder / f"{name}.pdf"),
        rng.choice(("helvetica",) * 3 + ("times", "vera")),
        rng.choice((8, 8.5, 9, 9.5)),
        rng.choice((44, 54, 60)),
    )
    paper.footer = rng.choice(("Page {}", "{}", "", "- {} -"))
    sheet = Sheet(rng, paper, Gold(name, date.min, date.min), bill)
    sheet.print()
    return sheet.gold, dict(doc_id=name, form="invoice", pages=paper.page, period_end=None)


def _length(rng: random.Random) -> int:
    """The number of lines."""
    ranges = ((1, 6), (4, 20), (15, 50), (50, 92))
    return rng.choice([rng.randint(*bounds) for bounds in ranges])


def draw(rng: random.Random, count: int) -> Bill:
    where = country(rng)
    rates = rng.choice((where.rates[:1], where.rates[:1], where.rates))
    rows = [row(rng, rng.choice(rates)) for _ in range(count)]
    day_ = date(rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28))
    days = rng.choice((7, 10, 14, 30, 30, 30, 45, 60, 90))
    subtotal = sum(r["amount"] for r in rows)
    tax = sum(
        cents(rate * sum(r["amount"] for r in rows if r["tax_rate"] == rate) / 100)
        for rate in rates
    )
    if rng.random() < 0.5 and len(rates) == 1:
        rows = [r | {"tax_rate": None} for r in rows]
    if rng.random() < 0.15:
        rows = [r | {"unit": None} for r in rows]
    (seller, from_), (buyer, to) = firm(rng, where), firm(rng, where)

    def said(value: Any, share: float) -> Any:
        return value if rng.random() < share else None

    root = dict(
        number=_number(rng, day_.year),
        invoice_date=day_,
        due_date=said(day_ + timedelta(days=days), 0.7),
        currency=where.currency,
        terms=said(rng.choice(TERMS).format(days), 0.7),
        seller_name=seller,
        seller_tax_id=said(tax_number(rng, where), 0.85),
        buyer_name=buyer,
        buyer_tax_id=said(tax_number(rng, where), 0.4),
        subtotal=subtotal,
        tax=tax,
        total=subtotal + tax,
        iban=account(rng, where) if where.bank and rng.random() < 0.85 else None,
    )
    return Bill(where, root, {"seller_address": from_, "buyer_address": to}, rows)


def _number(rng: random.Random, year: int) -> str:
    forms = (
        f"{year}-{rng.randint(1, 9999):04d}",
        f"INV-{rng.randint(10_000, 99_999)}",
        f"{rng.choice('ABRS')}{rng.randint(100_000, 999_999)}",
        f"{rng.randint(1_000_000, 9_999_999)}",
    )
    return rng.choice(forms)


def row(rng: random.Random, rate: Decimal) -> dict:
    text, unit, whole, price = goods(rng)
    quantity = (
        Decimal(rng.choice((1, 1, 2, 3, 4, 5, 8, 10, 12, 20, 25, 50, 100, 250, 1200)))
        if whole
        else Decimal(rng.randint(2, 400)) / rng.choice((2, 4, 10))
    )
    price = Decimal(repr(round(price * rng.uniform(0.5, 2), 2))).quantize(CENT)
    return dict(
        description=text,
        quantity=quantity,
        unit=unit,
        unit_price=price,
        tax_rate=rate,
        amount=cents(quantity * price),
    )


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


class Sheet:
    """One way to print one bill."""

    def __init__(self, rng: random.Random, paper: Paper, gold: Gold, bill: Bill) -> None:
        self.rng, self.paper, self.gold, self.bill = rng, paper, gold, bill
        pick, self.tax = rng.choice, bill.country.tax
        self.words = {k: pick(v).format(tax=self.tax) for k, v in WORDS.items()}
        self.dates, self.commas, self.colon = pick(DATES), rng.random() < 0.75, pick((":", ":", ""))
        self.sign = pick((bill.country.sign, bill.country.sign, bill.country.currency + " ", ""))
        self.marks_cells, self.carries = rng.random() < 0.3, rng.random() < 0.3
        self.numbered, self.details = rng.random() < 0.6, rng.random() < 0.25
        self.low = rng.random() < 0.3  # numbers stand on the last line of the description

    def print(self) -> None:
        self.letterhead()
        self.about()
        self.paper.down(1.2)
        self.table()
        self.totals()
        self.closing()
        self.paper.close()

    # what is noted
    def note(self, section: str, item: str, value, printed: str, row: int | None = None) -> str:
        text = value
        if isinstance(value, date):
            text = value.isoformat()
        elif isinstance(value, Decimal):
            text = exact(value, 0)
        table = None if row is None else 0
        self.gold.span(section, item, printed, text, self.paper.page, "", None, 0, table, row)
        return printed

    def root(self, item: str, printed: str | None = None) -> str:
        value = self.bill.root[item]
        text = day(value, self.dates) if isinstance(value, date) else value
        return self.note("invoice", item, value, printed or text)

    def number(self, value: Decimal, places: int = 2) -> str:
        return f"{value:,.{places}f}" if self.commas else f"{value:.{places}f}"

    def money(self, value: Decimal) -> str:
        return self.sign + self.number(value)

    # the first page
    def letterhead(self) -> None:
        """The seller left or right, the buyer below or beside it."""
        rng, paper = self.rng, self.paper
        x = rng.choice((paper.margin, paper.margin, paper.right - 190))
        if rng.random() < 0.6:
            title = "VAT Invoice" if self.tax == "VAT" else "Invoice"
            title = "INVOICE" if rng.random() < 0.6 else title
            align = rng.choice(("left", "right", "center"))
            paper.write(title, align, bold=True, size=paper.size + 6)
            paper.down(0.8)
        self.party("seller", x)
        paper.down(rng.choice((1, 1.5, 2)))
        if rng.random() < 0.8:
            paper.write(self.words["buyer"] + self.colon, bold=True)
        self.party("buyer", paper.margin)
        if rng.random() < 0.25:
            paper.down(0.6)
            town = rng.choice(self.bill.country.towns)
            for line in (
                "Deliver to" + self.colon,
                f"Warehouse {rng.randint(1, 9)}",
                f"{rng.randint(1, 90)} {rng.choice(self.bill.country.streets)}",
                town,
            ):
                paper.write(line)
        paper.down(1)

    def party(self, who: str, x: float) -> None:
        paper = self.paper
        paper.write(self.root(f"{who}_name"), bold=True, x=x)
        for i, line in enumerate(self.bill.addresses[f"{who}_address"]):
            paper.write(self.note(f"{who}_address", "value", line, line, i), x=x)
        if who == "seller" and self.rng.random() < 0.6:
            paper.write(
                f"Tel. +{self.rng.randint(1, 49)} {self.rng.randint(20, 900)} 555"
                f" 01{self.rng.randint(10, 99)}",
                x=x,
            )
        if self.bill.root[f"{who}_tax_id"]:
            label = self.rng.choice(self.bill.country.numbers)
            paper.write(f"{label}: {self.root(f'{who}_tax_id')}", x=x)

    def about(self) -> None:
        """Number, dates and terms, among numbers and dates of other things."""
        rng, bill, paper = self.rng, self.bill, self.paper
        facts = [
            (k, self.words[k])
            for k in ("number", "invoice_date", "due_date", "terms")
            if bill.root[k]
        ]
        ordered = bill.root["invoice_date"] - timedelta(days=rng.randint(3, 60))
        others = [
            ("Order no.", f"PO-{rng.randint(1000, 99_999)}"),
            ("Customer no.", f"{rng.randint(10_000, 99_999)}"),
            ("Order date", day(ordered, self.dates)),
            ("Delivery note", f"L{rng.randint(1000, 9999)}"),
            ("Your contact", names.person(rng)),
            ("Delivered on", day(ordered + timedelta(days=2), self.dates)),
        ]
        facts += rng.sample(others, rng.randint(0, 4))
        if rng.random() < 0.6:
            rng.shuffle(facts)
        beside = rng.random() < 0.4
        for item, label in facts:
            text = self.root(item) if item in bill.root else label
            label = label if item in bill.root else item
            paper.put(paper.margin, label + self.colon, bold=beside)
            paper.put(paper.margin + 130, text)
            paper.down()
        if self.sign in ("", bill.country.currency + " ") or rng.random() < 0.3:
            paper.write(
                rng.choice(("All amounts in {}", "Currency: {}", "Amounts are in {}.")).format(
                    self.root("currency", bill.country.currency)
                )
            )
            self.named = True
        else:
            self.named = False

    # the table
    def columns(self) -> list[tuple[str, float]]:
        """Name and right edge (of texts the left one), from left to right."""
        unsaid = {k for k in ("unit", "tax_rate") if all(r[k] is None for r in self.bill.rows)}
        if not self.numbered:
            unsaid.add("pos")
        order = [k for k in HEADS if k not in unsaid]
        taken = sum(WIDTHS[k] for k in order if k != "description")
        rest = self.paper.right - self.paper.margin - taken
        x, made = self.paper.margin, []
        for k in order:
            width = WIDTHS.get(k, rest)
            shift = {"pos": 0, "description": 0, "unit": 8}.get(k, width)
            made.append((k, x + shift))
            x += width
        self.room = rest - 12
        return made

    def table(self) -> None:
        self.cols = self.columns()
        self.head()
        group = self.rng.random() < 0.25 and len(self.bill.rows) > 5
        begun = sum_ = Decimal(0)
        for i, row_ in enumerate(self.bill.rows):
            lines = self.paper.wrap(row_["description"], self.room)
            if self.paper.room() < len(lines) + 3.5:
                self.turn(sum_)
            self.line(i, row_, lines)
            sum_, begun = sum_ + row_["amount"], begun + row_["amount"]
            if group and (i % 6 == 5 or i == len(self.bill.rows) - 1):
                self.extra(f"Subtotal section {i // 6 + 1}", begun)
                begun = Decimal(0)

    def head(self) -> None:
        self.heads = getattr(
            self, "heads", {k: self.rng.choice(HEADS[k]).format(tax=self.tax) for k, _ in self.cols}
        )
        self.cells({k: self.heads[k] for k, _ in self.cols}, bold=True)
        self.paper.rule(self.paper.margin, self.paper.right, -3)
        self.paper.down(1.4)

    def turn(self, so_far: Decimal) -> None:
        """To the next page, which repeats the head."""
        if self.carries:
            self.extra(self.words["carried"], so_far)
        self.paper.new_page()
        if self.rng.random() < 0.5:
            self.paper.write(f"{self.words['number']} {self.bill.root['number']}")
            self.paper.down(0.5)
        self.head()
        if self.carries:
            self.extra(self.words["brought"], so_far)

    def extra(self, label: str, amount: Decimal) -> None:
        self.cells({"description": label, "amount": self.number(amount)}, bold=True)
        self.paper.down(1.2)

    def cells(self, texts: dict[str, str], bold: bool = False) -> None:
        for k, x in self.cols:
            if text := texts.get(k):
                self.paper.put(
                    x if k in ("pos", "description", "unit") else x - self.paper.width(text, bold),
                    text,
                    bold,
                )

    def line(self, i: int, row_: dict, lines: list[str]) -> None:
        """The description first, whole, then the numbers, level with its first line or its last."""
        paper, places = self.paper, 2 if row_["quantity"] != int(row_["quantity"]) else 0
        sign = self.sign if self.marks_cells else ""
        texts = {
            "quantity": self.number(row_["quantity"], places),
            "unit": row_["unit"],
            "unit_price": sign + self.number(row_["unit_price"]),
            "tax_rate": None if row_["tax_rate"] is None else f"{exact(row_['tax_rate'], 0)}%",
            "amount": sign + self.number(row_["amount"]),
        }
        self.note("lines", "description", row_["description"], row_["description"], i)
        for k in texts:
            if row_[k] is not None:
                self.note("lines", k, row_[k], texts[k].removeprefix(sign).rstrip("%"), i)
        self.cells({"pos": str(i + 1)})
        top, x = paper.y, dict(self.cols)["description"]
        for n, text in enumerate(lines):
            paper.y = top - n * paper.lead
            paper.put(x, text)
        bottom, paper.y = paper.y, paper.y if self.low else top
        self.cells(texts)
        paper.y = bottom
        paper.down()
        if self.details and self.rng.random() < 0.5:
            paper.write(
                f"Article {self.rng.randint(10_000, 99_999)}, delivered in week"
                f" {self.rng.randint(1, 52)}",
                x=x + 6,
                size=paper.size - 1.5,
            )
        paper.down(0.25)

    # the end
    def totals(self) -> None:
        paper, rows = self.paper, self.bill.rows
        paper.need(10)
        paper.rule(paper.margin, paper.right, 4)
        paper.down(0.4)
        mark = "" if self.named else self.bill.country.sign

        def show(amount: Decimal) -> str:
            return (mark or self.sign) + self.number(amount)

        self.sum(self.words["subtotal"], "subtotal", show)
        rates = sorted({r["tax_rate"] for r in rows if r["tax_rate"] is not None})
        if len(rates) > 1:
            for rate in rates:
                net = sum(r["amount"] for r in rows if r["tax_rate"] == rate)
                self.end(
                    f"{self.tax} {exact(rate, 0)}% on {self.number(net)}",
                    self.number(cents(net * rate / 100)),
                )
        several = len(rates) > 1 or self.rng.random() < 0.3
        self.sum(f"Total {self.tax}" if several else self.tax, "tax", show)
        self.sum(self.words["total"], "total", show, True)
        if not self.named:
            self.root("currency", mark.strip())

    def sum(
        self, label: str, item: str, show: Callable[[Decimal], str], bold: bool = False
    ) -> None:
        self.root(item, self.number(self.bill.root[item]))
        self.end(label, show(self.bill.root[item]), bold)

    def end(self, label: str, text: str, bold: bool = False) -> None:
        paper = self.paper
        paper.put(paper.right - 260, label, bold)
        paper.put(paper.right - paper.width(text, bold), text, bold)
        paper.down(1.2)

    def closing(self) -> None:
        rng, paper, bill = self.rng, self.paper, self.bill
        paper.down(1)
        paper.need(6)
        if bill.root["iban"]:
            label = rng.choice(("IBAN", "IBAN", "Please pay to IBAN", "Bank account (IBAN)"))
            paper.write(
                f"{rng.choice(names.HEADS)} Bank, BIC"
                f" {''.join(rng.choice('ABCDEFGHKLMNPRST') for _ in range(6))}{rng.randint(10, 99)}"
            )
            paper.write(f"{label}{self.colon} {self.root('iban')}")
        else:
            paper.write(
                f"Please remit by check or wire: account {rng.randint(10_000_000, 99_999_999)},"
                f" routing number {rng.randint(100_000_000, 999_999_999)}"
            )
        person, extension = names.person(rng), rng.randint(100, 999)
        paper.write(rng.choice(CLOSINGS).format(person=person, extension=extension))
