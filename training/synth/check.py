"""`python -m extract_filings.training.synth.check DIR`: are the documents what gold says?

Every printed value stands on its page, each row on one line, the sums hold, and no concept is an
item here and none there.
"""

import json
import re
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pypdfium2

from extract_filings.training.synth.base.gold import STATEMENTS

PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
SUMS = (
    ("total_liabilities_and_equity", "total_assets"),
    (
        "total_assets",
        (
            "total_liabilities stockholders_equity MinorityInterest?"
            " TemporaryEquityCarryingAmountAttributableToParent?"
        ),
    ),
    ("total_assets", "current_assets AssetsNoncurrent"),
    ("total_liabilities", "current_liabilities LiabilitiesNoncurrent"),
    ("CapitalizationLongtermDebtAndEquity", "stockholders_equity MinorityInterest? long_term_debt"),
    ("gross_profit", "revenue -cost_of_revenue"),
    ("operating_income", "revenue -total_costs_and_expenses"),
    ("operating_income", "gross_profit -operating_expenses"),
    ("InterestIncomeExpenseNet", "InterestAndDividendIncomeOperating -interest_expense"),
    ("revenue", "InterestIncomeExpenseNet NoninterestIncome"),
    (
        "pretax_income",
        (
            "InterestIncomeExpenseNet NoninterestIncome -ProvisionForLoanLeaseAndOtherLosses"
            " -NoninterestExpense"
        ),
    ),
    ("pretax_income", "revenue -BenefitsLossesAndExpenses"),
    ("pretax_income", "operating_income NonoperatingIncomeExpense"),
    (
        "net_income",
        (
            f"{PRETAX}ExtraordinaryItemsNoncontrollingInterest -income_tax_expense"
            " IncomeLossFromDiscontinuedOperationsNetOfTax?"
            " -NetIncomeLossAttributableToNoncontrollingInterest?"
        ),
    ),
    (
        "net_income",
        (
            f"{PRETAX}MinorityInterestAndIncomeLossFromEquityMethodInvestments -income_tax_expense"
            " IncomeLossFromEquityMethodInvestments IncomeLossFromDiscontinuedOperationsNetOfTax?"
            " -NetIncomeLossAttributableToNoncontrollingInterest?"
        ),
    ),
    (
        "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalentsPeriodIncreaseDecreaseIncludingExchangeRateEffect",
        (
            "operating_cash_flow investing_cash_flow financing_cash_flow"
            " EffectOfExchangeRateOnCashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents?"
        ),
    ),
)
"""Item or concept, and what adds up to it where all of it is printed; "?": may be missing. Needs
rows.jsonl.
"""


EITHER = ("ProfitLoss", "RevenueFromContractWithCustomerExcludingAssessedTax")
"""The last line or the one before it, as real filers use them."""


def pages(path: Path) -> list[list[str]]:
    """Lines of every page, white space collapsed."""
    with pypdfium2.PdfDocument(path) as pdf:
        texts = [pdf[i].get_textpage().get_text_range() for i in range(len(pdf))]
    return [
        [re.sub(r"\s+", " ", line).strip() for line in text.replace("\ufffe", "-").splitlines()]
        for text in texts
    ]


def squeezed(text: str) -> str:
    return re.sub(r"[\s.]+", "", text)


def row_stands(row: dict, lines: list[str]) -> bool:
    """All printed cells in order on one line, the last word of the label before them."""
    cells = squeezed("".join(c["text"] for c in row["cells"][1:]))
    last = squeezed(row["label"].split(" ")[-1])
    return any(squeezed(line).endswith(cells) and last in squeezed(line) for line in lines)


def amounts(gold: pl.DataFrame, rows: dict[str, list[dict]]) -> dict[tuple, dict[str, Decimal]]:
    """{(document, statement, period): {item or concept: value}}.

    A concept's last row counts, its total.
    """
    found: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
    if not rows:
        return {}
    for row in (r for some in rows.values() for r in some):
        for fact in (f for c in row["cells"] for f in c["facts"] if not f.get("dims")):
            period = fact["period_start"], fact["period_end"]
            concept = fact["concept"].split(":")[-1]
            found[row["doc_id"], row["statement"], *period][concept] = Decimal(fact["value"])
    for f in gold.filter(pl.col.section.is_in(STATEMENTS)).iter_rows(named=True):
        period = f["period_start"], f["period_end"]
        found[f["doc_id"], f["section"], *period][f["item"]] = Decimal(f["value"])
    return found


def unequal(known: dict[str, Decimal]) -> list[str]:
    """The sums that do not hold in one column."""
    wrong = []
    for whole, parts in SUMS:
        names = [
            (p.lstrip("-").rstrip("?"), -1 if p[0] == "-" else 1, p[-1] == "?")
            for p in parts.split()
        ]
        if whole in known and all(name in known or free for name, _, free in names):
            total = sum(sign * known.get(name, 0) for name, sign, _ in names)
            if total != known[whole]:
                wrong.append(f"{whole} is {known[whole]}, {parts} makes {total}")
    return wrong


def two_minded(gold: pl.DataFrame, rows: dict[str, list[dict]]) -> list[str]:
    """Concepts that are an item in one row of a kind of statement and nothing in another: what a
    tempting neighbour is must be plain.
    """
    place = ("doc_id", "table_index", "row_index")
    items = {tuple(g[p] for p in place): g["item"] for g in gold.iter_rows(named=True)}
    found: dict[tuple, set] = defaultdict(set)
    for row in (r for some in rows.values() for r in some):
        if row["concept"] and not any(f.get("dims") for c in row["cells"] for f in c["facts"]):
            item = items.get(tuple(row[p] for p in place))
            found[row["statement"], row["concept"].split(":")[-1]].add(item)
    return [
        f"{statement}: {concept} is an item in some rows, none in others"
        for (statement, concept), kinds in sorted(found.items())
        if None in kinds and len(kinds) > 1 and concept not in EITHER
    ]


def check(folder: Path) -> list[str]:
    """What is wrong, one line each."""
    wrong, where = [], folder / "pdf" if (folder / "pdf").is_dir() else folder
    gold = pl.read_parquet(folder / "gold.parquet")
    rows: dict[str, list[dict]] = {}
    if (folder / "rows.jsonl").exists():
        for line in (folder / "rows.jsonl").open():
            row = json.loads(line)
            rows.setdefault(row["doc_id"], []).append(row)
    wrong += [
        f"{doc} {end}: {said}"
        for (doc, _, _, end), known in amounts(gold, rows).items()
        for said in unequal(known)
    ]
    wrong += two_minded(gold, rows)
    for (doc,), facts in gold.group_by("doc_id", maintain_order=True):
        text = pages(where / f"{doc}.pdf")
        for fact in facts.iter_rows(named=True):
            if re.sub(r"\s+", " ", fact["printed"]) not in " ".join(text[fact["page"] - 1]):
                wrong.append(
                    f"{doc} page {fact['page']}: {fact['item']} {fact['printed']!r} is not there"
                )
        for row in rows.get(doc, []):
            if row["kind"] == "data" and not row_stands(row, text[row["page"] - 1]):
                wrong.append(f"{doc} page {row['page']}: row {row['texts']} is not on one line")
    return wrong


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    print("\n".join(found[:50]) or "all printed values found, all sums hold")
    sys.exit(bool(found))
