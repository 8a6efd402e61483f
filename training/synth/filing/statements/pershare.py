"""The end of the income statement: earnings per share, and the average shares they are based on."""

from dataclasses import dataclass
from decimal import Decimal

from extract_filings.training.synth.base.words import load_words
from extract_filings.training.synth.filing.statements.builder import Builder, Row, Vector
from extract_filings.training.synth.filing.wording import rows, wording

SIDES = ("basic", "diluted")
CENT = Decimal("0.01")
WORDS = load_words(__name__)


@dataclass(slots=True)
class Shares:
    """Average shares of each column, in units of 10**share_scale; `same`: basic and diluted may
    share a row.
    """

    build: Builder
    net: Vector
    gone: Vector | None
    counts: dict[str, list[Decimal]]
    same: bool
    sides: tuple[str, ...]

    def per(self, amounts: Vector, side: str) -> list[Decimal]:
        record = self.build.record
        unit, step = Decimal(10) ** record.scale, Decimal(10) ** record.share_scale
        return [
            (a * unit / (s * step)).quantize(CENT)
            for a, s in zip(amounts, self.counts[side], strict=True)
        ]


def per_share(build: Builder, net: Vector, gone: Vector | None) -> None:
    """Earnings per share and weighted averages, in one of several arrangements."""
    rng = build.rng
    shares = _shares(build, net, gone)
    makers = [_earnings, _averages] if rng.random() < 0.85 else [_earnings]
    for make in reversed(makers) if rng.random() < 0.12 else makers:
        make(shares)
    if rng.random() < 0.2 and min(net) >= 0:
        dividend = [Decimal(rng.randint(5, 160)) / 100 for _ in net]
        build.rows.append(
            Row(
                build.pick(rows.WORDS["dividends_per_share"]),
                dividend,
                "CommonStockDividendsPerShareDeclared",
                unit="USD/shares",
            )
        )


def _shares(build: Builder, net: Vector, gone: Vector | None) -> Shares:
    """A number of shares such that each earns between 20 cents and 13 dollars a year."""
    rng, record = build.rng, build.record
    start, end = record.calendar.flows[-2]
    years = Decimal(1) if record.annual else Decimal((end - start).days + 1) / 365
    target = Decimal(str(round(10 ** rng.uniform(-0.7, 1.1), 3)))
    size = (
        max(abs(net[-2]), build.base[-2] // 40, 1)
        * Decimal(10) ** (record.scale - record.share_scale)
        / target
        / years
    )
    places = Decimal(1).scaleb(-record.share_places)
    basic = [
        max((size * Decimal(str(rng.uniform(0.97, 1.03)))).quantize(places), Decimal(3))
        for _ in net
    ]
    same = max(net) <= 0 or rng.random() < 0.06
    diluted = [
        b if n <= 0 or same else (b * Decimal(str(rng.uniform(1.002, 1.03)))).quantize(places)
        for b, n in zip(basic, net, strict=True)
    ]
    return Shares(
        build,
        net,
        gone,
        {"basic": basic, "diluted": diluted},
        same,
        SIDES[::-1] if rng.random() < 0.1 else SIDES,
    )


def _earnings(shares: Shares) -> None:
    rng = shares.build.rng
    if shares.gone and rng.random() < 0.8:
        _continuing(shares)
    elif not shares.same and rng.random() < 0.08:
        _under_captions(shares)
    else:
        loss = min(shares.net) < 0
        values = {side: shares.per(shares.net, side) for side in SIDES}
        heads = wording.PER_SHARE_HEADS_LOSS if loss else wording.PER_SHARE_HEADS
        _block(shares, "eps", "USD/shares", values, heads)


def _averages(shares: Shares) -> None:
    _block(shares, "shares", "shares", shares.counts, wording.SHARES_HEADS)


def _block(shares: Shares, kind: str, unit: str, values: dict[str, list], heads: list[str]) -> None:
    """One row for both, two rows under a heading, or two rows that need none."""
    build, rng = shares.build, shares.build.rng
    if shares.same and rng.random() < 0.8:
        labels = [w for w in wording.BOTH[kind][:6] if "loss" not in w or min(shares.net) < 0]
        label = rng.choice(labels)
        _put(build, f"{kind}_basic", values["basic"], label, unit, f"{kind}_diluted")
        return
    words, level = wording.LONG, 0
    if rng.random() < 0.6:
        build.rows.append(Row(build.pick(heads)))
        words, level = wording.SHORT, 1
    i = rng.randrange(len(words[f"{kind}_basic"]))
    for side in shares.sides:
        label = words[f"{kind}_{side}"][i]
        if kind == "eps" and not level and min(shares.net) < 0:
            label = _loss(label)
        _put(build, f"{kind}_{side}", values[side], label, unit, level=level)


def _loss(label: str) -> str:
    for word in ("earnings", "Earnings", "net income", "Net income"):
        label = label.replace(word, f"{word} (loss)")
    return label


CONCEPTS = {
    "eps_basic": "EarningsPerShareBasic",
    "eps_diluted": "EarningsPerShareDiluted",
    "shares_basic": "WeightedAverageNumberOfSharesOutstandingBasic",
    "shares_diluted": "WeightedAverageNumberOfDilutedSharesOutstanding",
}


def _put(
    build: Builder, item: str, values: list, label: str, unit: str, both: str = "", level: int = 0
) -> None:
    label = label if build.record.share_scale == 3 else label.replace(" (in thousands)", "")
    build.rows.append(
        Row(
            build.say(label),
            values,
            CONCEPTS[item],
            tuple(filter(None, (item, both))),
            unit=unit,
            level=level,
        )
    )


def _captions(shares: Shares) -> list[tuple[str, str]]:
    """Side and caption, after a heading over both where the captions are short."""
    build = shares.build
    i = build.rng.randrange(len(WORDS["captions"]["basic"]))
    if i < 3 and build.rng.random() < 0.8:
        build.rows.append(Row(build.pick(wording.PER_SHARE_HEADS)))
    return [(side, build.say(WORDS["captions"][side][i])) for side in shares.sides]


def _under_captions(shares: Shares) -> None:
    build = shares.build
    label = build.rng.choice(WORDS["one_row"])
    for side, caption in _captions(shares):
        build.rows.append(Row(caption))
        _put(build, f"eps_{side}", shares.per(shares.net, side), label, "USD/shares", level=1)


def _continuing(shares: Shares) -> None:
    """Three rows under each caption; the last is the item."""
    build, rng = shares.build, shares.build.rng
    words = (
        rng.choice(WORDS["short_parts"])
        if rng.random() < 0.5
        else (build.pick(rows.WORDS["continuing"]), build.pick(rows.WORDS["discontinued"]))
    )
    last = rng.choice(WORDS["totals"])
    for side, caption in _captions(shares):
        build.rows.append(Row(caption))
        all_, of_gone = shares.per(shares.net, side), shares.per(shares.gone, side)
        for label, values, part in zip(
            words,
            ([a - g for a, g in zip(all_, of_gone, strict=True)], of_gone),
            ("ContinuingOperations", "DiscontinuedOperationsNetOfTax"),
            strict=True,
        ):
            build.rows.append(
                Row(
                    label,
                    values,
                    f"IncomeLossFrom{part}Per{side.title()}Share",
                    unit="USD/shares",
                    level=1,
                )
            )
        _put(build, f"eps_{side}", all_, last, "USD/shares", level=1)
