"""Trains the span reader: which words of a page are the value of a field, for any schema."""
