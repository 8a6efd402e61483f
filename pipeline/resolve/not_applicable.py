"""What was asked and not found -> what the filing cannot have: a bank has no current assets, no
cost of sales.

The rows themselves say so: their concepts exclude items that no filing of their kind prints
(decode/second_opinion.py). A row that is read wrongly must not rule out an item, so it takes
`WITNESSES` of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extract_filings.pipeline.records import Answers, Problem, tag

WITNESSES = 2
REASON = "not applicable"
DETAIL = "companies with such a statement do not have it, as banks have no current assets"


def with_reasons(
    problems: Sequence[Problem], answers: Mapping[str, Answers]
) -> tuple[Problem, ...]:
    """The problems, those of excluded items with the reason."""
    without = excluded(answers.values())
    return tuple(
        replace(p, reason=REASON, detail=DETAIL)
        if p.reason == "not found" and tag(p.table, p.field) in without
        else p
        for p in problems
    )


def excluded(answers: Iterable[Answers]) -> set[str]:
    """Tags of the items that rows of the statements found exclude."""
    rows = {
        (t.question.line, name)
        for a in answers
        for t in a.tags
        if t.chunk in a.holds
        for name in t.excludes
    }
    return {name for name, n in Counter(name for _, name in rows).items() if n >= WITNESSES}
