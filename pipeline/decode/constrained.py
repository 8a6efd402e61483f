"""Decoding under grammars: which tokens may come next, and the replies that grow token by token.

Each row of a batch has a grammar of its own. A reply takes the model's choice, appends what the
grammar then forces, and carries a draft that the model may agree with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

# not llguidance.torch, which compiles as it is imported: seconds of a cold start, and a C++
# compiler
import llguidance.numpy
import torch
from llguidance import LLExecutor, LLMatcher, LLTokenizer
from outlines.processors.base_logits_processor import OutlinesLogitsProcessor

from extract_filings.pipeline.errors import SchemaError

# steps with a choice: a list of some 60 rows
MAX_TOKENS = 1_000


def build_matcher(grammar: str, tokenizer: LLTokenizer) -> LLMatcher:
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
    """Masks each row of a batch by its own grammar; outlines' own processor has one for all rows.

    `rows` are those still open, each with its draft. A row has a place for its next token and one
    behind each token of its draft, as if that had been said. Places of a row stand together, rows
    in their order.
    """

    def __init__(
        self, grammars: Sequence[str], tokenizer: LLTokenizer, executor: LLExecutor
    ) -> None:
        super().__init__("torch")
        # fields of a statement share their grammar
        once = {g: build_matcher(g, tokenizer) for g in dict.fromkeys(grammars)}
        self.matchers = [once[g].deep_copy() for g in grammars]
        self.rows: list[tuple[LLMatcher, list[int]]] = [(m, []) for m in self.matchers]
        self.width, self.executor = tokenizer.vocab_size, executor

    def process_logits(self, input_ids: torch.Tensor | None, logits: torch.Tensor) -> torch.Tensor:
        """[places, vocabulary] -> the same with illegal tokens at minus infinity."""
        # some models have more logits than tokens, some fewer
        both = min(self.width, logits.shape[1])
        legal = self._legal(len(logits), logits.device)
        return logits[:, :both].masked_fill(legal[:, :both] == 0, -torch.inf)

    def _legal(self, places: int, device: torch.device) -> torch.Tensor:
        """1 for each legal token, 0 for any other. [places, vocabulary]

        llguidance's threads fill all masks, 32 tokens to a number; they go to the device in one
        transfer and are unfolded there.
        """
        first = accumulate((1 + len(draft) for _, draft in self.rows), initial=0)
        rows = [(m, i, draft) for (m, draft), i in zip(self.rows, first, strict=False)]
        bits = llguidance.numpy.allocate_token_bitmask(places, self.width)
        if bare := [(m, i) for m, i, draft in rows if not draft]:
            llguidance.numpy.fill_next_token_bitmask_par(self.executor, bare, bits)
        if drafted := [row for row in rows if row[2]]:
            llguidance.numpy.fill_next_token_bitmask_par_with_draft_tokens(
                self.executor, drafted, bits
            )
        words = torch.from_numpy(bits).to(device)[:, :, None]
        return (words >> torch.arange(32, device=device) & 1).flatten(1)


def advance(matcher: LLMatcher, token: int) -> list[int]:
    """Takes the chosen token, and returns it with all that the grammar then forces."""
    matcher.consume_token(token)
    forced = [] if matcher.is_stopped() else matcher.compute_ff_tokens()
    for one in forced:
        matcher.consume_token(one)
    return [token, *forced]


@dataclass(slots=True)
class Reply:
    """An answer on its way.

    `pending`: said or asked, not yet read by the model. `draft`: tokens, each with whether the
    model has a choice there. `chosen`: places in `said` of the tokens that the model chose, and
    their probabilities.
    """

    matcher: LLMatcher
    pending: list[int]
    draft: list[tuple[int, bool]] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    chosen: list[tuple[int, float]] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return len(self.chosen) < MAX_TOKENS and not self.matcher.is_stopped()

    @property
    def complete(self) -> bool:
        """Whether the answer is in the grammar's language; false if it was cut off."""
        matcher = self.matcher
        return matcher.is_stopped() and matcher.is_accepting() and not matcher.get_error()

    def propose(self, tokens: Sequence[int]) -> None:
        """Makes a draft of the tokens, as far as the grammar allows them. What it forces between
        them is no choice.
        """
        self.draft, rest = [], list(tokens)[: MAX_TOKENS - len(self.chosen) - 1]
        while rest and not self.matcher.is_stopped() and self.matcher.validate_tokens(rest[:1]):
            took = advance(self.matcher, rest[0])
            self.draft += [(token, i == 0) for i, token in enumerate(took)]
            rest = rest[len(took) :] if rest[: len(took)] == took else []
        self.matcher.rollback(len(self.draft))

    def accept(self, best: Sequence[tuple[float, int]]) -> int:
        """Takes the model's choice at each place (probability, token); returns how many tokens of
        the draft it agrees with.
        """
        agreed = self._agreed(best)
        right = self.draft[:agreed]
        self.matcher.consume_tokens([token for token, _ in right])
        goes_on = not self.matcher.is_stopped()
        places = [i for i, (_, free) in enumerate(right) if free] + [agreed] * goes_on
        self.chosen += [(len(self.said) + i, best[i][0]) for i in places]
        self.pending = advance(self.matcher, best[agreed][1]) if goes_on else []
        self.said += [token for token, _ in right] + self.pending
        return agreed

    def _agreed(self, best: Sequence[tuple[float, int]]) -> int:
        for i, (token, free) in enumerate(self.draft):
            if free and best[i][1] != token:
                return i
        return len(self.draft)
