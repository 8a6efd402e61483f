"""How far what is sought of a schema's fields is from what solved documents say, and which way is
better.

A field of the root is judged as the reader chooses: a value's places against all places of all
pages, and null. A list's places are judged one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from extract_filings.pipeline.decode.span_offsets import Offsets
from extract_filings.pipeline.decode.span_reader import Fields, ReadWindow, SpanReader
from extract_filings.training.learn.lesson import Key, Lesson, Right

SLIGHT = 1e-3
"""Share of a label from which on it counts; the sum over all of them takes ten times as long."""
MOST_ENDS = 24
"""Of a field in a document."""


@dataclass(frozen=True, slots=True)
class _Scores:
    """Of a window: `label` [f, n]; `score` [f, n]: of each begin against null."""

    read: ReadWindow
    label: np.ndarray
    score: np.ndarray


def slope(reader: SpanReader, lesson: Lesson, fields: Fields, many: np.ndarray) -> Offsets:
    """Of the loss of a document: where it rises. `many` [f]: fields of lists."""
    made = Offsets.none_of(fields)
    scores = {
        (p, w): _scores(reader, read, fields, lesson.labels[p, w])
        for p, page in enumerate(lesson.pages)
        for w, read in enumerate(page.windows)
    }
    steps = _steps(scores, lesson.right, many)
    for key, rises in steps.items():
        _begins(made, scores[key], rises, fields)
    for k, right in lesson.right.items():
        _ends(reader, made.finish, k, right, scores, fields)
    return made


def _scores(reader: SpanReader, read: ReadWindow, fields: Fields, labels: np.ndarray) -> _Scores:
    hidden, ways, fields = read.hidden, read.window.ways, reader.changed(fields, read.change)
    label, score = reader.labels(hidden, fields)
    for k, table in enumerate(fields.table):
        near = np.nonzero(label[k] > SLIGHT)[0]
        score[k] += label[k, near] @ fields.tables[table][ways[near]]
    score += labels
    score -= (fields.none @ hidden[0] + fields.no_value)[:, None]
    score[:, ~read.window.begins] = -np.inf
    return _Scores(read, label, np.minimum(score, 30.0))


def _steps(
    scores: Mapping[Key, _Scores], right: Mapping[int, Right], many: np.ndarray
) -> dict[Key, np.ndarray]:
    """By window [f, n]: how the loss rises with the score of each begin."""
    made = {key: np.zeros_like(s.score) for key, s in scores.items()}
    for k, truth in right.items():
        odds = {key: np.exp(s.score[k]) for key, s in scores.items()}
        (_of_list if many[k] else _of_root)(made, k, truth, odds)
    return made


def _of_root(made: dict, k: int, truth: Right, odds: Mapping[Key, np.ndarray]) -> None:
    """log(all) - log(right)"""
    whole = 1 + sum(float(o.sum()) for o in odds.values())
    hit = sum(float(odds[key][at].sum()) for key, at in truth.begins.items())
    for key, o in odds.items():
        made[key][k] = o / whole
    for key, at in truth.begins.items():
        made[key][k, at] -= odds[key][at] / max(hit, 1e-30)


def _of_list(made: dict, k: int, truth: Right, odds: Mapping[Key, np.ndarray]) -> None:
    """Each by itself; right ones together weigh as much as wrong ones."""
    count = sum(map(len, truth.begins.values()))
    for key, o in odds.items():
        share = o / (1 + o)
        rises = share / (1 + count)
        at = truth.begins.get(key, np.zeros(0, int))
        rises[at] = (share[at] - 1) / max(1, count)
        made[key][k] = rises


def _begins(made: Offsets, s: _Scores, rises: np.ndarray, fields: Fields) -> None:
    """Adds what a window says of begins, labels and null."""
    hidden, ways = s.read.hidden, s.read.window.ways
    made.begin[:] += rises @ hidden
    whole = rises.sum(1)
    made.none[:] -= whole[:, None] * hidden[0]
    made.no_value[:] -= whole
    for k, table in enumerate(fields.table):
        near = np.nonzero(s.label[k] > SLIGHT)[0]
        far = np.nonzero(np.abs(rises[k]) > SLIGHT)[0]
        if not len(far):
            continue
        between = ways[np.ix_(near, far)]
        share, rise = s.label[k, near], rises[k, far]
        weight = (share[:, None] * rise[None]).ravel()
        made.tables[k] += np.bincount(between.ravel(), weight, made.tables.shape[1])
        speaks = fields.tables[table][between] @ rise
        moved = share * (speaks - share @ speaks)
        made.label[k] += moved @ hidden[near]


def _ends(
    reader: SpanReader,
    made: np.ndarray,
    k: int,
    right: Right,
    scores: Mapping[Key, _Scores],
    fields: Fields,
) -> None:
    some = right.ends[:MOST_ENDS]
    for key, first, last in some:
        read = scores[key].read
        end = np.exp(reader.finish(read, fields.finish[k], first))
        end[last] -= 1
        made[k] += end @ read.hidden / len(some)
