"""Which names in a long document's running text are those of a list, as the parties to an
agreement: told by all places that mention them.

Agreements mention many names. Those asked for stand together, early, and again where they sign.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import exp, log

from extract_filings.pipeline.ask.lists.names import spelled
from extract_filings.pipeline.ask.spans.prose import in_prose
from extract_filings.pipeline.ask.spans.row import OnPage, Row

NEAR, MANY = 200, 4
"""Characters between two names that stand together; names that make a list by themselves."""
SURE = 0.999
"""Probabilities above it tell nothing apart."""
SIGNS = ("likeliest place", "first place", "mentions", "together", "pages", "first page")
"""Log odds of two places, logarithms of how often a name is mentioned and of the document's pages,
whether it is mentioned beside the surest names, and on the first page."""
WEIGHTS, ALWAYS = (0.21, 0.65, 2.01, 1.2, -1.0, 1.38), -2.81
"""Logarithms of odds, as `python -m extract_filings.training.spans.fit_mentions` prints them."""
GIVEN = 0.4
"""From which probability on a name is given."""


def likely_names(rows: Sequence[OnPage], pages: int) -> list[OnPage]:
    """Those that are likely. A document of one page, one that names them in cells alone, lists of
    many names and of what hardly begins with capitals keep all.
    """
    named = 2 * sum(_is_name(one[1]) for one in rows) > len(rows)
    if pages == 1 or not named or not any(_in_prose(one) for one in rows):
        return [*rows]
    likely = {name: _probability(some) for name, some in signs(rows, pages).items()}
    kept = {spelled(row) for run in _together(rows) if len(_names(run)) >= MANY for _, row in run}
    return [o for o in rows if (name := spelled(o[1])) in kept or likely[name] >= GIVEN]


def signs(rows: Sequence[OnPage], pages: int) -> dict[str, list[float]]:
    """Of each name what speaks for it, `SIGNS`."""
    mentions: dict[str, list[OnPage]] = defaultdict(list)
    for one in sorted(rows, key=_at):
        mentions[spelled(one[1])].append(one)
    beside = _names(max(_together(rows), key=lambda run: sum(_sure(row) for _, row in run)))
    return {
        name: [
            max(_odds(row) for _, row in some),
            _odds(some[0][1]),
            log(len(some)),
            float(name in beside),
            log(pages),
            float(some[0][0].number == 1),
        ]
        for name, some in mentions.items()
    }


def _probability(told: Sequence[float]) -> float:
    return 1 / (1 + exp(-ALWAYS - sum(w * s for w, s in zip(WEIGHTS, told, strict=True))))


def _together(rows: Sequence[OnPage]) -> Iterator[list[OnPage]]:
    """Runs of rows that stand near each other."""
    run: list[OnPage] = []
    for one in sorted(rows, key=_at):
        if run and not _near(run[-1], one):
            yield run
            run = []
        run.append(one)
    yield run


def _near(one: OnPage, other: OnPage) -> bool:
    return one[0] is other[0] and _at(other)[1] - _end(one[1]) <= NEAR


def _names(rows: Sequence[OnPage]) -> set[str]:
    return {spelled(row) for _, row in rows}


def _at(one: OnPage) -> tuple[int, int]:
    page, row = one
    return page.number, min(p.candidate.start for p in row.places.values())


def _end(row: Row) -> int:
    return max(p.candidate.end for p in row.places.values())


def _sure(row: Row) -> float:
    return max(place.probability for place in row.places.values())


def _odds(row: Row) -> float:
    share = min(_sure(row), SURE)
    return log(share / (1 - share))


def _is_name(row: Row) -> bool:
    """Most of its words begin with a capital."""
    words = [w for p in row.places.values() for w in p.candidate.said.split() if w[0].isalpha()]
    return 2 * sum(w[0].isupper() for w in words) > len(words)


def _in_prose(one: OnPage) -> bool:
    page, row = one
    return any(in_prose(page, place) for place in row.places.values())
