"""Words that mean the two sides of one thing: what a label calls net is no gross amount, and what
it calls the tenant's is not the landlord's.
"""

import re
from collections.abc import Iterator

PAIRS = (
    ("gross", "net"),
    ("buyer customer client purchaser", "seller vendor supplier"),
    ("landlord lessor", "tenant lessee"),
    ("shipper consignor sender", "consignee receiver recipient"),
    ("lender creditor", "borrower debtor"),
    ("employer", "employee"),
    ("licensor franchisor", "licensee franchisee"),
    ("plaintiff claimant", "defendant respondent"),
    ("payer remitter", "payee beneficiary"),
    ("insurer carrier", "insured policyholder"),
    ("debit debits", "credit credits"),
    ("arrival checkin", "departure checkout"),
    ("loading origin", "discharge destination"),
    ("opening beginning previous", "closing ending"),
    ("minimum min lowest", "maximum max highest"),
    ("start starts begin begins commencement", "end ends expiry expires expiration"),
    ("issue issued", "due"),
)
_SIDES = {
    word: (n, side)
    for n, pair in enumerate(PAIRS)
    for side, words in enumerate(pair)
    for word in words.split()
}
_FIRST = {word: PAIRS[n][side].split()[0] for word, (n, side) in _SIDES.items()}
Side = tuple[int, int]


def sides(text: str) -> frozenset[Side]:
    """
    >>> sides("Net total") == sides("net"), sides("Net") == {(n, 1 - s) for n, s in sides("gross")}
    (True, True)
    """
    return frozenset(_of(text))


def _of(text: str) -> Iterator[Side]:
    for word in re.findall(r"[a-z]+", _joined(text)):
        if word in _SIDES:
            yield _SIDES[word]


def opposed(name: frozenset[Side], label: frozenset[Side]) -> bool:
    """Whether the label is of the other side of something, and neither of them of both."""
    return any((n, 1 - s) in label - name and (n, s) not in label for n, s in name)


def _joined(text: str) -> str:
    return re.sub(r"(?<=check)[- ](?=(?:in|out)\b)", "", text.lower())


def as_first(text: str) -> str:
    """Words of one side as the first of them.

    >>> as_first("Name of the lessor"), as_first("Check-out")
    ('name of the landlord', 'departure')
    """
    return re.sub(r"[a-z]+", lambda word: _FIRST.get(word[0], word[0]), _joined(text))
