"""`extract models`: what can be given to --model, what of it is on this machine, what it needs and
what it knows.
"""

import json
import timeit
from importlib.util import find_spec
from math import prod
from pathlib import Path

import numpy as np
import psutil
from huggingface_hub import try_to_load_from_cache
from rich.console import Console
from rich.table import Table
from safetensors import safe_open
from threadpoolctl import threadpool_limits

from extract_filings.models import ANY_SCHEMA, EMBEDDED
from extract_filings.pipeline.records import NONE, tag
from extract_filings.pipeline.registry import checksums
from extract_filings.pipeline.registry.gguf_files import GGUFS
from extract_filings.pipeline.registry.presets import AGAIN, HYBRIDS, PRESETS
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema, schema_names

COLUMNS = (
    *("model", "parameters", "bf16", "fp32", "1,000 tokens"),
    *("tokens/s", "here", "runs", "schemas", "hub id"),
)
QUANTIZED = 42e9  # multiplications a second and core by llama.cpp's wheel, Q4_K_M on AVX2
REST = """
bf16, fp32: memory of the weights. General models compute in bf16, on a GPU if there is one; the
embedded one in fp32.
1,000 tokens: memory of a page while it is asked, in bf16. A page has some 2,000.
tokens/s: read on this machine's processor, estimated from its speed and the model's size.
runs: whether the libraries and the memory are here; if not, what is missing.
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
            justify="right" if 0 < i < 6 else "left",
            no_wrap=name != "schemas",
            overflow="fold",
        )
    cores, rate = psutil.cpu_count(logical=False) or 1, multiplications()
    table.add_row("embedded", *_embedded())
    for name, p in PRESETS.items():
        table.add_row(
            name,
            *_sizes(p.parameters),
            _gb(p.cache * 2_000),
            _speed(p.parameters, cores * rate),
            "yes" if installed(p.hub) else "no",
            _runs("torch", "models", 2 * p.parameters),
            "any",
            p.hub,
        )
    for name, hub in HYBRIDS.items():
        here = "yes" if installed(hub) else "no"
        table.add_row(name, "", "", "", "", "", here, _runs("torch", "models", 0), "any", hub)
    for name, q in GGUFS.items():
        here = isinstance(try_to_load_from_cache(q.hub, q.file), str)
        twin = PRESETS[q.twin]
        count = f"{twin.parameters / 1e6:,.1f} M"
        sizes = f"{_gb(q.size)} *", "-", _gb(twin.cache * 2_000)
        speed = _speed(twin.parameters, cores * QUANTIZED)
        runs = _runs("xllamacpp", "gguf", q.size)
        words = (speed, "yes" if here else "no", runs, "any", f"{q.hub} {q.file}")
        table.add_row(name, count, *sizes, *words)
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
    """Of its two networks together: that of filings and that of any schema."""
    count = _numbers(EMBEDDED) + _numbers(ANY_SCHEMA)
    return *_sizes(count), "-", "-", "yes", "yes", known(), "-"


def _numbers(folder: Path) -> int:
    checksums.check(folder, AGAIN[True])
    with safe_open(folder / "model.safetensors", "numpy") as weights:
        return sum(prod(weights.get_slice(name).get_shape()) for name in weights.keys())  # noqa: SIM118  no dict


def known() -> str:
    """Schemas all of whose fields have a mark in the embedded model's vocabulary; its other network
    reads any.
    """
    vocabulary = {
        t["content"] for t in json.loads((EMBEDDED / "tokenizer.json").read_text())["added_tokens"]
    }
    fields = {
        name: [tag(p.name, f.name) for p in parts(load_schema(name)) for f in p.fields if f.pointed]
        for name in schema_names()
    }
    marked = (
        f"{name}: {len(marks)} fields"
        for name, marks in fields.items()
        if NONE in vocabulary and vocabulary >= {*marks}
    )
    return ", ".join([*marked, "any"])


def multiplications() -> float:
    """What a core computes a second in fp32, by one product; bf16 is quicker where there is any."""
    page, matrix = np.ones((64, 1024), np.float32), np.ones((1024, 1024), np.float32)
    with threadpool_limits(1):
        return page.size * 1024 / min(timeit.repeat(lambda: page @ matrix, number=1, repeat=5))


def _speed(parameters: int, rate: float) -> str:
    return f"~{rate / parameters:,.0f}"


def _runs(library: str, extra: str, needed: int) -> str:
    if not find_spec(library):
        return f"no [{extra}]"
    free = psutil.virtual_memory().available
    return "yes" if needed < free else "no memory"


def _sizes(parameters: int) -> tuple[str, str, str]:
    return f"{parameters / 1e6:,.1f} M", _gb(2 * parameters), _gb(4 * parameters)


def _gb(size: int) -> str:
    return f"{size / 1e9:.2f} GB"
