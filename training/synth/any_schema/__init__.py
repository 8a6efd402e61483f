"""Synthetic documents for any schema."""
