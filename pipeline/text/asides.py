"""Remarks with numbers of their own within the labels of rows: "Receivables (net of allowances of
$86 in 2023 and $72 in 2022) 11,030 9,450". They say what a number leaves out and not what it is, so
the model is shown rows without them.

Rules:
- A remark stands in brackets and has words and a digit; so "(1,234)" and "(basic)" are none. Notes,
  "(Note 7)", stay.
- A label may run over: its remark is closed on a line below, before that line's amounts.
- The number before it, "net of depreciation of $95 ($93 as of", is one, too; so are numbers with
  their years, "2023, $86; 2022, $72", brackets or not, and what a row is net of "respectively".

>>> without_asides(["Trade (net of allowances - 2023: $5; 2022: $6) 5,539 (1)", "Loss (basic) (1)"])
['Trade   5,539 (1)', 'Loss (basic) (1)']
>>> without_asides(["Trade receivables, net of losses of $370 and $319 as of May 31, 2018",
...     "and 2017, respectively 5,279 5,300"])
['Trade receivables', '   5,279 5,300']
>>> without_asides(["Property, net of depreciation of $95 ($93 as of", "December 31, 2022) 90 80"])
['Property, net of depreciation of  ', '  90 80']
"""

import re
from collections.abc import Sequence

from extract_filings.pipeline.text.patterns import CURRENCY

MOST = 2
"""Lines below, at most, on which a remark is closed."""
NOTE = r"(?!\s*(?:see\s)?(?:foot)?notes?\b)"
WORDS = rf"{NOTE}(?=[^()]*\d)(?=[^()]*[A-Za-z]{{2}})"
OF_NUMBER = rf"(?:(?<=\bof ){CURRENCY}?\s?\d[\d,.]*\s*)?"
WHOLE = re.compile(rf"{OF_NUMBER}\({WORDS}[^()]*\)(?=.*\d)", re.I)
OPENED = re.compile(rf"{OF_NUMBER}\({NOTE}(?=[^()]*[A-Za-z]{{2}})[^()]*$", re.I)
CLOSED = re.compile(r"^[^()]*\)(?=.*\d)")
OF_YEARS = re.compile(
    rf"(?:\b(?:19|20)\d\d\s*[:,–—-]\s*{CURRENCY}?\s?\d[\d,.]*\d?(?:\s*[;,]?\s*(?:and\s+)?))"
    r"{2}"
)
NET = re.compile(r",?\s*\b(?:net of|less|after|including)\b(?=[^()]*\d)[^()]*$", re.I)
RESPECTIVELY = re.compile(r"^[^()]*?\brespectively\b,?(?=.*\d)", re.I)


def without_asides(texts: Sequence[str]) -> list[str]:
    """The lines of a page without them."""
    made = [OF_YEARS.sub(" ", WHOLE.sub(" ", text)) for text in _without_nets(texts)]
    for i, text in enumerate(made):
        if (opened := OPENED.search(text)) and (last := _closed(made, i)):
            said = opened.group() + " ".join(made[i + 1 : last + 1])
            if re.search(r"\d", said.split(")")[0]):
                made[i] = text[: opened.start()] + " "
                made[i + 1 : last] = [""] * (last - i - 1)
                made[last] = CLOSED.sub(" ", made[last])
    return made


def _without_nets(texts: Sequence[str]) -> list[str]:
    """The lines without what rows are net of."""
    made = [*texts]
    for i, text in enumerate(texts):
        if (net := NET.search(text)) and net.start():
            said = [net.group(), *texts[i + 1 : i + 1 + MOST]]
            last = next((n for n, s in enumerate(said) if RESPECTIVELY.match(s)), None)
            if last is not None and not any(re.search("[()]", s) for s in said[:last]):
                left = [*[""] * last, RESPECTIVELY.sub("  ", said[last])]
                made[i : i + last + 1] = [text[: net.start()] + left[0], *left[1:]]
    return made


def _closed(texts: Sequence[str], first: int) -> int | None:
    """The line on which what is opened on `first` is closed, before amounts."""
    for i in range(first + 1, min(len(texts), first + 1 + MOST)):
        if CLOSED.match(texts[i]):
            return i
        if re.search(r"[()]", texts[i]):
            return None
    return None
