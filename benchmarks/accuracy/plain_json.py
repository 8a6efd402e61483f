"""The keyed answer against plain JSON: the same general model, documents and cells.

`python -m extract_filings.benchmarks.accuracy.plain_json GOLD.jsonl PDFS --schema S --model GGUF`.
GOLD has a line a document: `{"document": stem, field: value, null or list of values}`, fields of
objects and lists named by their path, `lines.amount`. Plain JSON is what a user would do without
us: the document's text, the JSON Schema, and an answer that keeps to it (llguidance's `%json`). A
cell is right if it says the same: dates as ISO, numbers as decimals, text by its letters and digits
without case; a list counts its members. Not printed: values that the document's text has nowhere,
not even normalised.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from extract_filings.benchmarks.accuracy.evaluation import markdown_table
from extract_filings.benchmarks.counting import Counting
from extract_filings.pipeline.ask.keyed_prompt import shown
from extract_filings.pipeline.ask.passage import Passage
from extract_filings.pipeline.decode.load import EngineLike
from extract_filings.pipeline.extract import Pipeline
from extract_filings.pipeline.gold.alike import same
from extract_filings.pipeline.locate.chunk import chunk_pages
from extract_filings.pipeline.pdf.read import read
from extract_filings.pipeline.records import Document, Prompt, Question
from extract_filings.pipeline.settings import Settings
from extract_filings.pipeline.tables.instance import assemble
from extract_filings.pipeline.text.candidates import candidates, normalised
from extract_filings.schemas.base import FieldSpec

CHARACTERS = 40_000
"""Of a document that plain JSON is given, some 10,000 tokens: its beginning, as a user would."""
BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
"""Under them a number may have any count of digits."""
COMPACT = {
    "lenient": True,
    "whitespace_flexible": False,
    "item_separator": ", ",
    "key_separator": ": ",
}
"""llguidance's settings: keys are forced then, which costs a model less."""
KINDS: tuple[type, ...] = (date, Decimal)


def keyed(pipeline: Pipeline, document: Document) -> Any:
    """What `extract --format json` prints."""
    return json.loads(assemble(pipeline.parts, pipeline(Path(document.path)).values).text)


def plain(engine: EngineLike, schema: Mapping[str, Any], document: Document) -> Any:
    """What a user would do: all of the text, the schema, and JSON that keeps to it. The text is as
    the keyed answer's, so an engine that keeps what it read has read it already.
    """
    text = shown(Passage(tuple(chunk_pages(document))))[:CHARACTERS]
    schema_text = json.dumps(schema, ensure_ascii=False)
    ask = f"Extract this from the document, as JSON that matches the schema:\n{schema_text}\n"
    lenient = json.dumps({**schema, "x-guidance": COMPACT}, ensure_ascii=False)
    grammar = f'start: json "\\n"\njson: %json {lenient}'
    [[answer]] = engine.answer([Prompt(f"{text}\n\n", (Question(0, grammar, ask=ask),))])
    try:
        return json.loads(answer.text)
    except ValueError:  # it was cut off
        return {}


def bare(node: Any) -> Any:
    """A JSON Schema without what is ours, made strict as hosted models ask for it: all properties
    are required, and no other is allowed (else a small model says the schema itself). Pydantic's
    decimals may be numbers or any text: here they are numbers.
    """
    if isinstance(node, list):
        number = {"type": "number"} in map(_type, node)
        return [bare(one) for one in node if not (number and _type(one) == {"type": "string"})]
    if not isinstance(node, dict):
        return node
    made = {k: bare(v) for k, v in node.items() if not k.startswith("x-") and k not in BOUNDS}
    if "properties" not in node:
        return made
    return {**made, "required": [*node["properties"]], "additionalProperties": False}


def _type(node: Any) -> dict[str, str]:
    return {"type": node["type"]} if isinstance(node, dict) and "type" in node else {}


