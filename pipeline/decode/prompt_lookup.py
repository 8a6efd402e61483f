"""Prompt lookup: drafts of what an answer says next, read off the page that it copies.

A draft is only a guess that saves passes; the engine lets the model judge every token of it, and
the answer is the same with it or without. Knows tokens as numbers, no model and no grammar.

>>> at = [(0, 4), (4, 10), (10, 16), (16, 17), (17, 25), (25, 26)]
>>> page = DraftSource("Acme Tools, Inc.\\nDelaware\\n", [7, 8, 9, 5, 6, 5], at)
>>> page.after("Acme"), page.after("Acm"), page.after("null")
([8, 9, 5], [], [])
>>> at = [(0, 4), (4, 9), (9, 10), (10, 14), (14, 20), (20, 21)]
>>> DraftSource("Acme Bank\\nAcme Tools\\n", [7, 8, 5, 7, 9, 5], at, begin=10).after("Acme")
[9, 5]
>>> woven([[1, 2, 3], [1, 2, 4]], together=True)
([1, 2, 3, 4], [[0, 1, 2], [0, 1, 3]])
>>> woven([[1, 2], [1]], together=False)
([1, 2, 1], [[0, 1], [2]])
"""

import re
from collections.abc import Sequence
from itertools import pairwise

LEAST = 4  # characters that must have been said; fewer (the number of a line) stand everywhere
MOST = 8  # tokens of a draft; a longer one costs more where it is wrong


class DraftSource:
    """`tokens` of a text, and the characters `at` which each of them stands, half open. The page
    begins at `begin`; ahead of it stand examples.
    """

    def __init__(
        self, text: str, tokens: Sequence[int], at: Sequence[tuple[int, int]], begin: int = 0
    ) -> None:
        self.text, self.tokens, self.begin = text, tokens, max(0, begin)
        self.starts = {start: i for i, (start, end) in reversed([*enumerate(at)]) if end > start}
        self.ends = [i for i, (start, end) in enumerate(at) if "\n" in text[start:end]]

    def after(self, said: str) -> list[int]:
        """Tokens that follow the last words of what was said, where the page prints them next, to
        the end of that line.
        """
        *before, words = said.split('"')
        words = words.strip()
        if len(words) < LEAST:
            return []
        printed = re.compile(re.escape(words)).finditer(self.text, self._behind(before))
        found = (self.starts.get(m.end()) for m in printed)
        first = next((i for i in found if i is not None), None)
        if first is None:
            return []
        line_end = next((i for i in self.ends if i >= first), len(self.tokens))
        return list(self.tokens[first : min(line_end + 1, first + MOST)])

    def _behind(self, said: Sequence[str]) -> int:
        """Where the page prints the last text that was said and ended, as rows are said in its
        order; else the page's begin. Of what stands between quotes, keys have a colon behind them.
        """
        texts = (t for t, behind in pairwise(said) if not behind.startswith(":"))
        long = [t for t in texts if len(t) >= LEAST and not t.startswith((":", ","))]
        last = self.text.find(long[-1], self.begin) if long else -1
        return max(self.begin, last)


def woven(rows: Sequence[Sequence[int]], together: bool) -> tuple[list[int], list[list[int]]]:
    """Rows of tokens -> all tokens to read, and for each row the places of its own among them.

    `together`: the rows stand behind the same text, so what they begin with alike is read once.
    """
    place: dict[tuple[int, int], int] = {}  # the place before and a token -> its place
    tokens: list[int] = []
    paths: list[list[int]] = []
    for number, row in enumerate(rows):
        at, path = -1 if together else -1 - number, []
        for token in row:
            if (at, token) not in place:
                place[at, token] = len(tokens)
                tokens.append(token)
            at = place[at, token]
            path.append(at)
        paths.append(path)
    return tokens, paths
