"""Sentences of no company in particular, with slots, for the pages between the tables."""

import random

from extract_filings.training.synth.base.words import load_words

WORDS = load_words(__name__)


def sentence(rng: random.Random) -> str:
    year = rng.randint(2012, 2026)
    fill = {k: rng.choice(v) for k, v in WORDS["slots"].items()}
    fill |= dict(
        pct=f"{rng.uniform(0.5, 60):.1f}",
        pct2=f"{rng.uniform(0.5, 60):.1f}",
        amount=f"{rng.uniform(1, 900):,.1f}",
        amount2=f"{rng.uniform(1, 900):,.1f}",
        count=f"{rng.randint(2, 900) * 100:,}",
        cents=f"{rng.randint(5, 95):02d}",
        date=f"December 31, {year}",
        year=year + 4,
        year2=year + 11,
        small=rng.randint(2, 5),
        large=rng.randint(8, 40),
    )
    return rng.choice(WORDS["sentences"]).format(**fill)


def paragraph(rng: random.Random) -> str:
    return " ".join(sentence(rng) for _ in range(rng.randint(2, 6)))
