"""Samples for the span reader from non-disclosure agreements: `python -m
extract_filings.training.spans.agreements --forms DIR --out FILE.jsonl.gz`.

DIR has gold.jsonl, a line a document (`document`, `party`: a list, `jurisdiction`,
`effective_date`: ISO, `term`: "2 years"), and pdf/. One document in five, by its name, is held out.
Gold is normalised, so all places that print its value are sought, and those whose sentence is of
another matter are left. A value that no page prints so makes its field unknown: it is not asked.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.printed_page import PrintedPage
from extract_filings.pipeline.text.candidates import candidates, normalised
from extract_filings.schemas.base import FieldSpec
from extract_filings.training.spans.parties import parties
from extract_filings.training.spans.places import MOST, Text, moved, printed_pages, window
from extract_filings.training.spans.sample import Asked, Kind, Sample, Span, write
from extract_filings.training.spans.wording import styled
from extract_filings.training.synth.base.words import load_words

WORDS = load_words("extract_filings.training.spans.agreements")
KINDS: Mapping[str, Kind] = {
    "party": "text",
    "jurisdiction": "text",
    "effective_date": "date",
    "term": "text",
}
FIFTH = 5
TIMES = 4  # samples of a page that prints a value, each in other words
EMPTY = 0.3  # samples of one that prints none
ABSENT = 0.35  # of the fields that a page does not print
NEAR = 240  # characters around a place that say what it is of
OF_LAW = re.compile(r"(?i)\blaws? of\b|govern|constru|interpret|jurisdiction|courts?\b|venue")
AT_HOME = re.compile(
    r"(?i)^.{0,3}(?:\d{5}|[A-Z]{2} \d|(?:general |limited )?(?:corporation|limited|company))"
    r"|^ statute"
)
FOUNDED = re.compile(r"(?i)(?:organi[sz]ed|incorporated|existing|formed)[^.;]{0,60}$")
OF_TERM = re.compile(
    r"(?i)\bterm\b|expir|terminat|surviv|in (?:full )?(?:force|effect)|obligation|confidential"
)
NOT_TERM = re.compile(r"(?i)solicit|hire|employ|standstill|compet|days? notice|copies|acquire")
Places = dict[int, list[Span]]
"""Of a value, or of a list's: by page, from 1."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """`known`: the fields of which gold and pages agree, and where they are printed."""

    pages: Sequence[PrintedPage]
    known: Mapping[str, Places]


def held_out(name: str) -> bool:
    return int(sha256(name.encode()).hexdigest(), 16) % FIFTH == 0


def agreements(folder: Path, lost: Counter[str]) -> Iterator[Agreement]:
    for line in (folder / "gold.jsonl").read_text().splitlines():
        gold = json.loads(line)
        if not held_out(gold["document"]):
            pages = printed_pages(read(folder / "pdf" / f"{gold['document']}.pdf"))
            yield Agreement(pages, known(gold, pages, lost))


def known(
    gold: Mapping[str, Any], pages: Sequence[PrintedPage], lost: Counter[str]
) -> dict[str, Places]:
    """What is not found is lost; null is known to be nowhere."""
    found: dict[str, Places] = {}
    for name in KINDS:
        value, texts = gold[name], [Text(page.lines) for page in pages]
        if not value:
            found[name] = {}
        elif places := _places(name, value, texts):
            found[name] = places
        else:
            lost[name] += 1
    return found


def _places(name: str, value: Any, texts: Sequence[Text]) -> Places:
    if name == "party":
        return parties(value, texts)
    find = {"jurisdiction": _of_law, "effective_date": _of_day, "term": _of_term}[name]
    made = {n: [t.span(*p) for p in find(value, t)] for n, t in enumerate(texts, 1)}
    return {n: spans for n, spans in made.items() if spans}


def _of_day(value: str, text: Text) -> list[tuple[int, int]]:
    spec = FieldSpec("effective_date", date, "")
    return [(c.start, c.end) for c in candidates(spec, text.joined) if c.said == value]


