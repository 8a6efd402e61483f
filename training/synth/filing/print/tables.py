"""Tables that use the words and numbers of the statements without being them. The reader must learn
to pass them by.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

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
from extract_filings.training.synth.filing.wording import rows as other_rows

Line = tuple[str, list[str]]


def grid(
    paper: Paper, rng: random.Random, title: str, unit: str, heads: list[str], lines: list[Line]
) -> None:
    """A plain table under a title."""
    paper.need(min(len(lines) + 6, 25))
    if title:
        paper.write(title, rng.choice(("left", "center")), bold=True)
    if unit:
        paper.write(unit, size=paper.size - 1)
    pitch = min(70, (paper.right - paper.margin) * 0.62 / max(1, len(heads)))
    edges = [paper.right - pitch * (len(heads) - 1 - i) for i in range(len(heads))]
    for x, head in zip(edges, heads):
        paper.put(x - paper.width(head, True, paper.size - 1), head, True, size=paper.size - 1)
    paper.down(1.2)
    for label, cells in lines:
        wrapped = paper.wrap(label, edges[0] - pitch - paper.margin) if heads else [label]
        paper.need(len(wrapped) + 1)
        for part in wrapped[:-1]:
            paper.put(paper.margin, part)
            paper.down()
        paper.put(paper.margin, wrapped[-1])
        for x, cell in zip(edges, cells):
            paper.put(x - paper.width(cell), cell)
        paper.down()
    paper.down(1)


def shown(row: Row, value, how: Manner, record: Filer) -> str:
    natural = -value if row.flip else value
    return signed_text(digits(row, value, how, record), natural < 0, how)


def money(rng: random.Random, base: int, how: Manner, low: float = 0.01, high: float = 0.5) -> str:
    value = round(base * rng.uniform(low, high))
    return signed_text(f"{value:,}", rng.random() < 0.1, how) if value else how.dash


def picked(sheet: Sheet, items: set[str] | None = None) -> list[Row]:
    return [
        r for r in sheet.rows if r.values and r.label and (items is None or items & set(r.items))
    ]


def years(record: Filer, count: int) -> list[str]:
    return [str(record.calendar.year - i) for i in range(count)]


def results(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """Results of operations with changes: the statement's rows again, with two more columns."""
    sheet, lines = sheets[0], []
    whole = rng.random() < 0.5
    rows = (
        picked(sheet)
        if whole
        else picked(
            sheet,
            {
                "revenue",
                "cost_of_revenue",
                "gross_profit",
                "operating_income",
                "net_income",
                "pretax_income",
                "selling_general_and_administrative",
                "eps_diluted",
                "income_tax_expense",
                "interest_expense",
                "research_and_development",
            },
        )
    )
    for row in rows:
        a, b = row.values[:2]
        change = f"{(a - b) / abs(b) * 100:.1f}%" if b else "n/m"
        cells = [
            shown(row, a, how, record),
            shown(row, b, how, record),
            signed_text(f"{abs(a - b):,}", a < b, how),
            change if a >= b else signed_text(change.lstrip("-"), True, how),
        ]
        lines.append((cased(row.label, how, row.total), cells))
    heads = [
        *years(record, 2),
        rng.choice(("$ Change", "Change", "Increase (Decrease)")),
        rng.choice(("% Change", "%", "Percent")),
    ]
    title = rng.choice(
        (
            "Results of Operations",
            "Consolidated Results",
            "Summary of Operating Results",
            "Overview of Results of Operations",
            "Financial Highlights",
            "Consolidated Results of Operations",
            "",
        )
    )
    grid(paper, rng, title, how.unit_line if rng.random() < 0.7 else "", heads, lines)


