"""Record -> its three statements, so that every identity within and between them holds."""

import random
from dataclasses import replace

from training.synth.balance import balance_sheet
from training.synth.builder import Sheet
from training.synth.cash import cash_flow
from training.synth.draw import Record
from training.synth.income import income_statement


def statements(rng: random.Random, record: Record) -> list[Sheet]:
    return [income_statement(rng, record), balance_sheet(rng, record), cash_flow(rng, record)]


def oldest_first(sheet: Sheet) -> Sheet:
    """The same statement with its columns the other way round."""
    return replace(sheet, columns=sheet.columns[::-1], rows=[replace(r, values=r.values[::-1]) for r in sheet.rows])
