"""Record -> its three statements, so that every identity within and between them holds."""

import random
from dataclasses import replace

from extract_filings.training.synth.filing.draw import Filer
from extract_filings.training.synth.filing.statements import bank, energy, groups, insurer, utility
from extract_filings.training.synth.filing.statements.balance import balance_sheet
from extract_filings.training.synth.filing.statements.builder import Sheet
from extract_filings.training.synth.filing.statements.cash import cash_flow
from extract_filings.training.synth.filing.statements.income import income_statement
from extract_filings.training.synth.filing.statements.listed import Listed

LISTED = ("startup", "lender", "broker", "reit", "shipping", "foreign", "partnership")
MAKERS = {
    "industrial": (income_statement, balance_sheet, cash_flow),
    "groups": (groups.income_statement, balance_sheet, cash_flow),
    "bank": (bank.income_statement, bank.balance_sheet, bank.flows),
    "insurer": (insurer.income_statement, insurer.balance_sheet, insurer.flows),
    "utility": (utility.income_statement, utility.balance_sheet, utility.flows),
    "energy": (energy.income_statement, balance_sheet, energy.flows),
    **{kind: Listed(kind).makers for kind in LISTED},
}
"""What a company of each kind prints; `draw.KINDS` says how often it is drawn."""


def statements(rng: random.Random, record: Filer) -> list[Sheet]:
    return [make(rng, record) for make in MAKERS[record.kind]]


def oldest_first(sheet: Sheet) -> Sheet:
    """The same statement with its columns the other way round."""
    return replace(
        sheet,
        columns=sheet.columns[::-1],
        rows=[replace(r, values=r.values[::-1]) for r in sheet.rows],
    )
