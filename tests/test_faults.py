"""Drills: a fault that is real, and the outcome that docs/faults.md promises for it. What they run
stands in faulty_cli.py.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from faulty_cli import toy, tree
from make_records import PARTS
from make_tables import bytes_of

from extract_filings.pipeline.batch import jobs
from extract_filings.pipeline.batch.jobs import Job, Outcome
from extract_filings.pipeline.batch.result_cache import Store
from extract_filings.pipeline.errors import OutputError
from extract_filings.pipeline.sources import find_sources
from extract_filings.pipeline.tables.append import add
from extract_filings.pipeline.tables.frames import Run, about, tables
from extract_filings.pipeline.tables.swap import beside
from extract_filings.schemas.load import load_schema

DRILL = str(Path(__file__).parent / "faulty_cli.py")
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def drill():
    """drill(folder, words…) -> (exit code, stdout, stderr) of `extract WORDS…`."""
    server = subprocess.Popen(
        [sys.executable, DRILL, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def call(
        folder: Path, *words: object, most: int | None = None, die: bool = False, meek: bool = False
    ) -> tuple[int, str, str]:
        how = {"most": most, "die": die, "meek": meek}
        asked = {"folder": str(folder), "words": [*map(str, words)], **how}
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        return tuple(json.loads(server.stdout.readline()))

    yield call
    server.communicate()


@pytest.fixture
def place(tmp_path, drill) -> Path:
    """Two PDFs, tables of one of them, and a reviewer's corrections of these."""
    return filled(tmp_path, drill)


def filled(folder: Path, drill) -> Path:
    for name in "ab":
        (folder / f"{name}.pdf").write_text(f"%PDF-1.7 {name}")
    assert drill(folder, "a.pdf", "--out", "out")[0] == 0
    item = {
        "document": "a",
        "sha256": toy(folder / "a.pdf").sha256,
        "row": "2024-03-31, 3 months",
        "action": "reject",
        "value": None,
        "quote": None,
        "page": None,
        "line": None,
        "box": None,
    }
    items = [
        item | {"path": f"/income_statement/0/{f}", "was": was, "when": "2026-01-01T00:00:00Z"}
        for f, was in (("revenue", "1234000000"), ("eps_basic", "1.27"))
    ]
    (folder / "said.json").write_text(json.dumps({"who": "Ann", "items": items}))
    return folder


def run(folder: Path, *words: object, **how) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of `extract WORDS…` in a process of its own."""
    done = subprocess.run(
        [sys.executable, DRILL, "run", *map(str, words)],
        cwd=folder,
        **{"capture_output": True, "text": True} | how,
    )
    return done.returncode, done.stdout, done.stderr


def litter(folder: Path) -> list[str]:
    stay = (".out.lock", ".out.work")
    return sorted(
        p.name for p in folder.iterdir() if p.name.startswith(".out") and p.name not in stay
    )


def one_line(stderr: str) -> str:
    assert stderr.startswith("extract: ") and stderr.count("\n") == 1, stderr
    return stderr


# the disk is full


@contextmanager
def small_files(limit: int):
    """No file of this process may grow beyond so many bytes, as if the disk were full there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    "words",
    [
        ("a.pdf", "b.pdf", "--out", "out", "--quiet"),
        ("apply", "said.json", "out"),
        ("review", "out"),
        ("synth", "--n", "1", "--out", "synth"),
    ],
)
def test_a_disk_that_fills_up_costs_one_line_and_no_table(place, drill, words):
    before = tree(place / "out")
    code, _, told = drill(place, *words, most=1500)
    assert code == 2 and "File too large" in one_line(told) and "make room there" in told
    assert (tree(place / "out"), litter(place)) == (before, [])
    assert drill(place, *words)[0] == 0


