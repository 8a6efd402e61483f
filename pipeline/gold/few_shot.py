"""LabeledPage documents as examples: before a page is asked, the most similar labeled pages are
shown with their questions answered.

They are earlier turns of the chat, ahead of the page, so one reading serves all the page's
questions as before; to a tagging model, and learnt to read them, they are the page's
text with its tags (`marked`). Grammars are made from the page in front alone, so nothing that an
example prints can be answered.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl

from extract_filings.pipeline.errors import ExamplesError, InputError
from extract_filings.pipeline.gold.answers import says_nothing, solved, taken
from extract_filings.pipeline.gold.format import place_of, sections
from extract_filings.pipeline.gold.pages import LabeledPage, RowPage, labeled_pages
from extract_filings.pipeline.gold.tagged_text import marked
from extract_filings.pipeline.locate.similarity import Similar
from extract_filings.pipeline.pdf.sandbox import Sandbox, in_process
from extract_filings.pipeline.pdf.visible import find_hidden
from extract_filings.pipeline.records import Chunk, Document, Turn
from extract_filings.schemas.base import Part

CHARACTERS = 9_000
"""Of an example at most, page, questions and answers together: some 3,000 tokens. A page that is
longer is passed over for the next one.
"""
EMPTY = 4
"""Questions that the page does not answer, shown at most unless more are answered: small models
seldom say null by themselves.
"""
LOOKED_AT = 10
"""Similar pages that are tried for each that is shown."""


class Examples:
    """The labeled pages of a folder, read once. `tagging`: for a model of the tagging form;
    `sandbox` calls what opens a PDF. Raises ExamplesError.
    """

    def __init__(
        self,
        folder: Path,
        parts: tuple[Part, ...],
        shots: int = 1,
        tagging: bool = False,
        sandbox: Callable = in_process,
    ) -> None:
        check(folder, parts)
        self.parts, self.shots, self.tagging, self.sandbox, self.made = (
            {p.name: p for p in parts},
            shots,
            tagging,
            sandbox,
            {},
        )
        self.hiding: dict[tuple[str, Chunk], bool] = {}
        try:
            self.doubtful = _doubtful(folder)
            self.pages = list(labeled_pages(folder, parts, sandbox=sandbox))
        except InputError as error:
            raise ExamplesError(f"--examples {folder}: {error}") from error
        except (IndexError, KeyError, ValueError, OSError, pl.exceptions.PolarsError) as error:
            raise ExamplesError(
                f"--examples {folder}: its gold does not fit its PDFs ({type(error).__name__}:"
                f" {str(error).splitlines()[0][:80] if str(error) else ''}); make it anew with"
                " `extract synth` or `extract apply --gold`"
            ) from error
        if not self.pages:
            raise ExamplesError(
                f"--examples {folder}: no page with text in its PDFs; make it with `extract synth"
                f" --out {folder}`"
            )
        self.similar = Similar([s.chunk for s in self.pages])

    def turns(
        self, sha256: str, chunk: Chunk, asked: Sequence[Part], must: bool = False
    ) -> tuple[Turn, ...]:
        """The examples for a page of the document with these bytes, none of which is of itself; the
        most similar one last, next to the page.
        """
        return self.beside(lambda document: document.sha256 == sha256, chunk, asked, must)

    def beside(
        self,
        own: Callable[[Document], bool],
        chunk: Chunk,
        asked: Sequence[Part],
        must: bool = False,
    ) -> tuple[Turn, ...]:
        """The same where `own` says which documents' pages are never shown."""
        best = [
            s
            for s in map(self.pages.__getitem__, self.similar.ranked(chunk))
            if not own(s.document)
            and (not self.tagging or _of_rows(s) == (asked[0].kind == "statement"))
        ]
        once = list({(s.document.sha256, s.chunk): s for s in best}.values())[
            : LOOKED_AT * self.shots
        ]
        shown = [turns for s in once if (turns := self._solved(s, asked, must))][: self.shots]
        return tuple(turn for turns in reversed(shown) for turn in turns)

    def _solved(self, shown: LabeledPage, asked: Sequence[Part], must: bool) -> tuple[Turn, ...]:
        """The page with the first question, and the others: those that it answers, and a few that
        it does not.
        """
        key = (
            shown.document.sha256,
            shown.chunk,
            must,
            tuple((p.name, *(f.name for f in p.fields)) for p in asked),
        )
        if key not in self.made:
            self.made[key] = (
                ()
                if self._hides(shown)
                else self._marked(shown, asked)
                if self.tagging
                else self._turns(shown, asked, must)
            )
        return self.made[key]

    def _hides(self, shown: LabeledPage) -> bool:
        """Whether there is text on its pages that no one sees, or no one can look: only what is
        about to be shown is looked at.
        """
        key = shown.document.sha256, shown.chunk
        if key not in self.hiding:
            try:
                _, found = self.sandbox(
                    find_hidden,
                    replace(shown.document, pages=()),
                    sorted({line.page for line in shown.chunk.lines}),
                )
                self.hiding[key] = any(h.kind == "hidden" for h in found)
            except InputError:
                self.hiding[key] = True
        return self.hiding[key]

    def _marked(self, shown: LabeledPage, asked: Sequence[Part]) -> tuple[Turn, ...]:
        """Nothing of gold that no one looked at: what it lacks would be shown as none of the
        fields.
        """
        turns = marked(shown.page, asked)
        fits = sum(len(q) + len(said) for q, said in turns) <= CHARACTERS
        return (
            turns
            if fits and not any((shown.document.name, p.name, "") in self.doubtful for p in asked)
            else ()
        )

    def _turns(self, shown: LabeledPage, asked: Sequence[Part], must: bool) -> tuple[Turn, ...]:
        pairs = [*self._pairs(shown, asked, must)]
        text = next((prompt for prompt, _, _ in pairs), "")
        found, empty = ([p for p in pairs if says_nothing(p[2]) == it] for it in (False, True))
        room, chosen = CHARACTERS - len(text), set()
        for _, ask, said in [*found, *empty[: max(EMPTY, len(found))]]:
            room -= len(ask) + len(said)
            chosen |= {ask} if room >= 0 else set()
        turns = [(ask, said + "\n") for _, ask, said in pairs if ask in chosen]
        return ((text + turns[0][0], turns[0][1]), *turns[1:]) if turns else ()

    def _pairs(
        self, shown: LabeledPage, asked: Sequence[Part], must: bool
    ) -> Iterator[tuple[str, str, str]]:
        """The page's text, each question that gold answers, and what it says; nothing that nobody
        looked at, nor what the grammar would not let a model say.
        """
        for page in (s.page for s in self.pages if s.chunk is shown.chunk):
            of_rows = isinstance(page, RowPage)
            mine = [p for p in asked if (p.kind == "statement") == of_rows]
            sure = [q for p in mine if (q := self._looked_at(shown.document.name, p)).fields]
            prompt, answers = solved(page, shown.chunk, sure, must)
            for q, said in zip(prompt.questions, answers, strict=True):
                if said is not None and taken(q.grammar, said):
                    yield prompt.text, q.ask, said

    def _looked_at(self, document: str, part: Part) -> Part:
        """The fields whose gold a person has looked at; a list is looked at as a whole."""
        if part.kind == "list" and (document, part.name, "") in self.doubtful:
            return replace(part, fields=())
        sure = (f for f in part.fields if (document, part.name, f.name) not in self.doubtful)
        return replace(part, fields=tuple(sure))


