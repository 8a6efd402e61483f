"""`python -m training.synth.check DIR`: does every printed value of the gold stand on its page, each row on one line?"""

import json
import re
import sys
from pathlib import Path

import polars as pl
import pypdfium2


def pages(path: Path) -> list[list[str]]:
    """Lines of every page, white space collapsed."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [[re.sub(r"\s+", " ", line).strip() for line in pdf[i].get_textpage().get_text_range().replace("\ufffe", "-").splitlines()] for i in range(len(pdf))]


def squeezed(text: str) -> str:
    return re.sub(r"[\s.]+", "", text)


def row_stands(row: dict, lines: list[str]) -> bool:
    """All printed cells in order on one line, the last word of the label before them."""
    cells = squeezed("".join(c["text"] for c in row["cells"][1:]))
    last = squeezed(row["label"].split(" ")[-1])
    return any(squeezed(line).endswith(cells) and last in squeezed(line) for line in lines)


def check(folder: Path) -> list[str]:
    """What is wrong, one line each."""
    wrong, where = [], folder / "pdf" if (folder / "pdf").is_dir() else folder
    gold = pl.read_parquet(folder / "gold.parquet")
    rows: dict[str, list[dict]] = {}
    if (folder / "rows.jsonl").exists():
        for line in (folder / "rows.jsonl").open():
            row = json.loads(line)
            rows.setdefault(row["doc_id"], []).append(row)
    for (doc,), facts in gold.group_by("doc_id", maintain_order=True):
        text = pages(where / f"{doc}.pdf")
        for fact in facts.iter_rows(named=True):
            if re.sub(r"\s+", " ", fact["printed"]) not in " ".join(text[fact["page"] - 1]):
                wrong.append(f"{doc} page {fact['page']}: {fact['item']} {fact['printed']!r} is not there")
        for row in rows.get(doc, []):
            if row["kind"] == "data" and not row_stands(row, text[row["page"] - 1]):
                wrong.append(f"{doc} page {row['page']}: row {row['texts']} is not on one line")
    return wrong


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    print("\n".join(found[:50]) or "all printed values found")
    sys.exit(bool(found))
