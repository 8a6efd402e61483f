"""Tune attention: `python -m extract_filings.levers.attention --model M --data DIR --out MODEL`.

Finds the layers of a model that a sliding window suffices for, without training.

One layer at a time is cut to the window, and the gold answers of some pages are scored: the more
their likelihood falls, the more the layer matters. The layers that matter most keep full attention.
Questions are asked as in extraction: tags at their places in one reading, or questions behind a
text that is read once. The result is a model folder with linked weights, whose config.json has
`layer_types`, `sliding_window` and `use_sliding_window` as Qwen's do, so every loader honors it.
"""

import json
import os
import random
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import torch
import typer
from huggingface_hub import snapshot_download
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from extract_filings.cli import options
from extract_filings.cli.console import start
from extract_filings.pipeline.decode.branching_cache import SLIDING, Tree
from extract_filings.pipeline.errors import InputError, ModelError, OutputError
from extract_filings.pipeline.records import NO, NONE
from extract_filings.pipeline.registry.checksums import SUMS, seal
from extract_filings.pipeline.registry.presets import base, place
from extract_filings.pipeline.registry.server_address import SERVED
from extract_filings.pipeline.registry.weights import load_weights
from extract_filings.schemas.base import Part
from extract_filings.schemas.compile import parts
from extract_filings.schemas.load import load_schema
from extract_filings.training.data.batches import by_kind
from extract_filings.training.data.pages import Page, check, load_pages
from extract_filings.training.pointing import PointingTask
from extract_filings.training.tagging import TaggingTask, tag_logits

app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)

