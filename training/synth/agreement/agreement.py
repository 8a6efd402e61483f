"""Credit agreements with exact gold: `extract synth --schema credit_agreement`.

deal (the record, with sums that hold) -> Deed (cover, contents, preamble, definitions, articles,
notices, schedules) -> gold. Each value stands in a sentence. The lenders of a facility are named
right after it, in a sentence or in a schedule.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract_filings.training.synth.agreement.clauses import (
    ARTICLES,
    CAPTIONS,
    CLAUSES,
    DEFINITIONS,
    filled,
)
from extract_filings.training.synth.any_schema.printed import day
from extract_filings.training.synth.base import names
from extract_filings.training.synth.base.gold import Gold, exact, save
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words

_WORDS = load_words(__name__)
BANKS: list[str] = _WORDS["banks"]
FORMS: list[tuple[str, str]] = _WORDS["forms"]
BOUNDS: list[list[str]] = _WORDS["bounds"]
FACILITIES: dict[str, dict[str, str]] = _WORDS["facilities"]
"""What a facility is called, and how its amount and its end are told."""
COVENANTS: dict[str, dict[str, Any]] = _WORDS["covenants"]
"""Limits (of amounts in millions) and the sentence that sets them."""
GRID: list[tuple[str, int]] = _WORDS["grid"]
"""The columns of the pricing grid and their widths."""
KINDS: list[list[str]] = _WORDS["kinds"]
SCHEDULES: list[str] = _WORDS["schedules"]
EXHIBITS: list[str] = _WORDS["exhibits"]
DEFAULTS: list[dict[str, str]] = _WORDS["defaults"]
"""Text of each event of default, and the item that stands in it."""
DOCUMENTS: list[str] = _WORDS["documents"]
LAWS = ("New York",) * 4 + ("Delaware", "Illinois", "Texas", "California", "North Carolina")
MONEY = Decimal(10**6)
TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX")
ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def generate(n: int, out: Path, seed: int = 0, full: bool = False) -> None:
    """`n` agreements of 15 to 60 pages; each depends on seed and number only. `full`: all of 45
    pages or more.
    """
    (folder := Path(out) / "pdf").mkdir(parents=True, exist_ok=True)
    made = [document(folder, i, seed, full) for i in range(n)]
    save(Path(out), [g for g, _ in made], [d for _, d in made], statements=())


def document(folder: Path, number: int, seed: int, full: bool, pages: int = 0) -> tuple[Gold, dict]:
    """One PDF in `folder`, its gold, and its line of docs.parquet. `pages`: about so many, if
    given.
    """
    rng, name = random.Random(f"agreement/{seed}/{number}"), f"agreement{number:04d}"
    paper = Paper(
        str(folder / f"{name}.pdf"),
        rng.choice(("times",) * 4 + ("helvetica",)),
        rng.choice((9.5, 10, 10.5, 11)),
        rng.choice((60, 66, 72)),
    )
    deed = Deed(
        rng,
        paper,
        Gold(name, date.min, date.min),
        deal(rng),
        pages or rng.randint(48 if full else 17, 58),
    )
    deed.print()
    return deed.gold, dict(doc_id=name, form="credit agreement", pages=paper.page, period_end=None)


def roman(number: int) -> str:
    """Up to 89."""
    tens, ones = divmod(number, 10)
    return TENS[tens] + ONES[ones]


def company(rng: random.Random) -> tuple[str, str]:
    """A name, and what kind of legal entity it is."""
    head, middle = rng.choice(names.HEADS), rng.choice([m for m in names.MIDDLES if m])
    tail, form = rng.choice(FORMS)
    return f"{head} {middle} {tail}", form


def bank(rng: random.Random) -> str:
    return f"{rng.choice(names.HEADS)} {rng.choice(BANKS)}"


def distinct(make: Callable[[], Any], count: int) -> list[Any]:
    """What `make` gives, `count` different ones."""
    found: dict[Any, None] = {}
    while len(found) < count:
        found[make()] = None
    return [*found]


def deal(rng: random.Random) -> dict[str, Any]:
    """The record as the schema names it, and the words for the legal form of each company."""
    (borrower, form), *others = distinct(lambda: company(rng), 1 + rng.choice((0, 2, 3, 5, 8)))
    state = rng.choice([*names.TOWNS])
    town, code, phone = rng.choice(names.TOWNS[state])
    closing = date(rng.randint(2016, 2025), rng.randint(1, 12), rng.randint(1, 28))
    ends = [
        date(closing.year + years, closing.month, closing.day)
        for years in rng.sample((3, 5, 6, 7), 3)
    ]
    lenders = distinct(lambda: bank(rng), rng.randint(3, 8))
    pairs = zip(rng.choice(KINDS), ends, strict=False)  # there may be fewer kinds than dates
    facilities = [facility(rng, kind, end, lenders) for kind, end in pairs]

    def said(value: Any) -> Any:
        return value if rng.random() < 0.9 else None

    root = dict(
        borrower_name=borrower,
        borrower_jurisdiction=rng.choice(("Delaware", "Delaware", "Nevada", "Maryland", state)),
        borrower_address_street=", ".join(filter(None, names.street(rng))),
        borrower_address_city=town,
        borrower_address_state=state,
        borrower_address_postal_code=code,
        administrative_agent=lenders[0],
        closing_date=closing,
        maturity_date=max(f["maturity"] for f in facilities),
        governing_law=rng.choice(LAWS),
        defaults_cross_default=said(rng.choice((10, 15, 25, 50)) * MONEY),
        defaults_judgments=said(rng.choice((10, 20, 30, 40)) * MONEY),
        defaults_grace_days=said(rng.choice((2, 3, 4, 5))),
    )
    return dict(
        root=root,
        form=form,
        phone=phone,
        guarantors=[
            dict(name=n, jurisdiction=rng.choice(("Delaware", "Texas", "Ohio", "Nevada")), form=f)
            for n, f in others
        ],
        facilities=facilities,
        pricing=grid(rng),
        covenants=rng.sample(sorted(COVENANTS), rng.randint(1, 4)),
    )


def facility(rng: random.Random, kind: str, end: date, lenders: Sequence[str]) -> dict[str, Any]:
    some = rng.sample(lenders, rng.randint(2, len(lenders)))
    amounts = [rng.choice((5, 10, 12.5, 20, 25, 30, 37.5, 40, 50, 75)) for _ in some]
    return dict(
        kind=kind,
        commitment=Decimal(repr(sum(amounts))) * MONEY,
        maturity=end,
        lenders=[
            dict(lender=n, amount=Decimal(repr(a)) * MONEY)
            for n, a in zip(some, amounts, strict=True)
        ],
    )


def grid(rng: random.Random) -> list[dict[str, Any]]:
    """The best level first or last; each a quarter or half a point above the one before."""
    count = rng.randint(3, 6)
    step = Decimal(rng.choice(("0.50", "0.75", "0.25")))
    low = Decimal(rng.choice(("1.00", "1.50", "2.00")))
    edges = [low + step * i for i in range(count - 1)]
    sofr = Decimal(rng.choice(("1.125", "1.250", "1.500")))
    fee = Decimal(rng.choice(("0.150", "0.200", "0.250")))
    rise = Decimal(rng.choice(("0.250", "0.125")))
    levels = "123456" if rng.random() < 0.5 else ONES[1:7]
    rows = [
        dict(
            level=levels[i],
            ratio_from=edges[i - 1] if i else None,
            ratio_below=edges[i] if i < count - 1 else None,
            sofr_margin=sofr + rise * i,
            base_rate_margin=sofr + rise * i - 1,
            commitment_fee=fee + Decimal("0.050") * i,
        )
        for i in range(count)
    ]
    if rng.random() < 0.6:
        return rows
    return [dict(r, level=levels[i]) for i, r in enumerate(reversed(rows))]


class Deed:
    """One way to write one deal down, over about `pages` pages."""

    def __init__(
        self, rng: random.Random, paper: Paper, gold: Gold, deal: dict, pages: int
    ) -> None:
        self.rng, self.paper, self.gold, self.deal, self.pages = rng, paper, gold, deal, pages
        self.dates = rng.choice(("{0:%B} {0.day}, {0.year}",) * 3 + ("{0.day} {0:%B} {0.year}",))
        self.in_schedule = rng.random() < 0.55
        self.symbols = rng.random() < 0.3
        self.million = rng.random() < 0.2
        self.rows = dict.fromkeys(
            ("guarantors", "facilities", "facilities_lenders", "pricing", "covenants"), 0
        )
        self.article = self.section = 0

    def print(self) -> None:
        """The order of a real one."""
        paper, body = self.paper, max(8, self.pages - 9)
        self.cover()
        paper.footer, paper.first_number = self.rng.choice(("{}", "- {} -", "Page {}")), -1
        self.contents()
        self.preamble()
        self.definitions(body // 3)
        self.credits()
        self.boilerplate(paper.page + max(1, body // 6))
        self.covenants()
        self.boilerplate(paper.page + max(1, body // 8))
        self.defaults()
        self.boilerplate(max(paper.page + 1, self.pages - 5))
        self.notices()
        self.schedules()
        paper.close()

    # what is noted
    def note(
        self, section: str, item: str, value: Any, printed: str, page: int, row: int | None = None
    ) -> None:
        text = value
        if isinstance(value, date):
            text = value.isoformat()
        elif isinstance(value, (Decimal, int)):
            text = exact(value, 0)
        self.gold.span(
            section, item, printed, text, page, "", None, 0, None if row is None else 0, row
        )

    def root(self, *items: str, page: int | None = None) -> None:
        for item in items:
            value = self.deal["root"][item]
            text = str(value)
            if isinstance(value, date):
                text = day(value, self.dates)
            elif isinstance(value, Decimal):
                text = f"{value:,}"
            self.note("agreement", item, value, text, page or self.paper.page)

    def row(
        self, section: str, page: int, cells: dict[str, tuple[Any, str]], parent: int | None = None
    ) -> int:
        """Cells: {field: (value, printed)}. Returns the row's number."""
        number = self.rows[section]
        self.rows[section] += 1
        for item, (value, text) in cells.items():
            self.note(section, item, value, text, page, number)
        if parent is not None:
            self.note(section, "parent_row", str(parent), "", page, number)
        return number

    def dollars(self, amount: Decimal) -> str:
        return f"{exact(amount / MONEY, 0)} million" if self.million else f"{amount:,.0f}"

    def say(self, text: str, lines: int = 1, **how) -> int:
        """A paragraph; on one page if it fits into so many lines. Returns its page."""
        self.paper.need(max(lines, 2))
        page = self.paper.write(text, **how)
        self.paper.down(0.6)
        return page

    def whole(self, text: str) -> int:
        """A paragraph that no page break cuts."""
        return self.say(text, len(self.paper.wrap(text, self.paper.right - self.paper.margin)) + 1)

    # the front
    def cover(self) -> None:
        paper, root = self.paper, self.deal["root"]
        paper.down(6)
        amount = sum(f["commitment"] for f in self.deal["facilities"])
        for text, gap in (
            (f"${amount:,.0f}" if self.rng.random() < 0.5 else "", 2),
            ("CREDIT AGREEMENT", 2),
            (f"dated as of {day(root['closing_date'], self.dates)}", 2),
            ("among", 1.5),
            (root["borrower_name"].upper(), 0),
            ("as Borrower,", 1.5),
            ("THE LENDERS PARTY HERETO", 1.5),
            ("and", 1.5),
            (root["administrative_agent"].upper(), 0),
            ("as Administrative Agent", 4),
            (f"{bank(self.rng)}, as Syndication Agent", 0),
        ):
            if text:
                paper.write(text, "center", bold=text.isupper())
                paper.down(gap)
        paper.new_page()

    def contents(self) -> None:
        paper, rng = self.paper, self.rng
        paper.write("TABLE OF CONTENTS", "center", bold=True)
        paper.down(1)
        page, entries = (
            1,
            [
                ("ARTICLE I", "Definitions"),
                *(
                    (f"Section {a}.{s:02d}", rng.choice(CAPTIONS))
                    for a in range(2, 11)
                    for s in range(1, rng.randint(4, 9))
                ),
                ("Section 7.01", "Events of Default"),
                ("Section 10.02", "Notices"),
                ("Schedule 2.01", "Commitments"),
            ],
        )
        for number, caption in entries:
            page += rng.randint(0, 2)
            paper.put(paper.margin, f"{number} {caption} ")
            paper.put(paper.right - paper.width(str(page)), str(page))
            paper.down()
        paper.new_page()

    def preamble(self) -> None:
        root, form = self.deal["root"], self.deal["form"]
        page = self.whole(
            "This CREDIT AGREEMENT (this “Agreement”) is entered into as of"
            f" {day(root['closing_date'], self.dates)}, among {root['borrower_name']}, a"
            f" {root['borrower_jurisdiction']} {form} (the “Borrower”), the GUARANTORS and LENDERS"
            f" from time to time party hereto, and {root['administrative_agent']}, as"
            " Administrative Agent for the Lenders."
        )
        self.root("borrower_name", "borrower_jurisdiction", "administrative_agent", page=page)
        self.whole(
            filled(
                self.rng,
                "The Borrower has requested that the lenders extend credit, in part to refinance"
                " the agreement dated as of {date}, under which {amount} was lent. The parties"
                " hereto agree as follows:",
            )
        )

    # the body
    def head(self, caption: str) -> None:
        self.article += 1
        self.section = 0
        self.paper.need(6)
        self.paper.down(0.5)
        self.paper.write(f"ARTICLE {roman(self.article)}", "center", bold=True)
        self.paper.write(caption, "center", bold=True)
        self.paper.down(0.6)

    def caption(self, text: str) -> str:
        self.section += 1
        return f"Section {self.article}.{self.section:02d} {text}. "

    def definitions(self, pages: int) -> None:
        """In alphabetical order, those asked for among the others; as many as the pages take."""
        self.head("Definitions")
        self.say(
            "As used in this Agreement, the following terms have the meanings specified below:"
        )
        root, texts = self.deal["root"], [filled(self.rng, d) for d in DEFINITIONS]
        texts += [self.definition(kind) for kind in DOCUMENTS for _ in range(max(0, pages - 3))]
        closing = (
            f"“Closing Date” means {day(root['closing_date'], self.dates)}, the date on which the"
            " conditions set forth in Article III are satisfied."
        )
        maturity = (
            f"“Final Maturity Date” means {day(root['maturity_date'], self.dates)}, on which all"
            " loans then outstanding fall due."
        )
        own = {
            closing: "closing_date",
            maturity: "maturity_date",
            "“Applicable Rate” means": "pricing",
        }
        for text in sorted([*texts, *own], key=str.casefold):
            if own.get(text) == "pricing":
                self.grid()
            elif text in own:
                self.root(own[text], page=self.whole(text))
            else:
                self.say(text)

    def definition(self, kind: str) -> str:
        """Of a document, in the words of some other definition."""
        head = self.rng.choice(names.HEADS)
        meaning = filled(self.rng, self.rng.choice(DEFINITIONS)).partition(" means ")[2]
        return f"“{head} {kind}” means {meaning or 'a document delivered on the date hereof.'}"

    def grid(self) -> None:
        paper, rows = self.paper, self.deal["pricing"]
        paper.need(3 * len(rows) + 9)
        self.say(
            "“Applicable Rate” means, for any day, the rate per annum set forth below under the"
            " caption “Term SOFR”, “Base Rate” or “Commitment Fee”, based upon the Consolidated"
            " Leverage Ratio as of the most recent determination date:"
        )
        shown = GRID if self.rng.random() < 0.8 else GRID[:3] + GRID[4:]
        shrink = min(1, (paper.right - paper.margin) / sum(w for _, w in shown))
        edges = [paper.margin + shrink * sum(w for _, w in shown[:i]) for i in range(len(shown))]
        for (text, _), x in zip(shown, edges, strict=True):
            paper.put(x, text, bold=True)
        paper.down(1.3)
        for r in rows:
            self.level(r, shown, edges, shrink)
        paper.down(0.5)

    def level(self, r: dict[str, Any], shown, edges: Sequence[float], shrink: float) -> None:
        """Its cells one after the other, the ratio over two lines where it is long."""
        paper = self.paper
        which = 0 if r["ratio_from"] is None else 2 if r["ratio_below"] is None else 1
        lines = paper.wrap(
            BOUNDS[self.symbols][which].format(r["ratio_from"], r["ratio_below"]),
            shown[1][1] * shrink - 8,
        )
        fees = [r["sofr_margin"], *[r["base_rate_margin"]] * (len(shown) == 5), r["commitment_fee"]]
        top = paper.y
        paper.put(edges[0], f"Level {r['level']}" if self.symbols else r["level"])
        for i, text in enumerate(lines):
            paper.y = top - i * paper.lead
            paper.put(edges[1], text)
        bottom, paper.y = paper.y, top
        for fee, x in zip(fees, edges[2:], strict=True):
            paper.put(x, f"{fee:.3f}%")
        cells = {"level": (r["level"], r["level"])} | {
            k: (r[k], str(r[k])) for k in ("ratio_from", "ratio_below") if r[k] is not None
        }
        cells |= {
            k: (r[k], f"{r[k]:.3f}")
            for k in ("sofr_margin", *["base_rate_margin"] * (len(shown) == 5), "commitment_fee")
        }
        self.row("pricing", paper.page, cells)
        paper.y = bottom
        paper.down(1.3)

    def credits(self) -> None:
        """The facilities in sentences, each with its lenders; or a reference to a schedule."""
        self.head("The Credits")
        if self.in_schedule:
            self.say(
                self.caption("Commitments")
                + "Subject to the terms and conditions set forth herein, each lender agrees to make"
                " loans to the Borrower in an aggregate principal amount that will not exceed its"
                " commitment. The facilities, their amounts, and the name and commitment of each"
                " lender are set forth on Schedule 2.01."
            )
            return
        for f in self.deal["facilities"]:
            parent = self.facility(f, self.caption(FACILITIES[f["kind"]]["name"]))
            self.lenders(f, parent)

    def facility(self, f: dict[str, Any], lead: str = "") -> int:
        name, agrees, ends = FACILITIES[f["kind"]].values()
        page = self.whole(
            f"{lead}Each Lender {agrees} ${self.dollars(f['commitment'])} (the “{name}”), {ends}"
            f" {day(f['maturity'], self.dates)}."
        )
        amount = self.dollars(f["commitment"]).removesuffix(" million")
        return self.row(
            "facilities",
            page,
            {
                "kind": (f["kind"], f["kind"]),
                "commitment": (f["commitment"], amount),
                "maturity": (f["maturity"], day(f["maturity"], self.dates)),
            },
        )

    def lenders(self, f: dict[str, Any], parent: int) -> None:
        *others, last = [f"{n['lender']}, ${self.dollars(n['amount'])}" for n in f["lenders"]]
        name = FACILITIES[f["kind"]]["name"]
        page = self.whole(
            f"The commitments of the Lenders under the {name} are as follows:"
            f" {'; '.join(others)}; and {last}."
        )
        for n in f["lenders"]:
            self.row(
                "facilities_lenders",
                page,
                {
                    "lender": (n["lender"], n["lender"]),
                    "amount": (n["amount"], self.dollars(n["amount"]).removesuffix(" million")),
                },
                parent,
            )

    def boilerplate(self, until: int) -> None:
        """Articles of clauses up to this page."""
        rng, paper = self.rng, self.paper
        while paper.page < until:
            self.head(rng.choice(ARTICLES))
            for _ in range(rng.randint(8, 24)):
                self.say(
                    self.caption(rng.choice(CAPTIONS))
                    + " ".join(filled(rng, c) for c in rng.sample(CLAUSES, rng.randint(1, 4))),
                    3,
                )

    def covenants(self) -> None:
        self.head("Financial Covenants")
        for kind in self.deal["covenants"]:
            limits, sentence = COVENANTS[kind].values()
            limit = self.rng.choice(limits)
            shown = limit if isinstance(limit, str) else f"${self.dollars(limit * MONEY)}"
            text = sentence.format(shown)
            page = self.whole(
                self.caption(
                    ("Minimum " if "less" in text or "least" in text else "Maximum ") + kind
                )
                + text
            )
            self.row(
                "covenants",
                page,
                {
                    "kind": (kind, kind),
                    "threshold": (
                        Decimal(limit) * (1 if isinstance(limit, str) else MONEY),
                        shown.lstrip("$").removesuffix(" million"),
                    ),
                    "text": (text, text),
                },
            )

    def defaults(self) -> None:
        """The thresholds among defaults that have none."""
        root, rng = self.deal["root"], self.rng
        self.head("Events of Default")
        days = root["defaults_grace_days"]
        cross, judged = root["defaults_cross_default"], root["defaults_judgments"]
        word = ("two", "three", "four", "five")[(days or 2) - 2]
        fill = dict(
            word=word,
            days=days,
            cross=f"{cross or 0:,.0f}",
            judged=f"{judged or 0:,.0f}",
            unpaid=rng.choice((30, 45, 60)),
            after=rng.choice((20, 30)),
        )
        texts = {d["text"].format(**fill): d.get("item") for d in DEFAULTS}
        self.say(
            self.caption("Events of Default") + "Each of the following is an “Event of Default”:"
        )
        kept = [(t, item) for t, item in texts.items() if not item or root[item] is not None]
        for letter, (text, item) in zip("abcdefgh", kept, strict=False):
            page = self.whole(f"({letter}) {text};")
            if item:
                self.root(item, page=page)

    # the back
    def notices(self) -> None:
        root, rng, paper = self.deal["root"], self.rng, self.paper
        self.head("Miscellaneous")
        paper.need(16)
        self.say(
            self.caption("Notices")
            + "All notices and other communications shall be in writing and delivered by hand or"
            " courier, mailed or sent by telecopy, as follows:"
        )
        keys = [f"borrower_address_{k}" for k in ("street", "city", "state", "postal_code")]
        street, town, state, code = (root[k] for k in keys)
        where = f"{street}, {town}, {state} {code}"
        page = self.whole(
            f"(a) if to the Borrower, to it at {where}, Attention of {names.person(rng)}, Chief"
            f" Financial Officer (Telephone No. ({self.deal['phone']})"
            f" 555-01{rng.randint(10, 99)});"
        )
        self.root(*keys, page=page)
        state = rng.choice([*names.TOWNS])
        town, code, _ = rng.choice(names.TOWNS[state])
        self.whole(
            f"(b) if to the Administrative Agent, to {root['administrative_agent']},"
            f" {names.street(rng)[0]}, {town}, {state} {code}, Attention of Loan Operations."
        )
        for _ in range(rng.randint(1, 4)):
            self.say(self.caption(rng.choice(CAPTIONS)) + filled(rng, rng.choice(CLAUSES)), 3)
        page = self.whole(
            self.caption("Governing Law")
            + "This Agreement shall be construed in accordance with and governed by the law of the"
            f" State of {root['governing_law']}."
        )
        self.root("governing_law", page=page)
        self.say(
            "IN WITNESS WHEREOF, the parties hereto have caused this Agreement to be duly executed"
            " by their respective authorized officers as of the day and year first above written.",
            3,
        )

    def schedules(self) -> None:
        paper, rng = self.paper, self.rng
        if self.in_schedule:
            paper.new_page()
            paper.write("Schedule 2.01", "center", bold=True)
            paper.write("Commitments of the Lenders", "center", bold=True)
            paper.down(1)
            for f in self.deal["facilities"]:
                paper.need(len(f["lenders"]) + 9)
                parent = self.facility(f)
                self.table(f, parent)
        if self.deal["guarantors"]:
            self.guarantors()
        for caption in rng.sample(SCHEDULES, rng.randint(1, 3)):
            paper.new_page()
            paper.write(
                f"Schedule {rng.randint(3, 6)}.{rng.randint(2, 20):02d} {caption}",
                "center",
                bold=True,
            )
            for _ in range(rng.randint(2, 6)):
                self.say(filled(rng, rng.choice(EXHIBITS)))

    def table(self, f: dict[str, Any], parent: int) -> None:
        paper = self.paper
        paper.put(paper.margin, "Lender ", bold=True)
        paper.put(paper.right - paper.width("Commitment", True), "Commitment", bold=True)
        paper.down(1.2)
        for n in f["lenders"]:
            text = f"${n['amount']:,.0f}"
            paper.put(paper.margin, n["lender"])
            paper.put(paper.right - paper.width(text), text)
            self.row(
                "facilities_lenders",
                paper.page,
                {"lender": (n["lender"], n["lender"]), "amount": (n["amount"], text[1:])},
                parent,
            )
            paper.down()
        paper.put(paper.margin, "Total", bold=True)
        text = f"${f['commitment']:,.0f}"
        paper.put(paper.right - paper.width(text, True), text, bold=True)
        paper.down(2)

    def guarantors(self) -> None:
        """In a schedule of their own, one a line."""
        paper = self.paper
        paper.new_page()
        paper.write("Schedule 1.01", "center", bold=True)
        paper.write("Guarantors", "center", bold=True)
        paper.down(1)
        self.say("Each of the following companies guarantees the obligations of the Borrower:")
        for g in self.deal["guarantors"]:
            page = self.whole(f"{g['name']}, a {g['jurisdiction']} {g['form']}")
            self.row("guarantors", page, {k: (g[k], g[k]) for k in ("name", "jurisdiction")})
