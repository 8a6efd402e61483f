"""Tables that use the words and numbers of the statements without being them.

A reader must learn to pass them by.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from extract_filings.training.synth.base.gold import Gold
from extract_filings.training.synth.base.paper import Paper
from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.draw import record as draw_record
from extract_filings.training.synth.filing.print.layout import (
    Manner,
    Statement,
    cased,
    digits,
    signed_text,
)
from extract_filings.training.synth.filing.statements.all import statements
from extract_filings.training.synth.filing.statements.builder import Row, Sheet
from extract_filings.training.synth.filing.wording.rows import ROWS

Line = tuple[str, list[str]]  # label, cells
_WORDS = load_words(__name__)
TITLES: dict[str, list[str]] = _WORDS["titles"]
HEADS: dict[str, Any] = _WORDS["heads"]
LABELS: dict[str, Any] = _WORDS["labels"]
ITEMS: dict[str, list[str]] = _WORDS["items"]
"""The items of the schema whose rows a table repeats."""
NOTES: dict[str, list[str]] = _WORDS["notes"]
PARENT: dict[str, Any] = _WORDS["parent"]


@dataclass(frozen=True, slots=True)
class Report:
    """One filing as it is printed: its record and statements, and how they go onto paper."""

    rng: random.Random
    paper: Paper
    record: Filer
    sheets: list[Sheet]
    how: Manner

    def rows(self, sheet: int, items: str = "") -> list[Row]:
        """The rows of a statement that have values and a label; of some `ITEMS` only."""
        wanted = set(ITEMS[items]) if items else None
        return [
            r
            for r in self.sheets[sheet].rows
            if r.values and r.label and (wanted is None or wanted & set(r.items))
        ]

    def lines(self, rows: list[Row]) -> list[Line]:
        """Rows with two of their columns, as the statement prints them."""
        how = self.how
        return [(cased(r.label, how), [self.shown(r, v) for v in r.values[:2]]) for r in rows]

    def shown(self, row: Row, value: int | Decimal) -> str:
        natural = -value if row.flip else value
        return signed_text(digits(row, value, self.how, self.record), natural < 0, self.how)

    def money(self, low: float = 0.01, high: float = 0.5, base: int = 0) -> str:
        """An amount between two fractions of revenue, or of `base`."""
        value = round((base or self.record.revenue) * self.rng.uniform(low, high))
        if not value:
            return self.how.dash
        return signed_text(f"{value:,}", self.rng.random() < 0.1, self.how)

    def some_money(self, count: int, low: float = 0.01, high: float = 0.5) -> list[str]:
        return [self.money(low, high) for _ in range(count)]

    def years(self, count: int) -> list[str]:
        return [str(self.record.calendar.year - i) for i in range(count)]

    def unit(self, chance: float) -> str:
        return self.how.unit_line if self.rng.random() < chance else ""

    def title(self, table: str) -> str:
        return self.rng.choice(TITLES[table])

    def grid(self, title: str, unit: str, heads: list[str], lines: list[Line]) -> None:
        """A plain table under a title."""
        paper = self.paper
        paper.need(min(len(lines) + 6, 25))
        if title:
            paper.write(title, self.rng.choice(("left", "center")), bold=True)
        if unit:
            paper.write(unit, size=paper.size - 1)
        pitch = min(70, (paper.right - paper.margin) * 0.62 / max(1, len(heads)))
        edges = [paper.right - pitch * (len(heads) - 1 - i) for i in range(len(heads))]
        for x, head in zip(edges, heads, strict=True):
            paper.put(x - paper.width(head, True, paper.size - 1), head, True, size=paper.size - 1)
        paper.down(1.2)
        for label, cells in lines:
            wrapped = paper.wrap(label, edges[0] - pitch - paper.margin) if heads else [label]
            paper.need(len(wrapped) + 1)
            for part in wrapped[:-1]:
                paper.put(paper.margin, part)
                paper.down()
            paper.put(paper.margin, wrapped[-1])
            for x, cell in zip(edges, cells, strict=False):  # a heading has no cells
                paper.put(x - paper.width(cell), cell)
            paper.down()
        paper.down(1)


def results(report: Report) -> None:
    """Results of operations with changes: the statement's rows again, with two more columns."""
    rng = report.rng
    whole = rng.random() < 0.5
    rows = report.rows(0, "" if whole else "results")
    lines = [(cased(r.label, report.how, r.total), _changes(report, r)) for r in rows]
    heads = [*report.years(2), rng.choice(HEADS["change"]), rng.choice(HEADS["percent"])]
    report.grid(report.title("results"), report.unit(0.7), heads, lines)


