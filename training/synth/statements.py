"""Record -> its three statements, so that every identity within and between them holds."""

import random
from dataclasses import replace

from training.synth import bank, energy, groups, insurer, utility
from training.synth.balance import balance_sheet
from training.synth.builder import Sheet
from training.synth.cash import cash_flow
from training.synth.draw import Record
from training.synth.income import income_statement

MAKERS = {
    "industrial": (income_statement, balance_sheet, cash_flow),
    "groups": (groups.income_statement, balance_sheet, cash_flow),
    "bank": (bank.income_statement, bank.balance_sheet, bank.flows),
    "insurer": (insurer.income_statement, insurer.balance_sheet, insurer.flows),
    "utility": (utility.income_statement, utility.balance_sheet, utility.flows),
    "energy": (energy.income_statement, balance_sheet, energy.flows),
}
"""What a company of each kind prints; `draw.KINDS` says how often it is drawn."""


def statements(rng: random.Random, record: Record) -> list[Sheet]:
    return [make(rng, record) for make in MAKERS[record.kind]]


def oldest_first(sheet: Sheet) -> Sheet:
    """The same statement with its columns the other way round."""
    return replace(
        sheet,
        columns=sheet.columns[::-1],
        rows=[replace(r, values=r.values[::-1]) for r in sheet.rows],
    )
