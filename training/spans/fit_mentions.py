"""Fits what speaks for a name by all places that mention it (`pipeline/ask/lists/mentions.py`):
`python -m extract_filings.training.spans.fit_mentions --forms DIR`. DIR as for `agreements`, of
which those held out are left. Prints the weights.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from extract_filings.models import ANY_SCHEMA
from extract_filings.pipeline.ask.field_text import field_text
from extract_filings.pipeline.ask.lists.mentions import SIGNS, signs
from extract_filings.pipeline.ask.lists.names import each_once, spelled
from extract_filings.pipeline.ask.lists.rows import in_rows
from extract_filings.pipeline.ask.spans.row import OnPage
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.schemas.base import FieldSpec
from extract_filings.training.spans.agreements import Agreement, agreements
from extract_filings.training.spans.reading import page_of

PARTY = FieldSpec("party", str, "names of the parties to the agreement")
OWNER = "agreement"
"""As a user's schema may call it."""


def told(one: Agreement, engine: SpanEngine) -> Iterator[tuple[list[float], bool]]:
    """Of each name that the list would give, what speaks for it and whether it is a party's."""
    fields = engine.fields([field_text(PARTY.name, PARTY.description, OWNER)], ["text"], [True])
    rows: list[OnPage] = []
    for printed, windows in zip(one.pages, engine.read(one.pages, fields), strict=True):
        page = page_of(printed, windows, engine.reader)
        found = [(0, place) for place in page.of_rows(fields, 0, PARTY)]
        rows += [(page, row) for row in in_rows(page, found)]
    right = {spelled(row) for page, row in rows if _is_party((page, row), one)}
    given = {spelled(row) for _, row in each_once(rows)}
    for name, signs_of_it in signs(rows, len(one.pages)).items():
        if name in given:
            yield signs_of_it, name in right


def _is_party(mention: OnPage, one: Agreement) -> bool:
    page, row = mention
    at = row.places[0].candidate
    spans = one.known["party"].get(page.number, ())
    return (at.start, at.end) in {
        (page.starts[s.line] + s.start, page.starts[s.last] + s.end) for s in spans
    }


def fit(forms: Path) -> str:
    engine = SpanEngine("embedded", ANY_SCHEMA)
    known = [one for one in agreements(forms, Counter()) if one.known.get("party")]
    seen = [t for one in known for t in told(one, engine)]
    x, y = np.array([s for s, _ in seen]), np.array([right for _, right in seen])
    model = LogisticRegression().fit(x, y)
    weights = ", ".join(f"{n}: {w:.2f}" for n, w in zip(SIGNS, model.coef_[0], strict=True))
    wrong = int((model.predict(x) != y).sum())
    return (
        f"{len(known)} agreements, {len(y)} names, {int(y.sum())} of parties, {wrong} told wrongly;"
        f" {weights}; always: {model.intercept_[0]:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=Path, required=True)
    print(fit(parser.parse_args().forms))


if __name__ == "__main__":
    main()
