"""Invoices with exact gold: `extract synth --schema invoice`. What will be printed is drawn first,
and the sums hold.

bill (who, what, how much) -> Sheet (one way to print it: letterhead, a table over pages, totals) ->
gold. The cells of a line are drawn one after the other, so that a wrapped description stays
together as a reader gets it.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from extract_filings.training.synth.any_schema.printed import day
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.gold import Gold, exact, save
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.invoice.trade import (
    Land,
    account,
    firm,
    goods,
    land,
    tax_number,
)

CENT = Decimal("0.01")
DATES = (
    "{0:%B} {0.day}, {0.year}",
    "{0.day} {0:%B} {0.year}",
    "{0.day} {0:%b} {0.year}",
    "{0:%Y-%m-%d}",
    "{0:%b} {0.day}, {0.year}",
    "{0:%m/%d/%Y}",
)
TERMS = (
    "Net {0} days",
    "Payable within {0} days without deduction",
    "{0} days net",
    "2% discount within 10 days, {0} days net",
    "Payment due within {0} days of the invoice date",
)
WORDS = {
    "number": ("Invoice No.", "Invoice number", "Invoice #", "Document no."),
    "invoice_date": ("Invoice date", "Date of issue", "Date"),
    "due_date": ("Due date", "Payable by", "Please pay by"),
    "terms": ("Payment terms", "Terms", "Terms of payment"),
    "buyer": ("Bill to", "Invoice to", "Sold to", "Customer"),
    "subtotal": ("Subtotal", "Net total", "Total excluding {tax}", "Net amount"),
    "total": ("Total", "Amount due", "Grand total", "Invoice total", "Total including {tax}"),
    "carried": ("Carried forward", "Page subtotal carried forward"),
    "brought": ("Brought forward", "Balance brought forward"),
}
HEADS = {
    "pos": ("No.", "Pos.", "#", "Item"),
    "description": ("Description", "Article", "Goods and services"),
    "quantity": ("Quantity", "Qty"),
    "unit": ("Unit", "UoM"),
    "unit_price": ("Unit price", "Price", "Rate"),
    "tax_rate": ("{tax} %", "{tax}"),
    "amount": ("Amount", "Line total", "Net amount"),
}


@dataclass(frozen=True, slots=True)
class Bill:
    """The record: `root` and `rows` as the schema names them, None where the invoice says nothing."""

    land: Land
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
    bill = draw(
        rng,
        (
            rng.randint(60, 92)
            if full
            else rng.choice(
                (rng.randint(1, 6), rng.randint(4, 20), rng.randint(15, 50), rng.randint(50, 92))
            )
        ),
    )
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


def draw(rng: random.Random, count: int) -> Bill:
    where = land(rng)
    rates = rng.choice((where.rates[:1], where.rates[:1], where.rates))
    rows = [row(rng, rng.choice(rates), where) for _ in range(count)]
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
    said = lambda value, share: value if rng.random() < share else None
    root = dict(
        number=rng.choice(
            (
                f"{day_.year}-{rng.randint(1, 9999):04d}",
                f"INV-{rng.randint(10_000, 99_999)}",
                f"{rng.choice('ABRS')}{rng.randint(100_000, 999_999)}",
                f"{rng.randint(1_000_000, 9_999_999)}",
            )
        ),
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


def row(rng: random.Random, rate: Decimal, where: Land) -> dict:
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
        pick, self.tax = rng.choice, bill.land.tax
        self.words = {k: pick(v).format(tax=self.tax) for k, v in WORDS.items()}
        self.dates, self.commas, self.colon = pick(DATES), rng.random() < 0.75, pick((":", ":", ""))
        self.sign = pick((bill.land.sign, bill.land.sign, bill.land.currency + " ", ""))
        self.marks_cells, self.carries, self.numbered, self.details = (
            rng.random() < 0.3,
            rng.random() < 0.3,
            rng.random() < 0.6,
            rng.random() < 0.25,
        )
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
        text = (
            value.isoformat()
            if isinstance(value, date)
            else exact(value, 0)
            if isinstance(value, Decimal)
            else value
        )
        self.gold.span(
            section,
            item,
            printed,
            text,
            self.paper.page,
            "",
            None,
            0,
            None if row is None else 0,
            row,
        )
        return printed

    def root(self, item: str, printed: str | None = None) -> str:
        value = self.bill.root[item]
        return self.note(
            "invoice",
            item,
            value,
            printed or (day(value, self.dates) if isinstance(value, date) else value),
        )

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
            paper.write(
                (
                    "INVOICE"
                    if rng.random() < 0.6
                    else f"{self.tax} Invoice"
                    if self.tax == "VAT"
                    else "Invoice"
                ),
                rng.choice(("left", "right", "center")),
                bold=True,
                size=paper.size + 6,
            )
            paper.down(0.8)
        self.party("seller", x)
        paper.down(rng.choice((1, 1.5, 2)))
        if rng.random() < 0.8:
            paper.write(self.words["buyer"] + self.colon, bold=True)
        self.party("buyer", paper.margin)
        if rng.random() < 0.25:
            paper.down(0.6)
            town = rng.choice(self.bill.land.towns)
            for line in (
                "Deliver to" + self.colon,
                f"Warehouse {rng.randint(1, 9)}",
                f"{rng.randint(1, 90)} {rng.choice(self.bill.land.streets)}",
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
            label = self.rng.choice(self.bill.land.numbers)
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
        if self.sign in ("", bill.land.currency + " ") or rng.random() < 0.3:
            paper.write(
                rng.choice(("All amounts in {}", "Currency: {}", "Amounts are in {}.")).format(
                    self.root("currency", bill.land.currency)
                )
            )
            self.named = True
        else:
            self.named = False

    # the table
    def columns(self) -> list[tuple[str, float]]:
        """Name and right edge (of texts the left one), from left to right."""
        has = lambda k: any(r[k] is not None for r in self.bill.rows)
        order = ["pos"] * self.numbered + [
            "description",
            "quantity",
            *["unit"] * has("unit"),
            "unit_price",
            *["tax_rate"] * has("tax_rate"),
            "amount",
        ]
        wide = {
            "pos": 30,
            "quantity": 55,
            "unit": 50,
            "unit_price": 75,
            "tax_rate": 50,
            "amount": 85,
        }
        rest = (
            self.paper.right - self.paper.margin - sum(wide[k] for k in order if k != "description")
        )
        x, made = self.paper.margin, []
        for k in order:
            made.append(
                (k, x + 8 if k == "unit" else x if k in ("pos", "description") else x + wide[k])
            )
            x += rest if k == "description" else wide[k]
        self.room = rest - 12
        return made

    def table(self) -> None:
        self.cols = self.columns()
        self.head()
        group, begun, sum_ = (
            self.rng.random() < 0.25 and len(self.bill.rows) > 5,
            Decimal(0),
            Decimal(0),
        )
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
        mark = "" if self.named else self.bill.land.sign
        show = lambda v: (mark or self.sign) + self.number(v)
        self.sum(self.words["subtotal"], "subtotal", show)
        rates = sorted({r["tax_rate"] for r in rows if r["tax_rate"] is not None})
        if len(rates) > 1:
            for rate in rates:
                net = sum(r["amount"] for r in rows if r["tax_rate"] == rate)
                self.end(
                    f"{self.tax} {exact(rate, 0)}% on {self.number(net)}",
                    self.number(cents(net * rate / 100)),
                )
        self.sum(
            f"Total {self.tax}" if len(rates) > 1 or self.rng.random() < 0.3 else self.tax,
            "tax",
            show,
        )
        self.sum(self.words["total"], "total", show, True)
        if not self.named:
            self.root("currency", mark.strip())

    def sum(self, label: str, item: str, show, bold: bool = False) -> None:
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
        paper.write(
            rng.choice(
                (
                    "Goods remain our property until paid in full.",
                    "Thank you for your business.",
                    "Late payments bear interest of 1.5% a month.",
                    f"Questions: {names.person(rng)}, extension {rng.randint(100, 999)}",
                )
            )
        )