def tried(folder: Path, parts: tuple[Part, ...]) -> None:
    """Reads all of a folder within limits, for those who will read it without. Raises
    ExamplesError.
    """
    with closing(Sandbox()) as sandbox:
        Examples(folder, parts, sandbox=sandbox)


def _of_rows(page: LabeledPage) -> bool:
    return isinstance(page.page, RowPage)


def check(folder: Path, parts: Sequence[Part]) -> None:
    """Raises ExamplesError if the folder holds no gold of the schema."""
    make = (
        "make one with `extract synth --out DIR`, or of reviewed tables with `extract apply …"
        " --gold DIR`"
    )
    if not folder.is_dir():
        raise ExamplesError(f"--examples {folder}: no such folder; {make}")
    missing = [
        name for name in ("pdf", "gold.parquet", "docs.parquet") if not (folder / name).exists()
    ]
    if any(p.kind == "statement" for p in parts) and not any(
        (folder / name).exists() for name in ("rows.jsonl", "rows.jsonl.gz")
    ):
        missing.append("rows.jsonl")
    if missing:
        raise ExamplesError(f"--examples {folder}: no {', '.join(missing)} in it; {make}")
    try:
        found = set(pl.read_parquet(folder / "gold.parquet", columns=["section"])["section"])
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ExamplesError(
            f"--examples {folder}: gold.parquet is no gold ({str(error).splitlines()[0][:80]});"
            f" {make}"
        ) from error
    known = sections(parts)
    if not found or found - known:
        raise ExamplesError(
            f"--examples {folder}: gold of another schema, it has"
            f" {', '.join(sorted(found)[:5]) or 'nothing'}; the schema asked has"
            f" {', '.join(sorted(known)[:5])}; {make}"
        )


def _doubtful(folder: Path) -> set[tuple[str, str, str]]:
    """Document, part and field of gold that no one looked at, and of each such part with "" for its
    field.
    """
    gold = pl.read_parquet(folder / "gold.parquet")
    if "suspect" not in gold.columns:
        return set()
    found = set()
    for g in gold.filter(pl.col("suspect").is_not_null()).iter_rows(named=True):
        part, field = place_of(g["section"], g["item"])
        found |= {(g["doc_id"], part, field), (g["doc_id"], part, "")}
    return found
