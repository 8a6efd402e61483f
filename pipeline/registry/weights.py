"""A model's name -> weights and tokenizer. Weights are safetensors, and no code that comes with a
model is ever run.
"""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
import transformers
from huggingface_hub import try_to_load_from_cache
from safetensors import SafetensorError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

from extract_filings.models import EMBEDDED
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import NONE
from extract_filings.pipeline.registry import checksums, hub
from extract_filings.pipeline.registry.presets import AGAIN, base, place

if TYPE_CHECKING:  # importing them takes a second
    from transformers import PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

    Loaded = tuple[PreTrainedModel, PreTrainedTokenizerBase]

logging.disable_progress_bar()
ATTENTION = {"full_attention", "sliding_attention"}  # layers that can hide tokens from each other
# families whose linear attention goes on from a copy of its state, and since which transformers
STATES, SINCE = {"qwen3_5_text", "qwen3_5_moe_text"}, (5, 24)
SAFE = {"trust_remote_code": False}  # unsaid, transformers would ask the user


def load_weights(name: str) -> "Loaded":
    """On the GPU if there is one. A LoRA adapter's matrices are added to the weights of its base.
    Raises ModelError.
    """
    source = place(name)
    if isinstance(source, Path):
        checksums.check(source, AGAIN[source == EMBEDDED])
    try:
        source = at_hand(source)
        below = base(source)
        model, tokenizer = _whole(source) if below is None else _adapted(Path(source), below)
        _check_tokenizer(model, tokenizer)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        model.to(device)  # type: ignore[arg-type]  # its stub takes the device for the module
        return model.eval(), tokenizer
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(f"model {name}: {_why(error)}; see `extract models`") from error


def at_hand(source: Path | str) -> Path | str:
    """A hub id as it is if the hub answers, else the folder of its copy on this machine. Raises
    ValueError at once where there is none: transformers would ask the hub five times.
    """
    if isinstance(source, Path) or hub.answers():
        return source
    copy = try_to_load_from_cache(source, "config.json")
    if isinstance(copy, str):
        return Path(copy).parent
    raise ValueError(hub.refusal(source))


def rows(model: "PreTrainedModel") -> int:
    """Tokens that can be read and said: a tokenizer may have more, added after training."""
    tables = (model.get_input_embeddings(), model.get_output_embeddings())
    return min(len(cast(torch.Tensor, table.weight)) for table in tables if table is not None)


def _check_tokenizer(model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase") -> None:
    if tokenizer.vocab_size > rows(model):
        raise ValueError(
            f"its weights know {rows(model):,} tokens and its tokenizer {tokenizer.vocab_size:,},"
            " so it is another model's; put the tokenizer files beside the weights that belong"
            " there"
        )


def _whole(source: Path | str) -> "Loaded":
    """A tagging model in fp32: it is small, and its answers must not depend on the machine."""
    _check_layers(AutoConfig.from_pretrained(source, **SAFE))
    tokenizer = AutoTokenizer.from_pretrained(source, **SAFE)
    dtype = torch.float32 if NONE in tokenizer.get_vocab() else quickest()
    loaded = AutoModelForCausalLM.from_pretrained(
        source, dtype=dtype, use_safetensors=True, output_loading_info=True, **SAFE
    )
    model, info = cast("tuple[PreTrainedModel, dict]", loaded)  # as output_loading_info is True
    if lacking := sorted(info["missing_keys"]):
        # transformers would draw them at random
        raise ValueError(f"its weights lack {len(lacking)} matrices, first {lacking[0]}")
    return model, tokenizer


def quickest() -> torch.dtype:
    """bf16 on a GPU, and on a processor that computes it: others convert each number, and take
    three times as long as in fp32. Told, not timed, so that answers do not depend on the hour;
    an older torch tells nothing of the processor.
    """
    told = getattr(torch.cpu, "get_capabilities", dict)()
    computed = any(has for what, has in told.items() if what.endswith("bf16"))
    return torch.bfloat16 if computed or torch.cuda.is_available() else torch.float32


def _check_layers(model: "PreTrainedConfig") -> None:
    """Before the weights are read, which can take minutes."""
    config = model.get_text_config()
    other = sorted(set(getattr(config, "layer_types", None) or ()) - ATTENTION)
    if other == ["linear_attention"] and config.model_type in STATES:
        if tuple(map(int, transformers.__version__.split(".")[:2])) < SINCE:
            raise ValueError(
                f"its linear attention needs transformers {'.'.join(map(str, SINCE))} or newer;"
                " type `pip install -U transformers`"
            )
    elif other:
        raise ValueError(
            f"its layers of {other[0]} cannot read questions behind a text; name a model of"
            " attention alone, such as Qwen3, Llama or SmolLM2, or a Qwen3.5"
        )


def _adapted(folder: Path, below: str) -> "Loaded":
    try:
        from peft import PeftModel
    except ModuleNotFoundError as error:
        raise ValueError(
            f"a LoRA adapter, which needs {error.name}; type `pip install 'extract-filings[train]'`"
        ) from error
    if not (folder / "adapter_model.safetensors").is_file():
        raise ValueError(
            "a LoRA adapter without adapter_model.safetensors; save it anew with `save_pretrained`,"
            " other formats are not read"
        )
    model, tokenizer = load_weights(below)
    if (folder / "tokenizer_config.json").is_file():
        tokenizer = AutoTokenizer.from_pretrained(folder, **SAFE)
    return PeftModel.from_pretrained(model, folder).merge_and_unload(), tokenizer


def _why(error: Exception) -> str:
    text = str(error)
    if "custom code" in text:
        return (
            "it brings code of its own, which is never run; name a model whose kind transformers"
            " knows"
        )
    return text.splitlines()[0]
