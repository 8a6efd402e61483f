"""Items over time, from the tables of many filings."""
