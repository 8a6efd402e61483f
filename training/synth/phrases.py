"""Statement titles, unit lines, section headings and other fixed wording of a filing."""

import re

TITLES = {
    "income_statement": [
        "Consolidated Statements of Operations", "Consolidated Statements of Income", "Consolidated Statements of Earnings", "Consolidated Statement of Operations", "Consolidated Statement of Income", "Consolidated Statement of Earnings", "Consolidated Income Statements", "Statements of Consolidated Operations", "Statements of Consolidated Income", "Statement of Consolidated Income", "Consolidated Results of Operations",
        "Consolidated Statement of Results of Operations", "Statements of Consolidated Earnings", "Statements of Operations", "Statements of Income", "Consolidated Statements of Income (Loss)", "Consolidated Statements of Net Income", "Consolidated Income Statement", "Consolidated Statements of Profit and Loss", "Income Statements", "Results of Operations (Consolidated)",
    ],
    "income_statement_comprehensive": ["Consolidated Statements of Operations and Comprehensive Income (Loss)", "Consolidated Statements of Income and Comprehensive Income", "Consolidated Statements of Comprehensive Income", "Consolidated Statements of Operations and Comprehensive Loss", "Consolidated Statements of Earnings and Comprehensive Income", "Statements of Consolidated Income and Comprehensive Income"],
    "balance_sheet": ["Consolidated Balance Sheets", "Consolidated Balance Sheet", "Consolidated Statements of Financial Position", "Consolidated Statement of Financial Position", "Balance Sheets", "Consolidated Financial Position", "Consolidated Statements of Financial Condition", "Balance Sheet", "Statements of Financial Position", "Consolidated Statement of Financial Condition", "Consolidated Balance Sheets (Assets and Liabilities)"],
    "cash_flow": ["Consolidated Statements of Cash Flows", "Consolidated Statement of Cash Flows", "Statements of Consolidated Cash Flows", "Statement of Consolidated Cash Flows", "Consolidated Cash Flow Statements", "Consolidated Statement of Cash Flow", "Statements of Cash Flows", "Cash Flow Statements", "Consolidated Cash Flows", "Consolidated Cash Flow Statement", "Statement of Cash Flows"],
}
SHARES_APART = re.compile(r"except (number of )?shares?\b|except share and per|except share", re.I)
THOUSAND_SHARES = [
    "(In millions, except number of shares, which are reflected in thousands, and per-share amounts)", "(In millions, except per share data; shares in thousands)", "(Dollars in millions, except per share amounts; shares in thousands)", "(in millions, except share amounts which are in thousands, and per share amounts)",
    "(Dollars in millions, shares in thousands, except per share data)", "(Millions of dollars, shares in thousands, except per share amounts)",
]
CONDENSED = ["", "", "Condensed ", "Condensed ", "Interim ", "Interim Condensed "]

UNITS = {
    6: ["(In millions, except per share data)", "(in millions, except per share amounts)", "(in millions, except share and per share data)", "(Dollars in millions, except per share data)", "(Dollars in millions, except per share amounts)", "In millions, except per share amounts", "(Millions, except per-share amounts)", "(in millions of dollars, except per share data)", "($ in millions, except per share amounts)", "(U.S. dollars in millions, except per share data)", "(IN MILLIONS)",
        "Amounts in millions, except per share data", "(In millions of U.S. dollars, except share and per share data)", "(In millions)", "(Dollars and shares in millions, except per share amounts)", "($ millions, except per share amounts)"],
    3: ["(In thousands, except per share data)", "(in thousands, except share and per share amounts)", "(Dollars in thousands, except per share data)", "(Amounts in thousands, except per share amounts)", "(in thousands, except share and per share data)", "($ in thousands, except per share amounts)", "(In thousands)", "(Thousands of dollars, except per share data)", "(Expressed in thousands of U.S. dollars, except per share data)", "(In thousands of dollars)", "(000’s omitted, except per share data)",
        "(Amounts expressed in thousands, except per share data)", "(Dollars in thousands)", "In thousands, except per share amounts", "(IN THOUSANDS, EXCEPT PER SHARE AMOUNTS)", "(U.S. dollars in thousands, except share and per share data)"],
    0: ["", "", "(In U.S. dollars)", "(In dollars)", "(Expressed in U.S. dollars)", "(In US Dollars, except share data)"],
}
AUDIT = ["(Unaudited)", "(unaudited)", "(UNAUDITED)", "Unaudited"]
SEE_NOTES = [
    "See accompanying notes to consolidated financial statements.", "The accompanying notes are an integral part of these consolidated financial statements.", "See Notes to Consolidated Financial Statements.", "See accompanying Notes.", "See notes to condensed consolidated financial statements.",
    "Refer to Notes to Consolidated Financial Statements.", "See accompanying Notes to Consolidated Financial Statements, which are an integral part of these statements.", "The notes to consolidated financial statements are an integral part of these statements.", "See Notes to the Consolidated Financial Statements on pages 12 through 30.",
]
ITEM8 = ["Item 8. Financial Statements and Supplementary Data", "ITEM 8. FINANCIAL STATEMENTS AND SUPPLEMENTARY DATA", "Item 8. Consolidated Financial Statements and Supplementary Data"]
ITEM1 = ["Item 1. Financial Statements", "ITEM 1. FINANCIAL STATEMENTS", "Item 1. Financial Statements (Unaudited)", "Item 1. Condensed Consolidated Financial Statements", "PART I. FINANCIAL INFORMATION"]