def margins(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """Each line as a percentage of revenue."""
    rows = [r for r in picked(sheets[0]) if r.unit == "USD"]
    revenue = next(
        (r.values for r in sheets[0].rows if "revenue" in r.items), rows[0].values
    )  # its label may be blank, then it is not picked; some banks have none
    lines = [
        (
            cased(r.label, how, r.total),
            [
                signed_text(f"{abs(v) / b * 100:.1f}%", v < 0, how)
                for v, b in zip(r.values[:2], revenue)
            ],
        )
        for r in rows[:14]
    ]
    grid(
        paper,
        rng,
        rng.choice(
            (
                "As a percentage of net sales",
                "Percentage of Revenues",
                "The following table sets forth items as a percentage of total revenues:",
            )
        ),
        "",
        years(record, 2),
        lines,
    )


def selected(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """Five years of selected financial data."""
    lines: list[Line] = []
    for sheet, items in (
        (
            sheets[0],
            {
                "revenue",
                "net_income",
                "operating_income",
                "eps_basic",
                "eps_diluted",
                "gross_profit",
                "shares_diluted",
            },
        ),
        (
            sheets[1],
            {"total_assets", "long_term_debt", "stockholders_equity", "cash_and_equivalents"},
        ),
        (sheets[2], {"operating_cash_flow", "capital_expenditures", "dividends_paid"}),
    ):
        for row in picked(sheet, items):
            cells = [shown(row, v, how, record) for v in row.values[:2]]
            for _ in range(3):
                scaled = (
                    row.values[-1] * type(row.values[-1])(1)
                    if row.unit != "USD"
                    else round(row.values[-1] * rng.uniform(0.5, 1.1))
                )
                cells.append(shown(row, scaled, how, record))
            lines.append((cased(row.label, how), cells))
    grid(
        paper,
        rng,
        rng.choice(
            (
                "Item 6. Selected Financial Data",
                "SELECTED FINANCIAL DATA",
                "Five-Year Summary",
                "Selected Consolidated Financial Data",
                "Eleven-Year Financial Summary",
            )
        ),
        how.unit_line,
        years(record, 5),
        lines,
    )


def segments(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    names = rng.choice(
        (
            ["Americas", "Europe", "Asia Pacific"],
            ["Consumer", "Commercial", "Industrial", "Other"],
            ["Products", "Services"],
            ["Retail", "Wholesale", "Corporate and other"],
            ["Upstream", "Downstream", "Chemicals"],
        )
    )
    lines: list[Line] = []
    for measure in rng.sample(
        (
            "Net sales",
            "Operating income",
            "Depreciation and amortization",
            "Capital expenditures",
            "Total assets",
            "Segment profit",
            "Revenues",
        ),
        4,
    ):
        lines.append((measure + ":", []))
        lines += [(n, [money(rng, record.revenue, how) for _ in range(2)]) for n in names]
        lines.append(
            (
                rng.choice(("Total", "Consolidated total", f"Total {measure.lower()}")),
                [money(rng, record.revenue, how, 0.5, 1) for _ in range(2)],
            )
        )
    grid(
        paper,
        rng,
        rng.choice(
            (
                "Segment Information",
                "Note 15. Segment Reporting",
                "Business Segments",
                "Segment results were as follows:",
            )
        ),
        how.unit_line,
        years(record, 2),
        lines,
    )


def quarters(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    lines = []
    for row in picked(sheets[0], {"revenue", "gross_profit", "operating_income", "net_income"}):
        lines.append(
            (
                cased(row.label, how),
                [money(rng, max(abs(row.values[0]), 9), how, 0.2, 0.3) for _ in range(4)],
            )
        )
    lines += [
        (label, [f"{rng.uniform(0.05, 2):.2f}" for _ in range(4)])
        for label in ("Basic earnings per share", "Diluted earnings per share")
    ]
    heads = rng.choice(
        (
            ["First", "Second", "Third", "Fourth"],
            ["Q1", "Q2", "Q3", "Q4"],
            ["Mar 31", "Jun 30", "Sep 30", "Dec 31"],
        )
    )
    grid(
        paper,
        rng,
        rng.choice(
            (
                "Quarterly Financial Data (Unaudited)",
                "Selected Quarterly Financial Data",
                "Supplementary Data: Quarterly Results of Operations",
            )
        ),
        how.unit_line,
        heads,
        lines,
    )


def liquidity(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    rows = picked(
        sheets[2],
        {
            "operating_cash_flow",
            "investing_cash_flow",
            "financing_cash_flow",
            "capital_expenditures",
        },
    )
    lines = [(cased(r.label, how), [shown(r, v, how, record) for v in r.values[:2]]) for r in rows]
    lines.append(("Free cash flow", [money(rng, record.revenue, how) for _ in range(2)]))
    grid(
        paper,
        rng,
        rng.choice(
            (
                "Cash Flows",
                "Liquidity and Capital Resources",
                "Summary of cash flows:",
                "Sources and Uses of Cash",
            )
        ),
        how.unit_line if rng.random() < 0.5 else "",
        years(record, 2),
        lines,
    )


def reconciliation(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    rows = picked(sheets[0], {"net_income", "income_tax_expense", "interest_expense"}) + picked(
        sheets[2], {"depreciation_and_amortization", "stock_based_compensation"}
    )
    lines = [(cased(r.label, how), [shown(r, v, how, record) for v in r.values[:2]]) for r in rows]
    lines += [
        (label, [money(rng, record.revenue, how) for _ in range(2)])
        for label in ("EBITDA", "Restructuring and other", "Adjusted EBITDA")
    ]
    grid(
        paper,
        rng,
        rng.choice(
            (
                "Non-GAAP Financial Measures",
                "Reconciliation of Net Income to Adjusted EBITDA",
                "Adjusted EBITDA",
            )
        ),
        how.unit_line,
        years(record, 2),
        lines,
    )


WORDS = load_words(__name__)


def note(rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner) -> None:
    title = rng.choice(list(WORDS["notes"]))
    labels = [
        label.format(r=rng.randint(2, 8), y=record.calendar.year + rng.randint(1, 9))
        for label in WORDS["notes"][title]
    ]
    heads = years(record, 2)
    if "Guarantor" in title:
        heads = ["Parent", "Guarantors", "Non-Guarantors", "Eliminations", "Consolidated"]
    elif "Fair Value" in title:
        heads = ["Level 1", "Level 2", "Level 3", "Total"]
    grid(
        paper,
        rng,
        title if rng.random() < 0.8 else title.upper(),
        how.unit_line if rng.random() < 0.6 else "",
        heads,
        [(label, [money(rng, record.revenue, how) for _ in heads]) for label in labels],
    )


def per_share(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """The computation of earnings per share, with the statement's own numbers."""
    rows = picked(
        sheets[0], {"net_income", "shares_basic", "shares_diluted", "eps_basic", "eps_diluted"}
    )
    lines = [(cased(r.label, how), [shown(r, v, how, record) for v in r.values[:2]]) for r in rows]
    grid(
        paper,
        rng,
        rng.choice(
            (
                "Note 2. Earnings Per Share",
                "NOTE 10 - NET INCOME PER SHARE",
                "Computation of Earnings per Share",
                "Earnings per Common Share",
            )
        ),
        how.unit_line,
        years(record, 2),
        lines,
    )


def comprehensive(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """The statement of comprehensive income that follows the income statement."""
    net = [r for r in picked(sheets[0]) if r.concept.endswith(("ProfitLoss", "NetIncomeLoss"))][:1]
    count = len(sheets[0].columns)
    heads = [str(e.year) for _, e in sheets[0].columns]
    lines = [(cased(r.label, how), [shown(r, v, how, record) for v in r.values]) for r in net]
    lines.append(("Other comprehensive income (loss), net of tax:", []))
    for _, _, _, labels in rng.sample(other_rows.ROWS["comprehensive"], 3):
        lines.append(
            (
                cased(rng.choice(labels), how),
                [money(rng, record.revenue, how, 0.001, 0.02) for _ in range(count)],
            )
        )
    lines += [
        (cased(label, how), [money(rng, record.revenue, how, 0.01, 0.1) for _ in range(count)])
        for label in ("Other comprehensive income (loss)", "Comprehensive income (loss)")
    ]
    paper.write(record.name, "center", bold=True)
    grid(
        paper,
        rng,
        how.condensed
        + rng.choice(
            (
                "Consolidated Statements of Comprehensive Income",
                "Consolidated Statements of Comprehensive Income (Loss)",
                "Consolidated Statement of Comprehensive Income",
                "Statements of Consolidated Comprehensive Income",
            )
        ),
        how.unit_line,
        heads,
        lines,
    )


def equity(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """The statement of changes in equity."""
    holders = record.holders.capitalize()
    paper.write(record.name, "center", bold=True)
    lines: list[Line] = []
    for year in years(record, 3)[::-1]:
        lines.append(
            (
                f"Balance at December 31, {int(year) - 1}",
                [money(rng, record.revenue, how) for _ in range(5)],
            )
        )
        for label in rng.sample(
            (
                "Net income",
                "Net income (loss)",
                "Other comprehensive income",
                "Cash dividends declared",
                "Repurchases of common stock",
                "Stock-based compensation",
                "Issuance of common stock",
                "Shares withheld for taxes",
                "Exercise of stock options",
            ),
            rng.randint(4, 6),
        ):
            lines.append(
                (
                    label,
                    [
                        money(rng, record.revenue, how, 0.001, 0.1)
                        if rng.random() < 0.5
                        else how.dash
                        for _ in range(5)
                    ],
                )
            )
    heads = ["Stock", "Capital", "Earnings", "AOCI", "Total"]
    grid(
        paper,
        rng,
        how.condensed
        + rng.choice(
            (
                f"Consolidated Statements of {holders}’ Equity",
                "Consolidated Statements of Changes in Equity",
                f"Statements of Consolidated {holders}’ Equity",
            )
        ),
        how.unit_line,
        heads,
        lines,
    )


def parent_only(
    rng: random.Random, paper: Paper, record: Filer, sheets: list[Sheet], how: Manner
) -> None:
    """Schedule I: whole statements of the parent alone, drawn afresh and printed like the real
    ones.
    """
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
        paper.write(
            rng.choice(
                (
                    "Schedule I - Condensed Financial Information of Registrant",
                    "SCHEDULE I",
                    "CONDENSED FINANCIAL INFORMATION OF THE PARENT COMPANY",
                    "Schedule I{}Parent Company Information".format(" – "),
                )
            ),
            "center",
            bold=True,
        )
        paper.write(
            rng.choice(
                (
                    "(Parent Company Only)",
                    "Parent Company Only",
                    "(PARENT COMPANY ONLY)",
                    "Registrant Only",
                )
            ),
            "center",
            bold=True,
        )
        Parent(
            paper, unseen, alone, sheet, replace(how, unaudited="", condensed="Condensed "), 0, rng
        ).print()


class Parent(Statement):
    def title(self) -> None:
        self.how.holder_line = False
        kinds = {
            "income_statement": (
                "Condensed Statements of Operations",
                "Condensed Income Statements",
                "Statements of Comprehensive Income",
            ),
            "balance_sheet": ("Condensed Balance Sheets", "Balance Sheets"),
            "cash_flow": ("Condensed Statements of Cash Flows", "Statements of Cash Flows"),
        }
        self.paper.write(self.rng.choice(kinds[self.sheet.name]), "center", bold=True)
        self.paper.write(self.how.unit_line or "(In dollars)", "center")
        self.paper.down(0.5)


Maker = Callable[[random.Random, Paper, Filer, list[Sheet], Manner], None]
ANALYSIS: list[Maker] = [results, results, margins, liquidity, reconciliation, segments]
NOTE_TABLES: list[Maker] = [note, note, note, note, per_share, segments]
