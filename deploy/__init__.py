"""The files of a deployment: containers, systemd, Prefect. `extract deployment FOLDER` copies them;
docs/deployment.md says what to do with them.
"""

from pathlib import Path

HERE = Path(__file__).parent


def copy_to(folder: Path) -> tuple[list[str], list[str]]:
    """Names of the files that were written, and of those that were left as they are since someone
    has changed them.
    """
    files = [p for p in sorted(HERE.rglob("*")) if p.is_file() and p.suffix not in (".py", ".pyc")]
    written, kept = [], []
    for file in files:
        name, data = str(file.relative_to(HERE)), file.read_bytes()
        to = folder / name
        if to.exists() and to.read_bytes() != data:
            kept.append(name)
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(data)
        written.append(name)
    return written, kept
