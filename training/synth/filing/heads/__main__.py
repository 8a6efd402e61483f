"""`python -m extract_filings.training.synth.filing.heads --n 300 --seed 5 --out DIR`: filings whose
statements have heads of every kind.

DIR/facts.jsonl.gz tells for each table where its cells stand and what they mean, in the format of
`training/data/fact_tables.py`; cells of columns that are no period have no `period_end`.
DIR/choices.jsonl tells how each document was printed. The rest is as in other synthetic folders.
"""

import argparse
import gzip
import json
from pathlib import Path

from extract_filings.training.synth.base.gold import save
from extract_filings.training.synth.filing.heads.design import choices_of, design
from extract_filings.training.synth.filing.heads.document import write


def generate(n: int, seed: int, out: Path) -> None:
    (out / "pdf").mkdir(parents=True, exist_ok=True)
    designs = [design(seed, number) for number in range(n)]
    printed = [write(made, seed, out) for made in designs]
    save(out, [gold for gold, _, _ in printed], [doc for _, doc, _ in printed])
    with (
        (out / "facts.jsonl.gz").open("wb") as file,
        gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed,
    ):
        for table in (t for _, _, tables in printed for t in tables):
            packed.write(json.dumps(table, ensure_ascii=False).encode() + b"\n")
    with (out / "choices.jsonl").open("w") as file:
        file.writelines(json.dumps(choices_of(d), ensure_ascii=False) + "\n" for d in designs)


def main() -> None:
    ask = argparse.ArgumentParser(description="Synthetic filings with heads of every kind.")
    ask.add_argument("--n", type=int, default=100, help="how many")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--out", type=Path, required=True, help="folder to write")
    a = ask.parse_args()
    generate(a.n, a.seed, a.out)


if __name__ == "__main__":
    main()