SECTIONS = {
    "revenues": ["Revenues:", "Net sales:", "Revenue:", "Revenues", "Net revenues:", "Sales and revenues:", "Operating revenues:", "Sales:"],
    "costs": ["Costs and expenses:", "Costs and expenses", "Operating expenses:", "Operating costs:", "Expenses:", "Costs, expenses and other:", "Operating costs and expenses:", "Costs and expenses (income):"],
    "cost_parts": ["Cost of revenues:", "Cost of sales:", "Cost of revenue:", "Costs of revenues:", "Cost of goods sold:"],
    "opex": ["Operating expenses:", "Operating expenses", "Operating costs and expenses:", "Expenses:"],
    "other": ["Other income (expense):", "Other income (expense)", "Nonoperating income (expense):", "Other (income) expense:", "Other income and expense:", "Other expense (income):", "Non-operating items:"],
    "assets": ["ASSETS", "Assets", "Assets:"],
    "current_assets": ["Current assets:", "Current assets", "CURRENT ASSETS:", "Current Assets"],
    "noncurrent_assets": ["Non-current assets:", "Noncurrent assets:", "Other assets:", "Other assets", "Long-term assets:"],
    "liabilities": ["LIABILITIES AND {h} EQUITY", "Liabilities and {h} equity", "Liabilities and Equity", "LIABILITIES AND EQUITY", "Liabilities and {h} investment", "LIABILITIES AND {h} EQUITY:", "Liabilities"],
    "current_liabilities": ["Current liabilities:", "Current liabilities", "CURRENT LIABILITIES:", "Current Liabilities"],
    "noncurrent_liabilities": ["Non-current liabilities:", "Long-term liabilities:", "Noncurrent liabilities", "Long-term obligations:"],
    "equity": ["{h} equity:", "{h} equity", "Equity:", "Equity", "Commitments and {h} equity", "{h} investment:", "{h} EQUITY:"],
    "ppe": ["Property, plant and equipment:", "Property and equipment:", "Property, plant and equipment, at cost:", "Plant and equipment:"],
    "operating": ["Cash flows from operating activities:", "Operating activities:", "Operating activities", "Cash flows from operating activities", "OPERATING ACTIVITIES", "Cash Flows{d}Operating Activities", "Cash flows provided by (used in) operating activities:", "Operations"],
    "adjust": ["Adjustments to reconcile net income to net cash provided by operating activities:", "Adjustments to reconcile net earnings to net cash flows from operations:", "Adjustments for non-cash items:", "Adjustments to reconcile net income (loss) to net cash provided by (used in) operating activities:", "Items not affecting cash:", "Non-cash adjustments:", "Adjustments to reconcile net income to cash generated by operating activities:"],
    "working": ["Changes in operating assets and liabilities:", "Changes in assets and liabilities, net of acquisitions:", "Changes in operating assets and liabilities, net of effects from acquisitions:", "Increase (decrease) in cash from changes in:", "Changes in working capital:", "Net change in operating assets and liabilities:", "Changes in current assets and liabilities:"],
    "investing": ["Cash flows from investing activities:", "Investing activities:", "Investing activities", "Cash flows from investing activities", "INVESTING ACTIVITIES", "Cash Flows{d}Investing Activities", "Investments", "Cash flows used for investing activities:"],
    "financing": ["Cash flows from financing activities:", "Financing activities:", "Financing activities", "Cash flows from financing activities", "FINANCING ACTIVITIES", "Cash Flows{d}Financing Activities", "Financing", "Cash flows provided by (used in) financing activities:"],
    "supplement": ["Supplemental disclosures of cash flow information:", "Supplemental cash flow information:", "Supplemental disclosure of cash flow information", "Supplementary cash flow data:", "Cash paid during the {t} for:"],
    "comprehensive": ["Other comprehensive income (loss), net of tax:", "Other comprehensive income (loss):", "Other comprehensive income, net of taxes:"],
}
