"""Filings in HTML, inline XBRL and the submissions of EDGAR: read as a browser shows them."""
