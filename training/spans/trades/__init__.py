"""Pages of documents of all trades, with fields whose values are known to stand on them or not.

>>> from extract_filings.training.spans.trades import sample
>>> page = sample(seed=1, number=0)
>>> page == sample(seed=1, number=0)
True
"""

import random
from collections.abc import Iterator

from extract_filings.training.spans.sample import Sample
from extract_filings.training.spans.trades.asking import Asker
from extract_filings.training.spans.trades.document import draw_document

RICH = 0.6  # of the samples are the page that states most


def samples(count: int, seed: int) -> Iterator[Sample]:
    return (sample(seed, number) for number in range(count))


def sample(seed: int, number: int) -> Sample:
    """One page of a document; depends on nothing but the seed and the number."""
    rng = random.Random(f"{seed}/{number}")
    draft, kind = draw_document(rng)
    pages = draft.sheet.pages
    full = max(range(len(pages)), key=lambda n: sum(len(run.ink.marks) for run in pages[n]))
    chosen = full if rng.random() < RICH else rng.randrange(len(pages))
    asker = Asker(rng, draft, kind, chosen + 1)
    return Sample(asker.view.page, asker.fields(), f"trades: {kind.names[0]}")
