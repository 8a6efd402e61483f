"""The words of made-up credit agreements: definitions and clauses of no deal in particular, with
amounts, days and dates to fill in.

None of their numbers is asked for: they stand among those that are.
"""

import random
from datetime import date, timedelta

from extract_filings.training.synth.base import names

DEFINITIONS = (
    (
        "“Affiliate” means, with respect to a specified Person, another Person that directly or"
        " indirectly controls, is controlled by or is under common control with the Person"
        " specified; a holding of {share}% of the voting stock is control."
    ),
    (
        "“Acquisition” means any transaction by which the Borrower or a Subsidiary acquires the"
        " business or all or substantially all of the assets of a Person, or more than {share}% of"
        " its equity, for consideration of more than {amount}."
    ),
    (
        "“Business Day” means any day that is not a Saturday, Sunday or other day on which banks in"
        " {city} are authorized or required by law to remain closed."
    ),
    (
        "“Capital Lease” means a lease that is required to be capitalized under GAAP as in effect"
        " on {date}."
    ),
    (
        "“Cash Equivalents” means obligations of the United States with maturities of not more than"
        " {days} days, commercial paper rated at least A-1 and time deposits of banks whose capital"
        " exceeds {amount}."
    ),
    (
        "“Change in Control” means that any Person or group acquires beneficial ownership of more"
        " than {share}% of the equity interests of the Borrower entitled to vote."
    ),
    "“Code” means the Internal Revenue Code of 1986, as amended from time to time.",
    (
        "“Consolidated EBITDA” means, for any period, Consolidated Net Income plus, to the extent"
        " deducted, interest expense, provision for taxes, depreciation, amortization and"
        " non-recurring charges of at most {amount} in any period of four fiscal quarters."
    ),
    (
        "“Consolidated Net Income” means, for any period, the net income or loss of the Borrower"
        " and its Subsidiaries determined on a consolidated basis in accordance with GAAP."
    ),
    "“Daily Balance” means, as of any date, the amount outstanding at {clock} on that date.",
    (
        "“Disposition” means the sale, transfer or other disposition of any property whose fair"
        " market value exceeds {amount} in a single transaction."
    ),
    (
        "“Environmental Laws” means all laws, rules, regulations, codes, ordinances and orders that"
        " relate to the environment, the preservation of natural resources or the release of any"
        " hazardous material."
    ),
    (
        "“Excluded Subsidiary” means any Subsidiary whose total assets are less than {pct}% of the"
        " consolidated total assets of the Borrower, or whose revenues for the four quarters ended"
        " {date} were below {amount}."
    ),
    (
        "“Existing Agreement” means the loan agreement dated as of {date}, as amended by the first"
        " amendment dated as of {date2}, under which {amount} is outstanding."
    ),
    (
        "“Federal Funds Rate” means, for any day, the rate calculated by the Federal Reserve Bank"
        " of New York from that day’s overnight transactions by depository institutions, and if it"
        " is less than {pct}%, then {pct}%."
    ),
    (
        "“GAAP” means generally accepted accounting principles in the United States, applied"
        " consistently with those of the financial statements for the fiscal year ended {date}."
    ),
    (
        "“Governmental Authority” means the government of any nation or of any political"
        " subdivision of it, whether state or local, and any agency, authority or court."
    ),
    (
        "“Indebtedness” of any Person means all obligations for borrowed money, all obligations"
        " evidenced by bonds, debentures or notes, and the deferred purchase price of property,"
        " other than trade accounts payable within {days} days."
    ),
    (
        "“Interest Period” means, as to each borrowing, the period that commences on its date and"
        " ends one, three or six months thereafter."
    ),
    "“Letter of Credit Sublimit” means {amount}.",
    "“Swingline Sublimit” means {amount}.",
    (
        "“Lien” means any mortgage, deed of trust, pledge, hypothecation, assignment, charge or"
        " security interest in, on or of an asset."
    ),
    (
        "“Material Adverse Effect” means a material adverse effect on the business, assets or"
        " financial condition of the Borrower and its Subsidiaries taken as a whole."
    ),
    (
        "“Material Contract” means any contract under which payments of more than {amount} are made"
        " in a fiscal year."
    ),
    (
        "“Permitted Liens” means liens for taxes not yet due, carriers’ and warehousemen’s liens"
        " for sums not overdue by more than {days} days, and liens that secure obligations of at"
        " most {amount}."
    ),
    (
        "“Person” means any natural person, corporation, limited liability company, trust, joint"
        " venture, association, company, partnership or other entity."
    ),
    (
        "“Required Lenders” means, at any time, lenders that hold more than {share}% of the sum of"
        " the outstanding credit exposures and unused commitments at that time."
    ),
    (
        "“Restricted Payment” means any dividend or other distribution with respect to equity"
        " interests in the Borrower of more than {amount}."
    ),
    (
        "“Sanctions” means economic or financial sanctions or trade embargoes administered or"
        " enforced by the Office of Foreign Assets Control."
    ),
    (
        "“Subsidiary” means any corporation or other entity of which more than {share}% of the"
        " ordinary voting power is owned by the parent."
    ),
    (
        "“Taxes” means all present or future taxes, levies, imposts, duties, deductions,"
        " withholdings and charges imposed by any Governmental Authority."
    ),
    "“Total Assets” means the total assets on the balance sheet of {date2}, which were {amount}.",
    "“Trade Date” has the meaning assigned to that term in the standard terms published on {date}.",
    "“Unrestricted Cash” means cash held free of any lien, up to {amount}.",
)

