"""A server that speaks the protocol of `extract_filings.pipeline.decode.server`, around a model of
this machine: `python tests/server.py FOLDER PORT`.

What stands before /v1 in the URL is how it behaves: `/plain/v1` well, the others each with a fault
of real servers.
"""

import sys
import threading
import time
from math import log

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from extract_filings.pipeline.decode.engine import Engine
from extract_filings.pipeline.records import Answer, Prompt, Question, Turn

MODEL = "toy"
app, one_at_a_time, count = FastAPI(), threading.Lock(), threading.Lock()
seen: dict[
    str, dict[str, int]
] = {}  # by manner: requests so far, under way, and the most that were under way at once
begun: dict[
    str, list[str]
] = {}  # by manner: the words of each question and "done" behind its answer, as they came


@app.exception_handler(HTTPException)
def in_the_protocol(request: Request, error: HTTPException) -> JSONResponse:
    return JSONResponse(
        {"error": {"message": error.detail, "type": "", "param": None, "code": error.status_code}},
        error.status_code,
        error.headers,
    )


@app.get("/health")
def health() -> dict:
    return {}


@app.get("/{manner}/seen")
def counts(manner: str) -> dict:
    return seen.get(manner, {}) | {"begun": begun.get(manner, [])}


def behave(manner: str, authorization: str = Header("")) -> int:
    """How many requests came before this one."""
    with count:
        mine = seen.setdefault(manner, {"requests": 0, "now": 0, "most": 0})
        mine["requests"] += 1
    if manner == "locked" and authorization != "Bearer sesame":
        raise HTTPException(401, "Incorrect API key provided")
    return mine["requests"] - 1


@app.get("/{manner}/v1/models", response_model=None)
def models(manner: str, before: int = Depends(behave)) -> dict | Response:
    if manner == "page":
        return Response("<html>a web page</html>", media_type="text/html")
    return {
        "object": "list",
        "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "us"}],
    }


@app.post("/{manner}/v1/chat/completions")
def complete(manner: str, body: dict, before: int = Depends(behave)) -> dict:
    if manner == "busy" and before in (1, 2, 3):  # the first request was for the models' names
        raise HTTPException((503, 429, 500)[before - 1], "wait", {"Retry-After-Ms": "10"})
    if manner == "dead":
        raise HTTPException(500, "Internal server error")
    if manner == "narrow":
        raise HTTPException(400, "This model's maximum context length is 16 tokens.")
    if manner == "asleep":
        time.sleep(3)
    if manner == "deaf":
        return completion("Sure! Net sales are on line 3.", 1.0)
    *before, last = (m["content"] for m in body["messages"])
    text, _, ask = last.rpartition("\n\n")
    with Counted(manner, ask):
        answer = said(
            text + "\n\n",
            ask,
            body["structured_outputs"]["grammar"],
            tuple(zip(before[::2], before[1::2], strict=False)),
        )
    return completion(
        answer.text + "\n" * (answer.probability > 0), answer.probability, bare=manner == "mute"
    )


class Counted:
    """A question under way."""

    def __init__(self, manner: str, ask: str) -> None:
        self.mine, self.begun, self.ask = seen[manner], begun.setdefault(manner, []), ask

    def __enter__(self) -> None:
        with count:
            self.begun.append(self.ask)
            self.mine["now"] += 1
            self.mine["most"] = max(self.mine["most"], self.mine["now"])

    def __exit__(self, *_) -> None:
        with count:
            self.begun.append("done")
            self.mine["now"] -= 1


def said(text: str, ask: str, grammar: str, before: tuple[Turn, ...]) -> Answer:
    with one_at_a_time:
        return engine.answer([Prompt(text, (Question(0, grammar, ask=ask),), before)])[0][0]


def completion(text: str, probability: float, bare: bool = False) -> dict:
    """Two tokens share the probability. What an answer had when it was cut off, the model does not
    say: any will do.
    """
    share = log(probability or 0.5) / 2
    halves = (text[: len(text) // 2], text[len(text) // 2 :])
    tokens = [
        {"token": t, "bytes": list(t.encode()), "logprob": share, "top_logprobs": []}
        for t in halves
    ]
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text},
        "finish_reason": "stop" if probability else "length",
        "logprobs": None if bare else {"content": tokens},
    }
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": MODEL,
        "choices": [choice],
    }


if __name__ == "__main__":
    engine = Engine(sys.argv[1], threads=1)
    engine.model.float()
    uvicorn.run(app, port=int(sys.argv[2]), log_level="warning")
