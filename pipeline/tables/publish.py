"""Tables in an object store: `push` publishes a finished folder, `pull` brings it back.

    URL/TABLE/part-BYTES.parquet    a part of the folder, named after its bytes and never changed
    URL/TABLE/_delta_log/           makes it a Delta table: parts come and go in one step, so that
                                    readers see a whole table at any time
    URL/_state/N.json               which parts of all tables are the N-th whole state

States are counted, and a store takes each number once: whoever comes second with a number has not
seen the first one's documents, and is refused. Parts that are in no table any more are kept for a
week, for readers that are slow.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec

from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.registry.checksums import sha256_of
from extract_filings.pipeline.tables import delta
from extract_filings.pipeline.tables.append import parts_of
from extract_filings.pipeline.tables.parquet import write_through
from extract_filings.pipeline.tables.swap import beside, lock, replacing

State = dict[str, dict[str, str]]
"""{table: {name of a part in the folder: its name in the store}}"""
KEEP_STATES = 10
MOST_SAID = 300  # characters of what a store says is wrong


def remote(out: str | Path) -> bool:
    return "://" in str(out)


def stage(url: str) -> Path:
    """The folder on this machine that stands for tables in a store, as the store has them.

    Below EXTRACT_STAGE, or the user's cache; deleting it costs the time to fetch it again. Raises
    OutputError.
    """
    room = os.environ.get("EXTRACT_STAGE") or Path("~/.cache/extract-filings").expanduser()
    folder = Path(room) / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16] / "tables"
    folder.parent.mkdir(parents=True, exist_ok=True)
    pull(url, folder, staged=True)
    return folder


def pull(url: str, out: Path, staged: bool = False) -> int:
    """Makes OUT the newest state of the store, unless it comes from that already. Returns the
    number of the state, 0 if there is none.

    Raises OutputError, also if OUT holds anything that was not published there, unless it is a
    `staged` folder, whose documents are read again.
    """
    with reaching(url):
        store = Store(url)
        number, mine = store.newest(), _number(out, url)
        if not number or number == mine:
            return number
        if not staged and parts_of(out / "documents") and store.known(mine) != state_of(out):
            raise OutputError(
                f"{out}: holds tables that were never published at {url}, or changes since; give"
                " another folder"
            )
        state = store.state(number)
    with replacing(out) as new, reaching(url):
        for table, parts in state.items():
            (new / table).mkdir()
            for name, stored in parts.items():
                _bring(store, table, stored, out / table / name, new / table / name)
    _remember(out, url, number)
    return number


def _bring(store: "Store", table: str, stored: str, old: Path, new: Path) -> None:
    if old.exists() and stored_name(old) == stored:
        os.link(old, new)
    else:
        write_through(new, store.fs.cat_file(f"{store.root}/{table}/{stored}"))


def push(out: Path, url: str) -> int:
    """Publishes the tables in OUT, and returns the number of parts that the store did not have.

    Raises OutputError if it cannot be reached, or if someone else has published there since OUT was
    pulled. Killed in the middle, it leaves the old or the new state of each table; the next call
    does the rest.
    """
    if not parts_of(out / "documents"):
        raise OutputError(f"{out}: no tables in it; give the folder that --out named")
    with lock(out), reaching(url):
        store, state = Store(url), state_of(out)
        new, number = store.upload(out, state), _number(out, url)
        if store.known(number) != state:
            number += 1
            store.claim(number, state, out)
            _remember(out, url, number)
        for table in sorted(store.tables() | set(state), key=lambda t: (t == "documents", t)):
            files = {stored: out / table / name for name, stored in state.get(table, {}).items()}
            delta.show(f"{store.url}/{table}", files, number)
        store.forget(number)
    return new


def state_of(out: Path) -> State:
    return {
        table.name: {p.name: stored_name(p) for p in parts_of(table)}
        for table in sorted(out.iterdir())
    }


def stored_name(part: Path) -> str:
    return f"part-{sha256_of(part)[:32]}.parquet"


class Store:
    """Parts and states in a store. Raises what fsspec raises."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.fs, self.root = fsspec.url_to_fs(self.url)
        self.fs.invalidate_cache()

    def newest(self) -> int:
        return max(self._numbers(), default=0)

    def state(self, number: int) -> State:
        return json.loads(self.fs.cat_file(self._place(number)))

    def known(self, number: int) -> State | None:
        """None if there is no such state, or it was too long ago."""
        return self.state(number) if number in self._numbers() else None

    def claim(self, number: int, state: State, out: Path) -> None:
        """Raises OutputError if someone else has taken the number."""
        data = json.dumps(state, indent=1, sort_keys=True).encode()
        try:
            taken = self.newest() >= number
            self.fs.makedirs(f"{self.root}/_state", exist_ok=True)
            self.fs.pipe_file(self._place(number), data, mode="create")
        except FileExistsError:
            taken = True
        if taken:
            raise OutputError(
                f"{self.url}: someone else has published there since {out} was brought here; start"
                " again: the run goes on from the tables that are there now"
            )

    def forget(self, number: int) -> None:
        for old in self._numbers():
            if old <= number - KEEP_STATES:
                self.fs.rm_file(self._place(old))

    def tables(self) -> set[str]:
        """Of the last two states: one may have a table that the other has not."""
        return {table for n in self._numbers()[-2:] for table in self.state(n)}

    def upload(self, out: Path, state: State) -> int:
        new = 0
        for table, parts in state.items():
            there = {Path(p).name for p in self._list(f"{self.root}/{table}")}
            for name, stored in parts.items():
                if stored not in there:
                    self.fs.makedirs(f"{self.root}/{table}", exist_ok=True)
                    self.fs.put_file(str(out / table / name), f"{self.root}/{table}/{stored}")
                    new += 1
        return new

    def _place(self, number: int) -> str:
        return f"{self.root}/_state/{number:08}.json"

    def _numbers(self) -> list[int]:
        return sorted(int(Path(p).stem) for p in self._list(f"{self.root}/_state"))

    def _list(self, folder: str) -> list[str]:
        try:
            return [p for p in self.fs.ls(folder, detail=False) if Path(p).suffix]
        except FileNotFoundError:
            return []


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Raises OutputError where a library is missing, or the store refuses or does not answer."""
    try:
        yield
    except OutputError:
        raise
    except ImportError as error:
        raise OutputError(
            f"{url}: {_said(error)}; type `pip install 'extract-filings[lake]'`, and s3fs, gcsfs or"
            " adlfs for the kind of store"
        ) from error
    except Exception as error:  # each kind of store has exceptions of its own
        raise OutputError(
            f"{url}: {type(error).__name__}: {_said(error)}; check address and keys"
            " (docs/deployment.md), and start again: what was read is kept"
        ) from error


def _said(error: Exception) -> str:
    """In one line: the first names the store, the last ones what it answered."""
    return " ".join(re.sub(r"\x1b\[\d*m|↳", "", str(error)).split())[:MOST_SAID]


def _number(out: Path, url: str) -> int:
    """Of the state of this store that OUT comes from; 0 if it comes from none."""
    try:
        number, _, place = (beside(out, "work") / "published").read_text().partition(" ")
        return int(number) if place == url.rstrip("/") else 0
    except (FileNotFoundError, ValueError):
        return 0


def _remember(out: Path, url: str, number: int) -> None:
    place = beside(out, "work")
    place.mkdir(parents=True, exist_ok=True)
    write_through(place / "published", f"{number} {url.rstrip('/')}".encode())
