"""The words of synthetic filings."""
