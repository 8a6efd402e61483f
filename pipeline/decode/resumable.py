"""A general model needs minutes for a document. So it is asked prompt by prompt: how many are done
is told, each answer is kept on disk as it comes, and once the time is over no more are asked.

Whoever asks for a document again, after a kill, Ctrl-C or the end of its time, is given what was
answered before: the same answers, to the last bit.
"""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.profile import OnStep, silent
from extract_filings.pipeline.records import UNASKED, Answer, Form, Prompt
from extract_filings.schemas.base import Part

STEP = "asking"


class KeptAnswers:
    """The answers about one document in a file, a line for each prompt: its digest, then the
    answers in JSON. None keeps nothing.

    A line that a kill has cut short is not there. A disk that is full or may only be read keeps
    nothing: then the prompt is asked again.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.known: dict[str, list[Answer]] = {}
        if file:
            with suppress(OSError):
                self._read(file)

    def put(self, key: str, answers: list[Answer]) -> None:
        """On disk when this returns."""
        self.known[key] = answers
        if not self.file:
            return
        said = json.dumps([astuple(a) for a in answers])
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("ab") as file:
                file.write(f"{_digest(key, said)} {key} {said}\n".encode())
                file.flush()
                os.fsync(file.fileno())

    def _read(self, file: Path) -> None:
        """Up to the first line that is not whole; what follows goes, so that no line is glued to
        it.
        """
        whole = 0
        with file.open("r+b") as lines:
            for line in lines:
                digest, _, rest = line.decode(errors="replace").rstrip("\n").partition(" ")
                key, _, said = rest.partition(" ")
                if digest != _digest(key, said) or not line.endswith(b"\n"):
                    break
                self.known[key] = [Answer(*_frozen(a)) for a in json.loads(said)]
                whole += len(line)
            lines.truncate(whole)


class Resumable:
    """An `EngineLike` around another one, for one document.

    `until`: when the time is over, of time.monotonic(). `asked`, `unasked`: prompts so far.
    """

    def __init__(
        self,
        engine: EngineLike,
        kept: KeptAnswers,
        on_step: OnStep = silent,
        until: float | None = None,
    ) -> None:
        self.engine, self.kept, self.on_step, self.until = engine, kept, on_step, until
        self.form: Form = engine.form
        self.asked = self.unasked = 0

    @property
    def shots(self) -> int:
        return self.engine.shots

    @property
    def at_once(self) -> int:
        return self.engine.at_once

    def knows(self, parts: Sequence[Part]) -> None:
        self.engine.knows(parts)

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order: UNASKED, if the time is over."""
        keys, known = [_shown(p) for p in prompts], self.kept.known
        new = [(k, p) for k, p in zip(keys, prompts, strict=True) if k not in known]
        while new and not self._over():
            self.on_step(STEP, len(prompts) - len(new), len(prompts))
            some, new = new[: self.at_once], new[self.at_once :]
            said = self.engine.answer([p for _, p in some])
            for (key, _), answers in zip(some, said, strict=True):
                self.kept.put(key, answers)
        self.on_step(STEP, len(prompts) - len(new), len(prompts))
        self.asked += len(prompts) - len(new)
        self.unasked += len(new)
        unasked = {key: [UNASKED] * len(p.questions) for key, p in new}
        return [known[key] if key in known else unasked[key] for key in keys]

    def told(self) -> str:
        """What was not asked, "" if all was."""
        all_ = self.asked + self.unasked
        return f"asked {self.asked} of {all_} prompts" if self.unasked else ""

    def _over(self) -> bool:
        return self.until is not None and time.monotonic() >= self.until


def _shown(prompt: Prompt) -> str:
    """The digest of all that a model is shown of a prompt, and of what it may answer."""
    asked = [(q.seen, q.ask, q.grammar, q.choices) for q in prompt.questions]
    return hashlib.sha256(repr((prompt.text, prompt.before, asked)).encode()).hexdigest()


def _digest(key: str, said: str) -> str:
    return hashlib.sha256(f"{key} {said}".encode()).hexdigest()[:16]


def _frozen(value: Any) -> Any:
    """Tuples, where JSON has lists."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
