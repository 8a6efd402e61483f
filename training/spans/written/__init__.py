"""Pages drawn from templates that were written one by one: kinds of documents as trades print them.

>>> from extract_filings.training.spans.written import sample, templates
>>> one = templates()[0]
>>> sample(one, seed=1, number=0) == sample(one, seed=1, number=0)
True
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract_filings.training.spans.sample import Sample
from extract_filings.training.spans.trades.stated import view
from extract_filings.training.spans.written.asking import asked
from extract_filings.training.spans.written.printing import print_document
from extract_filings.training.spans.written.template import Template, read_templates

HERE = Path(__file__).parent
RICH = 0.8  # of the samples are the page that states most


def templates(files: Sequence[Path] = ()) -> list[Template]:
    """Those of these files, or all that stand here."""
    return [t for file in files or sorted(HERE.glob("*.txt")) for t in read_templates(file)]


def samples(some: Sequence[Template], count: int, seed: int) -> Iterator[Sample]:
    """Each template equally often, one after the other."""
    return (sample(some[n % len(some)], seed, n) for n in range(count))


def sample(template: Template, seed: int, number: int) -> Sample:
    """One page of a document; depends on nothing but the template, the seed and the number."""
    rng = random.Random(f"{template.names[0]}/{seed}/{number}")
    draft = print_document(rng, template)
    pages = draft.sheet.pages
    full = max(range(len(pages)), key=lambda n: sum(len(run.ink.marks) for run in pages[n]))
    page = view(draft, 1 + (full if rng.random() < RICH else rng.randrange(len(pages))))
    return Sample(page.page, asked(rng, template, draft, page), f"written: {template.names[0]}")
