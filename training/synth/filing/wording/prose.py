"""Sentences of no company in particular, with slots, for the pages between the tables."""

import random

SENTENCES = [
    "We {sell} {goods} to {clients} in {place}.",
    "Our {goods} business competes with larger companies that have greater resources than we do.",
    "{Period}, demand for {goods} {moved} as {clients} {acted}.",
    (
        "We rely on a limited number of suppliers for {goods}, and an interruption could harm our"
        " results of operations."
    ),
    "Our results of operations depend in part on {factor}.",
    "We may not be able to {verb} on favorable terms, or at all.",
    (
        "Changes in {factor} could have a material adverse effect on our business, financial"
        " condition and cash flows."
    ),
    "Net sales {moved} {pct}% to ${amount} {unit}, primarily due to {factor}.",
    "Gross margin {moved} to {pct}% of net sales, reflecting {factor}.",
    (
        "Selling, general and administrative expenses {moved} by ${amount} {unit}, or {pct}%,"
        " mainly because of {factor}."
    ),
    "Interest expense {moved} to ${amount} {unit} as a result of {factor}.",
    "The effective tax rate was {pct}% compared with {pct2}% in the prior period.",
    (
        "Net cash provided by operating activities was ${amount} {unit}, compared with ${amount2}"
        " {unit} a year earlier."
    ),
    "Capital expenditures totaled ${amount} {unit} and were mainly for {goods}.",
    (
        "We believe that cash on hand and borrowings under our credit facility are sufficient to"
        " {verb} for at least the next twelve months."
    ),
    "During the period we repurchased {count} shares of our common stock for ${amount} {unit}.",
    "The Board of Directors declared a quarterly dividend of $0.{cents} per share.",
    (
        "At the end of the period, total debt was ${amount} {unit} and cash and cash equivalents"
        " were ${amount2} {unit}."
    ),
    "As of {date}, we had approximately {count} employees, of whom {pct}% worked in {place}.",
    "We lease facilities in {place} under agreements that expire through {year}.",
    (
        "We are subject to claims and legal proceedings in the ordinary course of business,"
        " including matters about {goods}."
    ),
    (
        "Management evaluated the effectiveness of disclosure controls and procedures as of the end"
        " of the period."
    ),
    (
        "There was no change in internal control over financial reporting that materially affected,"
        " or is reasonably likely to materially affect, our controls."
    ),
    "Our exposure to market risk includes changes in {factor}.",
    (
        "A hypothetical {pct}% change in {factor} would change annual pretax income by about"
        " ${amount} {unit}."
    ),
    (
        "The preparation of financial statements requires estimates and assumptions that affect the"
        " reported amounts of assets and liabilities."
    ),
    "Revenue is recognized when control of {goods} passes to {clients}.",
    "Inventories are stated at the lower of cost and net realizable value.",
    (
        "Goodwill is tested for impairment annually, or more often if events suggest that its"
        " carrying amount may not be recovered."
    ),
    (
        "Property and equipment are depreciated on the straight-line method over lives of {small}"
        " to {large} years."
    ),
    (
        "Forward-looking statements involve risks that could cause actual results to differ"
        " materially."
    ),
    "{Period}, we acquired a maker of {goods} for ${amount} {unit}, net of cash acquired.",
    "Backlog was ${amount} {unit} at {date}.",
    "No customer accounted for more than {pct}% of total revenues.",
    "We hold patents that expire between {year} and {year2}.",
    (
        "Recently issued accounting standards are not expected to have a material effect on our"
        " consolidated financial statements."
    ),
    "Our operations in {place} expose us to {factor}.",
    "Failure to {verb} could reduce demand for {goods}.",
    (
        "The following discussion should be read together with the consolidated financial"
        " statements and notes."
    ),
    "Cybersecurity incidents could interrupt operations and harm our reputation with {clients}.",
    "We compete on price, quality, service and delivery.",
    "Seasonality affects sales of {goods}, with the strongest demand in the {nth} quarter.",
]
SLOTS = {
    "sell": ["sell", "make and sell", "distribute", "lease", "license", "design and deliver"],
    "goods": [
        "industrial pumps",
        "software subscriptions",
        "packaged foods",
        "specialty chemicals",
        "medical devices",
        "home furnishings",
        "electronic components",
        "freight services",
        "natural gas",
        "apparel",
        "paper products",
        "data services",
        "commercial vehicles",
        "building materials",
        "diagnostic tests",
    ],
    "clients": [
        "customers",
        "distributors",
        "hospitals",
        "retailers",
        "manufacturers",
        "government agencies",
        "dealers",
        "consumers",
        "utilities",
    ],
    "place": [
        "North America",
        "Europe",
        "Asia Pacific",
        "Latin America",
        "the United States",
        "Canada and Mexico",
        "the Midwest",
        "emerging markets",
    ],
    "Period": [
        "During the year",
        "In the quarter",
        "Over the past year",
        "In recent periods",
        "Compared with the prior year",
    ],
    "moved": ["increased", "decreased", "rose", "declined", "was higher", "improved"],
    "acted": [
        "delayed orders",
        "built inventory",
        "reduced spending",
        "expanded capacity",
        "raised prices",
    ],
    "factor": [
        "interest rates",
        "commodity prices",
        "foreign currency exchange rates",
        "higher volume",
        "product mix",
        "labor costs",
        "tariffs and trade policy",
        "raw material costs",
        "weather",
        "the timing of orders",
        "acquisitions and divestitures",
        "competition",
        "regulation",
        "lower average selling prices",
    ],
    "verb": [
        "obtain financing",
        "retain key employees",
        "introduce new products",
        "protect our intellectual property",
        "integrate acquisitions",
        "meet our obligations",
        "renew contracts",
    ],
    "unit": ["million", "million", "thousand", "billion"],
    "nth": ["first", "second", "third", "fourth"],
}


def sentence(rng: random.Random) -> str:
    year = rng.randint(2012, 2026)
    fill = {k: rng.choice(v) for k, v in SLOTS.items()}
    fill |= dict(
        pct=f"{rng.uniform(0.5, 60):.1f}",
        pct2=f"{rng.uniform(0.5, 60):.1f}",
        amount=f"{rng.uniform(1, 900):,.1f}",
        amount2=f"{rng.uniform(1, 900):,.1f}",
        count=f"{rng.randint(2, 900) * 100:,}",
        cents=f"{rng.randint(5, 95):02d}",
        date=f"December 31, {year}",
        year=year + 4,
        year2=year + 11,
        small=rng.randint(2, 5),
        large=rng.randint(8, 40),
    )
    return rng.choice(SENTENCES).format(**fill)


def paragraph(rng: random.Random) -> str:
    return " ".join(sentence(rng) for _ in range(rng.randint(2, 6)))
