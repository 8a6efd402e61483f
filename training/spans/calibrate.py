"""Fits the confidence of the span reader: `python -m extract_filings.training.spans.calibrate
FOLDER FILES...`, of samples that it was not trained on. Writes FOLDER/calibration.json.

A value is right if it stands where the sample has it, or says the same.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from extract_filings.pipeline.ask.field_text import field_text
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.ask.span_asker import STATED
from extract_filings.pipeline.ask.span_labels import labelled
from extract_filings.pipeline.ask.span_page import Place, SpanPage
from extract_filings.pipeline.ask.span_ranges import with_ranges
from extract_filings.pipeline.ask.span_rows import Found
from extract_filings.pipeline.ask.span_tables import rows_of
from extract_filings.pipeline.ask.span_values import Offer, by_value, chosen_values
from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.records import Chunk, Line
from extract_filings.pipeline.registry.checksums import seal
from extract_filings.pipeline.resolve.confidence import ANY, FILE, SIGNS, odds
from extract_filings.schemas.base import FieldSpec
from extract_filings.schemas.names import spoken
from extract_filings.training.calibrate import Seen, error_of, fit, kept
from extract_filings.training.spans.sample import Asked, Sample, read

TYPES = {"text": str, "date": date, "number": Decimal, "choice": str}
Told = tuple[str, float, float, bool]
"""Kind of part, probability of a value and of its rival, whether it is right."""


def calibrate(folder: Path, files: Sequence[Path]) -> str:
    """What it is worth."""
    engine = SpanEngine("embedded", folder)
    told = [(i, t) for file in files for i, s in enumerate(read(file)) for t in _told(engine, s)]
    seen = Seen(
        kind=np.array([kind for _, (kind, *_) in told]),
        signs=np.array([_signs(share, rival) for _, (_, share, rival, _) in told]),
        right=np.array([right for *_, (*_, right) in told]),
        owner=np.array([f"{i}" for i, _ in told]),
    )
    about = f"{len(told)} values of synthetic pages, {int((~seen.right).sum())} of them wrong"
    made, held_out = fit(seen, ANY, about)
    made.save(folder / FILE)
    seal(folder)
    error, most = error_of(held_out, seen.right), kept(held_out, seen.right, 0.95)
    return f"{about}; calibration error {error:.1%}, {most:.1%} of them kept at 95 % right"


def _signs(share: float, rival: float) -> list[float]:
    """As `resolve.confidence.signs` has them of a value outside a statement."""
    given = {"log odds of the model": share, "log odds of a rival": rival}
    sure = {"log odds of its column": 1.0, "log odds of its scale and sign": 1.0}
    return [odds((given | sure)[name]) if name in given | sure else 0.0 for name in SIGNS]


def _told(engine: SpanEngine, sample: Sample) -> Iterator[Told]:
    asked = sample.fields
    fields = engine.fields(
        [field_text(f.name, f.description, f.owner) for f in asked],
        [f.kind for f in asked],
        [f.many for f in asked],
    )
    lines = tuple(Line(1, n, text) for n, text in enumerate(sample.page.lines))
    (windows,) = engine.read([sample.page], fields)
    page = SpanPage(Passage((Chunk(lines),)), sample.page, windows, engine.reader)
    names = [spoken(field.name) for field in asked]
    page = labelled(page, names, names, [field.many for field in asked])
    offers: dict[int, list[Offer]] = {}
    found: dict[str, list[Found]] = defaultdict(list)
    specs = {
        k: FieldSpec(field.name, TYPES[field.kind], "", at=(field.name,))
        for k, field in enumerate(asked)
    }
    for k, field in enumerate(asked):
        spec = specs[k]
        if field.many:
            found[field.owner] += [(k, place) for place in page.of_rows(fields, k, spec)]
        else:
            offers[k] = by_value([(page, p) for p in page.single(fields, k, spec)], page.odds(k))
    lists = {o: {k: specs[k] for k, f in enumerate(asked) if f.owner == o} for o in found}
    for row in (r for rows in rows_of(page, found, lists).values() for r in rows):
        for k, place in row.places.items():
            yield "list", place.probability, 0.0, _right(page, place, asked[k])
    single = [(k, specs[k]) for k in offers]
    for k, (best, rival) in chosen_values(with_ranges(single, offers, [page])).items():
        if best.share >= STATED:
            yield "root", best.share, rival, _right(page, best.place, asked[k])


def _right(page: SpanPage, place: Place, field: Asked) -> bool:
    starts, at = page.starts, place.candidate
    spans = [(starts[s.line] + s.start, starts[s.last] + s.end) for s in field.spans]
    text = page.passage.text
    said = {text[a:b].casefold() for a, b in spans} | {*spans}
    return bool(said & {text[at.start : at.end].casefold(), (at.start, at.end)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    print(calibrate(given.folder, given.files))


if __name__ == "__main__":
    main()
