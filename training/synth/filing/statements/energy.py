"""Oil companies: other income among the revenues, a list of deductions, no operating income."""

import random

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.builder import Builder, Sheet, Vector, minus
from extract_filings.training.synth.filing.statements.cash import Lines, cash_flow
from extract_filings.training.synth.filing.statements.income import bases, bottom
from extract_filings.training.synth.filing.wording import rows
from extract_filings.training.synth.filing.wording.rows import load_rows

ROWS, WORDS = load_rows(__name__)


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    build.title(["Revenues", "Revenues:", "Revenues and other"])
    build.share(build.base, ROWS["sales"], 2, 3, always=1)
    build.item(
        "revenue",
        build.base,
        "Revenues",
        label=build.pick(WORDS["total_sales"]),
        total=True,
    )
    bottom(
        build, minus(build.base, _deductions(build)), preferred=0.03, given_up=0.05, affiliates=0.05
    )
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _deductions(build: Builder) -> Vector:
    """Purchased oil is one cost of several; where it is called cost of sales, it is the item."""
    rng, margin = build.rng, build.record.margin
    build.title(["Costs and expenses"])
    spent = [max(20, round(b * (1 - margin * rng.uniform(0.8, 1.2)))) for b in build.base]
    chosen = build.some(ROWS["costs"], 4, len(ROWS["costs"]), always=1)
    bought, office, interest, *parts = build.split(
        spent, [600, 40, 12] + [o.weight for o in chosen]
    )
    if rng.random() < 0.3:
        build.item(
            "cost_of_revenue",
            bought,
            "CostOfRevenue",
            label=build.pick(WORDS["refined"]),
            level=1,
        )
    else:
        build.other("CostOfPurchasedOilAndGas", bought, WORDS["purchases"], level=1)
    at, debt = rng.randint(1, len(chosen)), rng.randint(1, len(chosen))
    for i, (other, part) in enumerate(zip(chosen, parts, strict=True), 1):
        build.put(other, part, level=1)
        if i == at:
            build.item(
                "selling_general_and_administrative",
                office,
                "SellingGeneralAndAdministrativeExpense",
                level=1,
            )
        if i == debt:
            build.item("interest_expense", interest, "InterestExpense", level=1)
    return build.item(
        "total_costs_and_expenses",
        spent,
        "CostsAndExpenses",
        label=build.pick(WORDS["deducted"]),
        total=True,
    )


MOVES = Lines(
    adjustments=rows.ROWS["adjustments"],
    working=rows.ROWS["working"],
    investing=ROWS["investing"] + rows.ROWS["investing"][4:6],
    financing=rows.ROWS["financing"],
    spending_words=WORDS["spending"],
    depreciation_words=WORDS["depreciation"],
)


def flows(rng: random.Random, record: Filer) -> Sheet:
    return cash_flow(rng, record, MOVES)
