"""How lists are printed: as tables, records below each other, bullets, plain values."""

from extract_filings.training.spans.trades.draft import Draft, Fact
from extract_filings.training.spans.trades.ink import Ink, joined
from extract_filings.training.spans.trades.lists import Rows, distinct
from extract_filings.training.spans.trades.pairs import pairs
from extract_filings.training.spans.trades.style import cased
from extract_filings.training.spans.trades.tables import table


def records(draft: Draft, rows: Rows) -> None:
    """Each row a small form of its own, below a number."""
    one = rows.kind.names[0].rstrip("s")
    labels = [draft.named(c) for c in rows.columns]
    head = draft.rng.choice(("{one} {n}", "{one} #{n}", "({n})", "{n}.", "{one} No. {n}"))
    for n, values in enumerate(rows.values[:7], 1):
        draft.sheet.text(Ink(cased(head.format(one=one, n=n), draft.style.heads)))
        pairs(draft, [Fact(*it, n) for it in zip(rows.columns, labels, values, strict=True)])


def bulleted(draft: Draft, rows: Rows) -> None:
    """A row a line, without the names of columns."""
    if not distinct(rows.columns):
        draft.unlabelled(rows.columns)
    by = draft.rng.choice((", ", " - ", "; ", "  ", " / "))
    sign = draft.rng.choice(("• ", "- ", "", "{}. ", "{}) ", "* "))
    for n, values in enumerate(rows.values, 1):
        inks = [draft.stamp(c, v, n) for c, v in zip(rows.columns, values, strict=True) if v]
        draft.sheet.text(sign.format(n) + joined(inks, by), at=draft.rng.choice((0, 10)))
    draft.sheet.gap()


def values(draft: Draft, rows: Rows) -> None:
    """A list of plain values: after its name in one sentence, or below it."""
    concept = rows.columns[0]
    inks = [draft.stamp(concept, row[0], n) for n, row in enumerate(rows.values, 1) if row[0]]
    shown = draft.named(concept)
    if draft.chance(0.5):
        last = draft.rng.choice((", ", " and ", ", and ", "; "))
        by = "; " if last == "; " else ", "
        made = joined(inks[:-1], by) + last + inks[-1] if len(inks) > 1 else inks[0]
        draft.sheet.text(shown + draft.rng.choice((": ", " - ", ": ")) + made)
    else:
        draft.sheet.text(Ink(shown + draft.rng.choice(("", ":", ":"))))
        sign = draft.rng.choice(("• ", "- ", "", "{}. ", "({}) "))
        for n, ink in enumerate(inks, 1):
            draft.sheet.text(sign.format(n) + ink, at=draft.rng.choice((0, 12)))
    draft.sheet.gap()


def print_list(draft: Draft, rows: Rows) -> None:
    draft.lists.append(rows.kind)
    form = draft.rng.random()
    if rows.kind.plain:
        values(draft, rows)
        return
    if draft.chance(0.6):
        draft.sheet.text(Ink(cased(draft.rng.choice(rows.kind.names), draft.style.heads)))
    if form < 0.1 and len(rows.columns) < 5:
        bulleted(draft, rows)
    elif form < 0.2:
        records(draft, rows)
    else:
        table(draft, rows)
