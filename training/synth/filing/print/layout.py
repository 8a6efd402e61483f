"""Prints a statement in the manner of one filing and notes what stands where."""

import random
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extract_filings.training.synth.base.gold import Gold, exact
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.filing.draw import Filer, Period
from extract_filings.training.synth.filing.statements.builder import Row, Sheet
from extract_filings.training.synth.filing.wording import phrases

SMALL = frozenset(phrases.SMALL)
NUMBER = ("Three", "Six", "Nine")
WEEKS = {"Three": ("13", "Thirteen"), "Six": ("26", "Twenty-Six"), "Nine": ("39", "Thirty-Nine")}
MARKS = (("(a)", "(b)"), ("(1)", "(2)", "(3)"), ("*",), (" (Note 2)", " (Note 11)"), (" (1)",))


@dataclass(slots=True)
class Manner:
    """How one company prints its tables."""

    case: str  # as_is, title, upper, totals_upper
    curly: bool
    dollar: str  # cell, attached, none
    dollar_rows: str  # ends, totals, all
    minus: str  # brackets, hanging, sign
    dash: str
    leaders: str
    notes: bool
    percent: bool
    bare_cents: bool  # .52 for 0.52
    rules: bool
    indent: float
    header: str  # span, dates, stacked, caption
    unit_place: str  # title, header, none
    month: str  # %B or %b
    oldest_first: bool
    newline_after: bool
    bold_totals: bool
    repeat_header: bool
    colons: bool
    condensed: str
    unaudited: str
    unit_line: str
    holder_line: bool
    column: float
    dots: bool
    marks: tuple[str, ...]  # footnote signs behind some labels
    split_day: bool


def manner(rng: random.Random, record: Filer) -> Manner:
    weighted = rng.choice
    return Manner(
        case=weighted(("as_is",) * 7 + ("title",) * 3 + ("upper", "totals_upper")),
        curly=rng.random() < 0.75,
        dollar=weighted(("cell", "cell", "cell", "attached", "none")),
        dollar_rows=weighted(("ends", "ends", "totals", "all")),
        minus=weighted(("brackets",) * 10 + ("hanging",) * 4 + ("sign",)),
        dash=weighted(("—", "—", "—", "-", "–", "— ")).strip(),
        leaders=weighted(("",) * 9 + (".", " .", "..")),
        notes=rng.random() < 0.08,
        percent=rng.random() < 0.07,
        bare_cents=rng.random() < 0.12,
        rules=rng.random() < 0.7,
        indent=weighted((0, 6, 9, 12)),
        header=weighted(("span", "span", "dates", "stacked", "caption")),
        unit_place=weighted(("title", "title", "title", "header")),
        month=weighted(("%B", "%B", "%B", "%b", "%b.")),
        oldest_first=record.annual and rng.random() < 0.08,
        newline_after=rng.random() < 0.3,
        bold_totals=rng.random() < 0.4,
        repeat_header=rng.random() < 0.6,
        colons=rng.random() < 0.8,
        condensed=weighted(phrases.CONDENSED) if not record.annual else "",
        unaudited=weighted(phrases.AUDIT) if not record.annual and rng.random() < 0.85 else "",
        unit_line=weighted(unit_lines(record)),
        holder_line=rng.random() < 0.8,
        column=weighted((62, 66, 72, 80)),
        dots=rng.random() < 0.15,
        marks=weighted(((),) * 12 + MARKS),
        split_day=rng.random() < 0.3,
    )


def unit_lines(record: Filer) -> list[str]:
    """Those that say what holds for the share counts too."""
    if record.scale and record.share_scale == 3 != record.scale:
        return phrases.THOUSAND_SHARES
    shares_apart = record.share_scale != record.scale
    return [
        line
        for line in phrases.UNITS[record.scale]
        if not record.scale or shares_apart == bool(phrases.SHARES_APART.search(line))
    ]


def cased(label: str, how: Manner, total: bool = False, heading: bool = False) -> str:
    if not how.curly:
        label = label.replace("’", "'")
    if heading and not how.colons:
        label = label.rstrip(":")
    if how.case == "upper" or (how.case == "totals_upper" and (total or heading)):
        return label.upper()
    if how.case == "title":
        words = label.split(" ")
        label = " ".join(
            w if (i and w.lower() in SMALL) else w[:1].upper() + w[1:] for i, w in enumerate(words)
        )
        label = re.sub(r"([(/—–-])([a-z])(?=[a-z]{3})", lambda m: m[1] + m[2].upper(), label)
    return label


