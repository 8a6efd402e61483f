"""The loop, which is transformers' Trainer, and what both forms change about it: batches come
ready, reports are plain lines.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import mean

import torch
from accelerate.utils import set_seed
from torch.utils.data import DataLoader
from transformers import PreTrainedModel, Trainer, TrainerCallback, TrainingArguments
from transformers.trainer_callback import PrinterCallback

from extract_filings.pipeline.batch.progress import span
from extract_filings.pipeline.errors import ModelError, OutputError
from extract_filings.pipeline.registry import checksums

SAY_EVERY = 10.0  # seconds at least between two lines
JUDGE_EVERY, SAVE_EVERY = 200, 200  # steps; some six minutes on two cores


class Loop(Trainer):
    """A Trainer that takes its batches as they are. `compute_loss` is the form's own."""

    def get_train_dataloader(self) -> DataLoader:
        return DataLoader(self.train_dataset, batch_size=None)

    def autocast(self) -> torch.autocast:
        """bf16 where it is safe. The weights stay as they were loaded."""
        return torch.autocast(self.args.device.type, torch.bfloat16)


class Report(TrainerCallback):
    """Prints `step 25 of 400: loss 3.214, 1.6 s a step, about 10 min left, 4021 tokens/s`, and what
    `judge(model)` finds. Judging is not in the seconds.
    """

    def __init__(self, judge: Callable[[PreTrainedModel], dict[str, float]] | None) -> None:
        self.judge = judge

    def on_train_begin(self, args, state, control, **_) -> None:
        self.start, self.before = time.time(), state.num_input_tokens_seen
        self.first, self.said, self.losses = state.global_step, 0.0, []
        print(f"step {self.first} of {state.max_steps}: training begins", flush=True)

    def on_log(self, args, state, control, logs, **_) -> None:
        """Of every step; a line has the mean loss since the one before."""
        if "loss" not in logs:
            return
        self.losses.append(logs["loss"])
        seconds, last = time.time() - self.start, state.global_step == state.max_steps
        if seconds - self.said >= SAY_EVERY or last:
            a_step = seconds / (state.global_step - self.first)
            left = a_step * (state.max_steps - state.global_step)
            tokens = (state.num_input_tokens_seen - self.before) / seconds
            print(
                f"step {state.global_step} of {state.max_steps}: loss {mean(self.losses):.3f},"
                f" {a_step:.1f} s a step, {'done' if last else f'about {span(left)} left'},"
                f" {tokens:.0f} tokens/s",
                flush=True,
            )
            self.said, self.losses = seconds, []

    def on_step_end(self, args, state, control, model, **_) -> None:
        if self.judge and (
            state.global_step % JUDGE_EVERY == 0 or state.global_step == state.max_steps
        ):
            stop = time.time()
            print(
                f"step {state.global_step} of {state.max_steps}, held out:"
                f" {json.dumps(self.judge(model))}",
                flush=True,
            )
            self.start += time.time() - stop


class Kept(TrainerCallback):
    """Seals a checkpoint once all of it is written, and only then removes those before: whenever a
    kill comes, one is whole.
    """

    def on_save(self, args, state, control, **_) -> None:
        last = Path(args.output_dir, f"checkpoint-{state.global_step}")
        checksums.seal(last)
        _remove(c for c in _checkpoints(last.parent) if c != last)


def checkpoint(out: Path, resume: bool) -> str | None:
    """The newest whole checkpoint, to go on from; None for a new run. What a kill left half written
    is passed over with a line, and removed. Refuses to mix two runs."""
    folder = out / "checkpoints"
    found = _checkpoints(folder)
    if found and not resume:
        raise OutputError(
            f"{folder}: holds an unfinished run; add --resume to go on with it, or type `rm -r"
            f" {folder}`"
        )
    whole = next(filter(_whole, found), None)
    if resume and not whole:
        half = f", only half written ones; type `rm -r {folder}` and" if found else ";"
        raise OutputError(f"{folder}: no checkpoint to resume{half} leave out --resume")
    for passed in found[: found.index(whole)] if whole else ():
        print(
            f"{passed}: half written or damaged, passed over; going on from {whole.name}",
            flush=True,
        )
        _remove([passed])
    return whole and str(whole)


def _checkpoints(folder: Path) -> list[Path]:
    """The newest first."""
    found = [c for c in folder.glob("checkpoint-*") if c.name.rpartition("-")[2].isdigit()]
    return sorted(found, key=lambda c: -int(c.name.rpartition("-")[2]))


def _whole(folder: Path) -> bool:
    try:
        checksums.check(folder, "")
    except ModelError:
        return False
    return (folder / checksums.SUMS).is_file()


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)


def arguments(out: Path, steps: int, seed: int, **form) -> TrainingArguments:
    """What both forms have in common: a cosine down to a fiftieth, clipping at 1, a checkpoint
    every SAVE_EVERY steps.
    """
    set_seed(seed)
    return TrainingArguments(
        output_dir=str(out / "checkpoints"),
        max_steps=steps,
        seed=seed,
        use_cpu=not torch.cuda.is_available(),
        optim="adamw_torch_fused",
        max_grad_norm=1.0,
        lr_scheduler_type="cosine_with_min_lr",
        lr_scheduler_kwargs={"min_lr_rate": 0.02},
        per_device_train_batch_size=1,
        logging_steps=1,
        save_steps=SAVE_EVERY,
        include_num_input_tokens_seen="all",
        disable_tqdm=True,
        report_to="none",
        **form,
    )


def run(loop: Trainer, report: Report, resume_from: str | None) -> None:
    """Trains to the last step."""
    loop.remove_callback(PrinterCallback)
    loop.add_callback(report)
    loop.add_callback(Kept())
    loop.train(resume_from_checkpoint=resume_from)
