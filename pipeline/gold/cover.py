"""Gold of a filing's cover -> the words that print it.

Gold says what is printed, not where. Of several places the one nearest to its kind wins; tables
take all.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extract_filings.pipeline.gold.format import AMOUNTS, place_of
from extract_filings.pipeline.records import Document, Line, tag
from extract_filings.pipeline.text.patterns import spans, words
from extract_filings.schemas.base import FieldSpec, Part

FRONT = 4  # pages that a cover may take
ADDRESS = ("postal_code", "state", "city", "street")
"""Read backward, each before the one behind it."""
Spec = tuple[Part, FieldSpec]
Word = tuple[Line, int, str]  # line, number in it, text


def cover_targets(
    document: Document, facts: Sequence[dict], parts: Sequence[Part]
) -> dict[tuple[int, int, int], str]:
    """{(page, line, word): tag} of the cover."""
    front = [
        (line, w, line.text[s:e])
        for page in document.pages[:FRONT]
        for line in page
        for w, (s, e) in enumerate(words(line.text))
    ]
    specs = {f.name: (p, f) for p in parts for f in p.fields if f.pointed}
    places = _places(front, facts, specs)
    tags: dict[tuple[int, int, int], str] = {}
    for name, chosen in _chosen(places, specs, _table([word for _, _, word in front])):
        for i in (i for span in chosen for i in span):
            line, w, _ = front[i]
            tags.setdefault((line.page, line.number, w), tag(specs[name][0].name, name))
    return tags


def _places(
    front: Sequence[Word], facts: Sequence[dict], specs: Mapping[str, Spec]
) -> dict[str, list[range]]:
    """Field -> the runs of words that print its value, the longest values first."""
    text = [word for _, _, word in front]
    places: dict[str, list[range]] = defaultdict(list)
    for fact in sorted(facts, key=lambda f: -len(f["printed"])):
        name = place_of(fact["section"], fact["item"])[1]
        if name not in specs:
            continue
        for i in same_words(fact["printed"], text):
            span = range(i, i + len(fact["printed"].split()))
            fits = any(True for _ in spans(specs[name][1], front[i][0].text))
            if fits and span not in places[name]:
                places[name].append(span)
    return places


def _chosen(
    places: Mapping[str, list[range]], specs: Mapping[str, Spec], table: range
) -> Iterator[tuple[str, list[range]]]:
    """Of each field's places those that it means."""
    postal_code = min((s.start for s in places.get("postal_code", ())), default=None)
    employer_id = min((s.start for s in places.get("employer_id", ())), default=None)
    taken: set[int] = set()
    for name in sorted(places, key=lambda n: ADDRESS.index(n) if n in ADDRESS else -1):
        ranges = places[name]
        if specs[name][0].kind == "list":
            yield name, [r for r in ranges if r.start in table] or ranges[:1]
        elif name in ADDRESS and postal_code is not None:
            free = [r for r in ranges if not taken & set(r)] or ranges
            nearest = _nearest(free, postal_code)
            taken |= set(nearest)
            yield name, [nearest]
        elif name == "state_of_incorporation" and employer_id is not None:
            yield name, [_nearest(ranges, employer_id)]
        else:
            yield name, ranges if name in AMOUNTS else ranges[:1]


def _nearest(ranges: Sequence[range], to: int) -> range:
    return min(ranges, key=lambda r: abs(r.start - to))


def same_words(printed: str, line_words: list[str]) -> Iterator[int]:
    """Where the words of a printed value start in a run of words, punctuation around them aside."""
    bare = [w.strip("()[],.;:*$") for w in printed.split()]
    have = [w.strip("()[],.;:*$") for w in line_words]
    for i in range(len(have) - len(bare) + 1):
        if have[i : i + len(bare)] == bare:
            yield i


def _table(text: list[str]) -> range:
    """Words between "Section 12(b)" and "Section 12(g)" or the first check-mark sentence."""
    first = next((i for i, w in enumerate(text) if w.startswith("12(b)")), 0)
    last = next(
        (
            i
            for i in range(first, len(text))
            if text[i].startswith("12(g)") or text[i : i + 2] == ["Indicate", "by"]
        ),
        len(text),
    )
    return range(first, last)
