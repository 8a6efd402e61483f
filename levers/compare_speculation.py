"""Drafts from the page for a general model: `python -m extract_filings.levers.compare_speculation
DIR --model FOLDER [--files N]`.

Of each PDF of DIR (one a company where names begin with it) the cover is asked for its fields, each
by itself, with drafts and without, one after the other in one process. Printed a filing: questions,
passes, tokens proposed and kept, how many times as fast, and how many answers are the same. Exit
code 1 if an answer differs in float32, where no rounding can turn a tie.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extract_filings.benchmarks.speed.decoding import Contender, Count, ours, unguessed
from extract_filings.pipeline.ask.keyed_prompt import keyed_prompt
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.locate.rank import locate
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Prompt
from extract_filings.schemas.compile import parts
from extract_filings.schemas.filing import Filing

ROOT = next(p for p in parts(Filing) if p.kind == "root")


def covers(folder: Path, files: int, fields: int) -> Iterator[tuple[str, Prompt]]:
    """The first page that is asked for the cover, of the first filing of each company."""
    first = {p.name.partition("_")[0]: p for p in sorted(folder.glob("*.pdf"), reverse=True)}
    for path in sorted(first.values())[:files]:
        document = read(path)
        chunk = locate([ROOT], chunk_pages(document))[ROOT.name][0]
        alone = [replace(ROOT, fields=(f,)) for f in ROOT.fields if not f.cue.within]
        yield path.stem, keyed_prompt(Passage((chunk,)), alone[:fields])


def run(engine: Engine, contender: Contender, prompt: Prompt) -> tuple[list[str], float, Count]:
    count, start = Count(), time.perf_counter()
    with count.watching(engine):
        answers = contender(prompt, [ROOT])
    return [*answers.values()], time.perf_counter() - start, count


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--files", type=int, default=5)
    parser.add_argument("--fields", type=int, default=99, help="of the cover, the first ones")
    args = parser.parse_args(words)
    engine, differ = Engine(args.model), 0
    engine.model.float()
    print(
        "| filing | questions | passes with, without | rounds with a draft | tokens proposed, kept"
        " | seconds with, without | same answers |\n|---|---|---|---|---|---|---|"
    )
    for name, prompt in covers(args.folder, args.files, args.fields):
        (said, seconds, drafted), (plain, longer, alone) = (
            run(engine, c(engine), prompt) for c in (ours, unguessed)
        )
        same = sum(a == b for a, b in zip(said, plain, strict=True))
        differ += len(said) - same
        print(
            f"| {name} | {len(said)} | {drafted.passes}, {alone.passes} | {drafted.rounds} |"
            f" {drafted.proposed}, {drafted.accepted} | {seconds:.1f}, {longer:.1f} | {same} of"
            f" {len(said)} |",
            flush=True,
        )
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
