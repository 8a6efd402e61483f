"""Fits the confidence of the span reader: `python -m extract_filings.training.spans.calibrate
FOLDER kinds/known`. Writes FOLDER/calibration.json.

Pages of a generator do not serve: they are harder than documents, of three values that are read one
is wrong, and who is right three times in four there is nearly always right elsewhere.
"""

import argparse
from pathlib import Path

import numpy as np

from extract_filings.pipeline.registry.checksums import seal
from extract_filings.pipeline.resolve.confidence import ANY, FILE
from extract_filings.training.calibrate import Seen, error_of, fit, kept
from extract_filings.training.spans.judged import judged


def calibrate(folder: Path, documents: Path) -> str:
    """What it is worth for documents that it was not fitted on. `documents`: as of `judged`."""
    read = [*judged(documents, calibrated=False)]
    told = [(one.name, value) for one in read for value in one.values]
    seen = Seen(
        kind=np.array([v.kind for _, v in told]),
        signs=np.array([v.signs for _, v in told]),
        right=np.array([v.right for _, v in told]),
        owner=np.array([name for name, _ in told]),
    )
    wrong = int((~seen.right).sum())
    about = f"{len(told)} values of {len(read)} made-up documents, {wrong} of them wrong"
    made, held_out = fit(seen, ANY, about)
    made.save(folder / FILE)
    seal(folder)
    error, most = error_of(held_out, seen.right), kept(held_out, seen.right, 0.95)
    return f"{about}; calibration error {error:.1%}, {most:.1%} of them kept at 95 % right"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("documents", type=Path)
    given = parser.parse_args()
    print(calibrate(given.folder, given.documents.resolve()))


if __name__ == "__main__":
    main()
