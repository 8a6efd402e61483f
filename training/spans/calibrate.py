"""Fits the confidence of the span reader: `python -m extract_filings.training.spans.calibrate
FOLDER FILES...`, of samples that it was not trained on. Writes FOLDER/calibration.json.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from extract_filings.pipeline.decode.span_engine import SpanEngine
from extract_filings.pipeline.registry.checksums import seal
from extract_filings.pipeline.resolve.confidence import ANY, FILE, SIGNS, odds
from extract_filings.training.calibrate import Seen, error_of, fit, kept
from extract_filings.training.spans.reading import read_sample
from extract_filings.training.spans.sample import Sample, read

Told = tuple[str, float, float, bool]
"""Kind of part, probability of a value and of its rival, whether it is right."""


def calibrate(folder: Path, files: Sequence[Path]) -> str:
    """What it is worth."""
    engine = SpanEngine("embedded", folder)
    samples = enumerate(s for file in files for s in read(file))
    told = [(i, t) for i, sample in samples for t in _told(engine, sample)]
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
    for one in read_sample(engine, sample):
        yield one.kind, one.share, one.rival, one.right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    print(calibrate(given.folder, given.files))


if __name__ == "__main__":
    main()
