"""The cover page: who files what for which period, securities, check marks, shares outstanding."""

import random
from datetime import date, timedelta
from decimal import Decimal

from extract_filings.training.synth.base.gold import Gold, exact
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.print import together
from extract_filings.training.synth.filing.print.registrant import (
    CAPTIONS,
    Cover,
    Registrant,
    drawn,
    file_number,
    numbered,
    print_registrant,
)
from extract_filings.training.synth.filing.statements.builder import Sheet

_WORDS = load_words(__name__)
EXCHANGES: list[tuple[str, str]] = _WORDS["exchanges"]
SECOND: list[tuple[str, str]] = _WORDS["second"]
STOCK: list[str] = _WORDS["stock"]
MORE: list[str] = _WORDS["more"]
FLOATS: list[str] = _WORDS["floats"]
COUNTS: list[str] = _WORDS["counts"]
CLASSES: list[str] = _WORDS["classes"]
DEBT: list[str] = _WORDS["debt"]
RATES: list[str] = _WORDS["rates"]
TRANSITIONS: list[str] = _WORDS["transitions"]
REPORTS: dict[str, list[str]] = _WORDS["reports"]
SECURITY_HEADS: dict[str, list[str]] = _WORDS["security_heads"]
SENTENCES: dict[str, str] = _WORDS["sentences"]
STATUSES = ["Large Accelerated Filer", "Accelerated Filer", "Non-accelerated Filer"]
OTHER_STATUSES = ["Smaller reporting company", "Emerging growth company"]
MARKS: list[tuple[str, str]] = _WORDS["marks"]
"""The signs of checked and unchecked boxes."""


def spell(day: date, style: str = "%B") -> str:
    return f"{day.strftime(style)} {day.day}, {day.year}"


def print_cover(
    rng: random.Random, paper: Paper, gold: Gold, record: Filer, sheets: list[Sheet]
) -> None:
    on, off = rng.choice(MARKS)
    exchange, align = rng.choice(EXCHANGES), rng.choice(("center",) * 5 + ("left",))
    cover = Cover(rng, paper, gold, record, on, off, exchange, align)
    kept, paper.footer = paper.footer, ""
    if rng.random() < 0.25:
        paper.put(paper.margin, "Table of Contents")
        paper.down(1.5)
    first = drawn(rng, record)
    second = together.second(rng, first) if rng.random() < 0.05 else None
    _form(cover, first, bool(second))
    together.print_both(cover, first, second) if second else print_registrant(cover, first)
    _securities(cover)
    _marks(cover)
    _counts(cover, sheets)
    paper.footer = kept


def _form(cover: Cover, first: Registrant, several: bool) -> None:
    """Agency, form, period. `several`: the file numbers stand with their registrants."""
    rng, form = cover.rng, cover.record.calendar.form
    _agency(cover)
    title = rng.choice(("FORM {}", "FORM {}", "Form {}", "FORM  {}")).format(form)
    size = cover.paper.size + rng.choice((2, 4, 7))
    cover.note("form_type", form, cover.centre(title, bold=True, size=size))
    if rng.random() < 0.35:
        mark = rng.choice(("(Mark One)", "(Mark one)", "(MARK ONE)"))
        cover.centre(mark, align=rng.choice(("left", "center")))
    upper, mixed = REPORTS[form]
    cover.centre(f"{cover.on} {upper if rng.random() < 0.8 else mixed}")
    printed = several or rng.random() < 0.15
    if printed and not several:
        file_number(cover, first)
    printed |= _period(cover, first, printed)
    if rng.random() < 0.9:
        cover.centre(rng.choice(("OR", "or", "Or")))
        cover.centre(f"{cover.off} {REPORTS['transition'][0]}")
        cover.centre(rng.choice(TRANSITIONS))
    if not printed:
        file_number(cover, first)
    cover.paper.down(0.5)


def _agency(cover: Cover) -> None:
    rng = cover.rng
    agency = ["UNITED STATES", "SECURITIES AND EXCHANGE COMMISSION"]
    if rng.random() >= 0.75:
        agency = [" ".join(agency)]
    for line in [*agency, rng.choice(("Washington, D.C. 20549", "WASHINGTON, D.C. 20549"))]:
        cover.centre(line, bold=True)
    cover.paper.down(0.5)


