"""How documents are read: one frozen value that the command line, the flow, `extract serve` and the
Python API all fill, and that travels whole.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from extract_filings.pipeline.limits import TIME_LIMIT

NOT_IN_RESULTS = ("password", "threads", "time_limit")
"""Fields that a result does not depend on: they decide whether there is one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which schema and model, and how they read.

    `schema` is a name of `extract schemas`, FILE.py:CLASS or a JSON Schema FILE.json; `model` a
    name of `extract models`, a folder, a hub id or openai:URL#MODEL. `exhaustive` queries every
    page, not only those that rank high. `password` opens encrypted files. `threads` are cores to
    compute on (None: all). `time_limit` is what opening one PDF may take, in seconds of processor time.
    `examples` is a folder of solved documents; `shots` of their pages are shown ahead of each page.
    `calibration` is a file of `extract calibrate` (None: the one in the model's folder). Values of
    less confidence than `min_confidence`, or than `target_precision` (a share of right values)
    demands, are marked for review.
    """

    schema: str = "filing"
    model: str = "embedded"
    exhaustive: bool = False
    password: str | None = field(default=None, repr=False)
    threads: int | None = None
    time_limit: int = TIME_LIMIT
    examples: Path | None = None
    shots: int = 1
    calibration: Path | None = None
    min_confidence: float = 0.0
    target_precision: float | None = None

    def decisive(self) -> dict[str, Any]:
        """The fields that a result depends on."""
        return {k: v for k, v in asdict(self).items() if k not in NOT_IN_RESULTS}
