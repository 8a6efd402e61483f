"""Rows of a schema's lists: tables, entries and names that the span reader found."""