def digits(row: Row, value, how: Manner, record: Filer) -> str:
    """The number as it stands inside brackets and behind dollar signs."""
    if value == 0 and (row.unit == "USD" or not row.items):
        return how.dash
    if row.unit == "USD/shares":
        text = f"{abs(value):.2f}"
        return text[1:] if how.bare_cents and text.startswith("0.") else text
    return f"{abs(value):,.{record.share_places if row.unit == 'shares' else 0}f}"


def signed_text(text: str, negative: bool, how: Manner) -> str:
    if not negative:
        return text
    return f"-{text}" if how.minus == "sign" else f"({text})"


class Statement:
    """One statement going onto paper."""

    def __init__(
        self,
        paper: Paper,
        gold: Gold,
        record: Filer,
        sheet: Sheet,
        how: Manner,
        table: int,
        rng: random.Random,
    ):
        self.paper, self.gold, self.record, self.sheet = paper, gold, record, sheet
        self.how, self.table, self.rng = how, table, rng
        self.picked: dict[str, str] = {}
        self.revenue = next((r.values for r in sheet.rows if "revenue" in r.items), None)
        self.percent = (
            how.percent
            and sheet.name == "income_statement"
            and len(sheet.columns) < 4
            and self.revenue is not None
        )
        count = len(sheet.columns) * (2 if self.percent else 1) + how.notes
        self.pitch = min(how.column, (paper.right - paper.margin) * 0.62 / count)
        self.edges = [
            paper.right - self.pitch * (count - how.notes - 1 - i) - 4
            for i in range(count - how.notes)
        ]
        self.numbers = self.edges[::2] if self.percent else self.edges
        self.label_width = (
            self.edges[0] - self.pitch - paper.margin - (self.pitch * 0.6 if how.notes else 0)
        )

    # titles and column heads

    def title(self) -> None:
        how, paper, rng = self.how, self.paper, self.rng
        kind = "income_statement_comprehensive" if self.sheet.comprehensive else self.sheet.name
        lines = (
            [self.record.name if rng.random() < 0.7 else f"{self.record.name} and Subsidiaries"]
            if how.holder_line
            else []
        )
        lines.append(how.condensed + rng.choice(phrases.TITLES[kind]))
        if self.style() == "caption" and (self.sheet.name != "balance_sheet" or self.record.annual):
            lines.append(self._caption())
        unit = how.unit_line if how.unit_place == "title" else ""
        if self.sheet.name != "income_statement" and rng.random() < 0.6:
            unit = re.sub(r",? except (share|per).*?(?=\)|$)", "", unit, flags=re.I)
        lines += [unit, how.unaudited] if rng.random() < 0.5 else [how.unaudited, unit]
        align = "center" if rng.random() < 0.75 else "left"
        upper = rng.random() < 0.4
        for line in filter(None, lines):
            name = line.upper() if upper and not line.startswith(("(", "In ", "in ")) else line
            paper.write(name, align, bold=not line.startswith("(") and rng.random() < 0.9)
        paper.down(0.5)

    def _caption(self) -> str:
        if self.sheet.name == "balance_sheet":
            now, before = (e for _, e in sorted(self.sheet.columns, reverse=True))
            return (
                self.rng.choice(("As of ", "", "At "))
                + f"{now:%B} {now.day}, {now.year} and {before.year}"
            )
        ends = [e for _, e in self.sheet.columns]
        years = sorted({e.year for e in ends}, reverse=True)
        listed = str(years[-1])
        if len(years) > 1:
            listed = f"{', '.join(map(str, years[:-1]))} and {listed}"
        word = "Years"
        if not self.record.annual:
            counts = {self.months(c) for c in self.sheet.columns}
            word = " and ".join(sorted(counts, key=NUMBER.index)) + " Months"
        return f"For the {word} Ended {ends[0]:%B} {ends[0].day}, {listed}"

    @staticmethod
    def months(column: Period) -> str:
        return NUMBER[max(0, round(((column[1] - column[0]).days + 1) / 91.3) - 1)]

    def day(self, end: date, year: bool = True) -> str:
        month = end.strftime("%B") if end.month == 5 else end.strftime(self.how.month)
        return f"{month} {end.day}," + (f" {end.year}" if year else "")

    def span_words(self, column: Period) -> str:
        if self.sheet.name == "balance_sheet":
            return ""
        if self.record.annual:
            words = phrases.SPANS["years"]
            weeks = ["52 weeks ended"] if self.record.calendar.weeks else []
            return self.pick("span", [*words, *weeks])
        count = self.months(column)
        words = list(phrases.SPANS["months"])
        if self.record.calendar.weeks:
            words += phrases.SPANS["weeks"]
        if count == "Three":
            words += phrases.SPANS["quarter"]
        line = self.pick("span3" if count == "Three" else "span", words)
        number, word = WEEKS[count]
        return line.format(count, n=number, w=word)

    def pick(self, key: str, words: list[str]) -> str:
        """One choice per statement."""
        return self.picked.setdefault(key, self.rng.choice(words))

    def groups(self) -> list[tuple[int, int]]:
        """Runs of columns of one length."""
        lengths = [round((e - s).days / 30) for s, e in self.sheet.columns]
        starts = [i for i in range(len(lengths)) if not i or lengths[i] != lengths[i - 1]]
        return list(zip(starts, [*starts[1:], len(lengths)], strict=True))

    def style(self) -> str:
        """Shape of the heads that these columns allow."""
        columns, style = self.sheet.columns, self.how.header
        if not all(
            (e.month, e.day) == (columns[g][1].month, columns[g][1].day)
            for g, h in self.groups()
            for _, e in columns[g:h]
        ):
            return {"caption": "stacked", "span": "dates"}.get(style, style)
        return "span" if style == "caption" and len(self.groups()) > 1 else style

    def head(self) -> None:
        """Heads of the columns, in one of several shapes; perhaps the unit line too."""
        how, paper, style = self.how, self.paper, self.style()
        split = how.split_day or self.crowded()
        unit = how.unit_line if how.unit_place == "header" else ""
        if self.sheet.name != "balance_sheet" and style != "caption":
            self.spans(style == "span", split)
        elif self.sheet.name == "balance_sheet" and style == "span" and self.record.annual:
            words = self.pick("asof", ["", "As of ", "At ", "as of "])
            day = self.day(self.sheet.columns[0][1], False)
            self.over_columns(0, len(self.numbers), words + day)
            paper.down()
        if unit and self.pick("unit", ["own", "same"]) == "own":
            paper.write(unit, size=paper.size - 1)
        elif unit:
            paper.put(paper.margin, unit, italic=True, size=paper.size - 1)
        if how.notes:
            word = self.pick("note", ["Note", "Notes", "Note", "Ref."])
            self.middle(self.edges[0] - self.pitch * 1.3, word, bold=True)
        self.names(self.sheet.columns, self.shape(style))

    def crowded(self) -> bool:
        """Whether a length of time and a day do not fit on one line over their columns."""
        groups, columns = self.groups(), self.sheet.columns
        return len(groups) > 1 and any(
            self.wide(
                f"{self.span_words(columns[g])} {self.day(columns[g][1], False)}",
                (h - g) * self.pitch,
            )
            for g, h in groups
        )

    def spans(self, dated: bool, split: bool) -> None:
        """The length of time over each group of columns; if `dated`, its day beside or below."""
        columns = self.sheet.columns
        for g, h in self.groups():
            day = f" {self.day(columns[g][1], False)}" if dated and not split else ""
            self.over_columns(g, h, self.span_words(columns[g]) + day)
        self.paper.down()
        if dated and split:
            for g, h in self.groups():
                self.over_columns(g, h, self.day(columns[g][1], False))
            self.paper.down()

    def over_columns(self, first: int, end: int, text: str) -> None:
        x = (self.numbers[first] + self.numbers[end - 1]) / 2 - self.pitch / 2
        self.middle(x, text, bold=True)

    def shape(self, style: str) -> str:
        """How a column is named: by its year, its date, or its date on two lines."""
        dated = self.sheet.name == "balance_sheet" and not self.record.annual
        if style in ("span", "caption") and not dated:
            return "year"
        room = self.numbers[-1] - self.numbers[-2]
        if style == "stacked" or any(self.wide(self.day(e), room) for _, e in self.sheet.columns):
            return "stacked"
        return "date"

    def names(self, columns: list[Period], shape: str) -> None:
        how, paper, centre = self.how, self.paper, self.pitch / 2
        tail = ""
        if self.sheet.name == "balance_sheet" and not self.record.annual:
            tail = self.pick("tail", ["", "", " (unaudited)", " (Unaudited)"])
        latest = max(e for _, e in columns)
        top = paper.y
        for (_, end), x in zip(columns, self.numbers, strict=True):
            lines = [self.day(end)]
            if shape == "year":
                lines = [str(end.year)]
            elif shape == "stacked":
                lines = [self.day(end, False), str(end.year)]
            if tail and end == latest:
                lines.append(tail.strip())
            for k, line in enumerate(lines):
                paper.y = top - k * paper.lead
                self.middle(x - centre, line, bold=True)
        deepest = (2 if shape == "stacked" else 1) + bool(tail)
        paper.y = top
        if self.percent and shape != "stacked":
            for x in self.edges[1::2]:
                self.middle(x - centre, self.pick("pct", ["%", "% of sales", "Percent"]), bold=True)
        paper.down(deepest)
        if how.rules:
            for x in self.numbers:
                paper.rule(x - self.pitch + 8, x, paper.lead - 2)
        paper.down(0.3)

    def wide(self, text: str, space: float) -> bool:
        """Whether a head would touch its neighbour."""
        return self.paper.width(text, True, self.paper.size - 0.5) > space - 4

    def middle(self, x: float, text: str, bold: bool = False) -> None:
        self.paper.put(
            x - self.paper.width(text, bold, self.paper.size - 0.5) / 2,
            text,
            bold,
            size=self.paper.size - 0.5,
        )

    # rows

    def print(self) -> None:
        self.paper.need(min(30, len(self.sheet.rows)))
        self.title()
        self.head()
        fold = (
            {"balance_sheet": "LIABILITIES", "cash_flow": "FINANC"}.get(self.sheet.name)
            if self.rng.random() < 0.18
            else None
        )
        for i, row in enumerate(self.sheet.rows):
            starts = bool(fold and row.heading and fold in row.label.upper())
            if self.paper.room() < 3 or starts:
                self.over(starts)
                fold = None if starts else fold
            self.heading(row, i) if row.heading else self.data(row, i)
        if self.rng.random() < 0.8:
            self.paper.down(0.6)
            self.paper.write(
                self.rng.choice(phrases.SEE_NOTES),
                self.rng.choice(("left", "center")),
                italic=True,
                size=self.paper.size - 1,
            )

    def over(self, part: bool) -> None:
        """The statement goes on overleaf."""
        self.paper.new_page()
        if self.how.repeat_header or part:
            if self.rng.random() < 0.6:
                self.paper.write(
                    self.record.name.upper()
                    + self.rng.choice((" (continued)", "", " (Continued)")),
                    "center",
                    bold=True,
                )
            self.head()

    def heading(self, row: Row, index: int) -> None:
        label = cased(row.label, self.how, heading=True)
        self.paper.write(
            label,
            bold=self.how.bold_totals or self.rng.random() < 0.2,
            x=self.paper.margin + row.level * self.how.indent,
        )
        cells = [dict(col=0, colspan=1, text=label, facts=[])]
        self.gold.row(self.sheet.name, self.paper.page, self.table, index, "section", label, cells)

    def data(self, row: Row, index: int) -> None:
        how, paper = self.how, self.paper
        label = cased(row.label, how, row.total)
        if how.marks and label and self.rng.random() < 0.15:
            label += self.rng.choice(how.marks)
        bold = row.total and how.bold_totals
        left = (
            paper.margin
            + row.level * how.indent
            + (how.indent if row.total and how.case == "title" else 0)
        )
        lines = paper.wrap(label, self.label_width - (left - paper.margin), bold)
        paper.need(len(lines) + 1)
        for line in lines[:-1]:
            paper.put(left, line, bold)
            paper.down()
        left += 8 if len(lines) > 1 and how.indent else 0
        end = paper.put(left, lines[-1], bold) if lines[-1] else left
        self.fill(end, bool(lines[-1]))
        cells = [dict(col=0, colspan=1, text=label, facts=[])]
        self.cells(row, index, bold, cells)
        self.underline(row, index)
        page = paper.page
        made = self.gold.row(self.sheet.name, page, self.table, index, "data", label, cells)
        for item in row.items:
            for cell in made["cells"]:
                for fact in cell["facts"]:
                    if self.owns(item, fact):
                        self.gold.statement_fact(
                            self.sheet.name, item, fact, label, page, self.table, index
                        )
        paper.down(1.0 if not (row.total and how.newline_after) else 1.4)

    @staticmethod
    def owns(item: str, fact: dict) -> bool:
        """On a row for basic and diluted each fact belongs to one of them."""
        return not fact["twin"] or (item.endswith("diluted") == (fact["twin"] == "diluted"))

    def fill(self, end: float, labelled: bool) -> None:
        if self.how.leaders and labelled:
            stop = self.numbers[0] - self.pitch + 2
            count = int((stop - end) / max(1, self.paper.width(self.how.leaders))) - 1
            if count > 3:
                self.paper.put(end, self.how.leaders * count)

    def cells(self, row: Row, index: int, bold: bool, cells: list[dict]) -> None:
        how, paper = self.how, self.paper
        if how.notes and not row.total and self.rng.random() < 0.3:
            note = str(self.rng.randint(2, 19))
            paper.put(self.edges[0] - self.pitch * 1.3 - paper.width(note) / 2, note)
            cells.append(dict(col=1, colspan=1, text=note, facts=[]))
        money = row.unit in ("USD", "USD/shares") and self.with_dollar(row, index)
        for i, (value, x) in enumerate(zip(row.values, self.numbers, strict=True)):
            natural = -value if row.flip else value
            inner = digits(row, value, how, self.record)
            negative = natural < 0
            text = signed_text(inner, negative, how)
            if money and how.dollar == "attached" and value != 0:
                text = (
                    f"(${inner})"
                    if self.pick("order", ["in", "out"]) == "in"
                    and negative
                    and how.minus != "sign"
                    else f"${text}"
                )
            if money and (how.dollar == "cell" or (how.dollar == "attached" and value == 0)):
                paper.put(min(x - self.pitch + 10, x - paper.width(text + " $", bold)), "$", bold)
                cells.append(dict(col=len(cells), colspan=1, text="$", facts=[]))
            hang = paper.width(")", bold) if how.minus == "hanging" and text.endswith(")") else 0
            paper.put(x - paper.width(text, bold) + hang, text, bold)
            cells.append(
                dict(
                    col=len(cells),
                    colspan=1,
                    text=text,
                    facts=self.facts(row, i, value, inner, negative),
                )
            )
            if self.percent and row.unit == "USD" and self.revenue[i]:
                share = signed_text(f"{abs(natural) / self.revenue[i] * 100:.1f}", negative, how)
                share += "%" if self.pick("sign", ["y", "n"]) == "y" else ""
                paper.put(self.edges[2 * i + 1] - paper.width(share, bold), share, bold)
                cells.append(dict(col=len(cells), colspan=1, text=share, facts=[]))

    def with_dollar(self, row: Row, index: int) -> bool:
        how, rows = self.how, self.sheet.rows
        if how.dollar == "none":
            return False
        first = next(i for i, r in enumerate(rows) if not r.heading)
        return (
            how.dollar_rows == "all"
            or index == first
            or row.unit == "USD/shares"
            or (row.total and how.dollar_rows == "totals")
            or bool({"net_income", "total_assets", "total_liabilities_and_equity"} & set(row.items))
        )

    def facts(self, row: Row, column: int, value, inner: str, negative: bool) -> list[dict]:
        start, end = self.sheet.columns[column]
        scale = {"USD": self.record.scale, "shares": self.record.share_scale, "USD/shares": 0}[
            row.unit
        ]
        decimals = (
            "2"
            if row.unit == "USD/shares"
            else str(-scale + (self.record.share_places if row.unit == "shares" else 0))
        )
        fact = dict(
            concept="us-gaap:" + row.concept,
            numeric=True,
            period_start=None if self.sheet.name == "balance_sheet" else start.isoformat(),
            period_end=end.isoformat(),
            dims={"srt:ProductOrServiceAxis": "synth:PartMember"} if row.dims else None,
            value=exact(Decimal(value), scale),
            printed=inner,
            unit=row.unit,
            decimals=decimals,
            scale=scale,
            sign=None,
            printed_negative=negative,
            twin="",
        )
        if len(row.items) < 2:
            return [fact]
        diluted = {
            "eps_basic": "us-gaap:EarningsPerShareDiluted",
            "shares_basic": "us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding",
        }[row.items[0]]
        return [fact | dict(twin="basic"), fact | dict(twin="diluted", concept=diluted)]

    def underline(self, row: Row, index: int) -> None:
        if not self.how.rules:
            return
        following = self.sheet.rows[index + 1] if index + 1 < len(self.sheet.rows) else None
        if row.total or (following and following.total):
            for x in self.numbers:
                self.paper.rule(x - self.pitch + 8, x + 2, -2)