def _of_law(value: str, text: Text) -> list[tuple[int, int]]:
    """Where the state is named as one whose law or courts are chosen, not as someone's home."""
    found = [m.span() for m in re.finditer(rf"(?i)\b{re.escape(value)}\b", text.joined)]
    found = [p for p in found if not AT_HOME.search(text.joined[p[1] :][:NEAR])]
    found = [p for p in found if not FOUNDED.search(text.joined[: p[0]][-NEAR:])]
    return [p for p in found if OF_LAW.search(_around(text, *p))]


def _of_term(value: str, text: Text) -> list[tuple[int, int]]:
    offers = normalised(FieldSpec("term", str, ""), text.joined)
    offers = [c for c in offers if c.said == value]
    told = ((c, _around(text, c.start, c.end)) for c in offers)
    return [
        (c.start, c.end) for c, near in told if OF_TERM.search(near) and not NOT_TERM.search(near)
    ]


def _around(text: Text, start: int, end: int) -> str:
    """Its sentence, as far as it is near."""
    before = re.split(r"[.;] ", text.joined[max(0, start - NEAR) : start])[-1]
    return before + text.joined[start:end] + re.split(r"[.;] ", text.joined[end : end + NEAR])[0]


def samples(one: Agreement, rng: Random) -> Iterator[Sample]:
    for page in one.pages:
        there = {name: places.get(page.number, []) for name, places in one.known.items()}
        times = TIMES if any(there.values()) else int(rng.random() < EMPTY)
        for _ in range(times if len(page.lines) > 3 else 0):
            if (made := _sample(page, there, rng)).fields:
                yield made


def _sample(page: PrintedPage, there: Mapping[str, Sequence[Span]], rng: Random) -> Sample:
    first = _first(page, there, rng)
    shown = window(page, first)
    fields = []
    for name, spans in there.items():
        kept = [s for span in spans if (s := moved(span, first, shown))]
        if kept or rng.random() < ABSENT:
            fields.append(_asked(name, tuple(kept), rng))
    fields += _foreign(shown, rng)
    rng.shuffle(fields)
    return Sample(shown, tuple(fields), "agreement")


def _first(page: PrintedPage, there: Mapping[str, Sequence[Span]], rng: Random) -> int:
    """A window begins where it shows one of the values."""
    most = max(0, len(page.lines) - MOST)
    lines = [span.line for spans in there.values() for span in spans] or [0]
    line = rng.choice(lines)
    return rng.randint(max(0, min(most, line - MOST + 1)), min(most, line))


def _asked(field: str, spans: tuple[Span, ...], rng: Random) -> Asked:
    words, many = WORDS[field], field == "party"
    described = many or rng.random() < 0.7
    name = rng.choice(words["names"] if described else words["bare"])
    description = rng.choice(words["descriptions"]) if described else ""
    owner = rng.choice(WORDS["lists"]) if many else ""
    if not many and rng.random() < 0.35:
        owner = rng.choice(WORDS["owners"])
    return Asked(styled(name, rng), description, KINDS[field], owner, many, spans)


def _foreign(page: PrintedPage, rng: Random) -> Iterator[Asked]:
    """Fields of other trades, of which the page says no word."""
    text = " ".join(page.lines).lower()
    kinds: tuple[Kind, ...] = ("text", "text", "date", "number")
    for kind in rng.sample(kinds, rng.randint(0, 2)):
        name, word = rng.choice(WORDS["foreign"][kind])
        if word not in text:
            description = rng.choice(("", name, f"{name} as stated", f"the {name}"))
            owner = rng.choice(WORDS["owners"]) if rng.random() < 0.2 else ""
            yield Asked(styled(name, rng), description, kind, owner)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--forms", type=Path, required=True, help="folder with gold.jsonl and pdf/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(words)
    rng, counts = Random(given.seed), Counter()
    found = agreements(given.forms, counts)
    write(_counted((s for one in found for s in samples(one, rng)), counts), given.out)
    print(dict(counts))


def _counted(made: Iterable[Sample], counts: Counter[str]) -> Iterator[Sample]:
    for one in made:
        counts["samples"] += 1
        counts["fields"] += len(one.fields)
        counts["fields not printed"] += sum(not f.spans for f in one.fields)
        yield one


if __name__ == "__main__":
    main()