CLAUSES = (
    (
        "Each borrowing shall be in an aggregate amount that is an integral multiple of {small} and"
        " not less than {small2}."
    ),
    (
        "The Borrower shall give notice of each borrowing not later than {clock} {days} days before"
        " its date."
    ),
    (
        "All payments shall be made without set-off or counterclaim not later than {clock} on the"
        " day when due, in dollars and in immediately available funds."
    ),
    (
        "The Borrower may prepay any borrowing in whole or in part, in an amount of at least"
        " {small}, on {days} days’ notice."
    ),
    (
        "If any lender requests compensation, it shall deliver a certificate that sets forth the"
        " amount or amounts in reasonable detail, and the Borrower shall pay it within {days} days"
        " after receipt."
    ),
    (
        "The Borrower will furnish its audited consolidated balance sheet and related statements"
        " within {days2} days after the end of each fiscal year, and unaudited ones within {days}"
        " days after the end of each of the first three quarters."
    ),
    (
        "The Borrower will maintain, with financially sound insurers, insurance in the amounts that"
        " are customary in its industry, with deductibles of not more than {amount}."
    ),
    (
        "No Subsidiary will create, incur or permit to exist any Indebtedness, except intercompany"
        " loans and purchase money obligations of at most {amount} at any time outstanding."
    ),
    (
        "The Borrower will not, and will not permit any Subsidiary to, make any investment in"
        " another Person, other than loans to employees not exceeding {amount} in the aggregate."
    ),
    (
        "The financial statements heretofore furnished for the fiscal year ended {date} present"
        " fairly, in all material respects, the financial position of the Borrower."
    ),
    (
        "Since {date}, there has been no material adverse change in the business or condition of"
        " the Borrower and its Subsidiaries."
    ),
    (
        "There are no actions or proceedings by or before any arbitrator or court that involve more"
        " than {amount} except as disclosed on Schedule {letter}."
    ),
    (
        "Each of the Borrower and its Subsidiaries has timely filed all tax returns and reports"
        " required to have been filed and has paid all taxes when due."
    ),
    (
        "No proceeds of any borrowing will be used to purchase or carry margin stock within the"
        " meaning of Regulation U."
    ),
    (
        "Any lender may assign to one or more assignees all or a part of its rights, provided that"
        " the part assigned is not less than {small2} and that a processing fee of {fee} is paid."
    ),
    (
        "No failure or delay in exercising any right or power hereunder shall operate as a waiver"
        " thereof, nor shall any single or partial exercise preclude any other."
    ),
    (
        "The provisions of this Section survive the repayment of all obligations and the"
        " termination of this agreement."
    ),
    (
        "Each of the parties waives, to the fullest extent permitted by applicable law, any right"
        " it may have to a trial by jury."
    ),
    (
        "This agreement may be executed in counterparts, each of which shall constitute an"
        " original, but all of which taken together constitute a single contract."
    ),
    (
        "The obligations are several, and no party is responsible for another party’s failure to"
        " perform."
    ),
    (
        "If an accounting change after {date} would affect the computation of any requirement, the"
        " parties shall negotiate in good faith to amend it."
    ),
    "References to a time of day are to the time in {city}.",
    (
        "Interest is computed on the basis of a year of 360 days and is payable in arrears on the"
        " last day of each period."
    ),
    (
        "During the continuance of an Event of Default overdue amounts bear interest at the rate"
        " otherwise applicable plus {pct}% per annum."
    ),
    (
        "A fronting fee of {pct}% per annum on the daily amount of letters of credit, and an annual"
        " fee of {fee}, are for the account of the issuing bank."
    ),
    (
        "The aggregate consideration for all Dispositions after {date} shall not exceed {amount},"
        " of which at least {share}% is received in cash."
    ),
    (
        "The proceeds of casualty events of more than {amount} are applied to repay the loans"
        " within {days2} days, unless reinvested."
    ),
    (
        "The Borrower may, on one or more occasions, request increases in an aggregate amount of"
        " not more than {amount}, each of at least {small2}."
    ),
    (
        "Upon the request of the required parties, but not more than once in any period of {days2}"
        " days, the books and records may be inspected."
    ),
    (
        "Expenses incurred by the parties, including the fees of counsel, are payable within {days}"
        " days after an invoice therefor."
    ),
    (
        "Each installment is reduced by prepayments in the order in which they fall due, beginning"
        " with that of {date2}."
    ),
    (
        "Notices sent by telecopy are deemed to have been given when sent, except that those sent"
        " after {clock} are deemed given at the opening of business on the next day."
    ),
    "Any sharing of payments that a court requires to be returned is rescinded to that extent.",
    (
        "The undersigned represents that its unfunded pension liabilities as of {date} did not"
        " exceed {amount}."
    ),
    (
        "The parties acknowledge that an EEA financial institution’s liabilities may be subject to"
        " write-down and conversion powers."
    ),
)

