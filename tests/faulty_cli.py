"""A process that is to go wrong: the `extract` program with a toy in the model's place, and what
kills it at a chosen step.

    python tests/faulty_cli.py run WORDS…             `extract WORDS…`; the toy finds the same few
    values
    in every PDF
    python tests/faulty_cli.py kill FOLDER CASE…      FOLDER/CASE/before + FOLDER/CASE/words.json:
    the
    words are run on a copy of it again and
                                                 again, killed (SIGKILL) before the 1st, 2nd, 3rd, …
                                                 change of a file (or each k-th) until one run ends
                                                 by itself. A JSON line for each: what stood there
                                                 after the kill, and after the next run
    python tests/faulty_cli.py serve                  reads lines of JSON, {"folder", "words",
    "most",
    "die", "meek"}, runs each there, no file growing beyond
                                                 `most` bytes (if `die`, the system kills it there;
                                                 if `meek`, without root's rights), and answers
                                                 with a line: exit status, stdout, stderr

A process takes a second to start, so `kill` and `serve` fork from one that has loaded the libraries
and used none.
"""

import json
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from ctypes import CDLL, c_uint32
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from make_records import acme, toy_read  # noqa: E402

from extract_filings.cli import (  # noqa: E402
    main,
    reading,  # noqa: F401 - all that a run would load
)
from extract_filings.pipeline.batch import fingerprint, jobs  # noqa: E402
from extract_filings.pipeline.review import apply  # noqa: E402, F401 - all that a run would load
from extract_filings.pipeline.settings import Settings  # noqa: E402
from extract_filings.pipeline.sources import digest  # noqa: E402
from extract_filings.pipeline.tables import swap  # noqa: E402
from extract_filings.pipeline.text.escape import document_name  # noqa: E402
from extract_filings.schemas.load import load_schema  # noqa: E402

EXCHANGED = swap._exchanged
CHANGES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR
VERSION_3 = 0x20080522  # of the structs of capset(2)


def toy(path: Path):
    if os.environ.get("DRILL_SLOW"):  # the test acts meanwhile
        print("reading", flush=True, file=sys.stderr)
        sys.stdin.read()
    return replace(acme(), document=document_name(path), sha256=digest(path))


def filled(*files: str) -> None:
    """What the flow does with a batch."""
    job = jobs.Job(Path("out").absolute())
    jobs.publish([jobs.attempt(source, job) for source in jobs.plan(files, job).todo], job)


def extract(*words: str) -> None:
    """The program, with a toy that takes no time, so that whole files can be compared; `batch
    FILES…` is `filled`. Raises SystemExit.
    """
    jobs.read = toy_read(toy)
    if words[0] == "batch":
        filled(*words[1:])
        sys.exit()
    sys.argv = ["extract", *words]
    main.main()


def tree(folder: Path) -> str:
    """A digest of all that stands below a folder, names and bytes; "nothing" if there is no such
    folder.
    """
    if not folder.exists():
        return "nothing"
    files = {
        str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }
    return sha256(json.dumps(files).encode()).hexdigest()[:12]


def changes(event: str, args: tuple, place: Path) -> bool:
    """The step changes a file below the place, or one that is named within its folder; or it is the
    exchange of two folders.
    """
    if event == "ctypes.dlsym":
        return args[1] == "renameat2"
    if (
        event not in CHANGES
        or (event == "open" and not args[2] & WRITING)
        or not isinstance(args[0], (str, bytes, os.PathLike))
    ):
        return False
    name = os.fsdecode(args[0])
    return name.startswith(str(place)) or not Path(name).is_absolute()


def armed(place: Path, n: int) -> None:
    """From here on the n-th change is never made."""
    left, me = [n], os.getpid()

    def hook(event: str, args: tuple) -> None:
        if changes(event, args, place):
            left[0] -= 1
            os.kill(me, signal.SIGKILL) if not left[0] else None

    sys.addaudithook(hook)


def limit_files(most: int | None) -> None:
    """No file of this process grows beyond `most` bytes."""
    if most is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def without_rights() -> None:
    """Root minds the modes of files as everyone does: no capability is left."""
    CDLL(None).capset((c_uint32 * 2)(VERSION_3), (c_uint32 * 6)())


def forked(act: Callable[[], None]) -> int:
    """The exit status of a process of its own."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        act()
    except SystemExit as end:
        os._exit(end.code or 0)
    except BaseException:
        traceback.print_exc()
    os._exit(99)


def heard(
    folder: Path, told: Path, words: Sequence[str], before: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    """To run the program in a folder, what it says going into files."""

    def act() -> None:
        os.chdir(folder)
        for stream, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(f"{told}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
        before()
        extract(*words)

    return act


def serve() -> None:
    with TemporaryDirectory() as told:
        for line in sys.stdin:
            asked = json.loads(line)
            limits = without_rights if asked["meek"] else partial(limit_files, asked["most"])
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL if asked["die"] else signal.SIG_IGN)
            status = forked(
                heard(Path(asked["folder"]), Path(told) / "said", asked["words"], limits)
            )
            print(
                json.dumps(
                    [
                        status,
                        *(Path(told, f"said.{name}").read_text() for name in ("stdout", "stderr")),
                    ]
                ),
                flush=True,
            )


def sweep(case: Path) -> None:
    told = json.loads((case / "words.json").read_text())
    swap._exchanged = EXCHANGED if told["exchange"] else lambda a, b: False
    os.fsync = lambda handle: None  # a kill is no power cut
    n, status = 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        n += told["every"]
        shutil.rmtree(case / "now", ignore_errors=True)
        shutil.copytree(case / "before", case / "now")
        status = forked(
            heard(case / "now", case / "said", told["words"], partial(armed, case / "now", n))
        )
        left = tree(case / "now" / "out")
        again = forked(heard(case / "now", case / "said", told["words"]))
        beside = sorted(
            p.name
            for p in (case / "now").iterdir()
            if p.name.startswith(".out") and p.name not in (".out.lock", ".out.work")
        )
        print(
            json.dumps(
                {
                    "case": case.name,
                    "n": n,
                    "status": status,
                    "left": left,
                    "again": again,
                    "mended": tree(case / "now" / "out"),
                    "litter": beside,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1] != "run":
        load_schema("filing")
        fingerprint.fingerprint(Settings())
    if sys.argv[1] == "serve":
        serve()
    elif sys.argv[1] == "kill":
        for name in sys.argv[3:]:
            sweep(Path(sys.argv[2]) / name)
    else:
        extract(*sys.argv[2:])
