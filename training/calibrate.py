"""Documents with gold -> how often a model is right when it says what it says
(pipeline/resolve/confidence.py).

What a model was trained on tells nothing of how often it is right elsewhere: give it documents that
it has not seen. Where there are no others, train it twice, on either half of them, and let each
read the half that it does not know:

    extract calibrate --model models/embedded --data half_b=splits/a --data half_a=splits/b

Signs are weighed by a logistic regression, by itself for each kind of part. No weight speaks
against its sign: a likelier row is never rated lower. Values of items that a statement does not
print count as wrong, where rows.jsonl[.gz] stands beside the gold. What is told of its worth, and
the curve that --target-precision goes by, come from values of companies that it was not fitted on
(five folds by company). A twin weighs rows and concepts as the model does (training/concepts.py).
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from extract_filings.pipeline.decode.second_opinion import Counted, load_counted
from extract_filings.pipeline.decode.tagging_engine import TaggingEngine
from extract_filings.pipeline.errors import ExtractError, InputError
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.evaluate import verdicts
from extract_filings.pipeline.records import Record
from extract_filings.pipeline.registry.checksums import SUMS, seal
from extract_filings.pipeline.registry.presets import place
from extract_filings.pipeline.registry.server_address import SERVED
from extract_filings.pipeline.resolve.confidence import FILE, SPEAKS, Calibration, signs
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.frames import Run, versions
from extract_filings.pipeline.tables.paths import path
from extract_filings.pipeline.tables.row_order import rows
from extract_filings.pipeline.tables.write import write
from extract_filings.training.data.splits import company

FOLDS = 5
POINTS = 200  # of the curve
FEWEST = 20  # values of a kind, and wrong ones among all: fewer say nothing
TRUST = 100.0
"""How strongly the model is taken at its word: few wrong values, as of covers, do not show how its
probability bears on them, and what it calls improbable must not be rated high for want of a rival.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Judged values: `kind` of their part, `signs` [values, signs], whether they are right, and
    whose document they stand in.
    """

    kind: np.ndarray
    signs: np.ndarray
    right: np.ndarray
    owner: np.ndarray


def read_data(data: Sequence[tuple[str, Path]], schema: str, counted: Counted | None) -> Seen:
    """What each model says of its folder's documents. `counted`: how rows and concepts are weighed.
    Raises InputError, ModelError.
    """
    parts = [_judged(model, folder, schema, counted) for model, folder in data]
    return Seen(*(np.concatenate([getattr(p, name) for p in parts]) for name in Seen.__slots__))


def _judged(model: str, folder: Path, schema: str, counted: Counted | None) -> Seen:
    pdfs = sorted((folder / "pdf").glob("*.pdf"))
    if not pdfs or not (folder / "gold.parquet").is_file():
        raise InputError(
            f"--data {folder}: needs pdf/ with documents and gold.parquet beside it; `extract"
            " synth` and `extract apply --gold` write such folders"
        )
    extractor = Pipeline(Settings(schema, model))
    extractor.calibration = None  # the model's own probabilities are what is to be weighed
    if isinstance(extractor.engine, TaggingEngine):
        extractor.engine.tags.use_opinion(counted)
    records = list(_readable(extractor, pdfs))
    with tempfile.TemporaryDirectory() as out:
        write(records, [], extractor.schema, Path(out), Run(schema, model, versions(), {}))
        right = verdicts(Path(out), folder / "gold.parquet")
    told = [row for record in records for row in _told(extractor, record, right)]
    if not told:
        raise InputError(
            f"--data {folder}: its gold says nothing of what was found; is it of schema {schema}?"
        )
    return Seen(*map(np.array, zip(*told, strict=False)))


def _readable(extractor: Pipeline, pdfs: Sequence[Path]) -> Iterator[Record]:
    for pdf in pdfs:
        try:
            yield extractor(pdf)
        except InputError as error:
            print(f"left out: {error}")


def _told(
    extractor: Pipeline, record: Record, right: dict[tuple[str, str], bool]
) -> Iterator[tuple]:
    number = {id(v): i for i, v in enumerate(record.values)}
    seen = signs(extractor.parts, record.values)
    for part in extractor.parts:
        for i, (_, cells) in enumerate(rows(part, record.values)):
            for field, value in cells.items():
                verdict = right.get((record.document, path(part, i, field)))
                if verdict is not None and value.status.outcome != "not grounded":
                    yield part.kind, seen[number[id(value)]], verdict, company(record.document)


def fit(seen: Seen, schema: str, made: str) -> tuple[Calibration, np.ndarray]:
    """The calibration of all values, and the confidence of each by one that was fitted without its
    company. Raises InputError.
    """
    if (wrong := int((~seen.right).sum())) < FEWEST:
        raise InputError(
            f"only {wrong} of {len(seen.right)} values are wrong, which is too few to tell which"
            f" ones; give more documents, {FEWEST} wrong values at least"
        )
    held_out = np.empty(len(seen.right))
    for learnt, held in GroupKFold(min(FOLDS, len(set(seen.owner)))).split(
        seen.signs, groups=seen.owner
    ):
        weights = _weights(seen, learnt)
        part = Calibration(schema, weights, (), "")
        for kind in set(seen.kind[held]):
            mine = held[seen.kind[held] == kind]
            held_out[mine] = part(kind, seen.signs[mine])
    return (
        Calibration(
            schema, _weights(seen, np.arange(len(seen.right))), curve(held_out, seen.right), made
        ),
        held_out,
    )


def _weights(seen: Seen, at: np.ndarray) -> dict[str, tuple[float, ...]]:
    """By kind. One with few values, or none that is wrong, is weighed as all others together."""
    made = {}
    for kind in sorted(set(seen.kind)):
        mine = at[seen.kind[at] == kind]
        enough = len(mine) >= FEWEST and 0 < (~seen.right[mine]).sum() < len(mine)
        made[str(kind)] = _logistic(seen, mine if enough else at)
    return made


def _logistic(seen: Seen, at: np.ndarray) -> tuple[float, ...]:
    """Factors of the signs and what is added: the likeliest, the model's own pulled towards 1 and
    the others towards 0.
    """
    usual, pulls = np.zeros((2, len(SPEAKS) + 1))
    usual[0], pulls[:-1], pulls[0] = 1.0, 1.0, TRUST
    told = np.column_stack([seen.signs[at], np.ones(len(at))])
    side = np.where(seen.right[at], 1.0, -1.0)

    def surprise(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = side * (told @ weights)
        off = weights - usual
        slope = -side / (1 + np.exp(margin))
        return np.logaddexp(0, -margin).sum() + pulls @ off**2 / 2, told.T @ slope + pulls * off

    bounds = [(0, None) if s > 0 else (None, 0) for s in SPEAKS.values()]
    start = np.zeros(told.shape[1])
    found = minimize(surprise, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    return tuple(round(float(w), 4) for w in found.x)


def curve(sure: np.ndarray, right: np.ndarray) -> tuple[tuple[float, float], ...]:
    """For POINTS confidences: the share of right ones among the values at least as sure, one more
    counted as wrong.
    """
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / (np.arange(len(right)) + 2)
    at = np.unique(np.linspace(0, len(right) - 1, POINTS).astype(int))
    return tuple((round(float(sure[order][i]), 6), round(float(share[i]), 5)) for i in at)


def calibrate(model: str, data: Sequence[tuple[str, Path]], schema: str, out: Path) -> str:
    """Fits, writes `out`, and returns what it is worth. Raises ExtractError."""
    seen = read_data(data, schema, opinion_of(model))
    about = (
        f"{len(seen.right)} values of {len(set(seen.owner))} companies, {int((~seen.right).sum())}"
        " of them wrong"
    )
    made, held_out = fit(seen, Pipeline(Settings(schema, model)).parts[0].name, about)
    try:
        made.save(out)
        seal(out.parent) if (out.parent / SUMS).exists() else None
    except OSError as error:
        raise ExtractError(
            f"{out}: cannot be written, {error.strerror}; give another file with --out"
        ) from error
    return (
        f"{about}; without their own company: calibration error"
        f" {error_of(held_out, seen.right):.1%}, {kept(held_out, seen.right, 0.995):.1%} of them"
        " kept at 99.5 % right"
    )


def opinion_of(model: str) -> Counted | None:
    """How a model's rows and concepts are weighed, if it has a folder here that says so."""
    folder = None if model.startswith(SERVED) else place(model)
    return load_counted(folder) if isinstance(folder, Path) else None


def own_file(model: str) -> Path:
    """Where `extract` looks for the calibration of a model. Raises ExtractError for one that has no
    folder here.
    """
    folder = None if model.startswith(SERVED) else place(model)
    if not isinstance(folder, Path):
        raise ExtractError(
            f"model {model}: has no folder on this machine to keep a calibration in; give a file"
            " with --out, and to `extract` with --calibration"
        )
    return folder / FILE


def error_of(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: how far confidence and share of right ones are apart, over bins
    of equally many values.
    """
    order = np.array_split(np.argsort(sure, kind="stable"), bins)
    return float(
        sum(len(b) * abs(sure[b].mean() - right[b].mean()) for b in order if len(b)) / len(sure)
    )


def kept(sure: np.ndarray, right: np.ndarray, precision: float) -> float:
    """The largest share of the surest values of which that share is right."""
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / (np.arange(len(right)) + 1)
    fine = np.nonzero(share >= precision)[0]
    return float((fine[-1] + 1) / len(right)) if len(fine) else 0.0