def _period(cover: Cover, first: Registrant, numbered_already: bool) -> bool:
    """The line with the end of the period; whether it holds the file number, too."""
    rng, calendar = cover.rng, cover.record.calendar
    end = calendar.dates[0]
    line, shown = rng.choice(CAPTIONS["period"][calendar.form]), spell(end)
    if line.isupper() and rng.random() < 0.7:
        shown = shown.upper()
    text = line.format(shown)
    joined = not numbered_already and rng.random() < 0.1
    if joined:
        text += f"     {numbered(rng, first)}"
    page = cover.centre(text, bold=rng.random() < 0.5)
    if joined:
        cover.note("commission_file_number", first.number, page)
    cover.note("period_end_date", shown, page, end.isoformat())
    if calendar.form == "10-K":
        cover.note("fiscal_year_end", shown.rsplit(",", 1)[0], page, f"--{end:%m-%d}")
    return joined


def _symbol(rng: random.Random, name: str) -> str:
    letters = "".join(c for c in name.upper() if c.isalpha())
    return letters[0] + "".join(rng.sample(letters[1:9], rng.choice((1, 2, 2, 3, 3))))


def _listed(cover: Cover) -> list[tuple[str, str, tuple[str, str]]]:
    """Title, symbol and exchange of each registered security."""
    rng, exchange = cover.rng, cover.exchange
    par = rng.choice(("$0.01", "$0.001", "$1.00", "$0.0001", "$.01", "$0.10", "$5", "$0.50", "no"))
    symbol = _symbol(rng, cover.record.name)
    made = [(rng.choice(STOCK).format(par), symbol, exchange)]
    if rng.random() < 0.08:
        made.append((made[0][0], symbol, rng.choice(SECOND)))
    if rng.random() < 0.15:
        made.append((*_another(rng, symbol, par), exchange))
    if rng.random() < 0.25:
        year = cover.record.calendar.year
        form = rng.choice(("{}{:02d}", "{} {:02d}", "{}/{:02d}", "{} {:02d}A", "{}{:02d}"))
        for i in range(rng.choice((1, 2, 3, 5, 8, 12, 22))):
            due, rate = year + 1 + i, f"{rng.randint(0, 6)}.{rng.choice(RATES)}"
            title = rng.choice(DEBT).format(rate, due)
            made.append((title, form.format(symbol, due % 100), exchange))
    return made


def _another(rng: random.Random, symbol: str, par: str) -> tuple[str, str]:
    """Title and symbol of a second kind of security."""
    kind = rng.choice(MORE)
    fill = (par,)
    if "par value" not in kind:
        rate = f"{rng.randint(4, 8)}.{rng.choice((0, 125, 25, 375, 5, 75))}"
        fill = (rate, rng.choice("ABCDEF"))
    tail = {"Warrants": "W", "Units": "U"}.get(kind.split(" ")[0].rstrip(","), "")
    symbols = (
        f"{symbol}.{tail or 'PR'}",
        f"{symbol}{tail or 'P'}",
        f"{symbol} PR{fill[-1][:1] if 'Series' in kind else 'A'}",
    )
    return kind.format(*fill), rng.choice(symbols)


def _securities(cover: Cover) -> None:
    rng, paper = cover.rng, cover.paper
    paper.down(0.5)
    heading = rng.choice(SECURITY_HEADS["section"])
    if rng.random() < 0.07:
        cover.centre(heading + (" None" if heading.endswith(":") else ": None"))
    else:
        paper.need(5)
        cover.centre(heading)
        _security_table(cover)
    if cover.record.annual or rng.random() < 0.2:
        if rng.random() < 0.5:
            cover.centre("Securities registered pursuant to Section 12(g) of the Act: None")
        else:
            cover.centre("Securities registered pursuant to Section 12(g) of the Act:")
            cover.centre(rng.choice(("None", "None.", "NONE", "(Title of class)")))
    paper.down(0.3)