FULL = "full_attention"
Scored = Iterable[
    tuple[float, bool]
]  # log-likelihood of a gold answer, and whether it is more than a null


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Mean log-likelihood of the gold answers: all layers full, and each cut alone."""

    full: float
    cut: tuple[float, ...]

    def keep(self, layers: int) -> tuple[int, ...]:
        """The layers that matter most, in their order; of equal ones the later.

        >>> Sensitivity(-0.1, (-0.2, -0.1, -0.5, -0.15)).keep(2)
        (0, 2)
        """
        return tuple(sorted(sorted(range(len(self.cut)), key=lambda i: (self.cut[i], -i))[:layers]))


def refuse(name: str) -> Path | str:
    """The model's folder or hub id. Raises ModelError if it has no config of its own to hold the
    choice: a served model, or a LoRA adapter.
    """
    if name.startswith(SERVED):
        raise ModelError(
            f"model {name}: stands on a server, which reads as it was started; name a folder or a"
            " hub id"
        )
    source = place(name)
    if below := base(source):
        raise ModelError(
            f"model {name}: a LoRA adapter; tune its base, {below}, and train the adapter on that"
        )
    return source


def check_windows(model: PreTrainedModel, name: str) -> None:
    """Raises ModelError unless its layers can be cut one by one and none is cut yet."""
    config, why = model.config.get_text_config(), None
    if not hasattr(config, "use_sliding_window") or not hasattr(
        model.get_decoder(), "has_sliding_layers"
    ):
        why = (
            f"layers of {config.model_type} take no sliding window one by one; name a model of the"
            " families qwen2 or qwen3"
        )
    elif set(config.layer_types) != {FULL}:
        why = "has layers with a sliding window already; name the model that it was made from"
    if why:
        raise ModelError(f"model {name}: {why}")


@contextmanager
def windowed(model: PreTrainedModel, layers: Collection[int], window: int) -> Iterator[None]:
    """Limits these layers to a window for the block, as if config.json said so; the model has full
    attention in all layers before and after.
    """
    decoder = model.get_decoder()
    try:
        model.config.layer_types = [
            SLIDING if i in layers else FULL for i in range(len(decoder.layers))
        ]
        model.config.sliding_window, decoder.has_sliding_layers = (
            (window, True) if layers else (None, False)
        )
        yield
    finally:
        model.config.layer_types = [FULL] * len(decoder.layers)
        model.config.sliding_window, decoder.has_sliding_layers = None, False


def likelihood(score: Callable[[Page], Scored], pages: Sequence[Page]) -> float:
    """Mean log-likelihood of the gold answers: half the weight is on answers with a value, half on
    the nulls, which are many.
    """
    told = [pair for page in pages for pair in score(page)]
    means = [
        sum(group) / len(group)
        for says in (True, False)
        if (group := [value for value, something in told if something is says])
    ]
    return sum(means) / len(means)


@torch.inference_mode()
def of_marks(model: PreTrainedModel, asker: TaggingTask, page: Page) -> Scored:
    """Each question that extraction asks of a page, its right tag among the legal ones."""
    asked = [
        (ids, [slot for slot in slots if slot[1] is not asker.legal["concept",]])
        for ids, slots in asker.ask(page, None)
    ]
    if not asked or not asked[0][1]:
        return []
    batch = {name: tensor.to(model.device) for name, tensor in asker.collate(asked).items()}
    told = (
        tag_logits(model, batch, asker.ids).log_softmax(-1).gather(1, batch["right"][:, None])[:, 0]
    )
    return [
        (value, asker.names[right] not in (NONE, NO))
        for value, (_, _, right) in zip(told.tolist(), asked[0][1], strict=True)
    ]


@torch.inference_mode()
def of_points(model: PreTrainedModel, asker: PointingTask, page: Page) -> Scored:
    """The questions of a page as branches behind its text, each followed by its gold answer. Of
    equal pages equal questions.
    """
    examples = asker.ask(page, random.Random(0))
    if not examples:
        return []
    shared = min(
        len(os.path.commonprefix([ids for ids, _ in examples])),  # noqa: RUF071  lists of tokens
        *(len(ids) - said - 1 for ids, (said, _) in examples),
    )
    tree = Tree(model, examples[0][0][:shared])
    return [_branch(tree, ids[shared:], said, kind) for ids, (said, kind) in examples]


def _branch(tree: Tree, ids: list[int], said: int, kind: str) -> tuple[float, bool]:
    tree.branch(1)
    logits = (
        tree.read(ids, [range(len(ids))], range(len(ids) - said - 1, len(ids) - 1))
        .float()
        .log_softmax(-1)
    )
    answer = torch.tensor(ids[-said:], device=logits.device)
    return logits.gather(1, answer[:, None]).sum().item(), kind != "none"


def scorer(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, schema: Sequence[Part]
) -> Callable[[Page], Scored]:
    """In the form in which extraction asks such a model."""
    marking = NONE in tokenizer.get_vocab()
    asker, score = (
        (TaggingTask(tokenizer, schema), of_marks)
        if marking
        else (PointingTask(tokenizer, schema), of_points)
    )
    return lambda page: score(model, asker, page)


def drawn(data: Sequence[str], schema: Sequence[Part], pages: int) -> list[Page]:
    """Pages that hold answers, drawn with seed 0. Raises InputError if there are none."""
    kinds = by_kind([p for _, group in load_pages(data, tuple(schema)) for p in group])
    if not (holding := kinds.get("statement", []) + kinds.get("cover", [])):
        raise InputError(
            f"--data {' '.join(data)}: no page holds an answer; make documents with `extract synth`"
        )
    return random.Random(0).sample(holding, min(pages, len(holding)))


def sensitivity(
    model: PreTrainedModel, score: Callable[[Page], Scored], pages: Sequence[Page], window: int
) -> Sensitivity:
    def told(*layers: int) -> float:
        with windowed(model, layers, window):
            return likelihood(score, pages)

    return Sensitivity(told(), tuple(told(i) for i in range(model.config.num_hidden_layers)))


def write(source: Path | str, full: Collection[int], window: int, out: Path) -> None:
    """A model folder like the source, all layers but `full` with the window. Raises OutputError."""
    folder = (
        source
        if isinstance(source, Path)
        else Path(snapshot_download(source, local_files_only=True))
    )
    out.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if (
            file.is_file() and file.suffix != ".md" and file.name not in ("config.json", SUMS)
        ):  # a card tells of the model as it was
            _link(file.resolve(), out / file.name)
    config = json.loads((folder / "config.json").read_text())
    kinds = [FULL if i in full else SLIDING for i in range(config["num_hidden_layers"])]
    config |= {"layer_types": kinds, "sliding_window": window, "use_sliding_window": True}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    seal(out)


def _link(file: Path, to: Path) -> None:
    """Hard-links weights where the disk allows it, to save space; copies small files, which may be
    rewritten later.
    """
    try:
        os.link(file, to) if file.suffix == ".safetensors" else shutil.copyfile(file, to)
    except OSError:
        shutil.copyfile(file, to)


def tune(
    name: str,
    data: Sequence[str],
    schema: str,
    window: int,
    keep: int | None,
    pages: int,
    out: Path | None,
) -> Iterator[str]:
    """Measures, writes `out` if there is one, and says what was found line by line. Raises
    ExtractError.
    """
    source, asked = refuse(name), parts(load_schema(schema))
    if out and out.exists() and any(out.iterdir()):
        raise OutputError(f"{out}: holds files already; give another folder with --out")
    for word in data:
        check(Path(word))
    model, tokenizer = load_weights(name)
    check_windows(model, name)
    count = model.config.num_hidden_layers
    keep = count // 2 if keep is None else keep
    if not keep < count:
        raise ModelError(f"--keep {keep}: the model has {count} layers; give fewer")
    score, chosen = scorer(model, tokenizer, asked), drawn(data, asked, pages)
    found = sensitivity(model, score, chosen, window)
    full = found.keep(keep)
    yield (
        f"{len(chosen)} pages, window {window}: gold answers' mean log-likelihood {found.full:.4f}"
        " with full attention"
    )
    for i, value in enumerate(found.cut):
        yield (
            f"layer {i} cut: {value:.4f}"
            f" ({value - found.full:+.4f}){', stays full' if i in full else ''}"
        )
    with windowed(model, [i for i in range(count) if i not in full], window):
        together = likelihood(score, chosen)
    yield f"{keep} of {count} layers full: {together:.4f} ({together - found.full:+.4f})"
    if out:
        write(source, full, window, out)
        yield f"model: {out}; use it with --model {out}"


@app.command()
def main(
    model: Annotated[
        str,
        typer.Option(
            help="embedded, qwen3-4b, …, a folder or a hub id, its layers all full attention",
            show_default=False,
        ),
    ],
    data: Annotated[
        list[str],
        typer.Option(
            metavar="DIR",
            help="like that of `extract train`: documents with gold; may be repeated",
            show_default=False,
        ),
    ],
    window: Annotated[
        int,
        typer.Option(
            min=2,
            help="tokens that a cut layer sees: up to its own, or on either side if it reads both"
            " ways",
        ),
    ] = 128,
    keep: Annotated[
        int | None, typer.Option(min=0, help="layers that stay full; half if not given")
    ] = None,
    pages: Annotated[
        int, typer.Option(min=1, help="pages to measure on, drawn from those that hold an answer")
    ] = 100,
    schema: options.Schema = "filing",
    out: Annotated[
        Path | None,
        typer.Option(help="folder for the model; without it the layers are only measured"),
    ] = None,
) -> None:
    """Measure how much the gold answers' likelihood falls when a layer's attention is cut to a
    sliding window, and cut the layers that need it least.
    """
    for line in tune(model, data, schema, window, keep, pages, out):
        print(line, flush=True)


if __name__ == "__main__":
    start(app, "attention")