def _changes(report: Report, row: Row) -> list[str]:
    a, b = row.values[:2]
    change = f"{(a - b) / abs(b) * 100:.1f}%" if b else "n/m"
    return [
        report.shown(row, a),
        report.shown(row, b),
        signed_text(f"{abs(a - b):,}", a < b, report.how),
        change if a >= b else signed_text(change.lstrip("-"), True, report.how),
    ]


def margins(report: Report) -> None:
    """Each line as a percentage of revenue."""
    how = report.how
    rows = [r for r in report.rows(0) if r.unit == "USD"]
    # not among `rows` where its label is blank; some banks print none
    revenue = next((r.values for r in report.sheets[0].rows if "revenue" in r.items), None)
    base = (revenue or rows[0].values)[:2]

    def shares(row: Row) -> list[str]:
        pairs = zip(row.values[:2], base, strict=True)
        return [
            signed_text(f"{abs(v) / b * 100:.1f}%", v < 0, how) if b else how.dash for v, b in pairs
        ]

    lines = [(cased(r.label, how, r.total), shares(r)) for r in rows[:14]]
    report.grid(report.title("margins"), "", report.years(2), lines)


def selected(report: Report) -> None:
    """Five years of selected financial data, three of them invented."""
    lines: list[Line] = []
    for sheet, items in enumerate(("selected_income", "selected_balance", "selected_cash")):
        for row in report.rows(sheet, items):
            cells = [report.shown(row, v) for v in row.values[:2]]
            cells += [report.shown(row, _earlier(report, row)) for _ in range(3)]
            lines.append((cased(row.label, report.how), cells))
    report.grid(report.title("selected"), report.how.unit_line, report.years(5), lines)


def _earlier(report: Report, row: Row) -> int | Decimal:
    last = row.values[-1]
    return last if row.unit != "USD" else round(last * report.rng.uniform(0.5, 1.1))


def segments(report: Report) -> None:
    rng = report.rng
    names = rng.choice(LABELS["segments"])
    lines: list[Line] = []
    for measure in rng.sample(LABELS["measures"], 4):
        lines.append((measure + ":", []))
        lines += [(name, report.some_money(2)) for name in names]
        total = rng.choice(("Total", "Consolidated total", f"Total {measure.lower()}"))
        lines.append((total, report.some_money(2, 0.5, 1)))
    report.grid(report.title("segments"), report.how.unit_line, report.years(2), lines)


def quarters(report: Report) -> None:
    rng, lines = report.rng, []
    for row in report.rows(0, "quarters"):
        base = max(abs(row.values[0]), 9)
        cells = [report.money(0.2, 0.3, base) for _ in range(4)]
        lines.append((cased(row.label, report.how), cells))
    lines += [
        (label, [f"{rng.uniform(0.05, 2):.2f}" for _ in range(4)])
        for label in ("Basic earnings per share", "Diluted earnings per share")
    ]
    heads = rng.choice(HEADS["quarters"])
    report.grid(report.title("quarters"), report.how.unit_line, heads, lines)


def liquidity(report: Report) -> None:
    lines = report.lines(report.rows(2, "liquidity"))
    lines.append(("Free cash flow", report.some_money(2)))
    report.grid(report.title("liquidity"), report.unit(0.5), report.years(2), lines)


def reconciliation(report: Report) -> None:
    rows = report.rows(0, "reconciliation_income") + report.rows(2, "reconciliation_cash")
    lines = report.lines(rows)
    for label in ("EBITDA", "Restructuring and other", "Adjusted EBITDA"):
        lines.append((label, report.some_money(2)))
    report.grid(report.title("reconciliation"), report.how.unit_line, report.years(2), lines)


