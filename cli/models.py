"""`extract models`: what can be given to --model, what of it is on this machine, what it needs and
what it knows.
"""

import json
from math import prod
from pathlib import Path

from huggingface_hub import try_to_load_from_cache
from rich.console import Console
from rich.table import Table
from safetensors import safe_open

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.records import NONE, tag
from extract_filings.pipeline.registry import checksums
from extract_filings.pipeline.registry.gguf_files import GGUFS
from extract_filings.pipeline.registry.presets import AGAIN, HYBRIDS, PRESETS
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema, schema_names

COLUMNS = ("model", "parameters", "bf16", "fp32", "1,000 tokens", "here", "schemas", "hub id")
REST = """
bf16, fp32: memory of the weights. General models compute in bf16, on a GPU if there is one; the
embedded one in fp32.
1,000 tokens: memory of a page while it is asked, in bf16. A page has some 2,000.
here: no. Type `hf download HUB_ID`, once; of a GGUF model, with the name of its file behind it.
*: quantized, in some four bits a weight; needs the extra [gguf].

FOLDER            any causal language model that `save_pretrained` wrote, or a LoRA adapter, which
                  is added to its base
HUB_ID            the same from the hub, or its copy on this machine
FILE.gguf         a quantized model in one file, for processors
openai:URL#MODEL  a model on a server, see docs/servers.md
More: docs/models.md"""


def print_models(console: Console) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for i, name in enumerate(COLUMNS):
        table.add_column(
            name,
            justify="right" if 0 < i < 5 else "left",
            no_wrap=name != "schemas",
            overflow="fold",
        )
    table.add_row("embedded", *_embedded())
    for name, p in PRESETS.items():
        table.add_row(
            name,
            *_sizes(p.parameters),
            _gb(p.cache * 2_000),
            "yes" if installed(p.hub) else "no",
            "any",
            p.hub,
        )
    for name, hub in HYBRIDS.items():
        table.add_row(name, "", "", "", "", "yes" if installed(hub) else "no", "any", hub)
    for name, q in GGUFS.items():
        here = isinstance(try_to_load_from_cache(q.hub, q.file), str)
        twin = PRESETS[q.twin]
        count = f"{twin.parameters / 1e6:,.1f} M"
        sizes = f"{_gb(q.size)} *", "-", _gb(twin.cache * 2_000)
        table.add_row(name, count, *sizes, "yes" if here else "no", "any", f"{q.hub} {q.file}")
    console.print(table)
    console.print(REST, markup=False)


def installed(hub: str) -> bool:
    """All weights are in the hub's cache on this machine; a download that was broken off leaves
    some out.
    """
    config = try_to_load_from_cache(hub, "config.json")
    if not isinstance(config, str):
        return False
    index = Path(config).with_name("model.safetensors.index.json")
    names = (
        set(json.loads(index.read_text())["weight_map"].values())
        if index.exists()
        else {"model.safetensors"}
    )
    return all(index.with_name(name).exists() for name in names)


def _embedded() -> tuple[str, ...]:
    checksums.check(EMBEDDED, AGAIN[True])
    with safe_open(EMBEDDED / "model.safetensors", "numpy") as weights:
        count = sum(prod(weights.get_slice(name).get_shape()) for name in weights.keys())  # noqa: SIM118  no dict
    return *_sizes(count), "-", "yes", known(), "-"


def known() -> str:
    """Schemas all of whose fields have a mark in the embedded model's vocabulary."""
    vocabulary = {
        t["content"] for t in json.loads((EMBEDDED / "tokenizer.json").read_text())["added_tokens"]
    }
    fields = {
        name: [tag(p.name, f.name) for p in parts(load_schema(name)) for f in p.fields if f.pointed]
        for name in schema_names()
    }
    return ", ".join(
        f"{name}: {len(marks)} fields"
        for name, marks in fields.items()
        if NONE in vocabulary and vocabulary >= {*marks}
    )


def _sizes(parameters: int) -> tuple[str, str, str]:
    return f"{parameters / 1e6:,.1f} M", _gb(2 * parameters), _gb(4 * parameters)


def _gb(size: int) -> str:
    return f"{size / 1e9:.2f} GB"
