"""Answers from a server that speaks OpenAI's protocol and takes grammars, such as vLLM.

Loads no model library. A question is one request; all requests of a page begin with the same
examples and document, so the first one is sent alone and the others find that prefix in the
server's cache. Every answer is checked against its grammar.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from math import exp, prod
from typing import cast

import openai
from llguidance import LLMatcher
from openai.types.chat import ChatCompletionMessageParam
from openai.types.chat.chat_completion import Choice

from extract_filings.pipeline.decode.said import MAX_TOKENS, byte_matcher
from extract_filings.pipeline.errors import ModelError
from extract_filings.pipeline.records import Answer, Form, Prompt, Question, messages
from extract_filings.pipeline.registry.server_address import parse
from extract_filings.schemas.base import Part

PAGES, REQUESTS = 4, 16  # under way at a time
RETRIES = 4  # after 0.5, 1, 2 and 4 s, or as the server asks
SECONDS = 300  # of silence end a try
SERVE = """`vllm serve MODEL --structured-outputs-config '{"backend": "guidance"}'`"""
START = f"{SERVE}, see docs/servers.md"


class ServedEngine:
    """A general model on a server, by an address `openai:URL#MODEL`.

    Raises ModelError if the server cannot be reached or does not serve the model.
    """

    form: Form = "pointing"
    shots, at_once = 0, 4 * PAGES

    def __init__(self, name: str) -> None:
        self.name, address = name, parse(name)
        self.url, self.model = address.url, address.model
        self.client = openai.OpenAI(
            base_url=self.url,
            api_key=os.environ.get("EXTRACT_API_KEY") or "none",
            timeout=openai.Timeout(SECONDS, connect=5),
            max_retries=RETRIES,
        )
        with self._in_one_line():
            offered = [m.id for m in self.client.with_options(max_retries=1).models.list()]
        if self.model not in offered:
            raise ModelError(
                f"model {name}: not among the server's models; type one of them behind the #:"
                f" {', '.join(offered)}"
            )

    def knows(self, parts: Sequence[Part]) -> None:
        """Any schema will do: the model is asked in the schema's own words."""

    def answer(self, prompts: Sequence[Prompt]) -> list[list[Answer]]:
        """Answers of each prompt's questions, in their order. Raises ModelError."""
        with (
            self._in_one_line(),
            ThreadPoolExecutor(PAGES) as pages,
            ThreadPoolExecutor(REQUESTS) as requests,
        ):
            return list(pages.map(partial(self._page, requests), prompts))

    def _page(self, requests: ThreadPoolExecutor, prompt: Prompt) -> list[Answer]:
        ask = partial(self._ask, prompt)
        return [*requests.map(ask, prompt.questions[:1]), *requests.map(ask, prompt.questions[1:])]

    def _ask(self, prompt: Prompt, question: Question) -> Answer:
        matcher = byte_matcher(question.grammar)
        chat = messages(prompt.before, prompt.text + question.ask)
        said = self.client.chat.completions.create(
            model=self.model,
            messages=cast(list[ChatCompletionMessageParam], chat),  # plain dicts, as the API takes
            temperature=0,
            logprobs=True,
            max_tokens=MAX_TOKENS,
            extra_body={
                "structured_outputs": {"grammar": question.grammar},
                "chat_template_kwargs": {"enable_thinking": False},
            },
        )
        return self._checked(matcher, said.choices[0])

    def _checked(self, matcher: LLMatcher, choice: Choice) -> Answer:
        """An answer that was cut off has probability 0, as in Engine. Raises ModelError if it is
        not in the grammar.
        """
        cut = choice.finish_reason == "length"
        # \ufffd: a character that was cut in two
        text = (choice.message.content or "").rstrip("\ufffd" * cut)
        legal = matcher.consume_tokens([*text.encode()])
        if not legal or not (cut or matcher.is_accepting()):
            raise ModelError(
                f"model {self.name}: the server does not keep to grammars, it said {text[:60]!r};"
                f" start it with {START}"
            )
        if not choice.logprobs or choice.logprobs.content is None:
            raise ModelError(
                f"model {self.name}: the server gives no logprobs, which tell how sure an answer"
                f" is; start one that does: {START}"
            )
        shares = [exp(t.logprob) for t in choice.logprobs.content]
        before = accumulate((len(t.token) for t in choice.logprobs.content), initial=0)
        steps = zip(before, shares, strict=False)  # before the last is all of it
        return Answer(text.rstrip("\n"), 0.0 if cut else prod(shares), steps=tuple(steps))

    @contextmanager
    def _in_one_line(self) -> Iterator[None]:
        """Turns what the client raises into a ModelError that says what to type next."""
        try:
            yield
        except openai.APITimeoutError as error:
            raise ModelError(
                f"model {self.name}: no answer within {SECONDS} s, asked {RETRIES + 1} times; see"
                " the server's log"
            ) from error
        except openai.APIConnectionError as error:
            raise ModelError(
                f"model {self.name}: no server at {self.url} ({error.__cause__}); start it with"
                f" {START}"
            ) from error
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise ModelError(
                f"model {self.name}: the server refuses the key; export EXTRACT_API_KEY=… with the"
                " one that it was started with"
            ) from error
        except openai.NotFoundError as error:
            raise ModelError(
                f"model {self.name}: nothing at {error.request.url.path} on this server; type the"
                " URL up to /v1"
            ) from error
        except openai.BadRequestError as error:
            raise ModelError(
                f"model {self.name}: the server refuses a question: {_line(error)}; start it with"
                f" {START}"
            ) from error
        except openai.APIStatusError as error:
            raise ModelError(
                f"model {self.name}: the server says {_line(error)}, asked {RETRIES + 1} times; see"
                f" its log, and start it with {START}"
            ) from error
        # the client takes a web page for an answer, and looks for choices in it
        except (openai.OpenAIError, AttributeError) as error:
            raise ModelError(
                f"model {self.name}: the server's answer is none of OpenAI's protocol"
                f" ({_line(error)}); start {START}"
            ) from error


def _line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:300]
