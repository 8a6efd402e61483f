"""An answer on its way: what is said, what the grammar forces behind it, and a draft that the model
may agree with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from llguidance import LLMatcher

# steps with a choice; no field of a filing is that long, a list of 40 securities is about that
MAX_TOKENS = 400


def take(matcher: LLMatcher, token: int) -> list[int]:
    """The chosen token and all that the grammar then forces."""
    matcher.consume_token(token)
    forced = [] if matcher.is_stopped() else matcher.compute_ff_tokens()
    for one in forced:
        matcher.consume_token(one)
    return [token, *forced]


@dataclass(slots=True)
class Reply:
    """An answer on its way. `pending`: said or asked, not yet read by the model. `heard`: places in
    `said` of the tokens that the model chose, and their probabilities.
    """

    matcher: LLMatcher
    pending: list[int]
    draft: list[tuple[int, bool]] = field(
        default_factory=list
    )  # a token, and whether the model has a choice there
    said: list[int] = field(default_factory=list)
    heard: list[tuple[int, float]] = field(default_factory=list)

    @property
    def choices(self) -> int:
        return len(self.heard)

    @property
    def open(self) -> bool:
        return self.choices < MAX_TOKENS and not self.matcher.is_stopped()

    def guess(self, tokens: Sequence[int]) -> None:
        """Makes a draft of the tokens, as far as the grammar goes along; what it forces between
        them is no choice.
        """
        self.draft, rest = [], list(tokens)[: MAX_TOKENS - self.choices - 1]
        while rest and not self.matcher.is_stopped() and self.matcher.validate_tokens(rest[:1]):
            took = take(self.matcher, rest[0])
            self.draft += [(token, i == 0) for i, token in enumerate(took)]
            rest = rest[len(took) :] if rest[: len(took)] == took else []
        self.matcher.rollback(len(self.draft))

    def hear(self, best: Sequence[tuple[float, int]]) -> int:
        """Takes in the model's choice at each place (probability, token). How many tokens of the
        draft it agrees with.
        """
        agreed = next(
            (i for i, (token, chosen) in enumerate(self.draft) if chosen and best[i][1] != token),
            len(self.draft),
        )
        right = self.draft[:agreed]
        self.matcher.consume_tokens([token for token, _ in right])
        heard = [i for i, (_, chosen) in enumerate(right) if chosen] + [agreed] * (
            not self.matcher.is_stopped()
        )
        self.heard += [(len(self.said) + i, best[i][0]) for i in heard]
        self.said += [token for token, _ in right]
        self.pending = [] if self.matcher.is_stopped() else take(self.matcher, best[agreed][1])
        self.said += self.pending
        return agreed
