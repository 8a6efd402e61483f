"""Mutated files, read with limits. Exit code 1 if one raised an unexpected error.

    python -m extract_filings.benchmarks.robustness.fuzz --n 2000 --seed 0 [--kind html]

Radamsa (https://gitlab.com/akihe/radamsa) changes the bytes: a mutant has the seed `--seed` + its
number. Half of them start from pages of a sample as it is, half from the same with its streams
unpacked, so that operators of the pages are hit and not only the compression around them. Each is
read, checked for hidden text and measured (`read`, `find_hidden`, `boxes`) in the sandbox of the
command line, and every `--extract`th that could be read is extracted whole by the embedded model,
in this process. `--kind html`: the same with a filing in HTML, cut after its statements, and one in
plain text.
"""

import argparse
import io
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import psutil
import pypdf
import pyradamsa

from extract_filings.pipeline.errors import ExtractError, InputError
from extract_filings.pipeline.pdf.sandbox import Sandbox
from extract_filings.pipeline.pdf.visible import find_hidden, with_lines
from extract_filings.pipeline.reader import boxes, read

ROOT = Path(__file__).parents[2]
SAMPLES, EXAMPLES = ROOT / "samples", ROOT / "examples"
SUFFIXES = {"pdf": ".pdf", "html": ".htm"}
CUT = 80_000  # bytes of the example in HTML
PAGES = 4  # of a sample, so that changes hit what matters
SECONDS, MEMORY = 20, 512
KINDS = {
    "the process that read it died": "crashed",
    "not read after": "hung",
    "needs more memory": "too large",
    "unexpected": "unexpected",
}
"""Words of a refusal's message, and what it is counted as; all others are "refused"."""


def seeds(kind: str) -> list[bytes]:
    """The first pages of each sample, as they are and with their streams unpacked; the examples in
    HTML and text.
    """
    if kind == "html":
        web = sorted(EXAMPLES.glob("html/*.htm"))
        return [*(p.read_bytes()[:CUT] for p in web), *(p.read_bytes() for p in _texts())]
    return [
        _pages(path, unpacked)
        for path in sorted(SAMPLES.glob("*.pdf"))
        for unpacked in (False, True)
    ]


def _texts() -> list[Path]:
    return sorted(EXAMPLES.glob("text/*.txt"))


def _pages(path: Path, unpacked: bool) -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(path), pages=(0, PAGES))
    if unpacked:
        for page in writer.pages:
            content = pypdf.generic.StreamObject()
            content._data = page.get_contents().get_data()
            page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    writer.write(out := io.BytesIO())
    return out.getvalue()


def mutants(n: int, seed: int, kind: str = "pdf") -> Iterator[bytes]:
    """Always the same for the same seed."""
    radamsa, whole = pyradamsa.Radamsa(), seeds(kind)
    for number in range(seed, seed + n):
        start = whole[number % len(whole)]
        yield radamsa.fuzz(start, seed=number, max_mut=2 * len(start))


def outcome(sandbox: Sandbox, path: Path) -> str:
    """ "read", or what kept it from being read."""
    try:
        document = sandbox(read, path)
        pages = range(1, len(document.pages) + 1)
        if not document.laid_out:
            document = with_lines(document, *sandbox(find_hidden, document, pages))
        sandbox(boxes, document, pages)
        return "read"
    except InputError as error:
        assert str(error).startswith(f"{path}: ") and "\n" not in str(error), str(error)
        return next((kind for words, kind in KINDS.items() if words in str(error)), "refused")


def extracted(extract, path: Path) -> str:
    try:
        return "extracted" if extract(path) else ""
    except ExtractError:
        return "extraction refused"


def fuzz(
    n: int, seed: int, every: int, keep: Path | None = None, kind: str = "pdf"
) -> tuple[Counter, list[float], list[int]]:
    """Outcomes, seconds of each, and bytes that this process holds after each 100 mutants."""
    counts: Counter[str] = Counter()
    seconds, held, sandbox = [], [], Sandbox(SECONDS, MEMORY)
    extract = _extractor(sandbox) if every else None
    with tempfile.TemporaryDirectory() as place:
        for number, data in enumerate(mutants(n, seed, kind)):
            path, start = Path(place, f"{seed + number}{SUFFIXES[kind]}"), time.perf_counter()
            path.write_bytes(data)
            found = outcome(sandbox, path)
            seconds.append(time.perf_counter() - start)
            counts[found] += 1
            if keep and found not in ("read", "refused"):
                (keep / f"{found.replace(' ', '-')}-{path.name}").write_bytes(data)
            if extract and found == "read" and number % every == 0:
                counts[extracted(extract, path)] += 1
            if number % 100 == 99:
                held.append(psutil.Process().memory_info().rss)
                there = psutil.Process(sandbox.process.pid).memory_info().rss
                print(
                    f"{number + 1}: {dict(counts)}, {held[-1] / 2**20:.0f} MiB here,"
                    f" {there / 2**20:.0f} MiB there",
                    flush=True,
                )
            path.unlink()
    sandbox.close()
    return counts, seconds, held


def _extractor(sandbox: Sandbox):
    from extract_filings.pipeline.extract import Pipeline
    from extract_filings.pipeline.settings import Settings

    return partial(Pipeline(Settings(threads=1), sandbox))


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--extract",
        type=int,
        default=20,
        help="extract one in this many; 0: none",
    )
    parser.add_argument(
        "--keep", type=Path, help="folder for the mutants that crash, hang or raise"
    )
    parser.add_argument("--kind", choices=[*SUFFIXES], default="pdf")
    args = parser.parse_args(words)
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
    counts, seconds, held = fuzz(args.n, args.seed, args.extract, args.keep, args.kind)
    print(f"{args.n} mutants: {', '.join(f'{n} {kind}' for kind, n in sorted(counts.items()))}")
    print(
        f"longest {max(seconds):.1f} s, all {sum(seconds):.0f} s; memory here {held[0] / 2**20:.0f}"
        f" -> {held[-1] / 2**20:.0f} MiB"
        if held
        else ""
    )
    sys.exit(1 if counts["unexpected"] else 0)


if __name__ == "__main__":
    main()