def flat(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value with the path of its field; those of a list have one path."""
    if isinstance(node, dict):
        for name, child in node.items():
            yield from flat(child, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for child in node:
            yield from flat(child, path)
    elif node is not None and node != "":
        yield path, node


def score(gold: Mapping[str, Any], said: Any, counts: Counter) -> None:
    """Adds one document's cells."""
    fields = [k for k in gold if k != "document"]
    given = Counter((path, same(v)) for path, v in flat(said) if path in fields)
    want = Counter((path, same(v)) for path, v in flat({k: gold[k] for k in fields}))
    right = (given & want).total()
    absent = {f for f in fields if not [*flat(gold[f])]}
    invented = {path for path, _ in given} & absent
    counts.update(gold=want.total(), given=given.total(), right=right)
    counts.update(absent=len(absent), invented=len(invented))


def not_printed(document: Document, said: Any) -> int:
    """Values that the text has nowhere."""
    passage = Passage(tuple(chunk_pages(document)))
    text = re.sub(r"[^0-9a-z%]+", "", passage.text.casefold())
    values = {
        same(c.said)
        for kind in KINDS
        for c in candidates(FieldSpec("value", kind, ""), passage.run_on)
    }
    values |= {same(c.said) for c in normalised(FieldSpec("currency", str, ""), passage.run_on)}
    wanted = [v for _, v in flat(said) if not isinstance(v, bool)]
    return sum(same(v) not in values and same(v) not in text for v in wanted)


def main(words: Sequence[str] | None = None) -> None:
    given = _arguments(words)
    pipeline = Pipeline(Settings(given.schema, given.model, threads=given.threads))
    lines = [json.loads(line) for line in given.gold.read_text().splitlines()][: given.most]
    schema = bare(pipeline.schema.model_json_schema())
    ways = {"keyed": partial(keyed, pipeline), "json": partial(plain, pipeline.engine, schema)}
    counting = Counting(getattr(pipeline.engine, "server", None))
    if counting.server:
        vars(pipeline.engine)["server"] = counting
    counts = {name: Counter() for name in ways}
    kept = {name: _kept(given.keep, name) for name in ways}
    for gold in lines:
        document = read(given.pdf / f"{gold['document']}.pdf")
        for name, ask in ways.items():
            said = kept[name].get(gold["document"]) or _asked(ask, document, counting.counts)
            if gold["document"] not in kept[name]:
                _keep(given.keep, name, gold["document"], said)
            counts[name].update({k: said[k] for k in ("ms", "read", "said")})
            counts[name]["not printed"] += not_printed(document, said["data"])
            score(gold, said["data"], counts[name])
    print(report(len(lines), counts["keyed"], counts["json"]))


def _asked(
    ask: Callable[[Document], Any], document: Document, tokens: Counter[str]
) -> dict[str, Any]:
    tokens.clear()
    start = time.process_time()
    data = ask(document)
    ms = round(1000 * (time.process_time() - start))
    return {"data": data, "ms": ms, "read": tokens["read"], "said": tokens["said"]}


def _kept(folder: Path | None, name: str) -> dict[str, dict[str, Any]]:
    """What was said when the command ran before, by document: a table takes hours."""
    file = folder / f"{name}.jsonl" if folder else None
    lines = file.read_text().splitlines() if file and file.exists() else []
    return {said["document"]: said for said in map(json.loads, lines)}


def _keep(folder: Path | None, name: str, document: str, said: Mapping[str, Any]) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.jsonl").open("a") as file:
            print(json.dumps({"document": document, **said}), file=file)


def report(documents: int, ours: Counter, theirs: Counter) -> str:
    head = "answer", "right", "given", "precision", "recall", "F1", "invented", "not printed"
    head += "s", "tokens read", "tokens said"
    rows = [_row(name, c, documents) for name, c in (("keyed", ours), ("plain JSON", theirs))]
    title = f"{documents} documents, {ours['gold']} values, {ours['absent']} fields absent"
    return f"{title}\n{markdown_table(head, rows)}"


def _row(name: str, c: Counter, documents: int) -> tuple[str, ...]:
    precision, recall = c["right"] / max(1, c["given"]), c["right"] / max(1, c["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    shares = (f"{share:.1%}" for share in (precision, recall, f1))
    costs = (f"{c[k] / documents:.0f}" for k in ("read", "said"))
    rest = str(c["invented"]), str(c["not printed"]), f"{c['ms'] / 1000 / documents:.0f}"
    return name, str(c["right"]), str(c["given"]), *shares, *rest, *costs


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m extract_filings.benchmarks.accuracy.plain_json",
        description=__doc__.splitlines()[0],
    )
    parser.add_argument("gold", type=Path, help="a line of JSON a document")
    parser.add_argument("pdf", type=Path, help="folder of the documents")
    parser.add_argument("--schema", required=True, help="as of `extract`")
    parser.add_argument("--model", required=True, help="as of `extract`; a GGUF file")
    parser.add_argument("--most", type=int, help="documents at most, the first ones")
    parser.add_argument("--threads", type=int, help="cores to use")
    parser.add_argument("--keep", type=Path, help="folder for what was said; not asked again")
    return parser.parse_args(words)


if __name__ == "__main__":
    main()
