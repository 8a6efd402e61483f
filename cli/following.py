"""How far the reading of files is: one line that moves on a terminal, else a line now and then."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.progress import Progress

from extract_filings.cli.console import BAR, say, tell
from extract_filings.pipeline.batch.progress import Pace, Ticker
from extract_filings.pipeline.profile import OnStep
from extract_filings.pipeline.text.escape import legible


class Following:
    """Of so many files; several may be read at the same time. `quiet`: shows nothing."""

    def __init__(self, files: int, quiet: bool) -> None:
        self.files, self.quiet, self.finished = files, quiet, 0
        self.open: list[Pace] = []
        self.tick = Ticker(tell)
        hidden = quiet or not say.is_terminal
        self.progress = Progress(*BAR, console=say, transient=True, disable=hidden)
        self.task = self.progress.add_task("loading the model", total=files)

    def __enter__(self) -> "Following":
        self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.progress.stop()

    @contextmanager
    def file(self, name: str) -> Iterator[OnStep]:
        """While a file is read: tell it the steps."""
        pace = Pace(legible(name))

        def on_step(step: str, done: int = 0, of: int = 0) -> None:
            pace(step, done, of)
            self._show(pace)

        self.open.append(pace)
        try:
            yield on_step
        finally:
            self.open.remove(pace)

    def done(self) -> None:
        """One more, and it was told."""
        self.finished += 1
        self.tick.news()
        self.progress.update(self.task, completed=self._completed())

    def _show(self, pace: Pace) -> None:
        self.progress.update(self.task, completed=self._completed(), description=str(pace))
        if not (self.quiet or say.is_terminal):
            of = f"; {self.finished} of {self.files} files done" if self.files > 1 else ""
            self.tick(f"{pace}{of}")

    def _completed(self) -> float:
        return self.finished + sum(p.share for p in self.open)
