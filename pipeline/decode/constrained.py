"""Which tokens may come next: each row of a batch under a grammar of its own."""

from collections.abc import Sequence
from itertools import accumulate

# not llguidance.torch, which compiles as it is imported: seconds of a cold start, and a C++
# compiler
import llguidance.numpy
import torch
from llguidance import LLExecutor, LLMatcher
from outlines.processors.base_logits_processor import OutlinesLogitsProcessor

from extract_filings.pipeline.errors import SchemaError


def built(grammar: str, tokenizer) -> LLMatcher:
    """The grammar over the tokenizer's tokens. Raises SchemaError if it cannot be built."""
    matcher = LLMatcher(tokenizer, grammar)
    if error := matcher.get_error():
        why = next((n for n in error.splitlines() if n.startswith("error:")), error.splitlines()[0])
        raise SchemaError(
            f"grammar cannot be built: {why}; change the field's pattern in the schema; in:"
            f" {grammar[:200]}"
        )
    return matcher


class GrammarPerRow(OutlinesLogitsProcessor):
    """Masks each row of a batch by its own grammar; outlines' own processor has one grammar for all
    rows.

    `rows` are those that go on, each with its draft: it has a place for its next token, and one
    behind each token of the draft, as if that were said. Places of a row stand together, rows in
    their order.
    """

    def __init__(self, grammars: Sequence[str], tokenizer, executor: LLExecutor) -> None:
        super().__init__("torch")
        once = {
            g: built(g, tokenizer) for g in dict.fromkeys(grammars)
        }  # fields of a statement share theirs
        self.matchers = [once[g].deep_copy() for g in grammars]
        self.rows: list[tuple[LLMatcher, list[int]]] = [(m, []) for m in self.matchers]
        self.width, self.executor = tokenizer.vocab_size, executor

    def process_logits(self, input_ids: torch.Tensor | None, logits: torch.Tensor) -> torch.Tensor:
        """[places, vocabulary] -> the same with illegal tokens at minus infinity. The rows' answers
        are in the matchers.

        All masks are filled by llguidance's threads, taken to the logits' device in one go and
        unfolded there.
        """
        first = accumulate((1 + len(draft) for _, draft in self.rows), initial=0)
        rows = [(matcher, i, draft) for (matcher, draft), i in zip(self.rows, first)]
        bits = llguidance.numpy.allocate_token_bitmask(len(logits), self.width)
        if bare := [(m, i) for m, i, draft in rows if not draft]:
            llguidance.numpy.fill_next_token_bitmask_par(self.executor, bare, bits)
        if drafted := [row for row in rows if row[2]]:
            llguidance.numpy.fill_next_token_bitmask_par_with_draft_tokens(
                self.executor, drafted, bits
            )
        legal = (
            torch.from_numpy(bits).to(logits.device)[:, :, None]
            >> torch.arange(32, device=logits.device)
            & 1
        )  # 32 tokens a number
        both = min(
            self.width, logits.shape[1]
        )  # some models have more logits than tokens, some fewer
        return logits[:, :both].masked_fill(legal.flatten(1)[:, :both] == 0, -torch.inf)
