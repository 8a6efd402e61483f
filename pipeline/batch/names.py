"""Files told apart by path and content: each gets the name of a document of its own.

- A file at the place of a document in the tables is that document, whatever it holds by now.
- Else a file with the content of a document that no other file of the run is, is that document,
  moved or copied.
- Else it is a new document, named as `sources.py` says. Files that would be named alike get longer
  names, with the folders that tell them apart: `extract AAPL/ MSFT/` reads AAPL/10-K and MSFT/10-K.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import replace
from itertools import count
from pathlib import Path, PurePath

from extract_filings.pipeline.sources import Source
from extract_filings.pipeline.tables.append import Held
from extract_filings.pipeline.text.escape import encodable, path_name


def place(source: Source, out: Path) -> str:
    """Where a file lies, as documents/ has it: its URL, or its path from the folder that holds
    OUT, so that tables can move with their files.
    """
    if not source.here:
        return source.url
    return encodable(os.path.relpath(source.url, Path(os.path.realpath(out)).parent))


def named(
    sources: Sequence[Source],
    held: Mapping[str, Held],
    sha256: Callable[[Source], str | None],
    out: Path,
) -> list[Source]:
    """The sources under their documents' names, sorted. `sha256` is asked of files at places that
    the tables do not know.
    """
    at = {h.source: document for document, h in held.items() if h.source}
    names = {s.url: at[p] for s in sources if (p := place(s, out)) in at}
    of_content = {h.sha256: document for document, h in held.items() if h.sha256}
    for s in (s for s in sources if s.url not in names and held):
        document = of_content.get(sha256(s) or "")
        if document and document not in names.values():
            names[s.url] = document
    unknown_place = {document for document, h in held.items() if not h.source}
    taken = (held.keys() - unknown_place) | {*names.values()}
    names |= apart([s for s in sources if s.url not in names], taken)
    return sorted(
        (replace(s, document=names[s.url]) for s in sources), key=lambda s: (s.document, s.url)
    )


def apart(sources: Sequence[Source], taken: Collection[str] = ()) -> dict[str, str]:
    """{url: name}, each name once, and none that is taken."""
    alike, taken, names = defaultdict(list), {*taken}, {}
    for s in _with_suffixes(sources):
        alike[s.document].append(s)
    for group in sorted(alike.values(), key=lambda some: (len(some), some[0].document)):
        new = next(n for more in count() if _free(n := _longer(group, more), taken, more))
        names |= new
        taken |= {*new.values()}
    return names


def _with_suffixes(sources: Sequence[Source]) -> list[Source]:
    """A filing may lie in one folder as `a.pdf` and as `a.htm`: then these are their names."""
    beside = Counter(str(PurePath(s.url).with_suffix("")) for s in sources)
    return [
        replace(s, document=s.document + PurePath(s.url).suffix)
        if beside[str(PurePath(s.url).with_suffix(""))] > 1
        else s
        for s in sources
    ]


def _longer(group: Sequence[Source], more: int) -> dict[str, str]:
    """With so many folders more in front."""
    parts = {s.url: _parts(s.url) for s in group}
    kept = {s.url: s.document.count("/") + 1 + more for s in group}
    if not more:
        return {s.url: s.document for s in group}
    return {
        url: path_name([p for p in some if p != "/"][-kept[url] :]) for url, some in parts.items()
    }


def _parts(url: str) -> tuple[str, ...]:
    """
    >>> _parts("s3://b/in/a.pdf"), _parts("zip://in/a.htm::/x/all.zip")
    (('b', 'in', 'a.pdf'), ('/', 'x', 'all.zip', 'in', 'a.htm'))
    """
    inside, _, archive = url.partition("::")
    plain = [u.partition("://")[2] or u for u in (archive, inside) if u]
    return tuple(p for u in plain for p in PurePath(u).parts)


def _free(names: Mapping[str, str], taken: Set[str], more: int) -> bool:
    once = len({*names.values()}) == len(names) and not taken & {*names.values()}
    return once or more > max(url.count("/") for url in names)