def _security_table(cover: Cover) -> None:
    rng, paper = cover.rng, cover.paper
    symbols = rng.random() < 0.85
    span = paper.right - paper.margin
    xs = (
        [paper.margin, paper.margin + span * 0.5, paper.margin + span * 0.65]
        if symbols
        else [paper.margin, paper.margin + span * 0.5]
    )
    heads = [rng.choice(SECURITY_HEADS[column]) for column in ("title", "symbol", "exchange")]
    heads = heads if symbols else [heads[0], heads[2]]
    if rng.random() < 0.25:  # narrow heads, printed cell by cell
        top, deepest = paper.y, 0
        for x, head in zip(xs, heads, strict=True):
            lines = paper.wrap(head, span * 0.13, bold=True)
            for i, line in enumerate(lines):
                paper.y = top - i * paper.lead
                paper.put(x, line, bold=True)
            deepest = max(deepest, len(lines))
        paper.y = top
        paper.down(deepest)
    else:
        for x, head in zip(xs, heads, strict=True):
            paper.put(x, head, bold=True)
        paper.down()
    for n, (title, symbol, exchange) in enumerate(_listed(cover)):
        lines = paper.wrap(title, span * 0.48)
        paper.need(len(lines) + 1)
        for line in lines[:-1]:
            paper.put(xs[0], line)
            paper.down()
        paper.put(xs[0], lines[-1])
        if symbols:
            paper.put(xs[1], symbol)
        paper.put(xs[-1], exchange[0])
        member = (
            f"us-gaap:StatementClassOfStockAxis=synth:Security{n}Member"
            if n
            else "us-gaap:StatementClassOfStockAxis=us-gaap:CommonStockMember"
        )
        cover.note("security_title", title, paper.page, dimension=member)
        if symbols:
            cover.note("trading_symbol", symbol, paper.page, dimension=member)
        cover.note("exchange", exchange[0], paper.page, exchange[1], dimension=member)
        paper.down()


def _yes_no(cover: Cover, yes: bool) -> str:
    on, off = (cover.on, cover.off) if yes else (cover.off, cover.on)
    return f"Yes {on} No {off}" if cover.record.calendar.year % 3 else f"{on} Yes {off} No"


def _marks(cover: Cover) -> None:
    rng, paper, annual = cover.rng, cover.paper, cover.record.annual
    if annual:
        paper.write(f"{SENTENCES['seasoned']} {_yes_no(cover, rng.random() < 0.5)}")
        paper.write(f"{SENTENCES['required']} {_yes_no(cover, False)}")
    for key in ("filed", "data"):
        paper.write(f"{SENTENCES[key]} {_yes_no(cover, True)}")
    _status(cover)
    paper.write(f"{SENTENCES['growth']} {cover.off}")
    if annual and rng.random() < 0.7:
        paper.write(f"{SENTENCES['audit']} {rng.choice((cover.on, cover.off))}")
    paper.write(f"{SENTENCES['shell']} {_yes_no(cover, False)}")


def _status(cover: Cover) -> None:
    rng, paper = cover.rng, cover.paper
    chosen = rng.choice((0, 0, 0, 1, 1, 2, 2))
    words = rng.choice(
        (
            lambda s: s,
            str.capitalize,
            str.capitalize,
            lambda s: s[:1] + s[1:].replace("Filer", "filer"),
        )
    )
    names_ = [words(s) for s in STATUSES] + OTHER_STATUSES
    first = rng.random() < 0.2  # the box before its words
    small = chosen == 2
    boxes = [cover.on if i == chosen or (i == 3 and small) else cover.off for i in range(5)]
    cells = [f"{b} {n}" if first else f"{n} {b}" for n, b in zip(names_, boxes, strict=True)]
    paper.write(SENTENCES["status"])
    shape = rng.choice(("row", "pairs", "list", "cells"))
    paper.need(5)
    if shape == "row":
        page = paper.write(" ".join(cells), rng.choice(("left", "center")))
    elif shape == "list":
        page = [paper.write(c) for c in cells][chosen]
    else:
        rows = [cells[:2], cells[2:4], cells[4:]] if shape == "pairs" else [cells[:3], cells[3:]]
        page = paper.page
        for row in rows:
            for k, cell in enumerate(row):
                paper.put(
                    paper.margin
                    + k * (paper.right - paper.margin) / (2 if shape == "pairs" else 3),
                    cell,
                )
            paper.down()
    cover.note("filer_category", names_[chosen], page, STATUSES[chosen])


