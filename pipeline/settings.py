"""How documents are read: one frozen value that the command line, the flow, `extract serve` and the
Python API all fill, and that travels whole.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from extract_filings.pipeline import page_ranges
from extract_filings.pipeline.limits import OPENING_LIMIT

Ocr = Literal["auto", "off"]

NOT_IN_RESULTS = ("password", "threads", "time_limit", "opening_limit")
"""Fields that a result does not depend on: they decide whether there is one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which schema and model, and how they read.

    - `schema`: a name of `extract schemas`, FILE.py:CLASS or a JSON Schema FILE.json.
    - `model`: a name of `extract models`, a folder, a hub id or openai:URL#MODEL.
    - `pages`: those that are read, `1-20,30,-5`; None for all.
    - `exhaustive`: query every page, not only those that rank high.
    - `notes`: read every table of numbers too, those of the notes among them.
    - `ocr`: "auto" reads pages without text from their pictures, where the extra `ocr` is
      installed; "off" leaves them out.
    - `password`: opens encrypted files.
    - `threads`: cores to compute on; None for all.
    - `time_limit`: seconds after which a general model is asked no more about a document; None for
      as many as it takes.
    - `opening_limit`: seconds of processor time that opening one PDF may take.
    - `examples`: a folder of labelled documents; `shots` of their pages stand ahead of each page.
    - `calibration`: a file of `extract calibrate`; None for the one in the model's folder.
    - `min_confidence`: values of less are marked for review; None for 0.9 where the model has a
      calibration.
    - `target_precision`: the same for as many values as it takes for this share of the others to be
      right.
    """

    schema: str = "filing"
    model: str = "embedded"
    pages: str | None = None
    exhaustive: bool = False
    notes: bool = False
    ocr: Ocr = "auto"
    password: str | None = field(default=None, repr=False)
    threads: int | None = None
    time_limit: float | None = None
    opening_limit: int = OPENING_LIMIT
    examples: Path | None = None
    shots: int = 1
    calibration: Path | None = None
    min_confidence: float | None = None
    target_precision: float | None = None

    def __post_init__(self) -> None:
        """Raises ExtractError for words that name no pages."""
        if self.pages is not None:
            page_ranges.check(self.pages)

    def decisive(self) -> dict[str, Any]:
        """The fields that a result depends on."""
        return {k: v for k, v in asdict(self).items() if k not in NOT_IN_RESULTS}
