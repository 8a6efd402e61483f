"""Training runs that are killed while they write their second checkpoint.

    python tests/interrupted_training.py PAGES FOLDER KILL…     a run of five steps into FOLDER/KILL
    for each; once
    its second checkpoint is due, KILL
                                                `bytes:N`: no file may grow beyond N bytes, the
                                                system kills it there (SIGXFSZ); `change:N`: it is
                                                killed before the N-th change of a file that Python
                                                sees

A line of JSON for each: exit status, the checkpoints there. A process takes seconds to start, so
all are forked from one that computed nothing.
"""

import json
import resource
import signal
import sys
from functools import partial
from pathlib import Path

from faulty_cli import armed, forked
from tiny_training import shrink
from transformers import TrainerCallback

from extract_filings.cli import main
from extract_filings.training import loop, train


class Halt(TrainerCallback):
    def __init__(self, kind: str, n: int, place: Path) -> None:
        self.kind, self.n, self.place = kind, n, place

    def on_step_begin(self, args, state, control, **_) -> None:
        if state.global_step == 3:
            (
                resource.setrlimit(resource.RLIMIT_FSIZE, (self.n, resource.RLIM_INFINITY))
                if self.kind == "bytes"
                else armed(self.place, self.n)
            )


def halted(pages: str, out: Path) -> None:
    kind, n = out.name.split(":")
    start = loop.run
    train.run = lambda trainer, *rest: (
        trainer.add_callback(Halt(kind, int(n), out)),
        start(trainer, *rest),
    )
    sys.argv = [
        "extract",
        "train",
        "--data",
        pages,
        "--steps",
        "5",
        "--threads",
        "1",
        "--out",
        str(out),
    ]
    main.main()


if __name__ == "__main__":
    shrink(setattr)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python would go on with an error
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kill in sys.argv[3:]:
        out = Path(sys.argv[2], kill)
        status = forked(partial(halted, sys.argv[1], out))
        print(
            json.dumps([status, sorted(p.name for p in (out / "checkpoints").iterdir())]),
            flush=True,
        )
