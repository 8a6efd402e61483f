"""llama.cpp's server, the tokens that it reads and says counted."""

from collections import Counter
from collections.abc import Mapping
from typing import Any


class Counting:
    """`counts`: `asked` questions, tokens of their `prompts`, those of them that were `read`, since
    they were not kept from before, and those `said`.
    """

    def __init__(self, server: Any) -> None:
        self.server, self.counts = server, Counter()

    def handle_chat_completions(self, asked: Mapping[str, Any]) -> Any:
        said = self.server.handle_chat_completions(asked)
        if "error" not in said:
            spent = said["timings"]
            prompts = said["usage"]["prompt_tokens"]
            self.counts.update(read=spent["prompt_n"], said=spent["predicted_n"])
            self.counts.update(prompts=prompts, asked=1)
        return said