def _worth(rng: random.Random, dollars: float) -> tuple[str, str, int]:
    """As printed without and with its scale word, and the scale."""
    if rng.random() < 0.4 and dollars > 2e6:
        scale, word = (9, "billion") if dollars > 1e9 else (6, "million")
        text = f"{dollars / 10**scale:,.1f}"
        return text, f"{text} {word}", scale
    text = f"{round(dollars):,}"
    return text, text, 0


def _counts(cover: Cover, sheets: list[Sheet]) -> None:
    rng, paper, record = cover.rng, cover.paper, cover.record
    end = record.calendar.dates[0]
    shares = next((r.values for r in sheets[0].rows if "shares_basic" in r.items), None)
    count = int(
        (shares[0] if shares else rng.randint(5, 900))
        * 10 ** (record.share_scale if shares else 6)
        * rng.randint(950, 1050)
        // 1000
    ) + rng.randint(0, 999)
    if record.annual:
        dollars = record.revenue * 10.0**record.scale * rng.uniform(0.4, 4)
        text, shown, scale = _worth(rng, dollars)
        day = end - timedelta(days=184)
        line = rng.choice(FLOATS).format(
            v=rng.choice(("", "voting ", "voting and non-voting ")),
            d=spell(day),
            a=shown,
            e=cover.exchange[0],
        )
        place = _fact_page(cover, line)
        cover.note("public_float", text, place, _base(text, scale), scale=scale)
    if rng.random() < 0.1:
        _per_class(cover, count, end)
        return
    day = end + timedelta(days=rng.randint(15, 60))
    if rng.random() < 0.08 and count > 10**7:
        scale, word = (9, "billion") if count > 10**9 else (6, "million")
        text = f"{count / 10**scale:.1f}"
        line = rng.choice(COUNTS).format(d=spell(day), n=f"{text} {word}", p="$0.01")
    else:
        text, scale = f"{count:,}", 0
        line = rng.choice(COUNTS).format(d=spell(day), n=text, p="$0.01")
    cover.note("shares_outstanding", text, _fact_page(cover, line), _base(text, scale), scale=scale)
    if record.annual:
        paper.down(0.3)
        paper.write("DOCUMENTS INCORPORATED BY REFERENCE", "center", bold=True)
        paper.write(
            f"Portions of the registrant’s definitive proxy statement for its {end.year + 1} annual"
            " meeting are incorporated by reference into Part III of this report."
        )


def _fact_page(cover: Cover, line: str) -> int:
    """Prints a sentence on one page and says which."""
    paper = cover.paper
    paper.down(0.2)
    paper.need(len(paper.wrap(line, paper.right - paper.margin)) + 1)
    return paper.write(line)


def _base(text: str, scale: int) -> str:
    return exact(Decimal(text.replace(",", "")), scale)


def _per_class(cover: Cover, count: int, end: date) -> None:
    """A small table with the shares of each class."""
    paper, rng = cover.paper, cover.rng
    paper.need(5)
    day = spell(end + timedelta(days=rng.randint(15, 60)))
    paper.write(rng.choice(CLASSES))
    paper.put(paper.margin, "Class", bold=True)
    paper.put(paper.margin + 280, f"Outstanding at {day}", bold=True)
    paper.down()
    for letter, number in (("A", count), ("B", max(1000, count // 7))):
        paper.put(paper.margin, f"Class {letter} Common Stock, $0.01 par value")
        paper.put(
            paper.margin + 280,
            f"{number:,} shares" if cover.record.calendar.year % 2 else f"{number:,}",
        )
        cover.note(
            "shares_outstanding",
            f"{number:,}",
            paper.page,
            str(number),
            dimension=f"us-gaap:StatementClassOfStockAxis=us-gaap:CommonClass{letter}Member",
            scale=0,
        )
        paper.down()