@pytest.fixture
def disk(tmp_path):
    """A real disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.getuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True
        ).returncode
    ):
        pytest.skip("only root may mount a small disk; the drill with RLIMIT_FSIZE runs everywhere")
    yield folder
    _unmount(folder)


def _unmount(folder: Path) -> None:
    """Python's tracker of semaphores ends a moment after the command that had a process read."""
    for _ in range(50):
        if not subprocess.run(["umount", folder], capture_output=True).returncode:
            return
        time.sleep(0.1)
    raise AssertionError(f"{folder}: some process is still there after five seconds")


@pytest.mark.parametrize("free", [0, 8, 40])
def test_a_full_disk_leaves_the_old_tables_and_the_next_run_has_its_room(place, drill, disk, free):
    """With so many KiB free: none, room for the first table, for some more."""
    shutil.copytree(place / "out", disk / "out")
    before = tree(disk / "out")
    with (disk / "ballast").open("wb") as file, pytest.raises(OSError, match="No space"):
        while True:
            os.write(file.fileno(), bytes(4096))
    os.truncate(disk / "ballast", (disk / "ballast").stat().st_size - free * 1024)
    code, _, told = drill(place, "a.pdf", "b.pdf", "--out", disk / "out", "--quiet")
    assert code == 2 and "No space left on device" in one_line(told)
    assert (tree(disk / "out"), litter(disk)) == (before, [])
    (disk / "ballast").unlink()
    assert drill(place, "a.pdf", "b.pdf", "--out", disk / "out", "--quiet")[0] == 0


@contextmanager
def read_only(disk: Path):
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


@pytest.mark.parametrize(
    "words",
    [
        ("a.pdf", "b.pdf", "--out", "out", "--quiet"),
        ("apply", "said.json", "out"),
        ("compact", "out"),
        ("review", "out"),
        ("synth", "--n", "1", "--out", "new"),
    ],
)
def test_a_disk_that_may_only_be_read_leaves_the_old_tables_and_says_so(place, drill, disk, words):
    shutil.copytree(place, disk, dirs_exist_ok=True, ignore=shutil.ignore_patterns("disk"))
    if words[0] == "compact":
        grown(disk / "out")
    before = tree(disk)
    with read_only(disk):
        code, _, told = drill(disk, *words)
    assert code == 2 and "Read-only file system" in one_line(told) and tree(disk) == before


def test_a_disk_that_becomes_read_only_ends_a_batch_at_once(place, disk):
    """As ext4 does with a disk that errs. Before a document is read, before a run, before the
    tables.
    """
    shutil.copytree(place / "out", disk / "out")
    job = Job(disk / "out")
    (source,) = jobs.plan([str(place / "b.pdf")], job).todo
    before = tree(disk / "out")
    with read_only(disk):
        with pytest.raises(
            OutputError,
            match=(
                "Read-only file system; its tables are as before; make it writable and start again,"
                " what was read so far is kept"
            ),
        ):
            jobs.attempt(source, job)
        for act in (
            lambda: jobs.plan([str(place / "b.pdf")], job),
            lambda: jobs.publish([Outcome("b", None, False, "said")], job),
        ):
            with pytest.raises(
                OutputError,
                match=(
                    "out: cannot be written, Read-only file system; give another folder with --out"
                ),
            ):
                act()
    assert tree(disk / "out") == before


