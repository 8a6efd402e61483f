"""Synthetic 10-K and 10-Q filings."""
