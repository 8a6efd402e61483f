"""Training made small enough for a test."""

from extract_filings.training import loop, tagging
from extract_filings.training import pointing as point_form


def shrink(put) -> None:
    """A run that takes a second: a tiny model, few pages a step, a report each step. `put`:
    setattr.
    """
    for module, values in {
        tagging: {
            "HIDDEN": 32,
            "LAYERS": 2,
            "HEADS": 2,
            "KV_HEADS": 1,
            "MLP": 64,
            "PAGES": 4,
            "TOKENS_PER_STEP": 600,
        },
        point_form: {
            "PAGES": 2,
            "TOKENS_PER_STEP": 3000,
            "LORA_RATE": 4e-3,
            "FULL_RATE": 3e-3,
            "WARMUP": 5,
        },
        loop: {"SAY_EVERY": 0, "SAVE_EVERY": 2},
    }.items():
        for name, value in values.items():
            put(module, name, value)
