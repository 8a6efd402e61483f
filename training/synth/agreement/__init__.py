"""Synthetic credit agreements."""
