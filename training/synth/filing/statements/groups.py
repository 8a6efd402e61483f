"""Makers with two or three kinds of sales, each with its total; costs in the same groups."""

import random

from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements.builder import (
    Builder,
    Row,
    Sheet,
    Vector,
    minus,
    plus,
)
from extract_filings.training.synth.filing.statements.income import bases, bottom, nonoperating

WORDS = load_words(__name__)


def income_statement(rng: random.Random, record: Filer) -> Sheet:
    build = Builder(rng, record, bases(rng, record))
    groups = rng.choice(WORDS["groups"])
    build.title(WORDS["heads"])
    revenue = _grouped(
        build,
        build.base,
        groups,
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        rng.random() < 0.6,
    )
    build.item("revenue", revenue, "Revenues", label=build.pick(WORDS["revenue"]), total=True)
    shown = rng.random() < 0.1  # costs as negative numbers
    level = rng.uniform(0.35, 0.72)
    cost = [round(b * level * rng.uniform(0.94, 1.06)) for b in build.base]
    office = [
        max(3, round(b * (1 - record.margin * rng.uniform(0.8, 1.2))) - c)
        for b, c in zip(build.base, cost, strict=True)
    ]
    make = _above if rng.random() < 0.55 else _below
    bottom(build, make(build, groups, cost, office, shown), preferred=0.15, given_up=0.3)
    return Sheet("income_statement", list(record.calendar.flows), build.rows)


def _grouped(
    build: Builder, total: Vector, groups: list, concept: str, deep: bool, flip: bool = False
) -> Vector:
    """Each group as a row, or as rows under its name with a total."""
    words = build.rng.choice(WORDS["totals"])
    for (name, parts), values in zip(
        groups, build.split(total, [3, 2, 1][: len(groups)]), strict=True
    ):
        name = build.say(name)
        if deep:
            build.rows.append(Row(name + build.rng.choice((":", "")), level=1))
            for part, some in zip(parts, build.split(values, [2] * len(parts)), strict=True):
                build.rows.append(Row(part, some, concept, (), flip, level=2, dims=True))
            name = build.say(words.replace("{}", name))
        build.rows.append(Row(name, values, concept, (), flip, level=1, total=deep, dims=True))
    return total


def _above(build: Builder, groups: list, cost: Vector, office: Vector, flip: bool) -> Vector:
    """Costs by group and their total, gross profit, then the rest."""
    build.title(WORDS["cost_heads"])
    _grouped(build, cost, groups, "CostOfGoodsAndServicesSold", build.rng.random() < 0.3, flip)
    build.item(
        "cost_of_revenue",
        cost,
        "CostOfRevenue",
        flip,
        label=build.pick(WORDS["cost"]),
        total=True,
    )
    gross = build.signed("gross_profit", minus(build.base, cost), "GrossProfit", total=True)
    build.head("opex", 0.7)
    made = _office(build, office, flip)
    if made > 1:
        build.item("operating_expenses", office, "OperatingExpenses", flip, total=True)
    operating = build.signed(
        "operating_income", minus(gross, office), "OperatingIncomeLoss", total=True
    )
    return plus(operating, nonoperating(build))


def _below(build: Builder, groups: list, cost: Vector, office: Vector, flip: bool) -> Vector:
    """All costs in one list, the first of them by group; a total with words or without."""
    build.head("costs", 0.9)
    for (name, _), values in zip(groups, build.split(cost, [3, 2, 1][: len(groups)]), strict=True):
        label = build.say(
            build.rng.choice(("{} cost of sales", "Cost of {}", "{}")).replace("{}", name)
        )
        build.rows.append(
            Row(label, values, "CostOfGoodsAndServicesSold", (), flip, level=1, dims=True)
        )
    _office(build, office, flip)
    spent = build.item(
        "total_costs_and_expenses",
        plus(cost, office),
        "CostsAndExpenses",
        flip,
        label=build.pick(WORDS["all_costs"]),
        total=True,
    )
    operating = build.signed(
        "operating_income", minus(build.base, spent), "OperatingIncomeLoss", total=True
    )
    return plus(operating, nonoperating(build))


def _office(build: Builder, office: Vector, flip: bool) -> int:
    """Selling and administration alone, or research beside it; how many rows."""
    if build.rng.random() < 0.4:
        build.item(
            "selling_general_and_administrative",
            office,
            "SellingGeneralAndAdministrativeExpense",
            flip,
            level=1,
        )
        return 1
    selling, research = build.split(office, [3, 1])
    build.item(
        "selling_general_and_administrative",
        selling,
        "SellingGeneralAndAdministrativeExpense",
        flip,
        level=1,
    )
    build.item("research_and_development", research, "ResearchAndDevelopmentExpense", flip, level=1)
    return 2