def note(report: Report) -> None:
    rng = report.rng
    title = rng.choice(list(NOTES))
    labels = [
        label.format(r=rng.randint(2, 8), y=report.record.calendar.year + rng.randint(1, 9))
        for label in NOTES[title]
    ]
    heads = report.years(2)
    if "Guarantor" in title:
        heads = HEADS["guarantors"]
    elif "Fair Value" in title:
        heads = HEADS["fair_value"]
    title = title if rng.random() < 0.8 else title.upper()
    unit = report.unit(0.6)
    lines = [(label, report.some_money(len(heads))) for label in labels]
    report.grid(title, unit, heads, lines)


def per_share(report: Report) -> None:
    """The computation of earnings per share, with the statement's own numbers."""
    lines = report.lines(report.rows(0, "per_share"))
    report.grid(report.title("per_share"), report.how.unit_line, report.years(2), lines)


def comprehensive(report: Report) -> None:
    """The statement of comprehensive income that follows the income statement."""
    how, columns = report.how, report.sheets[0].columns
    net = [r for r in report.rows(0) if r.concept.endswith(("ProfitLoss", "NetIncomeLoss"))][:1]
    lines = [(cased(r.label, how), [report.shown(r, v) for v in r.values]) for r in net]
    lines.append(("Other comprehensive income (loss), net of tax:", []))
    for other in report.rng.sample(ROWS["comprehensive"], 3):
        label = cased(report.rng.choice(other.labels), how)
        lines.append((label, report.some_money(len(columns), 0.001, 0.02)))
    lines += [
        (cased(label, how), report.some_money(len(columns), 0.01, 0.1))
        for label in ("Other comprehensive income (loss)", "Comprehensive income (loss)")
    ]
    report.paper.write(report.record.name, "center", bold=True)
    title = how.condensed + report.title("comprehensive")
    report.grid(title, how.unit_line, [str(e.year) for _, e in columns], lines)


def equity(report: Report) -> None:
    """The statement of changes in equity."""
    rng, how = report.rng, report.how
    report.paper.write(report.record.name, "center", bold=True)
    lines: list[Line] = []
    for year in report.years(3)[::-1]:
        lines.append((f"Balance at December 31, {int(year) - 1}", report.some_money(5)))
        for label in rng.sample(LABELS["equity"], rng.randint(4, 6)):
            cells = [report.money(0.001, 0.1) if rng.random() < 0.5 else how.dash for _ in range(5)]
            lines.append((label, cells))
    holders = report.record.holders.capitalize()
    title = how.condensed + report.title("equity").format(holders=holders)
    report.grid(title, how.unit_line, HEADS["equity"], lines)


def parent_only(report: Report) -> None:
    """Schedule I: statements of the parent alone, drawn anew and printed like the real ones."""
    rng, record, paper = report.rng, report.record, report.paper
    alone = replace(
        draw_record(random.Random(rng.random()), 0),
        calendar=record.calendar,
        name=record.name,
        short=record.short,
        scale=record.scale,
        share_scale=record.share_scale,
        share_places=record.share_places,
        revenue=max(100, record.revenue // 7),
        profit={},
        kind=record.kind,
    )
    alone.cash = [max(5, c // 9) for c in record.cash]
    unseen = Gold("", date.min, date.min)
    for sheet in rng.sample(statements(rng, alone), rng.choice((1, 2, 3))):
        paper.new_page()
        paper.write(rng.choice(PARENT["schedule"]), "center", bold=True)
        paper.write(rng.choice(PARENT["alone"]), "center", bold=True)
        how = replace(report.how, unaudited="", condensed="Condensed ")
        ParentStatement(paper, unseen, alone, sheet, how, 0, rng).print()


class ParentStatement(Statement):
    def title(self) -> None:
        self.how.holder_line = False
        titles = PARENT["statements"][self.sheet.name]
        self.paper.write(self.rng.choice(titles), "center", bold=True)
        self.paper.write(self.how.unit_line or "(In dollars)", "center")
        self.paper.down(0.5)


Maker = Callable[[Report], None]
ANALYSIS: list[Maker] = [results, results, margins, liquidity, reconciliation, segments]
NOTE_TABLES: list[Maker] = [note, note, note, note, per_share, segments]