ARTICLES = (
    "The Credits",
    "Representations and Warranties",
    "Conditions",
    "Affirmative Undertakings",
    "Negative Undertakings",
    "Yield Protection",
    "The Agent",
    "Miscellaneous",
    "Payments",
    "Collateral Matters",
)
CAPTIONS = (
    "Borrowings",
    "Notice",
    "Prepayments",
    "Payments Generally",
    "Increased Costs",
    "Taxes",
    "Organization; Powers",
    "No Conflicts",
    "Properties",
    "Litigation",
    "Compliance with Laws",
    "Insurance",
    "Books and Records",
    "Use of Proceeds",
    "Liens",
    "Fundamental Changes",
    "Investments",
    "Restricted Payments",
    "Transactions with Affiliates",
    "Waivers; Amendments",
    "Expenses; Indemnity",
    "Successors and Assigns",
    "Survival",
    "Counterparts",
    "Severability",
    "Set-off",
    "Confidentiality",
    "Headings",
)


def filled(rng: random.Random, text: str) -> str:
    """With numbers and dates that no one asks for."""
    some = lambda: (
        date(rng.randint(2009, 2024), rng.choice((3, 6, 9, 12)), 1)
        + timedelta(days=rng.randint(0, 27))
    )
    written = lambda d: f"{d:%B} {d.day}, {d.year}"
    town = rng.choice(names.TOWNS[rng.choice(list(names.TOWNS))])[0]
    return text.format(
        amount=rng.choice(
            (
                f"${rng.randint(1, 40) * 2_500_000:,}",
                f"${rng.choice((1, 2, 5, 7.5, 12, 15, 20, 30)):g} million",
            )
        ),
        small=f"${rng.choice((100, 250, 500)) * 1000:,}",
        small2=f"${rng.choice((1, 2, 5)) * 1_000_000:,}",
        fee=f"${rng.randint(2, 9) * 500:,}",
        days=rng.choice((10, 15, 30, 45)),
        days2=rng.choice((60, 90, 120, 180)),
        pct=f"{rng.choice((0.125, 0.25, 0.5, 1.0, 2.0)):.3f}",
        share=rng.choice((10, 25, 35, 50, 75)),
        date=written(some()),
        date2=written(some()),
        clock=f"{rng.randint(9, 12)}:00 a.m.",
        city=town,
        letter=f"{rng.randint(3, 7)}.{rng.randint(1, 20):02d}",
    )