def test_results_that_cannot_be_printed_are_told(place):
    with Path("/dev/full").open("w") as full:
        code, _, told = run(
            place,
            "a.pdf",
            "--format",
            "json",
            "--quiet",
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (code, told) == (2, "extract: No space left on device; make room there\n")


# the output cannot be written


@pytest.mark.parametrize(
    ("words", "closed", "told"),
    [
        (
            ("a.pdf", "--out", "in/out"),
            "in",
            "in/out: cannot be written, Permission denied; give another folder with --out",
        ),
        (
            ("a.pdf", "--out", "in/deep/er/out"),
            "in",
            "in/deep/er/out: cannot be written, Permission denied",
        ),
        (("a.pdf", "--out", "out"), ".out.lock", "out: cannot be written, Permission denied"),
        (("apply", "said.json", "out"), ".out.lock", "out: cannot be written, Permission denied"),
        (
            ("review", "out", "--html", "in/page.html"),
            "in",
            "in/page.html: Permission denied; name another place",
        ),
        (
            ("synth", "--n", "1", "--out", "in/synth"),
            "in",
            "in/synth: Permission denied; name another place",
        ),
    ],
)
def test_what_may_not_be_written_is_told_before_the_work(place, drill, words, closed, told):
    """Root minds modes as everyone does."""
    (place / "in").mkdir()
    (place / closed).chmod(0o500 if closed == "in" else 0o400)
    before = tree(place / "out")
    code, _, said = drill(place, *words, meek=True)
    (place / closed).chmod(0o700)
    assert code == 2 and told in one_line(said) and tree(place / "out") == before


def test_a_place_where_no_lock_can_be_made_is_told_at_once(place, drill):
    code, _, told = drill(place, "a.pdf", "--out", "/proc/x")
    assert code == 2 and "/proc/x: cannot be written, " in one_line(told)


def test_a_link_to_a_folder_elsewhere_is_followed_and_stays_a_link(place, drill, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (place / "link").symlink_to(elsewhere / "tables")
    for _ in range(2):
        assert drill(place, "a.pdf", "b.pdf", "--out", "link", "--quiet")[0] == 0
    assert (place / "link").is_symlink() and (elsewhere / "tables" / "filing").is_dir()


# the writer is killed

CASES = {
    "first": (["a.pdf", "b.pdf", "--out", "out"], True),
    "again": (["a.pdf", "b.pdf", "--out", "out"], True),
    "renames": (["a.pdf", "b.pdf", "--out", "out"], False),
    "apply": (["apply", "said.json", "out"], True),
    "compact": (["compact", "out"], True),
    "batch": (["batch", "a.pdf", "b.pdf"], True),
}
EVERY = int(os.environ.get("EXTRACT_EVERY", 16))  # of many steps: all of them with EXTRACT_EVERY=1
DENSER = {"batch": 2, "apply": 4, "compact": 4}  # which take fewer steps


@pytest.fixture(scope="module")
def killed(tmp_path_factory, drill) -> tuple[Path, dict[str, list[dict]]]:
    """The folder of the cases, and what each kill of a case left: the program is killed before its
    n-th change of a file, and run again: n = 16, 32, 48, …, and at shorter steps where there are
    fewer.
    """
    cases = tmp_path_factory.mktemp("kills")
    for name, (words, exchange) in CASES.items():
        before = cases / name / "before"
        before.mkdir(parents=True)
        filled(before, drill)
        if name == "first":
            shutil.rmtree(before / "out")
        if name == "compact":
            grown(before / "out")
        every = EVERY // DENSER.get(name, 1) or 1
        told = {"words": words, "exchange": exchange, "every": every}
        (cases / name / "words.json").write_text(json.dumps(told))
    words = [sys.executable, DRILL, "kill", cases, *CASES]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    kills: dict[str, list[dict]] = {name: [] for name in CASES}
    for line in map(json.loads, done.stdout.splitlines()):
        kills[line["case"]].append(line)
    return cases, kills


@pytest.mark.parametrize("name", CASES)
def test_a_writer_killed_before_any_step_leaves_old_or_new_tables_and_the_next_run_mends(
    killed, drill, name
):
    """A command adds each file when it is read, a batch all at its end."""
    (words, exchange), case = CASES[name], killed[0] / name
    between = set() if words[0][1] != "." else {of_one(drill, case, f) for f in words[:2]}
    *kills, last = killed[1][name]
    before, after = tree(case / "before" / "out"), last["left"]
    assert before != after and last["status"] == 0 and len(kills) > 5
    nothing = set() if exchange and name != "first" else {"nothing"}
    assert {k["left"] for k in kills} <= {before, after} | between | nothing
    assert {(k["again"], k["mended"], *k["litter"]) for k in (*kills, last)} == {(0, after)}


def of_one(drill, case: Path, file: str) -> str:
    """The tables when one of the files is in them."""
    shutil.copytree(case / "before", case / file)
    assert drill(case / file, file, "--out", "out")[0] == 0
    return tree(case / file / "out")


def grown(out: Path) -> None:
    """A part more than one run would write."""
    parts = [*out.glob("*/part-0.parquet")]
    for part in parts:
        rows = pl.read_parquet(part).with_columns(document=pl.lit("z"))
        rows.write_parquet(part.with_name("part-1.parquet"), metadata=about("filing", PARTS))


@pytest.mark.parametrize("limit", [0, 700, 3000])
def test_a_writer_killed_in_the_middle_of_a_file_leaves_the_old_tables(place, drill, limit):
    """By the system, at the first byte beyond the limit."""
    before = tree(place / "out")
    assert (
        drill(place, "a.pdf", "b.pdf", "--out", "out", most=limit, die=True)[0] == -signal.SIGXFSZ
    )
    assert tree(place / "out") == before
    assert drill(place, "a.pdf", "b.pdf", "--out", "out")[0] == 0 and litter(place) == []


@pytest.mark.parametrize(
    ("sent", "code", "line"),
    [
        (
            signal.SIGINT,
            130,
            "extract: stopped; 1 of 2 files are in out; type the same again to go on",
        ),
        (signal.SIGTERM, -signal.SIGTERM, ""),
    ],
)
def test_an_interrupted_run_ends_in_a_line_and_without_half_a_table(place, sent, code, line):
    before = tree(place / "out")
    words = [sys.executable, DRILL, "run", "a.pdf", "b.pdf", "--out", "out", "--quiet"]
    slow = subprocess.Popen(
        words,
        cwd=place,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"DRILL_SLOW": "1"},
    )
    assert slow.stderr.readline() == "reading\n"
    slow.send_signal(sent)
    told = slow.communicate()[1]
    told = told.replace("reading\n", "").strip()
    assert (slow.returncode, told, tree(place / "out"), litter(place)) == (
        code,
        line,
        before,
        [],
    )


@pytest.mark.parametrize("after", [0.3, 1.5])
def test_an_interruption_while_it_starts_prints_no_traceback(place, samples, after):
    """The real program: it imports, starts the process that reads, which imports the model."""
    begin = "from extract_filings.cli.start import main; print(flush=True); main()"
    words = [sys.executable, "-c", begin]
    started = subprocess.Popen(
        [*words, samples / "synth0004_10-q.pdf", "--out", "out"],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    started.stdout.readline()
    time.sleep(after)
    os.killpg(started.pid, signal.SIGINT)
    told = started.communicate()[1]
    assert started.returncode in (0, 130) and "Traceback" not in told and told.count("\n") <= 2


# two writers


def test_many_writers_at_once_leave_the_tables_of_one_of_them(place, drill):
    words = [["a.pdf"], ["a.pdf", "b.pdf"], ["a.pdf"]]
    whole = set()
    for files in words[:2]:
        assert drill(place, *files, "--out", "alone", "--quiet")[0] == 0
        whole.add(tree(place / "alone"))
    writers = [
        subprocess.Popen(
            [sys.executable, DRILL, "run", *files, "--out", "out", "--quiet"], cwd=place
        )
        for files in words
    ]
    while any(w.poll() is None for w in writers):
        assert tree_or_gone(place / "out") in whole | {"seen in the swap"}
    assert [w.returncode for w in writers] == [0] * 3
    assert tree(place / "out") in whole and litter(place) == []


def tree_or_gone(out: Path) -> str:
    """Files that are opened one after the other may be of both; who reads within one open folder is
    told when it goes.
    """
    try:
        before, found, after = out.stat().st_ino, tree(out), out.stat().st_ino
        return found if before == after else "seen in the swap"
    except FileNotFoundError:
        assert out.exists(), "the name never goes"
        return "seen in the swap"


def test_a_lock_of_the_dead_holds_no_one_and_one_of_the_living_is_waited_for_with_a_line(place):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "from extract_filings.pipeline.tables.swap import lock; from pathlib "
                "import Path\nwith"
                f" lock(Path({str(place / 'out')!r})): print(flush=True); input()"
            ),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    holder.stdout.readline()
    waiting = subprocess.Popen(
        [sys.executable, DRILL, "run", "a.pdf", "b.pdf", "--out", "out", "--quiet"],
        cwd=place,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert (
        waiting.stderr.readline()
        == "extract: out: another run is writing there; waiting until it is done\n"
    )
    assert waiting.poll() is None
    holder.kill()
    assert waiting.wait(20) == 0
    holder.communicate(), waiting.communicate()


# the clock jumps


def test_no_step_reads_the_clock_of_the_wall():
    """Seconds are measured by a clock that no one sets; people's times come from their browser.
    When a file was written says only whether to look into it again."""
    clocks = (
        "time.time(",
        "datetime.now",
        "date.today",
        "utcnow",
        "localtime",
        "st_mtime",
        "getmtime",
    )
    assert [
        (path.name, clock)
        for folder in ("pipeline", "schemas")
        for path in sorted((ROOT / folder).rglob("*.py"), key=lambda p: p.name)
        for clock in clocks
        if clock in path.read_text()
    ] == [
        ("delta.py", "time.time("),  # Delta's log says when a file was removed
        ("delta.py", "st_mtime"),
        ("sources.py", "st_mtime"),
    ]


def test_the_age_of_a_file_changes_no_byte_and_has_nothing_read_again(place, drill):
    job = Job(place / "grown")
    before = tree(place / "out")
    document = find_sources([str(place / "a.pdf")]).sources[0]
    frames = tables(
        [toy(place / "a.pdf")],
        [],
        PARTS,
        Run("filing", "embedded", "", {}, {"a": job.keys("a", toy(place / "a.pdf").sha256)[0]}),
    )
    add(
        {"a": job.keys("a", toy(place / "a.pdf").sha256)[0]},
        {"a": frames}.get,
        job.out,
        load_schema("filing"),
        about("filing", PARTS),
    )
    for when in (0, 4e9, -1e9):
        os.utime(place / "a.pdf", (when, when))
        assert find_sources([str(place / "a.pdf")]).sources[0].version != document.version
        assert jobs.plan([str(place / "a.pdf")], job).unchanged == 1
        assert (
            drill(place, "a.pdf", "--out", "out", "--quiet")[0] == 0
            and tree(place / "out") == before
        )


# what lies on the disk is damaged

DAMAGE = {
    "cut": lambda b: b[: len(b) // 2],
    "empty": lambda b: b"",
    "flipped": lambda b: b[:-9] + bytes([b[-9] ^ 1]) + b[-8:],
    "garbage": lambda b: bytes(range(256)) * 9,
}


@pytest.mark.parametrize("kind", [*DAMAGE, "another's"])
def test_a_damaged_result_in_the_cache_is_dropped_with_a_line_and_never_served(place, kind, caplog):
    store, frames = (
        Store(place / "out"),
        tables([toy(place / "a.pdf")], [], PARTS, Run("filing", "embedded", "", {})),
    )
    other = tables([toy(place / "b.pdf")], [], PARTS, Run("filing", "embedded", "", {}))
    for key, some in (("ab12", frames), ("cd34", other)):
        store.save(key, some)
    store.saw("ab12", "5e")
    for path in (store.folder / "done/ab/ab12", store.folder / "seen/ab/ab12"):
        path.write_bytes(
            (store.folder / "done/cd/cd34").read_bytes()
            if kind == "another's"
            else DAMAGE[kind](path.read_bytes())
        )
    assert (store.has("ab12"), store.load("ab12"), store.sha256("ab12")) == (False, None, None)
    assert caplog.messages == [
        f"extract: {store.folder}/{f}/ab/ab12: damaged, by a kill or a bad disk; dropped, its"
        " document will be read anew"
        for f in ("done", "seen")
    ]
    assert not list(store.folder.glob("*/ab/ab12"))
    assert store.load("cd34")["filing"].equals(other["filing"])


@pytest.mark.parametrize(
    ("words", "table", "kind"),
    [
        (("apply", "said.json", "out"), "evidence", "cut"),
        (("apply", "said.json", "out"), "evidence", "empty"),
        (("apply", "said.json", "out"), "evidence", "garbage"),
        (("compact", "out"), "problems", "cut"),
        (("check", "out"), "income_statement", "empty"),
        (("diff", "out", "out"), "filing", "garbage"),
        (("review", "out"), "problems", "cut"),
        (("a.pdf", "b.pdf", "--out", "out", "--quiet"), "reviews", "garbage"),
    ],
)
def test_a_damaged_table_is_named_and_nothing_is_lost(place, drill, words, table, kind):
    if table == "reviews":
        assert drill(place, "apply", "said.json", "out")[0] == 0
    if words[0] == "compact":
        grown(place / "out")
    path = place / "out" / table / "part-0.parquet"
    path.write_bytes(DAMAGE[kind](path.read_bytes()))
    before = bytes_of(place / "out")
    code, _, told = drill(place, *words)
    assert (
        code == 2
        and f"out/{table}/part-0.parquet: damaged, no Parquet file any more (" in one_line(told)
        and "type `mv out out.damaged` and extract again" in told
    )
    assert (bytes_of(place / "out"), litter(place)) == (before, [])


# around the program


def test_a_reader_that_has_seen_enough_is_no_fault(place):
    done = subprocess.run(
        f"{sys.executable} {DRILL} run a.pdf b.pdf --format csv --quiet | head -1",
        shell=True,
        cwd=place,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("document,") and done.stderr == ""


@pytest.mark.parametrize(
    "change",
    [
        {"HOME": None, "TMPDIR": "/proc", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_home_temporary_folder_and_locale_change_nothing(place, change):
    (place / "jährlich \udce4.pdf").write_bytes(
        b"%PDF-1.7 c"
    )  # the second letter is no text in any locale
    env = {k: v for k, v in (os.environ | change).items() if v is not None}
    code, _out, told = run(
        place,
        "a.pdf",
        "jährlich \udce4.pdf",
        "--out",
        "out",
        "--format",
        "csv",
        env=env,
        text=False,
    )
    assert (code, b"Traceback" in told) == (0, False), told.decode()
    assert len(pl.read_parquet(place / "out" / "documents" / "*.parquet")) == 2


def test_no_room_for_results_of_a_batch_ends_the_run_at_once_and_the_next_goes_on(
    samples, tmp_path, caplog
):
    """Real readers: the second filing finds the disk full, the third run a damaged result."""
    from extract_filings.pipeline.batch import worker

    for name in "ab":
        shutil.copy(samples / "synth0004_10-q.pdf", tmp_path / f"{name}.pdf")
    job = Job(tmp_path / "out")
    first, second = jobs.plan([str(tmp_path)], job).todo
    done = jobs.attempt(first, job)
    with (
        small_files(1000),
        pytest.raises(
            OutputError,
            match=(
                "File too large; its tables are as before; make room there and start again, what"
                " was read so far is kept"
            ),
        ),
    ):
        jobs.attempt(second, job)
    (result,) = (beside(job.out, "work") / "done").glob("*/*")
    assert jobs.attempt(first, job) == done._replace(steps={}), (
        "not read again: the seconds are those of the first reading"
    )
    result.write_bytes(result.read_bytes()[:-1])
    again = jobs.attempt(first, job)
    alike = [o._replace(seconds=0, steps={}) for o in (again, done)]
    assert alike[0] == alike[1] and "damaged" in caplog.text
    assert jobs.publish([again, jobs.attempt(second, job)], job) == ["a", "b"]
    worker.close()
